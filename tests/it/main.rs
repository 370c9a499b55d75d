//! Stories told through the canisters' public interfaces, each on an instance of its own.

#![expect(
    clippy::unwrap_used,
    reason = "a story that cannot go on panics and says why"
)]

mod audits;
mod bad_input;
mod boundary_nodes;
mod certified;
mod decentralization;
mod declarations;
mod events;
mod examples;
mod four_ways;
mod governance;
mod hardware;
mod history;
mod http;
mod identity;
mod import;
mod independence;
mod infrastructure;
mod life_cycle;
mod lifecycle;
mod onboarding;
mod permissions;
mod providers;
mod real_network;
mod replay;
mod rewards;
mod search;
mod stand_ins;
mod validate;

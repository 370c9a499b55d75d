use super::*;
use crate::commands::in_words::in_words;
use crate::commands::testing::{
    DAYS, FIRST_DAY, World, by_days, by_operators, charge, collected, facts, hash, operators,
    packed,
};
use crate::commands::{adopt_period, cancel_period, set_rewards_policy, update_node_rewards_table};
use crate::state::Event;
use bonafide_types::rewards::{
    AdoptPeriodArgs, CancelPeriodArgs, RewardsError, SetRewardsPolicyArgs,
    UpdateNodeRewardsTableArgs,
};

const LAST_DAY: u32 = FIRST_DAY + DAYS - 1;

/// What voters read before they vote.
fn said<R>(world: &World, decision: Result<crate::commands::Decision<R>, RewardsError>) -> String {
    let events: Vec<Event> = decision.expect("decided").events;
    assert_eq!(events.len(), 1);
    in_words(&world.state, &events[0])
}

fn of_adoption(world: &World, args: AdoptPeriodArgs) -> String {
    said(
        world,
        adopt_period::decide(&world.state, args, &world.ctx()),
    )
}

/// What must be in a text, in this order.
fn assert_told(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let found = rest.find(part);
        let found = found.unwrap_or_else(|| panic!("{part:?} is not, or not there, in: {text}"));
        rest = &rest[found + part.len()..];
    }
}

#[test]
fn should_say_what_adopting_days_does() {
    let world = World::staffed();
    let args = AdoptPeriodArgs {
        xdr_permyriad_per_icp: 34_500,
        ..by_days(FIRST_DAY, LAST_DAY)
    };
    let text = of_adoption(&world, args);
    assert_told(
        &text,
        &[
            "Adopts period 0: what providers earn from 2024-10-04 to 2024-10-06, 3 days, by engine \
             v1",
            "Version 0 of the rewards table holds for it.",
            "One ICP counts as 3.45 XDR, and for no less than 1 XDR by the policy",
            "comes from: an example.",
            "3 pieces of CBOR",
            "No published penalty waits for a statement.",
            "Nobody is paid by it.",
        ],
    );
}

#[test]
fn should_say_where_facts_come_from() {
    let mut world = World::staffed();
    let month = by_operators(FIRST_DAY, LAST_DAY, &operators());
    let adopted = hash(&packed(&operators()).0).to_string();
    assert_told(&of_adoption(&world, month), &["engine v0", &adopted]);
    for day in FIRST_DAY - 1..=LAST_DAY {
        world.collect(1, day);
    }
    let text = of_adoption(&world, collected(FIRST_DAY, LAST_DAY));
    assert_told(&text, &["this canister collected", "computed at once"]);
}

#[test]
fn should_say_which_versions_and_penalties_count() {
    let mut world = World::staffed();
    let mut table = world.state.latest_table().unwrap();
    (table.version, table.effective_from_day) = (1, LAST_DAY);
    world.apply([Event::TableUpdated { table }]);
    world.published(charge(1), 100);
    let text = of_adoption(&world, by_days(FIRST_DAY, LAST_DAY));
    assert_told(
        &text,
        &[
            "Versions 0 to 1 of the rewards table hold for its days.",
            "1 published penalties wait for a statement: those of its providers are part of the \
             figures.",
        ],
    );
    let policy = RewardsPolicy {
        mode: Mode::LogOnly,
        ..world.state.policy()
    };
    world.apply([Event::PolicySet { policy }]);
    let text = of_adoption(&world, by_days(FIRST_DAY, LAST_DAY));
    assert_told(&text, &["are not part of it as things stand"]);
}

#[test]
fn should_say_what_taking_back_drops() {
    let mut world = World::staffed();
    assert_eq!(world.adopt(by_days(FIRST_DAY, LAST_DAY)), Ok(0));
    let text = |world: &World| {
        let args = CancelPeriodArgs {
            period_id: 0,
            reason: "An example.".into(),
        };
        said(
            world,
            cancel_period::decide(&world.state, args, &world.ctx()),
        )
    };
    world.supply(0, 0, packed(&facts(FIRST_DAY))).unwrap();
    assert_told(
        &text(&world),
        &[
            "Takes period 0 (from 2024-10-04 to 2024-10-06, 3 days, engine v1; 1 of 3 parts of its \
             facts are here) back",
            "Reason: An example.",
        ],
    );
    for slice in 1..DAYS {
        let bytes = packed(&facts(FIRST_DAY + slice));
        world.supply(0, slice, bytes).unwrap();
    }
    world.compute();
    assert_told(&text(&world), &["1 of 3 parts are computed"]);
}

fn rate(region: &str, monthly: u64) -> NodeRewardRate {
    NodeRewardRate {
        region: region.into(),
        reward_type: "type1".into(),
        xdr_permyriad_per_node_per_month: monthly,
        reward_coefficient_percent: None,
    }
}

fn of_rates(world: &World, new_entries: Vec<NodeRewardRate>) -> String {
    let args = UpdateNodeRewardsTableArgs {
        effective_from_day: LAST_DAY,
        new_entries,
    };
    let decision = update_node_rewards_table::decide(&world.state, args, &world.ctx());
    said(world, decision)
}

#[test]
fn should_say_which_rates_change() {
    let world = World::staffed();
    let reduced = NodeRewardRate {
        reward_coefficient_percent: Some(70),
        ..rate("Asia,JP", 5)
    };
    let text = of_rates(&world, vec![rate("Europe", 600_000), reduced]);
    assert_eq!(
        text,
        "Makes version 1 of the rewards table, for days from 2024-10-06 on: of 2 rates 1 are new \
         and 1 change; the others stay. Rates for a node and a month of 30.4375 days: \"type1\" in \
         \"Asia,JP\" none -> 0.0005 XDR and 70 % for each further node; \"type1\" in \"Europe\" \
         30.4375 XDR -> 60 XDR."
    );
}

#[test]
fn should_tell_the_first_rates_of_many() {
    let world = World::staffed();
    let rates = |count: u64| (0..count).map(|n| rate(&format!("Asia,JP,{n:03}"), n));
    let text = of_rates(&world, rates(20).collect());
    assert_told(
        &text,
        &["of 21 rates 20 are new and 0 change", "Asia,JP,019"],
    );
    assert!(!text.contains("more"));
    let text = of_rates(&world, rates(21).collect());
    assert_told(&text, &["Asia,JP,019", "; and 1 more."]);
    assert!(!text.contains("Asia,JP,020"));
}

fn of_policy(world: &World, policy: RewardsPolicy) -> String {
    let args = SetRewardsPolicyArgs { policy };
    let decision = set_rewards_policy::decide(&world.state, args, &world.ctx());
    said(world, decision)
}

#[test]
fn should_say_what_changes_in_the_rules() {
    let world = World::new();
    let mut policy = world.state.policy();
    policy.windows.appeal_days = 20;
    policy.penalties.late_update_bps = 150;
    policy.bounty_bps = 0;
    policy.minimum_xdr_permyriad_per_icp = 12_345;
    policy.maximum_provider_e8s = 50_000_000;
    let text = of_policy(&world, policy);
    assert_eq!(
        text,
        "Sets the rules of later periods, lots and cases. The mode stays Enabled: votes on cases \
         lock and take money, or publish a penalty. Numbers that change: a provider can appeal for \
         14 days -> 20 days; late-update costs at least 1 % -> 1.5 %; the version of the penalties \
         0 -> 1; what reporters get of what is taken 5 % -> 0 %; the least that one ICP counts as \
         1 XDR -> 1.2345 XDR; the most that the network pays one provider at once 1000000 ICP -> \
         0.5 ICP. What a period, a lot or a case took from the rules stays as it was."
    );
}

#[test]
fn should_say_what_a_mode_means() {
    let mut world = World::new();
    let with = |world: &World, mode| {
        let policy = RewardsPolicy {
            mode,
            ..world.state.policy()
        };
        of_policy(world, policy)
    };
    assert_told(
        &with(&world, Mode::LogOnly),
        &[
            "The mode goes from Enabled to LogOnly: penalties are only computed",
            "cannot be executed meanwhile",
            "No number changes.",
        ],
    );
    assert_told(
        &with(&world, Mode::Disabled),
        &["from Enabled to Disabled: no case can be frozen"],
    );
    let policy = RewardsPolicy {
        mode: Mode::Disabled,
        ..world.state.policy()
    };
    world.apply([Event::PolicySet { policy }]);
    let text = with(&world, Mode::Enabled);
    assert_told(&text, &["from Disabled to Enabled: votes on cases"]);
    assert!(!text.contains("meanwhile"));
}

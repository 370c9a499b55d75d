//! What a log can say of settings, and of what others showed.

use super::{ReplayErrorReason, Rest, elsewhere, rule};
use crate::domain::seed::PUBLIC_KEY_BYTES;
use crate::lifecycle;
use crate::state::{Event, State};
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{InitArgs, InstallArgs, Site, UpgradeArgs};
use bonafide_types::limits::DC_ID_BYTES;
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<Rest, ReplayErrorReason> {
    match &entry.event {
        event @ Event::Initialized { config, policy } => {
            let args = InstallArgs::Init(InitArgs {
                governance: config.governance,
                registry: config.registry,
                identity: config.identity,
                ledger: config.ledger,
                vetkd_key_name: config.vetkd_key_name.clone(),
                policy: Some(policy.clone()),
            });
            let first = lifecycle::first_event(&args).into_iter().collect();
            Rest::of(
                first,
                event,
                "the first settings and numbers follow the rules",
            )
        }
        event @ Event::ConfigChanged { config } => {
            let args = InstallArgs::Upgrade(UpgradeArgs {
                governance: Some(config.governance),
                registry: Some(config.registry),
                identity: config.identity,
            });
            let changed = lifecycle::upgrade_of(state, Some(args)).unwrap_or_default();
            Rest::of(
                changed,
                event,
                "an upgrade changes whom the canister knows, alone",
            )
        }
        Event::PublicKeyLearned { public_key } => {
            let config = state.settings();
            rule(
                config.public_key.is_none()
                    && config.vetkd_key_name.is_some()
                    && public_key.0.len() == PUBLIC_KEY_BYTES,
                "the public key is learnt once",
            )?;
            Ok(Rest::default())
        }
        Event::SitesSeen { sites } => {
            rule(
                sites.iter().all(|site| is_seen(state, site, entry.at_ns)),
                "what the registry shows changes no audit",
            )?;
            Ok(Rest::default())
        }
        // Only those who were asked know what they said.
        Event::LedgerFeeLearned { .. } | Event::ClustersSeen { .. } | Event::Followed { .. } => {
            Ok(Rest::default())
        }
        _ => elsewhere(),
    }
}

/// What audits made of a site, and since when it is known, stays as it was.
fn is_seen<M: Memory>(state: &State<M>, site: &Site, at_ns: u64) -> bool {
    // Before its key is asked for, which has no place for more.
    if site.id.dc_id.len() > DC_ID_BYTES {
        return false;
    }
    match state.site(&site.id) {
        Some(before) => {
            site.audits == before.audits
                && site.history == before.history
                && site.known_since_ns == before.known_since_ns
        }
        None => site.audits == 0 && site.history.is_empty() && site.known_since_ns <= at_ns,
    }
}

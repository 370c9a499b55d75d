use super::described;
use crate::{
    context::Global,
    error::{CliError, Exit},
    output::table,
    words,
};
use bonafide_client::{
    audits::draw::{Again, Checked},
    seal::{MasterKey, SealError},
};
use bonafide_policy::sampling::plan::CONTEXT;
use bonafide_types::{
    audits::{DrawEnd, SiteId},
    id::{AuditorId, Sha256Hash},
};
use serde::Serialize;

/// Make a draw again on this machine, and compare with what is certified.
///
/// The rows of the snapshot must have the certified hash; the seed must be the one that its
/// source gives for that hash; and sites, teams and reserves must be those that the seed draws.
/// Exits with 4 when any of it does not hold. `verify audits` shows in addition that the
/// snapshot took sites, weights and auditors as they were.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide draw verify 3\n  bonafide --network ic draw verify 3 --master ic:key_1"
)]
pub(crate) struct Args {
    /// The draw.
    id: u64,
    /// The network's master key, from which the canister's key must follow: `ic:key_1`,
    /// `pocketic:test_key_1`. Else the certified key is taken as it is.
    #[arg(long, value_name = "NETWORK:NAME", value_parser = parse_master)]
    master: Option<MasterKey>,
}

fn parse_master(text: &str) -> Result<MasterKey, String> {
    text.parse().map_err(|error: SealError| error.to_string())
}

#[derive(Serialize)]
struct Shown {
    verified: bool,
    id: u64,
    snapshot_hash: Sha256Hash,
    sites_hash: Sha256Hash,
    sites: usize,
    auditors: usize,
    /// Null when it is not drawn yet: then the snapshot alone is verified.
    seed: Option<Sha256Hash>,
    /// Whether the seed has a proof that nobody chose it.
    seed_proven: bool,
    public_key: Option<String>,
    /// Whether the key follows from the master key; null when that was not asked.
    key_derived: Option<bool>,
    drawn: Vec<DrawnSite>,
    skipped: Vec<SiteId>,
    ended: Option<DrawEnd>,
}

#[derive(Serialize)]
struct DrawnSite {
    site: SiteId,
    team: Vec<AuditorId>,
    reserve: Vec<AuditorId>,
    assignment_id: u64,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let again = audits.check_draw(args.id).await?;
    let again = again.ok_or_else(|| not_found(args.id))?;
    let public_key = again.config.public_key.as_ref();
    if let Some(master) = &args.master {
        let derived = master.public_key(audits.canister(), CONTEXT);
        if public_key.is_none_or(|key| key.0 != derived) {
            let message = "the certified key does not follow from the master key";
            return Err(CliError::new(Exit::Unverified, "OtherKey", message));
        }
    }
    let shown = Shown {
        public_key: public_key.map(|key| hex::encode(&key.0)),
        key_derived: args.master.as_ref().map(|_| true),
        ..of(&again)
    };
    global.output().result(&shown, |shown| human(shown, &again))
}

/// What is to be checked is not there.
pub(super) fn not_found(id: u64) -> CliError {
    CliError::new(Exit::Refused, "DrawNotFound", format!("no draw {id}"))
}

fn of(again: &Again) -> Shown {
    let (draw, rows) = (&again.draw, &again.snapshot);
    let site = |at: &u32| usize::try_from(*at).ok().and_then(|at| rows.sites.get(at));
    let auditor = |at: &u32| {
        usize::try_from(*at)
            .ok()
            .and_then(|at| rows.auditors.get(at))
    };
    let auditors = |places: &[u32]| {
        let rows = places.iter().filter_map(auditor);
        rows.map(|auditor| auditor.id).collect()
    };
    let result = draw.result.as_ref();
    let drawn = result.iter().flat_map(|result| &result.drawn);
    let skipped = result.iter().flat_map(|result| &result.skipped);
    Shown {
        verified: true,
        id: draw.id,
        snapshot_hash: draw.snapshot.hash,
        sites_hash: draw.snapshot.sites_hash,
        sites: rows.sites.len(),
        auditors: rows.auditors.len(),
        seed: draw.randomness.as_ref().map(|randomness| randomness.seed),
        seed_proven: again.checked == Checked::Draw { seed_proven: true },
        public_key: None,
        key_derived: None,
        drawn: drawn
            .filter_map(|drawn| {
                Some(DrawnSite {
                    site: site(&drawn.site)?.site.clone(),
                    team: auditors(&drawn.team),
                    reserve: auditors(&drawn.reserve),
                    assignment_id: drawn.assignment_id,
                })
            })
            .collect(),
        skipped: skipped
            .filter_map(|at| site(at).map(|row| row.site.clone()))
            .collect(),
        ended: result.map(|result| result.ended),
    }
}

fn human(shown: &Shown, again: &Again) -> String {
    let verdict = match again.checked {
        Checked::Snapshot => "the rows have the certified hash; the seed is not drawn yet",
        Checked::Draw { seed_proven: true } => {
            "made again and the same; the seed has a proof, and it holds"
        }
        Checked::Draw { seed_proven: false } => {
            "made again and the same; the seed is the system's word and has no proof"
        }
    };
    let rows = shown.drawn.iter().map(|drawn| {
        [
            drawn.assignment_id.to_string(),
            drawn.site.to_string(),
            words::auditors(&drawn.team),
            words::auditors(&drawn.reserve),
        ]
    });
    let list = table(["assignment", "site", "auditors", "who follow"], rows);
    format!("{}\n{list}\n{verdict}", described(&again.draw))
}

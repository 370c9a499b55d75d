//! A draw made again: from what the canister certifies, and from the rows of the snapshot,
//! which its certified hash binds.
//!
//! [`check`] computes the snapshot's hash anew from its rows, the seed from its proof, and what
//! is drawn from both, and compares. What it does not say is whether the snapshot shows the
//! sites and auditors as they were: the replay of the canister's log does.

mod mismatch;
#[cfg(test)]
mod tests;

pub use mismatch::Mismatch;

use super::AuditsClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_policy::sampling::{draw::DrawError, plan};
use bonafide_types::{
    audits::{Config, Draw, DrawnSite, RandomnessSource, SnapshotPage},
    id::{Blob, Sha256Hash},
};
use ic_vetkeys::VrfOutput;

/// Bytes of a vetKey and of the public key that it is checked with.
const PROOF_BYTES: usize = 48;
const PUBLIC_KEY_BYTES: usize = 96;

/// Why a draw was not checked, or does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// It could not be read with proof.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// It does not hold.
    #[error(transparent)]
    Mismatch(#[from] Mismatch),
}

/// How far a draw was made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The rows are those of the certified hash. The seed is not drawn yet.
    Snapshot,
    /// All of it: the rows, the seed by its source, and what was drawn.
    Draw {
        /// Whether anyone can prove that nobody chose the seed. From `raw_rand` only those
        /// know who trust the subnet.
        seed_proven: bool,
    },
}

/// A draw that was made again, with all that it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// As certified.
    pub draw: Draw,
    /// Settings as certified with it.
    pub config: Config,
    /// What it depends on; its hash is the certified one.
    pub snapshot: SnapshotPage,
    /// How far it was made again.
    pub checked: Checked,
}

impl<R: Runtime> AuditsClient<R> {
    /// Makes a draw again; `None` when there is provably none.
    ///
    /// # Errors
    /// [`CheckError::Mismatch`] says what does not hold.
    pub async fn check_draw(&self, id: u64) -> Result<Option<Again>, CheckError> {
        let (draw, config) = self.draw_and_config_certified(id).await?;
        let Some(draw) = draw else {
            return Ok(None);
        };
        let snapshot = self.whole_snapshot(id).await?.ok_or(Mismatch::NoRows)?;
        let checked = check(&draw, &snapshot, config.public_key.as_ref())?;
        Ok(Some(Again {
            draw,
            config,
            snapshot,
            checked,
        }))
    }
}

/// Makes a draw again from its snapshot's rows, all of them, and compares. The draw and the
/// public key are as certified.
///
/// # Errors
/// The first [`Mismatch`].
pub fn check(
    draw: &Draw,
    rows: &SnapshotPage,
    public_key: Option<&Blob>,
) -> Result<Checked, Mismatch> {
    check_rows(draw, rows)?;
    let (randomness, result) = match (&draw.randomness, &draw.result) {
        (None, None) => return Ok(Checked::Snapshot),
        (Some(randomness), Some(result)) => (randomness, result),
        _ => return Err(Mismatch::Half),
    };
    let again = seed(&randomness.source, &draw.snapshot.hash, public_key)?;
    if again != randomness.seed {
        return Err(Mismatch::Seed {
            certified: randomness.seed,
            again,
        });
    }
    let outcome = plan::run(
        &draw.snapshot.rules,
        &rows.auditors,
        &rows.sites,
        &randomness.seed,
        &draw.snapshot.sites_hash,
    )?;
    check_drawn(&result.drawn, &outcome.drawn)?;
    if result.skipped != outcome.skipped {
        return Err(Mismatch::Skipped {
            certified: result.skipped.clone(),
            again: outcome.skipped,
        });
    }
    if result.ended != outcome.ended {
        return Err(Mismatch::Ended {
            certified: result.ended,
            again: outcome.ended,
        });
    }
    Ok(Checked::Draw {
        seed_proven: matches!(randomness.source, RandomnessSource::VetKd { .. }),
    })
}

/// The seed as its source gives it, for this snapshot.
fn seed(
    source: &RandomnessSource,
    snapshot_hash: &Sha256Hash,
    public_key: Option<&Blob>,
) -> Result<Sha256Hash, Mismatch> {
    match source {
        RandomnessSource::VetKd { proof } => {
            let key = public_key.ok_or(Mismatch::NoPublicKey)?;
            // One after the other they are read as one: none may lend bytes to another.
            length("the proof of the seed", &proof.0, PROOF_BYTES)?;
            length("the canister's public key", &key.0, PUBLIC_KEY_BYTES)?;
            let bytes = [&proof.0[..], &key.0, &snapshot_hash.0].concat();
            let output = VrfOutput::deserialize(&bytes).map_err(|_| Mismatch::Proof)?;
            Ok(Sha256Hash(*output.output()))
        }
        RandomnessSource::RawRand { bytes } => {
            let random: &[u8; 32] =
                bytes
                    .0
                    .as_slice()
                    .try_into()
                    .map_err(|_| Mismatch::Length {
                        what: "the system's answer",
                        bytes: bytes.0.len(),
                        wanted: 32,
                    })?;
            Ok(plan::raw_rand_seed(snapshot_hash, random))
        }
    }
}

fn length(what: &'static str, given: &[u8], wanted: usize) -> Result<(), Mismatch> {
    if given.len() == wanted {
        return Ok(());
    }
    Err(Mismatch::Length {
        what,
        bytes: given.len(),
        wanted,
    })
}

/// That the rows are those of the certified snapshot, and what is said of them is so.
fn check_rows(draw: &Draw, rows: &SnapshotPage) -> Result<(), Mismatch> {
    let snapshot = &draw.snapshot;
    let (sites, auditors) = (&rows.sites, &rows.auditors);
    let sites_hash = plan::sites_hash(sites)?;
    same_hash("hash of the sites", snapshot.sites_hash, sites_hash)?;
    let hash = plan::snapshot_hash(
        draw.id,
        &draw.purpose,
        &snapshot.rules,
        auditors,
        sites.iter(),
        &sites_hash,
    );
    same_hash("hash of the snapshot", snapshot.hash, hash)?;

    let malformed = |reason: String| Err(Mismatch::Malformed { reason });
    if let Some(pair) = auditors.windows(2).find(|pair| pair[0].id >= pair[1].id) {
        return malformed(format!("auditor {} is out of order", pair[1].id));
    }
    for (at, auditor) in auditors.iter().enumerate() {
        let first = usize::try_from(auditor.group).ok();
        let first = first.and_then(|first| auditors[..=at].get(first));
        if first.is_none_or(|first| first.group != auditor.group) {
            return malformed(format!(
                "auditor {} is in a group that begins nowhere before it",
                auditor.id
            ));
        }
    }
    for row in sites {
        let rising = row.conflicted.windows(2).all(|pair| pair[0] < pair[1]);
        let known = |at: &u32| u64::from(*at) < auditors.len() as u64;
        if !rising || !row.conflicted.iter().all(known) {
            return malformed(format!(
                "site {} names auditors that are not there",
                row.site
            ));
        }
    }
    let total = sites
        .iter()
        .try_fold(0_u64, |total, row| total.checked_add(row.weight))
        .ok_or(DrawError::TotalOverflow)?;
    let critical = sites.iter().filter(|row| row.critical).count();
    let certain = sites.iter().filter(|row| row.certain).count();
    let counts = [
        ("sites", snapshot.sites.into(), sites.len() as u64),
        (
            "critical sites",
            snapshot.critical_sites.into(),
            critical as u64,
        ),
        (
            "certain sites",
            snapshot.certain_sites.into(),
            certain as u64,
        ),
        ("sum of the weights", snapshot.total_weight, total),
        ("auditors", snapshot.auditors.into(), auditors.len() as u64),
    ];
    for (what, certified, again) in counts {
        if certified != again {
            return Err(Mismatch::Count {
                what,
                certified,
                again,
            });
        }
    }
    Ok(())
}

fn same_hash(what: &'static str, certified: Sha256Hash, again: Sha256Hash) -> Result<(), Mismatch> {
    if certified == again {
        return Ok(());
    }
    Err(Mismatch::Hash {
        what,
        certified,
        again,
    })
}

fn check_drawn(certified: &[DrawnSite], again: &[plan::Drawn]) -> Result<(), Mismatch> {
    for (at, (certified, again)) in certified.iter().zip(again).enumerate() {
        if certified.site != again.site {
            return Err(Mismatch::Site {
                at,
                certified: certified.site,
                again: again.site,
            });
        }
        let auditors = [
            ("team", &certified.team, &again.team),
            ("reserve", &certified.reserve, &again.reserve),
        ];
        for (what, certified, again) in auditors {
            if certified != again {
                return Err(Mismatch::Auditors {
                    what,
                    at,
                    certified: certified.clone(),
                    again: again.clone(),
                });
            }
        }
    }
    if certified.len() != again.len() {
        return Err(Mismatch::Drawn {
            certified: certified.len(),
            again: again.len(),
        });
    }
    Ok(())
}

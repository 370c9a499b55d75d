//! A whole draw: sites, their teams, and who follows when somebody vanishes.
//!
//! A draw depends on its snapshot and its seed alone. The snapshot is fixed and hashed first:
//! [`snapshot_hash`]. Then the seed is asked for, for that very hash: it is the output of the
//! verifiable random function of vetKD, with [`CONTEXT`] as context and the 32 bytes of the hash
//! as input, or it is [`raw_rand_seed`]. [`run`] is the draw.

use super::draw::{self, Draw, DrawError, SitesError, Weighted};
use bonafide_types::audits::{
    DrawEnd, DrawPurpose, DrawRules, SnapshotAuditor, SnapshotSite, Team,
};
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::RESERVE_AUDITORS;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The context of the keys that seeds are drawn with: no other use of vetKeys by the canister
/// has it.
pub const CONTEXT: &[u8] = b"bonafide-audit-draw";

/// Sets the hashes of snapshots apart from all others: length, then words.
const SNAPSHOT_DOMAIN: &[u8] = b"\x17bonafide-audit-snapshot";

/// Sets seeds from `raw_rand` apart.
const RAW_RAND_DOMAIN: &[u8] = b"\x17bonafide-audit-raw-rand";

/// What was drawn. All numbers are places in the snapshot, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Sites with their auditors, in the order in which they were drawn.
    pub drawn: Vec<Drawn>,
    /// Sites drawn for which auditors of too few owners were left.
    pub skipped: Vec<u32>,
    /// Why it ended.
    pub ended: DrawEnd,
}

/// A site that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The site.
    pub site: u32,
    /// Its auditors.
    pub team: Vec<u32>,
    /// Who follows, in this order.
    pub reserve: Vec<u32>,
}

/// Draws.
///
/// Sites come one by one, as [`Draw`] says, with the numbers of [`draw::site_stream`], until as
/// many as wanted are drawn or none is left. For each site the auditors are eligible, in their
/// order, that are not in conflict with it and whose capacity is not used up. When they are of
/// fewer groups than its team needs auditors, the site is skipped; that costs nothing. When the
/// fees of its whole team exceed what is left of the budget, the draw ends before it: a budget
/// makes the sample smaller, never a team.
///
/// Else all who are eligible are put in the order of [`draw::order`], with the numbers of
/// [`draw::team_stream`], and taken in that order. Whoever is in the group of somebody taken
/// before is passed over, for this site; it ends when the team and [`RESERVE_AUDITORS`] more
/// are taken, or nobody is left. Those taken first are the team; the others follow when somebody
/// vanishes, in this order. So team and reserve together hold no group twice, and nobody in
/// another group loses a place to somebody passed over. A place in the team uses one of that
/// auditor's capacity, a place among those who follow none; others of its group lose none.
///
/// Groups are compared with each other and with nothing else: any numbers do.
///
/// # Errors
/// [`DrawError`].
pub fn run(
    rules: &DrawRules,
    auditors: &[SnapshotAuditor],
    sites: &[SnapshotSite],
    seed: &Sha256Hash,
    sites_hash: &Sha256Hash,
) -> Result<Outcome, DrawError> {
    let weighted: Vec<_> = sites
        .iter()
        .map(|site| Weighted {
            weight: site.weight,
            certain: site.certain,
        })
        .collect();
    let mut numbers = draw::site_stream(&seed.0, sites_hash);
    let mut order = Draw::new(&weighted, &mut numbers)?;
    let groups = Groups::of(auditors);
    let mut capacity: Vec<u32> = auditors.iter().map(|auditor| auditor.capacity).collect();
    let mut budget_e8s = rules.budget_e8s;
    let (mut drawn, mut skipped) = (Vec::new(), Vec::new());
    let ended = loop {
        if drawn.len() as u64 >= u64::from(rules.sites) {
            break DrawEnd::Complete;
        }
        let Some(at) = order.next_site() else {
            break DrawEnd::NoSiteLeft;
        };
        let site = &sites[at];
        let Team { auditors: size, .. } = if site.critical {
            rules.critical
        } else {
            rules.ordinary
        };
        let eligible = eligible(&capacity, &site.conflicted);
        let owners = groups.first_of_each(eligible.iter().copied()).count();
        if owners < usize::from(size) {
            skipped.push(place(at));
            continue;
        }
        let cost_e8s = rules.fee_e8s.saturating_mul(size.into());
        let Some(left_e8s) = budget_e8s.checked_sub(cost_e8s) else {
            break DrawEnd::BudgetUsed;
        };
        budget_e8s = left_e8s;
        let mut numbers = draw::team_stream(&seed.0, sites_hash, &site.site.to_string());
        let wanted = owners.min(usize::from(size) + RESERVE_AUDITORS);
        let drawn_in_order = draw::order(&eligible, &mut numbers);
        let taken = groups.first_of_each(drawn_in_order).take(wanted);
        let mut team: Vec<_> = taken.collect();
        let reserve = team.split_off(size.into());
        for auditor in &team {
            capacity[*auditor] -= 1;
        }
        drawn.push(Drawn {
            site: place(at),
            team: team.into_iter().map(place).collect(),
            reserve: reserve.into_iter().map(place).collect(),
        });
    };
    Ok(Outcome {
        drawn,
        skipped,
        ended,
    })
}

/// Who belongs together: the groups of all auditors, counted from 0.
struct Groups {
    /// By auditor.
    of: Vec<usize>,
    count: usize,
}

impl Groups {
    fn of(auditors: &[SnapshotAuditor]) -> Self {
        let mut known = BTreeMap::new();
        let of = auditors.iter().map(|auditor| {
            let next = known.len();
            *known.entry(auditor.group).or_insert(next)
        });
        let of = of.collect();
        let count = known.len();
        Self { of, count }
    }

    /// Of these auditors, those before whom there is nobody of their group.
    fn first_of_each(&self, auditors: impl Iterator<Item = usize>) -> impl Iterator<Item = usize> {
        let mut seen = vec![false; self.count];
        auditors.filter(move |at| !std::mem::replace(&mut seen[self.of[*at]], true))
    }
}

fn eligible(capacity: &[u32], conflicted: &[u32]) -> Vec<usize> {
    let mut may: Vec<bool> = capacity.iter().map(|left| *left > 0).collect();
    for auditor in conflicted {
        let may = usize::try_from(*auditor)
            .ok()
            .and_then(|at| may.get_mut(at));
        if let Some(may) = may {
            *may = false;
        }
    }
    let places = may.iter().enumerate();
    places.filter_map(|(at, may)| may.then_some(at)).collect()
}

fn place(at: usize) -> u32 {
    match u32::try_from(at) {
        Ok(place) => place,
        Err(_) => unreachable!("BUG: memory holds fewer rows than 32 bits count"),
    }
}

/// The hash of sites, weights and certainty alone: [`draw::sites_hash`] of sites in the byte
/// order of their names, each name being the data centre's id, `/`, and the provider.
///
/// # Errors
/// [`SitesError`].
pub fn sites_hash(sites: &[SnapshotSite]) -> Result<Sha256Hash, SitesError> {
    let names: Vec<_> = sites.iter().map(|site| site.site.to_string()).collect();
    let rows = names.iter().zip(sites);
    draw::sites_hash(rows.map(|(name, site)| (name.as_str(), site.weight, site.certain)))
}

/// The hash of everything that a draw depends on but its seed.
///
/// SHA-256 of the following bytes. A number has 8 bytes, big-endian; so has a count and a
/// length. Yes is one byte 1, no is one byte 0.
///
/// 1. the domain `bonafide-audit-snapshot` after its length in one byte;
/// 2. the number of the draw;
/// 3. its purpose: one byte, 0 for audits, 1 for re-audits, 2 for an appeal; then the number of
///    the plan or the finding;
/// 4. its rules: sites wanted; auditors and quorum at most sites; auditors and quorum at
///    critical sites; fee, budget, lock;
/// 5. the count of auditors, and of each in order: length of its principal, principal, capacity,
///    group;
/// 6. [`sites_hash`], 32 bytes;
/// 7. the count of sites, and of each in order: length of the data centre's id, id; length of
///    the provider's principal, principal; weight; whether certain; whether critical; count of
///    auditors in conflict, their places; whether it repeats an assignment, and if so which.
#[must_use]
pub fn snapshot_hash<'a>(
    draw_id: u64,
    purpose: &DrawPurpose,
    rules: &DrawRules,
    auditors: &[SnapshotAuditor],
    sites: impl ExactSizeIterator<Item = &'a SnapshotSite>,
    sites_hash: &Sha256Hash,
) -> Sha256Hash {
    let mut written = Written(Sha256::new_with_prefix(SNAPSHOT_DOMAIN));
    written.number(draw_id);
    let (kind, of) = match *purpose {
        DrawPurpose::Audits { plan_id } => (0, plan_id),
        DrawPurpose::Reaudits { plan_id } => (1, plan_id),
        DrawPurpose::Appeal { finding_id } => (2, finding_id),
    };
    written.byte(kind);
    written.number(of);
    written.rules(rules);
    written.number(auditors.len() as u64);
    for auditor in auditors {
        let SnapshotAuditor {
            id,
            capacity,
            group,
        } = auditor;
        written.bytes(id.as_slice());
        written.number((*capacity).into());
        written.number((*group).into());
    }
    written.0.update(sites_hash.0);
    written.number(sites.len() as u64);
    for site in sites {
        written.site(site);
    }
    Sha256Hash(written.0.finalize().into())
}

struct Written(Sha256);

impl Written {
    fn byte(&mut self, byte: u8) {
        self.0.update([byte]);
    }

    fn number(&mut self, number: u64) {
        self.0.update(number.to_be_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.update(bytes);
    }

    fn rules(&mut self, rules: &DrawRules) {
        let DrawRules {
            sites,
            ordinary,
            critical,
            fee_e8s,
            budget_e8s,
            lock_e8s,
        } = rules;
        self.number((*sites).into());
        for Team { auditors, quorum } in [ordinary, critical] {
            self.number((*auditors).into());
            self.number((*quorum).into());
        }
        for amount in [fee_e8s, budget_e8s, lock_e8s] {
            self.number(*amount);
        }
    }

    fn site(&mut self, row: &SnapshotSite) {
        let SnapshotSite {
            site,
            weight,
            certain,
            critical,
            conflicted,
            repeats,
        } = row;
        self.bytes(site.dc_id.as_bytes());
        self.bytes(site.provider.as_slice());
        self.number(*weight);
        self.byte((*certain).into());
        self.byte((*critical).into());
        self.number(conflicted.len() as u64);
        for auditor in conflicted {
            self.number((*auditor).into());
        }
        self.byte(repeats.is_some().into());
        if let Some(assignment) = repeats {
            self.number(*assignment);
        }
    }
}

/// The seed of a draw whose randomness is `raw_rand` of the system: SHA-256 of the domain
/// `bonafide-audit-raw-rand` after its length in one byte, the snapshot's hash, and the 32 bytes
/// of the answer.
#[must_use]
pub fn raw_rand_seed(snapshot_hash: &Sha256Hash, bytes: &[u8; 32]) -> Sha256Hash {
    let seed = Sha256::new()
        .chain_update(RAW_RAND_DOMAIN)
        .chain_update(snapshot_hash.0)
        .chain_update(bytes);
    Sha256Hash(seed.finalize().into())
}

#[cfg(test)]
mod tests;

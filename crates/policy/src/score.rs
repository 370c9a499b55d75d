//! What stamps and findings add up to, line by line.
//!
//! `total = sum over categories of min(cap, sum of weights of stamps that count) - sum of
//! findings`. A stamp counts when it is valid, has a weight, and no stamp of the same schema by
//! a verifier of the same owner counts already. The result depends on the set of inputs alone,
//! not on their order. (design: domain rules 4, score.)

use bonafide_types::id::VerifierId;
use bonafide_types::identity::{
    AttestationStatus, ScoreLine, ScoreReason, ScoreSource, ScoreWeights, StampWeight,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A verifier's positive statement about the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Its number; no two stamps share one.
    pub id: u64,
    /// Its schema.
    pub schema: String,
    /// Who states it.
    pub issuer: VerifierId,
    /// Who owns the issuer: stamps of one owner count once for each schema.
    pub owner: String,
    /// What it is worth at the time of the score.
    pub status: AttestationStatus,
}

/// Something found against the subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Its class.
    pub class: String,
    /// Its number; no two findings of a class share one.
    pub id: u64,
}

/// Everything a score is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Stamps that the registry attests, by name; each is there or is not.
    pub registry: Vec<String>,
    /// Verifiers' statements.
    pub stamps: Vec<Stamp>,
    /// Findings.
    pub findings: Vec<Finding>,
}

/// The sum and its lines, in the order of their sources. Weights name each category, schema
/// and class once; a category that they do not name has nothing to give.
#[must_use]
pub fn score(weights: &ScoreWeights, inputs: &Inputs) -> (i64, Vec<ScoreLine>) {
    // Sets and maps put inputs in the order in which they count, each once.
    let registry: BTreeSet<&str> = inputs.registry.iter().map(String::as_str).collect();
    let stamps: BTreeMap<_, _> = inputs.stamps.iter().map(|it| (it.source(), it)).collect();
    let findings: BTreeSet<_> = inputs.findings.iter().collect();

    let mut there = registry.clone();
    there.extend(inputs.stamps.iter().map(|stamp| stamp.schema.as_str()));
    let weighted: BTreeSet<_> = weights.stamps.iter().map(|it| it.schema.as_str()).collect();

    let mut ledger = Ledger::new(weights);
    let chosen = chosen(&inputs.stamps, &weighted);
    let mut lines = Vec::new();
    for name in registry {
        let source = ScoreSource::Registry(name.into());
        lines.push(ledger.stamp(source, name, Ok(None)));
    }
    for (source, stamp) in stamps {
        let standing = stamp.standing(&chosen);
        lines.push(ledger.stamp(source, &stamp.schema, standing));
    }
    for finding in findings {
        lines.push(ledger.finding(finding));
    }
    for schema in weighted.difference(&there) {
        let source = ScoreSource::Absent((*schema).into());
        lines.push(ledger.stamp(source, schema, Err(ScoreReason::NotThere)));
    }
    // Points are within 32 bits: more lines than memory holds would be needed to overflow.
    (lines.iter().map(|line| line.points).sum(), lines)
}

/// Of each schema and owner, the stamp that stands for all of theirs.
type Chosen<'a> = BTreeMap<(&'a str, &'a str), u64>;

/// Those that hold longest; of several, the first that was given. What has no weight cannot
/// stand for anything.
fn chosen<'a>(stamps: &'a [Stamp], weighted: &BTreeSet<&str>) -> Chosen<'a> {
    let mut best = BTreeMap::new();
    for stamp in stamps {
        if let AttestationStatus::Valid { until_ns } = stamp.status
            && weighted.contains(stamp.schema.as_str())
        {
            let rank = (until_ns, Reverse(stamp.id));
            let best = best.entry(stamp.of()).or_insert(rank);
            *best = rank.max(*best);
        }
    }
    best.into_iter()
        .map(|(of, (_, Reverse(id)))| (of, id))
        .collect()
}

/// Until when a stamp counts, if it has an end, or why it does not count.
type Standing = Result<Option<u64>, ScoreReason>;

impl Stamp {
    fn source(&self) -> ScoreSource {
        ScoreSource::Attestation {
            schema: self.schema.clone(),
            issuer: self.issuer,
            id: self.id,
        }
    }

    /// Schema and owner, which count once.
    fn of(&self) -> (&str, &str) {
        (&self.schema, &self.owner)
    }

    fn standing(&self, chosen: &Chosen<'_>) -> Standing {
        let AttestationStatus::Valid { until_ns } = self.status else {
            return Err(ScoreReason::NotValid(self.status.clone()));
        };
        match chosen.get(&self.of()) {
            Some(&counted) if counted != self.id => Err(ScoreReason::SameOwner {
                counted,
                owner: self.owner.clone(),
            }),
            _ => Ok(Some(until_ns)),
        }
    }
}

/// What each category may still add.
#[derive(Clone, Copy, Debug, Default)]
struct Room {
    cap: u32,
    left: u32,
}

/// Weights by name, and what counting has left of the caps.
struct Ledger<'a> {
    stamps: BTreeMap<&'a str, &'a StampWeight>,
    findings: BTreeMap<&'a str, u32>,
    rooms: BTreeMap<&'a str, Room>,
}

impl<'a> Ledger<'a> {
    fn new(weights: &'a ScoreWeights) -> Self {
        let room = |cap| Room { cap, left: cap };
        Self {
            stamps: (weights.stamps.iter())
                .map(|stamp| (stamp.schema.as_str(), stamp))
                .collect(),
            findings: (weights.findings.iter())
                .map(|finding| (finding.class.as_str(), finding.weight))
                .collect(),
            rooms: (weights.categories.iter())
                .map(|category| (category.name.as_str(), room(category.cap)))
                .collect(),
        }
    }

    fn stamp(&mut self, source: ScoreSource, schema: &str, standing: Standing) -> ScoreLine {
        let weight = self.stamps.get(schema).copied();
        let (points, reason) = match (standing, weight) {
            (Err(reason), _) => (0, reason),
            (Ok(_), None) => (0, ScoreReason::NoWeight),
            (Ok(until_ns), Some(weight)) => self.take(weight, until_ns),
        };
        ScoreLine {
            source,
            category: weight.map_or_else(String::new, |weight| weight.category.clone()),
            points,
            reason,
        }
    }

    /// Counts a stamp: its weight, or what its category has left.
    fn take(&mut self, stamp: &'a StampWeight, until_ns: Option<u64>) -> (i64, ScoreReason) {
        let weight = stamp.weight;
        let room = self.rooms.entry(&stamp.category).or_default();
        let points = weight.min(room.left);
        room.left -= points;
        let reason = if points == weight {
            ScoreReason::Counts { until_ns }
        } else {
            let cap = room.cap;
            ScoreReason::Capped { weight, cap }
        };
        (points.into(), reason)
    }

    fn finding(&self, finding: &Finding) -> ScoreLine {
        let (points, reason) = match self.findings.get(finding.class.as_str()) {
            Some(&weight) => (-i64::from(weight), ScoreReason::Found),
            None => (0, ScoreReason::NoWeight),
        };
        ScoreLine {
            source: ScoreSource::Finding {
                class: finding.class.clone(),
                id: finding.id,
            },
            category: String::new(),
            points,
            reason,
        }
    }
}

#[cfg(test)]
mod tests;

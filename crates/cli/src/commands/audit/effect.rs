//! What a plan proves of a network: only what is exact, each number in a sentence.

use super::{network, no_chance};
use crate::{context::Global, error::CliError};
use bonafide_policy::sampling::chance::{self, ChanceError, Probability};
use serde::Serialize;
use std::path::Path;

/// How many bad sites probabilities are given for, among all sites.
const BAD: [u32; 2] = [3, 6];
/// How many among critical ones.
const BAD_CRITICAL: [u32; 1] = [3];
/// Auditors and quorum at most sites and at critical ones: the defaults of a plan.
const TEAMS: [(bool, u32, u32); 2] = [(false, 3, 2), (true, 5, 3)];

/// What is planned.
pub(super) struct Terms {
    /// Visits wanted.
    pub(super) n: u32,
    pub(super) confidence: Probability,
    /// How many auditors can be drawn, and how many of them are bad.
    pub(super) auditors: Option<(u32, u32)>,
}

#[derive(Serialize)]
struct Shown {
    nodes: u32,
    sites: u32,
    critical_sites: u32,
    total_weight: u64,
    critical_weight: u64,
    /// The critical sites' part of the weight.
    critical_share: String,
    /// Visits: as wanted, or to every site.
    n: u32,
    confidence: String,
    detections: Vec<Detection>,
    upper_bound_if_none_found: u32,
    /// None without a pool.
    quorums: Vec<Quorum>,
}

/// What visits find, when some sites are bad and all have equal chances.
#[derive(Serialize)]
struct Detection {
    /// Whether it is about critical sites alone.
    critical: bool,
    population: u32,
    bad: u32,
    sample: u32,
    detection_probability: String,
    required_sample: u32,
}

/// Who decides, when some auditors are bad.
#[derive(Serialize)]
struct Quorum {
    /// Whether it is about critical sites.
    critical: bool,
    pool: u32,
    bad: u32,
    draw: u32,
    need: u32,
    capture_probability: String,
}

pub(super) fn run(nodes: &Path, terms: &Terms, global: &Global) -> Result<(), CliError> {
    let shown = shown(nodes, terms)?;
    global.output().result(&shown, sentences)
}

fn shown(path: &Path, terms: &Terms) -> Result<Shown, CliError> {
    let sites = network::sites(path)?;
    let critical = || sites.values().filter(|site| site.criticality.is_critical());
    let total_weight: u64 = sites.values().map(|site| site.weight()).sum();
    let critical_weight: u64 = critical().map(|site| site.weight()).sum();
    let share = Probability::share(critical_weight, total_weight);
    let (all, critical_sites) = (counted(sites.len()), counted(critical().count()));
    let n = terms.n.min(all);
    let confidence_ppm = terms.confidence.millionths();
    let detections = detections(all, critical_sites, n, confidence_ppm).map_err(no_chance)?;
    let quorums = terms.auditors.map(quorums).transpose().map_err(no_chance)?;
    Ok(Shown {
        nodes: sites.values().map(|site| site.nodes).sum(),
        sites: all,
        critical_sites,
        total_weight,
        critical_weight,
        critical_share: share.map_or_else(String::new, |share| share.to_string()),
        n,
        confidence: terms.confidence.to_string(),
        detections,
        upper_bound_if_none_found: chance::upper_bound(all, n, 0, confidence_ppm)
            .map_err(no_chance)?,
        quorums: quorums.unwrap_or_default(),
    })
}

/// More sites than there can be are refused where probabilities are computed.
fn counted(sites: usize) -> u32 {
    u32::try_from(sites).unwrap_or(u32::MAX)
}

fn detections(
    sites: u32,
    critical_sites: u32,
    n: u32,
    confidence_ppm: u32,
) -> Result<Vec<Detection>, ChanceError> {
    let among_all = BAD.map(|bad| (false, sites, bad));
    let among_critical = BAD_CRITICAL.map(|bad| (true, critical_sites, bad));
    among_all
        .into_iter()
        .chain(among_critical)
        .filter(|(_, population, bad)| bad <= population)
        .map(|(critical, population, bad)| {
            let sample = n.min(population);
            Ok(Detection {
                critical,
                population,
                bad,
                sample,
                detection_probability: chance::detection(population, bad, sample)?.to_string(),
                required_sample: chance::required_sample(population, bad, confidence_ppm)?,
            })
        })
        .collect()
}

fn quorums((pool, bad): (u32, u32)) -> Result<Vec<Quorum>, ChanceError> {
    TEAMS
        .into_iter()
        .map(|(critical, draw, need)| {
            Ok(Quorum {
                critical,
                pool,
                bad,
                draw,
                need,
                capture_probability: chance::capture(pool, bad, draw, need)?.to_string(),
            })
        })
        .collect()
}

fn sentences(shown: &Shown) -> String {
    let Shown {
        nodes,
        sites,
        critical_sites,
        total_weight,
        critical_weight,
        critical_share,
        n,
        confidence,
        detections,
        upper_bound_if_none_found,
        quorums,
    } = shown;
    let mut lines = vec![
        format!(
            "{sites} sites have {nodes} nodes: one visit shows all nodes of one provider in one data centre."
        ),
        format!(
            "{critical_sites} of the sites are critical: they have a node in the NNS subnet or in another critical one."
        ),
        format!(
            "The weights add up to {total_weight}, those of the critical sites to {critical_weight}: the site that is drawn first is critical with probability {critical_share}."
        ),
    ];
    for Detection {
        critical,
        population,
        bad,
        sample,
        detection_probability,
        required_sample,
    } in detections
    {
        let what = if *critical { "critical sites" } else { "sites" };
        lines.push(format!(
            "When {bad} of {population} {what} are bad, {sample} visits to {what} drawn with equal chances find at least one of them with probability {detection_probability}; for {confidence}, {required_sample} visits are needed."
        ));
    }
    lines.push(format!(
        "When {n} visits to sites drawn with equal chances find nothing, at most {upper_bound_if_none_found} of {sites} sites are bad, with confidence {confidence}."
    ));
    for Quorum {
        critical,
        pool,
        bad,
        draw,
        need,
        capture_probability,
    } in quorums
    {
        let place = if *critical {
            "a critical site"
        } else {
            "any other site"
        };
        lines.push(format!(
            "At {place}, {need} of {draw} auditors decide: when {bad} of {pool} auditors are bad, bad ones decide there with probability {capture_probability}."
        ));
    }
    lines.join("\n")
}

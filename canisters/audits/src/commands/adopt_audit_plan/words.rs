//! A plan in plain words, for those who vote on it: what it visits, what it costs, what it can
//! find, and how far its auditors can be trusted.

use super::kept_for_reaudits_e8s;
use crate::commands::fix_snapshot;
use crate::domain::conflicts::same_for_all;
use crate::domain::snapshot::Candidate;
use crate::state::State;
use bonafide_policy::sampling::chance;
use bonafide_types::audits::{AuditPolicy, AuditorStatus, DrawRules, Plan, PlanTerms, Team};
use bonafide_types::id::Caller;
use bonafide_types::limits::RESERVE_AUDITORS;
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// Confidence of the upper bound, millionths.
const CONFIDENCE_PPM: u32 = 950_000;
/// Shares of bad sites for which it is said how likely one is found, percent.
const BAD_PERCENT: [u32; 2] = [3, 5];
/// One in so many owners of auditors is taken to collude.
const COLLUDING: u32 = 5;

/// Sites as they stand when the plan is adopted.
struct Population {
    /// Sites that have nodes.
    sites: u32,
    /// Of these, those that can be drawn.
    drawable: u32,
    critical: u32,
    certain: u32,
}

/// Says what adopting a plan does, with sites, auditors and treasury as they are at that moment.
#[must_use]
pub fn in_words<M: Memory>(state: &State<M>, plan: &Plan) -> String {
    let terms = &plan.terms;
    let kept_e8s = kept_for_reaudits_e8s(plan.reserved_e8s, terms);
    let budget_e8s = plan.reserved_e8s - kept_e8s;
    let rules = fix_snapshot::rules(state, terms, terms.sites, budget_e8s);
    let sites = population(state, plan);
    let policy = state.policy();
    [
        drawn(plan, &sites, &policy),
        teams(terms),
        money(plan, &rules, kept_e8s),
        findings(&sites, &rules),
        collusion(state, &rules),
        times(terms, &policy),
        vanishing(&rules, &policy),
    ]
    .join(" ")
}

fn population<M: Memory>(state: &State<M>, plan: &Plan) -> Population {
    let rows = fix_snapshot::candidates(state, &plan.terms, plan.adopted_at_ns).unwrap_or_default();
    let count = |kind: fn(&Candidate) -> bool| {
        let count = rows.iter().filter(|row| kind(row)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    Population {
        sites: count(|_| true),
        drawable: count(|row| row.weight > 0),
        critical: count(|row| row.critical),
        certain: count(|row| row.certain),
    }
}

fn drawn(plan: &Plan, sites: &Population, policy: &AuditPolicy) -> String {
    let Plan { id, terms, .. } = plan;
    let rule = &terms.weights;
    format!(
        "Adopts audit plan {id}, {:?}: {} sites are drawn by lot and audited, of {} as things \
         stand, {} of them critical; a site is all machines of one provider in one data centre. \
         Critical sites that nobody visited for {} days are drawn first: {} now. A site weighs {} \
         with a node in the NNS subnet, {} in another critical subnet, {} in any other subnet, {} \
         with spare nodes only; {} % more for each half year without a visit, {} % more for each \
         open alert, {} % more for each missing statement of identity. Sites, weights and auditors \
         are fixed and hashed before the seed is drawn, and anyone can make the draw again.",
        terms.name,
        terms.sites,
        sites.sites,
        sites.critical,
        policy.overdue_days,
        sites.certain,
        rule.nns,
        rule.critical,
        rule.application,
        rule.spare,
        rule.stale_percent,
        rule.alert_percent,
        rule.stamp_percent
    )
}

fn teams(terms: &PlanTerms) -> String {
    let PlanTerms {
        ordinary, critical, ..
    } = terms;
    format!(
        "{} auditors visit a site and {} of them must report the same; at critical sites {} and {}. \
         None of them has a conflict with the site, and no two have the same owner.",
        ordinary.auditors, ordinary.quorum, critical.auditors, critical.quorum
    )
}

/// How many sites some money holds, with the larger team at each and with the smaller.
fn affordable(rules: &DrawRules) -> (u32, u32) {
    let teams = [rules.ordinary.auditors, rules.critical.auditors];
    let [some, others] = teams.map(|auditors| {
        let cost_e8s = rules.fee_e8s.saturating_mul(auditors.into());
        let sites = rules.budget_e8s.checked_div(cost_e8s).unwrap_or_default();
        u32::try_from(sites).unwrap_or(u32::MAX).min(rules.sites)
    });
    (some.min(others), some.max(others))
}

fn money(plan: &Plan, rules: &DrawRules, kept_e8s: u64) -> String {
    let terms = &plan.terms;
    let asked = if plan.reserved_e8s < terms.budget_e8s {
        format!(
            " of the {} e8s asked for, because no more is free,",
            terms.budget_e8s
        )
    } else {
        String::new()
    };
    let kept = if terms.reaudit_bps > 0 {
        format!(
            " {kept_e8s} e8s of it are kept for other teams, who repeat {} in 10,000 of the audits.",
            terms.reaudit_bps
        )
    } else {
        " No audit is repeated by another team.".into()
    };
    let (least, most) = affordable(rules);
    format!(
        "Each report is paid {} e8s. The plan reserves {} e8s{asked} from the treasury.{kept} The \
         rest holds {least} sites with the larger team at each and {most} with the smaller; what it \
         does not hold is not drawn, and no team is made smaller for it. What is left goes back.",
        terms.fee_e8s, plan.reserved_e8s
    )
}

/// What a sample of the size that the budget surely holds can tell.
fn findings(sites: &Population, rules: &DrawRules) -> String {
    let population = sites.drawable;
    let (least, _) = affordable(rules);
    let sample = least.min(population);
    if population == 0 {
        return "As things stand no site can be drawn, so nothing can be found.".into();
    }
    let mut bad: Vec<_> = BAD_PERCENT
        .iter()
        .map(|percent| population.saturating_mul(*percent).div_ceil(100))
        .collect();
    bad.dedup();
    let chances = bad.into_iter().filter_map(|bad| {
        let chance = chance::detection(population, bad, sample).ok()?;
        Some(format!(
            "if {bad} of {population} sites are bad, {sample} drawn with equal chances show at \
             least one with probability {chance};"
        ))
    });
    let mut words = vec!["What it can find:".to_owned()];
    words.extend(chances);
    if let Ok(bound) = chance::upper_bound(population, sample, 0, CONFIDENCE_PPM) {
        words.push(format!(
            "if all {sample} are as declared, no more than {bound} of {population} are bad, with 95 % \
             confidence."
        ));
    }
    words.push(
        "A draw by weight finds more where weights are higher, and less where they are lower."
            .into(),
    );
    words.join(" ")
}

/// How likely owners who collude make a quorum. An owner counts once, as it sits once.
fn collusion<M: Memory>(state: &State<M>, rules: &DrawRules) -> String {
    let (mut active, mut able) = (0_u32, 0_u32);
    let mut owners = BTreeSet::new();
    for (_, auditor) in state.auditors.after(None) {
        if auditor.status() == AuditorStatus::Active {
            active += 1;
            if state.account(Caller(auditor.id.0)).free_e8s >= rules.lock_e8s {
                able += 1;
                owners.insert(same_for_all(&auditor.owner));
            }
        }
    }
    let pool = u32::try_from(owners.len()).unwrap_or(u32::MAX);
    let bad = pool.div_ceil(COLLUDING);
    let chance = |sites: &str, team: Team| {
        let Team { auditors, quorum } = team;
        match chance::capture(pool, bad, auditors.into(), quorum.into()) {
            Ok(chance) => format!("they decide about {sites} with probability {chance}"),
            Err(_) => format!(
                "{sites} need auditors of {auditors} owners, more than there are, and are passed \
                 over when drawn"
            ),
        }
    };
    let unequal = if able > pool {
        " That takes each owner to be drawn as often as any other; one with more auditors is \
         drawn more often."
    } else {
        ""
    };
    format!(
        "{active} auditors are active, {able} of them with the free stake of {} e8s that one audit \
         locks; these have {pool} different owners. If {bad} of these {pool} owners collude, {}, \
         and {}.{unequal}",
        rules.lock_e8s,
        chance("ordinary sites", rules.ordinary),
        chance("critical sites", rules.critical)
    )
}

fn times(terms: &PlanTerms, policy: &AuditPolicy) -> String {
    format!(
        "Providers have {} business days of notice, and the visit is within {} business days \
         after; when a provider proposes or accepts nothing it takes place all the same. Reports \
         are committed to within {} days of the visit and revealed within {} days after. A finding \
         can be appealed for {} days.",
        terms.notice_business_days,
        terms.window_business_days,
        policy.commit_days,
        policy.reveal_days,
        policy.appeal_days
    )
}

fn vanishing(rules: &DrawRules, policy: &AuditPolicy) -> String {
    format!(
        "An auditor who reveals no report in time loses {} in 10,000 of the {} e8s it locked, and \
         another one follows, of up to {RESERVE_AUDITORS} drawn for that; an audit for which nobody \
         is left ends without a result.",
        policy.vanish_bps, rules.lock_e8s
    )
}

//! Parts of sentences about cases, for those who vote on them and for those who read them.

use super::amounts::{icp, percent, percent_of_bps};
use bonafide_kit::words::{cut, utc};
use bonafide_policy::penalty::correlation::correlated;
use bonafide_policy::penalty::ppb::Ppb;
use bonafide_types::audits::FindingClass;
use bonafide_types::rewards::{
    CaseSource, Charge, Effect, Enforcement, Judgement, Mode, PenaltyClass,
};

/// Bytes of what somebody wrote that a sentence repeats; the record has all of it.
const QUOTED_BYTES: usize = 300;

/// What was done, and the name of its class.
#[must_use]
pub fn class(class: PenaltyClass) -> String {
    let what = match class {
        PenaltyClass::Found(FindingClass::NodeAbsent) => "a node that should stand there does not",
        PenaltyClass::Found(FindingClass::WrongLocation) => {
            "a data centre is not where it was declared to be"
        }
        PenaltyClass::Found(FindingClass::WrongOwner) => {
            "a data centre has another owner than was declared"
        }
        PenaltyClass::Found(FindingClass::WrongHardware) => {
            "a machine is another than was declared"
        }
        PenaltyClass::Found(FindingClass::NoHandshake) => {
            "a node could not sign the challenge in its own network"
        }
        PenaltyClass::Found(FindingClass::OtherOperator) => {
            "somebody else than the provider controls the machines"
        }
        PenaltyClass::Found(FindingClass::EntryRefused) => "auditors were refused entry",
        PenaltyClass::FalseDeclaration => "what was declared is not true, or no longer",
        PenaltyClass::LateUpdate => "a change was reported late",
    };
    format!("{what} ({})", class.name())
}

/// Who, with which node, in which subnet.
#[must_use]
pub fn accused(charge: &Charge) -> String {
    let node = (charge.node).map_or_else(String::new, |node| format!(" with its node {node}"));
    let subnet = (charge.subnet).map_or_else(String::new, |subnet| format!(" in subnet {subnet}"));
    format!("provider {}{node}{subnet}", charge.provider)
}

/// Who, what and when.
#[must_use]
pub fn charge(charge: &Charge) -> String {
    format!(
        "{}: {}, at {}",
        accused(charge),
        class(charge.class),
        utc(charge.offence_at_ns)
    )
}

/// Hash of the evidence, and where it can be read.
#[must_use]
pub fn evidence(charge: &Charge) -> String {
    let url =
        (charge.evidence_url.as_deref()).map_or_else(String::new, |url| format!(", at {url}"));
    format!("SHA-256 {}{url}", charge.evidence_hash)
}

/// Through which door a case came.
#[must_use]
pub fn source(source: CaseSource) -> String {
    match source {
        CaseSource::Finding { finding_id } => {
            format!("by final finding {finding_id} of the audits canister")
        }
        CaseSource::Proposal => "by a proposal".into(),
    }
}

/// What a case costs, of what, and how much that is at most.
#[must_use]
pub fn cost(charge: &Charge, judgement: &Judgement) -> String {
    let whose = if charge.node.is_some() {
        "the node"
    } else {
        "the provider"
    };
    let held = match judgement.enforcement {
        Enforcement::Escrow => " and that came into escrow",
        Enforcement::Bond | Enforcement::Published => "",
    };
    format!(
        "{} of the {} that {whose} earned in period {}{held}, at most {}",
        percent(judgement.ppb),
        icp(judgement.basis_e8s),
        judgement.period_id,
        icp(judgement.cap_e8s)
    )
}

/// What the class costs at least, and how many offenders were counted.
#[must_use]
pub fn count(charge: &Charge, judgement: &Judgement) -> String {
    let Judgement {
        base_ppb,
        proven,
        size,
        table_version,
        ..
    } = *judgement;
    let least = percent(base_ppb);
    let class =
        format!("The class costs {least} at least, by version {table_version} of the table");
    if size == 0 {
        return format!("{class}; no facts tell how many others did the same.");
    }
    let whole = (charge.subnet).map_or_else(
        || "the network".to_owned(),
        |subnet| format!("subnet {subnet}"),
    );
    let together = Ppb::new(base_ppb).and_then(|base| correlated(base, proven, size).ok());
    let together = together.map(Ppb::billionths).filter(|ppb| *ppb > base_ppb);
    let together = together.map_or_else(String::new, |ppb| {
        format!(", so many that the rules ask for {}", percent(ppb))
    });
    format!(
        "{class}; {proven} of the {size} nodes of {whole} are those of proven offenders of its \
         kind and of who belongs together with them{together}."
    )
}

/// Where the money is, or why none is touched.
#[must_use]
pub fn enforcement(judgement: &Judgement) -> &'static str {
    match (judgement.mode, judgement.enforcement) {
        (Mode::LogOnly | Mode::Disabled, _) => {
            "Penalties are only computed (LogOnly): nothing is locked, taken or published as a \
             penalty."
        }
        (Mode::Enabled, Enforcement::Escrow) => "It is taken from that period's rewards in escrow.",
        (Mode::Enabled, Enforcement::Bond) => "It is taken from the provider's bond.",
        (Mode::Enabled, Enforcement::Published) => {
            "The suite holds no money of the provider, so nothing is locked: once executed, the \
             penalty is published, for the next period of the provider that is closed and for the \
             network to follow."
        }
    }
}

/// What is so because of a case.
#[must_use]
pub fn effects(effects: &[Effect]) -> String {
    let told: Vec<_> = effects.iter().map(effect).collect();
    if told.is_empty() {
        "nothing".into()
    } else {
        told.join(", ")
    }
}

fn effect(effect: &Effect) -> String {
    match effect {
        Effect::LotLocked { lot_id, e8s } | Effect::LotTaken { lot_id, e8s } => {
            format!("{} of lot {lot_id}", icp(*e8s))
        }
        Effect::BondLocked { e8s } | Effect::BondTaken { e8s } => {
            format!("{} of the bond", icp(*e8s))
        }
        Effect::PenaltyPublished { bps, period_id } => {
            let carried = period_id.map_or_else(
                || "that no statement carries yet".to_owned(),
                |period_id| format!("that the statement of period {period_id} carries"),
            );
            format!("a published penalty of {} {carried}", percent_of_bps(*bps))
        }
    }
}

/// The beginning of what somebody wrote, on one line.
#[must_use]
pub fn quoted(text: &str) -> String {
    let beginning = cut(text.to_owned(), QUOTED_BYTES);
    let more = if beginning.len() < text.len() {
        " and so on"
    } else {
        ""
    };
    format!("{beginning:?}{more}")
}

#[cfg(test)]
mod tests;

use crate::{
    answer::SavedAnswer,
    context::Global,
    error::CliError,
    output::{fields, instant, or_empty},
    words::{e8s, rewards as words},
};
use bonafide_client::{AgentRuntime, ClientError, RewardsClient};
use bonafide_rewards::domain::{amounts::percent, phrases};
use bonafide_types::rewards::{Case, CaseAppeal, CaseView, Judgement, RewardsError};
use serde::Serialize;

/// Show one case with proof, or the proof that there is none; and in words what happened, what
/// comes and when, and how to object, which are one node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide case show 3\n  bonafide --json case show 3 --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The case.
    id: u64,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: u64,
    case: Option<Case>,
    /// One node's word.
    words: Option<InWords>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

#[derive(Serialize)]
struct InWords {
    happened: Vec<String>,
    next: Vec<String>,
    objections: Vec<String>,
}

impl From<CaseView> for InWords {
    fn from(view: CaseView) -> Self {
        let CaseView {
            case: _,
            happened,
            next,
            objections,
        } = view;
        Self {
            happened,
            next,
            objections,
        }
    }
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let (case, proven) = rewards.case_certified(args.id).await?;
    let view = match case {
        Some(_) => rewards.case(args.id).await?,
        None => None,
    };
    let shown = Shown {
        certified: true,
        id: args.id,
        case,
        words: view.map(InWords::from),
        answer: args
            .proof
            .then(|| SavedAnswer::new(rewards.canister(), &proven.answer)),
    };
    global.output().result(&shown, human)
}

fn human(shown: &Shown) -> String {
    let Some(case) = &shown.case else {
        return format!("no such case, proven: {}", shown.id);
    };
    let mut text = described(case);
    text += "\nproof: certified by the network";
    for (heading, lines) in shown.words.iter().flat_map(|words| {
        [
            ("What happened", &words.happened),
            ("What comes", &words.next),
            ("How to object", &words.objections),
        ]
    }) {
        if !lines.is_empty() {
            text += &format!("\n\n{heading}\n{}", lines.join("\n"));
        }
    }
    text
}

/// A case that there is, proven.
pub(super) async fn certified(
    rewards: &RewardsClient<AgentRuntime>,
    case_id: u64,
) -> Result<Case, CliError> {
    let (case, _) = rewards.case_certified(case_id).await?;
    let unknown = RewardsError::CaseNotFound { case_id };
    case.ok_or_else(|| ClientError::from(unknown).into())
}

/// A case in words, one field per line, then what its provider said.
pub(super) fn described(case: &Case) -> String {
    let charge = &case.charge;
    let mut lines: Vec<(&str, String)> = vec![
        ("case", case.id.to_string()),
        ("state", words::case_state(case.state)),
        ("about", phrases::charge(charge)),
        ("in its words", charge.summary.clone()),
        ("evidence", phrases::evidence(charge)),
        ("reported by", or_empty(charge.reporter)),
        ("came", phrases::source(case.source)),
        ("reported", instant(case.reported_at_ns)),
    ];
    match &case.judgement {
        None => lines.push(("to be frozen until", instant(case.freeze_until_ns))),
        Some(judgement) => lines.extend(judged(judgement)),
    }
    lines.push(("so because of it", phrases::effects(&case.effects)));
    let mut text = fields(&lines);
    for response in &case.responses {
        let evidence = response.evidence_hash.map(|hash| format!(" ({hash})"));
        text += &format!(
            "\n  {}  answer: {}{}",
            instant(response.at_ns),
            response.text,
            or_empty(evidence)
        );
    }
    if let Some(appeal) = &case.appeal {
        text += &format!("\n  {}", appealed(appeal));
    }
    for reduction in &case.reductions {
        text += &format!(
            "\n  {}  lowered to {}, at most {}: {}",
            instant(reduction.at_ns),
            percent(reduction.ppb),
            e8s(reduction.cap_e8s),
            reduction.reason
        );
    }
    text
}

fn judged(judgement: &Judgement) -> [(&'static str, String); 4] {
    [
        ("frozen", instant(judgement.frozen_at_ns)),
        (
            "costs",
            format!(
                "{} of {}, earned in period {}",
                percent(judgement.ppb),
                e8s(judgement.basis_e8s),
                judgement.period_id
            ),
        ),
        ("at most", e8s(judgement.cap_e8s)),
        (
            "taken",
            format!(
                "{} (mode {:?})",
                words::enforcement(judgement.enforcement),
                judgement.mode
            ),
        ),
    ]
}

fn appealed(appeal: &CaseAppeal) -> String {
    let decided = appeal.decision.map_or_else(
        || format!("to be decided until {}", instant(appeal.decide_until_ns)),
        |decision| format!("{decision:?}"),
    );
    format!(
        "{}  appeal: {} ({decided})",
        instant(appeal.at_ns),
        appeal.grounds
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::{
        id::{ProviderId, Sha256Hash},
        rewards::{
            AppealDecision, CaseSource, CaseState, Charge, Effect, Enforcement, Mode, PenaltyClass,
            Reduction, Response,
        },
    };
    use candid::Principal;

    fn reported() -> Case {
        Case {
            id: 3,
            source: CaseSource::Finding { finding_id: 7 },
            charge: Charge {
                provider: ProviderId(Principal::management_canister()),
                node: None,
                subnet: None,
                class: PenaltyClass::LateUpdate,
                offence_at_ns: 0,
                evidence_hash: Sha256Hash([7; 32]),
                evidence_url: None,
                summary: "an example".into(),
                reporter: None,
            },
            reported_at_ns: 0,
            judgement: None,
            responses: Vec::new(),
            appeal: None,
            reductions: Vec::new(),
            effects: Vec::new(),
            state: CaseState::Reported,
            freeze_until_ns: 86_400_000_000_000,
        }
    }

    fn frozen() -> Case {
        Case {
            judgement: Some(Judgement {
                frozen_at_ns: 0,
                table_version: 0,
                window: 0,
                base_ppb: 10_000_000,
                proven: 1,
                size: 40,
                ppb: 10_000_000,
                period_id: 5,
                basis_e8s: 900,
                cap_e8s: 9,
                enforcement: Enforcement::Bond,
                mode: Mode::Enabled,
            }),
            responses: vec![Response {
                at_ns: 0,
                text: "our answer".into(),
                evidence_hash: None,
            }],
            appeal: Some(CaseAppeal {
                at_ns: 0,
                grounds: "our grounds".into(),
                decide_until_ns: 0,
                decision: Some(AppealDecision::Reduced),
            }),
            reductions: vec![Reduction {
                at_ns: 0,
                ppb: 5_000_000,
                cap_e8s: 4,
                reason: "a smaller one".into(),
            }],
            effects: vec![Effect::BondLocked { e8s: 4 }],
            state: CaseState::AppealWindow { until_ns: 0 },
            ..reported()
        }
    }

    fn assert_shown(text: &str, wanted: &[&str]) {
        for shown in wanted {
            assert!(text.contains(shown), "{shown}: {text}");
        }
    }

    #[test]
    fn should_say_of_a_report_until_when_it_can_be_frozen() {
        let text = described(&reported());
        let wanted = [
            "late-update",
            "finding 7",
            "1970-01-02",
            "nothing",
            "aaaaa-aa",
        ];
        assert_shown(&text, &wanted);
        assert!(!text.contains("costs"), "{text}");
    }

    #[test]
    fn should_show_what_a_case_costs_and_what_was_said() {
        let text = described(&frozen());
        let wanted = [
            "1 % of 900 e8s, earned in period 5",
            "9 e8s",
            "from the bond",
            "our answer",
            "our grounds (Reduced)",
            "lowered to 0.5 %, at most 4 e8s: a smaller one",
            "of the bond",
        ];
        assert_shown(&text, &wanted);
    }

    #[test]
    fn should_show_the_words_that_are_there() {
        let mut shown = Shown {
            certified: true,
            id: 3,
            case: Some(reported()),
            words: Some(InWords {
                happened: vec!["it was reported".into()],
                next: Vec::new(),
                objections: vec!["answer it".into()],
            }),
            answer: None,
        };
        let text = human(&shown);
        assert_shown(&text, &["What happened\nit was reported", "answer it"]);
        assert!(!text.contains("What comes"), "{text}");
        shown.case = None;
        assert_eq!(human(&shown), "no such case, proven: 3");
    }
}

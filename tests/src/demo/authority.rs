//! What governance did in the story, read back with proof.

use super::stage::Stage;
use super::{Context, Failure};
use bonafide_client::PocketIcRuntime;
use bonafide_governance::replay;
use bonafide_types::governance::{JournalEntry, Outcome, Proposal, Source, table};
use serde::Serialize;

/// Governance's part of `summary.json`.
#[derive(Debug, Serialize)]
pub(super) struct Authority {
    proposals: usize,
    journal_entries: BySource,
    failed: usize,
    all_others_executed: bool,
    replay_matches: bool,
    events: u64,
    certified_root: String,
    canister: String,
}

/// Journal entries by where their authority came from.
#[derive(Debug, PartialEq, Serialize)]
struct BySource {
    council: usize,
    sns: usize,
    nns_motion: usize,
    upgrade: usize,
}

/// What the story leads to: of the council two changes of authority, two imports and the second
/// declaration; generation and version, data centre and two operators, an end of support, a
/// batch of boundary nodes; a verifier and a disclosure; four auditors and two audit plans;
/// rates, policy and month, and the four votes of a case; an import of examples, a tag, a kind and
/// who is of it, two changes of members and a cordon; offboarding, readmission, allowance. One
/// command by each other way.
const TOLD: BySource = BySource {
    council: 37,
    sns: 1,
    nns_motion: 1,
    upgrade: 1,
};

/// Of the council's: a change of members, because a cordon came before its execution.
const FAILED: usize = 1;

fn journal(stage: &Stage) -> Result<Vec<JournalEntry>, Failure> {
    let reader = stage.governance_reader()?;
    PocketIcRuntime::run(reader.table::<JournalEntry>(table::JOURNAL, None)).when("the journal")
}

fn failed(entry: &JournalEntry) -> bool {
    matches!(entry.outcome, Outcome::Failed { .. })
}

/// The number of the first journal entry of each source.
pub(super) fn one_of_each_source(stage: &Stage) -> Result<Vec<u64>, Failure> {
    let journal = journal(stage)?;
    [
        Source::Council,
        Source::NnsMotion,
        Source::Sns,
        Source::Upgrade,
    ]
    .into_iter()
    .map(|source| {
        let first = journal.iter().find(|entry| entry.source == source);
        first.map(|entry| entry.id).when("an entry of each source")
    })
    .collect()
}

/// Reads the journal and the proposals whole, each page with certificate and witness, and
/// replays the log.
pub(super) fn read(stage: &Stage) -> Result<Authority, Failure> {
    let reader = stage.governance_reader()?;
    let journal = journal(stage)?;
    let proposals = PocketIcRuntime::run(reader.table::<Proposal>(table::PROPOSAL, None))
        .when(table::PROPOSAL)?;
    let tip = PocketIcRuntime::run(reader.tip_certified()).when("the certified tip")?;
    let mut events: Vec<Vec<u8>> = Vec::new();
    loop {
        let start = events.len() as u64;
        let page = PocketIcRuntime::run(reader.events(start, u64::MAX)).when("the log")?;
        if page.events.is_empty() {
            break;
        }
        events.extend(page.events.into_iter().map(serde_bytes::ByteBuf::into_vec));
    }
    let replayed = replay(&events).when("the replay of governance")?;
    let count = |source| {
        journal
            .iter()
            .filter(|entry| entry.source == source)
            .count()
    };
    Ok(Authority {
        proposals: proposals.len(),
        journal_entries: BySource {
            council: count(Source::Council),
            sns: count(Source::Sns),
            nns_motion: count(Source::NnsMotion),
            upgrade: count(Source::Upgrade),
        },
        failed: journal.iter().filter(|entry| failed(entry)).count(),
        all_others_executed: journal
            .iter()
            .all(|entry| entry.outcome == Outcome::Executed || failed(entry)),
        replay_matches: replayed.root == tip.root.0 && replayed.tip == tip.tip,
        events: tip.length,
        certified_root: tip.root.to_string(),
        canister: stage.governance()?.to_text(),
    })
}

impl Authority {
    /// Compares with the story.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let claims = [
            (
                self.journal_entries == TOLD,
                "the journal does not hold what was told",
            ),
            (
                self.failed == FAILED,
                "other commands failed than the one that was told",
            ),
            (
                self.all_others_executed,
                "not every other command was executed",
            ),
            (
                self.proposals == TOLD.council,
                "there are other proposals than those told",
            ),
            (
                self.replay_matches,
                "the replay does not give governance's certified root",
            ),
        ];
        match claims.iter().find(|(holds, _)| !holds) {
            None => Ok(()),
            Some((_, claim)) => Err(Failure(format!("{claim}: {self:?}"))),
        }
    }

    /// A table of it.
    pub(super) fn print(&self) {
        let by = &self.journal_entries;
        println!("\nWhat governance did, read with proof:");
        for (what, count) in [
            ("proposals of the council", self.proposals),
            ("commands by the council", by.council),
            ("commands by NNS motion", by.nns_motion),
            ("commands by the SNS", by.sns),
            ("commands by an upgrade", by.upgrade),
            ("  of all these, refused at their execution", self.failed),
        ] {
            println!("   {what:<46} {count:>6}");
        }
        println!("   {:<46} {:>6}", "events", self.events);
        let replay = if self.replay_matches {
            "the same"
        } else {
            "ANOTHER ROOT"
        };
        println!(
            "   {:<46} {replay}",
            "certified root, and root of the replayed log"
        );
    }
}

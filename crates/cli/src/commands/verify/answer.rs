use crate::{
    answer::SavedAnswer,
    context::Global,
    error::{CliError, Exit},
    output::table,
};
use bonafide_client::{RegistryClient, verify::VerifiedRow};
use bonafide_types::{
    audits, governance, identity,
    registry::{
        Acceptance, Config, Cordon, DataCenter, DeclarationText, ImportJob, MembershipRecord, Node,
        NodeOperator, Provider, PublishedDeclaration, Subnet, SubnetPolicy, table as tables,
    },
    rewards,
};
use candid::Principal;
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;

/// Check a certified answer kept in a file, as `provider show --json --proof` and other verbs
/// write it. Which canister is which is given or remembered.
///
/// An answer that is truncated, changed, of another network or older than five minutes
/// exits with 4.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --json provider show 2vxsx-fae --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The file.
    file: PathBuf,
}

#[derive(Serialize)]
struct Shown {
    verified: bool,
    canister: Principal,
    of: Which,
    rows: Vec<ShownRow>,
}

#[derive(Serialize)]
struct ShownRow {
    table: String,
    key: String,
    present: bool,
    record: Option<Value>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let text =
        std::fs::read_to_string(&args.file).map_err(|error| CliError::file(&args.file, error))?;
    let saved = SavedAnswer::parse(&text)?;
    let which = Which::of(saved.canister, global)?;
    if saved.rows.is_empty() {
        return Err(CliError::new(
            Exit::Unverified,
            "MalformedAnswer",
            "the answer has no rows",
        ));
    }
    let (asked, answer) = saved.decode()?;
    let client = RegistryClient::new(global.runtime().await?, saved.canister);
    let rows = client.verifier().await?.rows(&asked, &answer)?;
    let rows = rows
        .iter()
        .map(|row| shown(row, which))
        .collect::<Result<_, _>>()?;
    global.output().result(
        &Shown {
            verified: true,
            canister: saved.canister,
            of: which,
            rows,
        },
        |shown| {
            let rows = shown.rows.iter().map(|row| {
                let presence = if row.present { "present" } else { "absent" };
                [row.table.clone(), row.key.clone(), presence.into()]
            });
            format!(
                "{}\nproven by canister {} ({:?})",
                table(["table", "key", "row"], rows),
                shown.canister,
                shown.of
            )
        },
    )
}

/// The canister whose tables an answer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Which {
    Registry,
    Governance,
    Identity,
    Audits,
    Rewards,
}

impl Which {
    /// The file cannot say itself which canister is which: that is given or remembered.
    fn of(canister: Principal, global: &Global) -> Result<Self, CliError> {
        if global.known_governance()? == Some(canister) {
            return Ok(Self::Governance);
        }
        if global.known_identity()? == Some(canister) {
            return Ok(Self::Identity);
        }
        if global.known_audits()? == Some(canister) {
            return Ok(Self::Audits);
        }
        if global.known_rewards()? == Some(canister) {
            return Ok(Self::Rewards);
        }
        let expected = global.expected_canister()?;
        if expected == canister {
            return Ok(Self::Registry);
        }
        let message = format!("the answer is of {canister}, not of {expected}");
        Err(CliError::new(Exit::Unverified, "OtherCanister", message))
    }
}

fn shown(row: &VerifiedRow, which: Which) -> Result<ShownRow, CliError> {
    Ok(ShownRow {
        table: row.table().into(),
        key: hex::encode(row.key()),
        present: row.is_present(),
        record: match which {
            Which::Registry => registry_record(row)?,
            Which::Governance => governance_record(row)?,
            Which::Identity => identity_record(row)?,
            Which::Audits => audits_record(row)?,
            Which::Rewards => rewards_record(row)?,
        },
    })
}

fn registry_record(row: &VerifiedRow) -> Result<Option<Value>, CliError> {
    Ok(match row.table() {
        tables::PROVIDER => json(&row.record::<Provider>()?),
        tables::ACCEPTANCE => json(&row.record::<Acceptance>()?),
        tables::PUBLISHED_DECLARATION => json(&row.record::<PublishedDeclaration>()?),
        tables::CONFIG => json(&row.record::<Config>()?),
        tables::CORDON => json(&row.record::<Cordon>()?),
        tables::DATA_CENTER => json(&row.record::<DataCenter>()?),
        tables::DECLARATION_TEXT => json(&row.record::<DeclarationText>()?),
        tables::IMPORT => json(&row.record::<ImportJob>()?),
        tables::MEMBERSHIP => json(&row.record::<MembershipRecord>()?),
        tables::NODE => json(&row.record::<Node>()?),
        tables::NODE_OPERATOR => json(&row.record::<NodeOperator>()?),
        tables::SUBNET => json(&row.record::<Subnet>()?),
        tables::SUBNET_POLICY => json(&row.record::<SubnetPolicy>()?),
        // A table of a later version: proven, but not known here.
        _ => None,
    })
}

fn governance_record(row: &VerifiedRow) -> Result<Option<Value>, CliError> {
    use governance::table;
    Ok(match row.table() {
        table::BALLOTS => json(&row.record::<governance::Ballots>()?),
        table::CONFIG => json(&row.record::<governance::Config>()?),
        table::ELECTORATE => json(&row.record::<governance::Electorate>()?),
        table::JOURNAL => json(&row.record::<governance::JournalEntry>()?),
        table::NEURON => json(&row.record::<governance::Neuron>()?),
        table::NNS_REVIEW => json(&row.record::<governance::NnsReview>()?),
        table::PROPOSAL => json(&row.record::<governance::Proposal>()?),
        table::PROPOSAL_CONTENT => json(&row.record::<governance::ProposalContent>()?),
        table::PROPOSAL_STATE => json(&row.record::<governance::ProposalState>()?),
        // As above.
        _ => None,
    })
}

fn identity_record(row: &VerifiedRow) -> Result<Option<Value>, CliError> {
    use identity::table;
    Ok(match row.table() {
        table::ACCESS => json(&row.record::<identity::Access>()?),
        table::ATTESTATION => json(&row.record::<identity::Attestation>()?),
        table::CONFIG => json(&row.record::<identity::Config>()?),
        table::FEE_BUDGET => json(&row.record::<identity::FeeBudget>()?),
        table::FINDING => json(&row.record::<identity::AuditFinding>()?),
        table::FREEZE => json(&row.record::<identity::Freeze>()?),
        table::GRANT => json(&row.record::<identity::Grant>()?),
        table::RECORD => json(&row.record::<identity::Record>()?),
        table::REQUEST => json(&row.record::<identity::AttestationRequest>()?),
        table::SCHEMA => json(&row.record::<identity::Schema>()?),
        table::SCORE => json(&row.record::<identity::Score>()?),
        table::SCORE_WEIGHTS => json(&row.record::<identity::ScoreWeights>()?),
        table::SUBJECT => json(&row.record::<identity::Subject>()?),
        table::VERIFIER => json(&row.record::<identity::Verifier>()?),
        // As above.
        _ => None,
    })
}

fn audits_record(row: &VerifiedRow) -> Result<Option<Value>, CliError> {
    use audits::table;
    Ok(match row.table() {
        table::ACCOUNT => json(&row.record::<audits::StakeAccount>()?),
        table::ASSIGNMENT => json(&row.record::<audits::Assignment>()?),
        table::AUDITOR => json(&row.record::<audits::Auditor>()?),
        table::BOOKS => json(&row.record::<audits::Books>()?),
        table::CONFIG => json(&row.record::<audits::Config>()?),
        table::DRAW => json(&row.record::<audits::Draw>()?),
        table::FINDING => json(&row.record::<audits::Finding>()?),
        table::PLAN => json(&row.record::<audits::Plan>()?),
        table::POLICY => json(&row.record::<audits::AuditPolicy>()?),
        table::REPORT => json(&row.record::<audits::FiledReport>()?),
        table::SITE => json(&row.record::<audits::Site>()?),
        table::TRANSFER => json(&row.record::<audits::Transfer>()?),
        // As above.
        _ => None,
    })
}

fn rewards_record(row: &VerifiedRow) -> Result<Option<Value>, CliError> {
    use rewards::table;
    Ok(match row.table() {
        table::ACCOUNT => json(&row.record::<rewards::EscrowAccount>()?),
        table::BOOKS => json(&row.record::<rewards::Books>()?),
        table::CASE => json(&row.record::<rewards::Case>()?),
        table::CONFIG => json(&row.record::<rewards::Config>()?),
        table::LOT => json(&row.record::<rewards::Lot>()?),
        table::PERIOD => json(&row.record::<rewards::Period>()?),
        table::POLICY => json(&row.record::<rewards::RewardsPolicy>()?),
        table::RATES => json(&row.record::<rewards::RewardsTable>()?),
        table::STATEMENT => json(&row.record::<rewards::Statement>()?),
        table::TRANSFER => json(&row.record::<rewards::Transfer>()?),
        // As above.
        _ => None,
    })
}

fn json<T: Serialize>(record: &Option<T>) -> Option<Value> {
    record
        .as_ref()
        .and_then(|record| serde_json::to_value(record).ok())
}

use crate::{
    arguments::{NdaName, VerdictName, identity::judged_record, instant as moment, sha256},
    context::Global,
    error::{CliError, Exit},
    output::instant,
};
use bonafide_client::{AgentRuntime, IdentityClient};
use bonafide_types::{
    id::{ProviderId, Sha256Hash},
    identity::{
        AttestArgs, ContractTerms, Counterparty, JudgedRecord, NdaState, Schema, table as tables,
    },
};
use candid::Principal;
use serde_json::json;

/// State something about a provider, with the verifier's own key.
///
/// Facts and schema are those certified now, unless the hash and the version of those that were
/// judged are given. Nothing personal belongs in the statement: everyone can read it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity verifier.pem attestation issue --subject 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --schema person --verdict confirmed --checked legal-name,birth-date --record 0/1=abababababababababababababababababababababababababababababababab --request 3 --expires 2027-10-31\n  bonafide --identity verifier.pem attestation issue --subject 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --schema contract-data-center --verdict confirmed --checked term --counterparty 'Example Halls' --data-center zh9 --contract-from 2026-01-01 --contract-to 2028-01-01 --nda bound --expires 2027-10-31"
)]
pub(crate) struct Args {
    /// The provider.
    #[arg(long, value_name = "PRINCIPAL")]
    subject: Principal,
    /// What it is about.
    #[arg(long)]
    schema: String,
    /// The schema's version that was judged by.
    #[arg(long, value_name = "N")]
    schema_version: Option<u32>,
    /// Hash of the subject's facts that were judged.
    #[arg(long, value_name = "HEX", value_parser = sha256)]
    facts_hash: Option<Sha256Hash>,
    /// What is stated.
    #[arg(long)]
    verdict: VerdictName,
    /// Which of the schema's facts were checked.
    #[arg(long, value_name = "FACTS", value_delimiter = ',', required = true)]
    checked: Vec<String>,
    /// In words, at most 500 bytes.
    #[arg(long)]
    statement: Option<String>,
    /// The encrypted record that was seen and checked, and its ciphertext's hash.
    #[arg(long, value_name = "RECORD/VERSION=HEX", value_parser = judged_record)]
    record: Option<JudgedRecord>,
    /// Hash of evidence that the verifier keeps.
    #[arg(long, value_name = "HEX", value_parser = sha256)]
    evidence_hash: Option<Sha256Hash>,
    /// The open request it answers.
    #[arg(long, value_name = "ID")]
    request: Option<u64>,
    /// Until when it holds, in UTC; 396 days from now at most.
    #[arg(long, value_name = "DATE", value_parser = moment)]
    expires: u64,
    #[command(flatten)]
    contract: Contract,
}

/// Terms of a contract, never its text.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "When the schema is about a contract")]
struct Contract {
    /// The other side.
    #[arg(long, value_name = "NAME", requires = "contract_from")]
    counterparty: Option<String>,
    /// SHA-256 of a secret salt and its name, when the name may not be told.
    #[arg(long, value_name = "HEX", value_parser = sha256, requires = "contract_from", conflicts_with = "counterparty")]
    counterparty_hash: Option<Sha256Hash>,
    /// The data centre it is about.
    #[arg(long, value_name = "ID", requires = "contract_from")]
    data_center: Option<String>,
    /// From when, in UTC.
    #[arg(long, value_name = "DATE", value_parser = moment, requires = "nda")]
    contract_from: Option<u64>,
    /// Until when, in UTC; else it has no end.
    #[arg(long, value_name = "DATE", value_parser = moment, requires = "contract_from")]
    contract_to: Option<u64>,
    /// Whether its content may be told.
    #[arg(long, requires = "contract_from")]
    nda: Option<NdaName>,
}

impl Contract {
    fn terms(self) -> Result<Option<ContractTerms>, CliError> {
        let Some(from_ns) = self.contract_from else {
            return Ok(None);
        };
        let counterparty = match (self.counterparty, self.counterparty_hash) {
            (Some(name), _) => Counterparty::Named(name),
            (None, Some(hash)) => Counterparty::SaltedHash(hash),
            (None, None) => {
                let message = "give --counterparty or --counterparty-hash";
                return Err(CliError::usage("Usage", message));
            }
        };
        Ok(Some(ContractTerms {
            counterparty,
            dc_id: self.data_center,
            from_ns,
            to_ns: self.contract_to,
            nda: self.nda.map_or(NdaState::None, Into::into),
        }))
    }
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let subject = ProviderId(args.subject);
    let facts_hash = match args.facts_hash {
        Some(hash) => hash,
        None => facts(&identity, subject).await?,
    };
    let schema_version = match args.schema_version {
        Some(version) => version,
        None => version(&identity, &args.schema).await?,
    };
    global.output().note(&format!(
        "stating about facts {facts_hash} by version {schema_version} of the schema"
    ));
    let call = AttestArgs {
        subject,
        schema: args.schema,
        schema_version,
        facts_hash,
        verdict: args.verdict.into(),
        checked: args.checked,
        statement: args.statement,
        contract: args.contract.terms()?,
        record: args.record,
        evidence_hash: args.evidence_hash,
        request_id: args.request,
        expires_at_ns: args.expires,
    };
    let attestation = identity.attest(&call).await?;
    global
        .output()
        .result(&json!({ "attestation": attestation }), |_| {
            format!(
                "attestation {}, holds until {}",
                attestation.id,
                instant(attestation.expires_at_ns)
            )
        })
}

/// The subject's facts as certified now.
async fn facts(
    identity: &IdentityClient<AgentRuntime>,
    id: ProviderId,
) -> Result<Sha256Hash, CliError> {
    let (subject, _) = identity.subject_certified(id).await?;
    subject
        .and_then(|subject| subject.facts_hash)
        .ok_or_else(|| {
            let message = format!("no adopted facts of {id} are known there");
            CliError::new(Exit::Refused, "SubjectWithoutFacts", message)
        })
}

/// The schema's version as certified now.
async fn version(identity: &IdentityClient<AgentRuntime>, name: &str) -> Result<u32, CliError> {
    let schemas: Vec<Schema> = identity.table(tables::SCHEMA, None).await?;
    let schema = schemas.iter().find(|schema| schema.name == name);
    schema.map(|schema| schema.version).ok_or_else(|| {
        let message = format!("no schema is called {name:?}");
        CliError::new(Exit::Refused, "SchemaNotFound", message)
    })
}

//! One command of each kind that the identity canister carries out.

use crate::world::id;
use bonafide_types::governance::Command;
use bonafide_types::id::{Caller, ProviderId, Sha256Hash, VerifierId};
use bonafide_types::identity::*;

const NAMED: u64 = 1_800_000_000_000_000_000;

fn verifier() -> VerifierId {
    VerifierId(id(1, 70))
}

fn provider(n: u8) -> ProviderId {
    ProviderId(id(n, 20))
}

fn reason() -> String {
    "An example.".into()
}

pub(super) fn all() -> Vec<Command> {
    [verifiers(), rules(), disclosures()].concat()
}

pub(crate) fn admit_verifier() -> Command {
    Command::AdmitVerifier(AdmitVerifierArgs {
        id: verifier(),
        name: "Example Notaries".into(),
        owner: "Example AG".into(),
        linked_providers: vec![provider(1), provider(2)],
        scope: scope(),
        reason: reason(),
    })
}

fn scope() -> Vec<Scope> {
    vec![Scope {
        schema: "person".into(),
        fee_e8s: 500_000_000,
    }]
}

fn verifiers() -> Vec<Command> {
    vec![
        admit_verifier(),
        Command::SetVerifierTerms(SetVerifierTermsArgs {
            id: verifier(),
            owner: Some("Example Holding".into()),
            linked_providers: Some(vec![provider(3)]),
            scope: Some(scope()),
        }),
        Command::SuspendVerifier(SuspendVerifierArgs {
            id: verifier(),
            reason: reason(),
        }),
        Command::ReinstateVerifier(ReinstateVerifierArgs {
            id: verifier(),
            reason: reason(),
        }),
        Command::RemoveVerifier(RemoveVerifierArgs {
            id: verifier(),
            reason: reason(),
        }),
    ]
}

fn rules() -> Vec<Command> {
    vec![
        Command::SetSchema(SetSchemaArgs {
            name: "person".into(),
            kind: SchemaKind::Person,
            fields: vec!["name".into(), "birth-date".into()],
            mandatory: true,
        }),
        Command::SetScoreWeights(SetScoreWeightsArgs {
            categories: vec![Category {
                name: "identity".into(),
                cap: 300,
            }],
            stamps: vec![StampWeight {
                schema: "person".into(),
                category: "identity".into(),
                weight: 150,
            }],
            findings: vec![FindingWeight {
                class: REFUTED_FINDING.into(),
                weight: 1_000,
            }],
            effective_from_ns: Some(NAMED),
        }),
        Command::SetFeeBudget(SetFeeBudgetArgs {
            authorized_e8s: 100_000_000_000,
        }),
    ]
}

fn disclosures() -> Vec<Command> {
    let record = |record_id| RecordVersion {
        provider: provider(1),
        record_id,
        version: 2,
    };
    vec![
        Command::DiscloseRecords(DiscloseRecordsArgs {
            records: vec![record(0), record(7)],
            purpose: "A dispute.".into(),
            recipients: vec![Recipient {
                principal: Caller(id(1, 80)),
                transport_key_hash: Sha256Hash([0x9a; 32]),
                slot: 1,
            }],
            valid_for_seconds: 86_400,
            uses: 2,
        }),
        Command::FreezeDisclosures(FreezeDisclosuresArgs { reason: reason() }),
        Command::LiftFreeze(LiftFreezeArgs { reason: reason() }),
    ]
}

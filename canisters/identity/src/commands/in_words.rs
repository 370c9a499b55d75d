//! Events in plain words, for voters: who, what, what follows, and when in UTC.

use crate::state::{Event, State};
use bonafide_kit::words::utc;
use bonafide_types::identity::{
    Grant, Record, Schema, Scope, ScoreWeights, Verifier, VerifierStatus,
};
use ic_stable_structures::Memory;

/// Says what committing an event of a governed method will do to this state.
#[must_use]
pub fn in_words<M: Memory>(state: &State<M>, event: &Event) -> String {
    match event {
        Event::VerifierAdmitted { verifier } => format!(
            "Admits {:?}, owned by {:?}, as an identity verifier with the key {}. It may attest, by \
             its own calls, {}. {} Its statements count in scores and for what is asked of providers.",
            verifier.name,
            verifier.owner,
            verifier.id,
            scope(&verifier.scope),
            linked(verifier)
        ),
        Event::VerifierChanged { verifier } => changed(state, verifier),
        Event::SchemaSet { schema } => schema_in_words(schema),
        Event::ScoreWeightsSet { weights } => weights_in_words(weights),
        Event::FeeBudgetSet { authorized_e8s } => {
            let budget = state.fee_budget();
            format!(
                "Authorises {authorized_e8s} e8s for verifiers' fees, all together; {} so far, of which \
                 {} are owed and {} reserved. No money moves by this.",
                budget.authorized_e8s, budget.owed_e8s, budget.reserved_e8s
            )
        }
        Event::RecordsGranted { grant } => grant_in_words(state, grant),
        Event::DisclosuresFrozen { freeze } => format!(
            "Stops every release of a key at once, until {} or until a vote lifts it. Disclosures \
             go on to expire meanwhile. Reason: {}",
            utc(freeze.until_ns),
            freeze.reason
        ),
        Event::FreezeLifted { reason } => {
            format!("Lifts the freeze: open disclosures can be used again. Reason: {reason}")
        }
        // Not of governed methods: nobody votes on these.
        Event::Initialized { .. }
        | Event::ConfigChanged { .. }
        | Event::PublicKeyLearned { .. }
        | Event::SubjectsSeen { .. }
        | Event::RegistryFollowed { .. }
        | Event::AttestationRequested { .. }
        | Event::RequestClosed { .. }
        | Event::AttestationIssued { .. }
        | Event::AttestationRevoked { .. }
        | Event::RecordStored { .. }
        | Event::RecordsErased { .. }
        | Event::UseReserved { .. }
        | Event::UseSettled { .. }
        | Event::ScoresComputed { .. }
        | Event::FindingsSeen { .. }
        | Event::AuditsFollowed { .. } => "Is not voted on.".into(),
    }
}

fn scope(scope: &[Scope]) -> String {
    let entries: Vec<_> = scope
        .iter()
        .map(|entry| format!("{} for {} e8s", entry.schema, entry.fee_e8s))
        .collect();
    entries.join(", ")
}

fn linked(verifier: &Verifier) -> String {
    if verifier.linked_providers.is_empty() {
        return "It names no provider that it belongs together with.".into();
    }
    let ids: Vec<_> = verifier
        .linked_providers
        .iter()
        .map(ToString::to_string)
        .collect();
    format!(
        "It belongs together with {} and may not attest for their clusters.",
        ids.join(", ")
    )
}

fn changed<M: Memory>(state: &State<M>, verifier: &Verifier) -> String {
    let (id, name) = (verifier.id, &verifier.name);
    let before = state.verifier(id);
    let same_standing = before.is_some_and(|before| before.history == verifier.history);
    let Some(change) = verifier.history.last().filter(|_| !same_standing) else {
        return format!(
            "Changes the terms of verifier {name:?} ({id}), owned by {:?}: it may attest {}. {} \
             Open requests keep their fee.",
            verifier.owner,
            scope(&verifier.scope),
            linked(verifier)
        );
    };
    let statements = state
        .attestations_by_issuer
        .members(id.as_slice(), None)
        .count();
    let reason = &change.reason;
    match change.status {
        VerifierStatus::Suspended => format!(
            "Suspends verifier {name:?} ({id}): its {statements} statements count nothing while it \
             lasts, and their subjects have 90 days before a mandatory one counts as missing. \
             Reason: {reason}"
        ),
        VerifierStatus::Active => format!(
            "Reinstates verifier {name:?} ({id}): its {statements} statements count again as far \
             as they are valid. Reason: {reason}"
        ),
        VerifierStatus::Removed => format!(
            "Removes verifier {name:?} ({id}) for good: its {statements} statements count nothing \
             from now on. Their subjects are those that list_attestations names for it. Reason: \
             {reason}"
        ),
    }
}

fn schema_in_words(schema: &Schema) -> String {
    let mandatory = if schema.mandatory_since_ns.is_some() {
        "Every provider it applies to is asked for it, and has 90 days."
    } else {
        "Nobody is asked for it."
    };
    format!(
        "Sets schema {:?}, version {}, of kind {:?}: verifiers may state that they checked {}. \
         {mandatory} Statements by earlier versions hold on.",
        schema.name,
        schema.version,
        schema.kind,
        schema.fields.join(", ")
    )
}

fn weights_in_words(weights: &ScoreWeights) -> String {
    let stamps: Vec<_> = weights
        .stamps
        .iter()
        .map(|stamp| format!("{} {} in {}", stamp.schema, stamp.weight, stamp.category))
        .collect();
    let caps: Vec<_> = weights
        .categories
        .iter()
        .map(|category| format!("{} {}", category.name, category.cap))
        .collect();
    let findings: Vec<_> = weights
        .findings
        .iter()
        .map(|finding| format!("{} {}", finding.class, finding.weight))
        .collect();
    format!(
        "Sets version {} of the score's weights, in effect from {}. Stamps add: {}. Caps: {}. \
         Findings take away: {}. A score informs voters and orders audits; nothing is taken from \
         anyone because of it.",
        weights.version,
        utc(weights.effective_from_ns),
        stamps.join(", "),
        caps.join(", "),
        findings.join(", ")
    )
}

fn grant_in_words<M: Memory>(state: &State<M>, grant: &Grant) -> String {
    let records: Vec<_> = grant
        .records
        .iter()
        .map(|record| match state.record(*record) {
            Some(Record { kind, bytes, .. }) => format!("{record} ({kind:?}, {bytes} bytes)"),
            None => record.to_string(),
        })
        .collect();
    let recipients: Vec<_> = grant
        .recipients
        .iter()
        .map(|recipient| {
            let key = recipient.transport_key_hash;
            match recipient.slot {
                0 => format!("{} with the key {key}", recipient.principal),
                slot => format!("{} with the key {key}, share {slot}", recipient.principal),
            }
        })
        .collect();
    let first = grant
        .records
        .first()
        .and_then(|record| state.record(*record));
    let together = first.and_then(|row| row.committee).map_or_else(
        || {
            "Each of them can then read them, alone, and a key that left cannot be taken back."
                .into()
        },
        |committee| {
            format!(
                "{} of them must come together to read; a share that left cannot be taken back.",
                committee.threshold
            )
        },
    );
    let keys = grant.records.len() * grant.recipients.len() * usize::from(grant.uses);
    format!(
        "Opens encrypted records of node providers: {}. To {}. {together} Until {} if executed now, \
         {} times each, at most {keys} keys, each of which costs the canister cycles. Every release \
         stands in the public access log. Purpose: {}",
        records.join(", "),
        recipients.join(", "),
        utc(grant.expires_at_ns),
        grant.uses,
        grant.purpose
    )
}

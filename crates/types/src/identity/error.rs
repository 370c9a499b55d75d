//! Why an update was refused. A refused update changes nothing.

use super::{RequestState, SchemaKind, VerifierStatus};
use crate::id::{Caller, ProviderId, Sha256Hash, VerifierId};
use crate::registry::ProviderStatus;
use crate::shape::errors;

errors! {
/// Refusals of the identity canister. Fields are named after what they hold; times are
/// nanoseconds since the epoch.
pub enum IdentityError {
    /// The command would leave everything as it is.
    "nothing to change: {what}"
    NothingToChange { what: String };
    /// The registry has shown no such provider yet. It is asked every minute.
    "no provider {subject} is known here"
    SubjectNotFound { subject: ProviderId };
    /// The provider takes no part any more.
    "provider {subject} is {status:?}"
    SubjectNotActive { subject: ProviderId, status: ProviderStatus };
    /// The provider has no profile adopted by proposal, so there are no facts to judge.
    "provider {subject} has no adopted profile"
    SubjectWithoutFacts { subject: ProviderId };
    /// No such verifier.
    "no verifier {verifier}"
    VerifierNotFound { verifier: VerifierId };
    /// The principal was admitted before; a removed verifier does not come back.
    "verifier {verifier} was admitted before and is {status:?}"
    VerifierAlreadyAdmitted { verifier: VerifierId, status: VerifierStatus };
    /// The verifier does not stand where the command needs it.
    "verifier {verifier} is {status:?}"
    VerifierStanding { verifier: VerifierId, status: VerifierStatus };
    /// The caller is no verifier; a provider cannot state what a verifier states.
    "{caller} is no verifier; only a verifier's own key attests"
    CallerNotVerifier { caller: Caller };
    /// The verifier may not attest this.
    "schema {schema:?} is not in the scope of verifier {verifier}"
    OutOfScope { verifier: VerifierId, schema: String };
    /// The verifier belongs together with the subject.
    "verifier {verifier} belongs together with {subject}, by provider {linked}"
    VerifierInCluster { verifier: VerifierId, subject: ProviderId, linked: ProviderId };
    /// A verifier cannot be a node provider.
    "{verifier} is a node provider and cannot verify"
    VerifierIsProvider { verifier: VerifierId };
    /// No such schema.
    "no schema {schema:?}"
    SchemaNotFound { schema: String };
    /// Another version of the schema is in force.
    "schema {schema:?} has version {current}, not {given}"
    SchemaVersion { schema: String, given: u32, current: u32 };
    /// A schema stays about whom it is about.
    "schema {schema:?} is of kind {current:?} and stays so"
    SchemaKindFixed { schema: String, current: SchemaKind };
    /// The schema is about persons and the subject a company, or the other way round.
    "schema {schema:?} of kind {kind:?} does not apply to {subject}"
    SchemaDoesNotApply { schema: String, kind: SchemaKind, subject: ProviderId };
    /// A mandatory schema needs two active verifiers of distinct owners.
    "schema {schema:?} has verifiers of {owners} owners, a mandatory one needs 2"
    TooFewVerifiers { schema: String, owners: u32 };
    /// The subject's facts are not those that were judged.
    "the facts of {subject} are {current}, not {given}"
    FactsChanged { subject: ProviderId, given: Sha256Hash, current: Sha256Hash };
    /// The end is not after now.
    "expires_at_ns {expires_at_ns} is not after now, {now_ns}"
    ExpiryInThePast { expires_at_ns: u64, now_ns: u64 };
    /// The end is more than 13 months away.
    "expires_at_ns {expires_at_ns} is after {latest_ns}, 13 months from now"
    ExpiryTooFar { expires_at_ns: u64, latest_ns: u64 };
    /// The schema is about a contract, and its terms are missing.
    "schema {schema:?} needs the terms of a contract"
    ContractMissing { schema: String };
    /// The schema is not about a contract.
    "schema {schema:?} takes no terms of a contract"
    ContractUnexpected { schema: String };
    /// A contract ends before it begins, or is over.
    "a contract from {from_ns} to {to_ns} is over or ends before it begins"
    ContractTerm { from_ns: u64, to_ns: u64 };
    /// Too many statements about the subject hold.
    "{count} attestations of {subject} hold, at most {limit} allowed"
    TooManyAttestations { subject: ProviderId, count: u64, limit: u64 };
    /// No such attestation.
    "no attestation {attestation_id}"
    AttestationNotFound { attestation_id: u64 };
    /// Only its issuer takes a statement back.
    "attestation {attestation_id} is of {issuer}, who alone can revoke it"
    NotIssuer { attestation_id: u64, issuer: VerifierId };
    /// It was taken back before.
    "attestation {attestation_id} was revoked at {at_ns}"
    AlreadyRevoked { attestation_id: u64, at_ns: u64 };
    /// No such request.
    "no request {request_id}"
    RequestNotFound { request_id: u64 };
    /// The request is not open any more.
    "request {request_id} is {state:?}"
    RequestClosed { request_id: u64, state: RequestState };
    /// The request is of another provider, to another verifier or for another schema.
    "request {request_id} is of {subject} to {verifier} for {schema:?}"
    RequestForOther { request_id: u64, subject: ProviderId, verifier: VerifierId, schema: String };
    /// The same is requested already.
    "request {request_id} asks for the same and is open"
    AlreadyRequested { request_id: u64 };
    /// The verifier asks for more.
    "the fee is {fee_e8s} e8s, above the maximum of {max_fee_e8s}"
    FeeAboveMaximum { fee_e8s: u64, max_fee_e8s: u64 };
    /// The budget does not hold the fee.
    "the budget has {free_e8s} e8s free, {fee_e8s} are needed"
    BudgetExhausted { free_e8s: u64, fee_e8s: u64 };
    /// The budget would be below what is reserved and owed.
    "{committed_e8s} e8s are reserved or owed, {given_e8s} would not hold them"
    BudgetTooSmall { given_e8s: u64, committed_e8s: u64 };
    /// The weights would take effect too early.
    "effective_from_ns {given_ns} is before {earliest_ns}"
    EffectiveTooEarly { given_ns: u64, earliest_ns: u64 };
    /// The weights would take effect too late.
    "effective_from_ns {given_ns} is after {latest_ns}"
    EffectiveTooLate { given_ns: u64, latest_ns: u64 };
    /// A ciphertext is too short to be one, or too long.
    "ciphertext: {bytes} bytes, {min} to {max} allowed"
    CiphertextSize { bytes: u64, min: u64, max: u64 };
    /// A ciphertext does not begin as identity-based encryption of vetKeys does.
    "ciphertext: does not begin with {expected}"
    CiphertextHeader { expected: String };
    /// The provider has as many bytes of ciphertext as it may.
    "{bytes} bytes of ciphertext, at most {limit} allowed for one provider"
    TooManyBytes { bytes: u64, limit: u64 };
    /// It must be the version after the last.
    "record {record_id} takes version {expected} next, not {given}"
    VersionNotNext { record_id: u32, given: u32, expected: u32 };
    /// A record keeps to what is inside.
    "record {record_id} is of another kind and stays so"
    RecordKindFixed { record_id: u32 };
    /// A committee needs 2 to all of its shares, 16 at most.
    "a committee of {threshold} of {slots} is not possible: 2 <= threshold <= slots <= 16"
    InvalidCommittee { threshold: u8, slots: u8 };
    /// No such version of a record.
    "no record {record}"
    RecordNotFound { record: String };
    /// It is not the latest version, or has another ciphertext.
    "record {record} is not the latest version, or its ciphertext has another hash"
    RecordNotCurrent { record: String };
    /// The ciphertext was erased.
    "the ciphertext of {record} was erased at {erased_at_ns}"
    RecordErased { record: String, erased_at_ns: u64 };
    /// Records of one disclosure are all for one person, or all for committees of one shape.
    "record {record} is sealed for another number of readers than the first"
    MixedCommittees { record: String };
    /// A recipient's share does not fit the records.
    "recipient {principal}: slot {slot} does not fit records with {slots} shares"
    SlotOutOfRange { principal: Caller, slot: u8, slots: u8 };
    /// Too few recipients to open what is sealed for a committee.
    "{recipients} recipients, a committee of {threshold} cannot open with these"
    CommitteeTooSmall { recipients: u64, threshold: u8 };
    /// A disclosure would derive too many keys.
    "{keys} keys, at most {limit} for one disclosure"
    TooManyKeys { keys: u64, limit: u64 };
    /// No such disclosure was executed.
    "no disclosure {grant_id} was executed"
    GrantNotFound { grant_id: u64 };
    /// The disclosure's time is over.
    "disclosure {grant_id} ended at {expired_at_ns}"
    GrantExpired { grant_id: u64, expired_at_ns: u64 };
    /// The disclosure does not name the caller.
    "disclosure {grant_id} does not name {caller}"
    NotRecipient { grant_id: u64, caller: Caller };
    /// The disclosure does not open the record.
    "disclosure {grant_id} does not open {record}"
    RecordNotGranted { grant_id: u64, record: String };
    /// The disclosure opens another version of the record.
    "disclosure {grant_id} opens version {granted}, not {given}"
    VersionNotGranted { grant_id: u64, given: u32, granted: u32 };
    /// A transport public key has 48 bytes.
    "transport_public_key: {bytes} bytes, 48 needed"
    TransportKeySize { bytes: u64 };
    /// The identity point would leave the key in the open.
    "transport_public_key: the identity point would leave the key in the open"
    TransportKeyIdentity;
    /// The bytes are no point of the group.
    "transport_public_key: no compressed point of G1"
    TransportKeyMalformed;
    /// The disclosure names another key for the caller.
    "transport_public_key: has hash {given}, the disclosure names {pinned}"
    TransportKeyNotPinned { given: Sha256Hash, pinned: Sha256Hash };
    /// The uses are exhausted.
    "{uses} of {uses} releases used"
    UsesExhausted { uses: u8 };
    /// Disclosures are frozen.
    "disclosures are frozen until {until_ns}"
    DisclosuresFrozen { until_ns: u64 };
    /// Nothing is frozen.
    "disclosures are not frozen"
    NotFrozen;
    /// Too many releases wait for a key.
    "{limit} releases wait for a key; try again soon"
    TooManyReleases { limit: u64 };
    /// The key could not be derived; the use was given back.
    "the key was not derived, and the use was given back: {reason}"
    KeyNotDerived { reason: String };
    /// While the key was derived the disclosure ceased to hold; the use was given back.
    "the key was withheld, and the use was given back: {reason}"
    KeyWithheld { reason: String };
    /// Something else.
    "{message} (code {code})"
    GenericError { code: u64, message: String };
}
}

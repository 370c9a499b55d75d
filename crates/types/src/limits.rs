//! Bounds on everything a caller can send or make a canister return.
//! Bytes are UTF-8 bytes; durations are nanoseconds.

/// One second in nanoseconds.
pub const SECOND_NS: u64 = 1_000_000_000;
/// One day in nanoseconds.
pub const DAY_NS: u64 = 86_400 * SECOND_NS;

/// Legal name, representative, data-centre name and owner.
pub const NAME_BYTES: usize = 255;
/// One URL.
pub const URL_BYTES: usize = 512;
/// URLs of one profile.
pub const URLS: usize = 10;
/// Company register number.
pub const REGISTER_NUMBER_BYTES: usize = 64;
/// Company jurisdiction, for example `CH` or `US-DE`.
pub const JURISDICTION_BYTES: usize = 16;
/// Data-centre id. The NNS registry allows 255.
pub const DC_ID_BYTES: usize = 255;
/// Region `Continent,CC,City`. The NNS registry allows 255.
pub const REGION_BYTES: usize = 255;
/// IPv6 prefix or address in text.
pub const IPV6_BYTES: usize = 45;
/// SEV-SNP chip id.
pub const CHIP_ID_BYTES: usize = 64;
/// Hardware generation or reward type name.
pub const TYPE_NAME_BYTES: usize = 32;
/// Reward types of one operator record.
pub const REWARD_TYPES: usize = 16;
/// Nodes one operator record may allow.
pub const NODE_ALLOWANCE: u64 = 1_000;

/// Why a proposal does what it does: reasons and sources, in words.
pub const PURPOSE_BYTES: usize = 1_000;
/// Entries of one batch of a governed command.
pub const BATCH: usize = 100;
/// API boundary nodes of one batch.
pub const BOUNDARY_BATCH: usize = 50;
/// Offboarded providers that one readmission names.
pub const DESPITE: usize = 16;
/// Operator records that move with their provider in one hand-over.
pub const HAND_OVER_OPERATORS: u32 = 100;
/// Operations of one principal at once, as in the NNS registry.
pub const RATE_SPIKE: u64 = 140;
/// How long one operation counts, as in the NNS registry: 20 a day on average.
pub const RATE_PERIOD_NS: u64 = 4_320 * SECOND_NS;
/// Domain name.
pub const DOMAIN_BYTES: usize = 253;
/// SEV-SNP launch measurement.
pub const MEASUREMENT_BYTES: usize = 48;
/// Measurements of one `GuestOS` version.
pub const MEASUREMENTS: usize = 32;
/// `GuestOS` versions elected at one time.
pub const GUESTOS_VERSIONS: usize = 100;
/// Hexadecimal digits of a `GuestOS` version.
pub const VERSION_DIGITS: usize = 40;
/// Hardware generations.
pub const GENERATIONS: usize = 64;
/// Bytes of a jurisdiction tag.
pub const TAG_BYTES: std::ops::RangeInclusive<usize> = 2..=32;
/// Countries of one jurisdiction tag: all assigned codes of ISO 3166-1.
pub const COUNTRIES: usize = 249;
/// Aliases of data-centre owners.
pub const OWNER_ALIASES: usize = 1_000;
/// Data centres that one change of aliases counts under another owner.
pub const OWNERS_MOVED: usize = 1_000;
/// Jurisdiction tags.
pub const TAGS: usize = 64;
/// Owners of one provider.
pub const OWNERS: usize = 20;
/// Links of one provider.
pub const LINKS: usize = 64;
/// Providers that answer the questions of independence, at most: one call may look at all of
/// them. Enough for the whole network.
pub const CLUSTER_PROVIDERS: usize = 10_000;
/// Name of a working group.
pub const WORKING_GROUP_BYTES: usize = 64;
/// Records that one motion of a working group is about.
pub const MOTION_RECORDS: usize = 16;
/// Key of a record.
pub const RECORD_KEY_BYTES: usize = 255;
/// Versions of the registry's policy.
pub const POLICIES: usize = 1_000;
/// Days ahead at most from which a policy may take effect.
pub const POLICY_NOTICE_DAYS: u64 = 366;
/// Name of a kind of subnet.
pub const SUBNET_KIND_BYTES: std::ops::RangeInclusive<usize> = 2..=32;
/// Kinds of subnets that have a policy by proposal.
pub const SUBNET_KINDS: usize = 64;
/// Members of one subnet.
pub const SUBNET_NODES: u32 = 200;
/// Subnets that one change of membership is about.
pub const SUBNET_CHANGES: usize = 16;
/// Actors that one kind of subnet has bounds of their own for.
pub const SPECIAL_CAPS: usize = 32;
/// Bounds on shares of one kind of subnet.
pub const SHARE_RULES: usize = 8;
/// Tags that one kind of subnet requires, and tags it forbids.
pub const RULE_TAGS: usize = 16;
/// Actors cordoned off at one time.
pub const CORDONS: usize = 200;
/// Name that a provider search looks for.
pub const SEARCH_BYTES: std::ops::RangeInclusive<usize> = 2..=64;

/// Text of a declaration in normal form.
pub const DECLARATION_BYTES: usize = 65_536;
/// Language tag of a declaration, for example `en` or `de-CH`.
pub const LANGUAGE_BYTES: usize = 16;
/// Declaration texts in all languages together.
pub const DECLARATION_TEXTS: u64 = 1_000;
/// Days ahead at most from which a declaration text may take effect. A slip in the unit
/// would otherwise close a language for centuries, because later texts follow earlier ones.
pub const DECLARATION_NOTICE_DAYS: u64 = 366;
/// Days a provider has to accept a text that changed in its major version.
pub const MAJOR_GRACE_DAYS: u64 = 30;
/// Days a provider has to accept a text that changed in its minor version.
pub const MINOR_GRACE_DAYS: u64 = 90;

/// Name of an import source, and of its version.
pub const SOURCE_BYTES: usize = 255;
/// Pages of one import.
pub const IMPORT_PAGES: usize = 4_096;
/// Bytes of one import page.
pub const IMPORT_PAGE_BYTES: usize = 262_144;
/// Rows of one import page.
pub const IMPORT_PAGE_ROWS: usize = 1_000;
/// Documents of one published declaration.
pub const PUBLISHED_DOCUMENTS: usize = 64;
/// File name of a published document, and slug of a provider.
pub const FILE_NAME_BYTES: usize = 128;

/// Records one list or range call returns at most.
pub const PAGE_RECORDS: u32 = 100;
/// Records a filtered list looks at in one call, at most.
pub const PAGE_SCAN: u32 = 2_000;
/// Keys of one certified read.
pub const CERTIFIED_KEYS: usize = 100;
/// Events one `get_events` call returns at most.
pub const PAGE_EVENTS: u64 = 1_000;
/// Bytes of events one `get_events` call returns at most (a reply holds 2 MiB).
pub const PAGE_EVENT_BYTES: usize = 1_500_000;

/// Neurons of the council.
pub const NEURONS: usize = 1_000;
/// Hot keys of one neuron.
pub const HOT_KEYS: usize = 10;
/// Neurons that one neuron follows on a topic, as in NNS governance.
pub const FOLLOWEES: usize = 15;
/// Voting power of one neuron, so that the sum of all fits 64 bits.
pub const VOTING_POWER: u64 = 1_000_000_000_000_000;
/// Title of a proposal, as in NNS governance.
pub const TITLE_BYTES: std::ops::RangeInclusive<usize> = 5..=256;
/// Summary of a proposal, as in NNS governance.
pub const SUMMARY_BYTES: usize = 30_000;
/// URL of a proposal that has one, as in NNS governance.
pub const PROPOSAL_URL_BYTES: std::ops::RangeInclusive<usize> = 10..=2_048;
/// Text of a motion, as in NNS governance.
pub const MOTION_BYTES: usize = 10_000;
/// A command in canonical CBOR. Holds the longest declaration and the longest import.
pub const COMMAND_BYTES: usize = 262_144;
/// What a proposal will do, in words; the rest is cut off.
pub const RENDERING_BYTES: usize = 30_000;
/// Why an execution failed, or the evidence that settles one; the rest is cut off.
pub const REASON_BYTES: usize = 1_000;
/// Bytes of a target's reply that the journal keeps.
pub const REPLY_BYTES: usize = 1_024;
/// Proposals in vote at one time, as in NNS governance.
pub const OPEN_PROPOSALS: usize = 200;
/// Decided proposals kept by topic, as in NNS governance; older ones are collected.
pub const PROPOSALS_KEPT: usize = 100;
/// Commands of one upgrade argument.
pub const UPGRADE_COMMANDS: usize = 16;
/// How long the council votes, seconds.
pub const VOTING_PERIOD_SECONDS: std::ops::RangeInclusive<u64> = 12 * 3_600..=30 * 86_400;
/// Seconds governance waits for the answer of a target. The most the system allows.
pub const CALL_TIMEOUT_SECONDS: u32 = 300;

/// Verifiers ever admitted.
pub const VERIFIERS: u64 = 200;
/// Schemas in the scope of one verifier.
pub const SCOPE: usize = 32;
/// Providers that one verifier names as linked with it.
pub const LINKED_PROVIDERS: usize = 16;
/// Changes of standing of one verifier.
pub const VERIFIER_CHANGES: usize = 64;
/// Name of a schema.
pub const SCHEMA_NAME_BYTES: usize = 32;
/// Schemas.
pub const SCHEMAS: u64 = 64;
/// Facts that one schema names.
pub const SCHEMA_FIELDS: usize = 16;
/// What an attestation says in words.
pub const STATEMENT_BYTES: usize = 500;
/// Days an attestation holds at most: 13 months.
pub const ATTESTATION_DAYS: u64 = 396;
/// Attestations of one subject that still count for something, so that a score stays cheap.
pub const LIVE_ATTESTATIONS: usize = 64;
/// Days a subject of a suspended verifier has to find another one; the same for a fact that
/// became mandatory.
pub const VERIFICATION_GRACE_DAYS: u64 = 90;
/// Days a verifier has to deliver what was requested.
pub const REQUEST_DAYS: u64 = 30;
/// Requests of one provider that are open at one time.
pub const OPEN_REQUESTS: usize = 16;
/// Requests of one provider within [`REQUEST_DAYS`], whatever became of them.
pub const RECENT_REQUESTS: usize = 64;
/// Most that one verification may cost, e8s.
pub const FEE_E8S: u64 = 100_000_000_000;
/// Days within which silences are counted.
pub const LATE_WINDOW_DAYS: u64 = 180;
/// Silences within that time from which a verifier is listed for suspension.
pub const LATE_ALERT: usize = 3;
/// A record's ciphertext.
pub const CIPHERTEXT_BYTES: usize = 65_536;
/// What encryption adds to a record's plaintext: header 8, point 96, seed 32.
pub const CIPHERTEXT_OVERHEAD: usize = 136;
/// Records of one provider.
pub const RECORDS: u32 = 64;
/// Versions of one record.
pub const RECORD_VERSIONS: u32 = 64;
/// Bytes of ciphertext of one provider, all versions together.
pub const PROVIDER_CIPHERTEXT_BYTES: u64 = 4_194_304;
/// Shares of one record at most.
pub const COMMITTEE_SLOTS: u8 = 16;
/// Days that ciphertext is kept after the provider was offboarded, or after a newer version
/// replaced it: as long as an attestation about it may hold.
pub const RETENTION_DAYS: u64 = ATTESTATION_DAYS;
/// Records of one disclosure.
pub const DISCLOSED_RECORDS: usize = 16;
/// Recipients of one disclosure.
pub const RECIPIENTS: usize = 16;
/// Seconds a disclosure is open at most: 30 days.
pub const DISCLOSURE_SECONDS: u64 = 30 * 86_400;
/// Releases of one record to one recipient at most.
pub const DISCLOSURE_USES: u8 = 3;
/// Keys that one disclosure may derive at most, over all records, recipients and uses. Each
/// costs cycles.
pub const DISCLOSURE_KEYS: u64 = 96;
/// Releases that wait for a key at one time.
pub const RELEASES_IN_FLIGHT: usize = 32;
/// Days after which a freeze of disclosures ends by itself.
pub const FREEZE_DAYS: u64 = 14;
/// A transport public key: a compressed point of G1.
pub const TRANSPORT_KEY_BYTES: usize = 48;
/// Versions of the score's weights.
pub const SCORE_VERSIONS: u32 = 1_000;
/// Days between a proposal on weights and their effect, at least.
pub const SCORE_NOTICE_DAYS: u64 = 7;
/// Days ahead at most from which weights may take effect.
pub const SCORE_LATEST_DAYS: u64 = 366;
/// Categories of a score.
pub const SCORE_CATEGORIES: usize = 16;
/// Points of one stamp, one cap or one finding.
pub const SCORE_POINTS: u32 = 1_000_000;
/// Findings that weights name by class.
pub const FINDING_CLASSES: usize = 32;

/// Auditors and applicants ever.
pub const AUDITORS: u64 = 1_000;
/// Applications that no proposal has decided.
pub const APPLICATIONS: u64 = 100;
/// Providers that one auditor declares a tie with.
pub const TIES: usize = 64;
/// Owners of data centres that one auditor declares a tie with.
pub const DC_OWNERS: usize = 64;
/// Verifiers that one auditor declares a tie with.
pub const TIED_VERIFIERS: usize = 16;
/// Changes of standing of one auditor.
pub const AUDITOR_CHANGES: usize = 64;
/// Parts of one account that are unbonding.
pub const UNBONDING_PARTS: usize = 16;
/// Most that one deposit, fee or budget may be, e8s: 100 million ICP.
pub const AMOUNT_E8S: u64 = 10_000_000_000_000_000;
/// Least that one deposit may be, e8s.
pub const DEPOSIT_E8S: u64 = 100_000_000;
/// Transfers that are neither made nor failed.
pub const UNSETTLED_TRANSFERS: u64 = 1_000;
/// Calls to the ledger that are out at one time.
pub const TRANSFERS_IN_FLIGHT: usize = 16;
/// How long the ledger remembers a transfer, as the ICP ledger does: 24 hours.
pub const LEDGER_WINDOW_NS: u64 = DAY_NS;
/// Critical subnets of the policy.
pub const CRITICAL_SUBNETS: usize = 64;
/// Name of a plan.
pub const PLAN_NAME_BYTES: usize = 64;
/// Sites that one plan draws.
pub const PLAN_SITES: u32 = 1_000;
/// Plans that are not closed.
pub const OPEN_PLANS: u64 = 16;
/// Sites of one draw.
pub const DRAW_SITES: u64 = 10_000;
/// Sites of one event and of one page of a snapshot.
pub const SNAPSHOT_ROWS: usize = 500;
/// Auditors who follow when one vanishes.
pub const RESERVE_AUDITORS: usize = 8;
/// Auditors of one team; panels of appeals are larger.
pub const TEAM: u8 = 15;
/// Moments proposed for one visit.
pub const SLOTS: usize = 5;
/// Classes of one report.
pub const DISCREPANCIES: usize = 8;
/// Nodes that one discrepancy is about.
pub const DISCREPANT_NODES: u32 = 1_000;
/// Pieces of evidence of one report.
pub const EVIDENCE: usize = 32;
/// Bytes of one piece of evidence, which is kept elsewhere: 1 GiB.
pub const EVIDENCE_BYTES: u64 = 1 << 30;
/// Media type of a piece of evidence.
pub const MEDIA_TYPE_BYTES: std::ops::RangeInclusive<usize> = 3..=64;
/// Remarks of a report.
pub const REMARKS_BYTES: usize = 1_000;
/// Audits that a site's row names.
pub const SITE_HISTORY: usize = 16;
/// Verifiers that a site's row names.
pub const SITE_VERIFIERS: usize = 64;
/// Appeals against one finding; then a vote decides.
pub const APPEALS: usize = 2;
/// Days of a policy, at most.
pub const POLICY_DAYS: u32 = 1_461;
/// A 32-byte nonce, challenge or subaccount.
pub const NONCE_BYTES: usize = 32;

/// Days of one period of rewards.
pub const PERIOD_DAYS: u32 = 92;
/// Bytes of the facts of one slice.
pub const FACTS_BYTES: usize = 1_500_000;
/// Providers of one day's facts.
pub const FACT_PROVIDERS: usize = 2_000;
/// Operators of one day's facts, or operator records of one period.
pub const FACT_OPERATORS: usize = 4_000;
/// Regions of one day's facts.
pub const FACT_REGIONS: usize = 2_000;
/// Reward types of one day's facts.
pub const FACT_TYPES: usize = 32;
/// Nodes of one day's facts.
pub const FACT_NODES: usize = 10_000;
/// Subnets of one day's facts.
pub const FACT_SUBNETS: usize = 1_000;
/// Nodes of one subnet on one day.
pub const FACT_SUBNET_NODES: usize = 1_000;
/// Rates of the rewards table.
pub const REWARD_RATES: usize = 2_000;
/// Rates of one change.
pub const REWARD_RATES_CHANGED: usize = 500;
/// Versions of the rewards table.
pub const REWARD_TABLES: u32 = 10_000;
/// Most that one ICP may be said to be worth, XDR permyriad.
pub const XDR_PERMYRIAD_PER_ICP: u64 = 1_000_000_000;
/// Faults of one statement that are told.
pub const FAULTS: usize = 100;
/// Alerts of one day that are kept.
pub const ALERTS: usize = 2_000;
/// Periods that are not over.
pub const OPEN_PERIODS: u64 = 8;
/// What a provider says to a case.
pub const RESPONSE_BYTES: usize = 4_000;
/// Answers to one case.
pub const RESPONSES: usize = 8;
/// Votes that lower one case.
pub const REDUCTIONS: usize = 16;
/// Cases of one provider that are not over.
pub const OPEN_CASES: u64 = 64;
/// Lots of one provider that are not released.
pub const OPEN_LOTS: u64 = 64;
/// Payments of one proposal.
pub const GRANTS: usize = 50;
/// What a payment is for.
pub const MEMO_BYTES: usize = 200;
/// Least that is collected into escrow at one time, e8s, so that nobody fills a provider's lots
/// with dust.
pub const COLLECT_E8S: u64 = 10_000_000;

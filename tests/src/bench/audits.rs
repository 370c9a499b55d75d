//! What it costs to tell voters what a plan can find, to fix the snapshot of a large network, to
//! draw from it, and to reveal a report.

use super::meter::Meter;
use super::{Figure, MILLION, module_bytes};
use bonafide_test_support::audits::{
    Audits, ICP, LOCK, confirmed, install, no_conflicts, nonce, policy, terms,
};
use bonafide_test_support::engine::{Engine, instance};
use bonafide_test_support::{Ledger, World, actors, args, canisters, run};
use bonafide_types::audits::{
    AdmitAuditorArgs, AdoptAuditPlanArgs, DrawPurpose, Evidence, InitArgs, Report, RevealReportArgs,
};
use bonafide_types::governance::Command;
use bonafide_types::id::{Blob, Caller, Sha256Hash};
use bonafide_types::limits::{EVIDENCE, EVIDENCE_BYTES, REMARKS_BYTES};
use bonafide_types::registry::{ImportRow, NodeRole, NodeStatus};
use candid::{CandidType, encode_one};

const METHODS: [&str; 4] = [
    "validate_adopt_audit_plan",
    "fix_snapshot",
    "draw",
    "reveal_report",
];

/// Sites that a draw takes at most.
const SITES: u32 = 10_000;
/// Sites of one provider, and of one data centre.
const OF_ONE: u32 = 100;
/// Every so manieth site is critical.
const CRITICAL_EVERY: u32 = 10;
/// Sites that are drawn.
const DRAWN: u32 = 32;
const AUDITORS: u32 = 24;
/// Rounds in which the registry is read from end to end.
const ROUNDS: u32 = 600;

/// Measures on a fresh canister that knows [`SITES`] sites.
pub(super) fn measure(engine: &Engine) -> Vec<Figure> {
    let world = World::install(instance(engine.builder()), canisters::registry());
    let ledger = Ledger::install(&world.pic).id;
    world.import("network", "1", network());
    let init = InitArgs {
        governance: Caller(actors::governance()),
        registry: Caller(world.registry),
        identity: None,
        ledger: Caller(ledger),
        // A derivation has a price of its own; all else is the same.
        vetkd_key_name: None,
        policy: Some(policy()),
    };
    let audits = Audits {
        pic: &world.pic,
        canister: install(&world.pic, init),
    };
    quiet(&audits);
    staff(&audits);
    let meter = Meter::new(&world.pic, audits.canister, &METHODS);
    let mut figures = vec![module_bytes("audits, gzipped bytes", &canisters::audits())];
    let mut figure = |name, cost, limit: Option<u64>| {
        figures.push(Figure::new(name, SITES, cost, limit));
    };

    let anyone = actors::stranger();
    let adoption = AdoptAuditPlanArgs {
        terms: terms(DRAWN),
    };
    let cost = meter.call(anyone, "validate_adopt_audit_plan", bytes(&adoption));
    figure("plan in words", cost, Some(500 * MILLION));
    govern(&audits, &Command::AdoptAuditPlan(adoption));
    let cost = meter.call(anyone, "fix_snapshot", bytes(&0_u64));
    figure("fix_snapshot", cost, None);
    let purpose = DrawPurpose::Audits { plan_id: 0 };
    let cost = meter.calling_call(anyone, "draw", bytes(&purpose));
    figure("draw, 32 sites", cost, Some(200 * MILLION));

    let draw = run(audits.reader().audit_draw(0)).expect("anyone may read it");
    let result = draw.and_then(|draw| draw.result).expect("it was drawn");
    assert_eq!(result.drawn.len(), DRAWN as usize);
    let cost = reveal(&audits, &meter, result.drawn[0].assignment_id);
    figure("reveal_report, the longest", cost, Some(5 * MILLION));
    figures
}

/// A network in which each provider has a node in each data centre.
fn network() -> Vec<ImportRow> {
    let dc_id = |number: u32| format!("dc{number}");
    let subnet = |number| ImportRow::Subnet {
        id: actors::subnet(number),
    };
    let provider = |number| ImportRow::Provider {
        id: actors::provider(number),
        name: None,
    };
    let data_center = |number| ImportRow::DataCenter {
        id: dc_id(number),
        name: "Example Halls".into(),
        owner: format!("Owner {number}"),
        region: "Europe,CH,Zurich".into(),
        gps: None,
    };
    let places = SITES / OF_ONE;
    let mut rows = vec![subnet(1), subnet(2)];
    rows.extend((0..OF_ONE).map(provider));
    rows.extend((0..places).map(data_center));
    for number in 0..SITES {
        let critical = number.is_multiple_of(CRITICAL_EVERY);
        rows.push(ImportRow::Operator {
            id: actors::operator(number),
            provider: actors::provider(number % OF_ONE),
            dc_id: dc_id(number / OF_ONE),
        });
        rows.push(ImportRow::Node {
            id: actors::node(number),
            operator: actors::operator(number),
            role: NodeRole::Replica,
            status: NodeStatus::Up,
            ipv6: args::address(number),
            generation: None,
            subnet: Some(actors::subnet(if critical { 1 } else { 2 })),
        });
    }
    rows
}

/// Lets rounds pass until the canister has read the registry and nothing is under way, so that
/// what is measured is paid for alone.
fn quiet(audits: &Audits<'_>) {
    for _ in 0..5 {
        audits.tasks();
        for _ in 0..ROUNDS {
            audits.pic.tick();
        }
        let summary = run(audits.reader().summary()).expect("anyone may read it");
        if summary.sites == u64::from(SITES) {
            return;
        }
    }
    panic!("the registry was not read");
}

fn staff(audits: &Audits<'_>) {
    audits.gift(1_000 * ICP);
    for number in 1..=AUDITORS {
        let id = actors::auditor(number);
        audits.apply(id, u64::from(DRAWN) * LOCK, no_conflicts());
        let admission = AdmitAuditorArgs {
            id,
            reason: "an example".into(),
        };
        govern(audits, &Command::AdmitAuditor(admission));
    }
}

fn govern(audits: &Audits<'_>, command: &Command) {
    let governance = audits.client(actors::governance());
    run(governance.execute(command)).unwrap_or_else(|error| panic!("{command:?}: {error}"));
}

/// A report with all that one may hold.
fn reveal(audits: &Audits<'_>, meter: &Meter<'_>, id: u64) -> u64 {
    audits.arrange(id);
    // What a day calls for is done before anything is measured.
    quiet(audits);
    let challenge = audits.challenge(id);
    let piece = |number| Evidence {
        sha256: Sha256Hash([number; 32]),
        media_type: "application/x-example-of-some-length".into(),
        bytes: EVIDENCE_BYTES,
    };
    let report = Report {
        evidence: (0..).take(EVIDENCE).map(piece).collect(),
        remarks: "x".repeat(REMARKS_BYTES),
        ..confirmed(&challenge)
    };
    let seats = audits.seated(id);
    for auditor in &seats {
        audits.commit(id, *auditor, &report);
    }
    let auditor = seats[0];
    let reveal = RevealReportArgs {
        assignment_id: id,
        report,
        nonce: Blob(nonce(id, auditor).to_vec()),
    };
    meter.call(auditor.0, "reveal_report", bytes(&reveal))
}

fn bytes(args: &impl CandidType) -> Vec<u8> {
    encode_one(args).expect("it encodes")
}

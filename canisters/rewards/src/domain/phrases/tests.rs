use super::*;
use crate::commands::testing::{FIRST_DAY, charge as charged, node_id, provider_id, subnet_id};
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::DAY_NS;

fn judgement() -> Judgement {
    Judgement {
        frozen_at_ns: 0,
        table_version: 2,
        window: 666,
        base_ppb: 15_000_000,
        proven: 4,
        size: 40,
        ppb: 90_000_000,
        period_id: 7,
        basis_e8s: 600_000_000,
        cap_e8s: 54_000_000,
        enforcement: Enforcement::Published,
        mode: Mode::Enabled,
    }
}

#[test]
fn should_say_who_did_what_and_when() {
    let mut charge = charged(1);
    let provider = provider_id(1);
    assert_eq!(accused(&charge), format!("provider {provider}"));
    assert_eq!(
        super::charge(&charge),
        format!(
            "provider {provider}: what was declared is not true, or no longer (false-declaration), \
             at {}",
            utc(u64::from(FIRST_DAY) * DAY_NS)
        )
    );
    charge.node = Some(node_id(1));
    charge.subnet = Some(subnet_id(1));
    let (node, subnet) = (node_id(1), subnet_id(1));
    assert_eq!(
        accused(&charge),
        format!("provider {provider} with its node {node} in subnet {subnet}")
    );
}

#[test]
fn should_name_every_class() {
    for kind in PenaltyClass::ALL {
        let told = class(kind);
        assert!(told.ends_with(&format!(" ({})", kind.name())), "{told}");
    }
}

#[test]
fn should_say_on_what_a_case_rests() {
    let mut charge = charged(1);
    charge.evidence_hash = Sha256Hash([0xab; 32]);
    assert_eq!(evidence(&charge), format!("SHA-256 {}", "ab".repeat(32)));
    charge.evidence_url = Some("https://example.com/e".into());
    assert!(evidence(&charge).ends_with("ab, at https://example.com/e"));
    let finding = CaseSource::Finding { finding_id: 3 };
    assert_eq!(source(finding), "by final finding 3 of the audits canister");
    assert_eq!(source(CaseSource::Proposal), "by a proposal");
}

#[test]
fn should_say_what_a_case_costs() {
    let mut charge = charged(1);
    let mut judgement = judgement();
    let of_provider = "9 % of the 6 ICP that the provider earned in period 7, at most 0.54 ICP";
    assert_eq!(cost(&charge, &judgement), of_provider);
    judgement.enforcement = Enforcement::Bond;
    assert_eq!(cost(&charge, &judgement), of_provider);
    judgement.enforcement = Enforcement::Escrow;
    charge.node = Some(node_id(1));
    assert_eq!(
        cost(&charge, &judgement),
        "9 % of the 6 ICP that the node earned in period 7 and that came into escrow, at most \
         0.54 ICP"
    );
}

#[test]
fn should_say_how_many_offenders_were_counted() {
    let mut charge = charged(1);
    let mut judgement = judgement();
    assert_eq!(
        count(&charge, &judgement),
        "The class costs 1.5 % at least, by version 2 of the table; 4 of the 40 nodes of the \
         network are those of proven offenders of its kind and of who belongs together with them, \
         so many that the rules ask for 9 %."
    );
    charge.subnet = Some(subnet_id(1));
    judgement.proven = 1;
    let told = count(&charge, &judgement);
    let subnet = subnet_id(1);
    assert!(told.contains(&format!("1 of the 40 nodes of subnet {subnet} are")));
    assert!(told.ends_with("belongs together with them."), "{told}");
    judgement.size = 0;
    assert_eq!(
        count(&charge, &judgement),
        "The class costs 1.5 % at least, by version 2 of the table; no facts tell how many others \
         did the same."
    );
}

#[test]
fn should_say_where_the_money_is() {
    let mut judgement = judgement();
    assert!(enforcement(&judgement).contains("holds no money"));
    judgement.enforcement = Enforcement::Bond;
    assert!(enforcement(&judgement).contains("bond"));
    judgement.enforcement = Enforcement::Escrow;
    assert!(enforcement(&judgement).contains("escrow"));
    judgement.mode = Mode::LogOnly;
    assert!(enforcement(&judgement).contains("nothing is locked"));
}

#[test]
fn should_list_effects() {
    assert_eq!(effects(&[]), "nothing");
    let lot = |e8s| Effect::LotLocked { lot_id: 3, e8s };
    let bond = Effect::BondLocked { e8s: 1 };
    assert_eq!(
        effects(&[lot(30_000_000), bond]),
        "0.3 ICP of lot 3, 0.00000001 ICP of the bond"
    );
    let taken = Effect::LotTaken {
        lot_id: 4,
        e8s: 200_000_000,
    };
    assert_eq!(
        effects(&[taken, Effect::BondTaken { e8s: 5 }]),
        "2 ICP of lot 4, 0.00000005 ICP of the bond"
    );
    let published = |period_id| Effect::PenaltyPublished {
        bps: 900,
        period_id,
    };
    assert_eq!(
        effects(&[published(None)]),
        "a published penalty of 9 % that no statement carries yet"
    );
    assert_eq!(
        effects(&[published(Some(2))]),
        "a published penalty of 9 % that the statement of period 2 carries"
    );
}

#[test]
fn should_quote_on_one_line_and_not_all() {
    assert_eq!(quoted("It is\nnot so."), "\"It is\\nnot so.\"");
    let whole = "a".repeat(QUOTED_BYTES);
    assert_eq!(quoted(&whole), format!("{whole:?}"));
    let longer = "a".repeat(QUOTED_BYTES + 1);
    assert_eq!(quoted(&longer), format!("{whole:?} and so on"));
}

//! Answers that prove themselves, and falsified answers that do not.

use bonafide_test_support::{World, actors, args, proof::ProofError, run, tamper};
use bonafide_types::certified::{
    CertifiedReadError, CertifiedRows, CertifiedTip, RangeArgs, Row, RowKey,
};
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{Acceptance, DataCenter, Provider, table};
use serde_bytes::ByteBuf;
use std::time::Duration;

type Answer = Result<CertifiedRows, CertifiedReadError>;

fn provider_rows(world: &World, id: ProviderId) -> CertifiedRows {
    world.ask::<Answer>("get_provider_certified", &id).unwrap()
}

fn key(table: &str, key: &[u8]) -> RowKey {
    RowKey {
        table: table.into(),
        key: ByteBuf::from(key),
    }
}

fn record<T: for<'b> minicbor::Decode<'b, ()>>(row: &Row) -> T {
    minicbor::decode(row.row.as_ref().unwrap()).unwrap()
}

#[test]
fn a_provider_is_proven_with_what_hangs_on_it() {
    let world = World::new();
    let id = world.register(1);
    world.publish(args::version(1, 0, 0));
    let accepted = world.accept(id);
    let answer = provider_rows(&world, id);
    assert_eq!(world.judge().rows(&answer), Ok(()));

    let tables: Vec<_> = answer.rows.iter().map(|row| row.table.as_str()).collect();
    assert_eq!(
        tables,
        [
            table::PROVIDER,
            table::ACCEPTANCE,
            table::PUBLISHED_DECLARATION
        ]
    );
    let view = run(world.reader().provider(id)).unwrap().unwrap();
    assert_eq!(record::<Provider>(&answer.rows[0]), view.provider);
    assert_eq!(record::<Acceptance>(&answer.rows[1]), accepted);
    assert_eq!(answer.rows[2].row, None);

    // The client's own verifier agrees.
    let proven = run(world.reader().provider_certified(id)).unwrap();
    assert_eq!(
        proven.rows[0].record::<Provider>().unwrap(),
        Some(view.provider)
    );
}

#[test]
fn an_absent_provider_is_proven_absent_among_others_and_among_none() {
    let world = World::new();
    let absent = actors::provider(9);
    for registered in [None, Some(1), Some(2), Some(3)] {
        registered.map(|number| world.register(number));
        let answer = provider_rows(&world, absent);
        assert!(answer.rows.iter().all(|row| row.row.is_none()));
        assert_eq!(world.judge().rows(&answer), Ok(()), "after {registered:?}");
        let proven = run(world.reader().provider_certified(absent)).unwrap();
        assert_eq!(proven.rows[0].record::<Provider>().unwrap(), None);
    }
}

#[test]
fn rows_of_several_tables_come_in_the_order_asked() {
    let world = World::new();
    let (provider, operator) = world.onboard(1);
    let keys = vec![
        key(table::NODE_OPERATOR, operator.as_slice()),
        key(table::DATA_CENTER, b"dc1"),
        key(table::DATA_CENTER, b"dc2"),
        key(table::CONFIG, b"config"),
        key(table::PROVIDER, provider.as_slice()),
    ];
    let answer = world.ask::<Answer>("get_rows_certified", &keys).unwrap();
    assert_eq!(world.judge().rows(&answer), Ok(()));
    let asked: Vec<_> = keys.iter().map(|key| (&key.table, &key.key)).collect();
    let got: Vec<_> = answer
        .rows
        .iter()
        .map(|row| (&row.table, &row.key))
        .collect();
    assert_eq!(got, asked);
    let present: Vec<_> = answer.rows.iter().map(|row| row.row.is_some()).collect();
    assert_eq!(present, [true, true, false, true, true]);
}

#[test]
fn a_table_is_read_whole_in_proven_pages() {
    let world = World::new();
    let ids = ["aa1", "bb1", "cc1", "dd1", "ee1"];
    for id in ids {
        run(world.governance().add_data_center(&args::data_center(id))).unwrap();
    }
    let range = RangeArgs {
        table: table::DATA_CENTER.into(),
        after: None,
        limit: 2,
    };
    let page = world.ask::<Answer>("list_rows_certified", &range).unwrap();
    assert_eq!(world.judge().rows(&page), Ok(()));
    let verified = run(world.reader().range_certified(&range)).unwrap();
    assert_eq!(verified.rows.len(), 2);
    assert!(!verified.complete);
    let all = run(world.reader().table::<DataCenter>(table::DATA_CENTER, None)).unwrap();
    assert_eq!(all.iter().map(|dc| dc.id.as_str()).collect::<Vec<_>>(), ids);
}

#[test]
fn a_row_left_out_of_a_range_is_noticed() {
    let world = World::new();
    for id in ["aa1", "bb1", "cc1"] {
        run(world.governance().add_data_center(&args::data_center(id))).unwrap();
    }
    let asked = RangeArgs {
        table: table::DATA_CENTER.into(),
        after: None,
        limit: 10,
    };
    let honest = world.ask::<Answer>("list_rows_certified", &asked).unwrap();
    let verifier = run(world.reader().verifier()).unwrap();
    assert_eq!(verifier.range(&asked, &honest).unwrap().rows.len(), 3);
    assert!(verifier.range(&asked, &honest).unwrap().complete);
    for left_out in 0..2 {
        let mut answer = honest.clone();
        answer.rows.remove(left_out);
        verifier.range(&asked, &answer).unwrap_err();
    }
    // Without its last row the page is as good as a shorter one, which does not claim to be all.
    let mut answer = honest;
    answer.rows.remove(2);
    assert!(!verifier.range(&asked, &answer).unwrap().complete);
    answer.rows.clear();
    verifier.range(&asked, &answer).unwrap_err();
}

#[test]
fn one_flipped_bit_anywhere_is_noticed() {
    let world = World::new();
    let id = world.register(1);
    world.register(2);
    world.publish(args::version(1, 0, 0));
    world.accept(id);
    let honest = provider_rows(&world, id);
    let judge = world.judge();
    let asked = [
        table::PROVIDER,
        table::ACCEPTANCE,
        table::PUBLISHED_DECLARATION,
    ]
    .map(|name| key(name, id.as_slice()));
    let verifier = run(world.reader().verifier()).unwrap();
    assert_eq!(judge.rows(&honest), Ok(()));
    verifier.rows(&asked, &honest).unwrap();

    let falsified = tamper::falsified(&honest, 5);
    assert!(falsified.len() > 100, "only {} places", falsified.len());
    for (place, answer) in falsified {
        assert!(
            judge.rows(&answer).is_err(),
            "{place} passed the independent check"
        );
        assert!(
            verifier.rows(&asked, &answer).is_err(),
            "{place} passed the client"
        );
    }
}

#[test]
fn a_row_cannot_be_denied_invented_or_moved() {
    let world = World::new();
    let id = world.register(1);
    let other = world.register(2);
    let judge = world.judge();
    let honest = provider_rows(&world, id);

    let mut denied = honest.clone();
    denied.rows[0].row = None;
    assert!(matches!(judge.rows(&denied), Err(ProofError::Leaf(_))));

    let mut invented = honest.clone();
    invented.rows[1].row = Some(ByteBuf::from([0xa0]));
    assert!(matches!(judge.rows(&invented), Err(ProofError::Leaf(_))));

    let mut moved = honest;
    moved.rows[0].key = ByteBuf::from(other.as_slice());
    assert!(matches!(judge.rows(&moved), Err(ProofError::Leaf(_))));
}

#[test]
fn a_witness_of_yesterday_does_not_fit_the_certificate_of_today() {
    let world = World::new();
    let id = world.register(1);
    let old = provider_rows(&world, id);
    world.register(2);
    let new = provider_rows(&world, id);
    assert_eq!(old.rows, new.rows);
    let mixed = CertifiedRows {
        witness: old.witness.clone(),
        ..new.clone()
    };
    assert_eq!(world.judge().rows(&mixed), Err(ProofError::Root));
    let mixed = CertifiedRows {
        certificate: old.certificate,
        ..new
    };
    assert_eq!(world.judge().rows(&mixed), Err(ProofError::Root));
}

#[test]
fn an_old_certificate_is_refused() {
    let world = World::new();
    let id = world.register(1);
    let answer = provider_rows(&world, id);
    world.pass(Duration::from_secs(290));
    assert_eq!(world.judge().rows(&answer), Ok(()));
    world.pass(Duration::from_secs(20));
    assert!(matches!(
        world.judge().rows(&answer),
        Err(ProofError::Certificate(_))
    ));
    assert_eq!(world.judge().rows(&provider_rows(&world, id)), Ok(()));
}

#[test]
fn a_certificate_of_another_network_or_canister_is_refused() {
    let (world, elsewhere) = (World::new(), World::new());
    let id = world.register(1);
    let answer = provider_rows(&world, id);
    let mut judge = world.judge();
    judge.canister = actors::stranger();
    assert!(judge.rows(&answer).is_err());
    let mut judge = world.judge();
    judge.root_key[60] ^= 1;
    assert!(matches!(
        judge.rows(&answer),
        Err(ProofError::Certificate(_))
    ));
    // The same engine version may derive the same keys in each instance, so only the state
    // tells the two apart.
    elsewhere.register(2);
    let foreign = provider_rows(&elsewhere, id);
    let mixed = CertifiedRows {
        certificate: foreign.certificate,
        ..answer
    };
    assert!(world.judge().rows(&mixed).is_err());
}

#[test]
fn certified_reads_name_what_they_refuse() {
    let world = World::new();
    let wrong = vec![key("no such table", b"x")];
    assert_eq!(
        world.ask::<Answer>("get_rows_certified", &wrong),
        Err(CertifiedReadError::TableNotFound {
            table: "no such table".into()
        })
    );
    let many = vec![key(table::CONFIG, b"config"); 101];
    assert_eq!(
        world.ask::<Answer>("get_rows_certified", &many),
        Err(CertifiedReadError::TooManyKeys {
            keys: 101,
            limit: 100
        })
    );
    let range = RangeArgs {
        table: String::new(),
        after: None,
        limit: 1,
    };
    assert_eq!(
        world.ask::<Answer>("list_rows_certified", &range),
        Err(CertifiedReadError::TableNotFound {
            table: String::new()
        })
    );
}

#[test]
fn an_update_has_no_certificate() {
    let world = World::new();
    let arg = candid::encode_one(actors::provider(1)).unwrap();
    let reply = world
        .pic
        .update_call(
            world.registry,
            actors::stranger(),
            "get_provider_certified",
            arg,
        )
        .unwrap();
    let answer: Answer = candid::decode_one(&reply).unwrap();
    assert_eq!(answer, Err(CertifiedReadError::NoCertificate));
}

#[test]
fn the_tip_moves_with_every_change_and_its_falsification_is_noticed() {
    let world = World::new();
    let before = world.tip();
    let root = world.root();
    world.register(1);
    let after = world.tip();
    assert_eq!(after.length, before.length + 1);
    assert_ne!(after.tip, before.tip);
    assert_ne!(world.root(), root);

    let judge = world.judge();
    let shorter = CertifiedTip {
        length: before.length,
        ..after.clone()
    };
    assert_eq!(
        judge.tip(&shorter),
        Err(ProofError::Leaf("log/length".into()))
    );
    let other = CertifiedTip {
        tip: before.tip,
        ..after
    };
    assert_eq!(judge.tip(&other), Err(ProofError::Leaf("log/tip".into())));
}

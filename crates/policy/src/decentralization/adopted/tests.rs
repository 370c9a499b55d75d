use super::super::jurisdiction::Tags;
use super::super::network::{Class, Health, Network};
use super::super::{CAP_WEIGHT, Limits, RULE_WEIGHT, Tally, check_rules};
use super::*;
use bonafide_types::limits::SUBNET_KIND_BYTES;

/// Names of owners folded, as files ask for it.
struct Folded;

impl Tags for Folded {
    fn countries(&self, tag: &str) -> Option<Vec<String>> {
        countries(tag)
    }

    fn actor_key(&self, dimension: Dimension, name: &str) -> Vec<u8> {
        match dimension {
            Dimension::DataCenterOwner => name.trim().to_lowercase().into_bytes(),
            _ => name.as_bytes().to_vec(),
        }
    }
}

/// A class of a new operator.
fn class(network: &mut Network, [provider, dc, owner, country]: [&str; 4]) -> u32 {
    let operator = format!("operator {}", network.actors(Dimension::NodeOperator));
    let mut number = |dimension, name: &str| network.intern(dimension, name.as_bytes());
    let actors = [
        number(Dimension::NodeOperator, &operator),
        number(Dimension::NodeProvider, provider),
        number(Dimension::Cluster, provider),
        number(Dimension::DataCenter, dc),
        number(Dimension::DataCenterOwner, owner),
        number(Dimension::Area, dc),
        number(Dimension::Country, country),
    ];
    network.class_number(Class {
        actors,
        health: Health::Up,
        sev: None,
        eligible: true,
    })
}

/// So many classes that share nothing but countries, three to each.
fn independent(network: &mut Network, count: usize) -> Vec<u32> {
    let mut independent = |number: usize| {
        let name = |of: &str| format!("{of} {number}");
        let country = format!("country {}", number / 3);
        class(
            network,
            [&name("provider"), &name("dc"), &name("owner"), &country],
        )
    };
    (0..count).map(&mut independent).collect()
}

fn weight(network: &Network, kind: &str, members: &[u32]) -> u64 {
    let limits = Limits::new(&rules(kind).unwrap(), network, &Folded).unwrap();
    let tally = Tally::of(network, members.iter().copied());
    limits.weight(network, &tally, members)
}

#[test]
fn should_contradict_nothing() {
    for kind in KINDS {
        let rules = rules(kind).unwrap();
        assert_eq!(check_rules(&rules), Ok(()), "{kind}");
        assert!(rules.min_size % 3 == 1 && rules.max_size % 3 == 1, "{kind}");
        let limits = Limits::new(&rules, &Network::default(), &Folded).unwrap();
        assert!(limits.unknown_tags.is_empty(), "{kind}");
        assert!((1..=1_000).contains(&source(kind).len()), "{kind}");
        assert!(SUBNET_KIND_BYTES.contains(&kind.len()), "{kind}");
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
        assert!(kind.bytes().all(plain), "{kind}");
    }
    assert_eq!((rules("NNS"), source("NNS")), (None, ""));
}

#[test]
fn should_have_the_numbers_of_the_motion() {
    // Members at least and at most, of one country, SEV-SNP.
    let table = [
        ("nns", 40, 43, 3, false),
        ("sns", 34, 34, 3, false),
        ("fiduciary", 34, 34, 3, false),
        ("internet-identity", 34, 34, 3, true),
        ("ecdsa-signing", 28, 28, 3, true),
        ("ecdsa-backup", 28, 28, 3, true),
        ("bitcoin", 13, 13, 2, false),
        ("european", 13, 13, 2, true),
        ("swiss", 13, 13, 13, true),
        ("us", 13, 13, 13, false),
        ("storage", 4, 4, 1, false),
        ("application", 13, 13, 2, false),
    ];
    assert_eq!(table.map(|(kind, ..)| kind), KINDS);
    for (kind, min, max, country, sev) in table {
        let rules = rules(kind).unwrap();
        assert_eq!((rules.min_size, rules.max_size), (min, max), "{kind}");
        assert_eq!((rules.sev, rules.byzantine_size), (sev, true), "{kind}");
        assert_eq!(rules.healthy_removal_divisor, 6, "{kind}");
        let caps: Vec<_> = rules
            .caps
            .iter()
            .map(|cap| (cap.dimension, cap.max))
            .collect();
        let expected = [
            (Dimension::NodeProvider, 1),
            (Dimension::DataCenter, 1),
            (Dimension::DataCenterOwner, 1),
            (Dimension::Country, country),
        ];
        assert_eq!(caps, expected, "{kind}");
        assert_eq!(rules.special_caps.is_empty(), kind != "nns", "{kind}");
        assert_eq!(rules.shares.is_empty(), kind != "fiduciary", "{kind}");
        assert!(rules.forbidden_tags.is_empty(), "{kind}");
        let tags: &[&str] = match kind {
            "european" => &["EU", "CH", "GB"],
            "swiss" => &["CH"],
            "us" => &["US"],
            _ => &[],
        };
        assert_eq!(rules.required_tags, tags, "{kind}");
    }
}

#[test]
fn should_know_the_kinds_of_subnets() {
    let named = [
        (
            "tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe",
            "nns",
        ),
        (
            "x33ed-h457x-bsgyx-oqxqf-6pzwv-wkhzr-rm2j3-npodi-purzm-n66cg-gae",
            "sns",
        ),
        (
            "uzr34-akd3s-xrdag-3ql62-ocgoh-ld2ao-tamcv-54e7j-krwgb-2gm4z-oqe",
            "internet-identity",
        ),
        (
            "pzp6e-ekpqk-3c5x7-2h6so-njoeq-mt45d-h3h6c-q3mxf-vpeq5-fk5o7-yae",
            "fiduciary",
        ),
        (
            "bkfrj-6k62g-dycql-7h53p-atvkj-zg4to-gaogh-netha-ptybj-ntsgw-rqe",
            "european",
        ),
        (
            "w4rem-dv5e3-widiz-wbpea-kbttk-mnzfm-tzrc7-svcj3-kbxyb-zamch-hqe",
            "bitcoin",
        ),
        (
            "o3ow2-2ipam-6fcjo-3j5vt-fzbge-2g7my-5fz2m-p4o2t-dwlc4-gt2q7-5ae",
            "application",
        ),
        ("", "application"),
    ];
    for (subnet, kind) in named {
        assert_eq!(kind_of(subnet), kind);
        assert!(KINDS.contains(&kind));
        if !subnet.is_empty() {
            // No letter was lost: the text of a principal has a checksum.
            assert!(candid::Principal::from_text(subnet).is_ok());
        }
    }
    assert!(candid::Principal::from_text(DFINITY).is_ok());
}

#[test]
fn should_let_dfinity_have_three_nodes_of_the_nns() {
    let mut network = Network::default();
    let others = independent(&mut network, 37);
    let stockholm = class(&mut network, [DFINITY, "sh1", "digital realty", "SE"]);
    let zurich = class(&mut network, [DFINITY, "zh2", "everyware", "CH"]);
    let with = |own: &[u32]| {
        let members = [&others[..40 - own.len()], own].concat();
        weight(&network, "nns", &members)
    };
    assert_eq!(with(&[stockholm, stockholm, zurich]), 0);
    // A fourth node, which is the second one in its data centre and of that one's owner.
    let four = [stockholm, stockholm, zurich, zurich];
    assert_eq!(with(&four), RULE_WEIGHT + 2 * CAP_WEIGHT);
    // A third node in the data centre that may have two, and of its owner.
    assert_eq!(with(&[stockholm; 3]), 2 * RULE_WEIGHT);
}

#[test]
fn should_keep_fiduciary_nodes_below_a_third_in_the_us() {
    let mut network = Network::default();
    let others = independent(&mut network, 34);
    let mut american = |number: usize| {
        let name = |of: &str| format!("american {of} {number}");
        class(
            &mut network,
            [&name("provider"), &name("dc"), &name("owner"), "US"],
        )
    };
    let americans: Vec<_> = (0..12).map(&mut american).collect();
    let with = |count: usize| [&americans[..count], &others[count..]].concat();
    // The cap of a country is 3.
    assert_eq!(weight(&network, "fiduciary", &with(3)), 0);
    assert_eq!(weight(&network, "fiduciary", &with(11)), 8 * CAP_WEIGHT);
    let twelve = weight(&network, "fiduciary", &with(12));
    assert_eq!(twelve, 9 * CAP_WEIGHT + RULE_WEIGHT);
}

#[test]
fn should_hold_european_subnets_to_europe() {
    let mut network = Network::default();
    let mut member = |number: usize, country: &str| {
        let name = |of: &str| format!("{of} {number}");
        class(
            &mut network,
            [&name("provider"), &name("dc"), &name("owner"), country],
        )
    };
    let europe = [
        "CH", "CH", "GB", "GB", "DE", "DE", "FR", "FR", "SI", "SI", "ES", "ES", "HR",
    ];
    let mut members: Vec<_> = (0..)
        .zip(europe)
        .map(|(number, code)| member(number, code))
        .collect();
    let norwegian = member(13, "NO");
    assert_eq!(weight(&network, "european", &members), 0);
    members[12] = norwegian;
    assert_eq!(weight(&network, "european", &members), RULE_WEIGHT);
}

#[test]
fn should_know_countries_of_tags() {
    let (eu, eea) = (countries("EU").unwrap(), countries("EEA").unwrap());
    assert_eq!((eu.len(), eea.len()), (27, 30));
    assert!(eu.iter().all(|code| eea.contains(code)));
    for codes in [&eu, &eea] {
        assert!(codes.is_sorted_by(|one, next| one < next));
    }
    for outside in ["CH", "GB", "NO"] {
        assert!(!eu.iter().any(|code| code == outside));
    }
    assert!(eea.iter().any(|code| code == "NO"));
    assert_eq!(countries("CH"), Some(vec!["CH".into()]));
    assert_eq!(countries("UK"), Some(vec!["GB".into()]));
    assert_eq!(countries("GB"), Some(vec!["GB".into()]));
    for none in ["", "C", "ch", "USA", "C1", "é", "ÉÉ"] {
        assert_eq!(countries(none), None, "{none}");
    }
}

//! The rules that the network adopted, by kind of subnet.
//!
//! The numbers are those of NNS motion 135700, which repeats 133841 and 132136 but for its
//! exemption on the NNS subnet; kinds that it does not know, and rules that it does not have, say
//! where they come from: see [`source`]. They are a beginning, and a policy by proposal takes
//! their place.
//!
//! Names in these rules are written as the network writes them: principals, data-centre ids,
//! canonical names of owners. Files of the network do not agree on capitals and blanks in owners'
//! names, so whoever reads files folds both there and in [`Tags::actor_key`].
//!
//! [`Tags::actor_key`]: super::jurisdiction::Tags::actor_key

use bonafide_types::registry::{Dimension, NodeCap, ShareRule, SpecialCap, SubnetRules};

#[cfg(test)]
mod tests;

/// All kinds.
pub const KINDS: [&str; 12] = [
    "nns",
    "sns",
    "fiduciary",
    "internet-identity",
    "ecdsa-signing",
    "ecdsa-backup",
    "bitcoin",
    "european",
    "swiss",
    "us",
    "storage",
    DEFAULT_KIND,
];

/// The kind of a subnet that nobody named.
pub const DEFAULT_KIND: &str = "application";

/// The provider that runs three nodes of the NNS subnet.
const DFINITY: &str = "bvcsg-3od6r-jnydw-eysln-aql7w-td5zn-ay5m6-sibd2-jzojt-anwag-mqe";

/// Members of the European Union since 1 February 2020.
const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];
/// What the European Economic Area has beside these.
const EEA_BESIDE_EU: [&str; 3] = ["IS", "LI", "NO"];

/// The rules of a kind; `None` when it is not one of [`KINDS`].
#[must_use]
pub fn rules(kind: &str) -> Option<SubnetRules> {
    let rules = match kind {
        // The motion names 43, which the subnet is growing to.
        "nns" => SubnetRules {
            min_size: 40,
            special_caps: vec![
                special(Dimension::NodeProvider, DFINITY, 3),
                special(Dimension::DataCenter, "sh1", 2),
                special(Dimension::DataCenterOwner, "Digital Realty", 2),
            ],
            ..common(43, 3)
        },
        "sns" => common(34, 3),
        "fiduciary" => SubnetRules {
            shares: vec![ShareRule {
                tag: "US".into(),
                numerator: 1,
                denominator: 3,
                strict: true,
            }],
            ..common(34, 3)
        },
        "internet-identity" => with_sev(common(34, 3)),
        "ecdsa-signing" | "ecdsa-backup" => with_sev(common(28, 3)),
        "bitcoin" | DEFAULT_KIND => common(13, 2),
        "european" => with_sev(in_countries(&["EU", "CH", "GB"], common(13, 2))),
        "swiss" => with_sev(in_countries(&["CH"], common(13, 13))),
        "us" => in_countries(&["US"], common(13, 13)),
        "storage" => common(4, 1),
        _ => return None,
    };
    Some(rules)
}

/// Where the rules of a kind come from; nothing when it is not one of [`KINDS`].
#[must_use]
pub fn source(kind: &str) -> &'static str {
    match kind {
        "nns" => {
            "NNS motion 135700: 43 nodes, of which the subnet has 40 at least so far; three nodes \
             of DFINITY are exempt"
        }
        "fiduciary" => "NNS motion 135700; fewer than 1/3 of the nodes in the United States",
        "european" => {
            "NNS motion 135700; countries of the European Union, Switzerland and the United Kingdom"
        }
        "swiss" => "NNS motion 135700: all 13 nodes in Switzerland",
        "us" => "NNS motion 137147: 13 nodes in the United States; other caps as in 135700",
        "storage" => {
            "4 nodes, the fewest that survive one failure: one of each actor, so that no one stops it"
        }
        "sns" | "internet-identity" | "ecdsa-signing" | "ecdsa-backup" | "bitcoin"
        | DEFAULT_KIND => "NNS motion 135700",
        _ => "",
    }
}

/// The kind of a subnet by its principal in text.
#[must_use]
pub fn kind_of(subnet: &str) -> &'static str {
    match subnet {
        "tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe" => "nns",
        "x33ed-h457x-bsgyx-oqxqf-6pzwv-wkhzr-rm2j3-npodi-purzm-n66cg-gae" => "sns",
        "pzp6e-ekpqk-3c5x7-2h6so-njoeq-mt45d-h3h6c-q3mxf-vpeq5-fk5o7-yae" => "fiduciary",
        "uzr34-akd3s-xrdag-3ql62-ocgoh-ld2ao-tamcv-54e7j-krwgb-2gm4z-oqe" => "internet-identity",
        "w4rem-dv5e3-widiz-wbpea-kbttk-mnzfm-tzrc7-svcj3-kbxyb-zamch-hqe" => "bitcoin",
        "bkfrj-6k62g-dycql-7h53p-atvkj-zg4to-gaogh-netha-ptybj-ntsgw-rqe" => "european",
        _ => DEFAULT_KIND,
    }
}

/// The countries of a tag: `EU`, `EEA`, or any two capital letters, which are the code of one
/// country; `UK` is `GB`. `None` for anything else. Whether a code is assigned is not asked: no
/// node is in a country that does not exist.
#[must_use]
pub fn countries(tag: &str) -> Option<Vec<String>> {
    let of = |codes: &[&str]| Some(codes.iter().map(|code| String::from(*code)).collect());
    match tag {
        "EU" => of(&EU),
        "EEA" => {
            let mut codes = [&EU[..], &EEA_BESIDE_EU].concat();
            codes.sort_unstable();
            of(&codes)
        }
        "UK" => of(&["GB"]),
        code if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            of(&[code])
        }
        _ => None,
    }
}

/// What all kinds have in common: so many nodes, one of each provider, data centre and owner,
/// and a cap on countries.
fn common(size: u32, country: u32) -> SubnetRules {
    let cap = |dimension, max| NodeCap { dimension, max };
    SubnetRules {
        min_size: size,
        max_size: size,
        byzantine_size: true,
        caps: vec![
            cap(Dimension::NodeProvider, 1),
            cap(Dimension::DataCenter, 1),
            cap(Dimension::DataCenterOwner, 1),
            cap(Dimension::Country, country),
        ],
        healthy_removal_divisor: 6,
        ..SubnetRules::default()
    }
}

fn with_sev(rules: SubnetRules) -> SubnetRules {
    SubnetRules { sev: true, ..rules }
}

fn in_countries(tags: &[&str], rules: SubnetRules) -> SubnetRules {
    SubnetRules {
        required_tags: tags.iter().map(|tag| String::from(*tag)).collect(),
        ..rules
    }
}

fn special(dimension: Dimension, actor: &str, max: u32) -> SpecialCap {
    SpecialCap {
        dimension,
        actor: actor.into(),
        min: 0,
        max,
    }
}

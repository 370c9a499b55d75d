use super::*;
use bonafide_types::registry::ImportRow;
use std::collections::BTreeSet;

const SMALL: &str = "bonafide-facts 1
# a comment
job\tnetwork\texample/network\t2025-10-31
job\tdeclarations\texample/declarations\tabc
data-center\tan1\tAntwerp\tDatacenter United\tEurope,BE,Antwerp\t51219400\t4402500
data-center\tzh1\tZurich\tEveryware\tEurope,CH,Zurich\t-\t-
provider\t2vxsx-fae\tFirst, Ltd
subnet\taaaaa-aa
operator\trrkah-fqaaa-aaaaa-aaaaq-cai\t0\t1
node\tryjl3-tyaaa-aaaaa-aaaba-cai\t2001:db8::1\treplica\tup\tGen1\t0
node\tr7inp-6aaaa-aaaaa-aaabq-cai\t2001:db8::2\tspare\tdown\t-\t-
declared\trwlgt-iiaaa-aaaaa-aaaaa-cai\t-
declaration\t1\tsecond\t135172
document\tsecond.pdf\tself-declaration\t42d3114d4cf04edbb2cfffae40ea05707882f3b7198e5804ef67cff5cebc3ece
";

#[test]
fn a_file_reads_and_writes_back() {
    let facts = Facts::read(SMALL).unwrap();
    assert_eq!(facts.network.rows().len(), 7);
    assert_eq!(facts.declarations.rows().len(), 2);
    let written = facts.write("made by a test\nin two lines");
    assert_eq!(Facts::read(&written).unwrap(), facts);
    assert_eq!(
        Facts::read(&written)
            .unwrap()
            .write("made by a test\nin two lines"),
        written
    );
}

#[test]
fn a_broken_line_is_named() {
    for (from, to, line, field) in [
        ("bonafide-facts 1", "bonafide-facts 2", 1, "format"),
        ("2vxsx-fae\t", "2vxsx-fax\t", 7, "id"),
        ("\t0\t1\n", "\t0\t2\n", 9, "data-center"),
        ("\t0\t1\n", "\t9\t1\n", 9, "provider"),
        ("\tspare\t", "\tidle\t", 11, "role"),
        ("\tdown\t", "\tdead\t", 11, "status"),
        ("51219400", "51.2194", 5, "latitude"),
        ("\t51219400\t", "\t-\t", 5, "longitude"),
        ("cebc3ece", "cebc3e", 14, "sha256"),
        ("declared\t", "declarer\t", 12, "kind"),
        ("\t135172", "\t135172\tx", 13, "end of line"),
        ("\t135172", "", 13, "proposal"),
        (
            "job\tdeclarations\texample/declarations\tabc\n",
            "",
            1,
            "job",
        ),
    ] {
        let error = Facts::read(&SMALL.replacen(from, to, 1)).unwrap_err();
        assert_eq!((error.line, error.field.as_str()), (line, field), "{error}");
    }
}

const NETWORK: &str = include_str!("../../../../../tests/fixtures/network-2025-10-31.facts");

fn count(job: &Job, kind: fn(&ImportRow) -> bool) -> usize {
    job.rows().iter().filter(|row| kind(row)).count()
}

#[test]
fn the_network_of_2025_10_31_is_whole() {
    let facts = Facts::read(NETWORK).unwrap();
    let Facts {
        network,
        declarations,
    } = &facts;
    assert_eq!(
        count(network, |row| matches!(row, ImportRow::DataCenter { .. })),
        94
    );
    assert_eq!(
        count(network, |row| matches!(
            row,
            ImportRow::DataCenter { gps: Some(_), .. }
        )),
        26
    );
    assert_eq!(
        count(network, |row| matches!(row, ImportRow::Operator { .. })),
        143
    );
    assert_eq!(
        count(network, |row| matches!(row, ImportRow::Subnet { .. })),
        47
    );
    assert_eq!(
        count(network, |row| matches!(row, ImportRow::Node { .. })),
        1_447
    );
    assert_eq!(network.providers().len(), 69);
    let declared: BTreeSet<_> = declarations
        .rows()
        .iter()
        .filter_map(|row| match row {
            ImportRow::Declaration { provider, .. } => Some(*provider),
            _ => None,
        })
        .collect();
    assert_eq!(declared.len(), 101);
    assert_eq!(declarations.providers().len(), 34);
    assert_eq!(
        network.providers().union(&declarations.providers()).count(),
        103
    );
    assert_eq!(network.providers().difference(&declared).count(), 2);
    let documents = declarations.rows().iter().map(|row| match row {
        ImportRow::Declaration { documents, .. } => documents.len(),
        _ => 0,
    });
    assert_eq!(documents.sum::<usize>(), 267);
}

#[test]
fn the_network_of_2025_10_31_is_compact_and_writes_back_byte_for_byte() {
    assert!(NETWORK.len() < 250_000, "{} bytes", NETWORK.len());
    let header: Vec<_> = NETWORK
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .collect();
    assert_eq!(
        Facts::read(NETWORK).unwrap().write(&header.join("\n")),
        NETWORK
    );
}

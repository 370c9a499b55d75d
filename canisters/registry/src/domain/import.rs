//! How an import is named by its content, and what each of its rows must look like.

use super::{coordinates, dc_id, hardware, ipv6, principal, region, text};
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::{FILE_NAME_BYTES, NAME_BYTES, PUBLISHED_DOCUMENTS};
use bonafide_types::registry::{ImportRow, NodeRole, Provenance, RegistryError};
use sha2::{Digest, Sha256};

/// Sets source hashes apart from all other hashes: length, then words.
const DOMAIN: &[u8] = b"\x0Fbonafide-import";

/// The hash of a page.
#[must_use]
pub fn page_hash(bytes: &[u8]) -> Sha256Hash {
    Sha256Hash(Sha256::digest(bytes).into())
}

/// The hash that names an import: over the hashes of its pages, in order.
#[must_use]
pub fn source_hash(page_hashes: &[Sha256Hash]) -> Sha256Hash {
    let mut hasher = Sha256::new_with_prefix(DOMAIN);
    for hash in page_hashes {
        hasher.update(hash.0);
    }
    Sha256Hash(hasher.finalize().into())
}

/// Whether a node that came as `holder` says leaves its address to another node that
/// `import_id` brings: a machine was set up anew under another id between two snapshots. A
/// snapshot that names an address twice contradicts itself, and what an operator registered
/// stays.
#[must_use]
pub fn gives_way(holder: Provenance, import_id: u64) -> bool {
    matches!(holder, Provenance::Imported(other) if other != import_id)
}

/// Checks what a row says by itself; what it refers to is checked against the state.
///
/// # Errors
/// As the records' own updates give them.
pub fn check_row(row: &ImportRow) -> Result<(), RegistryError> {
    match row {
        ImportRow::DataCenter {
            id,
            name,
            owner,
            region,
            gps,
        } => {
            dc_id::check("id", id)?;
            text::check("name", name, NAME_BYTES)?;
            text::check("owner", owner, NAME_BYTES)?;
            region::parse(region)?;
            gps.map_or(Ok(()), coordinates::check)
        }
        ImportRow::Provider { id, name } => {
            principal::check("id", id.0)?;
            text::check_optional("name", name.as_deref(), NAME_BYTES)
        }
        ImportRow::Operator { id, provider, .. } => {
            principal::check("id", id.0)?;
            principal::check_operator(*id, *provider)
        }
        ImportRow::Subnet { id } => principal::check("id", id.0),
        ImportRow::Node {
            id,
            role,
            ipv6,
            generation,
            subnet,
            ..
        } => {
            principal::check("id", id.0)?;
            ipv6::parse_address("ipv6", ipv6)?;
            generation
                .as_deref()
                .map_or(Ok(()), hardware::check_generation)?;
            match (role, subnet) {
                (NodeRole::Replica, None) => Err(text::invalid("subnet", "", "a replica has one")),
                (NodeRole::Unassigned | NodeRole::ApiBoundary, Some(subnet)) => {
                    let rule = "only a replica has one";
                    Err(text::invalid("subnet", &subnet.to_string(), rule))
                }
                _ => Ok(()),
            }
        }
        ImportRow::Declaration {
            slug, documents, ..
        } => {
            text::check_file_name("slug", slug, FILE_NAME_BYTES)?;
            text::check_count("documents", documents.len(), PUBLISHED_DOCUMENTS)?;
            documents.iter().try_for_each(|document| {
                text::check_file_name("documents.file", &document.file, FILE_NAME_BYTES)?;
                text::check("documents.kind", &document.kind, FILE_NAME_BYTES)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::id::{NodeId, OperatorId, ProviderId, SubnetId};
    use bonafide_types::registry::{Gps, NodeStatus, PublishedDocument};
    use candid::Principal;

    fn someone(byte: u8) -> Principal {
        Principal::from_slice(&[byte])
    }

    fn node(role: NodeRole, subnet: Option<u8>, ipv6: &str) -> ImportRow {
        ImportRow::Node {
            id: NodeId(someone(1)),
            operator: OperatorId(someone(2)),
            role,
            status: NodeStatus::Up,
            ipv6: ipv6.into(),
            generation: None,
            subnet: subnet.map(|byte| SubnetId(someone(byte))),
        }
    }

    fn declaration(file: &str, documents: usize) -> ImportRow {
        let document = PublishedDocument {
            file: file.into(),
            kind: "self-declaration".into(),
            sha256: Sha256Hash([0; 32]),
        };
        ImportRow::Declaration {
            provider: ProviderId(someone(3)),
            slug: "example".into(),
            nns_proposal: None,
            documents: vec![document; documents],
        }
    }

    fn data_center(id: &str, owner: &str, region: &str, latitude_udeg: i32) -> ImportRow {
        ImportRow::DataCenter {
            id: id.into(),
            name: "Name".into(),
            owner: owner.into(),
            region: region.into(),
            gps: Some(Gps {
                latitude_udeg,
                longitude_udeg: 0,
            }),
        }
    }

    #[test]
    fn should_hash_pages_in_order_and_apart_from_other_hashes() {
        let pages = [page_hash(b"one"), page_hash(b"two")];
        let expected = Sha256::digest([DOMAIN, &pages[0].0, &pages[1].0].concat());
        assert_eq!(source_hash(&pages).0, <[u8; 32]>::from(expected));
        assert_ne!(source_hash(&[pages[1], pages[0]]), source_hash(&pages));
        assert_eq!(DOMAIN.len(), 16);
    }

    #[test]
    fn should_give_an_address_away_to_another_import_only() {
        assert!(gives_way(Provenance::Imported(1), 2));
        assert!(gives_way(Provenance::Imported(2), 1));
        for stays in [
            Provenance::Imported(1),
            Provenance::SelfRegistered,
            Provenance::Proposal,
        ] {
            assert!(!gives_way(stays, 1), "{stays:?}");
        }
    }

    #[test]
    fn should_take_good_rows_and_refuse_bad_ones() {
        let operator = |id, provider| ImportRow::Operator {
            id: OperatorId(someone(id)),
            provider: ProviderId(someone(provider)),
            dc_id: "zh1".into(),
        };
        let provider = |name: Option<&str>| ImportRow::Provider {
            id: ProviderId(someone(1)),
            name: name.map(String::from),
        };
        let anonymous = SubnetId(Principal::anonymous());
        let subnet = SubnetId(someone(1));
        for (row, good) in [
            (data_center("zh1", "Owner", "Europe,CH,Zurich", 0), true),
            (data_center("ZH1", "Owner", "Europe,CH,Zurich", 0), false),
            (data_center("zh1", "Owner ", "Europe,CH,Zurich", 0), false),
            (data_center("zh1", "Owner", "Europe,CH", 0), false),
            (
                data_center("zh1", "Owner", "Europe,CH,Zurich", i32::MAX),
                false,
            ),
            (provider(None), true),
            (provider(Some("Name")), true),
            (provider(Some("")), false),
            (operator(1, 2), true),
            (operator(1, 1), false),
            (ImportRow::Subnet { id: subnet }, true),
            (ImportRow::Subnet { id: anonymous }, false),
            (node(NodeRole::Replica, Some(9), "2001:db8::1"), true),
            (node(NodeRole::Unassigned, None, "2001:db8::1"), true),
            (node(NodeRole::Replica, None, "2001:db8::1"), false),
            (node(NodeRole::ApiBoundary, Some(9), "2001:db8::1"), false),
            (node(NodeRole::Unassigned, None, "10.0.0.1"), false),
            (declaration("a.pdf", 64), true),
            (declaration("a.pdf", 65), false),
            (declaration("../a.pdf", 1), false),
        ] {
            assert_eq!(check_row(&row).is_ok(), good, "{row:?}");
        }
    }
}

//! Brings one page of an approved import. Anyone but the anonymous principal: the page's
//! hash was voted on, so it does not matter who brings it; when does, see `ImportSuperseded`.
//!
//! Pages come in order. One that was taken already changes nothing, so a sender that lost
//! an answer sends it again. A page with a bad row is refused whole.
//!
//! A node takes its address over from a node that another import brought, which leaves the
//! registry. From a node of the same import, one that its operator registered, or an API
//! boundary node of this registry, it cannot.

use super::Decision;
use crate::domain::{import, text};
use crate::state::{Event, State};
use bonafide_kit::{Ctx, cbor};
use bonafide_types::id::{Blob, NodeId, OperatorId, ProviderId, SubnetId};
use bonafide_types::limits::{IMPORT_PAGE_BYTES, IMPORT_PAGE_ROWS};
use bonafide_types::registry::{ImportJob, ImportPageArgs, ImportRow, Provenance, RegistryError};
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv6Addr;

/// Decides; the reply is the import as it stands afterwards.
///
/// # Errors
/// [`RegistryError::ImportNotFound`], [`RegistryError::ImportSourceMismatch`],
/// [`RegistryError::ImportSuperseded`], [`RegistryError::ImportPageOutOfOrder`],
/// [`RegistryError::ImportPageMismatch`],
/// [`RegistryError::ImportPageMalformed`], [`RegistryError::ImportRowRefused`], and a page
/// of too many bytes or rows.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: ImportPageArgs,
    _: &Ctx,
) -> Result<Decision<ImportJob>, RegistryError> {
    let ImportPageArgs {
        import_id,
        source_hash,
        page,
        rows: bytes,
    } = args;
    let mut job = state
        .import(import_id)
        .ok_or(RegistryError::ImportNotFound { import_id })?;
    if source_hash != job.source_hash {
        return Err(RegistryError::ImportSourceMismatch {
            given: source_hash,
            expected: job.source_hash,
        });
    }
    if page < job.next_page {
        return Ok(Decision::unchanged(job));
    }
    // What was approved long ago and left unfinished must not undo what came since, whoever
    // brings it. Newer imports are as few as votes since then.
    let newer = state
        .imports
        .after(Some(&import_id.to_be_bytes()))
        .map(|(_, newer)| newer)
        .find(|newer| newer.source == job.source && newer.next_page > 0);
    if let Some(newer) = newer {
        return Err(RegistryError::ImportSuperseded {
            import_id,
            by: newer.id,
        });
    }
    let approved = state.import_page_hash(import_id, page);
    let Some(approved) = approved.filter(|_| page == job.next_page) else {
        return Err(RegistryError::ImportPageOutOfOrder {
            given: page,
            expected: job.next_page,
            pages: job.pages,
        });
    };
    check_size(bytes.len())?;
    let given = import::page_hash(&bytes);
    if given != approved {
        return Err(RegistryError::ImportPageMismatch {
            page,
            given,
            expected: approved,
        });
    }
    let rows = check_rows(state, import_id, page, &bytes)?;
    job.next_page += 1;
    job.rows += rows;
    let event = Event::ImportPageTaken {
        import_id,
        page,
        rows: Blob(bytes.into_vec()),
    };
    Ok(Decision::change(event, job))
}

fn check_size(bytes: usize) -> Result<(), RegistryError> {
    if bytes <= IMPORT_PAGE_BYTES {
        return Ok(());
    }
    Err(RegistryError::TextTooLong {
        field: "rows".into(),
        bytes: bytes as u64,
        limit: IMPORT_PAGE_BYTES as u64,
    })
}

/// Checks every row of a page against the state as the rows before it leave it, and counts
/// them.
pub(crate) fn check_rows<M: Memory>(
    state: &State<M>,
    import_id: u64,
    page: u32,
    bytes: &[u8],
) -> Result<u64, RegistryError> {
    let rows: Vec<ImportRow> =
        cbor::decode(bytes).map_err(|error| RegistryError::ImportPageMalformed {
            page,
            reason: error.to_string(),
        })?;
    text::check_count("rows", rows.len(), IMPORT_PAGE_ROWS)?;
    let mut preview = Preview::of(state, import_id);
    for (at, row) in (0..).zip(&rows) {
        import::check_row(row)
            .and_then(|()| preview.take(row))
            .map_err(|error| RegistryError::ImportRowRefused {
                page,
                row: at,
                reason: error.to_string(),
            })?;
    }
    Ok(rows.len() as u64)
}

/// The state with the page's earlier rows in it, as far as later rows refer to it.
struct Preview<'a, M: Memory> {
    state: &'a State<M>,
    import_id: u64,
    data_centers: BTreeSet<String>,
    providers: BTreeSet<ProviderId>,
    operators: BTreeSet<OperatorId>,
    subnets: BTreeSet<SubnetId>,
    /// Where the page's nodes stand now; nowhere those that lost their address to another.
    nodes: BTreeMap<NodeId, Option<Ipv6Addr>>,
    /// Who has the addresses that the page's nodes took or left.
    addresses: BTreeMap<Ipv6Addr, Option<NodeId>>,
}

impl<'a, M: Memory> Preview<'a, M> {
    fn of(state: &'a State<M>, import_id: u64) -> Self {
        Self {
            state,
            import_id,
            data_centers: BTreeSet::new(),
            providers: BTreeSet::new(),
            operators: BTreeSet::new(),
            subnets: BTreeSet::new(),
            nodes: BTreeMap::new(),
            addresses: BTreeMap::new(),
        }
    }

    /// Takes over a row, when what it refers to is there.
    fn take(&mut self, row: &ImportRow) -> Result<(), RegistryError> {
        match row {
            ImportRow::DataCenter { id, .. } => {
                self.data_centers.insert(id.clone());
            }
            ImportRow::Provider { id, .. } => {
                self.providers.insert(*id);
            }
            ImportRow::Operator {
                id,
                provider,
                dc_id,
            } => {
                self.need_provider(*provider)?;
                self.need_data_center(dc_id)?;
                self.operators.insert(*id);
            }
            ImportRow::Subnet { id } => {
                self.subnets.insert(*id);
            }
            ImportRow::Node {
                id,
                operator,
                ipv6,
                subnet,
                ..
            } => {
                self.need_operator(*operator)?;
                subnet.map_or(Ok(()), |subnet| self.need_subnet(subnet))?;
                self.move_node(*id, ipv6)?;
            }
            ImportRow::Declaration { provider, .. } => self.need_provider(*provider)?,
        }
        Ok(())
    }

    // What was found once is remembered: most rows of a page refer to the same few records.

    fn need_provider(&mut self, id: ProviderId) -> Result<(), RegistryError> {
        let known = self.providers.contains(&id) || self.state.providers.contains(id.as_slice());
        if !known {
            return Err(RegistryError::ProviderNotFound { id });
        }
        self.providers.insert(id);
        Ok(())
    }

    fn need_data_center(&mut self, dc_id: &str) -> Result<(), RegistryError> {
        let known =
            self.data_centers.contains(dc_id) || self.state.data_centers.contains(dc_id.as_bytes());
        if !known {
            return Err(RegistryError::DataCenterNotFound {
                dc_id: text::shortened(dc_id),
            });
        }
        Ok(())
    }

    fn need_operator(&mut self, id: OperatorId) -> Result<(), RegistryError> {
        let known =
            self.operators.contains(&id) || self.state.node_operators.contains(id.as_slice());
        if !known {
            return Err(RegistryError::NodeOperatorNotFound { id });
        }
        self.operators.insert(id);
        Ok(())
    }

    fn need_subnet(&mut self, id: SubnetId) -> Result<(), RegistryError> {
        let known = self.subnets.contains(&id) || self.state.subnets.contains(id.as_slice());
        if !known {
            let rule = "a subnet that stands before its members";
            return Err(text::invalid("subnet", &id.to_string(), rule));
        }
        self.subnets.insert(id);
        Ok(())
    }

    /// Gives a node its address, which another may have to leave. A node that its operator
    /// registered stays where it is.
    fn move_node(&mut self, id: NodeId, given: &str) -> Result<(), RegistryError> {
        let address = parsed("ipv6", given)?;
        let left = match self.nodes.get(&id) {
            Some(stands) => *stands,
            None => match self.state.node(id) {
                Some(stored) if !matches!(stored.provenance, Provenance::Imported(_)) => {
                    return Ok(());
                }
                Some(stored) => Some(parsed("ipv6", &stored.ipv6)?),
                None => None,
            },
        };
        let holder = match self.addresses.get(&address) {
            Some(holder) => *holder,
            None => self.state.node_at(address),
        };
        if let Some(holder) = holder.filter(|holder| *holder != id) {
            if !self.gives_way(holder) {
                return Err(RegistryError::AddressInUse {
                    ipv6: address.to_string(),
                    node: holder,
                });
            }
            self.nodes.insert(holder, None);
        }
        if let Some(left) = left {
            self.addresses.insert(left, None);
        }
        self.addresses.insert(address, Some(id));
        self.nodes.insert(id, Some(address));
        Ok(())
    }

    /// Whether a node leaves its address to another. One that stands where this page put it
    /// came with this import, whatever the state says of it. A boundary node leaves by
    /// proposal only, so that enough operators of boundary nodes stay.
    fn gives_way(&self, holder: NodeId) -> bool {
        !self.nodes.contains_key(&holder)
            && !self.state.api_boundary_nodes.contains(holder.as_slice())
            && self
                .state
                .node(holder)
                .is_some_and(|stored| import::gives_way(stored.provenance, self.import_id))
    }
}

fn parsed(field: &str, ipv6: &str) -> Result<Ipv6Addr, RegistryError> {
    ipv6.parse()
        .map_err(|_| text::invalid(field, ipv6, "an IPv6 address"))
}

#[cfg(test)]
pub(crate) mod tests;

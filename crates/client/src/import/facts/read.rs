use super::{Facts, FactsError, MAGIC};
use crate::import::Job;
use bonafide_types::{
    id::{OperatorId, ProviderId, Sha256Hash, SubnetId},
    registry::{Gps, ImportRow, NodeRole, NodeStatus, PublishedDocument},
};
use candid::Principal;
use std::str::FromStr;

pub(super) fn read(text: &str) -> Result<Facts, FactsError> {
    let mut lines = text.lines().zip(1..);
    if lines.next().map(|(line, _)| line) != Some(MAGIC) {
        let reason = format!("expected {MAGIC:?}");
        return Err(FactsError {
            line: 1,
            field: "format".into(),
            reason,
        });
    }
    let mut reader = Reader::default();
    for (line, number) in lines {
        if !line.is_empty() && !line.starts_with('#') {
            reader.line(&mut Fields {
                line: number,
                left: line.split('\t'),
            })?;
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    jobs: [Option<(String, String)>; 2],
    data_centers: Vec<String>,
    providers: Vec<ProviderId>,
    subnets: Vec<SubnetId>,
    operator: Option<OperatorId>,
    network: Vec<ImportRow>,
    declarations: Vec<ImportRow>,
}

impl Reader {
    fn line(&mut self, fields: &mut Fields<'_>) -> Result<(), FactsError> {
        let kind = fields.text("kind")?;
        match kind {
            "job" => self.job(fields)?,
            "data-center" => {
                let row = data_center(fields)?;
                if let ImportRow::DataCenter { id, .. } = &row {
                    self.data_centers.push(id.clone());
                }
                self.network.push(row);
            }
            "provider" | "declared" => {
                let id = ProviderId(fields.parse("id")?);
                let name = fields.optional::<String>("name")?;
                self.providers.push(id);
                let rows = if kind == "provider" {
                    &mut self.network
                } else {
                    &mut self.declarations
                };
                rows.push(ImportRow::Provider { id, name });
            }
            "subnet" => {
                let id = SubnetId(fields.parse("id")?);
                self.subnets.push(id);
                self.network.push(ImportRow::Subnet { id });
            }
            "operator" => {
                let id = OperatorId(fields.parse("id")?);
                let provider = *fields.place("provider", &self.providers)?;
                let dc_id = fields.place("data-center", &self.data_centers)?.clone();
                self.operator = Some(id);
                self.network.push(ImportRow::Operator {
                    id,
                    provider,
                    dc_id,
                });
            }
            "node" => self.node(fields)?,
            "declaration" => {
                let provider = *fields.place("provider", &self.providers)?;
                let slug = fields.text("slug")?.into();
                let nns_proposal = fields.optional("proposal")?;
                let documents = Vec::new();
                self.declarations.push(ImportRow::Declaration {
                    provider,
                    slug,
                    nns_proposal,
                    documents,
                });
            }
            "document" => self.document(fields)?,
            other => return Err(fields.error("kind", format!("{other:?} is not a kind of line"))),
        }
        fields.end()
    }

    fn job(&mut self, fields: &mut Fields<'_>) -> Result<(), FactsError> {
        let slot = match fields.text("job")? {
            "network" => 0,
            "declarations" => 1,
            other => return Err(fields.error("job", format!("{other:?} is not a job"))),
        };
        self.jobs[slot] = Some((
            fields.text("source")?.into(),
            fields.text("version")?.into(),
        ));
        Ok(())
    }

    fn node(&mut self, fields: &mut Fields<'_>) -> Result<(), FactsError> {
        let Some(operator) = self.operator else {
            return Err(fields.error("node", "no operator stands above"));
        };
        let id = fields.parse::<Principal>("id")?.into();
        let ipv6 = fields.text("ipv6")?.into();
        let role = match fields.text("role")? {
            "replica" => NodeRole::Replica,
            "spare" => NodeRole::Unassigned,
            "api" => NodeRole::ApiBoundary,
            other => return Err(fields.error("role", format!("{other:?} is not a role"))),
        };
        let status = match fields.text("status")? {
            "unknown" => NodeStatus::Unknown,
            "up" => NodeStatus::Up,
            "degraded" => NodeStatus::Degraded,
            "down" => NodeStatus::Down,
            other => return Err(fields.error("status", format!("{other:?} is not a status"))),
        };
        let generation = fields.optional("generation")?;
        let subnet = fields.optional_place("subnet", &self.subnets)?.copied();
        self.network.push(ImportRow::Node {
            id,
            operator,
            role,
            status,
            ipv6,
            generation,
            subnet,
        });
        Ok(())
    }

    fn document(&mut self, fields: &mut Fields<'_>) -> Result<(), FactsError> {
        let Some(ImportRow::Declaration { documents, .. }) = self.declarations.last_mut() else {
            return Err(fields.error("document", "no declaration stands above"));
        };
        let (file, kind) = (fields.text("file")?.into(), fields.text("kind")?.into());
        let mut sha256 = [0; 32];
        hex::decode_to_slice(fields.text("sha256")?, &mut sha256)
            .map_err(|error| fields.error("sha256", error.to_string()))?;
        documents.push(PublishedDocument {
            file,
            kind,
            sha256: Sha256Hash(sha256),
        });
        Ok(())
    }

    fn finish(self) -> Result<Facts, FactsError> {
        let [network, declarations] = self.jobs;
        let missing = |job: &str| FactsError {
            line: 1,
            field: "job".into(),
            reason: format!("there is no {job} line"),
        };
        let (source, version) = network.ok_or_else(|| missing("job network"))?;
        let network = Job::new(&source, &version, self.network);
        let (source, version) = declarations.ok_or_else(|| missing("job declarations"))?;
        Ok(Facts {
            network,
            declarations: Job::new(&source, &version, self.declarations),
        })
    }
}

fn data_center(fields: &mut Fields<'_>) -> Result<ImportRow, FactsError> {
    let id = fields.text("id")?.into();
    let name = fields.text("name")?.into();
    let owner = fields.text("owner")?.into();
    let region = fields.text("region")?.into();
    let gps = match (fields.optional("latitude")?, fields.optional("longitude")?) {
        (Some(latitude_udeg), Some(longitude_udeg)) => Some(Gps {
            latitude_udeg,
            longitude_udeg,
        }),
        (None, None) => None,
        _ => return Err(fields.error("longitude", "one coordinate stands without the other")),
    };
    Ok(ImportRow::DataCenter {
        id,
        name,
        owner,
        region,
        gps,
    })
}

/// The fields of one line, taken from left to right.
struct Fields<'l> {
    line: usize,
    left: std::str::Split<'l, char>,
}

impl<'l> Fields<'l> {
    fn text(&mut self, field: &str) -> Result<&'l str, FactsError> {
        match self.left.next() {
            Some("") => Err(self.error(field, "empty")),
            Some(text) => Ok(text),
            None => Err(self.error(field, "missing")),
        }
    }

    fn parse<T: FromStr<Err: std::fmt::Display>>(&mut self, field: &str) -> Result<T, FactsError> {
        let text = self.text(field)?;
        text.parse()
            .map_err(|error| self.error(field, format!("{text:?}: {error}")))
    }

    fn optional<T: FromStr<Err: std::fmt::Display>>(
        &mut self,
        field: &str,
    ) -> Result<Option<T>, FactsError> {
        let text = self.text(field)?;
        if text == "-" {
            return Ok(None);
        }
        let parsed = text
            .parse()
            .map_err(|error| self.error(field, format!("{text:?}: {error}")));
        parsed.map(Some)
    }

    fn place<'t, T>(&mut self, field: &str, of: &'t [T]) -> Result<&'t T, FactsError> {
        self.optional_place(field, of)?
            .ok_or_else(|| self.error(field, "missing"))
    }

    fn optional_place<'t, T>(
        &mut self,
        field: &str,
        of: &'t [T],
    ) -> Result<Option<&'t T>, FactsError> {
        let Some(place) = self.optional::<usize>(field)? else {
            return Ok(None);
        };
        let found = of.get(place);
        found
            .map(Some)
            .ok_or_else(|| self.error(field, format!("there is no number {place}")))
    }

    fn end(&mut self) -> Result<(), FactsError> {
        match self.left.next() {
            None => Ok(()),
            Some(extra) => {
                Err(self.error("end of line", format!("{extra:?} is one field too many")))
            }
        }
    }

    fn error(&self, field: &str, reason: impl Into<String>) -> FactsError {
        FactsError {
            line: self.line,
            field: field.into(),
            reason: reason.into(),
        }
    }
}

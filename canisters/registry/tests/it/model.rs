//! The registry told again with plain collections: no indexes, no counters, everything is
//! looked for and counted afresh.

mod import;
mod node;

use crate::step::{Row, Step};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{DeclarationStatus, Version};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Import(usize),
    Suite,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Provider {
    /// The last import that named it.
    pub(crate) imported: Option<usize>,
    /// The last name that an import gave.
    pub(crate) name: Option<u8>,
    pub(crate) profile: bool,
    pub(crate) urls: Option<usize>,
    pub(crate) published: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) language: &'static str,
    pub(crate) version: Version,
    pub(crate) body: u8,
    pub(crate) from_ns: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct Operator {
    pub(crate) provider: u8,
    pub(crate) dc: u8,
    pub(crate) allowance: u64,
    pub(crate) origin: Origin,
    /// When it last came from another provider.
    pub(crate) handed_over: Option<u64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) operator: u8,
    pub(crate) address: u8,
    pub(crate) subnet: Option<u8>,
    pub(crate) origin: Origin,
}

#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub(crate) pages: Vec<Vec<Row>>,
    pub(crate) next: usize,
    /// Nodes that its rows displaced.
    pub(crate) displaced: BTreeSet<u8>,
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) now_ns: u64,
    pub(crate) providers: BTreeMap<u8, Provider>,
    pub(crate) texts: Vec<Text>,
    /// Texts accepted by provider, oldest first, with the lapse that was written down.
    pub(crate) accepted: BTreeMap<u8, Vec<(Text, Option<u64>)>>,
    /// When a provider last accepted, and when something was last handed over to it.
    pub(crate) accepted_at: BTreeMap<u8, u64>,
    pub(crate) reopened_at: BTreeMap<u8, u64>,
    pub(crate) data_centers: BTreeMap<u8, Origin>,
    pub(crate) operators: BTreeMap<u8, Operator>,
    pub(crate) nodes: BTreeMap<u8, Node>,
    pub(crate) subnets: BTreeSet<u8>,
    pub(crate) imports: Vec<Import>,
    /// What imports did to what earlier imports brought.
    pub(crate) happened: BTreeSet<&'static str>,
}

impl Model {
    pub(crate) fn new(now_ns: u64) -> Self {
        Self {
            now_ns,
            providers: BTreeMap::new(),
            texts: Vec::new(),
            accepted: BTreeMap::new(),
            accepted_at: BTreeMap::new(),
            reopened_at: BTreeMap::new(),
            data_centers: BTreeMap::new(),
            operators: BTreeMap::new(),
            nodes: BTreeMap::new(),
            subnets: BTreeSet::new(),
            imports: Vec::new(),
            happened: BTreeSet::new(),
        }
    }

    fn last_text(&self, language: &str) -> Option<&Text> {
        let texts = self.texts.iter();
        texts
            .filter(|text| text.language == language)
            .max_by_key(|text| text.version)
    }

    /// The version a step publishes: the last one with one part raised, or the last itself.
    pub(crate) fn version(&self, language: &str, bump: u8) -> Version {
        let Some(Text { version, .. }) = self.last_text(language) else {
            return Version {
                major: 1,
                minor: 0,
                patch: 0,
            };
        };
        let Version {
            major,
            minor,
            patch,
        } = *version;
        match bump {
            0 => *version,
            1 => Version {
                major,
                minor,
                patch: patch + 1,
            },
            2 => Version {
                major,
                minor: minor + 1,
                patch: 0,
            },
            _ => Version {
                major: major + 1,
                minor: 0,
                patch: 0,
            },
        }
    }

    /// From when a step's text is in effect.
    pub(crate) fn effective_from_ns(&self, wait_days: Option<i64>) -> u64 {
        let days = wait_days.unwrap_or(0);
        let wait = days.unsigned_abs() * DAY_NS;
        if days < 0 {
            self.now_ns - wait
        } else {
            self.now_ns + wait
        }
    }

    fn current(&self, language: &str) -> Option<&Text> {
        let in_effect = |text: &&Text| text.language == language && text.from_ns <= self.now_ns;
        self.texts
            .iter()
            .filter(in_effect)
            .max_by_key(|text| text.version)
    }

    pub(crate) fn status(&self, provider: u8) -> DeclarationStatus {
        let Some((accepted, _)) = self.accepted.get(&provider).and_then(|all| all.last()) else {
            return DeclarationStatus::NotAccepted;
        };
        let mut deadline = u64::MAX;
        for text in &self.texts {
            let newer = text.version > accepted.version && text.from_ns <= self.now_ns;
            if text.language != accepted.language || !newer {
                continue;
            }
            if text.version.major != accepted.version.major {
                deadline = deadline.min(text.from_ns + 30 * DAY_NS);
            } else if text.version.minor != accepted.version.minor {
                deadline = deadline.min(text.from_ns + 90 * DAY_NS);
            }
        }
        match deadline {
            u64::MAX => DeclarationStatus::Current,
            deadline_ns if self.now_ns < deadline_ns => DeclarationStatus::Due { deadline_ns },
            since_ns => DeclarationStatus::Lapsed { since_ns },
        }
    }

    /// Every reason to refuse a step; none: it is done.
    pub(crate) fn objections(&self, step: &Step) -> Vec<&'static str> {
        let mut all = Vec::new();
        let mut object = |holds: bool, objection| {
            if holds {
                all.push(objection);
            }
        };
        match step {
            Step::Register { provider, named } => {
                object(!named, "TextEmpty");
                let there = self.providers.get(provider);
                object(
                    there.is_some_and(|row| row.profile),
                    "ProviderAlreadyRegistered",
                );
            }
            Step::Describe { caller, urls } => {
                object(!self.providers.contains_key(caller), "ProviderNotFound");
                object(*urls > 10, "TooMany");
            }
            Step::Publish {
                language,
                bump,
                body,
                wait_days,
            } => {
                let known = self.texts.iter().any(|text| text.body == *body);
                object(known, "DeclarationAlreadyPublished");
                let from_ns = self.effective_from_ns(*wait_days);
                let last = self.last_text(language);
                object(last.is_some() && *bump == 0, "VersionNotAbove");
                let too_early =
                    from_ns < self.now_ns || last.is_some_and(|last| from_ns < last.from_ns);
                object(too_early, "EffectiveTooEarly");
            }
            Step::Accept { caller, body } => {
                object(!self.providers.contains_key(caller), "ProviderNotFound");
                let text = self.texts.iter().find(|text| text.body == *body);
                let current = text.and_then(|text| self.current(text.language));
                object(current.is_none(), "DeclarationNotFound");
                let promises = |text: &Text| (text.version.major, text.version.minor);
                let in_effect = self.texts.iter().filter(|text| text.from_ns <= self.now_ns);
                let newest = in_effect.map(promises).max();
                object(
                    current.is_some_and(|text| text.body != *body || newest > Some(promises(text))),
                    "DeclarationNotCurrent",
                );
            }
            Step::AddDataCenter { dc, in_range } => {
                object(!in_range, "OutOfRange");
                object(
                    self.data_centers.contains_key(dc),
                    "DataCenterAlreadyExists",
                );
            }
            Step::AddOperator {
                operator,
                provider,
                dc,
                allowance,
            } => {
                object(*allowance > 1_000, "OutOfRange");
                object(
                    self.operators.contains_key(operator),
                    "NodeOperatorAlreadyExists",
                );
                object(!self.providers.contains_key(provider), "ProviderNotFound");
                object(!self.data_centers.contains_key(dc), "DataCenterNotFound");
            }
            Step::RegisterNode {
                caller,
                node,
                address,
            } => {
                let holder = self.at(*address);
                let replaced = holder.is_some_and(|id| self.gives_way(id, *caller));
                match self.operators.get(caller) {
                    None => object(true, "NodeOperatorNotFound"),
                    Some(operator) => {
                        let spent = operator.allowance == 0 && !replaced;
                        object(spent, "AllowanceExhausted");
                        object(self.recheck_due(operator), "RecheckDue");
                        let status = self.status(operator.provider);
                        object(
                            status == DeclarationStatus::NotAccepted,
                            "DeclarationNotAccepted",
                        );
                        let lapsed = matches!(status, DeclarationStatus::Lapsed { .. });
                        object(lapsed, "DeclarationLapsed");
                    }
                }
                object(self.nodes.contains_key(node), "NodeAlreadyExists");
                object(holder.is_some() && !replaced, "AddressInUse");
            }
            Step::Begin { pages, honest } => {
                object(pages.is_empty(), "OutOfRange");
                object(!honest, "ImportSourceMismatch");
            }
            Step::Bring {
                import,
                page,
                honest,
            } => {
                let job = usize::try_from(*import)
                    .ok()
                    .and_then(|at| self.imports.get(at));
                let Some(job) = job else {
                    return vec!["ImportNotFound"];
                };
                let page = self.page(*import, *page) as usize;
                if page < job.next {
                    return Vec::new();
                }
                let newer = usize::try_from(*import).map_or(&[][..], |at| &self.imports[at + 1..]);
                object(newer.iter().any(|newer| newer.next > 0), "ImportSuperseded");
                object(
                    page > job.next || page >= job.pages.len(),
                    "ImportPageOutOfOrder",
                );
                object(!honest, "ImportPageMismatch");
                object(self.refusal(step).is_some(), "ImportRowRefused");
            }
            Step::Sweep | Step::Wait { .. } => {}
        }
        all
    }

    /// Does a step against which there is no objection.
    pub(crate) fn apply(&mut self, step: &Step) {
        match step.clone() {
            Step::Register { provider, .. } => {
                self.providers.entry(provider).or_default().profile = true;
            }
            Step::Describe { caller, urls } => {
                self.providers.entry(caller).or_default().urls = Some(urls);
            }
            Step::Publish {
                language,
                bump,
                body,
                wait_days,
            } => self.texts.push(Text {
                language,
                version: self.version(language, bump),
                body,
                from_ns: self.effective_from_ns(wait_days),
            }),
            Step::Accept { caller, body } => {
                let text = self.texts.iter().find(|text| text.body == body).cloned();
                let anew = self.reopened_at.get(&caller) >= self.accepted_at.get(&caller);
                let history = self.accepted.entry(caller).or_default();
                if anew || history.last().is_none_or(|(last, _)| last.body != body) {
                    history.extend(text.map(|text| (text, None)));
                    self.accepted_at.insert(caller, self.now_ns);
                }
            }
            Step::AddDataCenter { dc, .. } => {
                self.data_centers.insert(dc, Origin::Suite);
            }
            Step::AddOperator {
                operator,
                provider,
                dc,
                allowance,
            } => {
                let origin = Origin::Suite;
                self.operators.insert(
                    operator,
                    Operator {
                        provider,
                        dc,
                        allowance,
                        origin,
                        handed_over: None,
                    },
                );
            }
            Step::RegisterNode {
                caller,
                node,
                address,
            } => {
                match self.at(address) {
                    Some(holder) => {
                        self.nodes.remove(&holder);
                        self.happened.insert("a node was replaced");
                    }
                    None => self.operators.get_mut(&caller).unwrap().allowance -= 1,
                }
                let (subnet, origin) = (None, Origin::Suite);
                self.nodes.insert(
                    node,
                    Node {
                        operator: caller,
                        address,
                        subnet,
                        origin,
                    },
                );
            }
            Step::Begin { pages, .. } => {
                if self.imports.iter().all(|import| import.pages != pages) {
                    self.imports.push(Import {
                        pages,
                        next: 0,
                        displaced: BTreeSet::new(),
                    });
                }
            }
            Step::Bring { import, page, .. } => {
                let import = usize::try_from(import).unwrap();
                let job = &mut self.imports[import];
                if page.is_none_or(|page| page as usize == job.next) {
                    job.next += 1;
                    for row in job.pages[job.next - 1].clone() {
                        assert_eq!(self.take(import, &row), Ok(()));
                    }
                }
            }
            Step::Sweep => {
                let lapsed = |provider| match self.status(provider) {
                    DeclarationStatus::Lapsed { since_ns } => Some(since_ns),
                    _ => None,
                };
                let found: Vec<_> = self.accepted.keys().map(|id| (*id, lapsed(*id))).collect();
                for (provider, since_ns) in found {
                    let history = self.accepted.get_mut(&provider).unwrap();
                    let (_, written) = history.last_mut().unwrap();
                    *written = written.or(since_ns);
                }
            }
            Step::Wait { days } => self.now_ns += days * DAY_NS,
        }
    }
}

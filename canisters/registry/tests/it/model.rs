//! The registry told again with plain collections: no indexes, no counters, everything is
//! looked for and counted afresh.

mod actors;
mod declarations;
mod import;
mod machines;
mod node;
mod standing;
mod subnets;

pub(crate) use actors::{Answers, Policy};
pub(crate) use machines::Generation;
pub(crate) use standing::{Bar, Subject};
pub(crate) use subnets::Rules;

use crate::step::{Row, Site, Step};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{DeclarationStatus, LinkKind, ProviderStatus, Version};
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
    pub(crate) standing: Option<(ProviderStatus, u64)>,
    pub(crate) successor: Option<u8>,
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
    pub(crate) domain: Option<u8>,
    /// Whether it serves the API: by what an import says, or by a proposal.
    pub(crate) api: bool,
    /// Whether a proposal made it an API boundary node.
    pub(crate) boundary: bool,
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
    pub(crate) bars: BTreeMap<(Subject, u8), Bar>,
    pub(crate) answers: BTreeMap<u8, Answers>,
    pub(crate) clusters: BTreeMap<u8, u8>,
    /// Claims that stand alone, with their beginning.
    pub(crate) alerts: BTreeMap<(u8, u8, LinkKind), u64>,
    /// By version; the first is the default.
    pub(crate) policies: Vec<Policy>,
    /// The version that the clusters were computed with.
    pub(crate) applied: usize,
    pub(crate) generations: BTreeMap<u8, Generation>,
    pub(crate) aliases: BTreeMap<u8, u8>,
    /// What kinds of subnets ask, by version; only the first kind has rules at first.
    pub(crate) rules: BTreeMap<u8, Vec<Rules>>,
    /// Kinds of subnets, as far as anybody named them.
    pub(crate) kinds: BTreeMap<u8, u8>,
    /// Cordons, until when; also those that ended and were not lifted.
    pub(crate) cordons: BTreeMap<Site, u64>,
    /// Changes of members that were executed.
    pub(crate) verdicts: u64,
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
            bars: BTreeMap::new(),
            answers: BTreeMap::new(),
            clusters: BTreeMap::new(),
            alerts: BTreeMap::new(),
            policies: vec![Policy::first()],
            applied: 0,
            generations: BTreeMap::from([(0, Generation::open())]),
            aliases: BTreeMap::new(),
            rules: BTreeMap::from([(0, vec![Rules::any(200, now_ns)])]),
            kinds: BTreeMap::new(),
            cordons: BTreeMap::new(),
            verdicts: 0,
            imports: Vec::new(),
            happened: BTreeSet::new(),
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
                object(!self.barred_by(*provider).is_empty(), "ProviderBarred");
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
                self.unfit(*provider)
                    .into_iter()
                    .for_each(|objection| object(true, objection));
                let key = Subject::Operator(*operator);
                object(
                    self.bars
                        .iter()
                        .any(|((on, _), bar)| *on == key && bar.lifted.is_none()),
                    "OperatorBarred",
                );
                object(!self.data_centers.contains_key(dc), "DataCenterNotFound");
            }
            Step::RegisterNode { .. } => all.extend(self.objections_to_node(step)),
            Step::Standing(step) => all.extend(self.objections_to_standing(step)),
            Step::Machines(step) => all.extend(self.objections_to_machines(step)),
            Step::Actors(step) => all.extend(self.objections_to_actors(step)),
            Step::Subnets(step) => all.extend(self.objections_to_subnets(step)),
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
                domain,
                ..
            } => self.register_node(caller, node, address, domain),
            Step::Standing(step) => self.apply_standing(step),
            Step::Machines(step) => self.apply_machines(step),
            Step::Actors(step) => self.apply_actors(step),
            Step::Subnets(step) => self.apply_subnets(step),
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

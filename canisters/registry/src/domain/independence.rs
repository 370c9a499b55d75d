//! Links of providers, and when answers are to be given again.

use bonafide_policy::independence::{Claim, Declarations};
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{
    AnswersStatus, IndependenceAnswers, LinkExplained, LinkKind, RegistryPolicy,
};
use std::collections::BTreeSet;

/// Where answers stand. They are open again when something was handed over to the provider
/// at their moment or after, or while owners are to be named from a lower share than they
/// were given for; `lowered_since_ns`: since when that is so. Of both, the later counts.
#[must_use]
pub fn status(
    answers: Option<&IndependenceAnswers>,
    handed_over_at_ns: Option<u64>,
    lowered_since_ns: Option<u64>,
) -> AnswersStatus {
    let Some(answers) = answers else {
        return AnswersStatus::NotAnswered;
    };
    let handed_over = handed_over_at_ns.filter(|at_ns| answers.answered_at_ns <= *at_ns);
    match handed_over.max(lowered_since_ns) {
        None => AnswersStatus::Current,
        Some(since_ns) => AnswersStatus::Reopened { since_ns },
    }
}

/// What some providers answer, about each other. Providers go by their place in the order of
/// their bytes, so that the least number of a cluster is its least principal.
#[derive(Debug)]
pub struct Graph {
    providers: Vec<ProviderId>,
    declarations: Declarations,
}

impl Graph {
    /// Reads answers of these providers. Links to any other are left out; `resolve` says
    /// whom a link means now.
    pub fn new(
        providers: BTreeSet<ProviderId>,
        answers: &[IndependenceAnswers],
        resolve: impl Fn(ProviderId) -> ProviderId,
    ) -> Self {
        let mut graph = Self {
            providers: providers.into_iter().collect(),
            declarations: Declarations::default(),
        };
        let mut links = Vec::new();
        for answers in answers {
            let Some(claimant) = graph.number(answers.provider) else {
                continue;
            };
            for link in &answers.links {
                if let Some(named) = graph.number(resolve(link.provider)) {
                    links.push((claimant, named, link.kind));
                }
            }
        }
        graph.declarations = Declarations::new(links);
        graph
    }

    fn number(&self, id: ProviderId) -> Option<usize> {
        self.providers.binary_search(&id).ok()
    }

    /// The cluster of each provider, in order; `None` of one that is alone.
    #[must_use]
    pub fn clusters(&self, policy: &RegistryPolicy) -> Vec<(ProviderId, Option<ProviderId>)> {
        let clusters = self.declarations.clusters(self.providers.len(), policy);
        let mut sizes = vec![0_u32; clusters.len()];
        for cluster in &clusters {
            sizes[*cluster] += 1;
        }
        let named = |cluster: usize| (sizes[cluster] > 1).then(|| self.providers[cluster]);
        let clusters = clusters.iter().map(|cluster| named(*cluster));
        self.providers.iter().copied().zip(clusters).collect()
    }

    /// Claims that one side only makes: claimant, silent side, kind; in order.
    pub fn claims(&self) -> impl Iterator<Item = (ProviderId, ProviderId, LinkKind)> {
        let named = |claim: Claim| {
            let Claim {
                claimant,
                silent,
                kind,
            } = claim;
            (self.providers[claimant], self.providers[silent], kind)
        };
        self.declarations.claims().into_iter().map(named)
    }

    /// A shortest chain of counted links from one provider to another.
    #[must_use]
    pub fn explain(
        &self,
        first: ProviderId,
        second: ProviderId,
        policy: &RegistryPolicy,
    ) -> Vec<LinkExplained> {
        let (Some(first), Some(second)) = (self.number(first), self.number(second)) else {
            return Vec::new();
        };
        let chain = self.declarations.explain(first, second, policy);
        chain
            .into_iter()
            .map(|step| LinkExplained {
                first: self.providers[step.first],
                second: self.providers[step.second],
                kind: step.kind,
                declared_by: step.declared_by,
            })
            .collect()
    }
}

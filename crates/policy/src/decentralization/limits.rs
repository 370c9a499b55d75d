//! A kind's rules, made ready for a network.

mod rules;

pub use rules::{PolicyError, check_rules};

use super::jurisdiction::{Countries, Tags};
use super::network::{Class, DIMENSIONS, Network};
use super::score::{CAP_WEIGHT, RULE_WEIGHT};
use super::tally::Tally;
use bonafide_types::registry::{Dimension, SubnetRules};

/// Bounds of an actor of its own.
#[derive(Clone, Debug)]
pub(crate) struct Special {
    pub(crate) dimension: Dimension,
    /// Its number; one that the network does not know has no nodes.
    pub(crate) actor: Option<u32>,
    pub(crate) name: String,
    pub(crate) min: u32,
    pub(crate) max: u32,
}

/// A bound on the share of some countries.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    pub(crate) tag: String,
    pub(crate) inside: Countries,
    numerator: u64,
    denominator: u64,
    strict: bool,
}

impl Share {
    /// The most of `size` nodes that may be inside.
    pub(crate) fn most(&self, size: u32) -> u32 {
        let whole = self.numerator.saturating_mul(size.into());
        let most = whole / self.denominator;
        let exact = whole % self.denominator == 0;
        let most = if self.strict && exact {
            most.saturating_sub(1)
        } else {
            most
        };
        u32::try_from(most).unwrap_or(u32::MAX).min(size)
    }
}

/// A kind's rules for one network: names are numbers, tags are sets of countries.
#[derive(Clone, Debug)]
pub struct Limits {
    pub(crate) min_size: u32,
    pub(crate) max_size: u32,
    pub(crate) byzantine_size: bool,
    pub(crate) sev: bool,
    pub(crate) healthy_removal_divisor: u32,
    /// By dimension; `u32::MAX`: none.
    caps: [u32; DIMENSIONS],
    pub(crate) specials: Vec<Special>,
    /// Countries of the tags required, when any are.
    pub(crate) required: Option<Countries>,
    /// Countries of each tag that is forbidden.
    pub(crate) forbidden: Vec<(String, Countries)>,
    pub(crate) shares: Vec<Share>,
    pub(crate) unknown_tags: Vec<String>,
}

/// Limits on providers count clusters: linked providers are one actor.
pub(crate) const fn counted_by(dimension: Dimension) -> Dimension {
    match dimension {
        Dimension::NodeProvider => Dimension::Cluster,
        other => other,
    }
}

impl Limits {
    /// Makes rules ready. A tag without countries stands for no country and is a broken rule.
    ///
    /// # Errors
    /// [`PolicyError`], when the rules contradict themselves.
    pub fn new(
        rules: &SubnetRules,
        network: &Network,
        tags: &dyn Tags,
    ) -> Result<Self, PolicyError> {
        check_rules(rules)?;
        let mut unknown_tags = Vec::new();
        let mut countries = |tag: &String| match tags.countries(tag) {
            Some(codes) => Countries::of(network, &codes),
            None => {
                if !unknown_tags.contains(tag) {
                    unknown_tags.push(tag.clone());
                }
                Countries::of(network, &[])
            }
        };
        let required = rules.required_tags.iter().map(&mut countries);
        let required = required.reduce(|all, more| all.with(&more));
        let forbidden = rules.forbidden_tags.iter();
        let forbidden = forbidden.map(|tag| (tag.clone(), countries(tag))).collect();
        let shares = rules.shares.iter().map(|share| Share {
            tag: share.tag.clone(),
            inside: countries(&share.tag),
            numerator: share.numerator.into(),
            denominator: share.denominator.into(),
            strict: share.strict,
        });
        let shares = shares.collect();
        let mut caps = [u32::MAX; DIMENSIONS];
        for cap in &rules.caps {
            caps[counted_by(cap.dimension).index()] = cap.max;
        }
        let specials = rules.special_caps.iter().map(|special| Special {
            dimension: counted_by(special.dimension),
            actor: special_actor(network, special.dimension, &special.actor, tags),
            name: special.actor.clone(),
            min: special.min,
            max: special.max,
        });
        Ok(Self {
            min_size: rules.min_size,
            max_size: rules.max_size,
            byzantine_size: rules.byzantine_size,
            sev: rules.sev,
            healthy_removal_divisor: rules.healthy_removal_divisor,
            caps,
            specials: specials.collect(),
            required,
            forbidden,
            shares,
            unknown_tags,
        })
    }

    /// Whether members need SEV-SNP.
    #[must_use]
    pub const fn sev(&self) -> bool {
        self.sev
    }

    /// Members, at least.
    #[must_use]
    pub const fn least_size(&self) -> u32 {
        self.min_size
    }

    /// Nodes of an actor, at most; `u32::MAX`: as many as there are.
    #[must_use]
    pub fn cap(&self, dimension: Dimension, actor: u32) -> u32 {
        let own = self.specials_of(dimension, actor);
        let own = own.map(|special| special.max).min();
        own.unwrap_or(self.caps[dimension.index()])
    }

    /// Nodes of each actor of a dimension that has no bounds of its own, at most.
    #[must_use]
    pub const fn common_cap(&self, dimension: Dimension) -> u32 {
        self.caps[dimension.index()]
    }

    /// Sets the cap of a dimension, to try another one.
    pub fn set_cap(&mut self, dimension: Dimension, max: u32) {
        self.caps[counted_by(dimension).index()] = max;
    }

    /// The bounds of its own that an actor has: several, when providers that have bounds are one
    /// cluster.
    pub(crate) fn specials_of(
        &self,
        dimension: Dimension,
        actor: u32,
    ) -> impl Iterator<Item = &Special> {
        self.specials
            .iter()
            .filter(move |special| special.dimension == dimension && special.actor == Some(actor))
    }

    /// Whether an actor has bounds of its own.
    pub(crate) fn is_special(&self, dimension: Dimension, actor: u32) -> bool {
        self.specials_of(dimension, actor).next().is_some()
    }

    /// What a member breaks by itself, wherever the others are: rules on countries, SEV-SNP.
    #[must_use]
    pub fn weight_of(&self, class: &Class) -> u64 {
        let sev = self.sev && class.sev == Some(false);
        let country = class.actor(Dimension::Country);
        RULE_WEIGHT * (self.country_rules(country) + u64::from(sev))
    }

    /// How many rules a country breaks.
    pub(crate) fn country_rules(&self, country: u32) -> u64 {
        let outside = self.required.as_ref();
        let outside = outside.is_some_and(|required| !required.contains(country));
        let forbidden = self.forbidden.iter();
        let forbidden = forbidden.filter(|(_, countries)| countries.contains(country));
        u64::from(outside) + forbidden.count() as u64
    }

    /// By how much a number of members is out of bounds: nodes missing or too many, and whether
    /// it is no `3f + 1` where that is asked.
    #[must_use]
    pub fn size_weight(&self, size: u32) -> u64 {
        let short = self.min_size.saturating_sub(size);
        let long = size.saturating_sub(self.max_size);
        let odd = self.byzantine_size && size % 3 != 1;
        RULE_WEIGHT * (u64::from(short) + u64::from(long) + u64::from(odd))
    }

    /// What the broken rules of some members weigh, all together.
    #[must_use]
    pub fn weight(&self, network: &Network, tally: &Tally, members: &[u32]) -> u64 {
        let alone: u64 = members
            .iter()
            .map(|class| self.weight_of(network.class(*class)))
            .sum();
        alone + self.size_weight(tally.size()) + self.counted_weight(tally)
    }

    /// What the counts break: caps, bounds of single actors, shares, tags without countries.
    pub(crate) fn counted_weight(&self, tally: &Tally) -> u64 {
        let mut weight = RULE_WEIGHT * self.unknown_tags.len() as u64;
        for dimension in Dimension::ALL {
            let cap = self.caps[dimension.index()];
            if tally.spread(dimension).max() <= cap {
                continue;
            }
            for (actor, count) in tally.counted(dimension) {
                if !self.is_special(dimension, actor) {
                    weight += CAP_WEIGHT * u64::from(count.saturating_sub(cap));
                }
            }
        }
        for special in &self.specials {
            let count = special_count(tally, special);
            let beside = count.saturating_sub(special.max) + special.min.saturating_sub(count);
            weight += RULE_WEIGHT * u64::from(beside);
        }
        for share in &self.shares {
            let beyond = share
                .inside
                .count(tally)
                .saturating_sub(share.most(tally.size()));
            weight += RULE_WEIGHT * u64::from(beyond);
        }
        weight
    }
}

/// Nodes of an actor that has bounds of its own.
pub(crate) fn special_count(tally: &Tally, special: &Special) -> u32 {
    special
        .actor
        .map_or(0, |actor| tally.count(special.dimension, actor))
}

/// The number of an actor that rules name. A provider stands for its cluster.
fn special_actor(
    network: &Network,
    dimension: Dimension,
    name: &str,
    tags: &dyn Tags,
) -> Option<u32> {
    let key = tags.actor_key(dimension, name);
    let actor = network.actor(dimension, &key)?;
    if dimension != Dimension::NodeProvider {
        return Some(actor);
    }
    let class = network.classes().iter();
    let mut of_provider = class.filter(|class| class.actor(Dimension::NodeProvider) == actor);
    of_provider
        .next()
        .map(|class| class.actor(Dimension::Cluster))
}

//! Nodes as classes: what is counted has no names.

use bonafide_types::registry::{Dimension, NodeStatus};
use std::collections::BTreeMap;

/// Number of dimensions.
pub(crate) const DIMENSIONS: usize = Dimension::ALL.len();

/// What all nodes of a class share. An operator fixes all actors, so a class is an operator's
/// nodes of one health.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    /// The actor of each dimension, by its number there: see [`Network::actor`].
    pub actors: [u32; DIMENSIONS],
    /// Whether they run.
    pub health: Health,
    /// Whether they have SEV-SNP; `None`: not known.
    pub sev: Option<bool>,
    /// Whether they may join a subnet, as far as that is no question of health: provider and
    /// declaration, cordons.
    pub eligible: bool,
}

/// Whether nodes run. What was never observed is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// Running.
    Up,
    /// Not observed yet.
    Unknown,
    /// Running with trouble, or not answering.
    Unhealthy,
}

impl From<NodeStatus> for Health {
    fn from(status: NodeStatus) -> Self {
        match status {
            NodeStatus::Up => Self::Up,
            NodeStatus::Unknown => Self::Unknown,
            NodeStatus::Degraded | NodeStatus::Down => Self::Unhealthy,
        }
    }
}

impl Class {
    /// Whether its nodes may join a subnet. Nothing is held against a node that nobody observed.
    #[must_use]
    pub fn can_join(&self) -> bool {
        self.eligible && self.health != Health::Unhealthy
    }

    /// Its actor of a dimension.
    #[must_use]
    pub fn actor(&self, dimension: Dimension) -> u32 {
        self.actors[dimension.index()]
    }
}

/// Where nodes of a class are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In no subnet, free to join one.
    Spare,
    /// Members of a subnet, by its number.
    Subnet(u32),
}

/// A subnet's members by class, one entry for each member, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Members(Vec<u32>);

impl Members {
    fn insert(&mut self, class: u32) {
        let at = self.0.partition_point(|other| *other < class);
        self.0.insert(at, class);
    }

    fn remove(&mut self, class: u32) -> bool {
        match self.0.binary_search(&class) {
            Ok(at) => {
                self.0.remove(at);
                true
            }
            Err(_) => false,
        }
    }
}

/// Actors of one dimension by name.
#[derive(Clone, Debug, Default)]
struct Names {
    numbers: BTreeMap<Box<[u8]>, u32>,
    names: Vec<Box<[u8]>>,
}

/// A network: actors by name, classes, spare nodes and members by class. Small: it grows with
/// operators and members, not with nodes.
#[derive(Clone, Debug, Default)]
pub struct Network {
    names: [Names; DIMENSIONS],
    classes: Vec<Class>,
    class_numbers: BTreeMap<Class, u32>,
    spare: Vec<u32>,
    subnets: Vec<Members>,
}

impl Network {
    /// The number of an actor, who gets the next one when it is new. Numbers stay.
    ///
    /// # Panics
    /// At 2^32 actors of a dimension.
    pub fn intern(&mut self, dimension: Dimension, name: &[u8]) -> u32 {
        let names = &mut self.names[dimension.index()];
        if let Some(number) = names.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(names.names.len()).expect("BUG: fewer than 2^32 actors");
        names.numbers.insert(name.into(), number);
        names.names.push(name.into());
        number
    }

    /// The number of an actor, when there is one of that name.
    #[must_use]
    pub fn actor(&self, dimension: Dimension, name: &[u8]) -> Option<u32> {
        self.names[dimension.index()].numbers.get(name).copied()
    }

    /// The name of an actor.
    ///
    /// # Panics
    /// When no actor has that number.
    #[must_use]
    pub fn name(&self, dimension: Dimension, actor: u32) -> &[u8] {
        &self.names[dimension.index()].names[actor as usize]
    }

    /// How many actors a dimension knows.
    #[must_use]
    pub fn actors(&self, dimension: Dimension) -> usize {
        self.names[dimension.index()].names.len()
    }

    /// The number of a class, which gets the next one when it is new.
    ///
    /// # Panics
    /// At 2^32 classes.
    pub fn class_number(&mut self, class: Class) -> u32 {
        if let Some(number) = self.class_numbers.get(&class) {
            return *number;
        }
        let number = u32::try_from(self.classes.len()).expect("BUG: fewer than 2^32 classes");
        self.class_numbers.insert(class, number);
        self.classes.push(class);
        self.spare.push(0);
        number
    }

    /// A class.
    ///
    /// # Panics
    /// When no class has that number.
    #[must_use]
    pub fn class(&self, number: u32) -> &Class {
        &self.classes[number as usize]
    }

    /// All classes by number, also those that have no nodes now.
    #[must_use]
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// Adds a subnet without members, and returns its number.
    ///
    /// # Panics
    /// At 2^32 subnets.
    pub fn add_subnet(&mut self) -> u32 {
        let number = u32::try_from(self.subnets.len()).expect("BUG: fewer than 2^32 subnets");
        self.subnets.push(Members::default());
        number
    }

    /// How many subnets there are.
    #[must_use]
    pub fn subnets(&self) -> u32 {
        u32::try_from(self.subnets.len()).unwrap_or(u32::MAX)
    }

    /// The members of a subnet by class, in order.
    ///
    /// # Panics
    /// When no subnet has that number.
    #[must_use]
    pub fn members(&self, subnet: u32) -> &[u32] {
        &self.subnets[subnet as usize].0
    }

    /// Spare nodes of a class.
    ///
    /// # Panics
    /// When no class has that number.
    #[must_use]
    pub fn spare(&self, class: u32) -> u32 {
        self.spare[class as usize]
    }

    /// Puts a node of a class somewhere.
    ///
    /// # Panics
    /// When there is no such class or subnet.
    pub fn put(&mut self, class: u32, place: Place) {
        match place {
            Place::Spare => self.spare[class as usize] += 1,
            Place::Subnet(subnet) => self.subnets[subnet as usize].insert(class),
        }
    }

    /// Takes a node of a class away; whether there was one.
    ///
    /// # Panics
    /// When there is no such class or subnet.
    pub fn take(&mut self, class: u32, place: Place) -> bool {
        match place {
            Place::Spare => {
                let spare = &mut self.spare[class as usize];
                let some = *spare > 0;
                *spare = spare.saturating_sub(1);
                some
            }
            Place::Subnet(subnet) => self.subnets[subnet as usize].remove(class),
        }
    }

    /// The actors of an operator, when it has any class.
    #[must_use]
    pub fn actors_of(&self, operator: u32) -> Option<[u32; DIMENSIONS]> {
        let mut of_operator = self.class_numbers.range(classes_of(operator));
        of_operator.next().map(|(class, _)| class.actors)
    }

    /// The class of an operator's nodes of one health.
    #[must_use]
    pub fn class_like(&self, operator: u32, health: Health, sev: Option<bool>) -> Option<u32> {
        let mut of_operator = self.class_numbers.range(classes_of(operator));
        of_operator
            .find(|(class, _)| class.health == health && class.sev == sev)
            .map(|(_, number)| *number)
    }

    /// Gives the classes of an operator other actors, or another standing: its record, its data
    /// centre, its provider's cluster changed. Numbers of classes stay.
    pub fn change_classes(&mut self, operator: u32, change: impl Fn(&mut Class)) {
        let of_operator: Vec<_> = self
            .class_numbers
            .range(classes_of(operator))
            .map(|(class, number)| (*class, *number))
            .collect();
        for (class, _) in &of_operator {
            self.class_numbers.remove(class);
        }
        for (mut class, number) in of_operator {
            change(&mut class);
            self.classes[number as usize] = class;
            self.class_numbers.insert(class, number);
        }
    }
}

/// The classes of an operator, in their order.
fn classes_of(operator: u32) -> std::ops::Range<Class> {
    let least = |operator| Class {
        actors: [operator, 0, 0, 0, 0, 0, 0],
        health: Health::Up,
        sev: None,
        eligible: false,
    };
    least(operator)..least(operator + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(operator: u32, provider: u32, health: Health) -> Class {
        Class {
            actors: [operator, provider, provider, 0, 0, 0, 0],
            health,
            sev: None,
            eligible: true,
        }
    }

    #[test]
    fn should_number_actors_and_classes_once() {
        let mut network = Network::default();
        assert_eq!(network.intern(Dimension::Country, b"CH"), 0);
        assert_eq!(network.intern(Dimension::Country, b"DE"), 1);
        assert_eq!(network.intern(Dimension::Country, b"CH"), 0);
        assert_eq!(network.intern(Dimension::Area, b"DE"), 0);
        assert_eq!(network.actor(Dimension::Country, b"DE"), Some(1));
        assert_eq!(network.actor(Dimension::Country, b"FR"), None);
        assert_eq!(network.name(Dimension::Country, 1), b"DE");
        assert_eq!(network.actors(Dimension::Country), 2);
        let up = class(0, 0, Health::Up);
        assert_eq!(network.class_number(up), 0);
        assert_eq!(network.class_number(class(0, 0, Health::Unknown)), 1);
        assert_eq!(network.class_number(up), 0);
        assert_eq!(network.class(0), &up);
    }

    #[test]
    fn should_keep_nodes_where_they_are_put() {
        let mut network = Network::default();
        let first = network.class_number(class(0, 0, Health::Up));
        let second = network.class_number(class(1, 0, Health::Up));
        let subnet = network.add_subnet();
        for class in [second, first, second] {
            network.put(class, Place::Subnet(subnet));
        }
        assert_eq!(network.members(subnet), [first, second, second]);
        assert!(network.take(second, Place::Subnet(subnet)));
        assert_eq!(network.members(subnet), [first, second]);
        assert!(!network.take(first, Place::Spare));
        network.put(first, Place::Spare);
        assert_eq!(network.spare(first), 1);
        assert!(network.take(first, Place::Spare));
        assert_eq!(network.spare(first), 0);
    }

    #[test]
    fn should_change_the_classes_of_one_operator() {
        let mut network = Network::default();
        let numbers: Vec<_> = [
            class(1, 0, Health::Up),
            class(1, 0, Health::Unhealthy),
            class(2, 0, Health::Up),
        ]
        .map(|class| network.class_number(class))
        .into();
        network.change_classes(1, |class| {
            class.actors[1] = 7;
            class.eligible = false;
        });
        let of = |number: u32| {
            let class = network.class(number);
            (class.actors[1], class.eligible)
        };
        let now: Vec<_> = numbers.iter().map(|number| of(*number)).collect();
        assert_eq!(now, [(7, false), (7, false), (0, true)]);
        let moved = Class {
            eligible: false,
            ..class(1, 7, Health::Unhealthy)
        };
        let moved = Class {
            actors: [1, 7, 0, 0, 0, 0, 0],
            ..moved
        };
        assert_eq!(
            network.class_number(moved),
            numbers[1],
            "found as it is now"
        );
    }
}

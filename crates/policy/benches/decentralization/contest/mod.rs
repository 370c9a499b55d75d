//! What is measured, natively and on the engine, and what a contender does for it.
//!
//! Another implementation is one file with a [`Contender`], and one line in `main.rs`.

pub(crate) mod nodes;
pub(crate) mod ours;
pub(crate) mod synthetic;

use bonafide_types::registry::NodeStatus;

/// Members of the subnets that are made.
pub(crate) const SIZE: u32 = 13;

/// A node, by names as they are written. Boundary nodes are in no network.
#[derive(Clone, Debug)]
pub(crate) struct NodeRow {
    pub(crate) operator: String,
    pub(crate) provider: String,
    pub(crate) data_center: String,
    pub(crate) owner: String,
    /// Without its country.
    pub(crate) area: String,
    pub(crate) country: String,
    pub(crate) status: NodeStatus,
    /// `None`: a spare node.
    pub(crate) subnet: Option<String>,
}

/// What came of a piece of work. Penalty and product are counted as `bonafide_policy` counts
/// them: 10 for each node over a cap, 1,000 for each that breaks another rule; product of the
/// six Nakamoto coefficients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Subnets that were evaluated, changed or made; members that have a replacement; changes
    /// that were accepted.
    pub(crate) done: u64,
    /// Of all subnets afterwards, added up. Less is better.
    pub(crate) penalty: u64,
    /// Of all subnets afterwards, added up. More is better.
    pub(crate) product: u128,
    /// Members that leave.
    pub(crate) swaps: u64,
}

impl Outcome {
    /// Counts a subnet.
    pub(crate) fn count(&mut self, penalty: u64, product: u128) {
        self.penalty += penalty;
        self.product += product;
    }
}

/// An implementation that is measured. `None`: it has nothing of the kind. What it keeps from
/// one call to the next must not spare it the work.
pub(crate) trait Contender {
    /// What tables call it.
    fn name(&self) -> &'static str;

    /// Takes a network in, in place of what it had. Takes no part in what is measured.
    fn load(&mut self, nodes: &mut dyn Iterator<Item = NodeRow>);

    /// Prepares the change that [`Self::verify`] judges: of the largest subnet, its first
    /// member for the best spare node. Takes no part in what is measured.
    fn propose(&mut self);

    /// Figures and broken rules of all subnets.
    fn evaluate_all(&mut self) -> Option<Outcome>;

    /// For each member of the first so many subnets the best spare node in its place.
    fn single_replacements(&mut self, subnets: u32) -> Option<Outcome>;

    /// Exchanges all members that do not run.
    fn heal(&mut self) -> Option<Outcome>;

    /// One application subnet of [`SIZE`] spare nodes.
    fn create(&mut self) -> Option<Outcome>;

    /// Up to so many of them side by side, without broken rules, planned together.
    fn form(&mut self, wanted: u32) -> Option<Outcome>;

    /// The same, one after the other.
    fn form_one_by_one(&mut self, wanted: u32) -> Option<Outcome>;

    /// Holds the change that was prepared against all rules.
    fn verify(&mut self) -> Option<Outcome>;
}

//! What a proven offence costs, and until when it can be punished.
//!
//! - [`ppb`]: parts of a whole, and what they take from an amount
//! - [`table`]: the least that each class of offences costs
//! - [`correlation`]: what it costs when many in one subnet did the same
//! - [`convictions`]: what several offences of one provider take together
//! - [`cap`]: what a further conviction adds, and so what its case can take at most
//! - [`windows`]: the times that have to fit together, and when evidence is too old
//!
//! A penalty follows from a vote alone; nothing here starts one. What performance costs is not
//! here either: the reward engines take that already, and nothing is charged twice.
//!
//! Every formula is exact and rounded down in one place, for the benefit of who pays:
//!
//! ```text
//! correlated = max(base, min(10^9, 9 k^2 10^9 / n^2))      rounded down to a billionth
//! taken      = sum over parts of e8s x (1 - product of (1 - p / 10^9))
//!                                                          rounded down to an e8s
//! ```
//!
//! One e8s is taken where rounding would leave nothing of a penalty, so that small amounts are
//! not free. The correlation is that of cubic slashing, as Namada has it.

pub mod cap;
pub mod convictions;
pub mod correlation;
pub mod ppb;
pub mod table;
pub mod windows;

/// Why there is no such penalty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PenaltyError {
    /// More than the whole.
    #[error("{bps} basis points are more than 10000, the whole")]
    AboveWhole {
        /// As given.
        bps: u32,
    },
    /// A subnet without nodes.
    #[error("a subnet of 0 nodes has no offenders")]
    NoNodes,
    /// More offenders than there are nodes.
    #[error("{proven} of {size} nodes cannot be proven")]
    ProvenAboveSize {
        /// Nodes of proven offenders.
        proven: u32,
        /// All nodes.
        size: u32,
    },
    /// Clusters do not say to which of them a provider belongs.
    #[error("provider {provider} has no cluster")]
    NoCluster {
        /// Its number.
        provider: usize,
    },
    /// More nodes than are counted.
    #[error("more nodes than 32 bits count")]
    TooManyNodes,
    /// The parts of an escrow do not add up within 64 bits.
    #[error("the parts of the escrow add up to more than 64 bits hold")]
    EscrowTooLarge,
}

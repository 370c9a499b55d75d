//! Certified reads: what is returned is proven.

use super::GovernanceClient;
use crate::{
    canister::{ClientError, Proven},
    runtime::Runtime,
    verify::{VerifiedRow, VerifyError},
};
use bonafide_types::{
    certified::{CertifiedRows, RowKey},
    governance::{
        Ballots, Config, Electorate, JournalEntry, Neuron, NnsReview, Proposal, ProposalContent,
        ProposalState, Tally, table,
    },
};
use serde_bytes::ByteBuf;

/// A proposal, or the proof that there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenProposal {
    /// The proposal; `None`: it was never made, or it was collected.
    pub proposal: Option<ProposalRows>,
    /// The answer that proves it.
    pub answer: CertifiedRows,
}

/// A proposal with all that is certified of it, of one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRows {
    /// What never changes.
    pub proposal: Proposal,
    /// What does.
    pub state: ProposalState,
    /// What voters read.
    pub content: ProposalContent,
    /// The votes.
    pub ballots: Ballots,
    /// Who may vote, and with how much.
    pub electorate: Electorate,
}

impl ProposalRows {
    /// Counts the ballots anew: yes, no, and all that could vote, in units. `None` when the
    /// ballots are not those of the electorate. The certified tally must agree.
    #[must_use]
    pub fn recount(&self) -> Option<Tally> {
        let (votes, members) = (&self.ballots.votes.0, &self.electorate.members);
        if votes.len() != members.len() || self.electorate.version != self.proposal.electorate {
            return None;
        }
        let mut tally = Tally {
            timestamp_seconds: self.state.latest_tally.timestamp_seconds,
            ..Tally::default()
        };
        for (vote, member) in votes.iter().zip(members) {
            let counter = match vote {
                0 => None,
                1 => Some(&mut tally.yes),
                2 => Some(&mut tally.no),
                _ => return None,
            };
            if let Some(counter) = counter {
                *counter = counter.checked_add(member.voting_power)?;
            }
            tally.total = tally.total.checked_add(member.voting_power)?;
        }
        Some(tally)
    }
}

impl<R: Runtime> GovernanceClient<R> {
    // Certified reads, verified.

    /// A proposal with its texts, votes and electorate.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn proposal_certified(&self, id: u64) -> Result<ProvenProposal, ClientError> {
        let method = "get_proposal_certified";
        let mut keys = [
            table::PROPOSAL,
            table::PROPOSAL_STATE,
            table::PROPOSAL_CONTENT,
            table::BALLOTS,
        ]
        .map(|table| numbered(table, id))
        .to_vec();
        let first = self.proven(method, (id,), &keys).await?;
        let Some(proposal) = first.record::<Proposal>(0)? else {
            return Ok(ProvenProposal {
                proposal: None,
                answer: first.answer,
            });
        };
        // The electorate is known by its version only now. One answer proves them all, so
        // that votes, tally and status are of one moment.
        keys.push(numbered(table::ELECTORATE, proposal.electorate));
        let proven = self.rows_certified(&keys).await?;
        Ok(ProvenProposal {
            proposal: proven.proposal()?,
            answer: proven.answer,
        })
    }

    /// A neuron, or the proof that there is none.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn neuron_certified(&self, id: u64) -> Result<(Option<Neuron>, Proven), ClientError> {
        self.record_certified(numbered(table::NEURON, id)).await
    }

    /// A journal entry, or the proof that there is none.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn journal_entry_certified(
        &self,
        id: u64,
    ) -> Result<(Option<JournalEntry>, Proven), ClientError> {
        self.record_certified(numbered(table::JOURNAL, id)).await
    }

    /// The latest review of an NNS proposal, or the proof that there is none.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn nns_review_certified(
        &self,
        proposal_id: u64,
    ) -> Result<(Option<NnsReview>, Proven), ClientError> {
        self.record_certified(numbered(table::NNS_REVIEW, proposal_id))
            .await
    }

    /// Settings in force.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn config_certified(&self) -> Result<Config, ClientError> {
        let key = RowKey {
            table: table::CONFIG.into(),
            key: ByteBuf::from(b"config"),
        };
        let (config, _) = self.record_certified(key).await?;
        Ok(config.ok_or_else(VerifyError::no_config)?)
    }

    async fn record_certified<T>(&self, key: RowKey) -> Result<(Option<T>, Proven), ClientError>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        let proven = self.rows_certified(&[key]).await?;
        Ok((proven.record(0)?, proven))
    }
}

impl Proven {
    fn record<T>(&self, at: usize) -> Result<Option<T>, VerifyError>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        let row = self.rows.get(at);
        Ok(row.map(VerifiedRow::record).transpose()?.flatten())
    }

    /// The rows of one proposal. A proposal is there whole or not at all.
    fn proposal(&self) -> Result<Option<ProposalRows>, VerifyError> {
        let Some(proposal) = self.record(0)? else {
            return Ok(None);
        };
        let parts = (
            self.record(1)?,
            self.record(2)?,
            self.record(3)?,
            self.record(4)?,
        );
        let (Some(state), Some(content), Some(ballots), Some(electorate)) = parts else {
            return Err(VerifyError::NotProven {
                what: "every row of the proposal".into(),
            });
        };
        Ok(Some(ProposalRows {
            proposal,
            state,
            content,
            ballots,
            electorate,
        }))
    }
}

fn numbered(table: &str, id: u64) -> RowKey {
    RowKey {
        table: table.into(),
        key: ByteBuf::from(id.to_be_bytes()),
    }
}

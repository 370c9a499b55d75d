//! Proposals and votes.

use super::limit;
use crate::state::{State, key};
use bonafide_kit::page;
use bonafide_types::certified::RowKey;
use bonafide_types::governance::{
    BallotView, ListProposalsArgs, ProposalInfo, ProposalPage, ProposalSummary, table,
};
use bonafide_types::limits::PAGE_SCAN;
use ic_stable_structures::Memory;

/// One proposal.
#[must_use]
pub fn get_proposal<M: Memory>(state: &State<M>, id: u64) -> Option<ProposalInfo> {
    Some(ProposalInfo {
        proposal: state.proposal(id)?,
        state: state.proposal_state(id)?,
        content: state.content(id)?,
    })
}

/// What a certified read of a proposal proves, in this order.
#[must_use]
pub fn certified_keys(id: u64) -> [RowKey; 4] {
    [
        table::PROPOSAL,
        table::PROPOSAL_STATE,
        table::PROPOSAL_CONTENT,
        table::BALLOTS,
    ]
    .map(|table| RowKey {
        table: table.into(),
        key: key(id).to_vec().into(),
    })
}

/// Proposals, newest first. Both tables are read side by side instead of one being searched
/// for each row of the other.
#[must_use]
pub fn list_proposals<M: Memory>(state: &State<M>, args: &ListProposalsArgs) -> ProposalPage {
    let before = args.before_proposal.map(key);
    let before = before.as_ref().map(<[u8; 8]>::as_slice);
    let rows = state
        .proposals
        .before(before)
        .zip(state.states.before(before))
        .map(|((_, proposal), (_, state))| (proposal.id, ProposalSummary { proposal, state }));
    let (proposals, next) =
        page::collect(rows, limit(args.limit), PAGE_SCAN as usize, |_, summary| {
            let wanted = args
                .topic
                .is_none_or(|topic| summary.proposal.topic == topic)
                && args
                    .status
                    .is_none_or(|status| summary.state.status == status);
            wanted.then_some(summary)
        });
    ProposalPage { proposals, next }
}

/// A neuron's vote on a proposal; nothing when it has none there.
#[must_use]
pub fn get_ballot<M: Memory>(
    state: &State<M>,
    proposal_id: u64,
    neuron_id: u64,
) -> Option<BallotView> {
    let (voting_power, vote) = state.ballot(proposal_id, neuron_id)?;
    Some(BallotView { voting_power, vote })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, motion, vote_args};
    use crate::commands::vote;
    use bonafide_types::governance::{ProposalStatus, Topic, Vote};

    fn ids(page: &ProposalPage) -> Vec<u64> {
        page.proposals.iter().map(|row| row.proposal.id).collect()
    }

    #[test]
    fn should_list_newest_first_and_page() {
        let mut world = World::new(&[10, 90]);
        for _ in 0..5 {
            world.submit(1, motion());
        }
        let first = ListProposalsArgs {
            limit: Some(3),
            ..ListProposalsArgs::default()
        };
        let page = list_proposals(&world.state, &first);
        assert_eq!((ids(&page), page.next), (vec![5, 4, 3], Some(3)));
        let rest = ListProposalsArgs {
            before_proposal: page.next,
            ..first
        };
        let rest = list_proposals(&world.state, &rest);
        assert_eq!((ids(&rest), rest.next), (vec![2, 1], None));
        for row in page.proposals {
            let whole = get_proposal(&world.state, row.proposal.id).unwrap();
            assert_eq!((whole.proposal, whole.state), (row.proposal, row.state));
            assert_eq!(whole.content.rendering, "We agree.");
        }
        assert_eq!(get_proposal(&world.state, 6), None);
    }

    #[test]
    fn should_filter_and_tell_ballots() {
        let mut world = World::new(&[10, 90]);
        let open = world.submit(1, motion());
        let rejected = world.submit(1, motion());
        let no = vote_args(2, rejected, Vote::No);
        world.run_as(2, vote::decide, no).unwrap();
        let of = |topic, status| {
            let args = ListProposalsArgs {
                topic,
                status,
                ..ListProposalsArgs::default()
            };
            ids(&list_proposals(&world.state, &args))
        };
        assert_eq!(of(None, Some(ProposalStatus::Open)), [open]);
        assert_eq!(of(None, Some(ProposalStatus::Rejected)), [rejected]);
        assert_eq!(of(Some(Topic::Governance), None), [rejected, open]);
        assert_eq!(of(Some(Topic::NodeAdmin), None), [0; 0]);
        let ballot = |id, neuron| get_ballot(&world.state, id, neuron);
        let view = |voting_power, vote| Some(BallotView { voting_power, vote });
        assert_eq!(ballot(open, 1), view(10, Some(Vote::Yes)));
        assert_eq!(ballot(open, 2), view(90, None));
        assert_eq!(ballot(rejected, 2), view(90, Some(Vote::No)));
        assert_eq!(ballot(open, 3), None);
        assert_eq!(ballot(9, 1), None);
    }
}

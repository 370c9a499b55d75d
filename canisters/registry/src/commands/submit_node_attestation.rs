//! Deposits evidence of what a node runs. Called with its operator's own key.
//!
//! The evidence is kept and not verified: that the measurement is a blessed one is all that
//! is known of it.

use super::{Decision, standing};
use crate::domain::{hardware, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{Node, NodeAttestation, RegistryError, SubmitNodeAttestationArgs};
use ic_stable_structures::Memory;

/// Decides; replies with the node.
///
/// # Errors
/// [`RegistryError::NodeNotFound`], [`RegistryError::NotYourNode`],
/// [`RegistryError::ChipIdRequired`] for a node that registered without its chip id,
/// [`RegistryError::OutOfRange`], [`RegistryError::MeasurementNotBlessed`],
/// [`RegistryError::RateLimited`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SubmitNodeAttestationArgs,
    ctx: &Ctx,
) -> Result<Decision<Node>, RegistryError> {
    let SubmitNodeAttestationArgs {
        node_id: id,
        measurement,
        report_sha256,
    } = args;
    let (node, record) = standing::own_node(state, id, ctx.caller)?;
    if node.chip_id.is_none() {
        return Err(RegistryError::ChipIdRequired {
            generation: node.generation.unwrap_or_default(),
        });
    }
    hardware::check_measurement("measurement", &measurement.0)?;
    if !state.is_blessed(&measurement.0) {
        return Err(RegistryError::MeasurementNotBlessed {
            measurement: text::hex(&measurement.0),
        });
    }
    standing::check_operator_rate(state, &record, ctx.now_ns)?;
    let attestation = NodeAttestation {
        measurement,
        report_sha256,
        submitted_at_ns: ctx.now_ns,
    };
    let event = Event::NodeAttestationSubmitted {
        node: id,
        attestation: attestation.clone(),
    };
    let node = Node {
        attestation: Some(attestation),
        ..node
    };
    Ok(Decision::change(event, node))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::revise_elected_guestos_versions;
    use crate::commands::testing::{World, node_id, operator_id};
    use crate::state::invariants;
    use bonafide_types::id::{Blob, Sha256Hash};
    use bonafide_types::registry::{ElectGuestosVersionArgs, ReviseElectedGuestosVersionsArgs};

    fn evidence(n: u8, byte: u8) -> SubmitNodeAttestationArgs {
        SubmitNodeAttestationArgs {
            node_id: node_id(n),
            measurement: Blob(vec![byte; 48]),
            report_sha256: Sha256Hash([2; 32]),
        }
    }

    /// Node 1 of operator 1 with a chip id, node 2 without; measurement 7 is blessed.
    fn world() -> World {
        let mut world = World::with_domains(2);
        let revision = ReviseElectedGuestosVersionsArgs {
            elect: Some(ElectGuestosVersionArgs {
                version: "7".repeat(40),
                release_package_sha256: Sha256Hash([1; 32]),
                measurements: vec![Blob(vec![7; 48])],
            }),
            unelect: vec![],
        };
        world
            .run(revise_elected_guestos_versions::decide, revision)
            .unwrap();
        world.change_node(1, |node| node.chip_id = Some(Blob(vec![1; 64])));
        world.caller = operator_id(1).0;
        world
    }

    #[test]
    fn should_keep_the_evidence() {
        let mut world = world();
        let reply = world.run(decide, evidence(1, 7)).unwrap();
        assert_eq!(world.state.node(node_id(1)), Some(reply.clone()));
        let kept = reply.attestation.unwrap();
        assert_eq!(kept.submitted_at_ns, world.now_ns);
        assert_eq!(kept.measurement.0, [7; 48]);
        assert_eq!(kept.report_sha256, Sha256Hash([2; 32]));
        invariants::try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_what_is_not_blessed() {
        let mut world = world();
        world.refuse(
            decide,
            evidence(1, 8),
            RegistryError::MeasurementNotBlessed {
                measurement: "08".repeat(32),
            },
        );
        let mut short = evidence(1, 7);
        short.measurement.0.pop();
        world.refuse_field(decide, short, "measurement");
    }

    #[test]
    fn should_refuse_others_nodes_and_nodes_without_a_chip() {
        let mut world = world();
        let (id, operator) = (node_id(2), operator_id(2));
        world.refuse(
            decide,
            evidence(2, 7),
            RegistryError::NotYourNode { id, operator },
        );
        let id = node_id(9);
        world.refuse(decide, evidence(9, 7), RegistryError::NodeNotFound { id });
        world.caller = operator.0;
        world.refuse(
            decide,
            evidence(2, 7),
            RegistryError::ChipIdRequired {
                generation: "Gen1".into(),
            },
        );
    }
}

//! Neurons.

use super::limit;
use crate::state::State;
use bonafide_kit::page;
use bonafide_types::governance::{ListNeuronsArgs, NeuronPage};
use ic_stable_structures::Memory;

/// Neurons in the order of their numbers.
#[must_use]
pub fn list_neurons<M: Memory>(state: &State<M>, args: &ListNeuronsArgs) -> NeuronPage {
    let after = args.after.unwrap_or_default();
    let rows = state
        .council
        .neurons()
        .filter(|neuron| neuron.id > after)
        .map(|neuron| (neuron.id, neuron));
    let (neurons, next) = page::collect(rows, limit(args.limit), usize::MAX, |_, neuron| {
        Some(neuron.clone())
    });
    NeuronPage { neurons, next }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::World;

    #[test]
    fn should_page() {
        let world = World::new(&[1; 5]);
        let list = |after, limit| {
            let page = list_neurons(&world.state, &ListNeuronsArgs { after, limit });
            let ids: Vec<_> = page.neurons.iter().map(|neuron| neuron.id).collect();
            (ids, page.next)
        };
        assert_eq!(list(None, Some(3)), (vec![1, 2, 3], Some(3)));
        assert_eq!(list(Some(3), Some(3)), (vec![4, 5], None));
        assert_eq!(list(Some(u64::MAX), None), (vec![], None));
    }
}

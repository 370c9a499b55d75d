use super::*;
use bonafide_types::id::ProviderId;
use candid::Principal;

fn penalty(case_id: u64, node: Option<&[u8]>, bps: u32) -> PublishedPenalty {
    PublishedPenalty {
        case_id,
        provider: ProviderId(Principal::from_slice(&[9])),
        node: node.map(|bytes| NodeId(Principal::from_slice(bytes))),
        bps,
    }
}

/// Lists of a period.
struct Lists {
    slices: Vec<Sha256Hash>,
    tables: Vec<Sha256Hash>,
    penalties: Vec<PublishedPenalty>,
}

/// The hash in hex of a period of two days, after a change of each kind.
fn of(numbers: fn(&mut PeriodInput<'_>), lists: fn(&mut Lists)) -> String {
    let mut owned = Lists {
        slices: [1, 2].map(|byte| Sha256Hash([byte; 32])).to_vec(),
        tables: vec![Sha256Hash([3; 32]); 2],
        penalties: vec![penalty(7, None, 500), penalty(8, Some(&[4, 5]), 10_000)],
    };
    lists(&mut owned);
    let mut period = PeriodInput {
        engine: Engine::V1,
        from_day: 20_089,
        to_day: 20_090,
        xdr_permyriad_per_icp: 35_000,
        maximum_provider_e8s: 100_000_000_000_000,
        slices: &owned.slices,
        tables: &owned.tables,
        penalties: &owned.penalties,
    };
    numbers(&mut period);
    hash(&period).to_string()
}

#[test]
fn should_be_the_hash_that_another_program_computes() {
    assert_eq!(usize::from(DOMAIN[0]), DOMAIN.len() - 1);
    assert_eq!(
        of(|_| (), |_| ()),
        "04ea118b982d0d465440bf4f2740e892f3dbd02b739dd7feec68a0830d8c2ed8"
    );
    let nothing = PeriodInput {
        engine: Engine::V0,
        from_day: 0,
        to_day: 0,
        xdr_permyriad_per_icp: 0,
        maximum_provider_e8s: 0,
        slices: &[],
        tables: &[],
        penalties: &[],
    };
    assert_eq!(
        hash(&nothing).to_string(),
        "b843b0ed3b31cd153aeb8aebacbc3c14321b82b4e9fe681d9c56b10884002c0d"
    );
}

#[test]
fn should_depend_on_everything() {
    let numbers: [fn(&mut PeriodInput<'_>); 6] = [
        |_| (),
        |it| it.engine = Engine::V0,
        |it| it.from_day -= 1,
        |it| it.to_day += 1,
        |it| it.xdr_permyriad_per_icp += 1,
        |it| it.maximum_provider_e8s += 1,
    ];
    let lists: [fn(&mut Lists); 9] = [
        |it| it.slices.truncate(1),
        // The same hashes, cut elsewhere.
        |it| it.slices.push(it.tables.remove(0)),
        |it| it.tables.insert(0, it.slices[1]),
        |it| it.penalties.clear(),
        |it| it.penalties[1].case_id = 9,
        |it| it.penalties[1].provider = ProviderId(Principal::from_slice(&[9, 1])),
        |it| it.penalties[1].node = None,
        |it| it.penalties[1].node = Some(NodeId(Principal::from_slice(&[]))),
        |it| it.penalties[1].bps -= 1,
    ];
    let numbers = numbers.into_iter().map(|change| of(change, |_| ()));
    let lists = lists.into_iter().map(|change| of(|_| (), change));
    let mut hashes: Vec<_> = numbers.chain(lists).collect();
    let count = hashes.len();
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), count);
}

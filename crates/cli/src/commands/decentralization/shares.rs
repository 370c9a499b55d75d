use super::{Files, changes, world::World};
use crate::{context::Global, error::CliError, output::table};
use bonafide_policy::decentralization::{
    evaluate::as_text,
    jurisdiction::{Countries, Shares},
};
use bonafide_types::registry::{Dimension, JurisdictionShare, JurisdictionShares};
use std::{collections::BTreeMap, path::PathBuf};

/// What share of the nodes countries have, without a network: of all nodes, of the members of
/// subnets, and of these as if a proposal had been executed. A number divided by the same of
/// all nodes is the share. API boundary nodes are not counted.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide decentralization shares --nodes nodes.csv\n  bonafide decentralization shares --nodes nodes.csv --tag EU --tag US --proposal p.json"
)]
pub(crate) struct Args {
    #[command(flatten)]
    files: Files,
    /// EU, EEA, or the code of a country; all countries that have nodes, when none is given.
    #[arg(long, value_name = "TAG", num_args = 1..)]
    tag: Vec<String>,
    /// Changes of membership, as `verify` reads them.
    #[arg(long, value_name = "JSON")]
    proposal: Option<PathBuf>,
}

/// Members by class as they would be: of subnets that there are, by number, and of new ones.
type After = (BTreeMap<u32, Vec<u32>>, Vec<Vec<u32>>);

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let world = World::read(&args.files)?;
    let network = &world.network;
    let (changed, new) = after(&world, args)?;
    let share = |tag: &str, countries: &Countries| {
        let found = Shares::of(network, countries, &changed, &new);
        JurisdictionShare {
            tag: tag.into(),
            nodes: found.nodes,
            members: found.members,
            members_after: found.members_after,
            subnets: found.subnets,
            subnets_within: found.subnets_within,
        }
    };
    let mut tags = args.tag.clone();
    let mut shares = Vec::new();
    if tags.is_empty() {
        let countries = network.actors(Dimension::Country);
        let codes = (0..).take(countries);
        tags.extend(
            codes.map(|code| as_text(Dimension::Country, network.name(Dimension::Country, code))),
        );
        tags.sort();
        for code in &tags {
            let countries = Countries::of(network, std::slice::from_ref(code));
            shares.push(share(code, &countries));
        }
    } else {
        for tag in &tags {
            let countries = world.countries(std::slice::from_ref(tag))?;
            shares.extend(countries.map(|countries| share(tag, &countries)));
        }
    }
    let all = share("", &Countries::all(network));
    let shown = JurisdictionShares {
        nodes: all.nodes,
        members: all.members,
        members_after: all.members_after,
        shares,
    };
    global.output().result(&shown, human)
}

fn after(world: &World, args: &Args) -> Result<After, CliError> {
    let asked = args.proposal.as_deref();
    let asked = asked.map(|path| changes::read(path, world)).transpose()?;
    let (mut changed, mut new) = (BTreeMap::new(), Vec::new());
    for one in asked.unwrap_or_default() {
        match &one.subnet {
            None => new.push(one.members_after(world, &[])),
            Some(id) => {
                let number = world.subnet(id).ok_or_else(|| {
                    let message = format!("no subnet {id:?} is in the file");
                    CliError::usage("Subnet", message).with("subnet", id.as_str())
                })?;
                let members = world.network.members(number);
                changed.insert(number, one.members_after(world, members));
            }
        }
    }
    Ok((changed, new))
}

fn human(shown: &JurisdictionShares) -> String {
    let of = |part: u32, whole: u32| {
        let permille = u64::from(part) * 1_000 / u64::from(whole.max(1));
        format!("{part} ({}.{} %)", permille / 10, permille % 10)
    };
    let rows = shown.shares.iter().map(|share| {
        [
            share.tag.clone(),
            of(share.nodes, shown.nodes),
            of(share.members, shown.members),
            of(share.members_after, shown.members_after),
            share.subnets.to_string(),
            share.subnets_within.to_string(),
        ]
    });
    let header = [
        "tag",
        "nodes",
        "members",
        "members after",
        "in subnets",
        "subnets within",
    ];
    let totals = format!(
        "{} nodes, {} members, {} after",
        shown.nodes, shown.members, shown.members_after
    );
    format!("{}\n{totals}", table(header, rows))
}

use crate::{arguments::subnets::degrees, commands::governed, context::Global, error::CliError};
use bonafide_types::{
    governance::Command,
    registry::{ChangeDataCenterArgs, Gps},
};

/// Change a data centre that no operator record refers to: by proposal, or directly as the
/// governance principal. All its facts are given again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem data-center change zh9 --name 'Zurich Nine' --owner 'Example AG' --region Europe,CH,Zurich --latitude 47.3744 --longitude 8.541 --neuron 1"
)]
pub(crate) struct Args {
    /// An existing data centre.
    id: String,
    /// Name.
    #[arg(long)]
    name: String,
    /// Who owns the building.
    #[arg(long)]
    owner: String,
    /// Continent,CC,City.
    #[arg(long)]
    region: String,
    /// Degrees, north positive.
    #[arg(long, allow_hyphen_values = true, value_parser = degrees)]
    latitude: i32,
    /// Degrees, east positive.
    #[arg(long, allow_hyphen_values = true, value_parser = degrees)]
    longitude: i32,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = ChangeDataCenterArgs {
        id: args.id,
        name: args.name,
        owner: args.owner,
        region: args.region,
        gps: Gps {
            latitude_udeg: args.latitude,
            longitude_udeg: args.longitude,
        },
    };
    governed::run(&Command::ChangeDataCenter(call), &args.governed, global).await
}

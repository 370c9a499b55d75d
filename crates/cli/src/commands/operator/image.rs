use crate::{
    context::Global,
    error::{CliError, Exit},
    output::instant,
};
use bonafide_client::{AgentRuntime, RegistryClient};
use bonafide_types::{
    certified::RowKey,
    id::{OperatorId, Sha256Hash},
    registry::{DataCenter, GuestosVersion, NodeOperator, Provider, table as tables},
};
use candid::Principal;
use serde::Serialize;
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

/// Names of what is written.
const CONFIG: &str = "config.ini";
const CHECKSUM: &str = "config.ini.sha256";

/// Write what goes on the USB image that installs an operator's machines, from certified
/// records.
///
/// `config.ini` names the operator record under which a machine registers itself, where it
/// stands, and the elected `GuestOS` version that it boots, with the hash of its release
/// package and its blessed measurements. The same records give the same bytes;
/// `config.ini.sha256` is for `sha256sum --check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide operator image r7inp-6aaaa-aaaaa-aaabq-cai --out image")]
pub(crate) struct Args {
    /// The operator.
    operator: Principal,
    /// A directory, made when it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// An elected version; else the one that was elected last.
    #[arg(long, value_name = "VERSION")]
    guestos: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    file: PathBuf,
    sha256: Sha256Hash,
    operator: NodeOperator,
    provider: Provider,
    data_center: DataCenter,
    guestos: GuestosVersion,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let id = OperatorId(args.operator);
    let [operator] = rows(&registry, [(tables::NODE_OPERATOR, id.as_slice())]).await?;
    let operator: NodeOperator = operator
        .record()?
        .ok_or_else(|| not_there("NodeOperatorNotFound", &format!("operator record of {id}")))?;
    let keys = [
        (tables::PROVIDER, operator.provider.as_slice()),
        (tables::DATA_CENTER, operator.dc_id.as_bytes()),
    ];
    let [provider, data_center] = rows(&registry, keys).await?;
    let provider = provider
        .record()?
        .ok_or_else(|| not_there("ProviderNotFound", "record of its provider"))?;
    let data_center = data_center
        .record()?
        .ok_or_else(|| not_there("DataCenterNotFound", "record of its data centre"))?;
    let guestos = elected(&registry, args.guestos.as_deref()).await?;

    let text = config(&operator, &data_center, &guestos);
    let sha256 = Sha256Hash(Sha256::digest(&text).into());
    let file = args.out.join(CONFIG);
    write(&args.out, CONFIG, &text)?;
    write(&args.out, CHECKSUM, &format!("{sha256}  {CONFIG}\n"))?;
    let shown = Shown {
        certified: true,
        file,
        sha256,
        operator,
        provider,
        data_center,
        guestos,
    };
    global.output().result(&shown, |shown| {
        format!(
            "wrote {}\nSHA-256 {}\nversion {}, elected {}\nfrom certified records",
            shown.file.display(),
            shown.sha256,
            shown.guestos.version,
            instant(shown.guestos.elected_at_ns)
        )
    })
}

async fn rows<const N: usize>(
    registry: &RegistryClient<AgentRuntime>,
    keys: [(&str, &[u8]); N],
) -> Result<[bonafide_client::verify::VerifiedRow; N], CliError> {
    let keys = keys.map(|(table, key)| RowKey {
        table: table.into(),
        key: ByteBuf::from(key),
    });
    let proven = registry.rows_certified(&keys).await?;
    proven
        .rows
        .try_into()
        .map_err(|_| CliError::new(Exit::Network, "Reply", format!("not {N} rows")))
}

/// The version asked for, or the one that was elected last.
async fn elected(
    registry: &RegistryClient<AgentRuntime>,
    wanted: Option<&str>,
) -> Result<GuestosVersion, CliError> {
    let elected: Vec<GuestosVersion> = registry.table(tables::GUESTOS_VERSION, None).await?;
    elected
        .into_iter()
        .filter(|row| wanted.is_none_or(|wanted| row.version == wanted))
        .max_by_key(|row| row.elected_at_ns)
        .ok_or_else(|| {
            let what = wanted.map_or_else(
                || "elected GuestOS version".into(),
                |wanted| format!("elected GuestOS version {wanted}"),
            );
            not_there("GuestosVersionNotElected", &what)
        })
}

fn not_there(kind: &str, what: &str) -> CliError {
    CliError::new(Exit::Refused, kind, format!("there is no {what}, proven"))
}

fn config(operator: &NodeOperator, data_center: &DataCenter, guestos: &GuestosVersion) -> String {
    let types: Vec<_> = operator
        .rewardable_nodes
        .iter()
        .map(|paid| paid.node_type.as_str())
        .collect();
    let measurements: Vec<_> = guestos
        .measurements
        .iter()
        .map(|measurement| hex::encode(&measurement.0))
        .collect();
    let lines = [
        ("node_operator", operator.id.to_string()),
        ("node_provider", operator.provider.to_string()),
        ("dc_id", operator.dc_id.clone()),
        ("region", data_center.region.clone()),
        (
            "ipv6_prefix",
            operator.ipv6_prefix.clone().unwrap_or_default(),
        ),
        ("node_reward_types", types.join(",")),
        ("guestos_version", guestos.version.clone()),
        (
            "release_package_sha256",
            guestos.release_package_sha256.to_string(),
        ),
        ("measurements", measurements.join(",")),
    ];
    lines
        .into_iter()
        .fold(String::new(), |mut text, (name, value)| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name}={value}");
            text
        })
}

fn write(directory: &Path, name: &str, text: &str) -> Result<(), CliError> {
    let path = directory.join(name);
    std::fs::create_dir_all(directory)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|error| CliError::file(&path, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::{
        id::{Blob, ProviderId},
        registry::{Provenance, RewardableNodes},
    };

    #[test]
    fn should_write_what_a_machine_needs_to_register_itself() {
        let operator = NodeOperator {
            id: OperatorId(Principal::from_slice(&[1])),
            provider: ProviderId(Principal::from_slice(&[2])),
            dc_id: "zh2".into(),
            node_allowance: 2,
            rewardable_nodes: vec![RewardableNodes {
                node_type: "type3.1".into(),
                count: 2,
            }],
            ipv6_prefix: Some("2001:db8:1:2::/64".into()),
            provenance: Provenance::Proposal,
            max_rewardable_nodes: vec![],
            handed_over: None,
        };
        let data_center = DataCenter {
            id: "zh2".into(),
            name: "Zurich 2".into(),
            owner: "Example Halls".into(),
            region: "Europe,CH,Zurich".into(),
            gps: None,
            provenance: Provenance::Proposal,
        };
        let guestos = GuestosVersion {
            version: "ab".repeat(20),
            release_package_sha256: Sha256Hash([0x12; 32]),
            measurements: vec![Blob(vec![0x34; 48]), Blob(vec![0x56; 48])],
            elected_at_ns: 7,
        };
        let expected = format!(
            "node_operator={}\nnode_provider={}\ndc_id=zh2\nregion=Europe,CH,Zurich\n\
             ipv6_prefix=2001:db8:1:2::/64\nnode_reward_types=type3.1\nguestos_version={}\n\
             release_package_sha256={}\nmeasurements={},{}\n",
            operator.id,
            operator.provider,
            "ab".repeat(20),
            "12".repeat(32),
            "34".repeat(48),
            "56".repeat(48)
        );
        assert_eq!(config(&operator, &data_center, &guestos), expected);
    }
}

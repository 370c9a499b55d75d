//! Which network, with which root key and which clock.

use crate::{error::CliError, identity};
use bonafide_client::{AgentRuntime, ClockOffset};
use ic_agent::export::reqwest::Url;
use std::{path::Path, str::FromStr};

const LOCAL_URL: &str = "http://127.0.0.1:4943";
const IC_URL: &str = "https://icp-api.io";

/// `local`, `ic` or a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Network {
    /// The name under which deployed canisters are remembered.
    pub(crate) name: String,
    pub(crate) url: String,
    loopback: bool,
    local: bool,
}

impl Network {
    /// Whether this is the Internet Computer itself.
    pub(crate) fn is_ic(&self) -> bool {
        self.url == IC_URL
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (url, local) = match text {
            "local" => (LOCAL_URL, true),
            "ic" => (IC_URL, false),
            url => (url, false),
        };
        let parsed = Url::parse(url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or("give local, ic or an http(s) URL")?;
        let host = parsed.host_str().ok_or("the URL has no host")?;
        let loopback = host == "localhost"
            || host.ends_with(".localhost")
            || host
                .trim_matches(['[', ']'])
                .parse()
                .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
        let name = if url == text {
            let port = parsed
                .port()
                .map(|port| format!("-{port}"))
                .unwrap_or_default();
            let path = parsed.path().trim_matches('/').replace('/', "-");
            let path = if path.is_empty() {
                path
            } else {
                format!("-{path}")
            };
            format!("{}{port}{path}", host.replace([':', '[', ']'], "_"))
        } else {
            text.into()
        };
        Ok(Self {
            name,
            url: url.trim_end_matches('/').into(),
            loopback,
            local,
        })
    }
}

/// The key that signs what the network certifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RootKey {
    /// Ask the network; only for test networks.
    Fetch,
    /// DER.
    Known(Vec<u8>),
}

impl FromStr for RootKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "fetch" {
            return Ok(Self::Fetch);
        }
        let key = hex::decode(text).map_err(|_| "give fetch, or the key in hex")?;
        if key.len() == 133 {
            Ok(Self::Known(key))
        } else {
            Err("a root key has 133 bytes (DER)".into())
        }
    }
}

/// A signed duration: `-31d`, `+12h`, `90m`, `30s`.
pub(crate) fn parse_offset(text: &str) -> Result<ClockOffset, String> {
    let rule = "give a signed number of d, h, m or s, for example -31d";
    let (sign, number) = match text.strip_prefix('-') {
        Some(number) => (-1, number),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let seconds = match number.chars().last() {
        Some('d') => 86_400,
        Some('h') => 3_600,
        Some('m') => 60,
        Some('s') => 1,
        _ => return Err(rule.into()),
    };
    let digits = &number[..number.len() - 1];
    let count = digits.parse::<u32>().map_err(|_| rule)?;
    let ns = i64::from(count).checked_mul(sign * seconds * 1_000_000_000);
    ns.map(|ns| ClockOffset { ns })
        .ok_or_else(|| "the offset is too large".into())
}

/// A runtime that knows its root key.
pub(crate) async fn connect(
    network: &Network,
    root_key: Option<&RootKey>,
    identity: Option<&Path>,
    offset: ClockOffset,
) -> Result<AgentRuntime, CliError> {
    let runtime = AgentRuntime::new(&network.url, identity::load(identity)?, offset)?;
    match root_key {
        Some(RootKey::Known(key)) => runtime.set_root_key(key.clone()),
        Some(RootKey::Fetch) if network.is_ic() => {
            return Err(CliError::usage(
                "RootKey",
                "the root key of the Internet Computer is built in and is not fetched",
            ));
        }
        Some(RootKey::Fetch) => runtime.fetch_root_key().await?,
        None if network.is_ic() => {}
        None if network.local || network.loopback => runtime.fetch_root_key().await?,
        None => {
            return Err(CliError::usage(
                "RootKey",
                format!(
                    "say which root key {} has: --root-key <hex> or --root-key fetch",
                    network.url
                ),
            ));
        }
    }
    Ok(runtime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_have_names_for_their_files() {
        for (text, name, url) in [
            ("local", "local", "http://127.0.0.1:4943"),
            ("ic", "ic", "https://icp-api.io"),
            (
                "http://127.0.0.1:8000/",
                "127.0.0.1-8000",
                "http://127.0.0.1:8000",
            ),
            (
                "http://[::1]:80/instances/3",
                "___1_-instances-3",
                "http://[::1]:80/instances/3",
            ),
        ] {
            let network: Network = text.parse().unwrap();
            assert_eq!((network.name.as_str(), network.url.as_str()), (name, url));
        }
        for text in ["", "mainnet", "ftp://example.com", "http://"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        let loopback = |url: &str| url.parse::<Network>().unwrap().loopback;
        assert!(loopback("http://localhost:1"));
        assert!(loopback("http://x.localhost"));
        assert!(loopback("http://127.9.0.1"));
        assert!(loopback("http://[::1]:9"));
        assert!(!loopback("http://10.0.0.1"));
        assert!(!loopback("https://localhost.example.com"));
    }

    #[test]
    fn offsets_are_signed_durations() {
        let ns = |text: &str| parse_offset(text).map(|offset| offset.ns);
        assert_eq!(ns("-31d"), Ok(-31 * 86_400_000_000_000));
        assert_eq!(ns("+2h"), Ok(7_200_000_000_000));
        assert_eq!(ns("5m"), Ok(300_000_000_000));
        assert_eq!(ns("0s"), Ok(0));
        for text in ["", "-", "d", "3", "1.5h", "--3d", "3w", "4294967295d", "é"] {
            assert!(ns(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_root_key_is_hex_of_the_right_length() {
        assert_eq!("fetch".parse(), Ok(RootKey::Fetch));
        assert!("00".parse::<RootKey>().is_err());
        assert!("zz".parse::<RootKey>().is_err());
        assert_eq!(
            "11".repeat(133).parse(),
            Ok(RootKey::Known(vec![0x11; 133]))
        );
    }
}

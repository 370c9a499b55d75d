//! Who acts in the story: fresh keys in files, as any tool keeps them.

use super::{Context, Failure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use candid::Principal;
use ic_agent::Identity;
use ic_agent::identity::BasicIdentity;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// DER of an Ed25519 private key in PKCS#8, up to the key's 32 bytes.
const PKCS8_ED25519: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// Someone with a key.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) name: &'static str,
    /// File of the key, relative to the stage's directory.
    pub(super) pem: &'static str,
    pub(super) principal: Principal,
}

/// Everyone in the story.
#[derive(Debug)]
pub(super) struct People {
    /// Of neuron 1; deploys the canisters.
    pub(super) council: Person,
    /// Of neuron 2.
    pub(super) second: Person,
    /// Of neuron 3.
    pub(super) third: Person,
    pub(super) one: Person,
    pub(super) two: Person,
    /// Registers the machines of the one.
    pub(super) one_operator: Person,
    /// Registers the machines of the other.
    pub(super) two_operator: Person,
    /// Attests what it checked.
    pub(super) verifier: Person,
    /// Opens what a vote discloses to it.
    pub(super) reader: Person,
    /// Visit sites and report.
    pub(super) auditors: [Person; 4],
}

/// Who owns the auditors, in their order. Auditors of one owner would sit once in a team.
pub(super) const HOLDINGS: [&str; 4] = [
    "Example Audit Holding One (demo)",
    "Example Audit Holding Two (demo)",
    "Example Audit Holding Three (demo)",
    "Example Audit Holding Four (demo)",
];

impl People {
    /// Makes a fresh key for each.
    pub(super) fn arrive(directory: &Path) -> Result<Self, Failure> {
        let person = |name, pem| Person::with_fresh_key(name, pem, directory);
        Ok(Self {
            council: person("Council member One (demo)", "council-one.pem")?,
            second: person("Council member Two (demo)", "council-two.pem")?,
            third: person("Council member Three (demo)", "council-three.pem")?,
            one: person("Example Provider One (demo)", "provider-one.pem")?,
            two: person("Example Provider Two (demo)", "provider-two.pem")?,
            one_operator: person("Operator of Example One (demo)", "operator-one.pem")?,
            two_operator: person("Operator of Example Two (demo)", "operator-two.pem")?,
            verifier: person("Example Verifier (demo)", "verifier.pem")?,
            reader: person("Example Reader (demo)", "reader.pem")?,
            auditors: [
                person("Example Auditor One (demo)", "auditor-one.pem")?,
                person("Example Auditor Two (demo)", "auditor-two.pem")?,
                person("Example Auditor Three (demo)", "auditor-three.pem")?,
                person("Example Auditor Four (demo)", "auditor-four.pem")?,
            ],
        })
    }
}

impl People {
    /// The council at install. Nobody decides alone; the first and one other member do, on
    /// critical commands as well.
    pub(super) fn council_file(&self) -> String {
        let neurons: Vec<_> = [(&self.council, 40), (&self.second, 30), (&self.third, 30)]
            .map(|(member, power)| {
                serde_json::json!({
                    "controller": member.principal.to_text(),
                    "voting_power": power,
                })
            })
            .into();
        serde_json::Value::Array(neurons).to_string()
    }
}

impl Person {
    fn with_fresh_key(
        name: &'static str,
        pem: &'static str,
        directory: &Path,
    ) -> Result<Self, Failure> {
        let secret: [u8; 32] = rand::random();
        let der = STANDARD.encode([PKCS8_ED25519.as_slice(), &secret].concat());
        let text = format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n");
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(directory.join(pem))
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .when(pem)?;
        let principal = BasicIdentity::from_raw_key(&secret).sender().when(name)?;
        Ok(Self {
            name,
            pem,
            principal,
        })
    }
}

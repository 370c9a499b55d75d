//! Every way a command can fail, with its exit code and its shape in JSON.

use bonafide_client::{
    ClientError, RuntimeError, audits::draw::CheckError, import::facts::FactsError, rewards::again,
    seal::SealError, verify::VerifyError,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::fmt;

/// Why a command failed, as the exit code says it. 0 is success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// A rule of the canister refused.
    Refused = 1,
    /// The command was called wrongly, or its input is broken.
    Usage = 2,
    /// The network was not reached, or answered out of protocol.
    Network = 3,
    /// An answer came that does not prove itself.
    Unverified = 4,
}

/// A failure: one line for people, an object for programs.
#[derive(Debug)]
pub(crate) struct CliError {
    pub(crate) exit: Exit,
    /// A stable word: the name of the error's variant.
    pub(crate) kind: String,
    pub(crate) message: String,
    /// The error's own fields.
    pub(crate) details: Map<String, Value>,
}

impl CliError {
    pub(crate) fn new(exit: Exit, kind: &str, message: impl fmt::Display) -> Self {
        let message = message
            .to_string()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        Self {
            exit,
            kind: kind.into(),
            message,
            details: Map::new(),
        }
    }

    pub(crate) fn usage(kind: &str, message: impl fmt::Display) -> Self {
        Self::new(Exit::Usage, kind, message)
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(path: &std::path::Path, error: impl fmt::Display) -> Self {
        let message = format!("{}: {error}", path.display());
        Self::usage("File", message).with("file", path.display().to_string())
    }

    pub(crate) fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.details.insert(field.into(), value.into());
        self
    }

    /// `{"error":{"kind":..,"message":..,...}}`.
    pub(crate) fn to_json(&self) -> Value {
        let mut error = self.details.clone();
        error.insert("kind".into(), json!(self.kind));
        error.insert("message".into(), json!(self.message));
        json!({ "error": error })
    }

    /// The variant's name and fields of an error that serialises as an externally tagged enum.
    fn refused(error: &(impl Serialize + fmt::Display)) -> Self {
        let mut refused = Self::new(Exit::Refused, "Refused", error);
        match serde_json::to_value(error) {
            Ok(Value::Object(variant)) => {
                if let Some((kind, Value::Object(fields))) = variant.into_iter().next() {
                    refused.kind = kind;
                    refused.details = fields;
                    if let Some(message) = refused.details.remove("message") {
                        refused.details.insert("text".into(), message);
                    }
                }
            }
            Ok(Value::String(kind)) => refused.kind = kind,
            _ => {}
        }
        refused
    }

    /// A reject; governed methods put the variant's name in front of the text.
    fn rejected(code: u8, message: &str, error_code: Option<&str>) -> Self {
        let message = in_own_words(message);
        let named = message
            .split_once(": ")
            .filter(|(name, _)| is_variant_name(name));
        let (kind, text) = named.unwrap_or(("Rejected", message));
        // Codes 1 to 3 are the network's own: a fault, overload, no such canister.
        let exit = if code <= 3 {
            Exit::Network
        } else {
            Exit::Refused
        };
        let mut error = Self::new(exit, kind, text).with("reject_code", code);
        if let Some(error_code) = error_code {
            error = error.with("error_code", error_code);
        }
        error
    }
}

/// What the canister said, without what the network wraps around a trap's message.
fn in_own_words(message: &str) -> &str {
    let trapped = message
        .split_once("with message: '")
        .and_then(|(_, rest)| rest.rsplit_once('\''));
    trapped.map_or(message, |(own, _)| own)
}

/// An upper-case letter, then letters and digits only.
fn is_variant_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.len() > 1
        && name.chars().all(|char| char.is_ascii_alphanumeric())
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.message)
    }
}

impl From<RuntimeError> for CliError {
    fn from(error: RuntimeError) -> Self {
        match &error {
            RuntimeError::Rejected {
                code,
                message,
                error_code,
            } => Self::rejected(*code, message, error_code.as_deref()),
            RuntimeError::Transport { .. } => Self::new(Exit::Network, "Network", error),
            RuntimeError::Unverified { .. } => Self::new(Exit::Unverified, "Unverified", error),
            RuntimeError::Identity { .. } => Self::usage("Identity", error),
        }
    }
}

impl From<ClientError> for CliError {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Runtime(error) => error.into(),
            ClientError::Registry(error) => Self::refused(&error),
            ClientError::Governance(error) => Self::refused(&error),
            ClientError::Identity(error) => Self::refused(&error),
            ClientError::Audit(error) => Self::refused(&error),
            ClientError::Rewards(error) => Self::refused(&error),
            ClientError::Score(error) => Self::refused(&error),
            ClientError::Motion(error) => Self::refused(&error),
            ClientError::NnsReview(error) => Self::refused(&error),
            ClientError::Approve(error) => Self::new(Exit::Refused, "NotApproved", error),
            ClientError::Read(error) => Self::new(Exit::Refused, "CertifiedRead", error),
            ClientError::Verify(error) => error.into(),
            ClientError::Reply { .. } => Self::new(Exit::Network, "Reply", error),
            ClientError::Argument { .. } => Self::usage("Argument", error),
        }
    }
}

impl From<VerifyError> for CliError {
    fn from(error: VerifyError) -> Self {
        let shown = format!("{error:?}");
        let kind: String = shown
            .chars()
            .take_while(|char| char.is_alphanumeric())
            .collect();
        Self::new(Exit::Unverified, &kind, error)
    }
}

impl From<CheckError> for CliError {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Client(error) => error.into(),
            CheckError::Mismatch(error) => Self::new(Exit::Unverified, error.kind(), error),
        }
    }
}

impl From<again::CheckError> for CliError {
    fn from(error: again::CheckError) -> Self {
        match error {
            again::CheckError::Client(error) => error.into(),
            again::CheckError::Mismatch(error) => error.into(),
        }
    }
}

impl From<again::Mismatch> for CliError {
    fn from(error: again::Mismatch) -> Self {
        Self::new(Exit::Unverified, error.kind(), error)
    }
}

impl From<SealError> for CliError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::WrongKey { .. } => Self::new(Exit::Unverified, "WrongKey", error),
            SealError::NotOpened => Self::new(Exit::Unverified, "NotOpened", error),
            SealError::Shares { .. } => Self::new(Exit::Unverified, "Shares", error),
            SealError::Empty
            | SealError::TooLarge { .. }
            | SealError::PublicKey { .. }
            | SealError::Committee { .. }
            | SealError::Malformed { .. }
            | SealError::NoSuchSlot { .. } => Self::usage("Seal", error),
        }
    }
}

impl CliError {
    /// A facts file that breaks its format.
    pub(crate) fn facts(path: &std::path::Path, error: &FactsError) -> Self {
        Self::usage("Input", format!("{}: {error}", path.display()))
            .with("file", path.display().to_string())
            .with("line", error.line)
            .with("field", error.field.clone())
    }

    /// A row of an input file that breaks a rule.
    pub(crate) fn row(
        path: &std::path::Path,
        line: u64,
        field: &str,
        reason: impl fmt::Display,
    ) -> Self {
        Self::usage(
            "Input",
            format!("{}: line {line}: {field}: {reason}", path.display()),
        )
        .with("file", path.display().to_string())
        .with("line", line)
        .with("field", field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::registry::RegistryError;

    #[test]
    fn a_governed_refusal_is_named_by_its_variant() {
        let error = CliError::rejected(4, "InvalidRegion: region \"x\" is not a region", None);
        assert_eq!(error.kind, "InvalidRegion");
        assert_eq!(error.message, "region \"x\" is not a region");
        assert_eq!(error.exit, Exit::Refused);
    }

    #[test]
    fn a_refusal_before_the_call_is_named_too() {
        let message = "Error from Canister x: Canister called `ic0.trap` with message: 'NotGovernance: the caller isn't it'.\nMore";
        let error = CliError::rejected(5, message, Some("IC0503"));
        assert_eq!(
            (error.kind.as_str(), error.message.as_str()),
            ("NotGovernance", "the caller isn't it")
        );
    }

    #[test]
    fn another_reject_keeps_its_text() {
        let error = CliError::rejected(5, "Canister trapped: out of cycles", Some("IC0503"));
        assert_eq!(error.kind, "Rejected");
        assert_eq!(error.message, "Canister trapped: out of cycles");
        assert_eq!(error.to_json()["error"]["error_code"], "IC0503");
    }

    #[test]
    fn an_owner_refusal_shows_its_fields() {
        let error = CliError::refused(&RegistryError::TextTooLong {
            field: "name".into(),
            bytes: 300,
            limit: 255,
        });
        let json = error.to_json();
        assert_eq!(json["error"]["kind"], "TextTooLong");
        assert_eq!(json["error"]["field"], "name");
        assert_eq!(json["error"]["limit"], 255);
    }
}

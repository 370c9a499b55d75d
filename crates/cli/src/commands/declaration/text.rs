//! Texts, hashes and versions as they are typed.

use crate::error::CliError;
use bonafide_registry::domain::normal_form::normalize;
use bonafide_types::{id::Sha256Hash, registry::Version};
use std::path::Path;

/// A file's text in normal form, and its hash.
pub(super) fn normal_form(path: &Path) -> Result<(String, Sha256Hash), CliError> {
    let bytes = std::fs::read(path).map_err(|error| CliError::file(path, error))?;
    let given = String::from_utf8(bytes).map_err(|error| CliError::file(path, error))?;
    let normal = normalize(&given).map_err(|error| {
        let message = format!("{}: {error}", path.display());
        CliError::usage("Text", message).with("file", path.display().to_string())
    })?;
    let sha256 = normal.sha256();
    Ok((normal.into_string(), sha256))
}

/// 64 hex digits.
pub(super) fn parse_sha256(text: &str) -> Result<Sha256Hash, String> {
    crate::sources::declarations::sha256(text).ok_or_else(|| "give 64 hex digits".into())
}

/// `1.0.0`.
pub(super) fn parse_version(text: &str) -> Result<Version, String> {
    let rule = "give major.minor.patch, each at most 65535";
    let parts: Vec<u16> = text
        .split('.')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| rule)?;
    match parts[..] {
        [major, minor, patch] => Ok(Version {
            major,
            minor,
            patch,
        }),
        _ => Err(rule.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_have_three_numbers() {
        assert_eq!(
            parse_version("1.20.3"),
            Ok(Version {
                major: 1,
                minor: 20,
                patch: 3
            })
        );
        for text in ["", "1", "1.2", "1.2.3.4", "1.2.x", "1.2.65536", "-1.0.0"] {
            assert!(parse_version(text).is_err(), "{text}");
        }
    }

    #[test]
    fn line_ends_and_trailing_blanks_do_not_change_the_hash() {
        let directory = tempfile::tempdir().unwrap();
        let hash = |text: &str| {
            let path = directory.path().join("text");
            std::fs::write(&path, text).unwrap();
            normal_form(&path).unwrap()
        };
        assert_eq!(hash("a \r\n\r\nb\n\n"), hash("a\n\nb"));
        assert_eq!(hash("e\u{301}").0, "\u{e9}\n");
        assert_ne!(hash("a\nb"), hash("a\n\nb"));
    }
}

//! Web addresses a provider shows to readers.

use super::text;
use bonafide_types::limits::{URL_BYTES, URLS};
use bonafide_types::registry::RegistryError;

/// Checks the web sites of a profile: at most 10, each once, each as [`check`] says.
///
/// # Errors
/// [`RegistryError::TooMany`], and those of [`check`].
pub fn check_all(field: &str, given: &[String]) -> Result<(), RegistryError> {
    text::check_count(field, given.len(), URLS)?;
    for (at, url) in given.iter().enumerate() {
        check(field, url)?;
        if given[..at].contains(url) {
            return Err(text::invalid(field, url, "each address once"));
        }
    }
    Ok(())
}

/// Checks one address: `https://`, a host name with an optional port, then a path of plain
/// characters. No user name before the host: it makes a link look like another site.
///
/// # Errors
/// [`RegistryError::TextEmpty`], [`RegistryError::TextTooLong`], [`RegistryError::InvalidField`].
pub fn check(field: &str, given: &str) -> Result<(), RegistryError> {
    text::check(field, given, URL_BYTES)?;
    let refused = |rule| Err(text::invalid(field, given, rule));
    let Some(rest) = given.strip_prefix("https://") else {
        return refused("starts with https://");
    };
    let unsafe_byte = |byte: u8| !byte.is_ascii_graphic() || b"\"<>\\^`{|}'".contains(&byte);
    if rest.bytes().any(unsafe_byte) {
        return refused("plain characters only; others are percent-encoded");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    if !is_host_name(host) {
        return refused("a host name with a dot, of letters, digits and hyphens");
    }
    if port.parse::<u16>().is_err() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return refused("a port number after the host");
    }
    Ok(())
}

fn is_host_name(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.len() <= 253 && host.contains('.') && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_take_https_addresses() {
        for good in [
            "https://example.com",
            "https://example.com/",
            "https://www.example.com:8443/a/b?c=d&e=f#g",
            "https://xn--mller-kva.example/%C3%A9",
        ] {
            assert_eq!(check("urls", good), Ok(()), "{good}");
        }
    }

    #[test]
    fn should_refuse_everything_else() {
        let long = format!("https://example.com/{}", "a".repeat(493));
        for bad in [
            "",
            "http://example.com",
            "HTTPS://example.com",
            "javascript:alert(1)",
            "example.com",
            "https://",
            "https:///path",
            "https://localhost",
            "https://user@example.com",
            "https://example.com:",
            "https://example.com:99999",
            "https://example.com:+80",
            "https://exa mple.com",
            "https://example.com/<script>",
            "https://example.com/\"",
            "https://-a.com",
            "https://a..com",
            "https://müller.example",
            &long,
        ] {
            assert!(check("urls", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn should_cap_the_list_and_refuse_repeats() {
        let urls = |n| {
            (0..n)
                .map(|n| format!("https://a{n}.com"))
                .collect::<Vec<_>>()
        };
        assert_eq!(check_all("urls", &urls(10)), Ok(()));
        assert!(matches!(
            check_all("urls", &urls(11)),
            Err(RegistryError::TooMany {
                count: 11,
                limit: 10,
                ..
            })
        ));
        let twice = vec!["https://a.com".to_owned(); 2];
        assert!(check_all("urls", &twice).is_err());
    }
}

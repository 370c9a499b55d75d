//! Domain names of nodes, as the NNS registry takes them: ASCII, already in lower case.

use super::text;
use bonafide_types::limits::DOMAIN_BYTES;
use bonafide_types::registry::RegistryError;

/// Bytes of one label.
const LABEL_BYTES: usize = 63;

/// Checks a domain name: at most 253 bytes; two labels or more of 1 to 63 lower-case letters,
/// digits and inner hyphens; the last is not a number, so that no address is a name.
///
/// # Errors
/// [`RegistryError::TextTooLong`], [`RegistryError::InvalidField`].
pub fn check(field: &str, given: &str) -> Result<(), RegistryError> {
    text::check_length(field, given, DOMAIN_BYTES)?;
    let labels: Vec<_> = given.split('.').collect();
    let is_number = |label: &&str| label.bytes().all(|byte| byte.is_ascii_digit());
    if labels.len() >= 2
        && labels.iter().all(|label| is_label(label))
        && !labels.last().is_some_and(is_number)
    {
        return Ok(());
    }
    let rule = "a domain name in lower case, as in node-1.example.com";
    Err(text::invalid(field, given, rule))
}

fn is_label(label: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LABEL_BYTES).contains(&label.len())
        && label.bytes().all(plain)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_take_names_in_lower_case() {
        let label = "a".repeat(63);
        let longest = [label.as_str(), &label, &label, &"a".repeat(61)].join(".");
        assert_eq!(longest.len(), 253);
        for good in [
            "example.com",
            "node-1.example.com",
            "xn--bcher-kva.example",
            "1.example",
            &longest,
        ] {
            assert_eq!(check("domain", good), Ok(()), "{good}");
        }
        let long_label = format!("{}.example", "a".repeat(64));
        let too_long = format!("a.{longest}");
        for bad in [
            "",
            "example",
            "Example.com",
            "example.com.",
            ".example.com",
            "a..example",
            "node_1.example.com",
            "-a.example",
            "a-.example",
            "bücher.example",
            "203.0.113.7",
            "a example.com",
            "https://example.com",
            &long_label,
            &too_long,
        ] {
            assert!(check("domain", bad).is_err(), "{bad}");
        }
    }
}

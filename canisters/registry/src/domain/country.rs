//! Countries by ISO 3166-1 alpha-2 code, and the jurisdictions of company registers.

use super::text;
use bonafide_types::limits::JURISDICTION_BYTES;
use bonafide_types::registry::RegistryError;

/// Second letters of the assigned codes, by first letter from A to Z: 249 codes.
const SECOND_LETTERS: [&str; 26] = [
    "DEFGILMOQRSTUWXZ",
    "ABDEFGHIJLMNOQRSTVWYZ",
    "ACDFGHIKLMNORUVWXYZ",
    "EJKMOZ",
    "CEGHRST",
    "IJKMOR",
    "ABDEFGHILMNPQRSTUWY",
    "KMNRTU",
    "DELMNOQRST",
    "EMOP",
    "EGHIMNPRWYZ",
    "ABCIKRSTUVY",
    "ACDEFGHKLMNOPQRSTUVWXYZ",
    "ACEFGILOPRUZ",
    "M",
    "AEFGHKLMNRSTWY",
    "A",
    "EOSUW",
    "ABCDEGHIJKLMNORSTVXYZ",
    "CDFGHJKLMNORTVWZ",
    "AGMSYZ",
    "ACEGINU",
    "FS",
    "",
    "ET",
    "AMW",
];

/// Whether this is an assigned code, in capital letters. `UK`, which the network writes for
/// the United Kingdom, is not assigned: see [`canonical`].
#[must_use]
pub fn is_assigned(code: &str) -> bool {
    let [first, second] = code.as_bytes() else {
        return false;
    };
    let row = first.checked_sub(b'A').map(usize::from);
    row.and_then(|row| SECOND_LETTERS.get(row))
        .is_some_and(|letters| letters.as_bytes().contains(second))
}

/// The assigned code of a country, where `UK` is read as `GB`.
#[must_use]
pub fn canonical(code: &str) -> Option<&str> {
    match code {
        "UK" => Some("GB"),
        code => is_assigned(code).then_some(code),
    }
}

/// Reads a country: the code to store.
///
/// # Errors
/// [`RegistryError::InvalidField`].
pub fn parse(field: &str, given: &str) -> Result<String, RegistryError> {
    canonical(given).map(String::from).ok_or_else(|| {
        text::invalid(
            field,
            given,
            "an ISO 3166-1 alpha-2 code in capital letters",
        )
    })
}

/// Reads the jurisdiction of a company register: a country, or a part of one as in `US-DE`.
/// The country is stored as [`parse`] does.
///
/// # Errors
/// [`RegistryError::TextTooLong`], [`RegistryError::InvalidField`].
pub fn parse_jurisdiction(field: &str, given: &str) -> Result<String, RegistryError> {
    text::check_length(field, given, JURISDICTION_BYTES)?;
    let refused = || {
        let rule = "a country code, or one with its part after a hyphen: CH, US-DE";
        text::invalid(field, given, rule)
    };
    let Some((country, part)) = given.split_once('-') else {
        return canonical(given).map(String::from).ok_or_else(refused);
    };
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let country = canonical(country).ok_or_else(refused)?;
    if (1..=3).contains(&part.len()) && part.bytes().all(plain) {
        Ok(format!("{country}-{part}"))
    } else {
        Err(refused())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_know_all_assigned_codes() {
        let letters = || ('A'..='Z').chain('a'..='z').chain(['0', ' ']);
        let assigned = letters()
            .flat_map(|first| letters().map(move |second| format!("{first}{second}")))
            .filter(|code| is_assigned(code))
            .count();
        assert_eq!(assigned, 249);
        assert!(SECOND_LETTERS.iter().all(|row| row.bytes().is_sorted()));
    }

    #[test]
    fn should_read_countries() {
        for good in ["CH", "US", "GB", "ZW", "AD", "IM", "SG", "SI", "BQ", "SS"] {
            assert_eq!(parse("country", good), Ok(good.into()));
        }
        assert_eq!(parse("country", "UK"), Ok("GB".into()));
        for bad in ["", "C", "CHE", "ch", "XX", "EU", "SU", "AN", "é", "A\u{0}"] {
            assert!(parse("country", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn should_read_jurisdictions() {
        for (given, stored) in [
            ("CH", "CH"),
            ("US-DE", "US-DE"),
            ("UK", "GB"),
            ("UK-SCT", "GB-SCT"),
            ("JP-13", "JP-13"),
        ] {
            assert_eq!(parse_jurisdiction("jurisdiction", given), Ok(stored.into()));
        }
        for bad in [
            "",
            "XX",
            "US-",
            "US-delaware",
            "US-DEDE",
            "-DE",
            "US-D-E",
            "us-DE",
        ] {
            assert!(parse_jurisdiction("jurisdiction", bad).is_err(), "{bad}");
        }
        let long = "US-".to_owned() + &"D".repeat(14);
        assert!(matches!(
            parse_jurisdiction("jurisdiction", &long),
            Err(RegistryError::TextTooLong {
                bytes: 17,
                limit: 16,
                ..
            })
        ));
    }
}

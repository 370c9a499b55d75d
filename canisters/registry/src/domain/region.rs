//! Regions as the network writes them: `Continent,CC,City`.

use super::{country, text};
use bonafide_types::limits::REGION_BYTES;
use bonafide_types::registry::RegistryError;

/// The continents a region may start with.
pub const CONTINENTS: [&str; 7] = [
    "Africa",
    "Antarctica",
    "Asia",
    "Europe",
    "North America",
    "Oceania",
    "South America",
];

/// The parts of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region<'a> {
    /// One of [`CONTINENTS`].
    pub continent: &'a str,
    /// Country code as written; `UK` is kept, as the network keeps it.
    pub country: &'a str,
    /// City, or an area as large as the network names one.
    pub city: &'a str,
}

/// Reads a region.
///
/// # Errors
/// [`RegistryError::TextTooLong`], [`RegistryError::InvalidRegion`].
pub fn parse(given: &str) -> Result<Region<'_>, RegistryError> {
    text::check_length("region", given, REGION_BYTES)?;
    let refused = |rule: &str| RegistryError::InvalidRegion {
        region: text::shortened(given),
        rule: rule.into(),
    };
    let mut parts = given.split(',');
    let (Some(continent), Some(country), Some(city), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(refused("three parts between two commas"));
    };
    if [continent, country, city]
        .iter()
        .any(|part| part.trim() != *part)
    {
        return Err(refused("no blanks around a part"));
    }
    if !CONTINENTS.contains(&continent) {
        return Err(refused(&format!(
            "the continent is one of {}",
            CONTINENTS.join(", ")
        )));
    }
    if country::canonical(country).is_none() {
        return Err(refused(
            "the country is an ISO 3166-1 alpha-2 code in capital letters",
        ));
    }
    if city.is_empty() {
        return Err(refused("the city is named"));
    }
    if city.chars().any(char::is_control) {
        return Err(refused("no control characters"));
    }
    Ok(Region {
        continent,
        country,
        city,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_read_the_networks_regions() {
        for (given, expected) in [
            ("Europe,CH,Zurich", ["Europe", "CH", "Zurich"]),
            ("Europe,UK,London", ["Europe", "UK", "London"]),
            (
                "North America,US,New York",
                ["North America", "US", "New York"],
            ),
            ("Asia,HK,HongKong", ["Asia", "HK", "HongKong"]),
            ("South America,AR,CABA", ["South America", "AR", "CABA"]),
        ] {
            let Region {
                continent,
                country,
                city,
            } = parse(given).unwrap();
            assert_eq!([continent, country, city], expected);
        }
    }

    #[test]
    fn should_say_which_part_fails() {
        for (bad, part) in [
            ("", "three parts"),
            ("Europe", "three parts"),
            ("Europe,CH", "three parts"),
            ("Europe,CH,Zurich,4", "three parts"),
            ("Europe, CH,Zurich", "blanks"),
            ("Europe,CH,Zurich ", "blanks"),
            ("Europa,CH,Zurich", "continent"),
            ("europe,CH,Zurich", "continent"),
            ("Europe,ch,Zurich", "country"),
            ("Europe,XX,Zurich", "country"),
            ("Europe,,Zurich", "country"),
            ("Europe,CH,", "city"),
            ("Europe,CH,Zu\nrich", "control"),
        ] {
            match parse(bad) {
                Err(RegistryError::InvalidRegion { region, rule }) => {
                    assert_eq!(region, bad);
                    assert!(rule.contains(part), "{bad}: {rule}");
                }
                other => panic!("{bad}: {other:?}"),
            }
        }
        let long = format!("Europe,CH,{}", "Z".repeat(246));
        assert!(matches!(
            parse(&long),
            Err(RegistryError::TextTooLong {
                bytes: 256,
                limit: 255,
                ..
            })
        ));
    }
}

//! Coordinates in millionths of a degree.

use bonafide_types::registry::{Gps, RegistryError};

/// Latitudes reach from minus this to this.
pub const LATITUDE_UDEG: i32 = 90_000_000;
/// Longitudes reach from minus this to this.
pub const LONGITUDE_UDEG: i32 = 180_000_000;

/// Checks that a place is on the globe.
///
/// # Errors
/// [`RegistryError::OutOfRange`].
pub fn check(gps: Gps) -> Result<(), RegistryError> {
    check_angle("latitude_udeg", gps.latitude_udeg, LATITUDE_UDEG)?;
    check_angle("longitude_udeg", gps.longitude_udeg, LONGITUDE_UDEG)
}

fn check_angle(field: &str, given: i32, most: i32) -> Result<(), RegistryError> {
    if (-most..=most).contains(&given) {
        return Ok(());
    }
    Err(RegistryError::OutOfRange {
        field: field.into(),
        given: given.into(),
        min: (-most).into(),
        max: most.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gps(latitude_udeg: i32, longitude_udeg: i32) -> Gps {
        Gps {
            latitude_udeg,
            longitude_udeg,
        }
    }

    #[test]
    fn should_keep_to_the_globe() {
        for good in [
            gps(0, 0),
            gps(90_000_000, 180_000_000),
            gps(-90_000_000, -180_000_000),
        ] {
            assert_eq!(check(good), Ok(()));
        }
        for (bad, field, given) in [
            (gps(90_000_001, 0), "latitude_udeg", 90_000_001),
            (gps(-90_000_001, 0), "latitude_udeg", -90_000_001),
            (gps(0, 180_000_001), "longitude_udeg", 180_000_001),
            (gps(0, i32::MIN), "longitude_udeg", i64::from(i32::MIN)),
        ] {
            match check(bad) {
                Err(RegistryError::OutOfRange {
                    field: named,
                    given: told,
                    ..
                }) => {
                    assert_eq!((named.as_str(), told), (field, given));
                }
                other => panic!("{bad:?}: {other:?}"),
            }
        }
    }
}

//! IPv6 addresses and prefixes. One address has one stored text, so that equal addresses
//! are found equal.

use super::text;
use bonafide_types::limits::IPV6_BYTES;
use bonafide_types::registry::RegistryError;
use std::net::Ipv6Addr;

/// Reads the address of a node: its canonical text.
///
/// # Errors
/// Those of [`text::check`], [`RegistryError::InvalidField`].
pub fn parse_address(field: &str, given: &str) -> Result<String, RegistryError> {
    text::check(field, given, IPV6_BYTES)?;
    let address: Ipv6Addr = given
        .parse()
        .map_err(|_| text::invalid(field, given, "an IPv6 address"))?;
    let nowhere = address.is_unspecified()
        || address.is_loopback()
        || address.is_multicast()
        || address.to_ipv4_mapped().is_some();
    if nowhere {
        return Err(text::invalid(
            field,
            given,
            "an IPv6 address of one machine",
        ));
    }
    Ok(address.to_string())
}

/// Reads the address with which a node registers: global unicast, as the network's nodes have.
///
/// # Errors
/// Those of [`parse_address`].
pub fn parse_global(field: &str, given: &str) -> Result<String, RegistryError> {
    let canonical = parse_address(field, given)?;
    let is_global = |address: Ipv6Addr| address.segments()[0] >> 13 == 0b001;
    if canonical.parse().is_ok_and(is_global) {
        Ok(canonical)
    } else {
        Err(text::invalid(
            field,
            given,
            "a global unicast address, inside 2000::/3",
        ))
    }
}

/// Whether an address is inside a prefix as [`parse_prefix`] gives it.
#[must_use]
pub fn is_inside(ipv6: &str, prefix: &str) -> bool {
    let network = |text: &str| {
        let address: Option<Ipv6Addr> = text.parse().ok();
        address.map(|address| address.to_bits() >> 64)
    };
    let prefix = prefix.strip_suffix("/64").and_then(network);
    prefix.is_some() && network(ipv6) == prefix
}

/// Reads the prefix of an operator's network, a `/64`: its canonical text.
///
/// # Errors
/// [`RegistryError::TextTooLong`], [`RegistryError::InvalidField`].
pub fn parse_prefix(field: &str, given: &str) -> Result<String, RegistryError> {
    text::check_length(field, given, IPV6_BYTES)?;
    let refused = || text::invalid(field, given, "an IPv6 prefix as in 2001:db8:1:2::/64");
    let network = given.strip_suffix("/64").ok_or_else(refused)?;
    let network: Ipv6Addr = network.parse().map_err(|_| refused())?;
    let [.., a, b, c, d] = network.segments();
    if network.is_unspecified() || network.is_multicast() || [a, b, c, d] != [0; 4] {
        return Err(refused());
    }
    Ok(format!("{network}/64"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn should_store_one_text_per_address() {
        for given in [
            "2001:db8:0:0:0:0:0:1",
            "2001:DB8::1",
            "2001:0db8::0001",
            "2001:db8::1",
        ] {
            assert_eq!(parse_address("ipv6", given), Ok("2001:db8::1".into()));
        }
        for bad in [
            "",
            "::",
            "::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "10.0.0.1",
            "2001:db8::1/64",
            "2001:db8::1%eth0",
            "[2001:db8::1]",
            " 2001:db8::1",
            "2001:db8:::1",
            "2001:db8::g",
        ] {
            assert!(parse_address("ipv6", bad).is_err(), "{bad}");
        }
        assert!(matches!(
            parse_address("ipv6", &"1".repeat(46)),
            Err(RegistryError::TextTooLong {
                bytes: 46,
                limit: 45,
                ..
            })
        ));
    }

    #[test]
    fn should_take_global_unicast_addresses() {
        for good in ["2001:db8::1", "2000::1", "3fff:ffff::1", "2a00:1:2::3"] {
            assert_eq!(parse_global("ipv6", good), Ok(good.into()));
        }
        for bad in [
            "fd00::1",
            "fe80::1",
            "4000::1",
            "1fff::1",
            "::1",
            "64:ff9b::1",
        ] {
            assert!(parse_global("ipv6", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn should_compare_the_first_64_bits() {
        let prefix = "2001:db8:1:2::/64";
        for inside in ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"] {
            assert!(is_inside(inside, prefix), "{inside}");
        }
        for outside in [
            "2001:db8:1:3::1",
            "2001:db8::1",
            "2001:db8:0:2::1",
            "nothing",
        ] {
            assert!(!is_inside(outside, prefix), "{outside}");
        }
        assert!(!is_inside("nothing", "nothing"));
    }

    #[test]
    fn should_read_prefixes_of_64_bits() {
        for given in ["2001:db8:1:2::/64", "2001:DB8:1:2:0:0:0:0/64"] {
            assert_eq!(
                parse_prefix("ipv6_prefix", given),
                Ok("2001:db8:1:2::/64".into())
            );
        }
        for bad in [
            "",
            "2001:db8:1:2::",
            "2001:db8:1:2::/48",
            "2001:db8:1:2::/640",
            "2001:db8:1:2::1/64",
            "::/64",
            "/64",
            "ff02::/64",
            "2001:db8:1:2::/64 ",
        ] {
            assert!(parse_prefix("ipv6_prefix", bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn should_keep_a_canonical_text(bits in any::<u128>()) {
            if let Ok(stored) = parse_address("ipv6", &Ipv6Addr::from_bits(bits).to_string()) {
                prop_assert!(stored.len() <= IPV6_BYTES);
                prop_assert_eq!(parse_address("ipv6", &stored), Ok(stored));
            }
        }
    }
}

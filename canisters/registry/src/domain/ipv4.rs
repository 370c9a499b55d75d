//! IPv4 addresses of nodes. One address has one text.

use super::text;
use bonafide_types::limits::IPV6_BYTES;
use bonafide_types::registry::RegistryError;
use std::net::Ipv4Addr;

/// Networks whose addresses reach no machine of the public internet, by the registry of
/// special-purpose addresses of the IANA: first address, bits of the prefix.
const SPECIAL: [([u8; 4], u32); 15] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// Reads the public address of a node: its canonical text.
///
/// # Errors
/// [`RegistryError::TextTooLong`], [`RegistryError::InvalidField`].
pub fn parse_public(field: &str, given: &str) -> Result<String, RegistryError> {
    text::check_length(field, given, IPV6_BYTES)?;
    let address: Ipv4Addr = given
        .parse()
        .map_err(|_| text::invalid(field, given, "an IPv4 address"))?;
    if SPECIAL.iter().any(|network| contains(network, address)) {
        return Err(text::invalid(field, given, "a public IPv4 address"));
    }
    Ok(address.to_string())
}

fn contains((network, bits): &([u8; 4], u32), address: Ipv4Addr) -> bool {
    (address.to_bits() ^ u32::from_be_bytes(*network)) >> (32 - bits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_take_public_addresses_only() {
        for good in ["1.1.1.1", "100.128.0.1", "172.32.0.1", "223.255.255.255"] {
            assert_eq!(parse_public("ipv4", good), Ok(good.into()));
        }
        for bad in [
            "",
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "169.254.1.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "1.1.1",
            "01.1.1.1",
            "1.1.1.1/24",
            "::ffff:1.1.1.1",
            "1.1.1.1 ",
        ] {
            assert!(parse_public("ipv4", bad).is_err(), "{bad}");
        }
    }
}

//! Which addresses are on the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What of version 4 is not public, as network and length of its prefix (IANA's registry of special addresses).
const CLOSED_V4: [(Ipv4Addr, u32); 17] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),          // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),         // private (RFC 1918)
    (Ipv4Addr::new(100, 64, 0, 0), 10),      // shared by the customers of a provider (RFC 6598)
    (Ipv4Addr::new(127, 0, 0, 0), 8),        // loopback
    (Ipv4Addr::new(168, 63, 129, 16), 32),   // a cloud's own services, at an address that looks public
    (Ipv4Addr::new(169, 254, 0, 0), 16),     // link-local, and what clouds tell their machines
    (Ipv4Addr::new(172, 16, 0, 0), 12),      // private (RFC 1918)
    (Ipv4Addr::new(192, 0, 0, 0), 24),       // protocols (RFC 6890)
    (Ipv4Addr::new(192, 0, 2, 0), 24),       // documentation (RFC 5737)
    (Ipv4Addr::new(192, 88, 99, 0), 24),     // relays of 6to4, given up (RFC 7526)
    (Ipv4Addr::new(192, 168, 0, 0), 16),     // private (RFC 1918)
    (Ipv4Addr::new(198, 18, 0, 0), 15),      // measurements (RFC 2544)
    (Ipv4Addr::new(198, 51, 100, 0), 24),    // documentation (RFC 5737)
    (Ipv4Addr::new(203, 0, 113, 0), 24),     // documentation (RFC 5737)
    (Ipv4Addr::new(224, 0, 0, 0), 4),        // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),        // reserved
    (Ipv4Addr::new(255, 255, 255, 255), 32), // everybody here
];

/// What of global unicast, `2000::/3`, is not public.
const CLOSED_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocols, Teredo among them (RFC 2928, RFC 4380)
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation (RFC 3849)
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4 (RFC 3056)
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation (RFC 9637)
];

/// Addresses of version 4 written in version 6 (RFC 4291).
const MAPPED: (Ipv6Addr, u32) = (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96);
/// Addresses of version 4 behind a translator (RFC 6052).
const NAT64: (Ipv6Addr, u32) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);
/// Global unicast (RFC 4291).
const GLOBAL: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Whether a packet to this address leaves for the public internet, and no machine or network of ours.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !CLOSED_V4.iter().any(|range| is_in_v4(address, *range)),
        IpAddr::V6(address) if is_in_v6(address, MAPPED) || is_in_v6(address, NAT64) => {
            let [.., a, b, c, d] = address.octets();
            is_public(IpAddr::V4(Ipv4Addr::new(a, b, c, d)))
        }
        IpAddr::V6(address) => is_in_v6(address, GLOBAL) && !CLOSED_V6.iter().any(|range| is_in_v6(address, *range)),
    }
}

/// Whether the address is this machine's own.
pub(crate) fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

fn is_in_v4(address: Ipv4Addr, (network, length): (Ipv4Addr, u32)) -> bool {
    (address.to_bits() ^ network.to_bits()).leading_zeros() >= length
}

fn is_in_v6(address: Ipv6Addr, (network, length): (Ipv6Addr, u32)) -> bool {
    (address.to_bits() ^ network.to_bits()).leading_zeros() >= length
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn v4(text: &str) -> Ipv4Addr {
        text.parse().unwrap()
    }

    /// First and last address of each closed range, written out.
    const EDGES: [(&str, &str); 15] = [
        ("0.0.0.0", "0.255.255.255"),
        ("10.0.0.0", "10.255.255.255"),
        ("100.64.0.0", "100.127.255.255"),
        ("127.0.0.0", "127.255.255.255"),
        ("168.63.129.16", "168.63.129.16"),
        ("169.254.0.0", "169.254.255.255"),
        ("172.16.0.0", "172.31.255.255"),
        ("192.0.0.0", "192.0.0.255"),
        ("192.0.2.0", "192.0.2.255"),
        ("192.88.99.0", "192.88.99.255"),
        ("192.168.0.0", "192.168.255.255"),
        ("198.18.0.0", "198.19.255.255"),
        ("198.51.100.0", "198.51.100.255"),
        ("203.0.113.0", "203.0.113.255"),
        ("224.0.0.0", "255.255.255.255"),
    ];

    /// The plain reading of the same list.
    fn is_closed(address: Ipv4Addr) -> bool {
        EDGES.iter().any(|(first, last)| (v4(first)..=v4(last)).contains(&address))
    }

    #[test]
    fn ranges_begin_and_end_where_they_should() {
        for (first, last) in EDGES {
            for inside in [v4(first), v4(last)] {
                assert!(!is_public(inside.into()), "{inside}");
            }
            let before = v4(first).to_bits().checked_sub(1).map(Ipv4Addr::from_bits);
            let after = v4(last).to_bits().checked_add(1).map(Ipv4Addr::from_bits);
            for outside in [before, after].into_iter().flatten() {
                assert_eq!(is_public(outside.into()), !is_closed(outside), "{outside}");
            }
        }
    }

    #[test]
    fn addresses_that_attacks_use_are_not_public() {
        for inside in [
            "127.0.0.1",
            "169.254.169.254", // most clouds
            "100.100.100.200",
            "192.0.0.192",
            "168.63.129.16",
            "0.0.0.0",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::8.8.8.8",
            "::ffff:127.0.0.1",
            "::ffff:0:127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::8.8.8.8",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:808:808::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fd20:ce::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["8.8.8.8", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2606:4700::1111", "2001:200::1", "2a00::1"] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }

    proptest! {
        #[test]
        fn every_address_is_what_its_ranges_say(bits: u32) {
            let address = Ipv4Addr::from_bits(bits);
            prop_assert_eq!(is_public(address.into()), !is_closed(address));
        }

        #[test]
        fn what_the_standard_library_calls_special_is_not_public(bits: u32) {
            let address = Ipv4Addr::from_bits(bits);
            let special = address.is_private() || address.is_loopback() || address.is_link_local()
                || address.is_multicast() || address.is_broadcast() || address.is_documentation() || address.is_unspecified();
            prop_assert!(!(special && is_public(address.into())));
        }

        #[test]
        fn version_4_within_version_6_is_what_it_holds(bits: u32) {
            let address = Ipv4Addr::from_bits(bits);
            let [a, b, c, d] = address.octets();
            let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            prop_assert_eq!(is_public(address.to_ipv6_mapped().into()), is_public(address.into()));
            prop_assert_eq!(is_public(Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low).into()), is_public(address.into()));
            // Compatible, 6to4, Teredo with the address of its server, and of its client (inverted).
            for given_up in [
                Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
                Ipv6Addr::new(0x2001, 0, high, low, 0, 0, 0, 0),
                Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, !high, !low),
            ] {
                prop_assert!(!is_public(given_up.into()));
            }
        }

        #[test]
        fn of_version_6_only_global_unicast_is_public(bits: u128) {
            let address = Ipv6Addr::from_bits(bits);
            let holds_v4 = address.to_ipv4_mapped().is_some() || bits >> 32 == 0x0064_ff9b_u128 << 64;
            prop_assert!(holds_v4 || !is_public(address.into()) || bits >> 125 == 1);
        }
    }
}

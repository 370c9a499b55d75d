//! The rewards table: what a node earns in a month, by region and type.

use super::problem::Fault;
use std::collections::BTreeMap;

/// A rate above this is taken for a slip: a hundred million XDR for a month of one node. Below
/// it no sum of this machine's memory full of nodes exceeds what decimals hold.
pub const MAX_MONTHLY_XDR_PERMYRIAD: u64 = 1_000_000_000_000;

/// The coefficient of a rate that has none, percent.
pub const DEFAULT_COEFFICIENT_PERCENT: u32 = 80;

/// What a node earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// XDR permyriad per node and month of 30.4375 days. Zero is a rate.
    pub xdr_permyriad_per_month: u64,
    /// What each further node of a country earns of the one before it, percent; for nodes of
    /// the third type only.
    pub coefficient_percent: Option<i32>,
}

/// Rates by region, then by type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RewardsTable {
    rates: BTreeMap<String, BTreeMap<String, Rate>>,
}

/// What the table says of a node, in the bounds that the engines compute in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// XDR permyriad per month.
    pub xdr_permyriad_per_month: u64,
    /// Percent, at most 100.
    pub coefficient_percent: u32,
    /// Whether the table has a rate; else this is the least rate that there is.
    pub in_table: bool,
}

/// The rate of what the table does not have: one permyriad per month, not reduced.
const NOT_IN_TABLE: Found = Found {
    xdr_permyriad_per_month: 1,
    coefficient_percent: 100,
    in_table: false,
};

impl RewardsTable {
    /// Puts a rate in; what stood in its place comes back.
    pub fn insert(&mut self, region: &str, reward_type: &str, rate: Rate) -> Option<Rate> {
        self.rates
            .entry(region.into())
            .or_default()
            .insert(reward_type.into(), rate)
    }

    /// The rate of the most specific region that has one for the type: the whole region, then
    /// what is left of it without its last part, and so on; parts end at commas.
    #[must_use]
    pub fn get(&self, region: &str, reward_type: &str) -> Option<Rate> {
        let mut prefix = Some(region);
        while let Some(region) = prefix {
            let rates = self.rates.get(region);
            if let Some(rate) = rates.and_then(|rates| rates.get(reward_type)) {
                return Some(*rate);
            }
            prefix = region.rsplit_once(',').map(|(rest, _)| rest);
        }
        None
    }

    /// The same, with what holds when there is none.
    ///
    /// # Errors
    /// [`Fault::RateOutOfRange`] and [`Fault::CoefficientOutOfRange`]: the network would compute
    /// with such numbers; nobody means them.
    pub fn find(&self, region: &str, reward_type: &str) -> Result<Found, Fault> {
        let Some(rate) = self.get(region, reward_type) else {
            return Ok(NOT_IN_TABLE);
        };
        let (region, reward_type) = (region.into(), reward_type.into());
        if rate.xdr_permyriad_per_month > MAX_MONTHLY_XDR_PERMYRIAD {
            return Err(Fault::RateOutOfRange {
                region,
                reward_type,
                xdr_permyriad_per_month: rate.xdr_permyriad_per_month,
            });
        }
        let percent = rate.coefficient_percent.map(|percent| {
            let inside = u32::try_from(percent)
                .ok()
                .filter(|percent| *percent <= 100);
            inside.ok_or(Fault::CoefficientOutOfRange {
                region,
                reward_type,
                percent,
            })
        });
        Ok(Found {
            xdr_permyriad_per_month: rate.xdr_permyriad_per_month,
            coefficient_percent: percent.transpose()?.unwrap_or(DEFAULT_COEFFICIENT_PERCENT),
            in_table: true,
        })
    }
}

/// The country of a region, in which further nodes earn less: its first two parts, with a colon.
#[must_use]
pub fn country(region: &str) -> String {
    let parts: Vec<_> = region.splitn(3, ',').take(2).collect();
    parts.join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(xdr_permyriad_per_month: u64, coefficient_percent: Option<i32>) -> Rate {
        Rate {
            xdr_permyriad_per_month,
            coefficient_percent,
        }
    }

    #[test]
    fn should_find_the_most_specific_region_that_has_the_type() {
        let mut table = RewardsTable::default();
        for (region, reward_type, number) in [
            ("Europe", "type1", 1),
            ("Europe,CH", "type1", 2),
            ("Europe,CH,Zurich", "type3", 3),
            ("Europe,CH,Zurich", "type1.1", 0),
        ] {
            assert_eq!(table.insert(region, reward_type, rate(number, None)), None);
        }
        for (region, reward_type, number) in [
            ("Europe,CH,Zurich", "type3", Some(3)),
            ("Europe,CH,Zurich,West", "type3", Some(3)),
            ("Europe,CH,Zurich", "type1.1", Some(0)),
            ("Europe,CH,Zurich", "type1", Some(2)),
            ("Europe,CH", "type1", Some(2)),
            ("Europe,DE,Berlin", "type1", Some(1)),
            ("Europe", "type1", Some(1)),
            ("Europe,CH,Geneva", "type3", None),
            ("Europe, CH", "type1", Some(1)),
            ("Asia,Japan", "type1", None),
            ("CH", "type1", None),
            ("", "type1", None),
        ] {
            let found = table.get(region, reward_type);
            assert_eq!(
                found.map(|rate| rate.xdr_permyriad_per_month),
                number,
                "{region} {reward_type}"
            );
        }
        let replaced = table.insert("Europe", "type1", rate(9, Some(70)));
        assert_eq!(replaced, Some(rate(1, None)));
    }

    #[test]
    fn should_say_what_holds_without_a_rate_and_refuse_what_nobody_means() {
        let mut table = RewardsTable::default();
        table.insert("A", "none", rate(5, None));
        table.insert("A", "zero", rate(0, Some(0)));
        table.insert("A", "most", rate(MAX_MONTHLY_XDR_PERMYRIAD, Some(100)));
        table.insert("A", "more", rate(MAX_MONTHLY_XDR_PERMYRIAD + 1, None));
        table.insert("A", "over", rate(5, Some(101)));
        table.insert("A", "under", rate(5, Some(-1)));
        let found = |xdr_permyriad_per_month, coefficient_percent, in_table| {
            Ok(Found {
                xdr_permyriad_per_month,
                coefficient_percent,
                in_table,
            })
        };
        assert_eq!(table.find("A,B", "none"), found(5, 80, true));
        assert_eq!(table.find("A,B", "zero"), found(0, 0, true));
        let most = MAX_MONTHLY_XDR_PERMYRIAD;
        assert_eq!(table.find("A,B", "most"), found(most, 100, true));
        assert_eq!(table.find("B", "none"), found(1, 100, false));
        assert!(matches!(
            table.find("A", "more"),
            Err(Fault::RateOutOfRange { .. })
        ));
        for (reward_type, wanted) in [("over", 101), ("under", -1)] {
            let fault = table.find("A", reward_type).unwrap_err();
            assert!(
                matches!(fault, Fault::CoefficientOutOfRange { percent, .. } if percent == wanted)
            );
        }
    }

    #[test]
    fn should_name_countries() {
        for (region, name) in [
            ("North America,USA,California", "North America:USA"),
            ("Europe,CH", "Europe:CH"),
            ("Europe,CH,Zurich,West", "Europe:CH"),
            ("Europe", "Europe"),
            ("", ""),
        ] {
            assert_eq!(country(region), name);
        }
    }
}

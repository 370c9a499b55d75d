//! Parts and amounts as people read them.

/// Billionths in one percent.
const PERCENT_PPB: u32 = 10_000_000;
/// Basis points in one percent.
const PERCENT_BPS: u32 = 100;
/// e8s in one ICP.
const ICP_E8S: u64 = 100_000_000;

/// Billionths as percent, without trailing zeros: `9 %`, `0.5 %`.
#[must_use]
pub fn percent(ppb: u32) -> String {
    let (whole, rest) = (ppb / PERCENT_PPB, ppb % PERCENT_PPB);
    format!("{} %", decimal(whole.into(), rest.into(), 7))
}

/// Basis points as percent, without trailing zeros: `5 %`, `0.01 %`.
#[must_use]
pub fn percent_of_bps(bps: u32) -> String {
    let (whole, rest) = (bps / PERCENT_BPS, bps % PERCENT_BPS);
    format!("{} %", decimal(whole.into(), rest.into(), 2))
}

/// e8s as ICP, without trailing zeros: `6 ICP`, `0.54 ICP`.
#[must_use]
pub fn icp(e8s: u64) -> String {
    let (whole, rest) = (e8s / ICP_E8S, e8s % ICP_E8S);
    format!("{} ICP", decimal(whole, rest, 8))
}

/// A number with so many decimal places, of which trailing zeros are left out.
fn decimal(whole: u64, rest: u64, places: usize) -> String {
    if rest == 0 {
        return whole.to_string();
    }
    let rest = format!("{rest:0places$}");
    format!("{whole}.{}", rest.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_say_parts_in_percent() {
        for (ppb, expected) in [
            (0, "0 %"),
            (1, "0.0000001 %"),
            (100_000, "0.01 %"),
            (9_999_999, "0.9999999 %"),
            (10_000_000, "1 %"),
            (10_000_001, "1.0000001 %"),
            (90_000_000, "9 %"),
            (15_000_000, "1.5 %"),
            (1_000_000_000, "100 %"),
            (u32::MAX, "429.4967295 %"),
        ] {
            assert_eq!(percent(ppb), expected);
        }
        for (bps, expected) in [
            (0, "0 %"),
            (1, "0.01 %"),
            (99, "0.99 %"),
            (100, "1 %"),
            (101, "1.01 %"),
            (150, "1.5 %"),
            (10_000, "100 %"),
            (u32::MAX, "42949672.95 %"),
        ] {
            assert_eq!(percent_of_bps(bps), expected);
        }
    }

    #[test]
    fn should_say_amounts_in_icp() {
        for (e8s, expected) in [
            (0, "0 ICP"),
            (1, "0.00000001 ICP"),
            (99_999_999, "0.99999999 ICP"),
            (100_000_000, "1 ICP"),
            (100_000_001, "1.00000001 ICP"),
            (54_000_000, "0.54 ICP"),
            (u64::MAX, "184467440737.09551615 ICP"),
        ] {
            assert_eq!(icp(e8s), expected);
        }
    }
}

//! Doubles of IEEE 754 in integers: those not negative and not close to the ends of the range.

/// Bits of a mantissa.
const BITS: u32 = 53;
/// Below 2^-64 even the highest rate of a table, which has 40 bits, is nothing.
const NEGLIGIBLE: i32 = -64;

/// mantissa x 2^exponent; the mantissa is 0 or has 53 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Double {
    mantissa: u128,
    exponent: i32,
}

impl Double {
    pub(super) const ONE: Self = Self {
        mantissa: 1 << 52,
        exponent: -52,
    };

    pub(super) fn whole(number: u64) -> Self {
        Self::nearest(number.into(), 0, false)
    }

    /// The double nearest to `percent / 100`.
    pub(super) fn percent(percent: u32) -> Self {
        // A quotient of more than 54 bits and whether there is a remainder decide all.
        let shifted = u128::from(percent) << 64;
        Self::nearest(shifted / 100, -64, shifted % 100 != 0)
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        Self::nearest(
            self.mantissa * other.mantissa,
            self.exponent + other.exponent,
            false,
        )
    }

    /// Without its fraction.
    pub(super) fn truncated(&self) -> u128 {
        let shift = self.exponent.unsigned_abs();
        if self.exponent < 0 {
            self.mantissa.checked_shr(shift).unwrap_or(0)
        } else {
            self.mantissa << shift.min(74)
        }
    }

    pub(super) fn is_negligible(&self) -> bool {
        self.mantissa == 0 || self.exponent + 53 < NEGLIGIBLE
    }

    /// The double nearest to value x 2^exponent, or to a little more; half to even.
    fn nearest(value: u128, exponent: i32, more: bool) -> Self {
        let bits = u128::BITS - value.leading_zeros();
        let Some(excess) = bits.checked_sub(BITS) else {
            let shift = BITS - bits;
            return Self {
                mantissa: value << shift,
                exponent: exponent.saturating_sub_unsigned(shift),
            };
        };
        let mantissa = value >> excess;
        let rest = value - (mantissa << excess);
        // Twice the rest against a whole step of the mantissa.
        let up = match (rest << 1).cmp(&(1 << excess)) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => more || mantissa % 2 == 1,
            std::cmp::Ordering::Greater => true,
        };
        let mantissa = mantissa + u128::from(up);
        let exponent = exponent.saturating_add_unsigned(excess);
        // Only 2^53 has a bit too many, and it is even.
        if mantissa >> BITS == 0 {
            Self { mantissa, exponent }
        } else {
            Self {
                mantissa: mantissa >> 1,
                exponent: exponent + 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the hardware has, in the same form.
    fn of(double: f64) -> Double {
        let bits = double.to_bits();
        let biased = i32::try_from(bits >> 52).unwrap();
        assert!(biased > 0 && biased < 0x7ff, "{double} is out of range");
        Double {
            mantissa: u128::from(bits & ((1 << 52) - 1) | 1 << 52),
            exponent: biased - 1_075,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "the rounding is what is tested")]
    fn as_f64(number: u64) -> f64 {
        number as f64
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the network does this"
    )]
    fn as_u64(double: f64) -> u64 {
        double as u64
    }

    #[test]
    fn should_be_the_doubles_of_the_hardware() {
        assert_eq!(Double::ONE, of(1.0));
        for percent in 1..=100 {
            let double = f64::from(percent) / 100.0;
            assert_eq!(Double::percent(percent), of(double), "{percent}");
        }
        assert_eq!(Double::percent(0).mantissa, 0);
        assert_eq!(Double::percent(0).truncated(), 0);
        for number in [
            1,
            2,
            3,
            (1 << 53) - 1,
            1 << 53,
            (1 << 53) + 1,
            (1 << 53) + 3,
            u64::MAX,
        ] {
            assert_eq!(Double::whole(number), of(as_f64(number)), "{number}");
        }
    }

    proptest! {
        #[test]
        fn should_multiply_as_the_hardware_does(
            number in 1_u64..,
            percents in prop::collection::vec(1_u32..=100, 0..60),
        ) {
            let (mut double, mut expected) = (Double::ONE, 1.0);
            for percent in percents {
                double = double.times(&Double::percent(percent));
                expected *= f64::from(percent) / 100.0;
                prop_assert_eq!(double, of(expected));
                let product = Double::whole(number).times(&double);
                let wanted = as_f64(number) * expected;
                prop_assert_eq!(product, of(wanted));
                prop_assert_eq!(product.truncated(), u128::from(as_u64(wanted)));
            }
        }
    }
}

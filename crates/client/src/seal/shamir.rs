//! Splits a secret so that some shares give it back and fewer say nothing (Shamir), byte by
//! byte over GF(2^8) with the polynomial of AES. Share `x` is the value at `x`; the secret is
//! the value at 0. Written here and not taken from a library, because what a seed gives must
//! stay the same for good.

/// The value at `x` of the polynomial whose coefficients these are, the secret first.
pub(super) fn evaluate<const N: usize>(coefficients: &[[u8; N]], x: u8) -> [u8; N] {
    let mut value = [0; N];
    for coefficient in coefficients.iter().rev() {
        for (value, coefficient) in value.iter_mut().zip(coefficient) {
            *value = multiply(*value, x) ^ coefficient;
        }
    }
    value
}

/// The value at 0 of the polynomial of least degree through the points, whose first numbers
/// are distinct and not 0.
pub(super) fn interpolate<const N: usize>(points: &[(u8, [u8; N])]) -> [u8; N] {
    let mut secret = [0; N];
    for (x, value) in points {
        let others = points.iter().filter(|(other, _)| other != x);
        let weight = others.fold(1, |weight, (other, _)| {
            // Subtraction is addition, and both are xor.
            multiply(weight, multiply(*other, invert(*other ^ x)))
        });
        for (secret, value) in secret.iter_mut().zip(value) {
            *secret ^= multiply(weight, *value);
        }
    }
    secret
}

/// Without branches or tables that depend on the factors.
fn multiply(mut a: u8, b: u8) -> u8 {
    let mut product = 0;
    for bit in 0..8 {
        product ^= a & mask(b >> bit);
        a = (a << 1) ^ (mask(a >> 7) & 0x1b);
    }
    product
}

/// All ones when the lowest bit is set.
fn mask(bits: u8) -> u8 {
    0u8.wrapping_sub(bits & 1)
}

/// To the power of 254, which is the inverse; 0 stays 0.
fn invert(a: u8) -> u8 {
    // 254 = 2 + 4 + ... + 128.
    let (mut square, mut inverse) = (a, 1);
    for _ in 0..7 {
        square = multiply(square, square);
        inverse = multiply(inverse, square);
    }
    inverse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_multiply_as_aes_does() {
        // FIPS 197, section 4.2.
        assert_eq!(multiply(0x57, 0x83), 0xc1);
        assert_eq!(multiply(0x57, 0x13), 0xfe);
        for a in 1..=255 {
            assert_eq!(multiply(a, invert(a)), 1);
            assert_eq!(multiply(a, 1), a);
        }
    }

    #[test]
    fn should_give_the_secret_back_to_any_that_are_enough() {
        let coefficients = [[7, 0, 255], [1, 2, 3], [99, 255, 0]];
        let share = |x: u8| (x, evaluate(&coefficients, x));
        for a in 1..=16 {
            for b in 1..=16 {
                for c in 1..=16 {
                    if a != b && a != c && b != c {
                        let points = [share(a), share(b), share(c)];
                        assert_eq!(interpolate(&points), coefficients[0]);
                    }
                }
            }
        }
    }

    /// Of every secret, exactly one choice of the other coefficients gives the shares seen:
    /// all secrets are as likely as before.
    #[test]
    fn should_say_nothing_to_fewer() {
        // 2 of n, one share seen.
        let seen = 0xa7;
        for secret in 0..=255 {
            let fits = |slope: &u8| evaluate(&[[secret], [*slope]], 3) == [seen];
            assert_eq!((0..=255).filter(fits).count(), 1, "{secret}");
        }
        // 3 of n, two shares seen.
        let seen = [0x12, 0xfe];
        for secret in 0..=255 {
            let mut fits = 0;
            for b in 0..=255 {
                for c in 0..=255 {
                    let at = |x| evaluate(&[[secret], [b], [c]], x)[0];
                    fits += u32::from([at(2), at(5)] == seen);
                }
            }
            assert_eq!(fits, 1, "{secret}");
        }
    }
}

use serde::Serialize;

use crate::analysis::Undefined;
use crate::analysis::proportion::ratio;
use crate::analysis::series::out_of_range;
use crate::analysis::values::inner;
use crate::analysis::wording::figure;
use crate::quantity::Share;

/// No comparison takes more.
const MOST: f64 = 1e15;

/// How many are needed in each of two groups.
///
/// ```
/// use service_quality::analysis::power::Means;
///
/// let size = Means::new("0.05".parse()?)?.size(0.8, "0.9".parse()?)?;
/// assert_eq!(size.n(), 34);
/// assert!((size.per_group() - 33.8255).abs() < 1e-3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Size {
    per_group: f64,
    n: u64,
    effect: f64,
    measure: &'static str,
    method: &'static str,
    significance: Share,
    power: Share,
}

impl Size {
    /// The least for which a power that grows with it is reached.
    pub(super) fn found(
        power_of: impl Fn(f64) -> f64,
        (effect, measure, method): (f64, &'static str, &'static str),
        (significance, power): (Share, Share),
    ) -> Result<Self, Undefined> {
        if inner("power", power)? <= significance {
            return Err(out_of_range("power", &power, "more than the significance"));
        }
        // Two are the least that vary.
        let per_group = least(|n| power_of(n) >= ratio(power), 2.0, MOST).ok_or_else(|| {
            out_of_range("effect", &effect, "one that 10^15 in each group are enough to see")
        })?;
        let nearest = per_group.round();
        let near = (per_group - nearest).abs() <= 1e-9 * per_group;
        let n = whole(if near { nearest } else { per_group.ceil() });
        Ok(Self { per_group, n, effect, measure, method, significance, power })
    }

    /// Not rounded.
    #[must_use]
    pub const fn per_group(self) -> f64 {
        self.per_group
    }

    /// Rounded up; what exceeds a whole number by less than a billionth of it does not count.
    #[must_use]
    pub const fn n(self) -> u64 {
        self.n
    }

    /// The effect in its standard measure, signed.
    #[must_use]
    pub const fn effect(self) -> f64 {
        self.effect
    }

    /// The test that it is for.
    #[must_use]
    pub const fn method(self) -> &'static str {
        self.method
    }

    /// The finding in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let Self { n, effect, measure, significance, power, .. } = self;
        format!(
            "{n} in each of two groups show a change of {} ({measure}) with a power of {power} at a significance of \
             {significance} by the two-sided {}.",
            figure(effect.abs()),
            self.method()
        )
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number from 2 to 10^15")]
const fn whole(n: f64) -> u64 {
    n as u64
}

/// The least float of a range, of positive ends, from which on something holds: halved over the floats themselves.
pub(super) fn least(holds: impl Fn(f64) -> bool, low: f64, high: f64) -> Option<f64> {
    if holds(low) {
        return Some(low);
    }
    if !holds(high) {
        return None;
    }
    let (mut low, mut high) = (low.to_bits(), high.to_bits());
    while high - low > 1 {
        let middle = low.midpoint(high);
        if holds(f64::from_bits(middle)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(f64::from_bits(high))
}

use std::fmt;

use super::fraction::Fraction;
use crate::quantity::{Language, Number, Share, Span};
use crate::slo::SloError;
use crate::slo::TimeUnit;

/// The availability of a whole, worked out from its parts without an inexact step; rounded only where it is shown.
///
/// ```
/// use service_quality::quantity::{Language, Span};
/// use service_quality::slo::TimeUnit;
/// use service_quality::slo::composition::Composition;
///
/// let part = || "0.999".parse().map(Composition::part);
/// let chain = Composition::serial([part()?, part()?, part()?])?;
/// let availability = chain.availability();
/// assert_eq!(availability.share(9).to_string(), "0.997002999");
/// assert!(availability.met("0.997".parse()?) && !availability.met("0.997003".parse()?));
/// let month = Span::from_hours(720);
/// assert_eq!(availability.downtime(month, TimeUnit::Minute, 3)?.to_string(), "129.47");
/// assert_eq!(chain.first_order().downtime(month, TimeUnit::Minute, 3)?.to_string(), "129.6");
/// assert_eq!(
///     availability.text(Language::English),
///     "99.7003 %, provided that the parts fail independently of each other"
/// );
/// # Ok::<(), service_quality::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CombinedAvailability {
    /// What is missing: a first-order sum may exceed 1.
    missing: Fraction,
    of_parts: bool,
}

impl CombinedAvailability {
    pub(super) fn new(available: &Fraction, of_parts: bool) -> Self {
        Self::without(available.complement(), of_parts)
    }

    pub(super) const fn without(missing: Fraction, of_parts: bool) -> Self {
        Self { missing, of_parts }
    }

    /// The share, rounded half away from zero to `places` decimals (at most 9).
    #[must_use]
    pub fn share(&self, places: u32) -> Number {
        self.times(1, places)
    }

    /// In percent, rounded half away from zero to `places` decimals (at most 9).
    #[must_use]
    pub fn percent(&self, places: u32) -> Number {
        self.times(100, places)
    }

    /// Whether it is at least the target, exact.
    #[must_use]
    pub fn met(&self, target: Share) -> bool {
        Fraction::of(target).complement().at_least(&self.missing)
    }

    /// The downtime to expect in a time, rounded half away from zero to `places` decimals (at most 9) of a unit.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for negative time, [`SloError::TooLarge`] past 10^15.
    pub fn downtime(&self, time: Span, unit: TimeUnit, places: u32) -> Result<Number, SloError> {
        let seconds = u64::try_from(time.seconds())
            .map_err(|_| SloError::not_allowed("`time`", &time, "no time or more"))?;
        let shown = self.missing.rounded(seconds, unit.seconds(), places);
        shown.ok_or_else(|| SloError::TooLarge { what: "the downtime to expect".to_owned() })
    }

    /// Whether it holds only provided that parts fail independently: where there is more than one.
    #[must_use]
    pub const fn assumes_independence(&self) -> bool {
        self.of_parts
    }

    /// The figure in words, with what it assumes.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let percent = self.percent(4);
        match (language, self.of_parts) {
            (_, false) => format!("{percent} %"),
            (Language::English, true) => {
                format!("{percent} %, provided that the parts fail independently of each other")
            }
            (Language::Chinese, true) => format!("{percent} %，前提是各部分相互独立失效"),
        }
    }

    fn times(&self, factor: u64, places: u32) -> Number {
        let one = Fraction::one();
        // What is left is rounded, not what is missing: halves go away from zero.
        let (left, negative) = if one.at_least(&self.missing) {
            (self.missing.complement(), false)
        } else {
            (self.missing.minus_one(), true)
        };
        let shown = left.rounded(factor, 1, places).unwrap_or(Number::LARGEST);
        if negative { Number::from_scaled(-shown.to_scaled(), 9).unwrap_or(Number::SMALLEST) } else { shown }
    }
}

/// In percent, to four places.
impl fmt::Display for CombinedAvailability {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} %", self.percent(4))
    }
}

use std::num::NonZeroU32;

use crate::quantity::Number;
use crate::quantity::terms;

terms! {
    /// The unit of an indicator's value (单位).
    ///
    /// Tallies count in base units: shares and rates per one, time in seconds. The unit says how the measured
    /// value is told: `percent` is 100 times a share, `hours` the 3600th part of seconds. Numbers that tickets
    /// carry as attributes are in the unit already.
    ///
    /// ```
    /// use service_quality::indicator::Unit;
    /// assert_eq!("percent".parse::<Unit>()?, Unit::Percent);
    /// assert!(Unit::Hours.is_time());
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    Unit {
        /// 0 to 1.
        Share => "share",
        /// 0 to 100.
        Percent => "percent",
        /// A difference of percentages, −100 to 100.
        PercentagePoints => "percentage_points",
        /// Per thousand.
        PerThousand => "per_thousand",
        /// Per million.
        PerMillion => "per_million",
        /// One quantity per unit of another.
        Ratio => "ratio",
        /// A score of 0 to 100.
        Score => "score",
        /// Points of a scale.
        Points => "points",
        /// A number of things.
        Count => "count",
        /// Seconds.
        Seconds => "seconds",
        /// Minutes.
        Minutes => "minutes",
        /// Hours.
        Hours => "hours",
        /// Days of 24 hours.
        Days => "days",
    }
}

impl Unit {
    /// Whether values are durations.
    #[must_use]
    pub const fn is_time(&self) -> bool {
        matches!(self, Self::Seconds | Self::Minutes | Self::Hours | Self::Days)
    }

    /// Whether values tell how many of so many.
    #[must_use]
    pub const fn is_proportion(&self) -> bool {
        matches!(self, Self::Share | Self::Percent | Self::PerThousand | Self::PerMillion | Self::Ratio)
    }

    /// Whether values of another unit may be added to values of this: differences of percentages are to percentages.
    pub(super) fn adds_to(&self, other: &Self) -> bool {
        let percent = |unit: &Self| matches!(unit, Self::Percent | Self::PercentagePoints);
        self == other || (percent(self) && percent(other))
    }

    /// What a value in base units is multiplied by and divided by.
    pub(super) fn factor(&self) -> (NonZeroU32, NonZeroU32) {
        let (times, per) = match self {
            Self::Percent => (100, 1),
            Self::PerThousand => (1_000, 1),
            Self::PerMillion => (1_000_000, 1),
            Self::Minutes => (1, 60),
            Self::Hours => (1, 3_600),
            Self::Days => (1, 86_400),
            _ => (1, 1),
        };
        (NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN), NonZeroU32::new(per).unwrap_or(NonZeroU32::MIN))
    }

    /// The least and the greatest value that the unit has, as text and as numbers.
    pub(crate) fn range(&self) -> Option<(&'static str, Number, Number)> {
        let (text, least, most) = match self {
            Self::Share => ("0 to 1", 0, 1),
            Self::Percent | Self::Score => ("0 to 100", 0, 100),
            Self::PercentagePoints => ("-100 to 100", -100, 100),
            _ => return None,
        };
        Some((text, Number::from(least), Number::from(most)))
    }
}

use std::fmt;

use serde::{Deserialize, Serialize};

use super::SurveyError;

/// The points that an answer may take (量表): whole numbers, both ends included.
///
/// ```
/// use service_quality::survey::Scale;
///
/// let scale: Scale = serde_json::from_str(r#"{"from": 1, "to": 5}"#)?;
/// assert!(scale.contains(5) && !scale.contains(6));
/// assert_eq!((scale.points(), scale.steps()), (5, 4));
/// assert_eq!(scale.reverse(2), Some(4));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawScale", into = "RawScale")]
pub struct Scale {
    from: i16,
    to: i16,
}

/// Most steps between the ends.
const MOST_STEPS: u16 = 100;

impl Scale {
    /// 0 to 10, on which likelihood to recommend is asked.
    pub const NPS: Self = Self { from: 0, to: 10 };
    /// 1 to 10, on which the American Customer Satisfaction Index asks.
    pub const ACSI: Self = Self { from: 1, to: 10 };
    /// 1 to 5, the five grades of a good/bad review.
    pub const FIVE: Self = Self { from: 1, to: 5 };
    /// 1 to 7, on which SERVQUAL and Customer Effort Score 2.0 ask.
    pub const SEVEN: Self = Self { from: 1, to: 7 };

    /// In a box or not.
    pub(super) const SHARE: Self = Self { from: 0, to: 1 };
    /// In the lower box, in neither, in the upper.
    pub(super) const NET: Self = Self { from: -1, to: 1 };

    /// The points from the lowest to the highest.
    ///
    /// # Errors
    /// [`SurveyError::Scale`] unless the lowest is below the highest, by at most 100.
    pub const fn new(from: i16, to: i16) -> Result<Self, SurveyError> {
        if from >= to || from.abs_diff(to) > MOST_STEPS {
            return Err(SurveyError::Scale { from, to });
        }
        Ok(Self { from, to })
    }

    /// The lowest point.
    #[must_use]
    pub const fn from(self) -> i16 {
        self.from
    }

    /// The highest point.
    #[must_use]
    pub const fn to(self) -> i16 {
        self.to
    }

    /// How many points there are, 2 to 101.
    #[must_use]
    pub const fn points(self) -> u16 {
        self.steps().saturating_add(1)
    }

    /// The distance between the ends, 1 to 100.
    #[must_use]
    pub const fn steps(self) -> u16 {
        self.from.abs_diff(self.to)
    }

    /// Whether the point is one of the scale.
    #[must_use]
    pub const fn contains(self, point: i16) -> bool {
        self.from <= point && point <= self.to
    }

    /// The point as far from the other end, as a reverse-coded item (反向题) counts: from + to − point. Absent off the
    /// scale.
    #[must_use]
    pub fn reverse(self, point: i16) -> Option<i16> {
        let turned = i32::from(self.from) + i32::from(self.to) - i32::from(point);
        self.contains(point).then_some(turned)?.try_into().ok()
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", self.from, self.to)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScale {
    from: i16,
    to: i16,
}

impl TryFrom<RawScale> for Scale {
    type Error = SurveyError;

    fn try_from(raw: RawScale) -> Result<Self, SurveyError> {
        Self::new(raw.from, raw.to)
    }
}

impl From<Scale> for RawScale {
    fn from(scale: Scale) -> Self {
        Self { from: scale.from, to: scale.to }
    }
}

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Exact, Scale, SurveyError};
use crate::quantity::{Number, QuestionId};

/// How answers on a scale become one figure (统计口径): data, in the unit that is customary for it.
///
/// | statistic | formula | unit |
/// | --- | --- | --- |
/// | top box | answers of `at_least` and above / answers | percent, 0 to 100 |
/// | bottom box | answers of `at_most` and below / answers | percent |
/// | between | answers of `from` to `to` / answers | percent |
/// | decided | top / (top + bottom): the middle is left out | percent |
/// | net | (top − bottom) / answers | percentage points, −100 to 100 |
/// | mean | Σ points / answers | points of the scale |
/// | index | (mean − lowest) / (highest − lowest) | 0 to 100 |
///
/// "Satisfied", then, has three definitions in the field: top box counts who is neutral in the denominator, decided
/// leaves them out, net takes the dissatisfied off. They differ widely, so say which.
///
/// ```
/// use service_quality::survey::{ScaleTally, Statistic};
///
/// let ratings = ScaleTally::of_counts([(1, 5), (2, 90), (3, 5)])?; // bad, neutral, good
/// let value = |statistic| ratings.figure(&statistic).map(|figure| figure.value().to_string());
/// assert_eq!(value(Statistic::TopBox { at_least: 3 }).as_deref(), Some("5"));
/// assert_eq!(value(Statistic::Decided { at_least: 3, at_most: 1 }).as_deref(), Some("50"));
/// assert_eq!(value(Statistic::Net { at_least: 3, at_most: 1 }).as_deref(), Some("0"));
/// # Ok::<(), service_quality::survey::SurveyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Statistic {
    /// How many answered so high.
    TopBox {
        /// The lowest point that counts.
        at_least: i16,
    },
    /// How many answered so low.
    BottomBox {
        /// The highest point that counts.
        at_most: i16,
    },
    /// How many answered between two points, both counted.
    Between {
        /// The lowest point that counts.
        from: i16,
        /// The highest point that counts.
        to: i16,
    },
    /// How many of those who answered high or low answered high.
    Decided {
        /// The lowest point that is high.
        at_least: i16,
        /// The highest point that is low.
        at_most: i16,
    },
    /// How many more answered high than low.
    Net {
        /// The lowest point that is high.
        at_least: i16,
        /// The highest point that is low.
        at_most: i16,
    },
    /// The arithmetic mean.
    Mean,
    /// The mean's place between the ends of the scale.
    Index {
        /// The scale.
        scale: Scale,
    },
}

/// What the figure is a mean of: a value for each answer, and the unit that the mean is read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Each answer counts 0 or 1.
    Share,
    /// Each answer counts −1, 0 or 1.
    Net,
    /// Each answer counts its point, or its distance from the lowest.
    Mean,
}

impl Statistic {
    /// The Net Promoter Score (净推荐值): those who answer 9 or 10 less those who answer 0 to 6. Reichheld, *The one
    /// number you need to grow* (2003).
    #[must_use]
    pub const fn nps() -> Self {
        Self::Net { at_least: 9, at_most: 6 }
    }

    /// Refuses cuts that lie outside the scale, leave no point on one of their sides or overlap, and the index of another
    /// scale.
    pub(super) fn check(self, place: &str, question: &QuestionId, scale: Scale) -> Result<(), SurveyError> {
        let (low, high) = (scale.from(), scale.to());
        let cut = |cut: &'static str, given: i16, least: i16, most: i16| {
            if (least..=most).contains(&given) {
                return Ok(());
            }
            let allowed = format!("{least} to {most}, for question `{question}` has the scale {scale}");
            Err(SurveyError::Cut { place: place.to_owned(), cut, given, allowed })
        };
        match self {
            Self::TopBox { at_least } => cut("at_least", at_least, low.saturating_add(1), high),
            Self::BottomBox { at_most } => cut("at_most", at_most, low, high.saturating_sub(1)),
            Self::Between { from, to } => {
                cut("from", from, low, high)?;
                // All points but one at most: a share of all of them is always 100.
                let most = if from == low { high.saturating_sub(1) } else { high };
                cut("to", to, from, most)
            }
            Self::Decided { at_least, at_most } | Self::Net { at_least, at_most } => {
                cut("at_least", at_least, low.saturating_add(1), high)?;
                cut("at_most", at_most, low, at_least.saturating_sub(1))
            }
            Self::Mean => Ok(()),
            Self::Index { scale: given } if given == scale => Ok(()),
            Self::Index { scale: wanted } => {
                let (place, question) = (place.to_owned(), question.clone());
                Err(SurveyError::OtherScale { place, question, scale, wanted })
            }
        }
    }

    /// Whether its cuts stand in their order, so that no point is on both sides of a net, nor on all of a range.
    pub(super) const fn is_ordered(self) -> bool {
        match self {
            Self::Between { from, to } => from <= to,
            Self::Decided { at_least, at_most } | Self::Net { at_least, at_most } => at_most < at_least,
            Self::TopBox { .. } | Self::BottomBox { .. } | Self::Mean | Self::Index { .. } => true,
        }
    }

    /// The value that one answer counts: a small integer; absent for an answer that is left out.
    pub(super) fn value(self, point: i16) -> Option<i32> {
        match self {
            Self::TopBox { at_least } => Some(i32::from(point >= at_least)),
            Self::BottomBox { at_most } => Some(i32::from(point <= at_most)),
            Self::Between { from, to } => Some(i32::from((from..=to).contains(&point))),
            Self::Decided { at_least, .. } if point >= at_least => Some(1),
            Self::Decided { at_most, .. } => (point <= at_most).then_some(0),
            Self::Net { at_least, .. } if point >= at_least => Some(1),
            Self::Net { at_most, .. } => Some(-i32::from(point <= at_most)),
            Self::Mean => Some(point.into()),
            Self::Index { scale } => Some(i32::from(point) - i32::from(scale.from())),
        }
    }

    /// The index of a mean that was found elsewhere; absent off the scale, and for other statistics.
    pub(super) fn of_mean(self, mean: Number) -> Option<Exact> {
        let Self::Index { scale } = self else { return None };
        let [least, most] = [scale.from(), scale.to()].map(|end| Number::from(i32::from(end)));
        let (times, per) = self.unit();
        (least..=most).contains(&mean).then(|| Exact::of(mean).less(&Exact::of(least)).scaled(times, per))?
    }

    /// By what the mean of the values is multiplied and divided.
    pub(super) const fn unit(self) -> (u32, u32) {
        match self {
            Self::Mean => (1, 1),
            Self::Index { scale } => (100, scale.steps() as u32),
            _ => (100, 1),
        }
    }

    pub(super) const fn family(self) -> Family {
        match self {
            Self::Mean | Self::Index { .. } => Family::Mean,
            Self::Net { .. } => Family::Net,
            _ => Family::Share,
        }
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TopBox { at_least } => write!(formatter, "percent of {at_least} and above"),
            Self::BottomBox { at_most } => write!(formatter, "percent of {at_most} and below"),
            Self::Between { from, to } => write!(formatter, "percent of {from} to {to}"),
            Self::Decided { at_least, at_most } => {
                write!(
                    formatter,
                    "percent of {at_least} and above among these and those of {at_most} and below"
                )
            }
            Self::Net { at_least, at_most } => {
                write!(formatter, "percent of {at_least} and above less percent of {at_most} and below")
            }
            Self::Mean => formatter.write_str("mean"),
            Self::Index { scale } => write!(formatter, "index of the scale {scale}"),
        }
    }
}

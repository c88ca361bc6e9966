use std::fmt;

use serde::{Deserialize, Serialize};

use crate::indicator::Absence;
use crate::quantity::{IndicatorId, NodeId, Number, Score, Share, divide_half_away};
use crate::score::{AbsenceKind, Aggregation, Band, Grade, Point, Position, Rule, RuleTrace, Treatment};

/// A part of a model by its id: a node or an indicator.
///
/// ```
/// use service_quality::score::Place;
/// let place: Place = serde_json::from_str(r#"{"indicator": "csat"}"#)?;
/// assert_eq!(place.as_str(), "csat");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A node.
    Node(NodeId),
    /// An indicator.
    Indicator(IndicatorId),
}

/// Why a part has no score.
///
/// ```
/// use service_quality::indicator::Absence;
/// use service_quality::score::{AbsenceKind, Gap};
///
/// let gap = Gap::Unmeasured(Absence::Suppressed { n: 3 });
/// assert_eq!(gap.kind(), AbsenceKind::Suppressed);
/// assert_eq!(gap.to_string(), "suppressed: only 3 observations");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Gap {
    /// The indicator has no value.
    Unmeasured(Absence),
    /// Nothing with a weight under the node concerns this subject.
    NothingApplies,
    /// Everything that applies under the node was left out.
    NothingMeasured {
        /// Why: missing, if anything is.
        absence: AbsenceKind,
    },
    /// Children were left out for this reason, and too little remains.
    Coverage {
        /// The reason.
        absence: AbsenceKind,
        /// What remains: for what is not applicable the share of the weight that applies, otherwise the
        /// [coverage](crate::score::PartScore::coverage).
        coverage: Share,
        /// What the policy asks for.
        min_coverage: Share,
    },
    /// The policy refuses a score when a child is absent for this reason.
    Refused {
        /// The first such child.
        child: Place,
        /// The reason, the gravest if there are several.
        absence: AbsenceKind,
    },
}

/// One statement about a part of a scorecard: which rule met which input, to what effect.
///
/// ```
/// use service_quality::indicator::Absence;
/// use service_quality::score::{Gap, Reason, Treatment};
///
/// assert_eq!(Reason::Absent(Gap::Unmeasured(Absence::Missing)).to_string(), "missing");
/// assert_eq!(Reason::Treated(Treatment::Worst).to_string(), "the node above counts it as the worst");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Reason {
    /// The total lies in this band.
    Graded {
        /// The band.
        band: Band,
        /// The band above; absent at the top.
        next: Option<Band>,
    },
    /// The value met this part of the curve.
    Measured {
        /// The value.
        value: Number,
        /// The number of observations.
        n: u64,
        /// Where it lies on the curve.
        position: Position,
    },
    /// There is no score.
    Absent(Gap),
    /// What the node above did about the absence.
    Treated(Treatment),
    /// The node above counts the part with this score, its own of the period before.
    Carried(Score),
    /// The score is this mean of the children's, not the weighted arithmetic one.
    Combined(Aggregation),
    /// A rule applied.
    Ruled(RuleTrace),
    /// It could not be told whether a rule applies, since something that it looks at is absent.
    Undetermined {
        /// The rule.
        rule: Rule,
        /// The least score that the node may have: by this rule, or for what else is absent.
        low: Score,
        /// The greatest.
        high: Score,
    },
    /// The part has no weight: it is shown, and rules may look at it.
    Weightless,
    /// The grade is not the one that the score alone would have: a margin kept the one before, or a rule lowered it.
    Held {
        /// The grade of the score, or with a rule the one that it lowered.
        by_score: Grade,
        /// The margin that the score has not passed; absent where a rule lowered the grade.
        margin: Option<Score>,
    },
    /// The node's score rests on a part of its weight only.
    Covered {
        /// The part that was measured.
        coverage: Share,
        /// The score if every gap were the worst.
        low: Score,
        /// The score if every gap were the best.
        high: Score,
        /// What leaving gaps out added, against counting them as the worst.
        lift: Score,
    },
    /// What the part gives to the total.
    Contributed {
        /// Its share of the total's weight.
        weight: Share,
        /// Its points of the total.
        points: Score,
        /// Its points of what the total lacks to 100.
        lost: Score,
    },
}

impl Place {
    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Node(id) => id.as_str(),
            Self::Indicator(id) => id.as_str(),
        }
    }

    /// Whether this is an indicator.
    #[must_use]
    pub const fn is_indicator(&self) -> bool {
        matches!(self, Self::Indicator(_))
    }
}

impl Gap {
    /// The reason for which the node above has to treat the part.
    #[must_use]
    pub fn kind(&self) -> AbsenceKind {
        match self {
            Self::Unmeasured(absence) => (*absence).into(),
            Self::NothingApplies => AbsenceKind::NotApplicable,
            Self::NothingMeasured { absence }
            | Self::Coverage { absence, .. }
            | Self::Refused { absence, .. } => *absence,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unmeasured(absence) => write!(formatter, "{absence}"),
            Self::NothingApplies => formatter.write_str("nothing under it applies"),
            Self::NothingMeasured { absence } => {
                write!(formatter, "nothing that applies under it was measured ({absence})")
            }
            Self::Coverage { absence: AbsenceKind::NotApplicable, coverage, min_coverage } => {
                write!(formatter, "only {coverage} of its weight applies, less than {min_coverage}")
            }
            Self::Coverage { absence, coverage, min_coverage } => {
                write!(formatter, "coverage {coverage} is below {min_coverage} ({absence})")
            }
            Self::Refused { child, absence } => {
                write!(formatter, "refused, since {child} is absent ({absence})")
            }
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(formatter, &Place::to_string)
    }
}

impl Reason {
    /// The reason in English, with parts called as `part` says.
    pub(in crate::score) fn write(
        &self,
        formatter: &mut fmt::Formatter<'_>,
        part: &dyn Fn(&Place) -> String,
    ) -> fmt::Result {
        match self {
            Self::Graded { band, next } => {
                write!(formatter, "grade {}, from {}", band.grade, band.from)?;
                next.as_ref().map_or(Ok(()), |next| write!(formatter, "; {} from {}", next.grade, next.from))
            }
            Self::Measured { value, n, position } => {
                write!(formatter, "measured {value} (n {n}), ")?;
                match position {
                    Position::Below(point) => write!(formatter, "below {}", At(point)),
                    Position::Above(point) => write!(formatter, "above {}", At(point)),
                    Position::Between(left, right) => {
                        write!(formatter, "between {} and {}", At(left), At(right))
                    }
                    Position::Within { from, to, score } => {
                        formatter.write_str("in the band")?;
                        from.map_or(Ok(()), |from| write!(formatter, " from {from}"))?;
                        to.map_or(Ok(()), |to| write!(formatter, " to {to}"))?;
                        write!(formatter, " (scores {score})")
                    }
                    Position::OnFormula { low, high } => {
                        write!(formatter, "on the curve through {low} and {high}")
                    }
                    Position::Limited(score) => write!(formatter, "past the limit of {score}"),
                    Position::ShortOf(target) => write!(formatter, "short of {target}"),
                }
            }
            Self::Absent(gap) => write!(formatter, "{gap}"),
            Self::Treated(treatment) => formatter.write_str("the node above ").and(match treatment {
                Treatment::Renormalise { .. } => formatter.write_str("leaves it out"),
                Treatment::Worst => formatter.write_str("counts it as the worst"),
                Treatment::Neutral(score) => write!(formatter, "counts it as {score}"),
                Treatment::Previous { .. } => formatter.write_str("counts it as before"),
                Treatment::Refuse => formatter.write_str("refuses a score"),
            }),
            Self::Carried(score) => {
                write!(formatter, "the node above counts it as {score}, its score before")
            }
            Self::Combined(aggregation) => write!(formatter, "{aggregation} of its parts"),
            Self::Ruled(trace) => trace.write(formatter, part),
            Self::Undetermined { rule, low, high } => {
                write!(formatter, "{} cannot be told", rule.title())?;
                rule.write_triggers(formatter, part)?;
                write!(formatter, "; {low} to {high} until it is known")
            }
            Self::Weightless => formatter.write_str("weighs nothing"),
            Self::Held { by_score, margin: Some(margin) } => {
                write!(
                    formatter,
                    "the grade follows the one before: the score, {by_score} by itself, has not passed the margin of {margin}"
                )
            }
            Self::Held { by_score, margin: None } => {
                write!(formatter, "{by_score} without a rule that lowers it")
            }
            Self::Covered { coverage, low, high, lift } => {
                write!(formatter, "coverage {coverage}; {low} to {high} with the gaps filled")?;
                if *lift == Score::MIN {
                    Ok(())
                } else {
                    write!(formatter, "; leaving gaps out added {lift}")
                }
            }
            Self::Contributed { weight, points, lost } => {
                write!(formatter, "weighs {} of the total: {points} points, {lost} lost", Percent(*weight))
            }
        }
    }
}

/// A share in words: per cent, with one decimal.
pub(in crate::score) struct Percent(pub(in crate::score) Share);

impl fmt::Display for Percent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = divide_half_away(self.0.to_scaled(), 1_000_000).unwrap_or_default();
        match (tenths / 10, tenths % 10) {
            (whole, 0) => write!(formatter, "{whole} %"),
            (whole, tenth) => write!(formatter, "{whole}.{tenth} %"),
        }
    }
}

/// A curve's point in words.
struct At<'a>(&'a Point);

impl fmt::Display for At<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} (scores {})", self.0.value, self.0.score)
    }
}

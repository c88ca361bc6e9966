use std::fmt;

use serde::Serialize;

use super::{Analytic, Simulation};
use crate::quantity::{IndicatorId, Number, Score, Share};
use crate::score::Grade;

/// How sure a total and its grade are, by sampling error alone; see
/// [`Model::certainty`](crate::score::Model::certainty).
///
/// It is written and not read back: the seed and the measurements give it again.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::{Measurement, Sampling};
/// use service_quality::score::{GradeVerdict, Model, Simulation};
///
/// let model: Model = serde_json::from_str(r#"{
///     "grades": [{"grade": "A", "from": 90}, {"grade": "B", "from": 0}],
///     "root": {"id": "service", "children": [
///         {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}},
///         {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
/// let measured = BTreeMap::from([
///     ("on_time".parse()?, Measurement::present("0.975".parse()?, 400)),
///     ("csat".parse()?, Measurement::present("4.5".parse()?, 1)),
/// ]);
/// let sampled = BTreeMap::from([("on_time".parse()?, Sampling::share(390, 400).ok_or("no trials")?)]);
/// let certainty = model.certainty(&measured, &sampled, Simulation::new(7).with_draws(2_000)?)?;
///
/// assert_eq!(certainty.grade().map(|grade| grade.as_str()), Some("A"));
/// assert_eq!(certainty.right(), Some("0.921".parse()?), "1,842 of 2,000 draws");
/// assert_eq!(certainty.interval().to_string(), "89.12 to 94.63");
/// assert_eq!(certainty.exact().len(), 1, "nothing is known of the error of csat");
/// let verdict = certainty.verdict("0.95".parse()?).ok_or("no grades")?;
/// assert_eq!(verdict.to_string(), "borderline with B");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Certainty {
    pub(super) simulation: Simulation,
    pub(super) score: Score,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) grade: Option<Grade>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) grades: Vec<GradeChance>,
    pub(super) standard_error: Number,
    pub(super) interval: ScoreRange,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) analytic: Option<Analytic>,
    pub(super) sampled: Vec<IndicatorId>,
    pub(super) exact: Vec<IndicatorId>,
}

/// A grade and how often draws were given it.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use service_quality::indicator::Measurement;
/// # use service_quality::score::{Model, Simulation};
/// # let model: Model = serde_json::from_str(r#"{"grades": [{"grade": "A", "from": 90}, {"grade": "B", "from": 0}],
/// #     "root": {"id": "service", "children": [
/// #         {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
/// let measured = BTreeMap::from([("csat".parse()?, Measurement::present(5.into(), 1))]);
/// let certainty = model.certainty(&measured, &BTreeMap::new(), Simulation::new(7))?;
/// let best = &certainty.grades()[0];
/// assert_eq!(serde_json::to_string(best)?, r#"{"grade":"A","draws":10000,"probability":"1","standard_error":"0"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct GradeChance {
    /// The grade.
    pub grade: Grade,
    /// How many draws were given it; those of all grades add up to all draws.
    pub draws: u32,
    /// Their share of all draws, rounded to 9 places.
    pub probability: Share,
    /// The standard error of that share from the number of draws (模拟误差): √(p(1−p)/draws), rounded to 9 places. More
    /// draws lessen it; they do not make the grade surer.
    pub standard_error: Share,
}

/// From one score to another, ends included.
///
/// ```
/// use service_quality::score::ScoreRange;
/// let range = ScoreRange { low: "81.5".parse()?, high: "90".parse()? };
/// assert_eq!(range.to_string(), "81.5 to 90");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct ScoreRange {
    /// The lower end.
    pub low: Score,
    /// The upper end.
    pub high: Score,
}

/// Whether a grade is sure enough.
///
/// ```
/// use service_quality::score::GradeVerdict;
/// assert_eq!(serde_json::to_string(&GradeVerdict::Borderline { neighbour: "B".parse()? })?, r#"{"borderline":{"neighbour":"B"}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GradeVerdict {
    /// The grade has at least the probability that was asked for.
    Certain,
    /// It has less.
    Borderline {
        /// The other grade that draws were given most often; of equals the better.
        neighbour: Grade,
    },
}

impl Certainty {
    /// How the draws were made.
    #[must_use]
    pub const fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// The total that was scored; it takes no part in chance.
    #[must_use]
    pub const fn score(&self) -> Score {
        self.score
    }

    /// Its grade; absent for a model without grades.
    #[must_use]
    pub const fn grade(&self) -> Option<&Grade> {
        self.grade.as_ref()
    }

    /// Every grade of the model with its probability, from the best down.
    #[must_use]
    pub fn grades(&self) -> &[GradeChance] {
        &self.grades
    }

    /// The probability that another sample were given the same grade.
    #[must_use]
    pub fn right(&self) -> Option<Share> {
        self.grades.get(self.place()?).map(|chance| chance.probability)
    }

    /// The probability that another sample reached the next grade or a better one; absent at the top.
    #[must_use]
    pub fn reaches_next(&self) -> Option<Share> {
        let above = self.grades.get(..self.place()?).filter(|above| !above.is_empty())?;
        let draws = above.iter().map(|chance| i128::from(chance.draws)).sum();
        Some(share(draws, self.simulation.draws()))
    }

    /// The standard error (标准误) of the total: the standard deviation of its draws, rounded to 9 places.
    #[must_use]
    pub const fn standard_error(&self) -> Number {
        self.standard_error
    }

    /// The interval of the total: what is left when as many draws are taken away at either end as the confidence
    /// leaves outside, rounded down.
    ///
    /// Where the score itself lies beyond an end, the interval reaches as far: none and all of n are drawn inward, and
    /// no draw comes out as they did. Brown, Cai and `DasGupta` do so with the interval of Jeffreys,
    /// *Interval estimation for a binomial proportion* (2001).
    #[must_use]
    pub const fn interval(&self) -> ScoreRange {
        self.interval
    }

    /// The same by calculation, where the model is straight in the values.
    #[must_use]
    pub const fn analytic(&self) -> Option<&Analytic> {
        self.analytic.as_ref()
    }

    /// The indicators whose sampling error was drawn, in the model's order.
    #[must_use]
    pub fn sampled(&self) -> &[IndicatorId] {
        &self.sampled
    }

    /// The indicators that have a value and no known error, and so were taken as exact. Where they are many, little
    /// is known.
    #[must_use]
    pub fn exact(&self) -> &[IndicatorId] {
        &self.exact
    }

    /// Whether the grade has at least a probability; absent for a model without grades.
    #[must_use]
    pub fn verdict(&self, threshold: Share) -> Option<GradeVerdict> {
        let place = self.place()?;
        let right = self.grades.get(place)?;
        let others =
            self.grades.iter().enumerate().filter(|(other, chance)| *other != place && chance.draws > 0);
        // Of equals the first is the greatest when they come last to first.
        let neighbour = others.rev().max_by_key(|(_, chance)| chance.draws);
        Some(match neighbour {
            Some((_, neighbour)) if right.probability < threshold => {
                GradeVerdict::Borderline { neighbour: neighbour.grade.clone() }
            }
            _ => GradeVerdict::Certain,
        })
    }

    fn place(&self) -> Option<usize> {
        let grade = self.grade.as_ref()?;
        self.grades.iter().position(|chance| chance.grade == *grade)
    }
}

/// So many of all draws.
pub(super) fn share(draws: i128, all: u32) -> Share {
    // At most 1, of at least 100.
    Number::ratio(draws, all.into(), 9)
        .and_then(|ratio| Share::new(ratio.value()).ok())
        .unwrap_or(Share::ZERO)
}

impl fmt::Display for ScoreRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", self.low, self.high)
    }
}

impl fmt::Display for GradeVerdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Certain => formatter.write_str("certain"),
            Self::Borderline { neighbour } => write!(formatter, "borderline with {neighbour}"),
        }
    }
}

/// `85.27 (82.1 to 88.04 with a confidence of 0.95); B 0.93, A 0.07; exact: calls; 10000 draws, seed 7`
impl fmt::Display for Certainty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { simulation, score, interval, .. } = self;
        write!(formatter, "{score} ({interval} with a confidence of {})", simulation.confidence())?;
        let mut likely: Vec<_> = self.grades.iter().filter(|chance| chance.draws > 0).collect();
        likely.sort_by_key(|chance| std::cmp::Reverse(chance.draws));
        for (index, chance) in likely.into_iter().enumerate() {
            let before = if index == 0 { "; " } else { ", " };
            write!(formatter, "{before}{} {}", chance.grade, chance.probability)?;
        }
        for (index, id) in self.exact.iter().enumerate() {
            write!(formatter, "{}{id}", if index == 0 { "; taken as exact: " } else { ", " })?;
        }
        write!(formatter, "; {} draws, seed {}", simulation.draws(), simulation.seed())
    }
}

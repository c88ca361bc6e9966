use serde::Serialize;

use super::Normalisation;
use crate::quantity::Number;

/// One column, expressed relative to its peers; in the order in which the values were given.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::population::Normalisation;
///
/// let shares = Normalisation::PercentileRank.apply(Direction::Higher, &[Some(7.into()), Some(9.into())])?;
/// assert_eq!(serde_json::to_string(&shares)?, r#"{"method":"percentile_rank","n":2,"figures":[{"figure":"0"},{"figure":"1"}]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Normalised {
    /// How.
    pub method: Normalisation,
    /// How many have a value: the population that the figures are relative to.
    pub n: usize,
    /// The figures.
    pub figures: Vec<Relative>,
}

/// A figure that is relative to a population, or why there is none. It is no score: with other peers it is another.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::population::{NoFigure, Normalisation, Relative};
///
/// let equal = [Some(7.into()), Some(7.into())];
/// let figures = Normalisation::percent().apply(Direction::Higher, &equal)?.figures;
/// assert_eq!(figures, [Relative::Absent(NoFigure::NoSpread); 2]);
/// # Ok::<(), service_quality::population::PopulationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relative {
    /// The figure.
    Figure(Number),
    /// There is none.
    Absent(NoFigure),
}

/// Why a subject has no relative figure.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::population::{NoFigure, Normalisation, Relative};
///
/// let first = |by: Normalisation, values: &[u32]| {
///     let values: Vec<_> = values.iter().map(|value| Some((*value).into())).collect();
///     Ok::<_, service_quality::population::PopulationError>(by.apply(Direction::Lower, &values)?.figures[0])
/// };
/// assert_eq!(first(Normalisation::percent(), &[7, 7])?, Relative::Absent(NoFigure::NoSpread));
/// assert_eq!(first(Normalisation::PercentileRank, &[7])?, Relative::Absent(NoFigure::Alone));
/// assert_eq!(first(Normalisation::FractionOfMax, &[7, 0])?, Relative::Absent(NoFigure::NotPositive)); // 0/7
/// # Ok::<(), service_quality::population::PopulationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoFigure {
    /// The subject has no value.
    Missing,
    /// All values are equal: 0 of 0.
    NoSpread,
    /// Nobody else has a value.
    Alone,
    /// The worst has reached the target already.
    TargetAtWorst,
    /// A part of the best needs a best, and where less is better every value, above 0.
    NotPositive,
}

impl Relative {
    /// The figure, where there is one.
    #[must_use]
    pub const fn value(&self) -> Option<Number> {
        match self {
            Self::Figure(figure) => Some(*figure),
            Self::Absent(_) => None,
        }
    }
}

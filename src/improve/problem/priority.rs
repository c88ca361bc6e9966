use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ActionPriorityTable, FmeaRating, ParetoShare, PriorityReason, Problem, Ranked};
use crate::analysis::pareto;
use crate::improve::ImproveError;
use crate::improve::risk::{Rating, RiskMatrix};
use crate::quantity::{Label, ProblemId, Share, excerpt, unique_keys};

/// By what problems are ranked (优先级).
///
/// ```
/// use service_quality::improve::problem::PriorityMethod;
///
/// let method: PriorityMethod = serde_json::from_str(
///     r#"{"pareto": {"counts": {"P-1": 12, "P-2": 80}, "vital": "0.8"}}"#,
/// )?;
/// assert!(matches!(method, PriorityMethod::Pareto { .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum PriorityMethod {
    /// How often each occurs (帕累托): the vital few are the fewest that together reach a share of all.
    Pareto {
        /// How often.
        #[serde(deserialize_with = "unique_keys")]
        counts: BTreeMap<ProblemId, u64>,
        /// The share that the vital few reach.
        vital: Share,
    },
    /// Impact and frequency (影响与频率): by level, then by their product, then by impact.
    ImpactFrequency {
        /// The levels; its likelihood is the frequency.
        matrix: RiskMatrix,
        /// Each problem's cell.
        #[serde(deserialize_with = "unique_keys")]
        ratings: BTreeMap<ProblemId, Rating>,
    },
    /// Failure modes (FMEA): by risk priority number, severity, occurrence; with a table by its action priority, severity,
    /// occurrence, detection.
    RiskPriority {
        /// Each problem's rating.
        #[serde(deserialize_with = "unique_keys")]
        ratings: BTreeMap<ProblemId, FmeaRating>,
        /// The action priority of each rating.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        table: Option<ActionPriorityTable>,
    },
}

/// Ranks problems, the first to take up first; those not rated come last, and equal ones by id. The order in which they
/// are given does not matter, nor does a float decide.
///
/// ```
/// use service_quality::improve::problem::{Problem, ProblemSource, Severity, PriorityMethod, rank};
///
/// let problem = |id: &str| -> Result<Problem, Box<dyn std::error::Error>> {
///     let source = ProblemSource::Reported { by: "li.wei".parse()? };
///     Ok(Problem::new(id.parse()?, "x".parse()?, source, Severity::Minor, "2026-03-02T09:00:00Z".parse()?))
/// };
/// let problems = [problem("a")?, problem("b")?, problem("c")?];
/// let method: PriorityMethod = serde_json::from_str(r#"{"pareto": {"counts": {"a": 12, "b": 80}, "vital": "0.8"}}"#)?;
/// let told: Vec<String> = rank(&problems, &method)?.iter().map(|one| one.reason.to_string()).collect();
/// assert_eq!(told, [
///     "`b` is 80 of 92; with all more frequent kinds 80, one of the vital few",
///     "`a` is 12 of 92; with all more frequent kinds 92",
///     "not rated",
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ImproveError::Repeated`] for a problem given twice, [`ImproveError::Unknown`] for a rating of one that was not given,
/// [`ImproveError::NotAllowed`] for a rating off the scales, and where nothing is counted or more than 2⁶⁴ − 1.
pub fn rank(problems: &[Problem], method: &PriorityMethod) -> Result<Vec<Ranked>, ImproveError> {
    let mut ids = BTreeSet::new();
    for problem in problems {
        if !ids.insert(&problem.id) {
            let id = excerpt(problem.id.as_str());
            return Err(ImproveError::Repeated { place: "problems".to_owned(), id });
        }
    }
    let mut reasons = method.reasons()?;
    let foreign = reasons.keys().find(|id| !ids.contains(id));
    if let Some(foreign) = foreign {
        let known: Vec<String> = ids.iter().take(10).map(|id| format!("`{id}`")).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let (place, id) = ("ratings".to_owned(), excerpt(foreign.as_str()));
        return Err(ImproveError::Unknown { place, id, known });
    }
    let mut ranked: Vec<Ranked> = ids
        .into_iter()
        .map(|id| {
            let reason = reasons.remove(id).unwrap_or(PriorityReason::Unrated);
            Ranked { problem: id.clone(), value: reason.value(), reason }
        })
        .collect();
    ranked.sort_by(|one, other| one.reason.rank(&other.reason)); // stable: equal ones stay in order of their ids
    Ok(ranked)
}

impl PriorityMethod {
    /// Why each rated problem is where it is.
    fn reasons(&self) -> Result<BTreeMap<ProblemId, PriorityReason>, ImproveError> {
        match self {
            Self::Pareto { counts, vital } => by_frequency(counts, *vital),
            Self::ImpactFrequency { matrix, ratings } => {
                let cell = |(id, rating): (&ProblemId, &Rating)| {
                    let level = matrix.level(*rating)?;
                    let name = matrix.level_name(level).cloned();
                    Ok((id.clone(), PriorityReason::Matrix { rating: *rating, level, name }))
                };
                ratings.iter().map(cell).collect()
            }
            Self::RiskPriority { ratings, table } => {
                let rated = |(id, rating): (&ProblemId, &FmeaRating)| {
                    let (rating, number) = (*rating, rating.priority().number());
                    let action = table.as_ref().map(|table| table.of(rating));
                    (id.clone(), PriorityReason::RiskPriority { rating, number, action })
                };
                Ok(ratings.iter().map(rated).collect())
            }
        }
    }
}

fn by_frequency(
    counts: &BTreeMap<ProblemId, u64>,
    vital: Share,
) -> Result<BTreeMap<ProblemId, PriorityReason>, ImproveError> {
    if counts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let found = pareto::analyse(counts.iter().map(|(id, count)| (id.as_str(), *count)), vital)
        .map_err(|error| ImproveError::not_allowed("counts", &error, "a sum of 1 to 2^64 − 1"))?;
    let few = found.vital_few().len();
    let mut reasons = BTreeMap::new();
    for (index, row) in found.rows().iter().enumerate() {
        let kind = Label::new(&row.name)?;
        let share = ParetoShare::new(kind, row.count, row.cumulative, found.total())?;
        reasons.insert(ProblemId::new(&row.name)?, PriorityReason::Pareto { share, vital: index < few });
    }
    Ok(reasons)
}

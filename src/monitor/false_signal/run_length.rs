use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use super::chain::{Chain, MOST};
use super::expected::{memory_of, steady};
use crate::analysis::distribution::float;
use crate::analysis::{Interval, Undefined};
use crate::monitor::figure::Figure;
use crate::monitor::{Pattern, RuleSet};

/// So much of a step's hazard may the next differ, for the hazard to count as settled.
const SETTLED: f64 = 1e-13;
/// More points than any settles in.
const POINTS: usize = 100_000;

/// After how many points a set of rules signals where nothing has changed: the in-control average run length (平均运行链长,
/// ARL).
///
/// Exact by the Markov chain of the rules. Trends and alternations compare values with one another and have no such
/// chain: with them the average lies between what the other rules give and what is left if each of them always came
/// alone.
///
/// ```
/// use service_quality::monitor::RuleSet;
///
/// let run_length = RuleSet::western_electric().in_control_run_length()?;
/// assert!(run_length.is_exact());
/// assert_eq!(run_length.to_string(), "a signal by chance after 91.899 points on average");
/// let within_a_year = run_length.any_within(52);
/// assert_eq!(format!("{:.2}", within_a_year.low()), "0.42");
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RunLength {
    /// The average is at least this.
    pub at_least: f64,
    /// The average is at most this.
    pub at_most: f64,
    /// How many states the chain has.
    pub states: usize,
    /// The probability of no signal of the chain's rules among so many points, until it falls evenly.
    #[serde(skip)]
    survival: Vec<f64>,
    /// By which part it falls from then on.
    #[serde(skip)]
    hazard: f64,
    /// The rules that the chain leaves out: from which point on, and how likely at each.
    #[serde(skip)]
    left_out: Vec<(u64, f64)>,
}

impl RuleSet {
    /// How long chance lets a stable process run before the first signal.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] where the patterns are so long and so many that the chain has more than 200,000 states.
    pub fn in_control_run_length(&self) -> Result<RunLength, Undefined> {
        let chain = Chain::of(self).ok_or_else(|| Undefined::OutOfRange {
            what: "the number of states that the rules have together",
            given: format!("more than {MOST}"),
            allowed: "at most 200000; ask for fewer or shorter patterns",
        })?;
        let compares =
            |pattern: &Pattern| matches!(pattern, Pattern::Trend { .. } | Pattern::Alternation { .. });
        let patterns = || self.rules().iter().map(super::super::RunRule::pattern);
        let left_out: Vec<_> =
            patterns().filter(compares).map(|pattern| (memory_of(pattern), steady(pattern))).collect();
        if left_out.len() == self.rules().len() {
            return Err(Undefined::TooFew {
                what: "rules other than trends and alternations",
                given: 0,
                needed: 1,
            });
        }
        let longest =
            patterns().map(memory_of).max().and_then(|points| usize::try_from(points).ok()).unwrap_or(0);
        let (mut at, mut survival, mut hazard) = (chain.start(), vec![1.0], 0.0);
        while survival.len() < POINTS {
            let (signal, next) = chain.step(&at);
            let before = std::mem::replace(&mut hazard, signal / at.iter().sum::<f64>());
            at = next;
            if survival.len() > 2 * longest && (hazard - before).abs() <= SETTLED * hazard {
                break;
            }
            survival.push(at.iter().sum());
        }
        let mut found =
            RunLength { at_least: 0.0, at_most: 0.0, states: chain.len(), survival, hazard, left_out };
        found.at_most = found.average();
        found.at_least = if found.left_out.is_empty() { found.at_most } else { found.least() };
        if found.at_most.is_finite() { Ok(found) } else { Err(never()) }
    }
}

/// A set that chance never completes within reach of a float.
fn never() -> Undefined {
    Undefined::OutOfRange {
        what: "the average run length",
        given: "beyond any float".to_owned(),
        allowed: "patterns that chance completes",
    }
}

impl RunLength {
    /// Whether the two bounds are one.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.left_out.is_empty()
    }

    /// The probability of at least one signal among so many points of a stable process; both ends are one where the chain
    /// holds all rules.
    #[must_use]
    pub fn any_within(&self, points: u64) -> Interval {
        let low = 1.0 - self.no_signal(points);
        let others: f64 = self.left_out.iter().map(|rule| by_then(rule, points)).sum();
        Interval::new(low, (low + others).min(1.0))
    }

    fn no_signal(&self, points: u64) -> f64 {
        if let Some(survival) = usize::try_from(points).ok().and_then(|points| self.survival.get(points)) {
            return *survival;
        }
        let settled = u64::try_from(self.survival.len().saturating_sub(1)).unwrap_or(u64::MAX);
        let last = self.survival.last().copied().unwrap_or(1.0);
        last * libm::exp(float(points.saturating_sub(settled)) * libm::log1p(-self.hazard))
    }

    /// The sum of the probabilities of no signal yet; evenly falling ones sum up to the last over the hazard.
    fn average(&self) -> f64 {
        let (last, before) =
            self.survival.split_last().map_or((1.0, &[][..]), |(last, before)| (*last, before));
        before.iter().sum::<f64>() + last / self.hazard
    }

    /// The same, less at each point what the other rules can have signalled by then, as long as something is left.
    fn least(&self) -> f64 {
        let mut sum = 0.0;
        for point in 0..u64::try_from(POINTS).unwrap_or(u64::MAX) {
            let others: f64 = self.left_out.iter().map(|rule| by_then(rule, point)).sum();
            let left = self.no_signal(point) - others;
            if left <= 0.0 {
                break;
            }
            sum += left;
        }
        sum
    }
}

fn by_then((needs, chance): &(u64, f64), points: u64) -> f64 {
    points.checked_sub(*needs).map_or(0.0, |later| float(later.saturating_add(1)) * chance)
}

impl Display for RunLength {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let (least, most) = (Figure(self.at_least), Figure(self.at_most));
        if self.is_exact() {
            write!(formatter, "a signal by chance after {most} points on average")
        } else {
            write!(formatter, "a signal by chance after {least} to {most} points on average")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::{Counting, OnCentre, RunRule, Zone};

    #[test]
    fn run_lengths_are_the_published_ones() {
        let beyond = |zone, hits, of| Pattern::Beyond { zone, hits, of, counting: Counting::champ_woodall() };
        let patterns = [
            Pattern::BeyondLimits,
            beyond(Zone::Two, 2, 3),
            beyond(Zone::One, 4, 5),
            Pattern::Shift { points: 8, on_centre: OnCentre::Break },
        ];
        // Champ and Woodall (1987), table 1, without a shift.
        let published: [(&[usize], f64); 8] = [
            (&[1], 370.40),
            (&[1, 2], 225.44),
            (&[1, 3], 166.05),
            (&[1, 4], 152.73),
            (&[1, 2, 3], 132.89),
            (&[1, 2, 4], 122.05),
            (&[1, 3, 4], 105.78),
            (&[1, 2, 3, 4], 91.75),
        ];
        for (numbers, published) in published {
            let rule = |number: &usize| {
                RunRule::new(number.to_string().parse().unwrap(), patterns[number - 1]).unwrap()
            };
            let rules = RuleSet::new(numbers.iter().map(rule).collect()).unwrap();
            let found = rules.in_control_run_length().unwrap();
            assert!(
                (found.at_most - published).abs() < 0.006,
                "{numbers:?}: {} for {published}",
                found.at_most
            );
        }
    }

    #[test]
    fn long_patterns_are_rare_and_still_finite() {
        let rule = |points| {
            RunRule::new("long".parse().unwrap(), Pattern::Shift { points, on_centre: OnCentre::Break })
        };
        // 2ᵏ − 1 for a run of k on one side.
        for points in [2, 8, 20, 64] {
            let set = RuleSet::new(vec![rule(points).unwrap()]).unwrap();
            let exact = (0..points).fold(1.0, |power: f64, _| 2.0 * power) - 1.0;
            let found = set.in_control_run_length().unwrap();
            assert!((found.at_most / exact - 1.0).abs() < 1e-9, "{points}: {} for {exact}", found.at_most);
        }
    }

    #[test]
    fn bounds_hold_with_rules_that_compare_values() {
        let found = RuleSet::nelson().in_control_run_length().unwrap();
        assert!(found.at_least < found.at_most && found.at_least > 30.0, "{found}: {} states", found.states);
        let year = found.any_within(52);
        assert!(year.low() > 0.3 && year.high() < 1.0, "{year}");
        assert!(found.any_within(u64::MAX).low() >= 1.0);
    }
}

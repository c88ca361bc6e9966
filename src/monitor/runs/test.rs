use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use super::{RunsBounds, RunsRule};
use crate::analysis::Undefined;
use crate::analysis::distribution::binomial_probability;
use crate::monitor::Side;
use crate::quantity::Language;

/// Whether a series has shifted anywhere, judged by its longest run on one side of the centre line and by how often it
/// crosses that line (链检验).
///
/// Points on the line are no use and passed over. The test answers for the whole series; at which point a run is too long
/// [`RuleSet::anhoej`](crate::monitor::RuleSet::anhoej) says.
///
/// ```
/// use service_quality::monitor::{Limits, RunsRule, RunsTest};
///
/// let lines = Limits::symmetric(10.0, 0.0, 3.0);
/// let values = [9.0, 11.0, 8.0, 12.0, 10.0, 9.5, 11.0, 12.0, 11.5, 12.0, 13.0, 11.1, 12.2, 14.0, 11.0];
/// let test = RunsTest::new(values.iter().map(|value| lines.side(*value)), RunsRule::Anhoej)?;
/// assert_eq!((test.n, test.useful, test.longest_run, test.crossings), (15, 14, 9, 5));
/// assert!(test.is_signal && test.longest_run_probability < 0.05);
/// let text = "a shift: the longest run is 9, where chance explains 7, and 5 crossings are not below 4 (14 useful points)";
/// assert_eq!(test.to_string(), text);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RunsTest {
    /// By which rule.
    pub rule: RunsRule,
    /// How many points there are.
    pub n: u64,
    /// How many lie off the centre line: the useful observations.
    pub useful: u64,
    /// The longest run on one side.
    pub longest_run: u64,
    /// How often the series crosses the line.
    pub crossings: u64,
    /// What chance explains.
    pub bounds: RunsBounds,
    /// Whether it is more than chance.
    pub is_signal: bool,
    /// The probability of so long a run or a longer one, where each point lies above the line by even chance.
    pub longest_run_probability: f64,
    /// The probability of so few crossings or fewer.
    pub crossings_probability: f64,
}

impl RunsTest {
    /// Judges a series by the sides on which its points lie.
    ///
    /// # Errors
    /// Those of [`RunsRule::bounds`].
    pub fn new(sides: impl IntoIterator<Item = Option<Side>>, rule: RunsRule) -> Result<Self, Undefined> {
        let (mut n, mut useful, mut crossings, mut longest_run, mut run) =
            (0_u64, 0_u64, 0_u64, 0_u64, 0_u64);
        let mut last = None;
        for side in sides {
            n = n.saturating_add(1);
            if side.is_none() {
                continue;
            }
            useful = useful.saturating_add(1);
            run = if side == last { run.saturating_add(1) } else { 1 };
            crossings = crossings.saturating_add(u64::from(last.is_some() && side != last));
            longest_run = longest_run.max(run);
            last = side;
        }
        let bounds = rule.bounds(useful)?;
        Ok(Self {
            rule,
            n,
            useful,
            longest_run,
            crossings,
            bounds,
            is_signal: bounds.is_signal(crossings, longest_run),
            longest_run_probability: run_probability(useful, longest_run),
            crossings_probability: binomial_probability(crossings, useful.saturating_sub(1), 0.5),
        })
    }

    /// The answer in a sentence, in a language; in English that of `Display`.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let Self { longest_run, crossings, useful, bounds, .. } = self;
        let RunsBounds { longest_run_max, crossings_min, .. } = bounds;
        match language {
            Language::English => self.to_string(),
            Language::Chinese => {
                let verdict = if self.is_signal { "存在偏移" } else { "未发现偏移" };
                format!(
                    "{verdict}：最长链 {longest_run}（随机上限 {longest_run_max}），穿越中心线 {crossings} 次（随机下限 {crossings_min}），有效点 {useful} 个"
                )
            }
        }
    }
}

impl Display for RunsTest {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { longest_run, crossings, useful, bounds, .. } = self;
        let RunsBounds { longest_run_max, crossings_min, .. } = bounds;
        let verdict = if self.is_signal { "a shift" } else { "no shift found" };
        let (long, few) = (longest_run > longest_run_max, crossings < crossings_min);
        let (run, crossed) = (
            if long { ", where chance explains" } else { " of at most" },
            if few { "fewer than" } else { "not below" },
        );
        write!(
            formatter,
            "{verdict}: the longest run is {longest_run}{run} {longest_run_max}, and {crossings} crossings are {crossed} {crossings_min} ({useful} useful points)"
        )
    }
}

/// P(L ≥ l): the first run of l is complete at the l-th point, or, none being complete before, l points after a crossing.
/// All terms are positive, so that a small probability keeps its digits.
fn run_probability(useful: u64, longest: u64) -> f64 {
    let halved = (0..longest).fold(1.0, |power, _| power / 2.0);
    let Ok(length) = usize::try_from(longest) else { return 0.0 };
    // P(L ≥ l) among so many points: 0 before the l-th.
    let mut reached: std::collections::VecDeque<f64> = std::iter::repeat_n(0.0, length).collect();
    let mut probability = 0.0;
    for point in longest..=useful {
        let before = reached.pop_front().unwrap_or(0.0);
        probability += if point == longest { 2.0 * halved } else { halved * (1.0 - before) };
        reached.push_back(probability);
    }
    probability
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_probability_of_a_run_is_that_of_all_series() {
        for (n, longest) in [(1, 1), (5, 2), (8, 3), (10, 4), (12, 5), (12, 12)] {
            let has_run = |series: &u32| {
                let runs = (0..n).map(|at| series >> at & 1).collect::<Vec<_>>();
                runs.chunk_by(|a, b| a == b).any(|run| run.len() >= longest)
            };
            let count = u32::try_from((0..1_u32 << n).filter(has_run).count()).unwrap();
            let counted = f64::from(count) / f64::from(1_u32 << n);
            let found = run_probability(n, u64::try_from(longest).unwrap());
            assert!((found - counted).abs() < 1e-15, "{n}, {longest}: {found} for {counted}");
        }
    }
}

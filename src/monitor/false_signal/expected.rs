use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use super::tails;
use crate::analysis::distribution::float;
use crate::monitor::figure::Figure;
use crate::monitor::{CompletedBy, Counting, Opening, Others, Outermost, Pattern, RuleSet, Sides, Zone};
use crate::quantity::RuleId;

/// How many signals each rule of a set gives by chance alone among so many points.
///
/// ```
/// use service_quality::monitor::RuleSet;
///
/// let chance = RuleSet::nelson().expected_false_signals(100);
/// assert_eq!(chance.to_string(), "2.21 signals by chance among 100 points, most often by `four_of_five` (0.43)");
/// assert_eq!(format!("{:.4}", chance.by_rule[0].expected), "0.2700");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FalseSignals {
    /// Among how many points.
    pub n: u64,
    /// How many signals of all rules together; a point that two rules tell of counts twice.
    pub expected: f64,
    /// How many of each rule, in the order of the set.
    pub by_rule: Vec<RuleSignals>,
}

/// How many signals one rule gives by chance.
///
/// ```
/// use service_quality::monitor::RuleSet;
/// let chance = RuleSet::western_electric().expected_false_signals(7);
/// assert_eq!((chance.by_rule[3].rule.as_str(), chance.by_rule[3].expected), ("eight_on_one_side", 0.0));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleSignals {
    /// Which rule.
    pub rule: RuleId,
    /// How many signals.
    pub expected: f64,
}

impl RuleSet {
    /// How many signals chance gives among so many points of one segment where nothing has changed: for each rule the
    /// exact probability at each point, summed.
    ///
    /// Rises are 2/m! for m points, alternations 2·E(m)/m! with Euler's zigzag numbers (D. André, 1881); the others are
    /// binomial. The newest point tells anew as long as a pattern goes on, and is counted anew.
    #[must_use]
    pub fn expected_false_signals(&self, n: u64) -> FalseSignals {
        let by_rule: Vec<_> = self
            .rules()
            .iter()
            .map(|rule| RuleSignals { rule: rule.id().clone(), expected: expected(rule.pattern(), n) })
            .collect();
        FalseSignals { n, expected: by_rule.iter().map(|rule| rule.expected).sum(), by_rule }
    }
}

impl Display for FalseSignals {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let rounded = |value: f64| Figure(format!("{value:.2}").parse().unwrap_or(value));
        write!(formatter, "{} signals by chance among {} points", rounded(self.expected), self.n)?;
        let most = self.by_rule.iter().max_by(|a, b| a.expected.total_cmp(&b.expected));
        match most {
            Some(most) if self.by_rule.len() > 1 && most.expected > 0.0 => {
                write!(formatter, ", most often by `{}` ({})", most.rule, rounded(most.expected))
            }
            _ => Ok(()),
        }
    }
}

fn expected(pattern: Pattern, n: u64) -> f64 {
    // From the point on that is the last of a first whole pattern.
    let from = |points: u64, chance: f64| match n.checked_sub(points) {
        Some(later) => float(later.saturating_add(1)) * chance,
        None => 0.0,
    };
    if let Pattern::Beyond { zone, hits, of, counting } = pattern {
        let chance = |window: u8| two_sided(zone, hits, window, counting);
        let early = match counting.opening {
            Opening::WholeWindow => 0.0,
            Opening::AtOnce => (1..of).take_while(|window| u64::from(*window) <= n).map(chance).sum(),
        };
        return early + from(u64::from(of), chance(of));
    }
    let points = memory_of(pattern);
    from(points, steady(pattern))
}

/// How many points a pattern without a window has.
pub(super) fn memory_of(pattern: Pattern) -> u64 {
    match pattern {
        Pattern::BeyondLimits => 1,
        Pattern::Beyond { of, .. } => u64::from(of),
        Pattern::Trend { length, counted, .. } => Pattern::trend_points(length, counted),
        Pattern::Shift { points, .. }
        | Pattern::Alternation { points }
        | Pattern::Within { points, .. }
        | Pattern::Outside { points, .. } => u64::from(points),
    }
}

/// The probability at a point that has a whole pattern's points before it.
pub(super) fn steady(pattern: Pattern) -> f64 {
    match pattern {
        Pattern::BeyondLimits => 2.0 * beyond(Zone::Limit),
        Pattern::Beyond { zone, hits, of, counting } => two_sided(zone, hits, of, counting),
        Pattern::Shift { points, .. } => 2.0 * power(0.5, points),
        Pattern::Trend { length, counted, .. } => {
            (2..=Pattern::trend_points(length, counted)).fold(2.0, |chance, point| chance / float(point))
        }
        Pattern::Alternation { points } => 2.0 * zigzag(points),
        Pattern::Within { zone, points } => power(1.0 - 2.0 * beyond(zone), points),
        Pattern::Outside { zone, points, sides } => {
            let (either, one) = (power(2.0 * beyond(zone), points), power(beyond(zone), points));
            if sides == Sides::Either { either } else { either - 2.0 * one }
        }
    }
}

fn two_sided(zone: Zone, hits: u8, window: u8, counting: Counting) -> f64 {
    let inner = match counting.outermost {
        Outermost::Counted => beyond(zone),
        Outermost::Ignored => beyond(zone) - beyond(Zone::Limit),
    };
    let rest = match counting.others {
        Others::Anywhere => 1.0 - inner,
        Others::SameSide => 0.5 - inner,
    };
    let one = match counting.completed_by {
        CompletedBy::Any => at_least(hits, window, inner, rest),
        CompletedBy::Hit => inner * at_least(hits.saturating_sub(1), window.saturating_sub(1), inner, rest),
    };
    2.0 * one
}

/// Σ C(n, j)·pʲ·qⁿ⁻ʲ from j = least on.
fn at_least(least: u8, n: u8, p: f64, q: f64) -> f64 {
    let choose = |j: u8| (0..j).fold(1.0, |ways, i| ways * f64::from(n - i) / f64::from(i + 1));
    (least..=n).map(|j| choose(j) * power(p, j) * power(q, n - j)).sum()
}

fn beyond(zone: Zone) -> f64 {
    let [_, one, two, limit] = tails();
    match zone {
        Zone::One => one,
        Zone::Two => two,
        Zone::Limit => limit,
    }
}

/// Repeated multiplication, the same on every machine.
fn power(base: f64, exponent: u8) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * base)
}

/// E(m)/m!: with a(m) for it, 2·(m + 1)·a(m + 1) = Σ a(j)·a(m − j).
fn zigzag(points: u8) -> f64 {
    let mut terms = vec![1.0, 1.0];
    for next in 2..=points {
        let products: f64 = terms.iter().zip(terms.iter().rev()).map(|(a, b)| a * b).sum();
        terms.push(products / (2.0 * f64::from(next)));
    }
    terms.last().copied().unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_of_an_alternation_is_that_of_all_orders() {
        // E(2..6) = 1, 2, 5, 16, 61.
        for (points, count, orders) in
            [(2, 1.0, 2.0), (3, 2.0, 6.0), (4, 5.0, 24.0), (5, 16.0, 120.0), (6, 61.0, 720.0)]
        {
            let (found, exact): (f64, f64) = (zigzag(points), count / orders);
            assert!((found - exact).abs() < 1e-15, "{points}: {found} for {exact}");
        }
    }

    #[test]
    fn rare_patterns_have_their_chance() {
        // 14 points that alternate: 0.0046, 6 that rise or fall: 0.0028 (Nelson 1984).
        assert!((steady(Pattern::Alternation { points: 14 }) - 0.004_6).abs() < 5e-5);
        let rules = RuleSet::nelson();
        assert!((steady(rules.rules()[2].pattern()) - 2.0 / 720.0).abs() < 1e-15);
        assert!(RuleSet::nelson().expected_false_signals(u64::MAX).expected.is_finite());
    }
}

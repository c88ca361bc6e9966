use std::fmt;

use serde::{Deserialize, Serialize};

use super::Events;
use crate::analysis::discrete::{Binomial, Counts, countable};
use crate::analysis::distribution::{float, two_sided_quantile};
use crate::analysis::series::out_of_range;
use crate::analysis::values::inner;
use crate::analysis::wording::{by, by_chance, moved, sentences, with_interval};
use crate::analysis::{Interval, PValue, Undefined};
use crate::quantity::Share;

/// How two rates are [tested](test()) for a difference. Gu, Ng, Tang and Schucany, *Testing the ratio of two Poisson
/// rates* (2008); with events k₀ and k₁ and the ratio of exposures r = t₁/t₀.
///
/// ```
/// use service_quality::analysis::rate::TestMethod;
/// assert_eq!(TestMethod::default(), TestMethod::Score);
/// assert_eq!(serde_json::to_string(&TestMethod::MidP)?, r#""mid_p""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TestMethod {
    /// (k₁ − r·k₀) / √(r·(k₀ + k₁)): the variance where the rates are equal.
    #[default]
    Score,
    /// (k₁ − r·k₀) / √(k₁ + r²·k₀): the variance as observed.
    Wald,
    /// ln(k₁/(r·k₀)) / √(1/k₀ + 1/k₁).
    WaldLog,
    /// ln(k₁/(r·k₀)) / √((2 + 1/r + r)/(k₀ + k₁)).
    ScoreLog,
    /// 2(√(k₁ + ⅜) − √(r·(k₀ + ⅜))) / √(1 + r).
    SquareRoot,
    /// Exact, given the number of events of both: k₁ is binomial. Two-sided, all splits no more probable. At most 10¹²
    /// events.
    Conditional,
    /// The same less half of the probability of what was observed: right on average.
    MidP,
}

/// Whether a rate moved by more than chance does.
///
/// ```
/// use service_quality::analysis::rate::{self, Events, TestMethod};
///
/// let (before, after) = (Events::new(9, 380.0)?, Events::new(3, 400.0)?);
/// let found = rate::test(before, after, "0.95".parse()?, TestMethod::Conditional)?;
/// assert!((found.ratio()? - 0.3167).abs() < 1e-4 && (found.p_value.two_sided() - 0.0852).abs() < 1e-4);
/// assert_eq!(found.interval()?.to_string(), "0.0857 to 1.1697");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Test {
    /// What was counted before.
    pub before: Events,
    /// What was counted after.
    pub after: Events,
    /// With which confidence the interval holds the true ratio.
    pub confidence: Share,
    /// The test.
    pub method: TestMethod,
    /// The difference in standard errors; the exact tests have none.
    pub statistic: Option<f64>,
    /// How probable a difference as large is where the true rates are equal.
    pub p_value: PValue,
}

/// Tests whether two rates differ, events being independent (泊松率比检验).
///
/// # Errors
/// [`Undefined::TooFew`] without an event at all, and without one on either side for the tests by logarithms;
/// [`Undefined::OutOfRange`] for a confidence of 0 or 1, and for too many events in the exact tests.
pub fn test(before: Events, after: Events, confidence: Share, method: TestMethod) -> Result<Test, Undefined> {
    inner("confidence", confidence)?;
    if before.count() | after.count() == 0 {
        return Err(Undefined::TooFew { what: "events", given: 0, needed: 1 });
    }
    let (k0, k1) = (float(before.count()), float(after.count()));
    let r = after.exposure() / before.exposure();
    let logarithm = || {
        // ln x of two counts that are both there.
        both(before, after).map(|()| libm::log(after.rate() / before.rate()))
    };
    let z = match method {
        TestMethod::Score => Some((k1 - r * k0) / (r * (k0 + k1)).sqrt()),
        // Over r in the root, so that its square is never formed.
        TestMethod::Wald => Some((k1 / r - k0) / (k1 / r / r + k0).sqrt()),
        TestMethod::WaldLog => Some(logarithm()? / (k0.recip() + k1.recip()).sqrt()),
        TestMethod::ScoreLog => Some(logarithm()? / ((2.0 + r.recip() + r) / (k0 + k1)).sqrt()),
        TestMethod::SquareRoot => {
            Some(2.0 * ((k1 + 0.375).sqrt() - (r * (k0 + 0.375)).sqrt()) / (1.0 + r).sqrt())
        }
        TestMethod::Conditional | TestMethod::MidP => None,
    };
    let p_value = match (z, method) {
        (Some(z), _) if z.is_finite() => PValue::normal(z),
        (Some(_), _) => {
            let allowed = "two exposures that are nearer to each other";
            return Err(out_of_range("ratio of exposures", &r, allowed));
        }
        (None, TestMethod::MidP) => conditional(before, after, 0.5)?,
        (None, _) => conditional(before, after, 0.0)?,
    };
    Ok(Test { before, after, confidence, method, statistic: z, p_value })
}

fn both(before: Events, after: Events) -> Result<(), Undefined> {
    let what = match (before.count(), after.count()) {
        (0, _) => "events before",
        (_, 0) => "events after",
        _ => return Ok(()),
    };
    Err(Undefined::TooFew { what, given: 0, needed: 1 })
}

/// Of all events, those after; less a part of the probability of what was observed.
fn conditional(before: Events, after: Events, part: f64) -> Result<PValue, Undefined> {
    let trials = countable(before.count(), after.count())?;
    let exposure = before.exposure() + after.exposure();
    let split = Binomial { trials, p: after.exposure() / exposure, rest: before.exposure() / exposure };
    let count = after.count();
    let less = |p: f64| (p - part * split.probability(count)).clamp(0.0, 1.0);
    Ok(PValue::new(less(split.as_extreme(count)), less(split.at_most(count)), less(split.at_least(count))))
}

impl Test {
    /// The rate after over that before.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] without an event before.
    pub fn ratio(&self) -> Result<f64, Undefined> {
        if self.before.count() == 0 {
            return Err(Undefined::TooFew { what: "events before", given: 0, needed: 1 });
        }
        Ok(self.after.rate() / self.before.rate())
    }

    /// Where the true ratio lies: ln ± z·√(1/k₀ + 1/k₁).
    ///
    /// # Errors
    /// [`Undefined::TooFew`] without an event on either side.
    pub fn interval(&self) -> Result<Interval, Undefined> {
        both(self.before, self.after)?;
        let variance = float(self.before.count()).recip() + float(self.after.count()).recip();
        let reach = libm::exp(two_sided_quantile(self.confidence) * variance.sqrt());
        let ratio = self.ratio()?;
        Ok(Interval::new(ratio / reach, ratio * reach))
    }

    /// The finding in words, with a caution where few events strain an approximation.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let moved = moved("The rate", self.before.rate(), self.after.rate());
        let found = match (self.ratio(), self.interval()) {
            (Ok(ratio), Ok(interval)) => {
                let ratio = with_interval(ratio, interval, self.confidence);
                format!("{moved}; the ratio is {ratio}")
            }
            _ => moved,
        };
        let what = format!("{} a ratio as far from 1", by(&self.method)).replacen('b', "B", 1);
        let chance = by_chance(&what, self.p_value.two_sided(), self.confidence);
        let few = self.statistic.is_some() && self.before.count().min(self.after.count()) < 10;
        let caution = few.then(|| "Fewer than 10 events in a group: take an exact test".to_owned());
        sentences([Some(found), Some(chance), caution])
    }
}

impl fmt::Display for TestMethod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Score => "score test",
            Self::Wald => "Wald's test",
            Self::WaldLog => "Wald's test of the logarithm",
            Self::ScoreLog => "score test of the logarithm",
            Self::SquareRoot => "square root test",
            Self::Conditional => "exact conditional test",
            Self::MidP => "conditional test with mid-P",
        })
    }
}

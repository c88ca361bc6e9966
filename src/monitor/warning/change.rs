use serde::{Deserialize, Serialize};

use super::super::alert::AlertError;
use super::finding::{Fact, Finding, Unjudged};
use super::{Past, Standing, Threshold};
use crate::quantity::{Number, PLACES, divide_half_away};

/// How far a value moved (变化率), and how far it may.
///
/// Calculated to nine places, rounded half away from zero, and then compared: the figure that is told is the one that
/// was judged.
///
/// ```
/// use service_quality::monitor::warning::{Against, Change, ChangeMeasure, Threshold};
///
/// let rise: Change = serde_json::from_str(
///     r#"{"against": {"mean_of": 7}, "measure": "relative", "threshold": {"above": {"limit": "0.5"}}}"#,
/// )?;
/// assert_eq!(rise.against, Against::MeanOf(7));
/// assert_eq!(rise.measure, ChangeMeasure::Relative);
/// assert_eq!(rise.threshold, Threshold::above("0.5".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What the value is compared with.
    #[serde(default)]
    pub against: Against,
    /// What is calculated.
    #[serde(default)]
    pub measure: ChangeMeasure,
    /// When it is too much.
    pub threshold: Threshold,
}

/// What a value is compared with. Evaluations without a value are passed over, however long ago the value before lies.
///
/// ```
/// use service_quality::monitor::warning::Against;
/// assert_eq!(Against::default(), Against::Back(1));
/// assert_eq!(serde_json::to_string(&Against::MeanOf(7))?, r#"{"mean_of":7}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The value so many values back: 1 is the one before (环比), 12 of monthly figures that of a year ago (同比).
    Back(u32),
    /// The mean of so many values before it.
    MeanOf(u32),
}

/// What is calculated of a value and its base.
///
/// ```
/// use service_quality::monitor::warning::ChangeMeasure;
/// assert_eq!(ChangeMeasure::default(), ChangeMeasure::Absolute);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeMeasure {
    /// Value less base.
    #[default]
    Absolute,
    /// Value less base, as a part of the base's absolute value: 0.5 is half as much again. Of a base of 0 there is none.
    Relative,
}

/// The most values that a condition may look back on.
pub(super) const LONGEST: u32 = 366;

impl Against {
    pub(super) const fn count(self) -> u32 {
        match self {
            Self::Back(count) | Self::MeanOf(count) => count,
        }
    }

    /// The base as a sum and how many values are in it.
    fn sum(self, history: &[Past]) -> Result<(i128, i128), Unjudged> {
        let count = self.count();
        let few = Unjudged::TooFew { given: history.len(), needed: count };
        let wanted = usize::try_from(count).ok().and_then(|count| history.len().checked_sub(count));
        let mut values = history.get(wanted.ok_or(few)?..).unwrap_or_default().iter();
        match self {
            Self::Back(_) => values.next().map(|past| (past.value.to_scaled(), 1)).ok_or(few),
            // At most 366 numbers of 24 digits.
            Self::MeanOf(count) => Ok((values.map(|past| past.value.to_scaled()).sum(), i128::from(count))),
        }
    }
}

impl Default for Against {
    fn default() -> Self {
        Self::Back(1)
    }
}

impl Change {
    pub(super) fn judge(&self, value: Number, history: &[Past]) -> Finding {
        match self.calculate(value, history) {
            Ok((change, base)) => Finding {
                standing: self.threshold.standing(change),
                fact: Fact::Change { change, value, base, rule: *self },
            },
            Err(why) => Finding { standing: Standing::Between, fact: Fact::Unjudged(why) },
        }
    }

    fn calculate(&self, value: Number, history: &[Past]) -> Result<(Number, Number), Unjudged> {
        let (sum, n) = self.against.sum(history)?;
        let number = |scaled: Option<i128>| {
            scaled.and_then(|scaled| Number::from_scaled(scaled, PLACES)).ok_or(Unjudged::TooLarge)
        };
        let base = number(divide_half_away(sum, n))?;
        let moved = value.to_scaled().checked_mul(n).and_then(|value| value.checked_sub(sum));
        let change = match self.measure {
            ChangeMeasure::Absolute => moved.and_then(|moved| divide_half_away(moved, n)),
            ChangeMeasure::Relative if sum == 0 => return Err(Unjudged::BaseZero),
            ChangeMeasure::Relative => moved
                .and_then(|moved| moved.checked_mul(10_i128.pow(PLACES)))
                .and_then(|moved| divide_half_away(moved, sum.checked_abs()?)),
        };
        Ok((number(change)?, base))
    }

    pub(super) fn check(&self, place: &str) -> Result<(), AlertError> {
        let count = self.against.count();
        if !(1..=LONGEST).contains(&count) {
            let (place, given) = (format!("{place}.against"), count.to_string());
            return Err(AlertError::OutOfRange { place, given, allowed: "1 to 366" });
        }
        self.threshold.check(&format!("{place}.threshold"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(values: &[&str]) -> Vec<Past> {
        let at =
            |index: usize| crate::quantity::Timestamp::from_seconds(i64::try_from(index).unwrap()).unwrap();
        let past = values.iter().enumerate();
        past.map(|(index, value)| Past { at: at(index), value: value.parse().unwrap() }).collect()
    }

    #[track_caller]
    fn change(
        against: Against,
        measure: ChangeMeasure,
        values: &[&str],
        value: &str,
    ) -> Result<String, Unjudged> {
        let rule = Change { against, measure, threshold: Threshold::above(Number::ZERO) };
        rule.calculate(value.parse().unwrap(), &history(values)).map(|(change, _)| change.to_string())
    }

    #[test]
    fn changes_are_exact_to_nine_places() {
        use Against::{Back, MeanOf};
        use ChangeMeasure::{Absolute, Relative};
        let values = ["3", "-1", "2"];
        assert_eq!(change(Back(1), Absolute, &values, "2.5").unwrap(), "0.5");
        assert_eq!(change(Back(3), Relative, &values, "4").unwrap(), "0.333333333");
        assert_eq!(change(Back(2), Relative, &values, "1").unwrap(), "2", "of the absolute value");
        assert_eq!(change(MeanOf(3), Relative, &values, "2").unwrap(), "0.5");
        assert_eq!(change(MeanOf(3), Absolute, &values, "-1.5").unwrap(), "-2.833333333");
        assert_eq!(change(Back(1), Relative, &["0"], "1"), Err(Unjudged::BaseZero));
        assert_eq!(change(Back(4), Absolute, &values, "1"), Err(Unjudged::TooFew { given: 3, needed: 4 }));
        let huge = ["-1000000000000000"; 366];
        assert_eq!(change(MeanOf(366), Relative, &huge, "1000000000000000").unwrap(), "2");
        assert_eq!(change(MeanOf(366), Absolute, &huge, "1000000000000000"), Err(Unjudged::TooLarge));
        assert_eq!(change(Back(1), Relative, &["0.000000001"], "1000000000000000"), Err(Unjudged::TooLarge));
    }
}

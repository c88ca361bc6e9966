use serde::{Deserialize, Serialize};

use super::AvailabilityReport;
use super::coverage::Coverage;
use super::tally::too_large;
use crate::calendar::interval::Interval;
use crate::quantity::{Money, Number, PLACES, Span};
use crate::slo::SloError;

/// The hourly rule: an hour with more than so much downtime is not charged, as the Amazon EC2 agreement has it for single
/// instances (more than six minutes).
///
/// ```
/// use service_quality::quantity::{Money, Span};
/// use service_quality::slo::availability::HourlyRule;
///
/// let rule = HourlyRule::new(Span::from_minutes(6))?;
/// let hours = [6, 7, 0, 30].map(Span::from_minutes);
/// assert_eq!(rule.not_charged(hours)?, 2, "six minutes are not more than six");
/// assert_eq!(HourlyRule::waived(2, &Money::new("0.096".parse()?, "USD")?)?.to_string(), "0.192 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawHourlyRule", into = "RawHourlyRule")]
pub struct HourlyRule {
    more_than: Span,
}

const HOUR: i64 = 3_600;

impl HourlyRule {
    /// Hours with more downtime than this are not charged.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing, and for an hour or more, which none can exceed.
    pub fn new(more_than: Span) -> Result<Self, SloError> {
        if !(0..HOUR).contains(&more_than.seconds()) {
            return Err(SloError::not_allowed("`more_than`", &more_than, "no time to less than an hour"));
        }
        Ok(Self { more_than })
    }

    /// The downtime that an hour has to exceed.
    #[must_use]
    pub const fn more_than(&self) -> Span {
        self.more_than
    }

    /// How many hours are not charged, by the downtime of each.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a downtime that no hour can have.
    pub fn not_charged(&self, hours: impl IntoIterator<Item = Span>) -> Result<u64, SloError> {
        let mut free = 0;
        for (index, downtime) in hours.into_iter().enumerate() {
            if !(0..=HOUR).contains(&downtime.seconds()) {
                return Err(SloError::not_allowed(
                    format!("`hours[{index}]`"),
                    &downtime,
                    "no time to an hour",
                ));
            }
            free += u64::from(downtime > self.more_than);
        }
        Ok(free)
    }

    /// How many hours of a report are not charged, counted from its first instant. Only hours with downtime are looked at.
    #[must_use]
    pub fn not_charged_in(&self, report: &AvailabilityReport) -> u64 {
        let start = report.from().seconds();
        let stretches: Vec<Interval> = report.downtimes().iter().map(|downtime| downtime.stretch()).collect();
        let coverage = Coverage::new(&stretches);
        let (mut next, mut free) = (0, 0);
        for stretch in &stretches {
            let (first, last) =
                (((stretch.open - start) / HOUR).max(next), (stretch.close - start - 1) / HOUR);
            next = last + 1;
            // Between its first hour and its last there is nothing but downtime.
            free += u64::try_from(last - first - 1).unwrap_or_default();
            let ends = usize::from(first <= last) + usize::from(first < last);
            let is_free = |hour: &&i64| {
                let open = start + **hour * HOUR;
                coverage.of(Interval { open, close: open + HOUR }) > self.more_than.seconds()
            };
            free += [first, last].iter().take(ends).filter(is_free).fold(0, |free, _| free + 1);
        }
        free
    }

    /// What so many hours would have cost.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] past the range of numbers.
    pub fn waived(hours: u64, price: &Money) -> Result<Money, SloError> {
        let scaled = price.amount().to_scaled().checked_mul(hours.into());
        let amount = scaled.and_then(|scaled| Number::from_scaled(scaled, PLACES));
        let amount = amount.ok_or_else(|| too_large("the amount waived"))?;
        Ok(Money::new(amount, price.currency())?)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an hourly rule as an object")]
struct RawHourlyRule {
    more_than: Span,
}

impl TryFrom<RawHourlyRule> for HourlyRule {
    type Error = SloError;

    fn try_from(RawHourlyRule { more_than }: RawHourlyRule) -> Result<Self, SloError> {
        Self::new(more_than)
    }
}

impl From<HourlyRule> for RawHourlyRule {
    fn from(HourlyRule { more_than }: HourlyRule) -> Self {
        Self { more_than }
    }
}

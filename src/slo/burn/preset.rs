use serde::{Deserialize, Serialize};

use super::{BurnLimit, BurnSeverity, BurnWindow};
use crate::quantity::{Number, Share, Span};
use crate::slo::SloError;

/// Windows and limits that are published.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::burn::BurnPreset;
///
/// let month = Span::from_hours(720);
/// let factors: Vec<String> = BurnPreset::Sloth
///     .windows(month)?
///     .iter()
///     .filter_map(|window| Some(window.factor(month)?.to_string()))
///     .collect();
/// assert_eq!(factors, ["14.4", "6", "3", "1"]);
/// # Ok::<(), service_quality::slo::SloError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BurnPreset {
    /// *The Site Reliability Workbook* (2018), chapter 5, table 5-8: 2 % in an hour, 5 % in six, 10 % in three days.
    Workbook,
    /// Sloth for 28 and 30 days: the workbook's with 10 % in a day; the slow one is 3 days.
    Sloth,
    /// Sloth for a week: 8 %, 12.5 %, 20 % and 42 %.
    SlothWeek,
    /// Elastic's rates, whatever the period: 14.4, 6, 3 and 1.
    Elastic,
    /// Pyrra's rates 14, 7, 2 and 1, over windows that scale with the period; for 28 days the slow one is 4 days.
    Pyrra,
}

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// Long and short windows, in seconds, that all but Pyrra share; the workbook has no third.
const COMMON: [(i64, i64, BurnSeverity); 4] = [
    (HOUR, 5 * MINUTE, BurnSeverity::Page),
    (6 * HOUR, 30 * MINUTE, BurnSeverity::Page),
    (DAY, 2 * HOUR, BurnSeverity::Ticket),
    (3 * DAY, 6 * HOUR, BurnSeverity::Ticket),
];

impl BurnPreset {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Workbook, Self::Sloth, Self::SlothWeek, Self::Elastic, Self::Pyrra];

    /// Its windows for a budget of such a period, the fastest first; those that scale are rounded to minutes, one at least.
    ///
    /// The workbook's shares of the budget are right for every period, Elastic's rates and Pyrra's windows are made for all.
    ///
    /// ```
    /// # use service_quality::quantity::Span;
    /// # use service_quality::slo::burn::BurnPreset;
    /// let error = BurnPreset::SlothWeek.windows(Span::from_hours(720)).unwrap_err();
    /// assert_eq!(error.to_string(), "period is `PT720H`: allowed is 7 days, for which these windows are made");
    /// ```
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a period for which Sloth's are not made: 28 to 31 days, or a week, with the hour by
    /// which clocks change.
    pub fn windows(self, period: Span) -> Result<Vec<BurnWindow>, SloError> {
        let made_for = match self {
            Self::Sloth => Some((28, 31, "28 to 31 days")),
            Self::SlothWeek => Some((7, 7, "7 days")),
            Self::Workbook | Self::Elastic | Self::Pyrra => None,
        };
        if let Some((least, most, days)) = made_for {
            let range = least * DAY - HOUR..=most * DAY + HOUR;
            if !range.contains(&period.seconds()) {
                let allowed = format!("{days}, for which these windows are made");
                return Err(SloError::not_allowed("period", &period, allowed));
            }
        }
        Ok(self.of_period(period))
    }

    fn of_period(self, period: Span) -> Vec<BurnWindow> {
        let window = |(long, short, severity): (i64, i64, BurnSeverity), limit| BurnWindow {
            limit,
            long: Span::from_seconds(long),
            short: Some(Span::from_seconds(short)),
            severity,
        };
        // Thousandths of the budget, and tenths of a rate.
        let spends = |thousandths: [i64; 4]| {
            let share = |count| Share::new(rust_decimal::Decimal::new(count, 3)).unwrap_or(Share::ZERO);
            COMMON
                .into_iter()
                .zip(thousandths)
                .map(|(pair, count)| window(pair, BurnLimit::Spends(share(count))))
                .collect()
        };
        let tenths =
            |count| BurnLimit::Factor(Number::new(rust_decimal::Decimal::new(count, 1)).unwrap_or_default());
        match self {
            Self::Workbook => {
                let windows: Vec<BurnWindow> = spends([20, 50, 0, 100]);
                windows.into_iter().filter(|window| window.limit != BurnLimit::Spends(Share::ZERO)).collect()
            }
            Self::Sloth => spends([20, 50, 100, 100]),
            Self::SlothWeek => spends([80, 125, 200, 420]),
            Self::Elastic => COMMON
                .into_iter()
                .zip([144, 60, 30, 10])
                .map(|(pair, rate)| window(pair, tenths(rate)))
                .collect(),
            Self::Pyrra => {
                let scaled = |length: i64| {
                    let minutes = i128::from(length).saturating_mul(period.seconds().into());
                    let minutes = crate::quantity::divide_half_away(minutes, i128::from(28 * DAY * MINUTE));
                    let minutes = minutes.and_then(|minutes| i64::try_from(minutes).ok()).unwrap_or_default();
                    minutes.max(1).saturating_mul(MINUTE)
                };
                let slow = (4 * DAY, 6 * HOUR, BurnSeverity::Ticket);
                let pairs = COMMON.into_iter().take(3).chain([slow]).zip([140, 70, 20, 10]);
                pairs
                    .map(|((long, short, severity), rate)| {
                        window((scaled(long), scaled(short), severity), tenths(rate))
                    })
                    .collect()
            }
        }
    }
}

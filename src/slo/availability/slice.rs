use serde::{Deserialize, Serialize};

use super::tally::too_large;
use super::{RequestTally, ServiceLevel};
use crate::quantity::Share;
use crate::slo::SloError;

/// Availability by time slices (时间片): equal intervals, each good, bad or without data. Merges in any order to equal
/// bytes.
///
/// ```
/// use service_quality::slo::availability::{MissingSlice, RequestTally, SliceTally};
///
/// let mut hour = SliceTally { good: 57, bad: 2, missing: 0 };
/// hour.record_requests(RequestTally::new(0, 0)?, "0.95".parse()?)?; // no requests: no data
/// assert_eq!(hour, SliceTally { good: 57, bad: 2, missing: 1 });
/// let percent = |missing| hour.level(missing).map(|level| level.percent(2).to_string());
/// assert_eq!(percent(MissingSlice::Excluded).as_deref(), Some("96.61"));
/// assert_eq!(percent(MissingSlice::Good).as_deref(), Some("96.67"));
/// assert_eq!(percent(MissingSlice::Bad).as_deref(), Some("95"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SliceTally {
    /// Slices that met their objective.
    pub good: u64,
    /// Slices that missed it.
    pub bad: u64,
    /// Slices without data.
    pub missing: u64,
}

/// What a slice without data is. Peers differ: some count it as good, some not at all.
///
/// ```
/// use service_quality::slo::availability::{MissingSlice, SliceTally};
/// let silent = SliceTally { missing: 60, ..SliceTally::default() };
/// assert_eq!(silent.level(MissingSlice::default()), None, "no data is no success");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingSlice {
    /// Not counted.
    #[default]
    Excluded,
    /// As one that met its objective.
    Good,
    /// As one that missed it.
    Bad,
}

impl SliceTally {
    /// Counts a slice by its requests: good where at least so large a share was answered.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is counted, past 2^64 slices.
    pub fn record_requests(&mut self, requests: RequestTally, objective: Share) -> Result<(), SloError> {
        self.record(requests.level().map(|level| level.met(objective)))
    }

    /// Counts a slice: whether it met its objective, or `None` without data.
    ///
    /// # Errors
    /// As of [`SliceTally::record_requests`].
    pub fn record(&mut self, met: Option<bool>) -> Result<(), SloError> {
        let (good, bad, missing) = match met {
            Some(true) => (1, 0, 0),
            Some(false) => (0, 1, 0),
            None => (0, 0, 1),
        };
        self.merge(&Self { good, bad, missing })
    }

    /// The share of good slices; absent where none counts.
    #[must_use]
    pub const fn level(&self, missing: MissingSlice) -> Option<ServiceLevel> {
        let (good, bad, silent) = (self.good as u128, self.bad as u128, self.missing as u128);
        match missing {
            MissingSlice::Excluded => ServiceLevel::without(bad, good + bad),
            MissingSlice::Good => ServiceLevel::without(bad, good + bad + silent),
            MissingSlice::Bad => ServiceLevel::without(bad + silent, good + bad + silent),
        }
    }

    /// Adds another tally.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is added, past 2^64 slices.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let sum =
            |one: u64, other: u64| one.checked_add(other).ok_or_else(|| too_large("the number of slices"));
        *self = Self {
            good: sum(self.good, other.good)?,
            bad: sum(self.bad, other.bad)?,
            missing: sum(self.missing, other.missing)?,
        };
        Ok(())
    }
}

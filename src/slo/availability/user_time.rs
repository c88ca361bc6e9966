use serde::{Deserialize, Serialize};

use super::ServiceLevel;
use super::tally::too_large;
use crate::quantity::Span;
use crate::slo::SloError;

/// Availability by user time (用户分钟): each second of downtime weighs as many users as had no service. Counts
/// user-seconds, and merges in any order to equal bytes.
///
/// `1 − Σ(downtime · affected users) / (time · users)`, as the Microsoft Online Services agreement has it.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::availability::UserTimeTally;
///
/// let month = UserTimeTally::new(1_000, Span::from_hours(720))?
///     .incident(200, Span::from_minutes(60))?
///     .incident(1_000, Span::from_minutes(30))?;
/// assert_eq!(month.level().map(|level| level.percent(6).to_string()).as_deref(), Some("99.902778"));
/// assert_eq!(UserTimeTally::default().level(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawUserTime", into = "RawUserTime")]
pub struct UserTimeTally {
    user_seconds: u64,
    lost: u64,
}

impl UserTimeTally {
    /// So many users over a time.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for negative time, [`SloError::TooLarge`] past 2^64 user-seconds.
    pub fn new(users: u64, time: Span) -> Result<Self, SloError> {
        Ok(Self { user_seconds: user_seconds(users, time)?, lost: 0 })
    }

    /// Adds an incident in which so many users had no service for a time.
    ///
    /// # Errors
    /// As of [`UserTimeTally::new`], and [`SloError::NotAllowed`] where more is lost than there is: incidents that overlap
    /// and hit the same users are better measured by [`AvailabilityReport::user_time`](super::AvailabilityReport::user_time).
    pub fn incident(self, users: u64, time: Span) -> Result<Self, SloError> {
        self.lose(user_seconds(users, time)?)
    }

    pub(super) fn lose(self, lost: u64) -> Result<Self, SloError> {
        let lost = self.lost.checked_add(lost).ok_or_else(|| too_large("the user time lost"))?;
        if lost > self.user_seconds {
            let allowed = format!("at most all user-seconds, {}", self.user_seconds);
            return Err(SloError::not_allowed("`lost`", &lost, allowed));
        }
        Ok(Self { lost, ..self })
    }

    /// All user-seconds.
    #[must_use]
    pub const fn user_seconds(&self) -> u64 {
        self.user_seconds
    }

    /// The user-seconds without service.
    #[must_use]
    pub const fn lost(&self) -> u64 {
        self.lost
    }

    /// The availability; absent where there were no users or no time.
    #[must_use]
    pub const fn level(&self) -> Option<ServiceLevel> {
        ServiceLevel::without(self.lost as u128, self.user_seconds as u128)
    }

    /// Adds another tally.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is added, past 2^64.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let all = self.user_seconds.checked_add(other.user_seconds);
        let user_seconds = all.ok_or_else(|| too_large("the user time"))?;
        *self = Self { user_seconds, ..*self }.lose(other.lost)?;
        Ok(())
    }
}

fn user_seconds(users: u64, time: Span) -> Result<u64, SloError> {
    let time = super::terms::not_negative("time", time)?;
    let seconds = u64::try_from(time.seconds()).unwrap_or_default();
    users.checked_mul(seconds).ok_or_else(|| too_large("the user time"))
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "user time as an object")]
struct RawUserTime {
    user_seconds: u64,
    lost: u64,
}

impl TryFrom<RawUserTime> for UserTimeTally {
    type Error = SloError;

    fn try_from(RawUserTime { user_seconds, lost }: RawUserTime) -> Result<Self, SloError> {
        Self { user_seconds, lost: 0 }.lose(lost)
    }
}

impl From<UserTimeTally> for RawUserTime {
    fn from(UserTimeTally { user_seconds, lost }: UserTimeTally) -> Self {
        Self { user_seconds, lost }
    }
}

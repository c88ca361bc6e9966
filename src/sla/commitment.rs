use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Denominator, OutcomeCounts};
use crate::quantity::Share;

/// Whether a promised share of promises was kept (达标): exact, by whole counts.
///
/// How surely the service itself is that good is another question, and no verdict: see [`OutcomeCounts::evidence`].
///
/// ```
/// use service_quality::sla::{BreachRoom, Denominator, OutcomeCounts};
///
/// let month = OutcomeCounts { met: 379, late: 21, ..OutcomeCounts::default() };
/// let commitment = month.commitment("0.95".parse()?, Denominator::Decided);
/// assert_eq!(commitment.kept, Some(false));
/// assert_eq!(commitment.room, BreachRoom::Exceeded(1));
/// assert_eq!(commitment.to_string(), "not kept: 379 of 400 met, 0.95 promised; 1 breach too many");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// The share that was promised.
    pub target: Share,
    /// Of what it is a share.
    pub denominator: Denominator,
    /// How many were met.
    pub met: u64,
    /// Of how many.
    pub of: u64,
    /// Whether the observed share reaches the target; absent where none are counted, for 0 of 0 is no share.
    pub kept: Option<bool>,
    /// How many more breaches there may be among those counted, or how many there are too many.
    pub room: BreachRoom,
}

/// Breaches among so many outcomes, against those that a promise allows.
///
/// ```
/// use service_quality::sla::BreachRoom;
/// assert_eq!(BreachRoom::Left(3).to_string(), "3 more breaches allowed");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreachRoom {
    /// So many of those met could have been breaches.
    Left(u64),
    /// So many of the breaches should have been met.
    Exceeded(u64),
}

impl OutcomeCounts {
    /// Holds the counts against a promised share.
    #[must_use]
    pub fn commitment(&self, target: Share, denominator: Denominator) -> Commitment {
        let (met, of) = self.ratio(denominator);
        let needed = needed(target, of);
        let room = match met.checked_sub(needed) {
            Some(left) => BreachRoom::Left(left),
            None => BreachRoom::Exceeded(needed.abs_diff(met)),
        };
        let kept = (of > 0).then_some(met >= needed);
        Commitment { target, denominator, met, of, kept, room }
    }
}

/// The least whole number whose share of `of` reaches the target; at most `of`, as no target exceeds 1.
fn needed(target: Share, of: u64) -> u64 {
    const ONE: i128 = 1_000_000_000;
    let scaled = target.to_scaled() * i128::from(of);
    u64::try_from((scaled + ONE - 1) / ONE).unwrap_or(of)
}

impl fmt::Display for BreachRoom {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: u64| if count == 1 { "breach" } else { "breaches" };
        match *self {
            Self::Left(count) => write!(formatter, "{count} more {} allowed", plural(count)),
            Self::Exceeded(count) => write!(formatter, "{count} {} too many", plural(count)),
        }
    }
}

impl fmt::Display for Commitment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.kept {
            Some(true) => "kept",
            Some(false) => "not kept",
            None => "nothing decided",
        };
        let Self { met, of, target, room, .. } = self;
        write!(formatter, "{verdict}: {met} of {of} met, {target} promised; {room}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn held(met: u64, late: u64, target: &str) -> (Option<bool>, BreachRoom) {
        let counts = OutcomeCounts { met, late, ..OutcomeCounts::default() };
        let found = counts.commitment(target.parse().unwrap(), Denominator::Decided);
        (found.kept, found.room)
    }

    #[test]
    fn the_target_itself_keeps_the_promise() {
        assert_eq!(held(19, 1, "0.95"), (Some(true), BreachRoom::Left(0)));
        assert_eq!(held(18, 2, "0.95"), (Some(false), BreachRoom::Exceeded(1)));
        // One third is more than its nine places.
        assert_eq!(held(1, 2, "0.333333333"), (Some(true), BreachRoom::Left(0)));
        assert_eq!(held(1, 2, "0.333333334"), (Some(false), BreachRoom::Exceeded(1)));
        assert_eq!(held(0, 7, "0"), (Some(true), BreachRoom::Left(0)));
        assert_eq!(held(7, 0, "1"), (Some(true), BreachRoom::Left(0)));
        assert_eq!(held(u64::MAX - 1, 1, "1"), (Some(false), BreachRoom::Exceeded(1)));
        assert_eq!(
            held(u64::MAX, 0, "0.000000001"),
            (Some(true), BreachRoom::Left(u64::MAX - 18_446_744_074))
        );
    }

    #[test]
    fn nothing_of_nothing_is_no_verdict() {
        assert_eq!(held(0, 0, "0.95"), (None, BreachRoom::Left(0)));
        assert_eq!(held(0, 0, "0"), (None, BreachRoom::Left(0)));
    }

    #[test]
    fn what_is_open_and_overdue_counts_where_the_denominator_says_so() {
        let counts = OutcomeCounts { met: 9, overdue: 1, ..OutcomeCounts::default() };
        assert_eq!(counts.commitment("0.95".parse().unwrap(), Denominator::Decided).kept, Some(false));
        assert_eq!(counts.commitment("0.95".parse().unwrap(), Denominator::Finished).kept, Some(true));
    }
}

use std::fmt;

use super::TallyError;
use crate::quantity::Number;

/// How much of a quantity one ticket has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amount {
    /// A duration.
    Seconds(i64),
    /// A number in the unit of the indicator.
    Number(Number),
}

impl Amount {
    /// The amount in seconds or in the indicator's unit.
    pub(super) fn number(self) -> Result<Number, TallyError> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Seconds(seconds) => {
                Number::from_scaled(i128::from(seconds), 0).ok_or_else(|| out_of_range(seconds))
            }
        }
    }

    /// The amount as a whole number.
    pub(super) fn whole(self) -> Result<i64, TallyError> {
        match self {
            Self::Seconds(seconds) => Ok(seconds),
            Self::Number(number) => {
                number.whole().and_then(|whole| i64::try_from(whole).ok()).ok_or_else(|| TallyError::Unfit {
                    tally: "quantile tally",
                    part: "value",
                    given: number.to_string(),
                    allowed: "whole numbers".into(),
                })
            }
        }
    }
}

fn out_of_range(seconds: i64) -> TallyError {
    TallyError::Unfit {
        tally: "indicator",
        part: "seconds",
        given: seconds.to_string(),
        allowed: "at most 10^15 either side of 0".into(),
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(formatter),
            Self::Seconds(seconds) => write!(formatter, "{seconds} s"),
        }
    }
}

use std::fmt;

use serde::{Deserialize, Serialize};

use super::TicketError;
use crate::quantity::Number;

/// A customer's rating (评价) on a scale of its own, such as 4 on 1 to 5.
///
/// ```
/// use service_quality::ticket::Rating;
///
/// let rating = Rating::new(4.into(), 1.into(), 5.into())?;
/// assert_eq!(rating.to_string(), "4 on 1 to 5");
/// assert!(Rating::new(6.into(), 1.into(), 5.into()).is_err());
/// # Ok::<(), service_quality::ticket::TicketError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRating", into = "RawRating")]
// Seldom among events, and three times as large as any other: beside them, so that a history is half as long.
pub struct Rating(Box<RawRating>);

impl Rating {
    /// A value on the scale from `least` to `most`, ends included.
    ///
    /// # Errors
    /// [`TicketError::Rating`] when the scale is empty or the value lies outside.
    pub fn new(value: Number, least: Number, most: Number) -> Result<Self, TicketError> {
        if least >= most || value < least || value > most {
            return Err(TicketError::Rating { value, least, most });
        }
        Ok(Self(Box::new(RawRating { value, least, most })))
    }

    /// The value given.
    #[must_use]
    pub const fn value(&self) -> Number {
        self.0.value
    }

    /// The lowest and the highest value of the scale.
    #[must_use]
    pub const fn scale(&self) -> (Number, Number) {
        (self.0.least, self.0.most)
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RawRating { value, least, most } = *self.0;
        write!(formatter, "{value} on {least} to {most}")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRating {
    value: Number,
    least: Number,
    most: Number,
}

impl TryFrom<RawRating> for Rating {
    type Error = TicketError;

    fn try_from(raw: RawRating) -> Result<Self, TicketError> {
        Self::new(raw.value, raw.least, raw.most)
    }
}

impl From<Rating> for RawRating {
    fn from(rating: Rating) -> Self {
        *rating.0
    }
}

use thiserror::Error;

/// Why a text or a number is not a quantity of the domain.
///
/// ```
/// use service_quality::quantity::{QuantityError, Score};
/// let error: QuantityError = "100.5".parse::<Score>().unwrap_err();
/// assert_eq!(error.to_string(), "score `100.5` is out of range: give 0 to 100");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum QuantityError {
    /// The text is no number, no duration, no date or no zone at all.
    #[error("{what} `{given}` cannot be read: give {allowed}")]
    Unreadable {
        /// The quantity that was wanted.
        what: &'static str,
        /// What was given, shortened.
        given: String,
        /// What would have been accepted.
        allowed: &'static str,
    },
    /// The value lies outside the quantity's range.
    #[error("{what} `{given}` is out of range: give {allowed}")]
    OutOfRange {
        /// The quantity that was wanted.
        what: &'static str,
        /// What was given, shortened.
        given: String,
        /// The range.
        allowed: &'static str,
    },
    /// The value has more decimal places than the crate keeps; it is refused, not rounded.
    #[error("{what} `{given}` has too many decimal places: give at most 9, rounded by a rule of yours")]
    TooPrecise {
        /// The quantity that was wanted.
        what: &'static str,
        /// What was given, shortened.
        given: String,
    },
    /// The time-zone name is not known to this build.
    #[error(
        "time zone `{given}` is unknown: give an IANA name{tz_hint}, `UTC` or an offset such as `+08:00`"
    )]
    UnknownZone {
        /// What was given, shortened.
        given: String,
        /// Says so where this build knows no IANA names.
        tz_hint: &'static str,
    },
    /// A name is empty, too long, or has characters that would not survive a log line.
    #[error("{what} `{given}` is not a name: give 1 to 200 bytes without control characters or outer blanks")]
    BadName {
        /// The kind of name.
        what: &'static str,
        /// What was given, shortened.
        given: String,
    },
    /// Two amounts are of different currencies.
    #[error("amount is in `{given}`: give it in `{wanted}`, as the other amount is")]
    OtherCurrency {
        /// The currency that was given.
        given: String,
        /// The currency of the other amount.
        wanted: String,
    },
    /// A name begins with a character that marks something else.
    #[error(
        "{what} `{given}` begins with `{reserved}`, which is reserved: give a name that begins otherwise"
    )]
    ReservedName {
        /// The kind of name.
        what: &'static str,
        /// What was given, shortened.
        given: String,
        /// The character.
        reserved: char,
    },
}

/// At most 60 characters of what a caller gave, so that an error never carries a 10 MB string.
pub(crate) fn excerpt(given: &str) -> String {
    let mut chars = given.chars();
    let mut text: String = chars.by_ref().take(60).collect();
    if chars.next().is_some() {
        text.push('…');
    }
    text
}

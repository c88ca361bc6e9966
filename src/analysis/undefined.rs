use thiserror::Error;

/// Why a statistic is not defined for what was given.
///
/// ```
/// use service_quality::analysis::Undefined;
/// let few = Undefined::TooFew { what: "values", given: 1, needed: 2 };
/// assert_eq!(few.to_string(), "1 values are given, where at least 2 are needed");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Undefined {
    /// Nothing can be said of so few.
    #[error("{given} {what} are given, where at least {needed} are needed")]
    TooFew {
        /// Of what.
        what: &'static str,
        /// How many were given.
        given: usize,
        /// How many are needed.
        needed: usize,
    },
    /// All values are equal, and what is asked for stands on how they differ.
    #[error("all {what} are equal; what is asked for stands on how they differ")]
    Constant {
        /// Which values.
        what: &'static str,
    },
    /// A value is infinite or no number.
    #[error("{what}[{position}] is no finite number; leave out what is missing")]
    NotFinite {
        /// Which list.
        what: &'static str,
        /// Where in the list, from 0.
        position: usize,
    },
    /// Two lists that belong together differ in length.
    #[error("{what} has {given} entries, where {needed} belong to the other list")]
    Unequal {
        /// Which list.
        what: &'static str,
        /// How many entries it has.
        given: usize,
        /// How many it should have.
        needed: usize,
    },
    /// A column says nothing that the others do not say: what each of them adds cannot be told apart.
    #[error("{what} `{name}` follows from the others; leave one of them out")]
    Dependent {
        /// Which columns.
        what: &'static str,
        /// The name of the column.
        name: String,
    },
    /// What was to be calculated leaves the range of a float.
    #[error("{what} leaves the range of a float; rescale the values")]
    Overflow {
        /// What was to be calculated.
        what: &'static str,
    },
    /// One of several named columns is at fault.
    #[error("{what} `{name}`: {fault}")]
    Column {
        /// Which columns.
        what: &'static str,
        /// The name of the column.
        name: String,
        /// What is wrong with it.
        fault: Box<Self>,
    },
    /// A value is outside of what is allowed.
    #[error("{what} is {given}; allowed is {allowed}")]
    OutOfRange {
        /// Which value.
        what: &'static str,
        /// What was given.
        given: String,
        /// What is allowed.
        allowed: &'static str,
    },
}

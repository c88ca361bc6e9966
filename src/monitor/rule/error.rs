use thiserror::Error;

/// What is wrong with a run rule or a set of them.
///
/// ```
/// use service_quality::monitor::{Pattern, RunRule, Zone};
///
/// let pattern = Pattern::Beyond { zone: Zone::Two, hits: 4, of: 3, counting: Default::default() };
/// let error = RunRule::new("warned".parse()?, pattern).unwrap_err();
/// assert_eq!(error.to_string(), "rule `warned`: 4 points of 3 cannot lie beyond a line; `hits` is at most `of`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RuleError {
    /// A pattern is too short to be one, or longer than is kept.
    #[error("rule `{rule}`: `{what}` is {given}; allowed is {least} to 64")]
    Length {
        /// Which rule.
        rule: String,
        /// Which length.
        what: &'static str,
        /// What was given.
        given: u8,
        /// The shortest.
        least: u8,
    },
    /// More points than there are.
    #[error("rule `{rule}`: {hits} points of {of} cannot lie beyond a line; `hits` is at most `of`")]
    Hits {
        /// Which rule.
        rule: String,
        /// How many points should lie beyond.
        hits: u8,
        /// Of how many.
        of: u8,
    },
    /// Points beyond the limits are asked for, and ignored.
    #[error(
        "rule `{rule}`: no point beyond the limits is left where those are ignored; count them, or name another zone"
    )]
    NoneLeft {
        /// Which rule.
        rule: String,
    },
    /// Two rules of a set have the same id.
    #[error("rules[{position}]: the id `{rule}` stands before; give each rule its own")]
    Repeated {
        /// Where in the set, from 0.
        position: usize,
        /// The id.
        rule: String,
    },
    /// A set without rules, or with too many.
    #[error("{given} rules are given; allowed is 1 to 64")]
    Count {
        /// How many.
        given: usize,
    },
    /// A kept state is not one that points leave behind.
    #[error(
        "the state of the run rules is no state that points leave behind: {what}; keep it as it was written"
    )]
    State {
        /// What cannot be.
        what: &'static str,
    },
}

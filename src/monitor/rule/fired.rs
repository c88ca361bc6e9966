use super::state::Verdict;
use crate::monitor::Side;

/// Which rules of a set one point completes, by their order in the set.
///
/// ```
/// use service_quality::monitor::{Limits, RuleSet, RunState, Side};
///
/// let (rules, limits) = (RuleSet::nelson(), Limits::symmetric(0.0, 1.0, 3.0));
/// let mut state = RunState::new();
/// assert!(rules.push(&mut state, 2.5, &limits)?.is_empty());
/// let fired = rules.push(&mut state, 3.5, &limits)?;
/// assert_eq!(fired.iter().collect::<Vec<_>>(), [(0, Some(Side::Above))], "Nelson's rule 1");
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Fired {
    pub(super) above: u64,
    pub(super) below: u64,
    pub(super) sideless: u64,
}

impl Fired {
    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.above | self.below | self.sideless == 0
    }

    /// The rules in the order of the set, each with the side on which its pattern lies; a trend that rises lies above.
    pub fn iter(&self) -> impl Iterator<Item = (usize, Option<Side>)> + '_ {
        let has = |mask: u64, rule: usize| (mask >> rule) & 1 == 1;
        let any = self.above | self.below | self.sideless;
        (0..64_usize).filter(move |rule| has(any, *rule)).flat_map(move |rule| {
            let sides =
                [(self.above, Some(Side::Above)), (self.below, Some(Side::Below)), (self.sideless, None)];
            sides.into_iter().filter(move |(mask, _)| has(*mask, rule)).map(move |(_, side)| (rule, side))
        })
    }

    /// Puts a rule before those that were put so far.
    #[inline]
    pub(super) fn put_first(&mut self, verdict: Verdict) {
        self.above = self.above << 1 | verdict.above & 1;
        self.below = self.below << 1 | verdict.below & 1;
        self.sideless = self.sideless << 1 | verdict.sideless & 1;
    }
}

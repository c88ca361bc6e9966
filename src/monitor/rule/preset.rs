//! The sets of rules that the field knows by name.

use super::{Counted, Counting, OnCentre, Pattern, RuleSet, RunRule, Sides, Ties};
use crate::monitor::{RunsRule, Zone};

const fn beyond(zone: Zone, hits: u8, of: u8) -> Pattern {
    let (completed_by, others) = (super::CompletedBy::Hit, super::Others::Anywhere);
    let (outermost, opening) = (super::Outermost::Counted, super::Opening::WholeWindow);
    Pattern::Beyond { zone, hits, of, counting: Counting { completed_by, others, outermost, opening } }
}

const fn shift(points: u8) -> Pattern {
    Pattern::Shift { points, on_centre: OnCentre::Break }
}

const fn trend(length: u8) -> Pattern {
    Pattern::Trend { length, counted: Counted::Points, ties: Ties::Break }
}

const WESTERN_ELECTRIC: [(&str, Pattern); 4] = [
    ("beyond_limits", Pattern::BeyondLimits),
    ("two_of_three", beyond(Zone::Two, 2, 3)),
    ("four_of_five", beyond(Zone::One, 4, 5)),
    ("eight_on_one_side", shift(8)),
];

const NELSON: [(&str, Pattern); 8] = [
    ("beyond_limits", Pattern::BeyondLimits),
    ("nine_on_one_side", shift(9)),
    ("six_in_trend", trend(6)),
    ("fourteen_alternating", Pattern::Alternation { points: 14 }),
    ("two_of_three", beyond(Zone::Two, 2, 3)),
    ("four_of_five", beyond(Zone::One, 4, 5)),
    ("fifteen_within", Pattern::Within { zone: Zone::One, points: 15 }),
    ("eight_outside", Pattern::Outside { zone: Zone::One, points: 8, sides: Sides::Both }),
];

const NHS: [(&str, Pattern); 4] = [
    ("beyond_limits", Pattern::BeyondLimits),
    ("seven_in_trend", trend(7)),
    ("two_of_three", Pattern::Beyond { zone: Zone::Two, hits: 2, of: 3, counting: Counting::nhs() }),
    ("seven_on_one_side", shift(7)),
];

impl RuleSet {
    /// The four rules of the *Western Electric statistical quality control handbook* (1956), numbers 1 to 4 in this
    /// order, with the conventions of R's qcc: one point beyond the limits, two of three beyond the warning lines, four
    /// of five beyond the lines at one third, eight on one side.
    #[must_use]
    pub fn western_electric() -> Self {
        Self::of(&WESTERN_ELECTRIC)
    }

    /// The eight rules of L. S. Nelson, *The Shewhart control chart: tests for special causes* (1984), numbers 1 to 8 in
    /// this order, with the conventions of R's qcc.
    ///
    /// ```
    /// use service_quality::monitor::RuleSet;
    /// let ids: Vec<_> = RuleSet::nelson().rules().iter().map(|rule| rule.id().to_string()).collect();
    /// assert_eq!(ids[1..4], ["nine_on_one_side", "six_in_trend", "fourteen_alternating"]);
    /// ```
    #[must_use]
    pub fn nelson() -> Self {
        Self::of(&NELSON)
    }

    /// The four rules of NHS England's *Making data count*, the gravest first as its charts name them. They are told
    /// for [whole patterns](crate::monitor::Marking::Pattern).
    #[must_use]
    pub fn nhs() -> Self {
        Self::of(&NHS)
    }

    /// The run on one side that Anhøj's rules find too long among so many points off the centre line; those on it are
    /// passed over. The other rule of the two, of too few crossings, tells of no point: see
    /// [`RunsTest`](crate::monitor::RunsTest).
    #[must_use]
    pub fn anhoej(useful: u64) -> Self {
        // At most 64 + 3 for 2⁶⁴ points; no chart has so many that 64 are too few.
        let longest = RunsRule::longest_run(useful).saturating_add(1).min(64);
        let points = u8::try_from(longest).unwrap_or(64);
        Self::of(&[("long_run", Pattern::Shift { points, on_centre: OnCentre::Skip })])
    }

    fn of(rules: &[(&str, Pattern)]) -> Self {
        let rule = |(id, pattern): &(&str, Pattern)| Some(RunRule::known(id.parse().ok()?, *pattern));
        Self::known(rules.iter().filter_map(rule).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_sets_are_sound_and_whole() {
        let sets = [
            (RuleSet::western_electric(), 4),
            (RuleSet::nelson(), 8),
            (RuleSet::nhs(), 4),
            (RuleSet::anhoej(24), 1),
        ];
        for (set, rules) in sets {
            assert_eq!(set.rules().len(), rules);
            for rule in set.rules() {
                assert_eq!(RunRule::new(rule.id().clone(), rule.pattern()).as_ref(), Ok(rule));
            }
            assert_eq!(RuleSet::new(set.rules().to_vec()), Ok(set));
        }
        let _ = RuleSet::anhoej(u64::MAX);
    }
}

//! Rules at work: what applies to a node's score, what that does, and what could not be told.

use crate::quantity::Score;
use crate::score::arithmetic::exact::{HUNDRED, ONE, rounded};
use crate::score::plan::State;
use crate::score::{AbsenceKind, Effect, PointLimits, Points, Rule, Trigger, Unknown};

/// The rules of a node, in the order in which they apply.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::score) struct Rules {
    pub(in crate::score) rules: Vec<Compiled>,
    pub(in crate::score) limits: PointLimits,
}

/// A rule whose places are slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::score) struct Compiled {
    pub(in crate::score) rule: Rule,
    /// The slot of each trigger.
    pub(in crate::score) slots: Vec<usize>,
    /// The slot of the indicator whose units count.
    pub(in crate::score) unit: Option<usize>,
}

/// A rule that applied, with the node's score before and after it.
#[derive(Debug, Clone)]
pub(in crate::score) struct Applied {
    /// Its index among the rules of the node.
    pub(in crate::score) rule: usize,
    pub(in crate::score) before: i128,
    pub(in crate::score) after: i128,
    /// What it gives to the total, or takes.
    pub(in crate::score) points: i128,
}

/// What the rules made of a score.
#[derive(Debug, Clone, Default)]
pub(in crate::score) struct Ruling {
    pub(in crate::score) score: i128,
    pub(in crate::score) applied: Vec<Applied>,
    /// The rules of which it cannot be told, by index.
    pub(in crate::score) undetermined: Vec<usize>,
}

/// Which of the outcomes that cannot be told is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::score) enum View {
    /// What cannot be told does not apply.
    Told,
    /// The worst that may be.
    Worst,
    /// The best that may be.
    Best,
}

impl Rules {
    /// What the rules make of a node's score, from the states of the slots.
    pub(in crate::score) fn apply(&self, score: i128, places: u32, view: View, states: &[State]) -> Ruling {
        let mut ruling = Ruling { score, ..Ruling::default() };
        let mut purse = Purse::new(self.limits);
        for (index, compiled) in self.rules.iter().enumerate() {
            let harmful = !matches!(compiled.rule.effect(), Effect::Bonus(_));
            let truth = compiled.holds(states, view);
            let unknown = match view {
                View::Told => compiled.rule.unknown() == Unknown::Applies,
                View::Worst => harmful,
                View::Best => !harmful,
            };
            if truth.is_none() && view == View::Told {
                ruling.undetermined.push(index);
            }
            if !truth.unwrap_or(unknown) {
                continue;
            }
            let before = ruling.score;
            ruling.score = compiled.act(before, places, view, states, &mut purse);
            if compiled.unit.is_none() || ruling.score != before {
                ruling.applied.push(Applied { rule: index, before, after: ruling.score, points: 0 });
            }
        }
        ruling
    }

    /// What some of the rules alone make of a node's score: those that are known to apply, by index, in order.
    pub(in crate::score) fn replay(
        &self,
        score: i128,
        places: u32,
        rules: impl Iterator<Item = usize>,
        states: &[State],
    ) -> i128 {
        let mut purse = Purse::new(self.limits);
        rules
            .filter_map(|rule| self.rules.get(rule))
            .fold(score, |score, compiled| compiled.act(score, places, View::Told, states, &mut purse))
    }

    /// The most that bonuses can add.
    pub(in crate::score) fn most(&self) -> i128 {
        let amounts = self.rules.iter().filter_map(|compiled| match compiled.rule.effect() {
            Effect::Bonus(points) => Some(points.limit().unwrap_or(points.points()).to_scaled()),
            _ => None,
        });
        amounts.sum::<i128>().min(self.limits.bonus.map_or(HUNDRED, Score::to_scaled))
    }
}

/// What is left of the limits of points.
struct Purse {
    bonus: i128,
    penalty: i128,
}

impl Purse {
    fn new(limits: PointLimits) -> Self {
        let limit = |limit: Option<Score>| limit.map_or(HUNDRED, Score::to_scaled);
        Self { bonus: limit(limits.bonus), penalty: limit(limits.penalty) }
    }
}

impl Compiled {
    /// The score after the rule, which applies.
    fn act(&self, before: i128, places: u32, view: View, states: &[State], purse: &mut Purse) -> i128 {
        match self.rule.effect() {
            Effect::Bonus(points) => {
                let amount = self.amount(points, places, view, View::Best, states).min(purse.bonus);
                purse.bonus -= amount;
                (before + amount).min(HUNDRED)
            }
            Effect::Penalty(points) => {
                let amount = self.amount(points, places, view, View::Worst, states).min(purse.penalty);
                purse.penalty -= amount;
                (before - amount).max(0)
            }
            Effect::Cap(most) => before.min(most.to_scaled()),
            Effect::KnockOut => 0,
            Effect::GradeAtMost(_) => before,
        }
    }

    /// The order in which effects apply.
    pub(in crate::score) const fn stage(&self) -> u8 {
        match self.rule.effect() {
            Effect::Bonus(_) => 0,
            Effect::Penalty(_) => 1,
            Effect::Cap(_) => 2,
            Effect::KnockOut => 3,
            Effect::GradeAtMost(_) => 4,
        }
    }

    /// Whether all triggers hold; absent when that cannot be told.
    fn holds(&self, states: &[State], view: View) -> Option<bool> {
        let mut all = Some(true);
        for (trigger, slot) in self.rule.when().iter().zip(&self.slots) {
            match states.get(*slot).and_then(|state| trigger.holds(state, view)) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => all = None,
            }
        }
        all
    }

    /// The points that apply, in units.
    fn amount(&self, points: &Points, places: u32, view: View, extreme: View, states: &[State]) -> i128 {
        let once = points.points().to_scaled();
        let (Some(slot), Some(limit)) = (self.unit, points.limit()) else {
            return once;
        };
        let state = states.get(slot);
        match state.and_then(|state| state.measurement).and_then(|measurement| measurement.value()) {
            // Below 10^11 times 10^24: far from overflow.
            Some(value) => rounded(once * value.to_scaled().max(0), ONE, places)
                .unwrap_or(HUNDRED)
                .min(limit.to_scaled()),
            None if view == extreme && state.is_none_or(|state| !state.is_not_applicable()) => {
                limit.to_scaled()
            }
            None => 0,
        }
    }
}

impl Trigger {
    /// Whether a part meets it; absent when that cannot be told.
    ///
    /// A score with gaps stands for any between its bounds, unless it is asked what is told.
    fn holds(&self, state: &State, view: View) -> Option<bool> {
        let applies = !state.is_not_applicable();
        match self {
            Self::Value { is, value, .. } => {
                match state.measurement.and_then(|measurement| measurement.value()) {
                    Some(found) => Some(is.accepts(found.cmp(value))),
                    None => (!applies).then_some(false),
                }
            }
            Self::Score { is, score, .. } => {
                let wanted = score.to_scaled();
                if !applies {
                    return Some(false);
                }
                if let (View::Told, Ok(found)) = (view, &state.outcome) {
                    return Some(is.accepts(found.cmp(&wanted)));
                }
                // Whatever fills the gaps: where both ends agree, all between them do.
                let (low, high) = state.bounds?;
                let (low, high) = (is.accepts(low.cmp(&wanted)), is.accepts(high.cmp(&wanted)));
                (low == high).then_some(low)
            }
            Self::Absent { .. } => match (&state.outcome, view) {
                (Ok(_), _) => Some(false),
                (Err(_), _) if !applies => Some(false),
                (Err(_), View::Told) => Some(true),
                (Err(_), _) => None,
            },
        }
    }
}

impl State {
    fn is_not_applicable(&self) -> bool {
        self.outcome.as_ref().is_err_and(|gap| gap.kind() == AbsenceKind::NotApplicable)
    }
}

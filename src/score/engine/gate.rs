//! The rules of a node, over cells and levels instead of states.

use crate::indicator::Absence;
use crate::quantity::{Number, Score};
use crate::score::arithmetic::exact::{HUNDRED, ONE, rounded};
use crate::score::rule::{Compiled, Rules};
use crate::score::{AbsenceKind, Effect, Grades, Points, Trigger, Unknown};
use crate::ticket::Comparison;

use super::Cell;
use super::compile::Parts;
use super::level::Level;

/// The rules of a node. Scores and points are in units of 10⁻⁹.
#[derive(Debug, Clone)]
pub(super) struct Gates {
    all: Box<[Gate]>,
    bonus: i128,
    penalty: i128,
}

/// One rule.
#[derive(Debug, Clone)]
struct Gate {
    checks: Box<[Check]>,
    deed: Deed,
    unknown: Unknown,
}

/// One trigger. Indicators are named by their column, parts by their place among the levels.
#[derive(Debug, Clone)]
enum Check {
    Value { of: usize, is: Comparison, value: Number },
    Score { of: usize, step: i64, leaf: bool, is: Comparison, score: i64 },
    Absent { of: usize },
}

#[derive(Debug, Clone)]
enum Deed {
    Bonus(Amount),
    Penalty(Amount),
    Cap(i128),
    KnockOut,
    GradeAtMost(usize),
}

/// Points, and the indicator whose units count, with their limit.
#[derive(Debug, Clone)]
struct Amount {
    points: i128,
    per: Option<(usize, i128)>,
}

/// A rule looks at the score of a node that has none, and what the score may be, only the reference calculates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beyond;

/// What the rules made of a score.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passed {
    pub(super) score: i128,
    pub(super) ruled: bool,
    pub(super) undetermined: bool,
    /// The best grade that rules leave, as its place among the bands; 0 where they leave all.
    pub(super) grade: usize,
}

impl Gates {
    /// None where there are no rules.
    pub(super) fn new(rules: &Rules, grades: Option<&Grades>, parts: &Parts) -> Option<Self> {
        let all: Box<[Gate]> = rules.rules.iter().map(|rule| Gate::new(rule, grades, parts)).collect();
        let limit = |limit: Option<Score>| limit.map_or(HUNDRED, Score::to_scaled);
        let (bonus, penalty) = (limit(rules.limits.bonus), limit(rules.limits.penalty));
        (!all.is_empty()).then_some(Self { all, bonus, penalty })
    }

    /// What they make of a node's score.
    pub(super) fn pass(
        &self,
        score: i128,
        places: u32,
        row: &[Cell],
        levels: &[Level],
    ) -> Result<Passed, Beyond> {
        let mut passed = Passed { score, ruled: false, undetermined: false, grade: 0 };
        let (mut bonus, mut penalty) = (self.bonus, self.penalty);
        for gate in &self.all {
            match gate.holds(row, levels)? {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    passed.undetermined = true;
                    if gate.unknown == Unknown::Waits {
                        continue;
                    }
                }
            }
            let before = passed.score;
            let (after, once) = match &gate.deed {
                Deed::Bonus(amount) => {
                    let points = amount.of(places, row).min(bonus);
                    bonus -= points;
                    ((before + points).min(HUNDRED), amount.per.is_none())
                }
                Deed::Penalty(amount) => {
                    let points = amount.of(places, row).min(penalty);
                    penalty -= points;
                    ((before - points).max(0), amount.per.is_none())
                }
                Deed::Cap(most) => (before.min(*most), true),
                Deed::KnockOut => (0, true),
                Deed::GradeAtMost(grade) => {
                    passed.grade = passed.grade.max(*grade);
                    (before, true)
                }
            };
            passed.score = after;
            passed.ruled |= once || after != before;
        }
        Ok(passed)
    }
}

impl Gate {
    fn new(compiled: &Compiled, grades: Option<&Grades>, parts: &Parts) -> Self {
        let checks = compiled.rule.when().iter().zip(&compiled.slots);
        let amount = |points: &Points| Amount {
            points: points.points().to_scaled(),
            per: compiled
                .unit
                .zip(points.limit())
                .map(|(slot, limit)| (parts.index(slot), limit.to_scaled())),
        };
        let deed = match compiled.rule.effect() {
            Effect::Bonus(points) => Deed::Bonus(amount(points)),
            Effect::Penalty(points) => Deed::Penalty(amount(points)),
            Effect::Cap(most) => Deed::Cap(most.to_scaled()),
            Effect::KnockOut => Deed::KnockOut,
            Effect::GradeAtMost(grade) => {
                let mut bands = grades.into_iter().flat_map(Grades::bands);
                Deed::GradeAtMost(bands.position(|band| band.grade == *grade).unwrap_or_default())
            }
        };
        Self {
            checks: checks.map(|(trigger, slot)| Check::new(trigger, *slot, parts)).collect(),
            deed,
            unknown: compiled.rule.unknown(),
        }
    }

    /// Whether all triggers hold; absent when that cannot be told.
    fn holds(&self, row: &[Cell], levels: &[Level]) -> Result<Option<bool>, Beyond> {
        let mut all = Some(true);
        for check in &self.checks {
            match check.holds(row, levels)? {
                Some(true) => {}
                Some(false) => return Ok(Some(false)),
                None => all = None,
            }
        }
        Ok(all)
    }
}

impl Check {
    fn new(trigger: &Trigger, slot: usize, parts: &Parts) -> Self {
        let of = parts.index(slot);
        match trigger {
            Trigger::Value { is, value, .. } => Self::Value { of, is: *is, value: *value },
            Trigger::Score { of: place, is, score } => {
                let score = i64::try_from(score.to_scaled()).unwrap_or_default(); // at most 10^11
                Self::Score { of, step: parts.step(slot), leaf: place.is_indicator(), is: *is, score }
            }
            Trigger::Absent { .. } => Self::Absent { of },
        }
    }

    fn holds(&self, row: &[Cell], levels: &[Level]) -> Result<Option<bool>, Beyond> {
        let level = |of: &usize| levels.get(*of).map_or(Err(AbsenceKind::Missing), |level| level.get());
        Ok(match self {
            Self::Value { of, is, value } => match row.get(*of) {
                Some(Ok(found)) => Some(is.accepts(found.cmp(value))),
                Some(Err(Absence::NotApplicable)) => Some(false),
                Some(Err(_)) | None => None,
            },
            Self::Score { of, step, leaf, is, score } => match level(of) {
                Ok(steps) => Some(is.accepts((steps * step).cmp(score))),
                Err(AbsenceKind::NotApplicable) => Some(false),
                // It may be any score: where both ends agree, all between them do. That of a node may be some only.
                Err(_) => match [0, HUNDRED].map(|end| is.accepts(end.cmp(&i128::from(*score)))) {
                    [low, high] if low == high => Some(low),
                    _ if *leaf => None,
                    _ => return Err(Beyond),
                },
            },
            Self::Absent { of } => {
                Some(matches!(level(of), Err(AbsenceKind::Missing | AbsenceKind::Suppressed)))
            }
        })
    }
}

impl Amount {
    /// The points that apply.
    fn of(&self, places: u32, row: &[Cell]) -> i128 {
        let Some((unit, limit)) = self.per else { return self.points };
        match row.get(unit) {
            Some(Ok(value)) => {
                rounded(self.points * value.to_scaled().max(0), ONE, places).unwrap_or(HUNDRED).min(limit)
            }
            Some(Err(_)) | None => 0,
        }
    }
}

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{IndicatorId, Number, PLACES, RuleId, Score, excerpt};
use crate::score::{Curve, Effect, Gap, Grade, exact};

use super::line::{Line, marks};
use super::target::Goal;
use super::trial::{Reading, Thoughts, Trial};
use super::{Target, WhatIf, WhatIfError};

/// What one indicator would have to come to, all else as it is (达标所需值).
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::Measurement;
/// use service_quality::score::Model;
/// use service_quality::score::what_if::{Answer, Target};
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "call", "children": [
///     {"weight": 4, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}},
///     {"weight": 0, "indicator": "verify_identity", "curve": {"goalposts": {"worst": "0", "best": "1"}}}],
///     "rules": [{"id": "identity", "when": [{"value": {"of": "verify_identity", "is": "below", "value": "1"}}],
///                "effect": {"cap": "60"}}]}}"#)?;
/// let measured = BTreeMap::from([
///     ("csat".parse()?, Measurement::present("4.5".parse()?, 97)),
///     ("verify_identity".parse()?, Measurement::present("0.99".parse()?, 97)),
/// ]);
/// let what_if = model.what_if(&measured);
/// let csat = what_if.needed(&"csat".parse()?, &Target::Score("80".parse()?))?;
/// assert_eq!(csat.to_string(), "csat does not reach a score of 80: 60 at 4.5, held down by identity");
/// let identity = what_if.needed(&"verify_identity".parse()?, &Target::Score("80".parse()?))?;
/// assert!(matches!(identity.answer, Answer::Reached { value, total, .. } if value == 1.into() && total == "87.5".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needed {
    /// The indicator.
    pub indicator: IndicatorId,
    /// What the total is to reach; the next grade by its name, unless there is none above.
    pub target: Target,
    /// The present value; absent where nothing was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Number>,
    /// The present total; absent where it has no score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Score>,
    /// The answer.
    pub answer: Answer,
}

/// Whether a value of the indicator reaches the target, and which.
///
/// ```
/// use service_quality::score::what_if::Answer;
/// let answer: Answer = serde_json::from_str(r#"{"reached": {"value": "4.3", "change": "0.2", "effort": "0.05",
///     "score": "82.5", "total": "90", "grade": "A"}}"#)?;
/// assert!(matches!(answer, Answer::Reached { .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Answer {
    /// The target is reached as things stand.
    Already,
    /// This value reaches it.
    Reached {
        /// The value that is needed: the nearest to the present one; where nothing was measured, to the value that scores
        /// least.
        value: Number,
        /// The value less the present one; absent where nothing was measured.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        change: Option<Number>,
        /// The change as a part of the way between the outermost values that the curve goes by (its points, steps or
        /// posts; for a target, from 0 to it), by which indicators of any unit compare. Rounded half away from zero to 9
        /// decimals.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effort: Option<Number>,
        /// The indicator's score at that value.
        score: Score,
        /// The total that it gives.
        total: Score,
        /// The grade that it gives.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        grade: Option<Grade>,
    },
    /// No value reaches it.
    OutOfReach {
        /// The value with the highest total; of several the nearest to the present one.
        value: Number,
        /// The total that it gives; absent where even then it has no score.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<Score>,
        /// The grade that it gives.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        grade: Option<Grade>,
        /// Why the total has no score.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gap: Option<Gap>,
        /// The rules without which some value would reach it, none of which can be spared; empty where none would.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        held_by: Vec<RuleId>,
    },
}

impl WhatIf<'_> {
    /// The value of one indicator at which the total reaches the target, all else as it is.
    ///
    /// The [module](crate::score::what_if) says what is guaranteed. An indicator without a value has one that is needed all
    /// the same. The value is found by bisection between the turning points of the curve and of the rules: some
    /// 100 scorings in all. Each scores anew the indicator and the nodes above it, an arithmetic mean in the same time
    /// however many children it has, another mean in a time that grows with them.
    ///
    /// # Errors
    /// [`WhatIfError::UnknownIndicator`], [`WhatIfError::UnknownGrade`], the latter for a model without grades too.
    pub fn needed(&self, indicator: &IndicatorId, target: &Target) -> Result<Needed, WhatIfError> {
        let mut trial = self.trial();
        let goal = Goal::new(target, &mut trial)?;
        let leaf = trial.leaf(indicator).ok_or_else(|| unknown("indicator", indicator, &trial))?;
        Ok(needed(&mut trial, indicator, leaf, &goal, self.places()))
    }

    /// The value that is needed of each indicator alone: first those that reach the target, by rising
    /// [effort](Answer::Reached::effort), then those without a present value, then those that do not reach it; within
    /// each in the model's order. With arithmetic means the time grows with the number of indicators alone.
    ///
    /// # Errors
    /// [`WhatIfError::UnknownGrade`].
    pub fn needed_for_each(&self, target: &Target) -> Result<Vec<Needed>, WhatIfError> {
        let mut trial = self.trial();
        let goal = Goal::new(target, &mut trial)?;
        let each = trial.leaves().map(|(index, indicator, curve)| {
            needed(&mut trial, indicator, (index, curve), &goal, self.places())
        });
        let mut each: Vec<Needed> = each.collect();
        each.sort_by_key(|needed| match &needed.answer {
            Answer::Already => (0, None),
            Answer::Reached { effort, .. } => (u8::from(effort.is_none()), *effort),
            Answer::OutOfReach { .. } => (2, None),
        });
        Ok(each)
    }
}

pub(super) fn unknown(place: &str, indicator: &IndicatorId, trial: &Trial<'_>) -> WhatIfError {
    let (given, model) = (excerpt(indicator.as_str()), trial.model().to_owned());
    WhatIfError::UnknownIndicator { place: place.to_owned(), given, model }
}

fn needed(
    trial: &mut Trial<'_>,
    indicator: &IndicatorId,
    leaf: (usize, &Curve),
    goal: &Goal<'_>,
    places: u32,
) -> Needed {
    let graded = goal.band.is_some();
    let total = trial.total(&Thoughts::new()).outcome.clone().ok().map(exact::score);
    let now = trial.value(indicator);
    let answer = if trial.standing_of(&Thoughts::new(), graded).is_some_and(|standing| standing >= goal.least)
        || goal.target == Target::NextGrade
    {
        Answer::Already
    } else {
        let from = now.unwrap_or_else(|| worst(leaf.1));
        let mut line = Line::new(trial, indicator, leaf, graded, places);
        match line.nearest(trial, goal.least, from) {
            Some(value) => reached(trial, leaf, value, now),
            None => out_of_reach(trial, leaf.0, goal, &mut line, from),
        }
    };
    Needed { indicator: indicator.clone(), target: goal.target.clone(), now, total, answer }
}

fn at(slot: usize, value: Number) -> Thoughts {
    Thoughts::from([(slot, Reading::Value(value))])
}

/// The value that scores least: the first of several that the curve goes by; where it has only better ones, the end of what
/// a number can be.
fn worst(curve: &Curve) -> Number {
    let values = marks(curve).into_iter().chain(curve.corners());
    values.min_by_key(|value| curve.score(*value, PLACES)).unwrap_or(Number::ZERO)
}

fn reached(
    trial: &mut Trial<'_>,
    (slot, curve): (usize, &Curve),
    value: Number,
    now: Option<Number>,
) -> Answer {
    let total = trial.total(&at(slot, value)).clone();
    let change = now.map(|now| value.to_scaled() - now.to_scaled());
    let marks = marks(curve);
    let width =
        marks.last().zip(marks.first()).map_or(0, |(last, first)| last.to_scaled() - first.to_scaled());
    Answer::Reached {
        value,
        change: change.and_then(|change| Number::from_scaled(change, PLACES)),
        effort: change.and_then(|change| Number::ratio(change.abs(), width, PLACES)),
        score: exact::score(trial.units(curve, value)),
        grade: trial.band(&total).map(|band| band.grade),
        total: exact::score(total.outcome.unwrap_or_default()), // it reaches a goal
    }
}

fn out_of_reach(
    trial: &mut Trial<'_>,
    slot: usize,
    goal: &Goal<'_>,
    line: &mut Line,
    from: Number,
) -> Answer {
    // Where no value gives a score, the present one is as good as any.
    let best = line.best(trial, from);
    let value = best.and_then(|best| line.nearest(trial, best, from)).unwrap_or(from);
    let total = trial.total(&at(slot, value)).clone();
    let reaches_without = |trial: &mut Trial<'_>, rules: &BTreeSet<RuleId>| {
        trial.spare(rules);
        let reached = line.afresh().nearest(trial, goal.least, from).is_some();
        trial.spare(&BTreeSet::new());
        reached
    };
    // Those at work where the total is highest; taken back one by one as long as the rest is enough.
    let mut held_by = harmful(trial);
    if held_by.is_empty() || !reaches_without(trial, &held_by) {
        held_by.clear();
    }
    for rule in held_by.clone() {
        let mut fewer = held_by.clone();
        fewer.remove(&rule);
        if reaches_without(trial, &fewer) {
            held_by = fewer;
        }
    }
    Answer::OutOfReach {
        value,
        grade: trial.band(&total).map(|band| band.grade),
        gap: total.outcome.as_ref().err().cloned(),
        total: total.outcome.ok().map(exact::score),
        held_by: held_by.into_iter().collect(),
    }
}

/// The rules that lower the total or a node as things are thought.
fn harmful(trial: &Trial<'_>) -> BTreeSet<RuleId> {
    let applied = trial.ruled().flat_map(|(state, rules)| {
        state.ruling.applied.iter().filter_map(|applied| rules.rules.get(applied.rule))
    });
    applied
        .filter(|compiled| !matches!(compiled.rule.effect(), Effect::Bonus(_)))
        .map(|compiled| compiled.rule.id().clone())
        .collect()
}

impl fmt::Display for Needed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { indicator, target, now, .. } = self;
        let graded = |formatter: &mut fmt::Formatter<'_>, grade: &Option<Grade>| match grade {
            Some(grade) => write!(formatter, " ({grade})"),
            None => Ok(()),
        };
        match &self.answer {
            Answer::Already if *target == Target::NextGrade => {
                write!(formatter, "{indicator} may stay: the highest grade is reached")
            }
            Answer::Already => write!(formatter, "{indicator} may stay: {target} is reached"),
            Answer::Reached { value, total, grade, .. } => {
                write!(formatter, "{indicator} at {value} instead of ")?;
                match now {
                    Some(now) => write!(formatter, "{now}")?,
                    None => formatter.write_str("no value")?,
                }
                write!(formatter, " reaches {total}")?;
                graded(formatter, grade)
            }
            Answer::OutOfReach { value, total, grade, gap, held_by } => {
                write!(formatter, "{indicator} does not reach {target}: ")?;
                match (total, gap) {
                    (Some(total), _) => write!(formatter, "{total}")?,
                    (None, Some(gap)) => write!(formatter, "no score ({gap})")?,
                    (None, None) => formatter.write_str("no score")?,
                }
                graded(formatter, grade)?;
                write!(formatter, " at {value}")?;
                for (index, rule) in held_by.iter().enumerate() {
                    write!(formatter, "{}{rule}", if index == 0 { ", held down by " } else { " and " })?;
                }
                Ok(())
            }
        }
    }
}

//! A total whose mean is drawn elsewhere than where it was measured, under the rules that hold for what was measured.

use std::collections::BTreeMap;

use crate::indicator::Measurement;
use crate::quantity::{IndicatorId, RuleId, Score};
use crate::score::arithmetic::exact;
use crate::score::plan::{Method, Plan, State};
use crate::score::rule::{Rules, View};
use crate::score::{Effect, Grade, Model, PartScore, Scorecard};

/// What became of such a total.
pub(crate) struct Redrawn {
    pub(crate) score: Score,
    /// The rules that made it another than the mean.
    pub(crate) score_rules: Vec<RuleId>,
    pub(crate) grade: Option<Grade>,
    /// The grade without the rules that leave none better than some, and those rules; absent where they changed nothing.
    pub(crate) open_grade: Option<(Grade, Vec<RuleId>)>,
}

impl Model {
    /// The score and grade of a total that has another mean: a veto on what was measured holds for it too.
    ///
    /// The rules of the root apply to the other mean as they do to the measured one. Where a cap or a knock-out lowered
    /// a part below, the total is no higher than the measured one. Absent where the total has no score.
    pub(crate) fn redrawn(
        &self,
        measurements: &BTreeMap<IndicatorId, Measurement>,
        previous: Option<&Scorecard>,
        mean: Score,
    ) -> Option<Redrawn> {
        let plan = self.plan();
        let mut evaluation = plan.evaluate(measurements, previous);
        let measured = *evaluation.total.outcome.as_ref().ok()?;
        let rules = root_rules(plan)?;
        let ruling = rules.apply(mean.to_scaled(), plan.rounding().total(), View::Told, &evaluation.parts);
        let changed = ruling.applied.iter().filter(|applied| applied.after != applied.before);
        let mut score_rules: Vec<RuleId> =
            changed.filter_map(|applied| Some(rules.rules.get(applied.rule)?.rule.id().clone())).collect();
        let vetoes = plan.slots().iter().zip(&evaluation.parts).flat_map(|(slot, state)| {
            let own = match &slot.method {
                Method::Mean(_, own) => own.rules.as_slice(),
                Method::Curve(_) => &[],
            };
            let lowered = state.ruling.applied.iter().filter(|applied| applied.after < applied.before);
            let rules = lowered.filter_map(|applied| own.get(applied.rule).map(|compiled| &compiled.rule));
            rules.filter(|rule| matches!(rule.effect(), Effect::Cap(_) | Effect::KnockOut))
        });
        let vetoes: Vec<RuleId> = vetoes.map(|rule| rule.id().clone()).collect();
        let mut score = ruling.score;
        if !vetoes.is_empty() && measured < score {
            score = measured;
            score_rules.extend(vetoes);
        }
        (evaluation.total.outcome, evaluation.total.ruling) = (Ok(score), ruling);
        let total = PartScore::new(plan.root(), evaluation.total);
        let before = previous.and_then(Scorecard::grade);
        let graded = |total: &PartScore| {
            let grading = self.grades()?.grading(total, before, self.hysteresis())?;
            grading.band.map(|band| band.grade)
        };
        let grade = graded(&total);
        let open = graded(&PartScore::new(plan.root(), State::scored(score)));
        let held = total.rules().iter().filter(|trace| matches!(trace.rule.effect(), Effect::GradeAtMost(_)));
        let held: Vec<RuleId> = held.map(|trace| trace.rule.id().clone()).collect();
        Some(Redrawn {
            score: exact::score(score),
            score_rules,
            open_grade: open.filter(|open| grade.as_ref() != Some(open)).map(|open| (open, held)),
            grade,
        })
    }
}

fn root_rules(plan: &Plan) -> Option<&Rules> {
    match &plan.root().method {
        Method::Mean(_, rules) => Some(rules),
        Method::Curve(_) => None, // a root is a node
    }
}

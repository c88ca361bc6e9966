use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    BudgetCost, Cost, FiringAlert, Link, LinkedBy, ProblemEvidence, ProblemSource, Subject, Suggestion,
    SuggestionKind, SuggestionRule,
};
use crate::monitor::alert::AlertKey;
use crate::quantity::{IndicatorId, Number, ObjectiveId, PLACES, Score};
use crate::score::{AbsenceKind, PartScore, Place, Scorecard};
use crate::sla::{Attainment, BreachRoom};

/// Problems that are proposed, and what was left out.
///
/// Written, and read back: a host may keep last month's beside this month's.
///
/// ```
/// use std::collections::BTreeSet;
/// use service_quality::improve::problem::{ProblemSource, Suggestions};
///
/// let stored = r#"{"found": [{"subject": {"indicator": "csat"}, "kind": "shown", "cost": {"points": "12.5"},
///     "evidence": [{"lost": {"place": {"indicator": "csat"}, "points": "12.5"}}]}], "left_out": 2, "left_out_points": "1.5"}"#;
/// let suggestions: Suggestions = serde_json::from_str(stored)?;
/// assert_eq!(suggestions.not_taken_up(&BTreeSet::new()).count(), 1);
/// let taken_up = BTreeSet::from([ProblemSource::LostPoints { indicator: "csat".parse()? }]);
/// assert_eq!(suggestions.not_taken_up(&taken_up).count(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Suggestions {
    /// The problems, the costliest first.
    pub found: Vec<Suggestion>,
    /// How many losses were below the least that is worth suggesting.
    pub left_out: usize,
    /// The points that these lost together.
    pub left_out_points: Number,
    /// Objectives with breaches of which nobody said what was promised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unpromised: Vec<ObjectiveId>,
    /// Alerts whose label names an indicator that neither the scorecard nor the rule knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<UnknownIndicator>,
}

/// An alert's label names an indicator that nobody knows; the alert stands for itself.
///
/// ```
/// use service_quality::improve::problem::UnknownIndicator;
/// let unknown: UnknownIndicator = serde_json::from_str(r#"{"alert": {"alert": "late"}, "indicator": "on_tmie"}"#)?;
/// assert_eq!(unknown.indicator, "on_tmie");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnknownIndicator {
    /// The alert.
    pub alert: AlertKey,
    /// What its label says.
    pub indicator: String,
}

impl Suggestions {
    /// Those that nobody has taken up: none of [their sources](Suggestion::sources) is a source of a problem of an open
    /// cycle.
    pub fn not_taken_up<'s>(
        &'s self,
        taken_up: &'s BTreeSet<ProblemSource>,
    ) -> impl Iterator<Item = &'s Suggestion> {
        self.found.iter().filter(|one| one.sources().iter().all(|source| !taken_up.contains(source)))
    }
}

/// Proposes problems: where the scorecard lost points, where a value missed its target, where more promises were broken
/// than the promised share allows, and where alerts fire; of each thing one problem, with all that shows it.
///
/// The points are those of [`Scorecard::losses`] and of the rules that took any: together with what was left out, and
/// less what rules gave, they sum to what the total lacks to 100, exactly. Suggestions are ranked by their costs one kind
/// after the other, as the rule orders them. What was not measured, and a promise of which nothing is decided, is
/// suggested as what [cannot be told](SuggestionKind::CannotBeTold), whatever it costs. The same input in any order gives
/// the same.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::improve::problem::{SuggestionRule, suggest_problems};
/// use service_quality::indicator::Measurement;
/// use service_quality::quantity::Language;
/// use service_quality::score::Model;
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}},
///     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}
/// ]}}"#)?;
/// let scorecard = model.score(&BTreeMap::from([
///     ("on_time".parse()?, Measurement::present("0.9".parse()?, 400)),
///     ("csat".parse()?, Measurement::present("4.8".parse()?, 97)),
/// ]));
/// let attainment = serde_json::from_str(r#"{"objectives": {"fix": {"met": 360, "late": 40}}}"#)?;
/// let rule: SuggestionRule = serde_json::from_str(r#"{"least_loss": "2",
///     "promises": {"fix": {"share": "0.95"}}, "objectives": {"fix": "on_time"}}"#)?;
///
/// let suggested = suggest_problems(&scorecard, &[], &attainment, &rule);
/// let told: Vec<String> = suggested.found.iter().map(ToString::to_string).collect();
/// assert_eq!(told, ["`on_time`: `on_time` lost 18.75 points of the score, measured 0.9 (n 400); \
///     `fix` not kept: 360 of 400 met, 0.95 promised; 20 breaches too many; `fix` belongs to it by the rule"]);
/// assert_eq!((suggested.left_out, suggested.left_out_points.to_string()), (1, "1.25".to_owned())); // csat
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn suggest_problems(
    scorecard: &Scorecard,
    alerts: &[FiringAlert],
    attainment: &Attainment,
    rule: &SuggestionRule,
) -> Suggestions {
    let mut drafts = Drafts { rule, scorecard, by_subject: BTreeMap::new(), unknown: Vec::new() };
    drafts.read_scorecard();
    drafts.read_targets();
    drafts.read_attainment(attainment);
    drafts.read_alerts(alerts);
    let breached = |counts: &crate::sla::OutcomeCounts| counts.late > 0 || counts.overdue > 0;
    let unpromised = attainment
        .objectives()
        .filter(|(objective, counts)| breached(counts) && !rule.promises().contains_key(*objective));
    let unpromised = unpromised.map(|(objective, _)| objective.clone()).collect();
    drafts.finish(unpromised)
}

/// Suggestions as far as they are known.
struct Drafts<'a> {
    rule: &'a SuggestionRule,
    scorecard: &'a Scorecard,
    by_subject: BTreeMap<Subject, Draft>,
    unknown: Vec<UnknownIndicator>,
}

#[derive(Default)]
struct Draft {
    cost: Cost,
    evidence: Vec<ProblemEvidence>,
    links: Vec<Link>,
    /// Points lost by what was measured, a broken promise or an alert.
    shown: bool,
    /// Something that is not known.
    untold: bool,
    /// Something besides lost points.
    more_than_points: bool,
}

impl Drafts<'_> {
    fn at(&mut self, subject: Subject) -> &mut Draft {
        self.by_subject.entry(subject).or_default()
    }

    fn read_scorecard(&mut self) {
        let scorecard = self.scorecard;
        for part in scorecard.losses() {
            let (place, points, n) = (part.place().clone(), part.lost(), part.n());
            let draft = self.at(subject_of(part.place()));
            draft.cost.points = points.into();
            draft.shown = part.gap().is_none();
            draft.evidence.push(ProblemEvidence::Lost { place, points, value: part.value(), n });
        }
        // The gap of a node says no more than those of its indicators, unless it is counted as a whole.
        let told = |part: &&PartScore| part.place().is_indicator() || part.lost() > Score::MIN;
        for part in scorecard.parts().iter().filter(told).chain([scorecard.total()]) {
            self.read_gap(part);
        }
        for (part, trace) in scorecard.rules().filter(|(_, trace)| trace.points < Number::ZERO) {
            let (place, rule, points) = (part.place().clone(), trace.rule.id().clone(), trace.points);
            let draft = self.at(Subject::Rule { place: place.clone(), rule: rule.clone() });
            let lost = draft.cost.points.to_scaled() - points.to_scaled(); // each within 10^24
            draft.cost.points = Number::from_scaled(lost, PLACES).unwrap_or(Number::ZERO);
            draft.shown = true;
            draft.evidence.push(ProblemEvidence::Ruled { place, rule, points });
        }
    }

    fn read_gap(&mut self, part: &PartScore) {
        if let Some(gap) = part.gap().filter(|gap| gap.kind() != AbsenceKind::NotApplicable) {
            let draft = self.at(subject_of(part.place()));
            draft.untold = true;
            draft.more_than_points = true;
            draft.evidence.push(ProblemEvidence::Absent { place: part.place().clone(), gap: gap.clone() });
        }
    }

    /// A target may be missed though the curve of the score loses no points.
    fn read_targets(&mut self) {
        for (indicator, target) in self.rule.targets() {
            let part = self.scorecard.part(&Place::Indicator(indicator.clone()));
            let Some((value, n)) = part.and_then(|part| Some((part.value()?, part.n().unwrap_or_default())))
            else {
                continue;
            };
            if target.holds(value) {
                continue;
            }
            let (indicator, target) = (indicator.clone(), *target);
            let draft = self.at(Subject::Indicator(indicator.clone()));
            draft.shown = true;
            draft.more_than_points = true;
            draft.evidence.push(ProblemEvidence::Measured { indicator, value, target, n, period: None });
        }
    }

    fn read_attainment(&mut self, attainment: &Attainment) {
        for (objective, promised) in self.rule.promises() {
            let commitment = attainment.of(objective).commitment(promised.share, promised.denominator);
            let excess = match commitment.room {
                BreachRoom::Exceeded(excess) => excess,
                BreachRoom::Left(_) if commitment.kept.is_none() => 0,
                BreachRoom::Left(_) => continue,
            };
            let (subject, by) = self.subject_of_objective(objective);
            let draft = self.at(subject);
            draft.link(Subject::Objective(objective.clone()), by);
            draft.more_than_points = true;
            if commitment.kept.is_none() {
                draft.untold = true;
            } else {
                let breaches = commitment.of.saturating_sub(commitment.met);
                draft.shown = true;
                draft.cost.breached(BudgetCost { breaches, allowed: breaches.saturating_sub(excess) });
            }
            let objective = objective.clone();
            draft.evidence.push(ProblemEvidence::Promised { objective, commitment });
        }
    }

    fn read_alerts(&mut self, alerts: &[FiringAlert]) {
        let mut alerts: Vec<&FiringAlert> = alerts.iter().collect();
        alerts.sort();
        alerts.dedup();
        for FiringAlert { key, level, since } in alerts {
            self.unknown.extend(self.unknown_indicator(key));
            let (subject, by) = self.subject_of_alert(key);
            let draft = self.at(subject);
            draft.link(Subject::Alert(key.clone()), by);
            draft.shown = true;
            draft.more_than_points = true;
            draft.cost.alerted(*level, *since);
            draft.evidence.push(ProblemEvidence::Alert { key: key.clone(), level: *level, since: *since });
        }
    }

    fn subject_of_objective(&self, objective: &ObjectiveId) -> (Subject, Option<LinkedBy>) {
        if let Some(indicator) = self.rule.objectives().get(objective) {
            return (Subject::Indicator(indicator.clone()), Some(LinkedBy::Rule));
        }
        match self.indicator(objective.as_str()) {
            Some(indicator) => (Subject::Indicator(indicator), Some(LinkedBy::SameId)),
            None => (Subject::Objective(objective.clone()), None),
        }
    }

    fn subject_of_alert(&self, key: &AlertKey) -> (Subject, Option<LinkedBy>) {
        let label = |wanted: &str| {
            let mut labels = key.labels.iter();
            labels.find(|(name, _)| name.as_str() == wanted).map(|(_, value)| value.as_str())
        };
        if let Some(indicator) = label("indicator").and_then(|id| self.known(id)) {
            return (Subject::Indicator(indicator), Some(LinkedBy::Label));
        }
        if let Some(indicator) = self.rule.alerts().get(&key.alert) {
            return (Subject::Indicator(indicator.clone()), Some(LinkedBy::Rule));
        }
        if let Some(indicator) = self.indicator(key.alert.as_str()) {
            return (Subject::Indicator(indicator), Some(LinkedBy::SameId));
        }
        if let Some(objective) = label("objective").and_then(|id| id.parse().ok()) {
            return (self.subject_of_objective(&objective).0, Some(LinkedBy::Label));
        }
        match self.rule.promises().get_key_value(key.alert.as_str()) {
            Some((objective, _)) => (self.subject_of_objective(objective).0, Some(LinkedBy::SameId)),
            None => (Subject::Alert(key.clone()), None),
        }
    }

    /// An indicator of the scorecard, or one to which the rule gives a target.
    fn known(&self, id: &str) -> Option<IndicatorId> {
        let target = self.rule.targets().get_key_value(id).map(|(indicator, _)| indicator.clone());
        self.indicator(id).or(target)
    }

    /// Whether the label of an alert names an indicator that nobody knows.
    fn unknown_indicator(&self, key: &AlertKey) -> Option<UnknownIndicator> {
        let (_, named) = key.labels.iter().find(|(name, _)| name.as_str() == "indicator")?;
        let unknown = self.known(named.as_str()).is_none();
        unknown.then(|| UnknownIndicator { alert: key.clone(), indicator: named.to_string() })
    }

    /// The scorecard's indicator of an id.
    fn indicator(&self, id: &str) -> Option<IndicatorId> {
        let place = Place::Indicator(id.parse().ok()?);
        self.scorecard.part(&place).and_then(|part| match part.place() {
            Place::Indicator(id) => Some(id.clone()),
            Place::Node(_) => None,
        })
    }

    fn finish(self, unpromised: Vec<ObjectiveId>) -> Suggestions {
        let least = Number::from(self.rule.least_loss());
        let unknown = self.unknown;
        let mut suggestions = Suggestions { unpromised, unknown, ..Suggestions::default() };
        let mut left_out = 0;
        for (subject, draft) in self.by_subject {
            if !draft.more_than_points && draft.cost.points < least {
                suggestions.left_out = suggestions.left_out.saturating_add(1);
                left_out += draft.cost.points.to_scaled(); // points of one total
                continue;
            }
            let kind = match (draft.shown, draft.untold) {
                (false, true) => SuggestionKind::CannotBeTold,
                _ => SuggestionKind::Shown,
            };
            let Draft { cost, evidence, links, .. } = draft;
            suggestions.found.push(Suggestion { subject, kind, cost, evidence, links });
        }
        suggestions.left_out_points = Number::from_scaled(left_out, PLACES).unwrap_or(Number::ZERO);
        suggestions.found.sort_by(|one, other| one.rank(other, self.rule));
        suggestions
    }
}

impl Draft {
    fn link(&mut self, from: Subject, by: Option<LinkedBy>) {
        self.links.extend(by.map(|by| Link { from, by }));
    }
}

fn subject_of(place: &Place) -> Subject {
    match place {
        Place::Indicator(id) => Subject::Indicator(id.clone()),
        Place::Node(_) => Subject::Part(place.clone()),
    }
}

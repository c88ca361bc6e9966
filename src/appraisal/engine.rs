//! From grouped tallies to rows.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Apart, Appraisal, AppraisalError, AppraisalOrder, AppraisalRow, AppraisalRule, NotRanked, Ruled,
    UnrankedGroup,
};
use crate::indicator::Measurement;
use crate::population::competition_ranks;
use crate::population::league::{LeagueRule, Shrinkage, Standing, Strength};
use crate::quantity::{IndicatorId, Number, PLACES, Score, Share};
use crate::score::{Certainty, Gap, Grades, Model, PartScore, Place, Points, ScoreRange, Scorecard, Trigger};
use crate::standard::{Engine, GroupedTally, ServiceTally};

impl Engine {
    /// Scores each group, and sets the groups in order as far as the rule and their n allow.
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use service_quality::appraisal::{Apart, AppraisalRule};
    /// use service_quality::standard::Standard;
    /// use service_quality::survey::{Answer, Response};
    ///
    /// let standard = Standard::from_json(r#"{
    ///     "id": "desk", "version": "2026-01", "calendars": {},
    ///     "surveys": [{"id": "after a call", "version": "1", "name": {"en": "After a call"}, "questions": [
    ///         {"id": "csat", "kind": {"csat": {"scale": {"from": 1, "to": 5}, "satisfied_at_least": 4, "dissatisfied_at_most": 2}}}]}],
    ///     "built_in": [{"id": "csat_top_box"}],
    ///     "model": {"root": {"id": "service", "children": [
    ///         {"weight": 1, "indicator": "csat_top_box", "curve": {"goalposts": {"worst": 0, "best": 100}}}]}}
    /// }"#)?;
    /// let engine = standard.engine()?;
    /// let mut by_agent = engine.tally_by("agent".parse()?);
    /// for (agent, calls, satisfied) in [("ann", 3, 3), ("bo", 300, 261), ("cy", 200, 170)] {
    ///     for call in 0..calls {
    ///         let point = Answer::Point(if call < satisfied { 5 } else { 1 });
    ///         let response = Response::builder(format!("{agent}-{call}").parse()?, "after a call".parse()?)
    ///             .attribute("agent".parse()?, agent).answer("csat".parse()?, point).build()?;
    ///         by_agent.record_response(&engine, &response)?;
    ///     }
    /// }
    /// let rule: AppraisalRule = serde_json::from_str(r#"{
    ///     "minimum_n": 30, "shrinkage": {"declared": {"weight": 50}}, "simulation": {"seed": 7, "draws": 1000}}"#)?;
    /// let appraisal = engine.appraise(&by_agent, &rule)?;
    /// let places: Vec<_> = appraisal.rows.iter().map(|row| (row.rank, row.group.as_str(), row.apart_from_next)).collect();
    /// assert_eq!(places, [(Some(1), "bo", Some(Apart::Overlaps)), (Some(2), "cy", None)]);
    /// assert_eq!(appraisal.unranked[0].reason.to_string(), "3 observations of csat_top_box, at least 30 wanted");
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`AppraisalError`].
    pub fn appraise(
        &self,
        grouped: &GroupedTally,
        rule: &AppraisalRule,
    ) -> Result<Appraisal, AppraisalError> {
        self.appraise_after(grouped, rule, &BTreeMap::new())
    }

    /// As [`Engine::appraise`], after an earlier period, of which the scorecards of groups are given: each is scored
    /// [after its own](Engine::score_after), where it has one, and all records together after none.
    ///
    /// # Errors
    /// [`AppraisalError`].
    pub fn appraise_after(
        &self,
        grouped: &GroupedTally,
        rule: &AppraisalRule,
        previous: &BTreeMap<String, Scorecard>,
    ) -> Result<Appraisal, AppraisalError> {
        let model = self.standard().model();
        if rule.order() == AppraisalOrder::Grades && model.grades().is_none() {
            return Err(AppraisalError::NoGrades);
        }
        if grouped.groups().is_empty() {
            return Err(AppraisalError::NoGroups);
        }
        let overall = self.score(&grouped.total(self)?)?;
        let trial = Trial { engine: self, rule, open: model.without_root_rules() };
        let (mut candidates, mut unranked) = (Vec::new(), Vec::new());
        for (group, tally) in grouped.groups() {
            let measured = self.measure(tally)?;
            let before = previous.get(group);
            let scorecard = match before {
                Some(before) => self.score_measured_after(&measured, before),
                None => self.score_measured(&measured),
            };
            match Standpoint::of(&scorecard) {
                Ok(standpoint) => {
                    let variance = trial.variance(tally, &measured, before, standpoint.n)?;
                    candidates.push(Candidate {
                        group,
                        tally,
                        measured,
                        before,
                        scorecard,
                        standpoint,
                        variance,
                    });
                }
                Err(reason) => unranked.push(UnrankedGroup { group: Some(group.clone()), reason, scorecard }),
            }
        }
        let (prior, strength, means) = self.means(&candidates, rule, overall.total().unruled())?;
        let mut rows = Vec::new();
        for (candidate, mean) in candidates.into_iter().zip(means) {
            let minimum = rule.minimum_n();
            let Standpoint { n, ref n_of, .. } = candidate.standpoint;
            if n < minimum {
                let reason = NotRanked::BelowMinimum { n, of: n_of.clone(), minimum };
                let (group, scorecard) = (Some(candidate.group.clone()), candidate.scorecard);
                unranked.push(UnrankedGroup { group, reason, scorecard });
            } else {
                rows.push(trial.row(candidate, mean)?);
            }
        }
        unranked.sort_by(|one, other| one.group.cmp(&other.group));
        if let Some(tally) = grouped.ungrouped() {
            let scorecard = self.score(tally)?;
            unranked.push(UnrankedGroup { group: None, reason: NotRanked::NoValue, scorecard });
        }
        match rule.order() {
            AppraisalOrder::Ranks => rank(&mut rows),
            AppraisalOrder::Grades => self.sort_by_grade(&mut rows),
        }
        Ok(Appraisal {
            standard: self.standard().standard_version(),
            by: grouped.by().clone(),
            rule: *rule,
            overall: overall.score(),
            prior,
            strength,
            rows,
            unranked,
        })
    }

    /// The means of the totals as they are drawn in, with what they were drawn to and how strongly. All groups bear on
    /// that, also those below the least n.
    fn means(
        &self,
        candidates: &[Candidate<'_>],
        rule: &AppraisalRule,
        overall: Option<Score>,
    ) -> Result<Shrunken, AppraisalError> {
        if candidates.is_empty() {
            return Ok((None, None, Vec::new()));
        }
        let together = overall.map(Number::from);
        let shrinkage = match rule.shrinkage() {
            Shrinkage::Declared { weight, prior } => {
                Shrinkage::Declared { weight, prior: prior.or(together) }
            }
            Shrinkage::Estimated { prior } => Shrinkage::Estimated { prior: prior.or(together) },
            other => other,
        };
        // Names of groups are any text; a league's are ids.
        let key = |index: usize| index.to_string().parse().map_err(|_| AppraisalError::NoGroups);
        let mut standings = Vec::with_capacity(candidates.len());
        for (index, Candidate { standpoint, variance, .. }) in candidates.iter().enumerate() {
            let standing = Standing::new(key(index)?, standpoint.mean.into(), standpoint.n);
            standings.push(Standing { variance: *variance, ..standing });
        }
        let table = LeagueRule::default().with_shrinkage(shrinkage).table(&standings)?;
        let places = self.standard().model().rounding().total();
        let drawn = |figure: Number| Score::new(figure.rounded(places).value()).ok();
        let figures: BTreeMap<&str, Option<Score>> =
            table.ranked.iter().map(|ranked| (ranked.subject.as_str(), drawn(ranked.figure))).collect();
        let means = standings.iter().zip(candidates).map(|(standing, candidate)| {
            figures.get(standing.subject.as_str()).copied().flatten().unwrap_or(candidate.standpoint.mean)
        });
        Ok((table.prior, table.strength, means.collect()))
    }

    /// The best grade first, and within a grade by name.
    fn sort_by_grade(&self, rows: &mut [AppraisalRow]) {
        let bands: Vec<_> = self
            .standard()
            .model()
            .grades()
            .into_iter()
            .flat_map(Grades::bands)
            .map(|band| &band.grade)
            .collect();
        let from = |row: &AppraisalRow| bands.iter().position(|grade| row.grade.as_ref() == Some(*grade));
        rows.sort_by(|one, other| from(one).cmp(&from(other)).then_with(|| one.group.cmp(&other.group)));
    }
}

/// What all groups are tried by.
struct Trial<'a> {
    engine: &'a Engine,
    rule: &'a AppraisalRule,
    /// The model without the rules of its root.
    open: Model,
}

/// A group with a score.
struct Candidate<'a> {
    group: &'a String,
    tally: &'a ServiceTally,
    measured: BTreeMap<IndicatorId, Measurement>,
    before: Option<&'a Scorecard>,
    scorecard: Scorecard,
    standpoint: Standpoint,
    /// That of one observation, where it is wanted and known.
    variance: Option<Number>,
}

type Shrunken = (Option<Number>, Option<Strength>, Vec<Score>);

impl Trial<'_> {
    /// What one observation varies the mean of the total by; only an estimated shrinkage asks.
    fn variance(
        &self,
        tally: &ServiceTally,
        measured: &BTreeMap<IndicatorId, Measurement>,
        before: Option<&Scorecard>,
        n: u64,
    ) -> Result<Option<Number>, AppraisalError> {
        if !matches!(self.rule.shrinkage(), Shrinkage::Estimated { .. }) {
            return Ok(None);
        }
        let certainty = self.certainty(&self.open, tally, measured, before)?;
        let known = !certainty.sampled().is_empty();
        Ok(known.then(|| of_one(certainty.standard_error(), n)).flatten())
    }

    fn certainty(
        &self,
        model: &Model,
        tally: &ServiceTally,
        measured: &BTreeMap<IndicatorId, Measurement>,
        before: Option<&Scorecard>,
    ) -> Result<Certainty, AppraisalError> {
        let samplings = self.engine.samplings(tally)?;
        Ok(self.engine.certainty_of(model, measured, &samplings, self.rule.simulation(), before)?)
    }

    /// The row of a group whose mean was drawn in.
    fn row(&self, candidate: Candidate<'_>, mean: Score) -> Result<AppraisalRow, AppraisalError> {
        let Candidate { group, tally, measured, before, scorecard, standpoint, .. } = candidate;
        let model = self.engine.standard().model();
        let certainty = self.certainty(model, tally, &measured, before)?;
        let known = !certainty.sampled().is_empty();
        let (mut figure, mut grade, mut ruled) = (mean, None, Vec::new());
        if let Some(redrawn) = model.redrawn(&measured, before, mean) {
            (figure, grade) = (redrawn.score, redrawn.grade);
            if figure != mean {
                ruled.push(Ruled::Figure { without: mean, rules: redrawn.score_rules });
            }
            let held = redrawn.open_grade.map(|(without, rules)| Ruled::Grade { without, rules });
            ruled.extend(held);
        }
        Ok(AppraisalRow {
            rank: None,
            group: group.clone(),
            score: standpoint.score,
            figure,
            grade,
            ruled,
            n: standpoint.n,
            n_of: standpoint.n_of,
            interval: known.then(|| certainty.interval()),
            exact: certainty.exact().to_vec(),
            apart_from_next: None,
            scorecard,
        })
    }
}

/// Where a group stands: its score, the mean before the rules of the root, and its n.
struct Standpoint {
    score: Score,
    mean: Score,
    n: u64,
    n_of: IndicatorId,
}

impl Standpoint {
    fn of(scorecard: &Scorecard) -> Result<Self, NotRanked> {
        let (Some(score), Some(mean)) = (scorecard.score(), scorecard.total().unruled()) else {
            let gap = scorecard.gap().cloned().unwrap_or(Gap::NothingApplies);
            return Err(NotRanked::NoScore { gap });
        };
        // Of equals the first, as the model has them.
        let (n, id) =
            counted(scorecard).into_iter().min_by_key(|(n, _)| *n).ok_or(NotRanked::NothingMeasured)?;
        Ok(Self { score, mean, n, n_of: id.clone() })
    }
}

/// The indicators with a value on which a score rests: they weigh in the total, or a rule looks at them, or at a node above
/// them, and applied or could not be told.
fn counted(scorecard: &Scorecard) -> Vec<(u64, &IndicatorId)> {
    let nodes = || std::iter::once(scorecard.total()).chain(scorecard.parts());
    let applied = nodes().flat_map(PartScore::rules).map(|trace| &trace.rule);
    let rules = applied.chain(nodes().flat_map(PartScore::undetermined));
    let looked_at: BTreeSet<Place> = rules
        .flat_map(|rule| {
            let unit = rule.effect().points().and_then(Points::unit).cloned().map(Place::Indicator);
            rule.when().iter().map(Trigger::place).chain(unit)
        })
        .collect();
    let (mut counted, mut below) = (Vec::new(), None);
    for part in scorecard.parts() {
        below = below.filter(|depth| part.depth() > *depth);
        if below.is_none() && looked_at.contains(part.place()) {
            below = Some(part.depth());
        }
        if let (Place::Indicator(id), Some(_), Some(n)) = (part.place(), part.value(), part.n())
            && (below.is_some() || part.effective_weight() > Share::ZERO)
        {
            counted.push((n, id));
        }
    }
    counted
}

/// n · (standard error)², rounded to 9 places: what one of n observations varies by, where their mean varies by that.
fn of_one(standard_error: Number, n: u64) -> Option<Number> {
    let error = standard_error.to_scaled();
    let square = crate::quantity::divide_half_away(error.checked_mul(error)?, 1_000_000_000)?;
    Number::from_scaled(square.checked_mul(n.into())?, PLACES)
}

/// Competition ranks by the figure, the best first, equals by name, and who is apart from the next.
fn rank(rows: &mut [AppraisalRow]) {
    rows.sort_by(|one, other| other.figure.cmp(&one.figure).then_with(|| one.group.cmp(&other.group)));
    let figures: Vec<Score> = rows.iter().map(|row| row.figure).collect();
    let next: Vec<Option<ScoreRange>> = rows.iter().skip(1).map(|row| row.interval).collect();
    for (row, rank) in rows.iter_mut().zip(competition_ranks(&figures)) {
        row.rank = Some(rank);
    }
    for (row, next) in rows.iter_mut().zip(next) {
        row.apart_from_next = Some(match row.interval.zip(next) {
            None => Apart::Unknown,
            Some((own, next)) if own.low > next.high => Apart::Above,
            Some((own, next)) if own.high < next.low => Apart::Below,
            Some(_) => Apart::Overlaps,
        });
    }
}

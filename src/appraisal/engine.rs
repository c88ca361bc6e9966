//! From grouped tallies to rows.

use super::{
    Appraisal, AppraisalError, AppraisalOrder, AppraisalRow, AppraisalRule, NotRanked, UnrankedGroup,
};
use crate::population::competition_ranks;
use crate::population::league::{LeagueRule, Shrinkage, Standing};
use crate::quantity::{IndicatorId, Number, PLACES, Score, Share};
use crate::score::{Place, ScoreRange, Scorecard};
use crate::standard::{Engine, GroupedTally, ServiceTally};

impl Engine {
    /// Scores each group, and sets the groups in order as far as the rule and their n allow.
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use service_quality::appraisal::AppraisalRule;
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
    /// assert_eq!(places, [(Some(1), "bo", Some(false)), (Some(2), "cy", None)]);
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
        if rule.order() == AppraisalOrder::Grades && self.standard().model().grades().is_none() {
            return Err(AppraisalError::NoGrades);
        }
        if grouped.groups().is_empty() {
            return Err(AppraisalError::NoGroups);
        }
        let overall = self.score(&grouped.total(self)?)?.score();
        let (mut candidates, mut unranked) = (Vec::new(), Vec::new());
        for (group, tally) in grouped.groups() {
            let scorecard = self.score(tally)?;
            match placed(&scorecard) {
                Ok((score, n, n_of)) => {
                    candidates.push(self.candidate(group, tally, rule, scorecard, (score, n, n_of))?);
                }
                Err(reason) => unranked.push(UnrankedGroup { group: Some(group.clone()), reason, scorecard }),
            }
        }
        let (prior, strength, figures) = self.figures(&candidates, rule, overall)?;
        let mut rows = Vec::new();
        for (Candidate { mut row, .. }, figure) in candidates.into_iter().zip(figures) {
            let minimum = rule.minimum_n();
            if row.n < minimum {
                let reason = NotRanked::BelowMinimum { n: row.n, of: row.n_of, minimum };
                unranked.push(UnrankedGroup { group: Some(row.group), reason, scorecard: row.scorecard });
            } else {
                row.figure = figure;
                row.grade = self.standard().model().grades().map(|grades| grades.of(figure).grade.clone());
                rows.push(row);
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
            overall,
            prior,
            strength,
            rows,
            unranked,
        })
    }

    fn candidate(
        &self,
        group: &str,
        tally: &ServiceTally,
        rule: &AppraisalRule,
        scorecard: Scorecard,
        (score, n, n_of): (Score, u64, IndicatorId),
    ) -> Result<Candidate, AppraisalError> {
        let certainty = self.certainty(&self.measure(tally)?, &self.samplings(tally)?, rule.simulation())?;
        let known = !certainty.sampled().is_empty();
        Ok(Candidate {
            variance: known.then(|| of_one(certainty.standard_error(), n)).flatten(),
            row: AppraisalRow {
                rank: None,
                group: group.to_owned(),
                score,
                figure: score,
                grade: None,
                n,
                n_of,
                interval: known.then(|| certainty.interval()),
                exact: certainty.exact().to_vec(),
                apart_from_next: None,
                scorecard,
            },
        })
    }

    /// The figures that are compared, with what they were drawn to and how strongly. All groups bear on that, also
    /// those below the least n.
    fn figures(
        &self,
        candidates: &[Candidate],
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
        for (index, Candidate { row, variance }) in candidates.iter().enumerate() {
            let standing = Standing::new(key(index)?, row.score.into(), row.n);
            standings.push(Standing { variance: *variance, ..standing });
        }
        let table = LeagueRule::default().with_shrinkage(shrinkage).table(&standings)?;
        let places = self.standard().model().rounding().total();
        let figures = candidates.iter().enumerate().map(|(index, Candidate { row, .. })| {
            let own = index.to_string();
            let shrunken = table.ranked.iter().find(|ranked| ranked.subject.as_str() == own);
            let shrunken = shrunken.and_then(|ranked| Score::new(ranked.figure.rounded(places).value()).ok());
            shrunken.unwrap_or(row.score)
        });
        Ok((table.prior, table.strength, figures.collect()))
    }

    /// The best grade first, and within a grade by name.
    fn sort_by_grade(&self, rows: &mut [AppraisalRow]) {
        let from = |row: &AppraisalRow| {
            let band = self.standard().model().grades().map(|grades| grades.of(row.figure).from);
            std::cmp::Reverse(band)
        };
        rows.sort_by(|one, other| from(one).cmp(&from(other)).then_with(|| one.group.cmp(&other.group)));
    }
}

/// A group with a score, and the variance of one observation, where it is known.
struct Candidate {
    row: AppraisalRow,
    variance: Option<Number>,
}

type Shrunken = (Option<Number>, Option<crate::population::league::Strength>, Vec<Score>);

/// The score of a group and its n: the smallest among the indicators with a value that weigh in the total.
fn placed(scorecard: &Scorecard) -> Result<(Score, u64, IndicatorId), NotRanked> {
    let Some(score) = scorecard.score() else {
        let gap = scorecard.gap().cloned().unwrap_or(crate::score::Gap::NothingApplies);
        return Err(NotRanked::NoScore { gap });
    };
    let counted = scorecard.parts().iter().filter_map(|part| match (part.place(), part.value()) {
        (Place::Indicator(id), Some(_)) if part.effective_weight() > Share::ZERO => Some((part.n()?, id)),
        _ => None,
    });
    // Of equals the first, as the model has them.
    let (n, id) = counted.min_by_key(|(n, _)| *n).ok_or(NotRanked::NothingMeasured)?;
    Ok((score, n, id.clone()))
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
        let apart = |(own, next): (ScoreRange, ScoreRange)| own.low > next.high || own.high < next.low;
        row.apart_from_next = Some(row.interval.zip(next).is_some_and(apart));
    }
}

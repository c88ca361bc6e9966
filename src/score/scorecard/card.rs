use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::part::{Facts, agree, text};
use crate::quantity::{Number, PLACES, Score, Share, StandardVersion};
use crate::score::arithmetic::exact::{self, HUNDRED, ONE};
use crate::score::grade::Grading;
use crate::score::plan::{Evaluation, Plan};
use crate::score::tree::MAX_DEPTH;
use crate::score::{Band, Explanation, Gap, Grade, PartScore, Place, Reason, RuleTrace, ScoreError};

/// The outcome of scoring (计分卡): the total with its grade, and every part of the model with its figures and
/// reasons.
///
/// A scorecard that was stored is read back equal. It is refused unless
/// * every part has either a gap or a score, which lies between its low and its high;
/// * the parts are nested as a model's are: below the root, none under an indicator, 50 levels at most;
/// * points of the contributions and of the rules sum to the total score, and with the lost points to 100;
/// * every place stands once, and the weights of parts sum to that of the node above;
/// * the band of the score begins at the total score or below, the next band above the band given.
///
/// Values, weights and coverage are taken as they stand: what they should be, only the model can tell.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::Measurement;
/// use service_quality::score::{Model, Scorecard};
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}},
///     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}
/// ]}}"#)?;
/// let scorecard = model.score(&BTreeMap::from([
///     ("on_time".parse()?, Measurement::present("0.95".parse()?, 412)),
///     ("csat".parse()?, Measurement::present("4.1".parse()?, 97)),
/// ]));
/// let points: Vec<String> = scorecard.contributions().map(|part| part.points().to_string()).collect();
/// assert_eq!(points, ["65.63", "19.37"]); // of a score of 85, to the last digit
/// assert_eq!(scorecard.losses().first().map(|part| part.place().as_str()), Some("on_time"));
/// let stored = serde_json::to_string(&scorecard)?;
/// assert_eq!(serde_json::from_str::<Scorecard>(&stored)?, scorecard);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Scorecard {
    #[serde(skip_serializing_if = "Option::is_none")]
    standard: Option<StandardVersion>,
    total: PartScore,
    #[serde(skip_serializing_if = "Option::is_none")]
    band: Option<Band>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_band: Option<Band>,
    /// The band of the score, where the grade is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    band_by_score: Option<Band>,
    /// The band before a rule lowered it, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    unruled_band: Option<Band>,
    /// The margin that kept the grade before, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    margin: Option<Score>,
    /// All parts below the root, each node before its children.
    parts: Vec<PartScore>,
}

impl Scorecard {
    /// `grade` sees the total with its rules.
    pub(in crate::score) fn new(
        plan: &Plan,
        evaluation: Evaluation,
        grade: impl FnOnce(&PartScore) -> Option<Grading>,
    ) -> Self {
        let total = PartScore::new(plan.root(), evaluation.total);
        let Grading { band, next, by_score, unruled, margin } = grade(&total).unwrap_or_default();
        let parts = plan.slots().iter().zip(evaluation.parts);
        Self {
            standard: None,
            band,
            next_band: next,
            band_by_score: by_score,
            unruled_band: unruled,
            margin,
            parts: parts.map(|(slot, state)| PartScore::new(slot, state)).collect(),
            total,
        }
    }

    /// The same scorecard, naming the version of the standard that it was made under.
    #[must_use]
    pub fn under(self, standard: StandardVersion) -> Self {
        Self { standard: Some(standard), ..self }
    }

    /// The version of the standard that it was made under, where that was said.
    #[must_use]
    pub const fn standard(&self) -> Option<&StandardVersion> {
        self.standard.as_ref()
    }

    /// The total score; absent for the reason that [`Scorecard::gap`] gives.
    #[must_use]
    pub fn score(&self) -> Option<Score> {
        self.total.score()
    }

    /// Why there is no total score, where there is none.
    #[must_use]
    pub fn gap(&self) -> Option<&Gap> {
        self.total.gap()
    }

    /// The grade of the total, where the model has grades and the total a score.
    #[must_use]
    pub fn grade(&self) -> Option<&Grade> {
        self.band.as_ref().map(|band| &band.grade)
    }

    /// The band of the total.
    #[must_use]
    pub const fn band(&self) -> Option<&Band> {
        self.band.as_ref()
    }

    /// The band that the score alone would have, where the grade is another: where a rule lowered it, or where the grade
    /// before is kept.
    #[must_use]
    pub const fn band_by_score(&self) -> Option<&Band> {
        self.band_by_score.as_ref()
    }

    /// The grade that the next period comes from, where a model has a [margin](crate::score::Model::hysteresis): the one given,
    /// but for rules that lowered it, which hold for this period only.
    #[must_use]
    pub fn unruled_grade(&self) -> Option<&Grade> {
        self.unruled_band.as_ref().or(self.band.as_ref()).map(|band| &band.grade)
    }

    /// The band above that of the total; absent at the top.
    #[must_use]
    pub const fn next_band(&self) -> Option<&Band> {
        self.next_band.as_ref()
    }

    /// The [coverage](PartScore::coverage) of the total.
    #[must_use]
    pub const fn coverage(&self) -> Share {
        self.total.coverage()
    }

    /// The total as a part: the root of the model.
    #[must_use]
    pub const fn total(&self) -> &PartScore {
        &self.total
    }

    /// All parts below the root, each node before its children, in the model's order.
    #[must_use]
    pub fn parts(&self) -> &[PartScore] {
        &self.parts
    }

    /// The part of a node or an indicator.
    #[must_use]
    pub fn part(&self, place: &Place) -> Option<&PartScore> {
        std::iter::once(&self.total).chain(&self.parts).find(|part| part.place() == place)
    }

    /// The parts whose [points](PartScore::points), with those of the [rules](Scorecard::rules), add up to the total score
    /// exactly (贡献度), and whose [lost points](PartScore::lost) with them add up to 100: every indicator, and each node
    /// that was counted with a score of the policy's instead of its own. What did not enter has 0 points.
    pub fn contributions(&self) -> impl Iterator<Item = &PartScore> {
        self.parts.iter().filter(|part| part.contributes())
    }

    /// The contributions that lost points, the largest loss first; equal losses in the model's order.
    #[must_use]
    pub fn losses(&self) -> Vec<&PartScore> {
        let mut losses: Vec<_> = self.contributions().filter(|part| part.lost() > Score::MIN).collect();
        losses.sort_by_key(|part| std::cmp::Reverse(part.lost()));
        losses
    }

    /// Every rule that applied, at the total and below, with the points that it gave or took.
    pub fn rules(&self) -> impl Iterator<Item = (&PartScore, &RuleTrace)> {
        let parts = std::iter::once(&self.total).chain(&self.parts);
        parts.flat_map(|part| part.rules().iter().map(move |trace| (part, trace)))
    }

    /// Strengths (优势): the contributions that hold the total up, the strongest first, each with its
    /// [pull](Scorecard::pull).
    #[must_use]
    pub fn strengths(&self) -> Vec<(&PartScore, Number)> {
        let mut strengths = self.pulls();
        strengths.retain(|(_, pull)| *pull > Number::ZERO);
        strengths.sort_by_key(|(_, pull)| std::cmp::Reverse(*pull));
        strengths
    }

    /// Weaknesses (短板): the contributions that hold the total down, the weakest first, each with its
    /// [pull](Scorecard::pull).
    #[must_use]
    pub fn weaknesses(&self) -> Vec<(&PartScore, Number)> {
        let mut weaknesses = self.pulls();
        weaknesses.retain(|(_, pull)| *pull < Number::ZERO);
        weaknesses.sort_by_key(|(_, pull)| *pull);
        weaknesses
    }

    /// How much a part holds the total up (or down, if negative): its points less what it would give if it scored as
    /// the parts do together, `points − weight share · Σ points`. Rounded half away from zero to 9 decimals.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use service_quality::indicator::Measurement;
    /// use service_quality::score::Model;
    ///
    /// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
    ///     {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0", "best": "1"}}},
    ///     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
    /// let scorecard = model.score(&BTreeMap::from([
    ///     ("on_time".parse()?, Measurement::present("0.9".parse()?, 412)),
    ///     ("csat".parse()?, Measurement::present(3.into(), 97)),
    /// ]));
    /// let (strongest, pull) = scorecard.strengths()[0];
    /// assert_eq!((strongest.place().as_str(), pull.to_string().as_str()), ("on_time", "7.5")); // 67.5 − 0.75 · 80
    /// assert_eq!(scorecard.weaknesses()[0].1.to_string(), "-7.5");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn pull(&self, part: &PartScore) -> Number {
        let together: i128 = self.contributions().map(|part| part.points().to_scaled()).sum();
        pull(part, together)
    }

    fn pulls(&self) -> Vec<(&PartScore, Number)> {
        let together: i128 = self.contributions().map(|part| part.points().to_scaled()).sum();
        self.contributions().map(|part| (part, pull(part, together))).collect()
    }

    /// The reasons for the total: its grade first.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let graded = self.band.clone().map(|band| Reason::Graded { band, next: self.next_band.clone() });
        let by_score = self.band_by_score.as_ref().filter(|_| self.margin.is_some());
        let kept = by_score.map(|band| Reason::Held { by_score: band.grade.clone(), margin: self.margin });
        let lowered = self.unruled_band.as_ref();
        let lowered = lowered.map(|band| Reason::Held { by_score: band.grade.clone(), margin: None });
        graded.into_iter().chain(kept).chain(lowered).chain(self.total.reasons()).collect()
    }

    /// Every part with its reasons, as data that can be shown as text.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        Explanation::new(self)
    }
}

fn pull(part: &PartScore, together: i128) -> Number {
    let expected = exact::rounded(part.effective_weight().to_scaled() * together, ONE, PLACES);
    let pull = part.points().to_scaled() - expected.unwrap_or_default();
    Number::from_scaled(pull, PLACES).unwrap_or(Number::ZERO)
}

/// A scorecard as it was stored, not yet checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[serde(default)]
    standard: Option<StandardVersion>,
    total: Facts,
    #[serde(default)]
    band: Option<Band>,
    #[serde(default)]
    next_band: Option<Band>,
    #[serde(default)]
    band_by_score: Option<Band>,
    #[serde(default)]
    unruled_band: Option<Band>,
    #[serde(default)]
    margin: Option<Score>,
    parts: Vec<Facts>,
}

impl TryFrom<Stored> for Scorecard {
    type Error = ScoreError;

    fn try_from(stored: Stored) -> Result<Self, ScoreError> {
        let parts: Vec<PartScore> = stored.parts.into_iter().map(PartScore::from_facts).collect();
        let scorecard = Self {
            standard: stored.standard,
            total: PartScore::from_facts(stored.total),
            band: stored.band,
            next_band: stored.next_band,
            band_by_score: stored.band_by_score,
            unruled_band: stored.unruled_band,
            margin: stored.margin,
            parts,
        };
        scorecard.check()?;
        Ok(scorecard)
    }
}

impl Scorecard {
    /// The agreements that every scorecard keeps.
    fn check(&self) -> Result<(), ScoreError> {
        self.total.check("total")?;
        agree(self.total.depth() == 0, "total.depth", &self.total.depth(), "the root, which has depth 0")?;
        let mut above = 0;
        let mut seen = BTreeSet::from([self.total.place()]);
        for (index, part) in self.parts.iter().enumerate() {
            let place = format!("parts[{index}]");
            part.check(&place)?;
            let first = seen.insert(part.place());
            agree(first, &format!("{place}.place"), part.place(), "another part: each place stands once")?;
            let depth = part.depth();
            let nested = depth >= 1 && depth.checked_sub(1).is_some_and(|outer| outer <= above);
            agree(nested, &format!("{place}.depth"), &depth, "the part before it")?;
            let possible = usize::try_from(depth).is_ok_and(|depth| depth <= MAX_DEPTH);
            agree(possible, &format!("{place}.depth"), &depth, "any model, which has 50 levels at most")?;
            above = if part.place().is_indicator() { depth - 1 } else { depth };
        }
        let score = self.score();
        let sum = |figure: fn(&PartScore) -> Score| -> i128 {
            self.contributions().map(|part| figure(part).to_scaled()).sum()
        };
        let total = score.map(Score::to_scaled);
        let points = sum(PartScore::points);
        let ruled: i128 = self.rules().map(|(_, trace)| trace.points.to_scaled()).sum();
        agree(points + ruled == total.unwrap_or(0), "total.score", &text(score), "the sum of the points")?;
        let lost = sum(PartScore::lost);
        agree(points + lost == total.map_or(0, |_| HUNDRED), "total.score", &text(score), "the lost points")?;
        self.check_weights()?;
        self.check_bands(score)
    }

    /// The weight of each node is that of the parts right below it, where they make its score.
    fn check_weights(&self) -> Result<(), ScoreError> {
        // The nodes above the next part: their depths, their weights, and what of it is found below them.
        let mut open: Vec<(&PartScore, i128)> = vec![(&self.total, 0)];
        let close = |(node, found): (&PartScore, i128)| {
            let (of, place) = (node.effective_weight(), format!("{}.effective_weight", node.place()));
            let whole = node.place().is_indicator() || node.score().is_none() || found == of.to_scaled();
            agree(whole, &place, &of, "those of the parts below it")
        };
        for part in &self.parts {
            while let Some(last) = open.pop_if(|(node, _)| node.depth() >= part.depth()) {
                close(last)?;
            }
            if let Some((_, found)) = open.last_mut() {
                *found = found.saturating_add(part.effective_weight().to_scaled());
            }
            open.push((part, 0));
        }
        open.into_iter().try_for_each(close)
    }

    fn check_bands(&self, score: Option<Score>) -> Result<(), ScoreError> {
        let (place, by_score) = match &self.band_by_score {
            Some(band) => ("band_by_score.from", Some(band)),
            None => ("band.from", self.band.as_ref()),
        };
        if let Some(band) = by_score {
            agree(score.is_some_and(|score| score >= band.from), place, &band.from, "the total score")?;
        }
        if let Some(next) = &self.next_band {
            let above = self.band.as_ref().is_some_and(|band| band.from < next.from);
            let reached = self.band_by_score.is_none() && score.is_none_or(|score| score >= next.from);
            agree(above && !reached, "next_band.from", &next.from, "the total score and its band")?;
        }
        Ok(())
    }
}

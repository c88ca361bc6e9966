use serde::{Deserialize, Serialize};

use crate::quantity::{Score, Share, StandardVersion};

use super::exact::HUNDRED;
use super::part::{Facts, agree, text};
use super::plan::{Evaluation, Plan};
use super::tree::MAX_DEPTH;
use super::{Band, Explanation, Gap, Grade, Grades, PartScore, Place, Reason, ScoreError};

/// The outcome of scoring (计分卡): the total with its grade, and every part of the model with its figures and
/// reasons.
///
/// A scorecard that was stored is read back equal. It is refused unless
/// * every part has either a gap or a score, which lies between its low and its high;
/// * the parts are nested as a model's are: below the root, none under an indicator, 50 levels at most;
/// * points and lost points of the contributions sum to the total score and to what it lacks to 100;
/// * the band begins at the total score or below, the next band above it.
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
/// assert_eq!(scorecard.weakest().first().map(|part| part.place().as_str()), Some("on_time"));
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
    /// All parts below the root, each node before its children.
    parts: Vec<PartScore>,
}

impl Scorecard {
    pub(super) fn new(plan: &Plan, evaluation: Evaluation, grades: Option<&Grades>) -> Self {
        let total = PartScore::new(plan.root(), evaluation.total);
        let scored = total.score().zip(grades);
        let parts = plan.slots().iter().zip(evaluation.parts);
        Self {
            standard: None,
            band: scored.map(|(score, grades)| grades.of(score).clone()),
            next_band: scored.and_then(|(score, grades)| grades.above(score).cloned()),
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

    /// The parts whose [points](PartScore::points) add up to the total score exactly (贡献度), and whose
    /// [lost points](PartScore::lost) add up to what it lacks to 100: every indicator, and each node that
    /// was counted with a score of the policy's instead of its own. What did not enter has 0 points.
    pub fn contributions(&self) -> impl Iterator<Item = &PartScore> {
        self.parts.iter().filter(|part| part.contributes())
    }

    /// The contributions that lost points, the largest loss first; equal losses in the model's order.
    #[must_use]
    pub fn weakest(&self) -> Vec<&PartScore> {
        let mut weakest: Vec<_> = self.contributions().filter(|part| part.lost() > Score::MIN).collect();
        weakest.sort_by_key(|part| std::cmp::Reverse(part.lost()));
        weakest
    }

    /// The reasons for the total: its grade first.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let graded = self.band.clone().map(|band| Reason::Graded { band, next: self.next_band.clone() });
        graded.into_iter().chain(self.total.reasons()).collect()
    }

    /// Every part with its reasons, as data that can be shown as text.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        Explanation::new(self)
    }
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
    parts: Vec<Facts>,
}

impl TryFrom<Stored> for Scorecard {
    type Error = ScoreError;

    fn try_from(stored: Stored) -> Result<Self, ScoreError> {
        let Stored { standard, total, band, next_band, parts } = stored;
        let parts: Vec<PartScore> = parts.into_iter().map(PartScore::from_facts).collect();
        let scorecard = Self { standard, total: PartScore::from_facts(total), band, next_band, parts };
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
        for (index, part) in self.parts.iter().enumerate() {
            let place = format!("parts[{index}]");
            part.check(&place)?;
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
        agree(points == total.unwrap_or(0), "total.score", &text(score), "the sum of the points")?;
        let lost = sum(PartScore::lost);
        agree(
            lost == total.map_or(0, |total| HUNDRED - total),
            "total.score",
            &text(score),
            "the lost points",
        )?;
        if let Some(band) = &self.band {
            agree(score.is_some_and(|score| score >= band.from), "band.from", &band.from, "the total score")?;
        }
        if let Some(next) = &self.next_band {
            let above = self.band.is_some() && score.is_some_and(|score| score < next.from);
            agree(above, "next_band.from", &next.from, "the total score and its band")?;
        }
        Ok(())
    }
}

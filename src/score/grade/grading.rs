//! From a total to its grade: the band of the score, the grade before, and the rules that lower it.

use crate::quantity::Score;
use crate::score::{Band, Effect, Grade, Grades, PartScore};

/// The bands of a total.
#[derive(Debug, Default)]
pub(in crate::score) struct Grading {
    pub(in crate::score) band: Option<Band>,
    pub(in crate::score) next: Option<Band>,
    /// The band of the score, where the grade is another.
    pub(in crate::score) by_score: Option<Band>,
    /// The band before a rule lowered it, where one did: what the next period comes from.
    pub(in crate::score) unruled: Option<Band>,
    /// The margin that kept the grade before, where one did.
    pub(in crate::score) margin: Option<Score>,
}

impl Grades {
    /// Grades a total.
    ///
    /// With a margin and a grade before, a grade is left upwards only where the score passes the lowest score of a higher
    /// one by the margin, and downwards only where it falls below its own by more than the margin.
    pub(in crate::score) fn grading(
        &self,
        total: &PartScore,
        before: Option<&Grade>,
        margin: Option<Score>,
    ) -> Option<Grading> {
        let score = total.score()?;
        let by_score = self.of(score);
        let before = before.and_then(|grade| self.bands().find(|band| band.grade == *grade));
        let kept = match (before, margin) {
            (Some(before), Some(margin)) => self.beside(score, before, margin),
            _ => by_score,
        };
        let lowest = total.rules().iter().filter_map(|trace| match trace.rule.effect() {
            Effect::GradeAtMost(grade) => self.bands().find(|band| band.grade == *grade),
            _ => None,
        });
        let band = lowest.chain([kept]).min_by_key(|band| band.from)?;
        let differs = band != by_score;
        Some(Grading {
            band: Some(band.clone()),
            next: self.above(band.from).cloned(),
            by_score: differs.then(|| by_score.clone()),
            unruled: (band != kept).then(|| kept.clone()),
            margin: margin.filter(|_| kept != by_score),
        })
    }

    /// The band for a score that comes from another band.
    fn beside<'a>(&'a self, score: Score, before: &'a Band, margin: Score) -> &'a Band {
        let (score, margin) = (score.to_scaled(), margin.to_scaled());
        let risen = self.bands().find(|band| score >= band.from.to_scaled() + margin);
        let held = self.bands().find(|band| score >= band.from.to_scaled() - margin);
        match (risen, held) {
            (Some(risen), _) if risen.from > before.from => risen,
            (_, Some(held)) if held.from < before.from => held,
            _ => before,
        }
    }
}

use serde::Serialize;

use super::matrix::{Matrix, Principal};
use super::{Consistency, Judgement, Judgements, PriorityRule, WeightingError};
use crate::quantity::Label;

/// The judgement that contradicts the others most, and what would mend it (最不一致的判断).
///
/// It is the one without which the consistency ratio falls furthest. The 16 judgements that promise most by a first-order
/// estimate, as Saaty chooses them (*Decision-making with the AHP: why is the principal eigenvector necessary*, 2003), which
/// are all of them up to six criteria, are each left out and completed from the others so that the largest eigenvalue is
/// least, where its derivative by that judgement (P. T. Harker, *Derivatives of the Perron root of a positive reciprocal
/// matrix*, 1987) is 0. So the value is exact, and the ratio after is never above the ratio before.
///
/// ```
/// use service_quality::weighting::{Judgements, PriorityRule};
///
/// // c over a was written the wrong way round: by the other two it should be 1/6.
/// let judgements = Judgements::new(["a", "b", "c"], [("a", "b", 2), ("b", "c", 3), ("c", "a", 6)])?;
/// let rule = PriorityRule::default();
/// let mend = judgements.most_inconsistent(&rule)?.ok_or("consistent")?;
/// assert!(mend.before.ratio() > Some(1.0) && mend.after.ratio() < Some(1e-9));
///
/// let four = Judgements::new(
///     ["a", "b", "c", "d"],
///     [("a", "b", "2"), ("a", "c", "4"), ("a", "d", "1/8"), ("b", "c", "2"), ("b", "d", "4"), ("c", "d", "2")],
/// )?;
/// let mend = four.most_inconsistent(&rule)?.ok_or("consistent")?;
/// assert_eq!((mend.of.as_str(), mend.over.as_str(), mend.given), ("a", "d", "1/8".parse()?));
/// assert_eq!(mend.value_text(), "8");
/// assert_eq!(mend.on_scale, "8".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mend {
    /// The judgement of this criterion
    pub of: Label,
    /// over this one,
    pub over: Label,
    /// as it was given,
    pub given: Judgement,
    /// and the value that the other judgements ask for.
    pub value: f64,
    /// The step of Saaty's scale, 1/9 to 9, that brings the ratio lowest.
    pub on_scale: Judgement,
    /// The consistency of the judgements as they are,
    pub before: Consistency,
    /// with the value,
    pub after: Consistency,
    /// and with the step of the scale.
    pub after_on_scale: Consistency,
}

impl Mend {
    /// The value as a judge enters it: `3.46`, or `1/3.46` below 1, to 2 decimals. Where the others ask for more than any
    /// judgement may say, 1000 times, it is the step of the scale.
    ///
    /// ```
    /// use service_quality::weighting::{Judgements, PriorityRule};
    ///
    /// // By the other four b is 9⁴ = 6561 times as important as a.
    /// let chain = [("a", "b", 9), ("b", "c", 9), ("c", "d", 9), ("d", "e", 9), ("e", "a", 9)];
    /// let mend = Judgements::new(["a", "b", "c", "d", "e"], chain)?.most_inconsistent(&PriorityRule::default())?;
    /// let mend = mend.ok_or("consistent")?;
    /// assert!((6_560.0..6_562.0).contains(&(1.0 / mend.value)));
    /// assert_eq!((mend.value_text().as_str(), mend.on_scale), ("1/9", "1/9".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn value_text(&self) -> String {
        let plain = |value: f64| {
            let text = format!("{value:.2}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        let text =
            if self.value >= 1.0 { plain(self.value) } else { format!("1/{}", plain(1.0 / self.value)) };
        if text.parse::<Judgement>().is_ok() { text } else { self.on_scale.to_string() }
    }
}

impl Judgements {
    /// The judgement that contradicts the others most, the first of several; absent where none contradicts another.
    ///
    /// # Errors
    /// [`WeightingError::NotConverged`] where an incomplete matrix is too contradictory to be completed.
    pub fn most_inconsistent(&self, rule: &PriorityRule) -> Result<Option<Mend>, WeightingError> {
        if self.is_consistent() {
            return Ok(None);
        }
        let before = Matrix::of(self)?;
        let principal = before.principal();
        let lambda = principal.value;
        let mut best: Option<(f64, Matrix, (usize, usize), Judgement)> = None;
        for (places, given) in self.candidates(&before, &principal) {
            let mended = Matrix::of(&self.with(places, None))?;
            let value = mended.principal().value;
            // Of equal gains the first: rounding does not choose.
            if best.as_ref().is_none_or(|(least, ..)| value < least - TIE) {
                best = Some((value, mended, places, given));
            }
        }
        let Some((least, mended, places, given)) = best.filter(|(least, ..)| *least < lambda - TIE) else {
            return Ok(None);
        };
        let name = |place: usize| self.criteria().get(place).cloned();
        let Some((of, over)) = name(places.0).zip(name(places.1)) else { return Ok(None) };
        let (on_scale, scaled) = self.on_scale(places)?;
        let consistency = |matrix: &Matrix, lambda: f64, judgements: &Self| {
            Consistency::of(matrix, lambda, judgements.is_consistent(), rule)
        };
        let with_step = self.with(places, Some(on_scale));
        Ok(Some(Mend {
            of,
            over,
            given,
            value: mended.at(places.0, places.1),
            on_scale,
            before: consistency(&before, lambda, self)?,
            after: consistency(&mended, least, &self.with(places, None))?,
            after_on_scale: consistency(&scaled, scaled.principal().value, &with_step)?,
        }))
    }

    /// The judgements whose change promises most, in order.
    ///
    /// With the eigenvectors x and y held, λ hangs on a judgement aᵢⱼ by (yᵢaᵢⱼxⱼ + yⱼaⱼᵢxᵢ) / yx, which is least where
    /// both terms are equal: by that it falls (√(yᵢaᵢⱼxⱼ) − √(yⱼaⱼᵢxᵢ))² / yx.
    fn candidates(&self, matrix: &Matrix, principal: &Principal) -> Vec<((usize, usize), Judgement)> {
        let root = |(row, column): (usize, usize)| {
            let product =
                principal.left.get(row).zip(principal.right.get(column)).map_or(0.0, |(y, x)| y * x);
            (matrix.at(row, column) * product).sqrt()
        };
        let gain = |(row, column): (usize, usize)| (root((row, column)) - root((column, row))).abs();
        let mut ranked: Vec<_> = self.given().iter().map(|given| (gain(given.0), *given)).collect();
        ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        // What alone connects two parts contradicts nothing.
        let loose = |places: (usize, usize)| self.with(places, None).is_connected();
        let best = ranked.into_iter().map(|(_, given)| given).filter(|(places, _)| loose(*places));
        let mut best: Vec<_> = best.take(CANDIDATES).collect();
        best.sort_by_key(|(places, _)| *places);
        best
    }

    /// The step of Saaty's scale at which the largest eigenvalue is least, all other judgements kept.
    fn on_scale(&self, places: (usize, usize)) -> Result<(Judgement, Matrix), WeightingError> {
        let steps = (1..=9).map(Judgement::step);
        let mut best = (Judgement::EQUAL, Matrix::of(&self.with(places, Some(Judgement::EQUAL)))?);
        let mut least = best.1.principal().value;
        for step in steps.flat_map(|step| [step, step.reciprocal()]) {
            let matrix = Matrix::of(&self.with(places, Some(step)))?;
            let value = matrix.principal().value;
            if value < least - TIE {
                (best, least) = ((step, matrix), value);
            }
        }
        Ok(best)
    }
}

/// So many judgements are tried. Each is a search for a least eigenvalue: all 435 of 30 criteria would take seconds.
const CANDIDATES: usize = 16;
/// Eigenvalues closer than this are equal: rounding does not choose between judgements.
const TIE: f64 = 1e-12;

//! Answers of one person, taken together: what the standard error of several answers each is made of.
//!
//! A measure of several questions is a sum of ratios Σws / Σwm, one a part, where s is the sum of the points that one
//! respondent gave to the part, m their number and w the response's weight. Linearised, a respondent moves it by
//! u = Σ c · w(s − Rm) / Σwm over the parts, R being the part's ratio and c its share, and its variance is Σu²: Woodruff, *A
//! simple method for approximating the variance of a complicated estimate* (1971); Cochran, *Sampling Techniques* (1977),
//! section 6.3. Answers of one person go together in it, and those of different people are independent.
//!
//! Multiplied out, Σu² needs of respondents only the sums Σw²xy over all pairs x, y of these numbers: exact, and
//! mergeable.

use serde::{Deserialize, Serialize};

use super::weight_sum::{MOST_SQUARES, float};
use super::{Exact, SurveyError, WeightSum};
use crate::quantity::{ProductSum, Wide};

/// Sums over respondents, of whom each may give several points to each of several parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Joint {
    /// Those who gave a point, part by part.
    respondents: Vec<WeightSum>,
    /// Σw²xy: two rows a part, points and how many, each row up to its own column. No sum of squares, those at the rows'
    /// ends, exceeds [`MOST_SQUARES`]; by Cauchy and Schwarz none of the others does.
    products: Vec<Vec<ProductSum>>,
}

/// What one respondent gave: of each part that they answered its place, the sum of their points, and how many.
pub(super) type Given = Vec<(usize, [i128; 2])>;

/// A part of a figure.
pub(super) struct Term {
    /// Which part.
    pub(super) part: usize,
    /// What its mean is multiplied by.
    pub(super) times: f64,
    /// The mean of its points.
    pub(super) mean: Exact,
    /// Their weights, in units of 10⁻⁹.
    pub(super) weight: u128,
}

impl Joint {
    pub(super) fn new(parts: usize) -> Self {
        let row = |row: usize| vec![ProductSum(0); row.saturating_add(1)];
        Self {
            respondents: vec![WeightSum::default(); parts],
            products: (0..parts.saturating_mul(2)).map(row).collect(),
        }
    }

    /// Those who gave the part a point.
    pub(super) fn respondents(&self, part: usize) -> Option<&WeightSum> {
        self.respondents.get(part)
    }

    /// Refuses a response for which a sum has no room.
    pub(super) fn takes(&self, response: &WeightSum, given: &Given) -> Result<(), SurveyError> {
        for (part, numbers) in given {
            for (number, row) in numbers.iter().zip(self.products.iter().skip(part.saturating_mul(2))) {
                sum(row.last().copied().unwrap_or_default(), product(response, *number, *number)?)?;
            }
        }
        Ok(())
    }

    /// Adds a response that it [takes](Self::takes).
    pub(super) fn add(&mut self, response: &WeightSum, given: &Given) -> Result<(), SurveyError> {
        for (part, numbers) in given {
            if let Some(respondents) = self.respondents.get_mut(*part) {
                respondents.merge(response)?;
            }
            for (above, number) in numbers.iter().enumerate() {
                let row = part.saturating_mul(2).saturating_add(above);
                let Some(row) = self.products.get_mut(row) else { continue };
                for (other, others) in given.iter().filter(|(other, _)| other <= part) {
                    for (theirs, held) in others.iter().zip(row.iter_mut().skip(other.saturating_mul(2))) {
                        *held = sum(*held, product(response, *number, *theirs)?)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The sums of both.
    pub(super) fn plus(&self, other: &Self) -> Result<Self, SurveyError> {
        let rows = self.products.iter().zip(&other.products);
        let row = |(ours, theirs): (&Vec<ProductSum>, &Vec<ProductSum>)| {
            ours.iter().zip(theirs).map(|(ours, theirs)| sum(*ours, theirs.0)).collect()
        };
        let respondents = self.respondents.iter().zip(&other.respondents);
        Ok(Self {
            respondents: respondents.map(|(ours, theirs)| ours.plus(theirs)).collect::<Result<_, _>>()?,
            products: rows.map(row).collect::<Result<_, _>>()?,
        })
    }

    /// The variance of a sum of parts, each a mean. Exact for each pair of parts, so that answers that are all alike have
    /// none.
    pub(super) fn variance(&self, terms: &[Term]) -> Option<f64> {
        let mut variance = 0.0;
        for one in terms {
            for two in terms {
                let at = |ours: usize, theirs: usize| {
                    let ours = one.part.checked_mul(2)?.checked_add(ours)?;
                    let theirs = two.part.checked_mul(2)?.checked_add(theirs)?;
                    let held = self.products.get(ours.max(theirs))?.get(ours.min(theirs))?;
                    Exact::new(held.0, 1)
                };
                // Σw²(s − Rm)(s − Rm) of the two
                let about_one = at(0, 0)?.less(&one.mean.product(&at(1, 0)?));
                let about_two = at(0, 1)?.less(&one.mean.product(&at(1, 1)?));
                let about = about_one.less(&two.mean.product(&about_two)).approximate();
                variance += one.times * two.times * about / (float(one.weight) * float(two.weight));
            }
        }
        Some(variance.max(0.0))
    }

    /// Whether parts with these answers, of so many responses, can have these sums, as far as pairs of numbers tell.
    pub(super) fn is_possible(&self, responses: &WeightSum, answered: &[&WeightSum]) -> bool {
        let ends: Vec<u128> =
            self.products.iter().filter_map(|row| row.last()).map(|end| end.0.unsigned_abs()).collect();
        let of_parts = self.respondents.iter().zip(answered).zip(ends.chunks(2));
        self.respondents.len() == answered.len()
            && self.products.len() == answered.len().saturating_mul(2)
            && self.products.iter().enumerate().all(|(row, held)| held.len() == row.saturating_add(1))
            && self.products.iter().all(|row| row.last().is_some_and(|end| end.0 >= 0))
            && ends.iter().all(|end| *end <= MOST_SQUARES)
            && self.products.iter().zip(&ends).all(|(row, end)| {
                let within = |(held, other): (&ProductSum, &u128)| {
                    let magnitude = held.0.unsigned_abs();
                    Wide::product(magnitude, magnitude) <= Wide::product(*end, *other)
                };
                row.iter().zip(&ends).all(within)
            })
            && of_parts.into_iter().all(|((respondents, answered), ends)| {
                responses.less(respondents).is_some()
                    && (respondents.n() == 0) == (answered.n() == 0)
                    && respondents.n() <= answered.n()
                    && respondents.weight() <= answered.weight()
                    && ends.last().is_some_and(|counts| *counts >= respondents.squares())
            })
    }
}

/// w²xy, in units of 10⁻¹⁸.
fn product(response: &WeightSum, one: i128, two: i128) -> Result<i128, SurveyError> {
    let squares = i128::try_from(response.squares()).ok();
    squares.and_then(|squares| squares.checked_mul(one.checked_mul(two)?)).ok_or(FULL)
}

fn sum(held: ProductSum, more: i128) -> Result<ProductSum, SurveyError> {
    let sum = held.0.checked_add(more).filter(|sum| sum.unsigned_abs() <= MOST_SQUARES);
    sum.map(ProductSum).ok_or(FULL)
}

const FULL: SurveyError =
    SurveyError::Full { tally: "survey tally", part: "the sum of squared points", limit: "10^20" };

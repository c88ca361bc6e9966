//! Curves made of points, as lines over scaled integers.

use rust_decimal::Decimal;

use crate::quantity::{Number, PLACES, Score};
use crate::score::arithmetic::exact::step;
use crate::score::{Curve, Point};

use super::level::Level;
use super::reciprocal::{LARGEST, Reciprocal};
use super::{Cell, DetourReason};

/// The curve of an indicator, ready for values.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    lines: Option<Lines>,
    curve: Curve,
    /// Decimals of the score.
    places: u32,
}

/// The lines of a curve. Values are integers in steps of 10^-places.
#[derive(Debug, Clone)]
struct Lines {
    places: u32,
    low: i64,
    high: i64,
    /// Where lines meet, rising.
    joints: Box<[i64]>,
    /// From the first to the last, one more than joints.
    pieces: Box<[Line]>,
}

/// `⌊(base + slope · (x − from)) / divisor⌋`.
#[derive(Debug, Clone, Copy)]
struct Line {
    from: i64,
    base: i64,
    slope: i64,
    divisor: Reciprocal,
}

impl Scale {
    pub(super) fn new(curve: &Curve, places: u32) -> (Self, Option<DetourReason>) {
        // Only what is straight between points, and flat outside of them, gives any.
        let lines = match curve.points() {
            [] => Err(DetourReason::Curve),
            points => Lines::new(points, places).ok_or(DetourReason::WideCurve),
        };
        let detour = lines.as_ref().err().copied();
        (Self { lines: lines.ok(), curve: curve.clone(), places }, detour)
    }

    /// The score of a cell.
    #[inline]
    pub(super) fn level(&self, cell: &Cell) -> Level {
        match cell {
            Ok(value) => match self.lines.as_ref().and_then(|lines| lines.score(*value)) {
                Some(steps) => Level(steps),
                None => self.exact(*value),
            },
            Err(absence) => (*absence).into(),
        }
    }

    /// The way of the reference.
    #[cold]
    fn exact(&self, value: Number) -> Level {
        let units = self.curve.score(value, self.places).to_scaled();
        // A score has no more places than were asked for, and is at most 10^11 units.
        Level(
            units
                .checked_div(step(self.places))
                .and_then(|steps| i64::try_from(steps).ok())
                .unwrap_or_default(),
        )
    }
}

impl Lines {
    /// With as many places for values as the bound allows; none if it does not allow those of the points.
    fn new(points: &[Point], places: u32) -> Option<Self> {
        let least = points.iter().map(|point| point.value.value().scale()).max()?;
        (least..=PLACES).rev().find_map(|fine| Self::with(points, places, fine))
    }

    fn with(points: &[Point], places: u32, fine: u32) -> Option<Self> {
        let at = |point: &Point| {
            let scaled = point.value.to_scaled().checked_div(step(fine))?;
            i64::try_from(scaled).ok().filter(|at| i128::from(at.unsigned_abs()) <= LARGEST)
        };
        let ends: Vec<i64> = points.iter().map(at).collect::<Option<_>>()?;
        let pieces = points.array_windows().zip(ends.array_windows());
        let pieces: Vec<Line> = pieces
            .map(|([left, right], ends)| Line::new(*ends, [left.score, right.score], places))
            .collect::<Option<_>>()?;
        let [low, joints @ .., high] = ends.as_slice() else { return None };
        Some(Self { places: fine, low: *low, high: *high, joints: joints.into(), pieces: pieces.into() })
    }

    /// The score in steps; none for a value too fine or too large for its word.
    #[inline]
    fn score(&self, value: Number) -> Option<i64> {
        let value = scaled(value.value(), self.places)?.max(self.low).min(self.high);
        let line = match self.joints.len() {
            // A handful is counted without a branch on what the value is.
            0..=8 => self.joints.iter().map(|joint| usize::from(value > *joint)).sum(),
            _ => self.joints.partition_point(|joint| *joint < value),
        };
        let line = self.pieces.get(line)?;
        Some(line.divisor.quotient(line.base + line.slope * (value - line.from)))
    }
}

impl Line {
    /// Between two different values and their scores; none where the bound fails.
    fn new([left, right]: [i64; 2], scores: [Score; 2], places: u32) -> Option<Self> {
        // One of both is 1: scores have more decimals than are kept, or not.
        let fine = scores.iter().map(|score| score.value().scale()).max()?;
        let power = |more: u32, less: u32| 10_i128.pow(more.saturating_sub(less));
        let (over, under) = (power(places, fine), power(fine, places));
        let [start, end] = scores.map(|score| score.to_scaled().checked_div(step(fine)).unwrap_or_default());
        let width = i128::from(right).checked_sub(left.into())?;
        let half = under.checked_mul(width)?;
        let twice = over.checked_mul(2)?;
        // The numerator at either end. Between them it lies between these, and so does every product on the way.
        let numerator = |score: i128| {
            let top = twice.checked_mul(score)?.checked_mul(width)?.checked_add(half)?;
            if top <= LARGEST { i64::try_from(top).ok() } else { None }
        };
        let (base, _) = (numerator(start)?, numerator(end)?);
        let slope = i64::try_from(twice.checked_mul(end.checked_sub(start)?)?).ok()?;
        let divisor = Reciprocal::of(u64::try_from(half.checked_mul(2)?).ok()?)?;
        Some(Self { from: left, base, slope, divisor })
    }
}

/// `value · 10^places`; none where that is no integer or too large.
#[inline]
fn scaled(value: Decimal, places: u32) -> Option<i64> {
    const POWERS: [i64; 10] =
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];
    let missing = places.checked_sub(value.scale())?;
    let power = POWERS.get(usize::try_from(missing).ok()?)?;
    i64::try_from(value.mantissa()).ok()?.checked_mul(*power)
}

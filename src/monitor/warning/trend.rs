use serde::{Deserialize, Serialize};

use super::Past;
use super::finding::Unjudged;
use crate::monitor::Side;
use crate::quantity::{Number, PLACES, Span, Timestamp, divide_half_away};

/// How the line through the last values is drawn. Both are calculated without rounding.
///
/// ```
/// use service_quality::monitor::warning::TrendLine;
/// assert_eq!(TrendLine::default(), TrendLine::TheilSen);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrendLine {
    /// The median of the slopes of all pairs, through the medians of times and values: one wild value does not turn it. Its
    /// cost grows with the square of the number of values: some 20 times that of least squares at 30.
    /// Sen (1968), *Estimates of the regression coefficient based on Kendall's tau*.
    #[default]
    TheilSen,
    /// Least squares (最小二乘).
    LeastSquares,
}

/// Where the line through the last values leads.
///
/// ```
/// use service_quality::monitor::warning::Crossing;
/// use service_quality::quantity::Span;
///
/// let crossing: Crossing = serde_json::from_str(r#"{"crosses": {"at": "2026-03-12T00:00:00Z", "after": "P9D"}}"#)?;
/// assert_eq!(crossing.after(), Some(Span::from_hours(9 * 24)));
/// assert_eq!(Crossing::Never.after(), None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Crossing {
    /// The value, or the line, is beyond the limit now.
    Crossed,
    /// The line crosses the limit.
    Crosses {
        /// When, to the nearest second.
        at: Timestamp,
        /// How long from now.
        after: Span,
    },
    /// The line is level or leads away, or crosses after the year 9999.
    Never,
}

impl Crossing {
    /// How long it takes until the limit is crossed: no time where it has been.
    #[must_use]
    pub const fn after(&self) -> Option<Span> {
        match *self {
            Self::Crossed => Some(Span::ZERO),
            Self::Crosses { after, .. } => Some(after),
            Self::Never => None,
        }
    }
}

/// A straight line through a centre, in integers: `y = centre.1 / parts + (rise / run) · (x − centre.0 / parts)`.
///
/// Times are seconds from the last value in units of `second`, values billionths from its own in units of `unit`: both
/// divided by what all have in common, so that days and round figures stay small.
pub(super) struct Line {
    centre: (i128, i128),
    parts: i128,
    rise: i128,
    run: i128,
    second: i128,
    unit: i128,
    origin: Past,
}

impl Line {
    /// The line through values in order of time, two at least.
    pub(super) fn through(values: &[Past], trend: TrendLine) -> Result<Self, Unjudged> {
        let origin = *values.last().ok_or(Unjudged::TooFew { given: 0, needed: 2 })?;
        let relative = |past: &Past| {
            let rise = past.value.to_scaled() - origin.value.to_scaled();
            (i128::from(past.at.since(origin.at).seconds()), rise)
        };
        let points: Vec<(i128, i128)> = values.iter().map(relative).collect();
        let common = |of: fn(&(i128, i128)) -> i128| points.iter().map(of).fold(0, divisor).max(1);
        let (second, unit) = (common(|point| point.0), common(|point| point.1));
        let points: Vec<(i128, i128)> = points.into_iter().map(|(x, y)| (x / second, y / unit)).collect();
        let fitted = match trend {
            TrendLine::LeastSquares => least_squares(&points),
            TrendLine::TheilSen => theil_sen(points),
        };
        let (centre, parts, rise, run) = fitted.ok_or(Unjudged::TooLarge)?;
        let shared = divisor(rise, run).max(1);
        Ok(Self { centre, parts, rise: rise / shared, run: run / shared, second, unit, origin })
    }

    /// How much it rises in a day, rounded to nine places; absent where that is no number.
    pub(super) fn per_day(&self) -> Option<Number> {
        let rise = self.rise.checked_mul(self.unit)?.checked_mul(86_400)?;
        Number::from_scaled(divide_half_away(rise, self.run.checked_mul(self.second)?)?, PLACES)
    }

    /// When it crosses a limit towards a side, as seen from the last value.
    pub(super) fn crossing(&self, limit: Number, towards: Side) -> Result<Crossing, Unjudged> {
        let beyond = match towards {
            Side::Above => self.origin.value > limit,
            Side::Below => self.origin.value < limit,
        };
        if beyond { Ok(Crossing::Crossed) } else { self.crossed(limit, towards).ok_or(Unjudged::TooLarge) }
    }

    fn crossed(&self, limit: Number, towards: Side) -> Option<Crossing> {
        let Self { centre: (x, y), parts, rise, run, second, unit, origin } = self;
        // Both sides of `y(0) < limit` times `parts · run · unit`, all of which are positive.
        let height = y.checked_mul(*run)?.checked_sub(rise.checked_mul(*x)?)?.checked_mul(*unit)?;
        let away = limit.to_scaled() - origin.value.to_scaled();
        let limit = away.checked_mul(parts.checked_mul(*run)?)?;
        let (left, rise) = match towards {
            Side::Above => (limit.checked_sub(height)?, *rise),
            Side::Below => (height.checked_sub(limit)?, -rise),
        };
        if left < 0 {
            return Some(Crossing::Crossed);
        }
        if rise <= 0 {
            return Some(Crossing::Never);
        }
        // The seconds for which `left / (parts · run)` billionths last at `rise · unit / (run · second)` a second.
        let seconds =
            divide_half_away(left.checked_mul(*second)?, parts.checked_mul(rise)?.checked_mul(*unit)?)?;
        let after = i64::try_from(seconds).ok().map(Span::from_seconds);
        let at = after.and_then(|after| Some((origin.at.checked_add(after)?, after)));
        Some(at.map_or(Crossing::Never, |(at, after)| Crossing::Crosses { at, after }))
    }
}

type Fitted = ((i128, i128), i128, i128, i128);

fn least_squares(points: &[(i128, i128)]) -> Option<Fitted> {
    let n = i128::try_from(points.len()).ok()?;
    let (mut x, mut y, mut xx, mut xy) = (0_i128, 0_i128, 0_i128, 0_i128);
    for point in points {
        x = x.checked_add(point.0)?;
        y = y.checked_add(point.1)?;
        xx = xx.checked_add(point.0.checked_mul(point.0)?)?;
        xy = xy.checked_add(point.0.checked_mul(point.1)?)?;
    }
    let rise = n.checked_mul(xy)?.checked_sub(x.checked_mul(y)?)?;
    let run = n.checked_mul(xx)?.checked_sub(x.checked_mul(x)?)?;
    (run > 0).then_some(((x, y), n, rise, run))
}

fn theil_sen(points: Vec<(i128, i128)>) -> Option<Fitted> {
    let mut slopes = Vec::with_capacity(points.len() * points.len() / 2);
    for (index, (x, y)) in points.iter().enumerate() {
        for (later_x, later_y) in points.iter().skip(index + 1) {
            slopes.push((later_y.checked_sub(*y)?, later_x.checked_sub(*x)?));
        }
    }
    let widest = |of: fn(&(i128, i128)) -> i128| slopes.iter().map(of).map(i128::abs).max();
    // No product in the comparison is larger than this one.
    widest(|slope| slope.0)?.checked_mul(widest(|slope| slope.1)?)?;
    slopes.sort_unstable_by(|one, other| (one.0 * other.1).cmp(&(other.0 * one.1)));
    let ((low_rise, low_run), (high_rise, high_run)) = middle(&slopes)?;
    let rise = low_rise.checked_mul(high_run)?.checked_add(high_rise.checked_mul(low_run)?)?;
    let run = low_run.checked_mul(high_run)?.checked_mul(2)?;
    let (mut times, mut values): (Vec<i128>, Vec<i128>) = points.into_iter().unzip();
    times.sort_unstable();
    values.sort_unstable();
    let twice = |sorted: &[i128]| middle(sorted).and_then(|(low, high)| low.checked_add(high));
    Some(((twice(&times)?, twice(&values)?), 2, rise, run))
}

/// The two in the middle, which are one and the same of an odd number.
fn middle<T: Copy>(sorted: &[T]) -> Option<(T, T)> {
    let last = sorted.len().checked_sub(1)?;
    Some((*sorted.get(last / 2)?, *sorted.get(last.div_ceil(2))?))
}

/// The greatest common divisor.
fn divisor(left: i128, right: i128) -> i128 {
    let (mut left, mut right) = (left.abs(), right.abs());
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daily(values: &[&str]) -> Vec<Past> {
        let at = |index: usize| Timestamp::from_seconds(i64::try_from(index).unwrap() * 86_400).unwrap();
        let past = values.iter().enumerate();
        past.map(|(index, value)| Past { at: at(index), value: value.parse().unwrap() }).collect()
    }

    #[track_caller]
    fn crossing(trend: TrendLine, values: &[&str], limit: &str, towards: Side) -> Crossing {
        let line = Line::through(&daily(values), trend).unwrap();
        line.crossing(limit.parse().unwrap(), towards).unwrap()
    }

    fn days(days: i64) -> Span {
        Span::from_seconds(days * 86_400)
    }

    #[test]
    fn straight_lines_cross_when_they_should() {
        for trend in [TrendLine::TheilSen, TrendLine::LeastSquares] {
            let falling = ["97", "96.8", "96.6", "96.4"];
            assert_eq!(crossing(trend, &falling, "95", Side::Below).after(), Some(days(7)), "{trend:?}");
            assert_eq!(crossing(trend, &falling, "98", Side::Above), Crossing::Never);
            assert_eq!(crossing(trend, &falling, "96.5", Side::Below), Crossing::Crossed);
            assert_eq!(
                crossing(trend, &falling, "96.4", Side::Below).after(),
                Some(days(0)),
                "on the limit is not beyond"
            );
            assert_eq!(crossing(trend, &["5", "5", "5"], "6", Side::Above), Crossing::Never);
            let line = Line::through(&daily(&falling), trend).unwrap();
            assert_eq!(line.per_day().unwrap().to_string(), "-0.2");
        }
    }

    #[test]
    fn one_wild_value_turns_least_squares_alone() {
        let values = ["1", "2", "3", "4", "50", "6", "7"];
        assert_eq!(crossing(TrendLine::TheilSen, &values, "10", Side::Above).after(), Some(days(3)));
        // The wild value lifts the fitted line above 10 by now.
        assert_eq!(crossing(TrendLine::LeastSquares, &values, "10", Side::Above), Crossing::Crossed);
    }

    #[test]
    fn extremes_are_told_and_never_wrong() {
        let ends = [Timestamp::MIN, Timestamp::from_seconds(1).unwrap(), Timestamp::MAX];
        let values = ["-1000000000000000", "0.000000001", "999999999999999.999999999"];
        let past = ends.iter().zip(values);
        let past: Vec<Past> =
            past.map(|(at, value)| Past { at: *at, value: value.parse().unwrap() }).collect();
        for trend in [TrendLine::TheilSen, TrendLine::LeastSquares] {
            let crossing = Line::through(&past, trend)
                .and_then(|line| line.crossing("1000000000000000".parse().unwrap(), Side::Above));
            assert!(
                matches!(crossing, Err(Unjudged::TooLarge) | Ok(Crossing::Never | Crossing::Crossed)),
                "{crossing:?}"
            );
        }
    }
}

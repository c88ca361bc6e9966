use serde::Serialize;

use crate::analysis::Undefined;
use crate::analysis::series::{check, count, kept, mean, median, sorted, squares};
use crate::analysis::wording::{counted, figure};

/// A series cut into stretches of different level.
///
/// ```
/// use service_quality::analysis::change_point;
///
/// let found = change_point::best(&[5.1, 4.9, 5.0, 7.1, 6.9, 7.0, 7.0, 4.0, 4.2], 2, 2)?;
/// assert_eq!(found.ends(), [3, 7, 9]);
/// assert_eq!(
///     found.interpretation(),
///     "2 changes in 9 values: from 5 to 7 after 3, to 4.1 after 7 (best segmentation)."
/// );
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segmentation {
    method: &'static str,
    n: usize,
    cost: f64,
    segments: Vec<Segment>,
}

/// A stretch of one level.
///
/// ```
/// use service_quality::analysis::change_point;
/// let found = change_point::best(&[1.0, 2.0, 8.0, 9.0], 1, 1)?;
/// let last = found.segments().last().ok_or("none")?;
/// assert_eq!((last.start, last.end, last.mean), (2, 4, 8.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Segment {
    /// The position of its first value, from 0.
    pub start: usize,
    /// The position after its last value.
    pub end: usize,
    /// The mean of its values.
    pub mean: f64,
    /// Their squared deviations from it, summed.
    pub squares: f64,
}

impl Segmentation {
    /// The pieces of a series that end at these positions, the last at its length.
    pub(super) fn new(method: &'static str, values: &[f64], ends: &[usize]) -> Self {
        let (mut start, mut rest) = (0, values);
        let mut segments = Vec::with_capacity(ends.len());
        for end in ends.iter().copied() {
            let (piece, later) = rest.split_at_checked(end.saturating_sub(start)).unwrap_or((rest, &[]));
            segments.push(Segment { start, end, mean: mean(piece), squares: squares(piece) });
            (start, rest) = (end, later);
        }
        let cost = segments.iter().map(|segment| segment.squares).sum();
        Self { method, n: values.len(), cost, segments }
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// How many values were given.
    #[must_use]
    pub const fn n(&self) -> usize {
        self.n
    }

    /// The squared deviations from the means of the segments, summed; without any penalty.
    #[must_use]
    pub const fn cost(&self) -> f64 {
        self.cost
    }

    /// The stretches, in their order.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The position after each stretch; the last is the number of values.
    #[must_use]
    pub fn ends(&self) -> Vec<usize> {
        self.segments.iter().map(|segment| segment.end).collect()
    }

    /// The position of the first value of each new level.
    #[must_use]
    pub fn changes(&self) -> Vec<usize> {
        self.segments.iter().skip(1).map(|segment| segment.start).collect()
    }

    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let Some((first, later)) = self.segments.split_first() else { return String::new() };
        if later.is_empty() {
            let (n, level) = (counted(self.n, "value"), figure(first.mean));
            return format!("No change in {n}: the level is {level} ({}).", self.method);
        }
        let steps: Vec<String> =
            later.iter().map(|step| format!("to {} after {}", figure(step.mean), step.start)).collect();
        format!(
            "{} in {}: from {} {} ({}).",
            counted(later.len(), "change"),
            counted(self.n, "value"),
            figure(first.mean),
            steps.join(", "),
            self.method
        )
    }
}

/// A penalty a change for [`pelt`](super::pelt) and [`binary`](super::binary): 2σ²·ln n, one σ²·ln n each for the new
/// level and its place, as in the criterion of Schwarz, *Estimating the dimension of a model* (1978).
///
/// The σ of the noise is that of the steps between neighbours, which the changes of level do not inflate: the median of
/// their sizes over 0.6745·√2 (Hampel, *The influence curve*, 1974).
///
/// ```
/// use service_quality::analysis::change_point;
/// let penalty = change_point::penalty(&[1.0, 2.0, 1.0, 2.0, 9.0, 8.0, 9.0, 8.0])?;
/// assert!((penalty - 4.57).abs() < 0.01);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of fewer than three values, of one that is not finite or beyond ±1e100, and where most neighbours are equal.
pub fn penalty(values: &[f64]) -> Result<f64, Undefined> {
    check("values", values, 3)?;
    let steps: Vec<f64> = values.iter().zip(values.iter().skip(1)).map(|(a, b)| (b - a).abs()).collect();
    let deviation = median(&sorted(&steps)) / (0.6745 * std::f64::consts::SQRT_2);
    if deviation <= 0.0 {
        return Err(Undefined::Constant { what: "most neighbouring values" });
    }
    kept("the penalty", 2.0 * deviation * deviation * libm::log(count(values)))
}

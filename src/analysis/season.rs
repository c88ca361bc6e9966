//! What repeats from cycle to cycle (季节): a series parted into trend, season and rest.

use serde::{Deserialize, Serialize};

use super::Undefined;
use super::distribution::float;
use super::outlier::modified_scores;
use super::series::{check, kept, mean, out_of_range, squares, varied};
use super::wording::{figure, percent, sentences};

/// How trend, season and rest make up a value.
///
/// ```
/// use service_quality::analysis::season::Model;
/// assert_eq!(serde_json::to_string(&Model::Multiplicative)?, r#""multiplicative""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// value = trend + season + rest: the season is as large at any level.
    Additive,
    /// value = trend × season × rest: the season grows with the level.
    Multiplicative,
}

/// A series parted into trend, season and rest.
///
/// ```
/// use service_quality::analysis::season::{self, Model};
///
/// let quarters = [20.0, 30.0, 10.0, 22.0, 24.0, 34.0, 14.0, 26.0, 28.0, 38.0, 18.0, 30.0];
/// let parts = season::decompose(&quarters, 4, Model::Additive)?;
/// assert_eq!(parts.trend().first(), Some(&None), "half a cycle at each end has no trend");
/// assert_eq!(
///     parts.interpretation(),
///     "Over 3.0 cycles of 4 the season is highest at 2 (10 above the trend) and lowest at 3 (11 below it); it makes \
///      up 100.0 % of what the trend leaves (additive)."
/// );
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decomposition {
    model: Model,
    period: usize,
    n: usize,
    trend: Vec<Option<f64>>,
    seasonal: Vec<f64>,
    residual: Vec<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<f64>,
}

/// So many whole cycles are needed to tell a season from noise.
const ENOUGH: usize = 3;

/// Parts a series into trend, season and rest, the classical way: Kendall and Stuart, *The advanced theory of
/// statistics*, volume 3 (1976), chapter 46.
///
/// The trend is the mean over one cycle around each value; of an even period, the two values at its ends count half. What
/// is left without it, averaged over the cycles for each place in the cycle and set to a mean of 0 (additive) or 1
/// (multiplicative), is the season; the first value is at place 0. The rest is what remains. In the first and the last
/// half cycle trend and rest are not defined. Of two cycles each place has hardly more than one value without its
/// trend, and all noise looks like a season: how strong it is, is only said from three on.
///
/// ```
/// use service_quality::analysis::season::{self, Model};
/// let parts = season::decompose(&[1.0, 3.0, 2.0, 4.0, 3.0, 5.0], 2, Model::Additive)?;
/// assert_eq!(parts.seasonal(), [-0.75, 0.75]);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// For a period below 2, of fewer than two whole cycles, where all values are equal, of a value that is not finite or beyond
/// ±1e100, and of one that is not above 0 where the model multiplies.
pub fn decompose(values: &[f64], period: usize, model: Model) -> Result<Decomposition, Undefined> {
    if period < 2 {
        return Err(out_of_range("the period", &period, "from 2"));
    }
    check("values", values, period.saturating_mul(2))?;
    varied("values", values)?;
    if model == Model::Multiplicative
        && let Some(value) = values.iter().find(|value| **value <= 0.0)
    {
        return Err(out_of_range("a value", value, "more than 0 where the season multiplies"));
    }
    let apart = |value: f64, part: f64| match model {
        Model::Additive => value - part,
        Model::Multiplicative => value / part,
    };
    let trend = moving_mean(values, period);
    let mut places = vec![Vec::new(); period];
    for ((value, trend), place) in values.iter().zip(&trend).zip((0..period).cycle()) {
        if let Some((trend, place)) = trend.zip(places.get_mut(place)) {
            place.push(kept("a value without its trend", apart(*value, trend))?);
        }
    }
    let raw: Vec<f64> = places.iter().map(|place| mean(place)).collect();
    let level = mean(&raw);
    let season = |raw: &f64| kept("the season", apart(*raw, level));
    let seasonal = raw.iter().map(season).collect::<Result<Vec<f64>, _>>()?;
    let mut residual = Vec::with_capacity(values.len());
    for ((value, trend), season) in values.iter().zip(&trend).zip(seasonal.iter().cycle()) {
        let rest = trend.map(|trend| kept("the rest", apart(apart(*value, trend), *season)));
        residual.push(rest.transpose()?);
    }
    let without_trend = squares(&places.concat());
    let rest: Vec<f64> = residual.iter().flatten().copied().collect();
    // What is so small beside the values is what rounding has left of a straight line, and no season.
    let large = without_trend > 1e-26 * squares(values);
    let left = if large { squares(&rest) / without_trend } else { 1.0 };
    let strength = (values.len() / period >= ENOUGH).then(|| (1.0 - left).max(0.0));
    Ok(Decomposition { model, period, n: values.len(), trend, seasonal, residual, strength })
}

/// The mean over one cycle around each value, in as many steps as there are values.
///
/// A window reaches from one block of its own length into the next: its sum is that of an end of the one and of a
/// beginning of the other. So nothing is taken away again, and no large value leaves its rounding behind.
fn moving_mean(values: &[f64], period: usize) -> Vec<Option<f64>> {
    let half = period / 2;
    let even = period.is_multiple_of(2);
    let mut means = vec![None; half];
    let inner = if even { period - 1 } else { period };
    let (mut beginnings, mut ends) = (Vec::new(), Vec::new());
    for block in values.chunks(inner) {
        beginnings.extend(running(block.iter()));
        let mut backward: Vec<f64> = running(block.iter().rev()).collect();
        backward.reverse();
        ends.extend(backward);
    }
    let sums = ends.iter().zip(beginnings.iter().skip(inner - 1)).enumerate();
    let mut sums = sums.map(|(at, (end, beginning))| {
        // A window that is a block is both its end and its beginning.
        if at.is_multiple_of(inner) { *end } else { end + beginning }
    });
    if even {
        // Between the two values that count half.
        let outer = values.iter().zip(values.iter().skip(period));
        let whole = sums.skip(1).zip(outer).map(|(sum, (first, last))| sum + f64::midpoint(*first, *last));
        means.extend(whole.map(|sum| Some(sum / float(period as u64))));
    } else {
        means.extend(sums.by_ref().map(|sum| Some(sum / float(period as u64))));
    }
    means.resize(values.len(), None);
    means
}

/// The sums of the first, the first two, the first three, … values.
fn running<'a>(values: impl Iterator<Item = &'a f64>) -> impl Iterator<Item = f64> {
    values.scan(0.0, |sum, value| {
        *sum += value;
        Some(*sum)
    })
}

impl Decomposition {
    /// How the parts make up a value.
    #[must_use]
    pub const fn model(&self) -> Model {
        self.model
    }

    /// How many values make a cycle.
    #[must_use]
    pub const fn period(&self) -> usize {
        self.period
    }

    /// How many values were given.
    #[must_use]
    pub const fn n(&self) -> usize {
        self.n
    }

    /// The level around each value; absent in the first and the last half cycle.
    #[must_use]
    pub fn trend(&self) -> &[Option<f64>] {
        &self.trend
    }

    /// What each place in the cycle adds or multiplies.
    #[must_use]
    pub fn seasonal(&self) -> &[f64] {
        &self.seasonal
    }

    /// What remains of each value; absent where the trend is.
    #[must_use]
    pub fn residual(&self) -> &[Option<f64>] {
        &self.residual
    }

    /// Which part of the variance that the trend leaves is the season's, from 0 to 1: after Wang, Smith and Hyndman,
    /// *Characteristic-based clustering for time series data* (2006). Absent of fewer than three whole cycles.
    #[must_use]
    pub const fn strength(&self) -> Option<f64> {
        self.strength
    }

    /// The positions of the values whose rest lies further than so many robust deviations from the median rest: what stands
    /// apart once trend and season are taken out. See [`modified_scores`], whose authors advise 3.5.
    ///
    /// A wild value also bends the trend around it and the season of its place a little; ask again with it mended where
    /// others of its place are named too.
    ///
    /// ```
    /// use service_quality::analysis::season::{self, Model};
    /// let mut weeks = [3.0, 9.0, 5.0].repeat(8);
    /// for (value, noise) in weeks.iter_mut().zip([0.1, -0.2, 0.0, 0.2, -0.1].iter().cycle()) {
    ///     *value += noise;
    /// }
    /// *weeks.get_mut(12).ok_or("short")? += 5.0; // 8, which is no outlier of the whole series
    /// let parts = season::decompose(&weeks, 3, Model::Additive)?;
    /// assert!(parts.outliers(3.5)?.contains(&12));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`modified_scores`].
    pub fn outliers(&self, threshold: f64) -> Result<Vec<usize>, Undefined> {
        let (places, rest): (Vec<usize>, Vec<f64>) =
            self.residual.iter().enumerate().filter_map(|(place, rest)| Some((place, (*rest)?))).unzip();
        let scores = modified_scores(&rest, threshold)?;
        Ok(scores.outliers.iter().filter_map(|outlier| places.get(*outlier).copied()).collect())
    }

    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let place = |at: Option<(usize, &f64)>| at.map_or((0, 0.0), |(place, season)| (place + 1, *season));
        let places = || self.seasonal.iter().enumerate();
        let high = place(places().max_by(|a, b| a.1.total_cmp(b.1)));
        let low = place(places().min_by(|a, b| a.1.total_cmp(b.1)));
        let off = |season: f64, way: &str| match self.model {
            Model::Additive => format!("{} {way}", figure(season.abs())),
            Model::Multiplicative => format!("{} {way}", percent((season - 1.0).abs())),
        };
        let strength = self.strength.map_or_else(String::new, |strength| {
            format!("; it makes up {} of what the trend leaves", percent(strength))
        });
        let found = format!(
            "Over {:.1} cycles of {} the season is highest at {} ({}) and lowest at {} ({}){strength} ({})",
            float(self.n as u64) / float(self.period as u64),
            self.period,
            high.0,
            off(high.1, "above the trend"),
            low.0,
            off(low.1, "below it"),
            match self.model {
                Model::Additive => "additive",
                Model::Multiplicative => "multiplicative",
            }
        );
        let few = || format!("With fewer than {ENOUGH} whole cycles noise looks like a season");
        sentences([Some(found), self.strength.is_none().then(few)])
    }
}

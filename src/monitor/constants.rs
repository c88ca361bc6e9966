//! The constants of control charts (控制图系数), exact for any size, and as tables print them.

use serde::{Deserialize, Serialize};

use super::chart::ChartError;
use super::normal_range;
use crate::analysis::distribution::square;

/// d3 for subgroups of 2 to 25, as [`normal_range::deviation`] gives it: a chart asks for it at every point.
const D3: [f64; 24] = [
    0.852_502_466_427,
    0.888_368_004_045,
    0.879_808_202_825,
    0.864_081_941_099,
    0.848_039_686_117,
    0.833_205_335_622,
    0.819_831_489_792,
    0.807_834_274_553,
    0.797_050_673_519,
    0.787_314_620_550,
    0.778_478_341_203,
    0.770_416_202_064,
    0.763_023_095_625,
    0.756_211_429_728,
    0.749_908_089_410,
    0.744_051_783_961,
    0.738_590_853_378,
    0.733_481_495_519,
    0.728_686_345_707,
    0.724_173_340_718,
    0.719_914_808_434,
    0.715_886_735_492,
    0.712_068_175_148,
    0.708_440_765_889,
];

/// d3 as the tables of SPC programs have it, for 2 to 50: qcc's, which differ from the exact values by up to 10⁻⁵.
const ROUNDED_D3: [f64; 49] = [
    0.852_503_3,
    0.888_369_7,
    0.879_810_8,
    0.864_085_5,
    0.848_044_2,
    0.833_210_8,
    0.819_837_8,
    0.807_841_3,
    0.797_058_4,
    0.787_323_0,
    0.778_487_3,
    0.770_425_7,
    0.763_033_0,
    0.756_221_7,
    0.749_918_8,
    0.744_062_7,
    0.738_602_1,
    0.733_492_9,
    0.728_698_0,
    0.724_185_1,
    0.719_926_7,
    0.715_898_7,
    0.712_080_2,
    0.708_452_8,
    0.705_000_4,
    0.701_708_6,
    0.698_564_8,
    0.695_557_6,
    0.692_677_0,
    0.689_913_7,
    0.687_259_6,
    0.684_707_4,
    0.682_250_2,
    0.679_882_1,
    0.677_597_3,
    0.675_391_0,
    0.673_258_4,
    0.671_195_2,
    0.669_197_6,
    0.667_261_9,
    0.665_384_8,
    0.663_563_2,
    0.661_794_3,
    0.660_075_4,
    0.658_404_1,
    0.656_778_0,
    0.655_195_0,
    0.653_653_2,
    0.652_150_6,
];

/// The median of |x| of a normal x, times √2: the median of a moving range of two (d4).
const MEDIAN_RANGE: f64 = 0.953_872_552_417_139;

/// Which values of the control-chart constants (控制图系数) are taken.
///
/// Programs and books differ in the digits, and with them the limits in the fourth.
///
/// ```
/// use service_quality::monitor::constants::Tables;
/// assert_eq!(Tables::default(), Tables::Exact);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tables {
    /// As calculated: d2 of two is 1.128379.
    #[default]
    Exact,
    /// As printed: d2 to three places (1.128), d3 to seven, D4 of two 3.267; qcc, qicharts2, `PowerBI-SPC`, JASP.
    Rounded,
    /// For moving ranges the printed factors instead: limits at 2.66 (or, of a median, 3.145) times the moving range,
    /// which is to say d2 = 3 / 2.66; else as [`Rounded`](Self::Rounded). NHS England's *Making data count*, Wheeler.
    RoundedFactors,
}

impl Tables {
    /// How many standard deviations the mean range of so many values is.
    pub(super) fn d2(self, size: u32) -> f64 {
        match (self, size) {
            // Asked for at every point of a chart of moving ranges, and known in closed form.
            (Self::Exact, 2) => std::f64::consts::FRAC_2_SQRT_PI,
            (Self::Exact, _) => normal_range::mean(f64::from(size)),
            (Self::RoundedFactors, 2) => 3.0 / 2.66,
            (Self::Rounded | Self::RoundedFactors, _) => {
                libm::round(normal_range::mean(f64::from(size)) * 1e3) / 1e3
            }
        }
    }

    /// How many standard deviations the standard deviation of the range of so many values is.
    pub(super) fn d3(self, size: u32) -> f64 {
        let table: &[f64] = match self {
            Self::Exact => &D3,
            Self::Rounded | Self::RoundedFactors => &ROUNDED_D3,
        };
        let known = size.checked_sub(2).and_then(|place| table.get(usize::try_from(place).ok()?));
        known.copied().unwrap_or_else(|| normal_range::deviation(f64::from(size)))
    }

    /// How many standard deviations the median moving range of two values is.
    pub(super) const fn median_range(self) -> f64 {
        match self {
            Self::Exact => MEDIAN_RANGE,
            Self::Rounded => 0.954,
            Self::RoundedFactors => 3.0 / 3.145,
        }
    }

    /// The upper limit of moving ranges of two, in mean moving ranges: D4.
    pub(super) fn widest(self) -> f64 {
        match self {
            Self::Exact => 1.0 + 3.0 * self.d3(2) / self.d2(2),
            Self::Rounded | Self::RoundedFactors => 3.267,
        }
    }

    /// The upper limit of moving ranges of two, in median moving ranges.
    pub(super) fn widest_of_median(self) -> f64 {
        match self {
            Self::Exact => (self.d2(2) + 3.0 * self.d3(2)) / MEDIAN_RANGE,
            Self::Rounded | Self::RoundedFactors => 3.865,
        }
    }
}

/// The mean of the standard deviation of so many values, in true standard deviations:
/// √(2/(n−1)) · Γ(n/2) / Γ((n−1)/2).
pub(super) fn c4(size: f64) -> f64 {
    let freedom = size - 1.0;
    if freedom < 200.0 {
        return (2.0 / freedom).sqrt() * libm::exp(libm::lgamma(size / 2.0) - libm::lgamma(freedom / 2.0));
    }
    // The difference of two large logarithms has lost digits; its series has them.
    let part = freedom.recip();
    1.0 - part / 4.0 + square(part) / 32.0 + square(part) * part * 5.0 / 128.0
        - square(square(part)) * 21.0 / 2_048.0
        - square(square(part)) * part * 399.0 / 8_192.0
}

/// The constants of control charts for subgroups of one size, exact.
///
/// d2 and d3 are the mean and the standard deviation of the range of n standard normal values, c4 the mean of their standard
/// deviation; the factors follow (Montgomery, *Introduction to statistical quality control*, appendix VI).
///
/// ```
/// use service_quality::monitor::constants::Constants;
///
/// let five = Constants::of_size(5)?;
/// assert_eq!(format!("{:.3} {:.4} {:.3}", five.d2(), five.c4(), five.upper_range()), "2.326 0.9400 2.114");
/// assert!(Constants::of_size(1).is_err());
/// # Ok::<(), service_quality::monitor::chart::ChartError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Constants {
    size: u32,
    d2: f64,
    d3: f64,
    c4: f64,
}

impl Constants {
    /// Calculates them; that costs about a millisecond for sizes above 25, so ask once.
    ///
    /// # Errors
    /// [`ChartError::OutOfRange`] for a size below 2 or above a million.
    pub fn of_size(size: u32) -> Result<Self, ChartError> {
        if !(2..=1_000_000).contains(&size) {
            return Err(ChartError::out_of_range("size", size, "2 to 1000000"));
        }
        Ok(Self { size, d2: Tables::Exact.d2(size), d3: Tables::Exact.d3(size), c4: c4(f64::from(size)) })
    }

    /// The size of the subgroups.
    #[must_use]
    pub const fn size(&self) -> u32 {
        self.size
    }

    /// d2: the mean range, in standard deviations.
    #[must_use]
    pub const fn d2(&self) -> f64 {
        self.d2
    }

    /// d3: the standard deviation of the range, in standard deviations.
    #[must_use]
    pub const fn d3(&self) -> f64 {
        self.d3
    }

    /// c4: the mean standard deviation, in standard deviations.
    #[must_use]
    pub const fn c4(&self) -> f64 {
        self.c4
    }

    /// c5 = √(1 − c4²): the standard deviation of the standard deviation.
    #[must_use]
    pub fn c5(&self) -> f64 {
        (1.0 - square(self.c4)).sqrt()
    }

    /// A = 3/√n: limits of means from the true standard deviation.
    #[must_use]
    pub fn mean_of_sigma(&self) -> f64 {
        3.0 / f64::from(self.size).sqrt()
    }

    /// A2 = 3/(d2·√n): limits of means from the mean range.
    #[must_use]
    pub fn mean_of_range(&self) -> f64 {
        self.mean_of_sigma() / self.d2
    }

    /// A3 = 3/(c4·√n): limits of means from the mean standard deviation.
    #[must_use]
    pub fn mean_of_deviation(&self) -> f64 {
        self.mean_of_sigma() / self.c4
    }

    /// B3: the lower limit of standard deviations, in mean standard deviations.
    #[must_use]
    pub fn lower_deviation(&self) -> f64 {
        (1.0 - 3.0 * self.c5() / self.c4).max(0.0)
    }

    /// B4: the upper limit of standard deviations, in mean standard deviations.
    #[must_use]
    pub fn upper_deviation(&self) -> f64 {
        1.0 + 3.0 * self.c5() / self.c4
    }

    /// B5: the lower limit of standard deviations, in true ones.
    #[must_use]
    pub fn lower_deviation_of_sigma(&self) -> f64 {
        (self.c4 - 3.0 * self.c5()).max(0.0)
    }

    /// B6: the upper limit of standard deviations, in true ones.
    #[must_use]
    pub fn upper_deviation_of_sigma(&self) -> f64 {
        self.c4 + 3.0 * self.c5()
    }

    /// D1: the lower limit of ranges, in true standard deviations.
    #[must_use]
    pub fn lower_range_of_sigma(&self) -> f64 {
        (self.d2 - 3.0 * self.d3).max(0.0)
    }

    /// D2: the upper limit of ranges, in true standard deviations.
    #[must_use]
    pub fn upper_range_of_sigma(&self) -> f64 {
        self.d2 + 3.0 * self.d3
    }

    /// D3: the lower limit of ranges, in mean ranges.
    #[must_use]
    pub fn lower_range(&self) -> f64 {
        (1.0 - 3.0 * self.d3 / self.d2).max(0.0)
    }

    /// D4: the upper limit of ranges, in mean ranges.
    #[must_use]
    pub fn upper_range(&self) -> f64 {
        1.0 + 3.0 * self.d3 / self.d2
    }

    /// E2 = 3/d2: limits of individual values from the mean range.
    #[must_use]
    pub fn individual_of_range(&self) -> f64 {
        3.0 / self.d2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_what_is_calculated() {
        for (size, d3) in (2_u32..).zip(D3) {
            assert!((normal_range::deviation(f64::from(size)) - d3).abs() < 1e-11, "{size}");
        }
        // Of the printed table the digits from the fifth on are not exact.
        assert!((Tables::Exact.d3(26) - 0.705_000_4).abs() < 2e-5, "beyond the table");
        assert_eq!(Tables::Rounded.d2(2).to_string(), "1.128");
        assert_eq!(Tables::Rounded.d2(25).to_string(), "3.931");
    }

    #[test]
    fn c4_is_one_function() {
        let (below, above) = (c4(200.999_999), c4(201.000_001));
        assert!((below - above).abs() < 1e-10, "{below} {above}");
        assert!((c4(2.0) - (2.0 / std::f64::consts::PI).sqrt()).abs() < 1e-15);
        assert!((c4(1e6) - (1.0 - 0.25 / 999_999.0)).abs() < 1e-12);
    }
}

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::analysis::mean::Variances;
use crate::analysis::rank::Approximation;
use crate::analysis::{proportion, rate};
use crate::quantity::{Label, Language};

/// By which test an effect is shown (检验方法): a choice of what [`analysis`](crate::analysis) has, or one that is run
/// elsewhere.
///
/// ```
/// use service_quality::analysis::rank::Approximation;
/// use service_quality::improve::effect::EffectTest;
///
/// let test: EffectTest = serde_json::from_str(r#"{"mann_whitney": "normal_corrected"}"#)?;
/// assert_eq!(test, EffectTest::MannWhitney(Approximation::NormalCorrected));
/// assert_eq!(serde_json::to_string(&EffectTest::PairedMeans)?, r#""paired_means""#);
/// assert_eq!(EffectTest::PairedMeans.to_string(), "paired t-test");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum EffectTest {
    /// [`proportion::test`]: two shares of independent records.
    TwoShares(proportion::TestMethod),
    /// [`mean::test`](crate::analysis::mean::test): two means of independent values, Welch's by default.
    TwoMeans(Variances),
    /// [`rank::mann_whitney`](crate::analysis::rank::mann_whitney): two samples of values far from normal.
    MannWhitney(Approximation),
    /// [`rate::test`]: two rates of independent events.
    TwoRates(rate::TestMethod),
    /// [`mean::paired`](crate::analysis::mean::paired): the same places before and after.
    PairedMeans,
    /// [`rank::signed_rank`](crate::analysis::rank::signed_rank): the same, far from normal.
    SignedRank(Approximation),
    /// [`InterruptedSeries`](crate::analysis::intervention::InterruptedSeries): one series, with its own trend.
    InterruptedSeries {
        /// What is tested of it.
        change: SeriesChange,
        /// Over how many steps errors are autocorrelated; absent for the rule of thumb
        /// [`lags_for`](crate::analysis::intervention::InterruptedSeries::lags_for) the number of values.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lags: Option<u32>,
    },
    /// [`DifferenceInDifferences`](crate::analysis::intervention::DifferenceInDifferences): beside a group without the
    /// measure.
    DifferenceInDifferences,
    /// One that the host runs elsewhere, by its name; its outcome comes as an
    /// [`EffectReport`](super::EffectReport).
    Other(Label),
}

/// Which change of an interrupted series is tested.
///
/// ```
/// use service_quality::improve::effect::SeriesChange;
/// assert_eq!(serde_json::to_string(&SeriesChange::Level)?, r#""level""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesChange {
    /// The jump at the first value after, 水平变化: for measures that work at once.
    Level,
    /// The change of the slope, 斜率变化: for measures that work by and by.
    Slope,
}

impl EffectTest {
    /// What people call it.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (language, self) {
            (Language::English, _) => self.to_string(),
            (Language::Chinese, Self::TwoShares(_)) => format!("两比例检验（{self}）"),
            (Language::Chinese, Self::TwoMeans(_)) => format!("两独立样本 t 检验（{self}）"),
            (Language::Chinese, Self::MannWhitney(_)) => "Mann-Whitney 秩和检验".to_owned(),
            (Language::Chinese, Self::TwoRates(_)) => format!("泊松率比检验（{self}）"),
            (Language::Chinese, Self::PairedMeans) => "配对 t 检验".to_owned(),
            (Language::Chinese, Self::SignedRank(_)) => "Wilcoxon 符号秩检验".to_owned(),
            (Language::Chinese, Self::InterruptedSeries { .. }) => "间断时间序列分析".to_owned(),
            (Language::Chinese, Self::DifferenceInDifferences) => "双重差分".to_owned(),
            (Language::Chinese, Self::Other(name)) => name.to_string(),
        }
    }
}

impl fmt::Display for EffectTest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TwoShares(method) => write!(formatter, "{method} of two shares"),
            Self::TwoMeans(variances) => write!(formatter, "{variances}"),
            Self::MannWhitney(_) => formatter.write_str("Mann-Whitney test"),
            Self::TwoRates(method) => write!(formatter, "{method} of two rates"),
            Self::PairedMeans => formatter.write_str("paired t-test"),
            Self::SignedRank(_) => formatter.write_str("signed rank test of Wilcoxon"),
            Self::InterruptedSeries { change: SeriesChange::Level, .. } => {
                formatter.write_str("test of the level of an interrupted series")
            }
            Self::InterruptedSeries { change: SeriesChange::Slope, .. } => {
                formatter.write_str("test of the slope of an interrupted series")
            }
            Self::DifferenceInDifferences => formatter.write_str("test of the difference in differences"),
            Self::Other(name) => name.fmt(formatter),
        }
    }
}

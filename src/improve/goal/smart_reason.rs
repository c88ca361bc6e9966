use serde::Serialize;

use super::CriterionVerdict;
use crate::analysis::float_text;
use crate::analysis::wording::figure;
use crate::improve::wording::{direction, limit};
use crate::indicator::{Direction, Limit};
use crate::quantity::{Date, IndicatorId, Language, Number};

/// Why a goal meets a criterion, does not, or cannot be told to.
///
/// ```
/// use service_quality::improve::goal::{CriterionVerdict, SmartReason};
/// use service_quality::quantity::Language;
///
/// let easy = SmartReason::WithinVariation { sigmas: 1.25, lower: 78.0, upper: 90.0 };
/// assert_eq!(easy.verdict(), CriterionVerdict::NotMet);
/// assert_eq!(
///     easy.text(Language::English),
///     "the target is 1.25 sigma from the centre, within the natural process limits 78 to 90: single points reach it \
///      without any change"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SmartReason {
    /// Specific: the indicator is defined, and the target bounds it on the side where it is worse.
    IndicatorDefined,
    /// Specific: no definition was given.
    IndicatorUnknown,
    /// Specific: the definition given is of another indicator.
    OtherIndicator {
        /// Which.
        given: IndicatorId,
    },
    /// Specific: the target bounds the indicator on the wrong side.
    DirectionDiffers {
        /// Which way the indicator is better.
        indicator: Direction,
        /// The target.
        target: Limit,
    },
    /// Measurable: it was measured at enough points.
    Measured {
        /// The level.
        value: Number,
        /// How many points.
        points: u64,
    },
    /// Measurable: it was not measured.
    BaselineMissing,
    /// Measurable: the baseline is of another indicator.
    OtherBaseline {
        /// Which.
        given: IndicatorId,
    },
    /// Measurable: it was measured, but at few points.
    FewPoints {
        /// How many points.
        points: u64,
        /// From how many on a baseline is usable.
        needed: u64,
    },
    /// Achievable: a stable process does not reach the target on its own, so something must be changed; the target is no
    /// farther than was agreed, or was reached once.
    NeedsChange {
        /// How many sigma the target is from the centre.
        #[serde(with = "float_text")]
        sigmas: f64,
        /// The lower natural process limit.
        #[serde(with = "float_text")]
        lower: f64,
        /// The upper natural process limit.
        #[serde(with = "float_text")]
        upper: f64,
    },
    /// Achievable: the target is farther from the centre than was agreed, and no point ever reached it.
    NeverObserved {
        /// How many sigma the target is from the centre.
        #[serde(with = "float_text")]
        sigmas: f64,
        /// Within how many it may be: [`SmartContext::within_sigmas`](super::SmartContext::within_sigmas).
        within: u32,
        /// The lower natural process limit.
        #[serde(with = "float_text")]
        lower: f64,
        /// The upper natural process limit.
        #[serde(with = "float_text")]
        upper: f64,
    },
    /// Achievable: single points of a stable process reach the target without any change; reaching it shows nothing.
    WithinVariation {
        /// How many sigma the target is from the centre.
        #[serde(with = "float_text")]
        sigmas: f64,
        /// The lower natural process limit.
        #[serde(with = "float_text")]
        lower: f64,
        /// The upper natural process limit.
        #[serde(with = "float_text")]
        upper: f64,
    },
    /// Achievable: the baseline meets the target already.
    AlreadyMet {
        /// The level.
        value: Number,
    },
    /// Achievable: no value of the indicator's unit keeps the target.
    BeyondUnit {
        /// The least value of the unit.
        least: Number,
        /// The greatest value of the unit.
        most: Number,
    },
    /// Achievable: an unstable process has no level to judge from.
    Unstable {
        /// How many signals its chart gives.
        signals: usize,
    },
    /// Achievable: it is not known how the baseline varies.
    VariationUnknown,
    /// Relevant: it is said what it serves.
    Serves,
    /// Relevant: it is not said what it serves.
    ReasonMissing,
    /// Time-bound: the due day is ahead.
    DueAhead {
        /// The due day.
        due: Date,
    },
    /// Time-bound: the due day is not ahead.
    DuePassed {
        /// The due day.
        due: Date,
        /// The day of the review.
        as_of: Date,
    },
    /// Time-bound: the effect is tested on days after the due day.
    DueBeforeTest {
        /// The due day.
        due: Date,
        /// The last day of the after-period.
        ends: Date,
    },
}

impl SmartReason {
    /// What follows from it.
    #[must_use]
    pub const fn verdict(&self) -> CriterionVerdict {
        match self {
            Self::IndicatorDefined
            | Self::Measured { .. }
            | Self::NeedsChange { .. }
            | Self::Serves
            | Self::DueAhead { .. } => CriterionVerdict::Met,
            Self::IndicatorUnknown
            | Self::FewPoints { .. }
            | Self::NeverObserved { .. }
            | Self::Unstable { .. }
            | Self::VariationUnknown => CriterionVerdict::CannotTell,
            Self::OtherIndicator { .. }
            | Self::DirectionDiffers { .. }
            | Self::BaselineMissing
            | Self::OtherBaseline { .. }
            | Self::WithinVariation { .. }
            | Self::AlreadyMet { .. }
            | Self::BeyondUnit { .. }
            | Self::ReasonMissing
            | Self::DuePassed { .. }
            | Self::DueBeforeTest { .. } => CriterionVerdict::NotMet,
        }
    }

    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::IndicatorDefined => {
                "the indicator is defined, and the target agrees with its direction".into()
            }
            Self::IndicatorUnknown => "the definition of the indicator was not given".into(),
            Self::OtherIndicator { given } => format!("the definition given is of `{given}`"),
            Self::DirectionDiffers { indicator, target } => {
                let target = limit(*target, Language::English);
                format!(
                    "the indicator is defined as {}, but the target is {target}",
                    direction(*indicator, Language::English)
                )
            }
            Self::Measured { value, points } => format!("the baseline is {value}, of {points} points"),
            Self::BaselineMissing => "there is no baseline".into(),
            Self::OtherBaseline { given } => format!("the baseline is of `{given}`"),
            Self::FewPoints { points, needed } => {
                format!("the baseline has {points} points; {needed} or more make it usable")
            }
            Self::NeedsChange { sigmas, lower, upper } => {
                let [sigmas, lower, upper] = [sigmas, lower, upper].map(|value| figure(*value));
                format!(
                    "the target is {sigmas} sigma from the centre, outside the natural process limits {lower} to {upper}: it \
                     takes a change of the process"
                )
            }
            Self::NeverObserved { sigmas, within, lower, upper } => {
                let [sigmas, lower, upper] = [sigmas, lower, upper].map(|value| figure(*value));
                format!(
                    "the target is {sigmas} sigma from the centre, beyond {within} sigma and the natural process limits {lower} \
                     to {upper}: nothing like it was ever observed"
                )
            }
            Self::WithinVariation { sigmas, lower, upper } => {
                let [sigmas, lower, upper] = [sigmas, lower, upper].map(|value| figure(*value));
                format!(
                    "the target is {sigmas} sigma from the centre, within the natural process limits {lower} to {upper}: \
                     single points reach it without any change"
                )
            }
            Self::AlreadyMet { value } => format!("the baseline of {value} meets the target already"),
            Self::BeyondUnit { least, most } => {
                format!("no value of the indicator's unit, {least} to {most}, keeps the target")
            }
            Self::Unstable { signals } => {
                format!("the baseline is not stable (signals: {signals}), so there is no level to judge from")
            }
            Self::VariationUnknown => "it is not known how the baseline varies".into(),
            Self::Serves => "it is said what it serves".into(),
            Self::ReasonMissing => "it is not said which objective, requirement or need it serves".into(),
            Self::DueAhead { due } => format!("it is due on {due}"),
            Self::DuePassed { due, as_of } => format!("it is due on {due}, which is not after {as_of}"),
            Self::DueBeforeTest { due, ends } => {
                format!("it is due on {due}, before the after-period ends on {ends}")
            }
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::IndicatorDefined => "指标已定义，目标与指标方向一致".into(),
            Self::IndicatorUnknown => "未给出指标定义".into(),
            Self::OtherIndicator { given } => format!("给出的是指标 `{given}` 的定义"),
            Self::DirectionDiffers { indicator, target } => {
                let target = limit(*target, Language::Chinese);
                format!("指标{}，而目标为 {target}", direction(*indicator, Language::Chinese))
            }
            Self::Measured { value, points } => format!("基线为 {value}，共 {points} 个点"),
            Self::BaselineMissing => "没有基线".into(),
            Self::OtherBaseline { given } => format!("基线属于指标 `{given}`"),
            Self::FewPoints { points, needed } => format!("基线只有 {points} 个点，至少需要 {needed} 个"),
            Self::NeedsChange { sigmas, lower, upper } => {
                let [sigmas, lower, upper] = [sigmas, lower, upper].map(|value| figure(*value));
                format!("目标距中心 {sigmas} 倍标准差，在自然过程界限 {lower} 至 {upper} 之外：需要改变过程")
            }
            Self::NeverObserved { sigmas, within, lower, upper } => {
                let [sigmas, lower, upper] = [sigmas, lower, upper].map(|value| figure(*value));
                format!(
                    "目标距中心 {sigmas} 倍标准差，超过 {within} 倍，在自然过程界限 {lower} 至 {upper} 之外：从未观测到接近目标的水平"
                )
            }
            Self::WithinVariation { sigmas, lower, upper } => {
                let [sigmas, lower, upper] = [sigmas, lower, upper].map(|value| figure(*value));
                format!(
                    "目标距中心 {sigmas} 倍标准差，在自然过程界限 {lower} 至 {upper} 之内：不作改变也会有个别点达到"
                )
            }
            Self::AlreadyMet { value } => format!("基线 {value} 已达到目标"),
            Self::BeyondUnit { least, most } => {
                format!("指标单位的取值范围为 {least} 至 {most}，无法达到目标")
            }
            Self::Unstable { signals } => format!("基线不稳定（信号 {signals} 个），没有可据以判断的水平"),
            Self::VariationUnknown => "不知道基线如何波动".into(),
            Self::Serves => "已说明目标服务于什么".into(),
            Self::ReasonMissing => "没有说明目标服务于哪个目的、要求或需求".into(),
            Self::DueAhead { due } => format!("期限为 {due}"),
            Self::DuePassed { due, as_of } => format!("期限 {due} 不晚于 {as_of}"),
            Self::DueBeforeTest { due, ends } => format!("期限 {due} 早于检验期的最后一天 {ends}"),
        }
    }
}

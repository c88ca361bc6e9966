use std::fmt;

use serde::{Deserialize, Serialize};

use super::words::{Words, joined, words};
use super::{Against, Change};
use super::{
    ChangeMeasure, ChartSignal, Crossing, Forecast, PromiseRisk, RiskMeasure, RiskRule, Standing, Threshold,
};
use crate::indicator::Absence;
use crate::monitor::{Side, Variation};
use crate::quantity::{Language, Number, Span};

/// What a condition found: how it stands, and the figures that say so.
///
/// ```
/// use service_quality::monitor::warning::{Condition, Evidence, Threshold};
/// use service_quality::quantity::Language;
///
/// let condition = Condition::Value(Threshold::above("0.05".parse()?));
/// let evidence = Evidence::new("2026-03-02T00:00:00Z".parse()?).with_value("0.062".parse()?);
/// let finding = condition.judge(&evidence);
/// assert_eq!(finding.to_string(), "0.062 is above 0.05");
/// assert_eq!(finding.text(Language::Chinese), "0.062 高于 0.05");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// How it stands.
    pub standing: Standing,
    /// The figures.
    pub fact: Fact,
}

/// The figures that a condition judged.
///
/// ```
/// use service_quality::monitor::warning::Fact;
/// assert_eq!(serde_json::to_string(&Fact::Missing { why: None })?, r#"{"missing":{"why":null}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Fact {
    /// The value itself.
    Value {
        /// The value.
        value: Number,
        /// The limit.
        threshold: Threshold,
    },
    /// A change.
    Change {
        /// How much.
        change: Number,
        /// The value.
        value: Number,
        /// What it was compared with.
        base: Number,
        /// The rule.
        rule: Change,
    },
    /// Where the trend leads.
    Forecast {
        /// Where.
        crossing: Crossing,
        /// The value now.
        value: Number,
        /// How much the line rises in a day, to nine places; absent where that is no number.
        per_day: Option<Number>,
        /// The rule.
        rule: Forecast,
    },
    /// The signals that count.
    Signals {
        /// Each of them.
        signals: Vec<ChartSignal>,
    },
    /// Open promises.
    Risk {
        /// How many, and how many at risk.
        risk: PromiseRisk,
        /// The rule.
        rule: RiskRule,
    },
    /// How fast the error budget burns.
    Burn {
        /// Over each window.
        rates: Vec<Rate>,
        /// The limit.
        threshold: Threshold,
    },
    /// One of several conditions is enough.
    Any(Vec<Finding>),
    /// All of several conditions are needed.
    All(Vec<Finding>),
    /// What it asks for was not given.
    Missing {
        /// Why, where that is known.
        why: Option<Absence>,
    },
    /// It was given, and says nothing.
    Unjudged(Unjudged),
}

/// A burn rate over a window.
///
/// ```
/// use service_quality::monitor::warning::Rate;
/// let rate: Rate = serde_json::from_str(r#"{"window": "PT1H", "rate": "14.4"}"#)?;
/// assert_eq!(rate.rate, "14.4".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The window.
    pub window: Span,
    /// The rate.
    pub rate: Number,
}

/// Why a figure could not be calculated though the value is there. It then neither fires nor clears.
///
/// ```
/// use service_quality::monitor::warning::Unjudged;
/// assert_eq!(serde_json::to_string(&Unjudged::BaseZero)?, r#""base_zero""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Unjudged {
    /// Too few values came before.
    TooFew {
        /// How many there are.
        given: usize,
        /// How many are needed.
        needed: u32,
    },
    /// A relative change has no base.
    BaseZero,
    /// The calculation leaves the range of exact numbers.
    TooLarge,
}

impl Finding {
    pub(super) const fn missing(why: Option<Absence>) -> Self {
        Self { standing: Standing::Unknown, fact: Fact::Missing { why } }
    }

    /// The finding as a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        self.fact.in_words(language)
    }
}

impl Words for Fact {
    fn in_words(&self, language: Language) -> String {
        match self {
            Self::Value { value, threshold } => judged(&value.to_string(), *value, threshold, language),
            Self::Change { change, value, base, rule } => {
                let against = rule.against.in_words(language);
                let relative = rule.measure == ChangeMeasure::Relative;
                let of = match (relative, language) {
                    (true, Language::English) => " of it",
                    (true, Language::Chinese) => "（相对）",
                    _ => "",
                };
                let moved = words!(
                    language,
                    "{value} against {base}, {against}: a change of {change}{of}, which",
                    "{value}，相对{against} {base}：变化 {change}{of}"
                );
                judged(&moved, *change, &rule.threshold, language)
            }
            Self::Forecast { crossing, value, per_day, rule } => {
                forecast(crossing, *value, *per_day, rule, language)
            }
            Self::Signals { signals } if signals.is_empty() => {
                words!(language, "the chart is silent", "控制图无异常信号")
            }
            Self::Signals { signals } => {
                let told = joined(signals.iter().map(|signal| signal.in_words(language)), language);
                words!(language, "the chart signals {told}", "控制图信号：{told}")
            }
            Self::Risk { risk, rule } => {
                let figure = risk.figure(rule.measure);
                let (open, at_risk, overdue) = (risk.open(), risk.at_risk(), risk.overdue());
                let told = match rule.measure {
                    RiskMeasure::AtRisk => words!(
                        language,
                        "{at_risk} at risk of {open} open promises",
                        "{open} 项未完成承诺中有 {at_risk} 项有违约风险，"
                    ),
                    RiskMeasure::Overdue => words!(
                        language,
                        "{overdue} overdue of {open} open promises",
                        "{open} 项未完成承诺中有 {overdue} 项已逾期，"
                    ),
                    RiskMeasure::ShareAtRisk => words!(
                        language,
                        "{at_risk} at risk of {open} open promises, {figure},",
                        "{open} 项未完成承诺中有 {at_risk} 项有违约风险，占 {figure}，"
                    ),
                    RiskMeasure::ShareOverdue => words!(
                        language,
                        "{overdue} overdue of {open} open promises, {figure},",
                        "{open} 项未完成承诺中有 {overdue} 项已逾期，占 {figure}，"
                    ),
                };
                judged(&told, figure, &rule.threshold, language)
            }
            Self::Burn { rates, threshold } => {
                let told = |rate: &Rate| {
                    let window = rate.window.in_words(language);
                    let rate = rate.rate;
                    words!(language, "{rate} over {window}", "{window}内 {rate}")
                };
                let slowest = rates.iter().map(|rate| rate.rate).min().unwrap_or_default();
                let rates = joined(rates.iter().map(told), language);
                judged(
                    &words!(language, "a burn rate of {rates}", "消耗速率 {rates}，"),
                    slowest,
                    threshold,
                    language,
                )
            }
            Self::Any(findings) => several(findings, Standing::Beyond, language),
            Self::All(findings) => several(findings, Standing::Clear, language),
            Self::Missing { why } => match (why, language) {
                (Some(Absence::Suppressed { n }), _) => {
                    words!(
                        language,
                        "the value is suppressed, with only {n} observations",
                        "观测数仅 {n}，数值不予公布"
                    )
                }
                (Some(Absence::NotApplicable), _) => words!(language, "nothing to measure", "不适用"),
                _ => words!(language, "the data are missing", "数据缺失"),
            },
            Self::Unjudged(why) => why.in_words(language),
        }
    }
}

/// `<what> is above 5`, or `is not`, or `is not, nor back at 4`.
fn judged(what: &str, figure: Number, threshold: &Threshold, language: Language) -> String {
    let limit = threshold.in_words(language);
    match threshold.standing(figure) {
        Standing::Beyond => words!(language, "{what} is {limit}", "{what} {limit}"),
        Standing::Between => {
            let back = threshold.clearance(language);
            words!(
                language,
                "{what} is not {limit}, nor back at {back}",
                "{what} 未{limit}，也未恢复至 {back}"
            )
        }
        Standing::Clear | Standing::Unknown => {
            let limit = threshold.clearing().in_words(language);
            words!(language, "{what} is not {limit}", "{what} 未{limit}")
        }
    }
}

fn forecast(
    crossing: &Crossing,
    value: Number,
    per_day: Option<Number>,
    rule: &Forecast,
    language: Language,
) -> String {
    let limit = rule.limit;
    let side = match (rule.towards, language) {
        (Side::Above, Language::English) => "above",
        (Side::Below, Language::English) => "below",
        (Side::Above, Language::Chinese) => "高于",
        (Side::Below, Language::Chinese) => "低于",
    };
    let pace = per_day
        .map(|pace| pace.rounded(3))
        .map(|pace| words!(language, " ({pace} a day)", "（每天 {pace}）"))
        .unwrap_or_default();
    match crossing {
        Crossing::Crossed => words!(
            language,
            "at {value} now, the trend is {side} {limit}",
            "当前 {value}，趋势已{side} {limit}"
        ),
        Crossing::Crosses { after, .. } => {
            let after = after.in_words(language);
            words!(
                language,
                "at {value} now, the trend{pace} goes {side} {limit} in {after}",
                "当前 {value}，按此趋势{pace}将在 {after}后{side} {limit}"
            )
        }
        Crossing::Never => words!(
            language,
            "at {value} now, the trend{pace} does not go {side} {limit}",
            "当前 {value}，按此趋势{pace}不会{side} {limit}"
        ),
    }
}

/// Those of several findings that decide: where one of them stands at the extreme it is enough to name such.
fn several(findings: &[Finding], extreme: Standing, language: Language) -> String {
    let decisive = findings.iter().any(|finding| finding.standing == extreme);
    let told = findings.iter().filter(|finding| !decisive || finding.standing == extreme);
    let told: Vec<String> = told.map(|finding| finding.text(language)).collect();
    told.join(match language {
        Language::English => "; ",
        Language::Chinese => "；",
    })
}

impl Words for Against {
    fn in_words(&self, language: Language) -> String {
        match *self {
            Self::Back(1) => words!(language, "the value before", "上期值"),
            Self::Back(count) => words!(language, "{count} values back", "前 {count} 期的值"),
            Self::MeanOf(count) => words!(language, "the mean of the last {count}", "前 {count} 期均值"),
        }
    }
}

impl Words for ChartSignal {
    fn in_words(&self, language: Language) -> String {
        let rule = match language {
            Language::English => self.rule.as_str(),
            Language::Chinese => chinese_name(self.rule.as_str()),
        };
        let meaning = match (self.variation, language) {
            (Variation::Improvement, Language::English) => "improvement",
            (Variation::Concern, Language::English) => "concern",
            (Variation::Neutral, Language::English) => "neutral",
            (Variation::Improvement, Language::Chinese) => "改善",
            (Variation::Concern, Language::Chinese) => "恶化",
            (Variation::Neutral, Language::Chinese) => "中性",
        };
        words!(language, "{rule} ({meaning})", "{rule}（{meaning}）")
    }
}

/// What a rule of the presets is called; another by its id.
fn chinese_name(rule: &str) -> &str {
    match rule {
        "beyond_limits" => "超出控制限",
        "two_of_three" => "3 点中有 2 点超出警戒线",
        "four_of_five" => "5 点中有 4 点超出 1σ 线",
        "seven_on_one_side" => "连续 7 点位于中心线一侧",
        "eight_on_one_side" => "连续 8 点位于中心线一侧",
        "nine_on_one_side" => "连续 9 点位于中心线一侧",
        "six_in_trend" => "连续 6 点升或降",
        "seven_in_trend" => "连续 7 点升或降",
        "fourteen_alternating" => "连续 14 点交替升降",
        "fifteen_within" => "连续 15 点位于 1σ 线以内",
        "eight_outside" => "连续 8 点位于 1σ 线以外",
        "long_run" => "中心线一侧长链",
        other => other,
    }
}

impl Words for Unjudged {
    fn in_words(&self, language: Language) -> String {
        match *self {
            Self::TooFew { given, needed } => {
                words!(
                    language,
                    "{given} values, where {needed} are needed",
                    "仅有 {given} 个值，需要 {needed} 个"
                )
            }
            Self::BaseZero => words!(language, "no relative change of a base of 0", "基数为 0，无相对变化"),
            Self::TooLarge => words!(language, "figures too large to calculate with", "数值过大，无法计算"),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}

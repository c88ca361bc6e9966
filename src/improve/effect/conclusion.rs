use serde::Serialize;

use super::Effect;
use super::run::confidence;
use crate::analysis::wording::{by, figure, figures, probability_at, with_interval};
use crate::improve::wording::limit;
use crate::quantity::Language;

/// What a test shows of an effect (结论).
///
/// ```
/// use service_quality::improve::effect::Conclusion;
/// assert_eq!(serde_json::to_string(&Conclusion::NotShown)?, r#""not_shown""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// Significant, for the better (证实变好).
    Better,
    /// Significant, for the worse (证实变差).
    Worse,
    /// Neither: which is not to say that there is no effect (未证实).
    NotShown,
}

impl Conclusion {
    /// What people are told.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Better, Language::English) => "It is shown to be better",
            (Self::Better, Language::Chinese) => "已证实变好",
            (Self::Worse, Language::English) => "It is shown to be worse",
            (Self::Worse, Language::Chinese) => "已证实变差",
            (Self::NotShown, Language::English) => "No effect is shown",
            (Self::NotShown, Language::Chinese) => "未证实有效果",
        }
    }
}

impl Effect {
    /// What was found and what follows, for people. What is not shown is told with what it may still be; where p and the
    /// interval, which another method may have formed, disagree, that is said.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let conclusion = self.conclusion().text(language).to_owned() + &self.remark(language);
        let target = limit(self.target(), language);
        let goal = match (language, self.goal_met()) {
            (Language::English, true) => format!("The goal of {target} is met"),
            (Language::English, false) => format!("The goal of {target} is not met"),
            (Language::Chinese, true) => format!("目标（{target}）已达到"),
            (Language::Chinese, false) => format!("目标（{target}）未达到"),
        };
        let mut sentences = vec![self.finding(language), conclusion, goal];
        sentences.extend(self.side_effects().iter().map(|side_effect| side_effect.text(language)));
        match language {
            Language::English => sentences.join(". ") + ".",
            Language::Chinese => sentences.join("。") + "。",
        }
    }

    /// From what to what, by how much, with which p.
    fn finding(&self, language: Language) -> String {
        let confidence = confidence(self.alpha());
        let magnitude = self.magnitude();
        let (measure, estimate) = (magnitude.measure().text(language), magnitude.estimate());
        let p = probability_at(self.p_value(), confidence);
        let (indicator, alpha) = (self.indicator(), self.alpha());
        let (before, n_before) = (self.before(), self.n_before());
        let (after, n_after) = (self.after(), self.n_after());
        match language {
            Language::English => {
                let size = match magnitude.interval() {
                    Some(interval) => with_interval(estimate, interval, confidence),
                    None => figure(estimate),
                };
                let (test, not) = (by(self.test()), if self.is_significant() { "" } else { "not " });
                format!(
                    "`{indicator}` went from {before} (n = {n_before}) to {after} (n = {n_after}), a {measure} of {size}; \
                     {test} {p}: {not}significant at {alpha}"
                )
            }
            Language::Chinese => {
                let size = match magnitude.interval() {
                    Some(interval) => {
                        let [low, told, high] = figures([interval.low(), estimate, interval.high()]);
                        format!("{told}（置信度 {confidence} 的区间为 {low} 至 {high}）")
                    }
                    None => figure(estimate),
                };
                let test = self.test().text(language);
                let not = if self.is_significant() { "" } else { "不" };
                format!(
                    "`{indicator}` 由 {before}（n = {n_before}）变为 {after}（n = {n_after}），{measure} {size}；{test}：{p}，\
                     在 {alpha} 水平上{not}显著"
                )
            }
        }
    }

    /// What must be said beside the conclusion.
    fn remark(&self, language: Language) -> String {
        let measure = self.magnitude().measure();
        let (name, none) = (measure.text(language), measure.none());
        let holds_none = self.magnitude().interval().map(|interval| interval.contains(none));
        let shown = self.conclusion() != Conclusion::NotShown;
        match (language, holds_none) {
            _ if self.is_significant() && !shown => self.neither(language).to_owned(),
            (Language::English, Some(true)) if shown => {
                format!(", though the interval, formed by another method, includes a {name} of {none}")
            }
            (Language::Chinese, Some(true)) if shown => {
                format!("，但按另一种方法计算的区间包含{name} {none}")
            }
            _ if shown => String::new(),
            (Language::English, Some(false)) => format!(
                ", which is not to say that there is none: the interval, formed by another method, excludes a {name} of {none}"
            ),
            (Language::Chinese, Some(false)) => {
                format!("，但不等于没有效果：按另一种方法计算的区间不包含{name} {none}")
            }
            _ => self.unshown(language),
        }
    }

    /// Why what is significant is neither better nor worse.
    fn neither(&self, language: Language) -> &'static str {
        match (language, self.is_contradicted(), self.is_by_rank()) {
            (Language::English, true, true) => ": the ranks and the level point different ways",
            (Language::English, true, false) => ": the estimate and the level point different ways",
            (Language::English, false, _) => ": what moved is neither for the better nor for the worse",
            (Language::Chinese, true, true) => "：秩次与水平的变化方向相反",
            (Language::Chinese, true, false) => "：估计值与水平的变化方向相反",
            (Language::Chinese, false, _) => "：变化既非变好也非变差",
        }
    }

    /// What an effect that is not shown may still be.
    fn unshown(&self, language: Language) -> String {
        let interval = self.magnitude().interval();
        let ends = interval.map(|interval| figures([interval.low(), interval.high()]));
        let measure = self.magnitude().measure().text(language);
        match (language, ends) {
            (Language::English, Some([low, high])) => {
                format!(
                    ", which is not to say that there is none: a {measure} of {low} to {high} agrees with the data"
                )
            }
            (Language::English, None) => ", which is not to say that there is none".to_owned(),
            (Language::Chinese, Some([low, high])) => {
                format!("，但不等于没有效果：{measure}在 {low} 至 {high} 之间均与数据相符")
            }
            (Language::Chinese, None) => "，但不等于没有效果".to_owned(),
        }
    }
}

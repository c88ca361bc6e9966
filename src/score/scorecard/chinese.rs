//! Reasons in Chinese (中文说明). English is the `Display` of the same data.

use std::fmt::{self, Display, Formatter};

use crate::indicator::Absence;
use crate::quantity::{Language, Number, Score};
use crate::score::scorecard::Percent;
use crate::score::{
    AbsenceKind, Aggregation, Effect, Explanation, Gap, Line, Place, Point, Position, Reason, Rule,
    RuleTrace, ScoreChange, Treatment, Trigger,
};
use crate::ticket::Comparison;

/// What is to be said in Chinese.
struct Zh<T>(T);

/// What parts are called.
type Parts<'a> = &'a dyn Fn(&Place) -> String;

impl Explanation {
    /// The text in a language; in English that of `Display`.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use service_quality::indicator::Measurement;
    /// use service_quality::quantity::Language;
    /// use service_quality::score::Model;
    ///
    /// let model: Model = serde_json::from_str(r#"{
    ///     "grades": [{"grade": "良好", "from": 80}, {"grade": "合格", "from": 0}],
    ///     "root": {"id": "service", "name": {"en": "Service quality", "zh": "服务质量"}, "children": [
    ///         {"weight": 3, "indicator": "on_time", "name": {"en": "On time", "zh": "及时率"},
    ///          "curve": {"goalposts": {"worst": "0.6", "best": "1"}}}]}}"#)?;
    /// let measured = BTreeMap::from([("on_time".parse()?, Measurement::present("0.9".parse()?, 412))]);
    /// assert_eq!(model.score(&measured).explain().text(Language::Chinese), "\
    /// 服务质量：75 分
    ///   等级“合格”，0 分起；80 分起为“良好”
    ///   及时率：75 分
    ///     实测 0.9（n = 412），介于 0.6（0 分）与 1（100 分）之间
    ///     权重 100 %：得 75 分，失 25 分
    /// ");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::Chinese => {
                let part = |place: &Place| self.name(place, Language::Chinese);
                self.lines().iter().map(|line| Zh((line, &part as Parts<'_>)).to_string()).collect()
            }
        }
    }
}

impl ScoreChange {
    /// The change in one line, in a language; in English that of `Display`.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::Chinese => Zh(self).to_string(),
        }
    }
}

impl Display for Zh<(&Line, Parts<'_>)> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let (line, part) = self.0;
        let Line { place, name, score, reasons, .. } = line;
        let indent = line.indent();
        let name = name.as_ref().map_or(place.as_str(), |name| name.in_language(Language::Chinese));
        match score {
            Some(score) => writeln!(formatter, "{:indent$}{name}：{score} 分", "")?,
            None => writeln!(formatter, "{:indent$}{name}：无得分", "")?,
        }
        reasons.iter().try_for_each(|reason| writeln!(formatter, "{:indent$}  {}", "", Zh((reason, part))))
    }
}

impl Display for Zh<(&Reason, Parts<'_>)> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let (reason, part) = self.0;
        match reason {
            Reason::Graded { band, next } => {
                write!(formatter, "等级“{}”，{} 分起", band.grade, band.from)?;
                let next = next.as_ref();
                next.map_or(Ok(()), |next| write!(formatter, "；{} 分起为“{}”", next.from, next.grade))
            }
            Reason::Held { by_score, margin: Some(margin) } => {
                write!(formatter, "等级沿用上期：按得分应为“{by_score}”，但未越过 {margin} 分的缓冲区")
            }
            Reason::Held { by_score, margin: None } => {
                write!(formatter, "原为“{by_score}”，因规则降级")
            }
            Reason::Measured { value, n, position } => {
                write!(formatter, "实测 {value}（n = {n}），{}", Zh(position))
            }
            Reason::Absent(gap) => write!(formatter, "{}", Zh(gap)),
            Reason::Treated(treatment) => write!(formatter, "上级节点{}", Zh(treatment)),
            Reason::Carried(score) => write!(formatter, "上级节点按上期得分 {score} 计"),
            Reason::Combined(aggregation) => write!(formatter, "下级得分的{}", Zh(aggregation)),
            Reason::Ruled(trace) => write!(formatter, "{}", Zh((trace, part))),
            Reason::Undetermined { rule, low, high } => {
                write!(formatter, "规则“{}”", title(rule))?;
                write!(formatter, "暂无法判定{}，查明前得分介于 {low} 至 {high} 分之间", Zh((rule, part)))
            }
            Reason::Weightless => formatter.write_str("不占权重"),
            Reason::Covered { coverage, low, high, lift } => {
                write!(
                    formatter,
                    "覆盖率 {coverage}；缺失部分按最差、最好估计，得分介于 {low} 与 {high} 分之间"
                )?;
                if *lift == Score::MIN {
                    Ok(())
                } else {
                    write!(formatter, "；剔除缺失项使得分上升 {lift} 分")
                }
            }
            Reason::Contributed { weight, points, lost } => {
                write!(formatter, "权重 {}：得 {points} 分，失 {lost} 分", Percent(*weight))
            }
        }
    }
}

impl Display for Zh<&Position> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let at = |point: &Point| format!("{}（{} 分）", point.value, point.score);
        match self.0 {
            Position::Below(point) => write!(formatter, "低于 {}", at(point)),
            Position::Above(point) => write!(formatter, "高于 {}", at(point)),
            Position::Between(left, right) => write!(formatter, "介于 {}与 {}之间", at(left), at(right)),
            Position::Within { from, to, score } => {
                match (from, to) {
                    (Some(from), Some(to)) => write!(formatter, "位于 {from} 至 {to} 档"),
                    (Some(from), None) => write!(formatter, "位于 {from} 以上档"),
                    (None, Some(to)) => write!(formatter, "位于 {to} 以下档"),
                    (None, None) => formatter.write_str("不分档"),
                }?;
                write!(formatter, "（{score} 分）")
            }
            Position::OnFormula { low, high } => write!(formatter, "位于经过 {low} 和 {high} 的曲线上"),
            Position::Limited(score) => write!(formatter, "超出评分界限，按 {score} 分计"),
            Position::ShortOf(target) => write!(formatter, "未达目标 {target}"),
        }
    }
}

impl Display for Zh<&Gap> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Gap::Unmeasured(Absence::Suppressed { n }) => write!(formatter, "样本不足：仅 {n} 条"),
            Gap::Unmeasured(absence) => write!(formatter, "{}", Zh(AbsenceKind::from(*absence))),
            Gap::NothingApplies => formatter.write_str("其下均不适用"),
            Gap::NothingMeasured { absence } => write!(formatter, "下级适用指标均无数据（{}）", Zh(*absence)),
            Gap::Coverage { absence: AbsenceKind::NotApplicable, coverage, min_coverage } => {
                write!(formatter, "适用的权重仅 {coverage}，低于 {min_coverage}")
            }
            Gap::Coverage { absence, coverage, min_coverage } => {
                write!(formatter, "覆盖率 {coverage} 低于 {min_coverage}（{}）", Zh(*absence))
            }
            Gap::Refused { child, absence } => {
                write!(formatter, "不予评分：{child} {}", Zh(*absence))
            }
        }
    }
}

impl Display for Zh<AbsenceKind> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            AbsenceKind::Missing => "缺失",
            AbsenceKind::Suppressed => "样本不足",
            AbsenceKind::NotApplicable => "不适用",
        })
    }
}

impl Display for Zh<&Treatment> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Treatment::Renormalise { .. } => formatter.write_str("不计此项，权重由其余各项分担"),
            Treatment::Worst => formatter.write_str("按最差计"),
            Treatment::Neutral(score) => write!(formatter, "按 {score} 分计"),
            Treatment::Previous { .. } => formatter.write_str("按上期得分计"),
            Treatment::Refuse => formatter.write_str("不予评分"),
        }
    }
}

impl Display for Zh<&Aggregation> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Aggregation::Arithmetic => formatter.write_str("加权算术平均"),
            Aggregation::Geometric => formatter.write_str("加权几何平均"),
            Aggregation::Harmonic => formatter.write_str("加权调和平均"),
            Aggregation::Power(exponent) => write!(formatter, "加权幂平均（指数 {}）", exponent.value()),
            Aggregation::Minimum => formatter.write_str("最小值（短板）"),
            Aggregation::Owa(_) => formatter.write_str("有序加权平均"),
            Aggregation::MazziottaPareto => formatter.write_str("加权平均，扣除不均衡惩罚"),
        }
    }
}

/// What people call a rule.
fn title(rule: &Rule) -> &str {
    rule.name().map_or(rule.id().as_str(), |name| name.in_language(Language::Chinese))
}

impl Display for Zh<(&RuleTrace, Parts<'_>)> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let (RuleTrace { rule, before, after, .. }, part) = self.0;
        match rule.effect() {
            Effect::Bonus(_) => write!(formatter, "由 {before} 加分至 {after}")?,
            Effect::Penalty(_) => write!(formatter, "由 {before} 扣分至 {after}")?,
            Effect::Cap(most) => write!(formatter, "得分封顶于 {most} 分")?,
            Effect::KnockOut => formatter.write_str("一票否决")?,
            Effect::GradeAtMost(grade) => write!(formatter, "等级不高于“{grade}”")?,
        }
        write!(formatter, "：规则“{}”{}", title(rule), Zh((rule, part)))?;
        if before == after || rule.effect().points().is_some() {
            return Ok(());
        }
        write!(formatter, "；此前为 {before} 分")
    }
}

impl Display for Zh<(&Rule, Parts<'_>)> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let (rule, part) = self.0;
        for (index, trigger) in rule.when().iter().enumerate() {
            write!(formatter, "{}{}", if index == 0 { "（" } else { "且" }, Zh((trigger, part)))?;
        }
        formatter.write_str(if rule.when().is_empty() { "" } else { "）" })
    }
}

impl Display for Zh<(&Trigger, Parts<'_>)> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let (trigger, part) = self.0;
        let place = part(&trigger.place());
        match trigger {
            Trigger::Value { is, value, .. } => write!(formatter, "“{place}”{} {value}", Zh(*is)),
            Trigger::Score { is, score, .. } => write!(formatter, "“{place}”得分{} {score}", Zh(*is)),
            Trigger::Absent { .. } => write!(formatter, "“{place}”无得分"),
        }
    }
}

impl Display for Zh<Comparison> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            Comparison::Below => "低于",
            Comparison::AtMost => "不高于",
            Comparison::AtLeast => "不低于",
            Comparison::Above => "高于",
        })
    }
}

impl Display for Zh<&ScoreChange> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} → {}：", self.0.earlier(), self.0.later())?;
        let names = ["指标值", "权重", "评分曲线", "覆盖率", "规则"];
        let groups = self.0.rounded().into_iter().zip(names);
        let mut comma = "";
        for (effect, group) in groups.filter(|(effect, _)| *effect != Number::ZERO) {
            let sign = if effect > Number::ZERO { "+" } else { "" };
            write!(formatter, "{comma}{group} {sign}{effect}")?;
            comma = "，";
        }
        if comma.is_empty() { formatter.write_str("无变化") } else { Ok(()) }
    }
}

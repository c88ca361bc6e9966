//! What the total is made of: points of the parts, then of the rules.

use rust_decimal::Decimal;

use crate::panel::{Kind, Panel, Step, both, float, signed};
use crate::picture::{bands, told};
use crate::study::{Scoring, Study};

/// Points of the parts, then of the rules, up to the total.
pub(crate) fn panel(study: &Study) -> Panel {
    let Scoring { card, period, .. } = &study.now;
    let mut steps: Vec<Step> = Vec::new();
    let (mut at, mut group) = (0.0, None);
    for part in card.parts() {
        if !part.place().is_indicator() {
            let weight = format!("weighs 权重 {}", part.effective_weight().value().round_dp(3));
            group = Some([both(part.name()).join(" "), weight]);
        } else if part.effective_weight().value() > Decimal::ZERO {
            let (points, lost) = (float(part.points().value()), float(part.lost().value()));
            let step = Step { group: group.take(), label: both(part.name()), lost, ..Step::default() };
            steps.push(Step { from: at, to: at + points, note: signed(points), ..step });
            at += points;
        }
    }
    let mut group = Some(["Rules 规则".to_owned(), String::new()]);
    for (_, trace) in card.rules() {
        let points = float(trace.points.value());
        let step = Step { group: group.take(), label: both(trace.rule.name()), ..Step::default() };
        steps.push(Step { from: at, to: at + points, note: signed(points), ..step });
        at += points;
    }
    let interval = study.certainty.interval();
    let ends = (float(interval.low.value()), float(interval.high.value()));
    steps.push(Step {
        group: Some(["Total 总分".to_owned(), period.to_string()]),
        to: at,
        note: format!("{}, 95 %: {interval}", told(card)),
        kind: Kind::Total,
        interval: Some(ends),
        ..Step::default()
    });
    Panel {
        title: format!("What the score of {period} is made of 得分构成"),
        axis: "points of 100 百分制得分",
        range: 0.0..100.0,
        bands: bands(study),
        steps,
        margin: 380,
    }
}

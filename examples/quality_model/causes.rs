//! What changed the total: figures, weights, curves, coverage, rules.

use std::collections::BTreeMap;

use service_quality::quantity::Name;
use service_quality::score::{Place, Scorecard};

use crate::panel::{Kind, Panel, Step, both, float, signed};
use crate::picture::{bands, told};
use crate::study::{Scoring, Study};

/// From the earlier total to the later one.
pub(crate) fn panel(study: &Study) -> Panel {
    let total = |scoring: &Scoring, at: f64| Step {
        label: [format!("Total of {}", scoring.period), "总分".to_owned()],
        from: at,
        to: at,
        note: told(&scoring.card),
        kind: Kind::Mark,
        ..Step::default()
    };
    let mut at = float(study.change.earlier().value());
    let mut steps = vec![total(&study.before, at)];
    for (label, by) in causes(study) {
        // A cause that would show as nothing is none.
        if by.abs() >= 0.005 {
            steps.push(Step { label, from: at, to: at + by, note: signed(by), ..Step::default() });
            at += by;
        }
    }
    steps.push(total(&study.now, float(study.change.later().value())));
    let ends = steps.iter().map(|step| step.to);
    let (low, high) = ends.fold((100.0_f64, 0.0_f64), |(low, high), end| (low.min(end), high.max(end)));
    Panel {
        title: format!("What changed it since {} 得分变化", study.before.period),
        axis: "points of 100, a part of the scale 百分制得分（局部）",
        range: (5.0 * (low / 5.0 - 0.6).floor()).max(0.0)..(5.0 * (high / 5.0 + 0.6).ceil()).min(100.0),
        bands: bands(study),
        steps,
        margin: 240,
    }
}

/// Causes with their points: the figures by criterion.
fn causes(study: &Study) -> Vec<([String; 2], f64)> {
    let Study { before, now, change, .. } = study;
    let criteria = criteria(&now.card);
    let mut causes: Vec<([String; 2], f64)> = Vec::new();
    for part in change.parts() {
        let [en, zh] = both(criteria.get(&part.place).copied());
        let label = [format!("Values of {}", en.to_lowercase()), format!("指标值：{zh}")];
        let points = float(part.effects.value.value());
        match causes.last_mut() {
            Some((last, sum)) if *last == label => *sum += points,
            _ => causes.push((label, points)),
        }
    }
    let effects = change.effects();
    let groups = [
        (["Weights", "权重"], effects.weight),
        (["Curves", "评分曲线"], effects.curve),
        (["Measured in one period only", "覆盖率"], effects.coverage),
    ];
    causes.extend(groups.map(|(label, effect)| (label.map(str::to_owned), float(effect.value()))));
    for rule in change.rules() {
        let mut applied = now.card.rules().chain(before.card.rules());
        let trace = applied.find(|(_, trace)| *trace.rule.id() == rule.rule);
        let [en, zh] = both(trace.and_then(|(_, trace)| trace.rule.name()));
        let points = float(rule.later.value()) - float(rule.earlier.value());
        causes.push(([format!("Rule: {en}"), format!("规则：{zh}")], points));
    }
    causes
}

/// The criterion of each indicator.
fn criteria(card: &Scorecard) -> BTreeMap<&Place, &Name> {
    let mut criterion = None;
    let mut found = BTreeMap::new();
    for part in card.parts() {
        if !part.place().is_indicator() {
            criterion = part.name();
        } else if let Some(name) = criterion {
            found.insert(part.place(), name);
        }
    }
    found
}

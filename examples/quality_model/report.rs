//! What a quality manager reads: scores, reasons, strengths, the change since the quarter before.

use std::fmt::Write as _;

use service_quality::quantity::{Language, Name, Number};
use service_quality::score::{Effects, PartScore, Place, Reason};

use crate::study::{Scoring, Study};
use crate::table::{align, row};

/// Both quarters part by part.
pub(crate) fn scorecards(study: &Study) -> String {
    let (before, now) = (&study.before, &study.now);
    let mut rows = vec![row([
        "part",
        "weight then",
        "value",
        "score",
        "weight now",
        "value",
        "n",
        "score",
        "points",
        "lost",
    ])];
    let parts = std::iter::once(now.card.total()).chain(now.card.parts());
    for part in parts {
        let earlier = before.card.part(part.place());
        let indent = "  ".repeat(part.depth().try_into().unwrap_or_default());
        rows.push(vec![
            format!("{indent}{}", name(part.name(), part.place())),
            cell(earlier.map(|part| part.effective_weight().value().round_dp(3))),
            cell(earlier.and_then(PartScore::value)),
            cell(earlier.and_then(PartScore::score)),
            part.effective_weight().value().round_dp(3).to_string(),
            cell(part.value()),
            cell(part.n()),
            cell(part.score()),
            part.points().to_string(),
            part.lost().to_string(),
        ]);
    }
    let head = format!(
        "Scorecards of {} by the old weights, and of {} by those judged\n",
        before.period, now.period
    );
    head + &align(&rows) + &outcome(before) + &outcome(now)
}

/// The total, its grade, and the rules that applied.
fn outcome(Scoring { period, card, .. }: &Scoring) -> String {
    let mut text = format!("  {period}: {}", cell(card.score()));
    for reason in card.reasons() {
        if matches!(reason, Reason::Graded { .. } | Reason::Held { .. }) {
            let _ = write!(text, "; {reason}");
        }
    }
    text.push('\n');
    for (part, trace) in card.rules() {
        let (name, points) = (name(part.name(), part.place()), trace.points.value());
        let _ = writeln!(text, "    {name} {trace}: {points:+} points of the total");
    }
    text
}

/// Why, in English and in Chinese.
pub(crate) fn reasons(study: &Study) -> String {
    let explanation = study.now.card.explain();
    let [english, chinese] =
        [Language::English, Language::Chinese].map(|language| explanation.text(language));
    format!("Why (得分说明)\n\n{english}\n{chinese}")
}

/// What holds the total up, and what holds it down.
pub(crate) fn strengths(study: &Study) -> String {
    let card = &study.now.card;
    let list = |parts: Vec<(&PartScore, Number)>| {
        let told = parts
            .into_iter()
            .take(3)
            .map(|(part, pull)| format!("{} {:+}", name(part.name(), part.place()), pull.rounded(2).value()));
        told.collect::<Vec<_>>().join(", ")
    };
    format!(
        "Points above and below what the parts score together\n  strengths 优势: {}\n  weaknesses 短板: {}\n",
        list(card.strengths()),
        list(card.weaknesses())
    )
}

/// What changed the total.
pub(crate) fn change(study: &Study) -> String {
    let change = &study.change;
    let mut text = format!("Change since {} (得分变化)\n", study.before.period);
    for language in [Language::English, Language::Chinese] {
        let _ = writeln!(text, "  {}", change.text(language));
    }
    let points = |effect: Number| {
        let effect = effect.rounded(2);
        if effect == Number::ZERO { "-".to_owned() } else { format!("{:+}", effect.value()) }
    };
    let mut rows = vec![row(["part", "from", "to", "by value", "by weight", "by coverage"])];
    for part in change.parts().iter().filter(|part| part.effects != Effects::NONE) {
        let Effects { value, weight, coverage, .. } = part.effects;
        let mut cells = vec![name(part.name.as_ref(), &part.place), cell(part.earlier), cell(part.later)];
        cells.extend([value, weight, coverage].map(points));
        rows.push(cells);
    }
    text += &align(&rows);
    for rule in change.rules() {
        let _ = writeln!(text, "  rule {}: {} points then, {} now", rule.rule, rule.earlier, rule.later);
    }
    text
}

pub(crate) fn name(name: Option<&Name>, place: &Place) -> String {
    name.map_or_else(|| place.to_string(), ToString::to_string)
}

fn cell(figure: Option<impl ToString>) -> String {
    figure.map_or_else(|| "-".to_owned(), |figure| figure.to_string())
}

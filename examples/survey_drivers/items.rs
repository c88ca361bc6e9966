//! What lies behind the overall mark: the items by dimension in the last wave, and who answered them.

use std::error::Error;
use std::fmt::Write as _;

use service_quality::quantity::Number;
use service_quality::survey::{Difference, Question, ScaleTally, Statistic, difference};

use crate::report::{Study, dash, interval, name, percent, places, probability};
use crate::shared::table::{align, row};
use crate::wave::{SIGNIFICANT, Wave, float, top};

/// An item of the last wave, beside the wave before.
struct Item<'a> {
    question: &'a Question,
    answers: ScaleTally,
    before: ScaleTally,
}

impl Item<'_> {
    fn moved(&self) -> Option<Difference> {
        difference(&self.before, &self.answers, &Statistic::Mean)
    }
}

pub(crate) fn report(study: &Study) -> Result<String, Box<dyn Error>> {
    let Some((last, earlier)) = study.waves.split_last() else { return Ok(String::new()) };
    let questions = last.survey.questions().iter().filter(|question| question.dimension().is_some());
    let items: Vec<Item<'_>> = questions
        .filter_map(|question| {
            let before = earlier.last().and_then(|wave| wave.answers(question.id())).unwrap_or_default();
            Some(Item { question, answers: last.answers(question.id())?, before })
        })
        .collect();
    Ok([scores(last, &items)?, extremes(&items), coverage(study)].join("\n"))
}

/// A table of the dimensions, each followed by its items.
fn scores(last: &Wave, items: &[Item<'_>]) -> Result<String, Box<dyn Error>> {
    let columns =
        ["item", "answers", "no answer", "not applicable", "mean", "95 %", "satisfied", "moved by", "p"];
    let mut rows = vec![row(columns)];
    let mut dimensions: Vec<_> = items.iter().filter_map(|item| item.question.dimension()).collect();
    dimensions.dedup();
    for dimension in dimensions {
        let members: Vec<_> =
            items.iter().filter(|item| item.question.dimension() == Some(dimension)).collect();
        let (mut answers, mut before) = (ScaleTally::default(), ScaleTally::default());
        for item in &members {
            answers.merge(&item.answers)?;
            before.merge(&item.before)?;
        }
        // Answers of one person are not independent: a dimension gets neither interval nor test.
        let mean = places(answers.figure(&Statistic::Mean).as_ref(), 2);
        let moved = difference(&before, &answers, &Statistic::Mean);
        rows.push(
            [
                counts(dimension.to_string(), &answers),
                vec![mean, String::new(), String::new(), signed(moved)],
            ]
            .concat(),
        );
        for Item { question, answers, before } in members {
            let mean = answers.figure(&Statistic::Mean);
            let satisfied = top(question.kind(), answers).map(|top| top.figure);
            let moved = difference(before, answers, &Statistic::Mean);
            let figures = [
                places(mean.as_ref(), 2),
                interval(mean.as_ref(), 2)?,
                percent(satisfied.as_ref()),
                signed(moved),
                moved.and_then(|moved| moved.p_value()).map_or_else(dash, probability),
            ];
            rows.push([counts(format!("  {}", name(question)), answers), figures.to_vec()].concat());
        }
    }
    let mut text = format!(
        "Item by item, {}, and how the mean moved since the wave before\n{}",
        last.year(),
        align(&rows)
    );
    text += "  The mean of a dimension is that of all answers to its items.\n";
    text += "  p is the chance of so large a move where nothing changed: 1 in 20 such items is below 0.05.\n";
    Ok(text)
}

fn counts(label: String, answers: &ScaleTally) -> Vec<String> {
    let counts = [answers.answered().n(), answers.no_answer(), answers.not_applicable()];
    [vec![label], counts.map(|n| n.to_string()).to_vec()].concat()
}

fn signed(moved: Option<Difference>) -> String {
    let number = moved.map(|moved| moved.difference());
    number.map_or_else(dash, |number| format!("{:+.2}", float(number)))
}

/// The items at either end, and those that moved by more than chance.
fn extremes(items: &[Item<'_>]) -> String {
    const MOST: usize = 3;
    let mut marked: Vec<_> = items
        .iter()
        .filter_map(|item| Some((item.answers.figure(&Statistic::Mean)?.value(), name(item.question))))
        .collect();
    marked.sort();
    let mut moved: Vec<_> = items
        .iter()
        .filter_map(|item| {
            let moved = item.moved()?;
            (moved.p_value()? < SIGNIFICANT).then(|| (moved.difference(), name(item.question)))
        })
        .collect();
    moved.sort();
    let mark = |(mean, name): &(Number, String)| format!("{name} {:.2}", float(*mean));
    let step = |(by, name): &(Number, String)| format!("{name} {:+.2}", float(*by));
    let list = |words: Vec<String>| if words.is_empty() { "none".to_owned() } else { words.join(", ") };
    let (falls, rises): (Vec<_>, Vec<_>) = moved.iter().partition(|(by, _)| *by < Number::ZERO);
    let mut text = String::new();
    for (what, words) in [
        ("Best", marked.iter().rev().take(MOST).map(mark).collect()),
        ("Worst", marked.iter().take(MOST).map(mark).collect()),
        ("Fell by more than chance", falls.into_iter().map(step).collect()),
        ("Rose by more than chance", rises.into_iter().rev().map(step).collect::<Vec<_>>()),
    ] {
        let _ = writeln!(text, "{what}: {}", list(words));
    }
    text
}

/// How many of the questions were answered, and how well those who answered stand for all.
fn coverage(study: &Study) -> String {
    let mut rows = vec![row([
        "wave",
        "responses",
        "questions",
        "answered",
        "no answer",
        "not applicable",
        "design effect",
    ])];
    let mut any = 0;
    let mut lines = String::new();
    for wave in &study.waves {
        let mut all = [0, 0, 0];
        for tally in wave.count.questions().values() {
            let counts = [tally.answered().n(), tally.no_answer(), tally.not_applicable()];
            all.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
        }
        let asked: u64 = all.iter().sum();
        let share = |n: u64| Number::ratio(i128::from(n) * 100, asked.into(), 2);
        let shares = all.map(|n| share(n).map_or_else(dash, |share| format!("{:.2} %", float(share))));
        let [_, _, not_applicable] = all;
        any += not_applicable;
        let returned = wave.count.returned();
        let effect = returned.effective_n().filter(|_| wave.is_weighted);
        let head =
            [wave.year().to_string(), returned.n().to_string(), wave.survey.questions().len().to_string()];
        let cost = effect.map_or_else(dash, |n| format!("{:.3}", float(returned.n()) / n));
        rows.push([&head[..], &shares[..], &[cost]].concat());
        if let Some(report) = &wave.coverage {
            let _ = writeln!(lines, "  {}: {report}", wave.year());
        }
    }
    let mut text = format!("Who answered\n{}", align(&rows));
    if any == 0 {
        text +=
            "  `Did not answer` and `did not use it` are one in these records: both are no answers here.\n";
    }
    if !lines.is_empty() {
        let _ = write!(text, "Do they stand for all? By channel, before weights\n{lines}");
    }
    text
}

//! A study, wave by wave, and what a quality manager reads of it.

use std::error::Error;
use std::fmt::Write as _;

use service_quality::quantity::QuestionId;
use service_quality::survey::reliability::CronbachAlpha;
use service_quality::survey::sampling::Population;
use service_quality::survey::{Difference, Figure, Question, QuestionKind, Statistic, Survey, difference};

use crate::records::Records;
use crate::shared::table::{align, row};
use crate::wave::{SIGNIFICANT, Top, Wave, answered, confidence, float, top};
use crate::{Report, figures, items};

/// A survey and its waves.
pub(crate) struct Study {
    pub(crate) survey: Survey,
    pub(crate) waves: Vec<Wave>,
    pub(crate) refused: Vec<String>,
    pub(crate) scale: Scale,
}

/// Questions that are meant to measure one thing, and the wave in which that is tried.
pub(crate) struct Scale {
    pub(crate) name: &'static str,
    pub(crate) year: &'static str,
    pub(crate) items: Vec<QuestionId>,
}

impl Scale {
    pub(crate) fn new(
        name: &'static str,
        year: &'static str,
        items: &[&str],
    ) -> Result<Self, Box<dyn Error>> {
        let items = items.iter().map(|item| item.parse()).collect::<Result<_, _>>()?;
        Ok(Self { name, year, items })
    }
}

impl Study {
    pub(crate) fn new(
        survey: Survey,
        records: Records,
        population: Option<&Population>,
        scale: Scale,
    ) -> Result<Self, Box<dyn Error>> {
        let waves = records.waves.into_iter().map(|wave| Wave::new(wave, population));
        Ok(Self { survey, waves: waves.collect::<Result<_, _>>()?, refused: records.refused, scale })
    }

    /// The question about everything together.
    pub(crate) fn overall(&self) -> Result<&Question, Box<dyn Error>> {
        Ok(self.survey.question(&"overall".parse()?).ok_or("the survey has no question `overall`")?)
    }

    /// The question whether customers would recommend it.
    pub(crate) fn nps(&self) -> Option<&Question> {
        self.survey.questions().iter().find(|question| *question.kind() == QuestionKind::Nps)
    }

    /// All responses that were counted.
    pub(crate) fn responses(&self) -> u64 {
        self.waves.iter().map(|wave| wave.count.returned().n()).sum()
    }

    /// How consistent the scale is in its wave.
    pub(crate) fn alpha(&self) -> Result<CronbachAlpha, Box<dyn Error>> {
        let wave = self.waves.iter().find(|wave| wave.year().as_str() == self.scale.year);
        wave.ok_or_else(|| format!("no wave `{}`", self.scale.year))?.alpha(&self.scale.items)
    }

    pub(crate) fn report(&self) -> Result<Report, Box<dyn Error>> {
        let sections = [
            self.head(),
            self.satisfaction()?,
            self.recommendation()?,
            items::report(self)?,
            self.reliability()?,
        ];
        Ok(Report { text: sections.join("\n"), json: figures::of(self)? })
    }

    fn head(&self) -> String {
        let (waves, responses, refused) = (self.waves.len(), self.responses(), self.refused.len());
        let mut text = format!(
            "{}: {waves} waves, {responses} responses counted, {refused} rows refused\n",
            self.survey.name()
        );
        for why in &self.refused {
            let _ = writeln!(text, "  {why}");
        }
        text
    }

    /// How many are satisfied, how content they are on average, and whether that changed.
    fn satisfaction(&self) -> Result<String, Box<dyn Error>> {
        let overall = self.overall()?;
        let kind = overall.kind();
        let satisfied = kind.satisfied().ok_or("the question `overall` does not say who is satisfied")?;
        let mut rows = vec![row([
            "wave",
            "answers",
            "satisfied",
            "95 %",
            "mean",
            "95 %",
            "weighted",
            "mean",
            "effective n",
        ])];
        for wave in &self.waves {
            let Some(answers) = wave.answers(overall.id()) else { continue };
            let weighted = wave.weighted(overall.id());
            let mean = |answers: &service_quality::survey::ScaleTally| answers.figure(&Statistic::Mean);
            let share = top(kind, &answers).map(|Top { figure, .. }| figure);
            let effective = weighted.and_then(|answers| answers.answered().effective_n());
            rows.push(vec![
                wave.year().to_string(),
                answers.answered().n().to_string(),
                percent(share.as_ref()),
                interval(share.as_ref(), 2)?,
                places(mean(&answers).as_ref(), 3),
                interval(mean(&answers).as_ref(), 3)?,
                percent(weighted.and_then(|answers| answers.figure(&satisfied)).as_ref()),
                places(weighted.and_then(mean).as_ref(), 3),
                effective.map_or_else(dash, |n| format!("{n:.0}")),
            ]);
        }
        let mut text = format!("{}: {satisfied}\n{}\n", name(overall), align(&rows));
        let _ = writeln!(text, "From wave to wave, points of a hundred");
        for (before, after) in self.waves.iter().zip(self.waves.iter().skip(1)) {
            let Some((one, two)) = before.answers(overall.id()).zip(after.answers(overall.id())) else {
                continue;
            };
            let Some(found) = difference(&one, &two, &satisfied) else { continue };
            let _ = write!(text, "  {} to {}: {}", before.year(), after.year(), change(&found));
            let weighted = before.weighted(overall.id()).zip(after.weighted(overall.id()));
            if let Some(found) = weighted.and_then(|(one, two)| difference(one, two, &satisfied)) {
                let _ = write!(text, "; weighted {}", change(&found));
            }
            text.push('\n');
        }
        Ok(text)
    }

    /// The net promoter score and its change.
    fn recommendation(&self) -> Result<String, Box<dyn Error>> {
        let Some(question) = self.nps() else { return Ok(String::new()) };
        let asked: Vec<_> =
            self.waves.iter().filter_map(|wave| Some((wave, wave.answers(question.id())?))).collect();
        let mut rows = vec![row(["wave", "answers", "promoters", "passives", "detractors", "NPS", "95 %"])];
        for (wave, answers) in &asked {
            let figure = answers.figure(&Statistic::nps());
            let counts = [9..=10, 7..=8, 0..=6].map(|points| answered(answers, points).to_string());
            let mut cells = vec![wave.year().to_string(), answers.answered().n().to_string()];
            cells.extend(counts);
            cells.extend([places(figure.as_ref(), 1), interval(figure.as_ref(), 1)?]);
            rows.push(cells);
        }
        let mut text = format!("{}: net promoter score, -100 to 100\n{}", name(question), align(&rows));
        for ((before, one), (after, two)) in asked.iter().zip(asked.iter().skip(1)) {
            if let Some(found) = difference(one, two, &Statistic::nps()) {
                let _ = writeln!(text, "  {} to {}: {}", before.year(), after.year(), change(&found));
            }
        }
        Ok(text)
    }

    /// Whether the items of the scale measure one thing.
    fn reliability(&self) -> Result<String, Box<dyn Error>> {
        let (Scale { name: scale, year, items }, alpha) = (&self.scale, self.alpha()?);
        let mut rows = vec![row(["item", "alpha without it", "correlation with the others"])];
        for (id, item) in items.iter().zip(&alpha.items) {
            let text = |figure: Option<f64>| figure.map_or_else(dash, |figure| format!("{figure:.4}"));
            let label = self.survey.question(id).map_or_else(|| id.to_string(), name);
            rows.push(vec![label, text(item.alpha_if_deleted), text(item.corrected_total)]);
        }
        Ok(format!("Does {scale} measure one thing? Cronbach's alpha, {year}\n  {alpha}\n{}", align(&rows)))
    }
}

/// What people call a question.
pub(crate) fn name(question: &Question) -> String {
    question.text().map_or_else(|| question.id().to_string(), ToString::to_string)
}

/// A difference with its test, and what that means in words.
fn change(found: &Difference) -> String {
    let moved = float(found.difference());
    let (Some(z), Some(p)) = (found.z(), found.p_value()) else {
        return format!("{moved:+.2}, without a test");
    };
    let words = match p < SIGNIFICANT {
        true if moved < 0.0 => "a significant fall",
        true => "a significant rise",
        false => "no change shows",
    };
    let p = if p < LEAST { format!("p {}", probability(p)) } else { format!("p = {}", probability(p)) };
    format!("{moved:+.2} (z = {z:.2}, {p}), {words}")
}

/// Smaller probabilities are not told apart.
const LEAST: f64 = 0.0001;

/// A p-value to four places, never shown as 0.
pub(crate) fn probability(p: f64) -> String {
    if p < LEAST { format!("< {LEAST}") } else { format!("{p:.4}") }
}

pub(crate) fn percent(figure: Option<&Figure>) -> String {
    figure.map_or_else(dash, |figure| format!("{:.2} %", float(figure.value())))
}

pub(crate) fn places(figure: Option<&Figure>, places: usize) -> String {
    figure.map_or_else(dash, |figure| format!("{:.places$}", float(figure.value())))
}

pub(crate) fn interval(figure: Option<&Figure>, places: usize) -> Result<String, Box<dyn Error>> {
    let confidence = confidence()?;
    let interval = figure.and_then(|figure| figure.interval(confidence));
    Ok(interval.map_or_else(dash, |ends| format!("{:.places$} to {:.places$}", ends.low(), ends.high())))
}

pub(crate) fn dash() -> String {
    "-".to_owned()
}

//! The waves of San Francisco airport's survey, read and counted as the example `survey_drivers` does.

use std::error::Error;
use std::path::Path;

use service_quality::analysis::driver::{Driver, DriverImportance, importance};
use service_quality::indicator::Measurement;
use service_quality::quantity::{IndicatorId, QuestionId};
use service_quality::survey::difference;
use service_quality::survey::{Answer, Difference, Response, ScaleTally, Statistic, Survey, SurveyCount};

use crate::records;
use crate::shared::input::open;

/// The items that are held against the overall mark.
pub(crate) const ITEMS: [&str; 4] = ["signs", "screens", "find_way", "security"];

/// One year.
pub(crate) struct Wave {
    pub(crate) year: String,
    survey: Survey,
    responses: Vec<Response>,
    count: SurveyCount,
}

/// The waves from 2012 on; a row that cannot be read is a fault.
pub(crate) fn read(path: &Path) -> Result<Vec<Wave>, Box<dyn Error>> {
    let survey: Survey = serde_json::from_str(include_str!("../survey_drivers/sfo.json"))?;
    let read = records::read(&mut open(path)?, &survey)?;
    if let Some(refused) = read.refused.first() {
        return Err(format!("{}: {refused}", path.display()).into());
    }
    let mut waves = Vec::new();
    for wave in read.waves {
        let mut count = SurveyCount::new(&wave.survey);
        for response in &wave.responses {
            count.record(&wave.survey, response)?;
        }
        let year = wave.survey.version().to_string();
        waves.push(Wave { year, survey: wave.survey, responses: wave.responses, count });
    }
    Ok(waves)
}

impl Wave {
    fn answers(&self, item: &str) -> Result<ScaleTally, Box<dyn Error>> {
        let answers = self.count.question(&item.parse::<QuestionId>()?).map(ScaleTally::unweighted);
        Ok(answers.ok_or_else(|| format!("{}: nobody was asked `{item}`", self.year))?)
    }

    /// How many of how many are satisfied with the airport as a whole: a mark of 4 or 5.
    pub(crate) fn satisfied(&self) -> Result<(u64, u64), Box<dyn Error>> {
        let answers = self.answers("overall")?;
        Ok((answers.points().range(4..).map(|(_, sum)| sum.n()).sum(), answers.answered().n()))
    }

    /// The mean mark of an item.
    pub(crate) fn mean(&self, item: &str) -> Result<Measurement, Box<dyn Error>> {
        let figure = self.answers(item)?.figure(&Statistic::Mean).ok_or("nobody answered")?;
        Ok(Measurement::present(figure.value(), figure.n()))
    }

    /// How an item's mean moved since an earlier wave.
    pub(crate) fn moved(&self, item: &str, since: &Self) -> Result<Difference, Box<dyn Error>> {
        let moved = difference(&since.answers(item)?, &self.answers(item)?, &Statistic::Mean);
        Ok(moved.ok_or("nobody answered")?)
    }

    /// What drives the overall mark, of those who answered everything.
    pub(crate) fn drivers(&self) -> Result<DriverImportance, Box<dyn Error>> {
        let ids = ["overall"].iter().chain(&ITEMS).map(|id| id.parse());
        let ids: Vec<QuestionId> = ids.collect::<Result<_, _>>()?;
        let marks = |response: &Response| -> Option<Vec<f64>> {
            let mark = |id| match response.answer(id) {
                Answer::Point(point) => Some(point.into()),
                _ => None,
            };
            ids.iter().map(mark).collect()
        };
        let rows: Vec<Vec<f64>> = self.responses.iter().filter_map(marks).collect();
        let column = |at: usize| rows.iter().filter_map(|row| row.get(at).copied()).collect::<Vec<_>>();
        let (overall, items) = (column(0), [1, 2, 3, 4].map(column));
        let drivers = ITEMS.iter().zip(&items).map(|(name, values)| Driver::new(name, values));
        Ok(importance(&drivers.collect::<Vec<_>>(), &overall)?)
    }

    /// What the survey asks, in its own words.
    pub(crate) fn text(&self, item: &IndicatorId) -> Result<String, Box<dyn Error>> {
        let question = self.survey.question(&item.as_str().parse()?).ok_or("not asked")?;
        Ok(question.text().map_or_else(|| item.to_string(), ToString::to_string))
    }
}

//! One wave of a survey, counted.

use std::error::Error;
use std::fmt::Display;

use service_quality::quantity::{QuestionId, Share, Version};
use service_quality::survey::reliability::CronbachAlpha;
use service_quality::survey::sampling::{CoverageReport, Population, PostStratification, answers_by};
use service_quality::survey::{Figure, QuestionKind, Response, ScaleTally, Statistic, Survey, SurveyCount};

use crate::records::WaveRecords;

/// The wave's answers, and what they were counted to.
pub(crate) struct Wave {
    pub(crate) survey: Survey,
    pub(crate) count: SurveyCount,
    pub(crate) is_weighted: bool,
    /// How well those who answered stand for all, where all are known.
    pub(crate) coverage: Option<CoverageReport>,
    responses: Vec<Response>,
}

/// With which confidence intervals hold the true value.
pub(crate) fn confidence() -> Result<Share, Box<dyn Error>> {
    Ok("0.95".parse()?)
}

/// Below which probability a difference counts as more than chance.
pub(crate) const SIGNIFICANT: f64 = 0.05;

impl Wave {
    /// Counts what came back. Where the population is known by channel, each answer weighs what its channel is short of.
    pub(crate) fn new(records: WaveRecords, population: Option<&Population>) -> Result<Self, Box<dyn Error>> {
        let WaveRecords { survey, mut responses, mut weighted } = records;
        let mut coverage = None;
        if let Some(population) = population {
            let channel = "channel".parse()?;
            let answers = answers_by(&channel, &responses)?;
            coverage = Some(CoverageReport::new(&answers, population, "0.05".parse()?)?);
            let weights = PostStratification::new(&answers, population)?;
            let weighed = responses.into_iter().map(|response| weights.weigh(&channel, response));
            responses = weighed.collect::<Result<_, _>>()?;
            weighted = true;
        }
        let mut count = SurveyCount::new(&survey);
        for response in &responses {
            count.record(&survey, response)?;
        }
        Ok(Self { survey, count, is_weighted: weighted, coverage, responses })
    }

    pub(crate) fn year(&self) -> &Version {
        self.survey.version()
    }

    /// The answers to a question, each counted once; absent where it was not asked.
    pub(crate) fn answers(&self, question: &QuestionId) -> Option<ScaleTally> {
        self.count.question(question).map(ScaleTally::unweighted)
    }

    /// The weighted answers to a question; absent where nothing is weighted.
    pub(crate) fn weighted(&self, question: &QuestionId) -> Option<&ScaleTally> {
        self.count.question(question).filter(|_| self.is_weighted)
    }

    /// How consistently some questions measure one thing.
    pub(crate) fn alpha(&self, items: &[QuestionId]) -> Result<CronbachAlpha, Box<dyn Error>> {
        Ok(CronbachAlpha::of_responses(&self.survey, items, &self.responses, confidence()?)?)
    }
}

/// A share with the answers that it counts.
pub(crate) struct Top {
    pub(crate) k: u64,
    pub(crate) figure: Figure,
}

/// How many are satisfied by a question's own definition; absent where nobody answered.
pub(crate) fn top(kind: &QuestionKind, answers: &ScaleTally) -> Option<Top> {
    let statistic = kind.satisfied()?;
    let Statistic::TopBox { at_least } = statistic else { return None };
    Some(Top { k: answered(answers, at_least..=i16::MAX), figure: answers.figure(&statistic)? })
}

/// How many gave one of these points.
pub(crate) fn answered(answers: &ScaleTally, points: std::ops::RangeInclusive<i16>) -> u64 {
    answers.points().range(points).map(|(_, sum)| sum.n()).sum()
}

/// A number as the nearest float, for a table and for programs that compare with floats.
pub(crate) fn float(number: impl Display) -> f64 {
    number.to_string().parse().unwrap_or(f64::NAN)
}

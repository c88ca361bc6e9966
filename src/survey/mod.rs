//! Surveys (问卷调查): instruments, answers, and the figures that are read from them.
//!
//! A [`Survey`] holds [`Question`]s, each with its [`Scale`] and its own definition of "satisfied"; a [`Response`]
//! holds the [`Answer`]s of one who was asked. Answers are counted in tallies, which merge in any order and grouping
//! to equal bytes; a [`Figure`] is read from a tally, with n, standard error and interval beside its exact value.
//!
//! | you ask | you use |
//! | --- | --- |
//! | how satisfied are they? 满意度, NPS, CES, 好差评 | [`QuestionKind`], [`Statistic`] |
//! | what does one question, or one figure of several, say? ACSI, SERVQUAL | [`Measure`], [`Reading`], [`SurveyTally`] |
//! | what does the whole survey say, and how many answered? 应答率 | [`SurveyCount`] |
//! | is that better than last year? | [`difference`] |
//! | how many must answer, and do those who did stand for all? 抽样 | [`sampling`] |
//! | how far do items, or assessors, agree? 信度 | [`reliability`] |
//! | do we ask as often, and about as much, as we agreed to? 调查义务, 回访 | [`duty`] |
//!
//! No answer and "does not concern me" are two things, and neither is a low mark: a figure counts who answered, and
//! where nobody did there is no figure.
//!
//! [`capabilities`] lists what such statistics are asked for, and where it is here.
//!
//! ```
//! use service_quality::survey::{Answer, Response, Survey, SurveyCount};
//!
//! let survey: Survey = serde_json::from_str(r#"{"id": "yearly", "version": "2026", "name": {"en": "Customers"},
//!     "questions": [
//!         {"id": "overall", "kind": {"csat": {"scale": {"from": 1, "to": 5},
//!             "satisfied_at_least": 4, "dissatisfied_at_most": 2}}},
//!         {"id": "recommend", "kind": "nps"}]}"#)?;
//! let mut count = SurveyCount::new(&survey);
//! for (id, overall, recommend) in [("R-1", 5, 9), ("R-2", 4, 8), ("R-3", 2, 3)] {
//!     let response = Response::builder(id.parse()?, survey.id().clone())
//!         .answer("overall".parse()?, Answer::Point(overall))
//!         .answer("recommend".parse()?, Answer::Point(recommend))
//!         .build()?;
//!     count.record(&survey, &response)?;
//! }
//! let question = survey.question(&"overall".parse()?).ok_or("no such question")?;
//! let figure = count.question(question.id()).and_then(|tally| tally.figure(&question.kind().headline()));
//! let figure = figure.ok_or("nobody answered")?;
//! assert_eq!((figure.value().to_string().as_str(), figure.n()), ("66.666666667", 3));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod acsi;
mod answer;
mod count;
mod difference;
mod dimension;
pub mod duty;
mod error;
mod exact;
mod figure;
mod instrument;
mod joint;
mod measure;
mod points;
mod question;
mod question_kind;
mod reading;
pub mod reliability;
mod response;
pub mod sampling;
mod scale;
mod scale_tally;
mod servperf;
mod servqual;
mod statistic;
mod survey_tally;
mod weight_sum;

#[cfg(doc)]
#[doc = include_str!("capabilities.md")]
pub mod capabilities {}

pub use acsi::{Acsi, AcsiWeights};
pub use answer::Answer;
pub use count::SurveyCount;
pub use difference::{Difference, difference};
pub use error::SurveyError;
pub use figure::Figure;
pub use instrument::Survey;
pub use measure::{Measure, Observation};
pub use question::Question;
pub use question_kind::QuestionKind;
pub use reading::Reading;
pub use response::{Response, ResponseBuilder, ResponseOutcome};
pub use scale::Scale;
pub use scale_tally::ScaleTally;
pub use servperf::{Servperf, ServperfDimension};
pub use servqual::{Servqual, ServqualDimension, ServqualPair};
pub use statistic::Statistic;
pub use survey_tally::SurveyTally;
pub use weight_sum::WeightSum;

pub(crate) use exact::{Exact, Natural};
pub(crate) use points::{Points, Told};

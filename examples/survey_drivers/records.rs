//! Reading answers: one row a respondent, one column a question, and what a row cannot be taken for.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use csv::{Position, StringRecord};
use rust_decimal::Decimal;
use service_quality::quantity::{QuestionId, Version, Weight};
use service_quality::survey::{Answer, Response, Survey};

use crate::shared::input::{Reader, at, fault};

/// The answers of every wave, in order, and the rows that were refused, with line and reason.
pub(crate) struct Records {
    pub(crate) waves: Vec<WaveRecords>,
    pub(crate) refused: Vec<String>,
}

/// What came back in one wave.
pub(crate) struct WaveRecords {
    /// The questions that were asked, by the wave's own version.
    pub(crate) survey: Survey,
    pub(crate) responses: Vec<Response>,
    /// Whether the answers came with weights.
    pub(crate) weighted: bool,
}

/// Reads a table with the columns `year` and `respondent`, one for each question, and perhaps `weight` and `channel`.
///
/// An empty field is no answer, `-` is "does not concern me". A question that nobody answered in a year was not asked
/// then.
pub(crate) fn read(reader: &mut Reader, survey: &Survey) -> Result<Records, Box<dyn Error>> {
    let header = reader.headers()?.clone();
    let place = |name: &str| header.iter().position(|column| column == name);
    let must = |name: &str| place(name).ok_or_else(|| format!("no column `{name}`"));
    let columns = Columns {
        respondent: must("respondent")?,
        weight: place("weight"),
        channel: place("channel"),
        questions: survey
            .questions()
            .iter()
            .map(|question| Ok((question.id().clone(), must(question.id().as_str())?)))
            .collect::<Result<_, String>>()?,
    };
    let (year, mut refused) = (must("year")?, Vec::new());
    let mut years: BTreeMap<String, Vec<StringRecord>> = BTreeMap::new();
    for row in reader.records() {
        match row {
            Ok(row) => years.entry(row[year].to_owned()).or_default().push(row),
            // No row is at fault: the file cannot be read on.
            Err(error) if error.is_io_error() => return Err(error.into()),
            Err(error) => refused.push((line(error.position()), fault(&error))),
        }
    }
    let mut waves = Vec::new();
    for (year, rows) in &years {
        waves.push(wave(survey, year, rows, &columns, &mut refused)?);
    }
    refused.sort();
    Ok(Records { waves, refused: refused.into_iter().map(|(_, why)| why).collect() })
}

fn line(position: Option<&Position>) -> u64 {
    position.map_or(0, Position::line)
}

/// Where what stands.
struct Columns {
    respondent: usize,
    weight: Option<usize>,
    channel: Option<usize>,
    questions: Vec<(QuestionId, usize)>,
}

fn wave(
    survey: &Survey,
    year: &str,
    rows: &[StringRecord],
    columns: &Columns,
    refused: &mut Vec<(u64, String)>,
) -> Result<WaveRecords, Box<dyn Error>> {
    let mut asked = columns.questions.clone();
    asked.retain(|(_, column)| rows.iter().any(|row| !row[*column].is_empty()));
    let questions = survey.questions().iter();
    let questions = questions.filter(|question| asked.iter().any(|(id, _)| id == question.id())).cloned();
    let version: Version = year.parse()?;
    let survey = Survey::new(survey.id().clone(), version, survey.name().clone(), questions.collect())?;

    let mut wave = WaveRecords { survey, responses: Vec::new(), weighted: false };
    let mut seen = BTreeSet::new();
    for row in rows {
        let response = || -> Result<Response, Box<dyn Error>> {
            let response = response(&wave.survey, year, row, columns, &asked)?;
            wave.survey.check(&response)?;
            if !seen.insert(response.id().clone()) {
                return Err(format!("response `{}`: answered already", response.id()).into());
            }
            Ok(response)
        };
        match { response }() {
            Ok(response) => {
                wave.weighted |= response.weight() != Weight::ONE;
                wave.responses.push(response);
            }
            Err(why) => refused.push((line(row.position()), at(row.position(), &why))),
        }
    }
    Ok(wave)
}

fn response(
    survey: &Survey,
    year: &str,
    row: &StringRecord,
    columns: &Columns,
    asked: &[(QuestionId, usize)],
) -> Result<Response, Box<dyn Error>> {
    let id = format!("{year}-{}", &row[columns.respondent]).parse()?;
    let mut builder = Response::builder(id, survey.id().clone());
    if let Some(weight) = columns.weight.map(|column| &row[column]).filter(|weight| !weight.is_empty()) {
        // Some have ten places, one more than a weight keeps.
        let weight: Decimal = weight.parse().map_err(|error| format!("weight `{weight}`: {error}"))?;
        builder = builder.weight(Weight::rounded(weight)?);
    }
    // How the respondent was served.
    if let Some(channel) = columns.channel.map(|column| &row[column]).filter(|channel| !channel.is_empty()) {
        builder = builder.attribute("channel".parse()?, channel);
    }
    for (question, column) in asked {
        builder = builder.answer(
            question.clone(),
            match &row[*column] {
                "" => Answer::NoAnswer,
                "-" => Answer::NotApplicable,
                point => Answer::Point(
                    point
                        .parse()
                        .map_err(|_| format!("question `{question}`: `{point}` is no whole number"))?,
                ),
            },
        );
    }
    Ok(builder.build()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey() -> Survey {
        serde_json::from_str(
            r#"{"id": "s", "version": "1", "name": {"en": "S"}, "questions": [
                {"id": "a", "kind": {"likert": {"scale": {"from": 1, "to": 5}}}}, {"id": "b", "kind": "nps"}]}"#,
        )
        .unwrap()
    }

    fn records(table: &'static str) -> Result<Records, String> {
        let mut reader = csv::Reader::from_reader(Box::new(table.as_bytes()) as Box<dyn std::io::Read>);
        read(&mut reader, &survey()).map_err(|error| error.to_string())
    }

    #[test]
    fn what_nobody_answered_in_a_year_was_not_asked() {
        let records =
            records("year,respondent,weight,a,b\n2,1,0.12345678949,5,9\n1,1,,4,\n1,2,,-,\n").unwrap();
        let [first, second] = &records.waves[..] else { panic!("two waves") };
        assert_eq!((first.survey.version().as_str(), first.survey.questions().len()), ("1", 1));
        assert_eq!(first.responses[1].answer(&"a".parse().unwrap()), Answer::NotApplicable);
        assert_eq!((second.survey.questions().len(), second.weighted, first.weighted), (2, true, false));
        assert_eq!(second.responses[0].weight().to_string(), "0.123456789");
    }

    #[test]
    fn rows_that_cannot_be_read_are_refused_with_line_and_reason() {
        let table = "year,respondent,weight,a,b\n1,1,1,5,9\n1,1,1,4,8\n1,2,0,4,8\n1,3\n1,4,x,4,8\n1,5,1,6,8\n1,6,1,4,high\n";
        assert_eq!(
            records(table).unwrap().refused,
            [
                "line 3: response `1-1`: answered already",
                "line 4: response `1-2`: weight `0` counts for nothing: give more than 0, or leave the response out",
                "line 5: 2 fields instead of 5",
                "line 6: weight `x`: Invalid decimal: unknown character",
                "line 7: response `1-5`, question `a`: point `6` is off the scale: give 1 to 5",
                "line 8: question `b`: `high` is no whole number",
            ]
        );
        assert_eq!(records("year,respondent,a\n").err().as_deref(), Some("no column `b`"));
    }
}

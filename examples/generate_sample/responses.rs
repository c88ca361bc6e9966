//! Three yearly surveys of an imaginary citizen service centre.
//!
//! One row a respondent, answers by the questions of `examples/data/survey.json`: empty is no answer, `-` is "does not
//! concern me". What is built in, for the example `survey_drivers` to find: in the last year waiting and handling take
//! longer and satisfaction falls, while the website gets better; who comes to the hall answers more readily than who is
//! served online. Four rows cannot be read, as in any real export.

use std::error::Error;
use std::fmt::Write as _;

use service_quality::survey::{QuestionKind, Survey};

use crate::random::Random;

const SEED: u64 = 20_250_601;
/// Year and respondents.
const WAVES: [(u16, u64); 3] = [(2023, 640), (2024, 660), (2025, 700)];
/// Name and share of the respondents in percent.
const CHANNELS: [(&str, u64); 3] = [("hall", 58), ("phone", 22), ("online", 20)];
/// Question, its mean in tenths of a point, by how much it moves in the last year, who is concerned.
const ITEMS: [(&str, i64, i64, &str); 14] = [
    ("clean_hall", 43, 0, "hall"),
    ("clean_counter", 44, 0, "hall"),
    ("clean_restroom", 39, -1, "hall"),
    ("signs", 40, 0, "hall"),
    ("find_desk", 41, 1, "hall"),
    ("notices", 37, 0, "hall online"),
    ("website", 34, 4, "phone online"),
    ("answers", 40, 0, "hall phone online"),
    ("seating", 38, -1, "hall"),
    ("quiet", 36, -2, "hall"),
    ("courtesy", 44, 0, "hall phone"),
    ("competence", 43, 0, "hall phone online"),
    ("waiting", 37, -7, "hall phone"),
    ("handling", 38, -4, "hall phone online"),
];

/// Around a value, with the bell of three dice.
fn about(random: &mut Random, value: i64, reach: u64) -> Result<i64, Box<dyn Error>> {
    let dice = random.below(reach) + random.below(reach) + random.below(reach);
    Ok(value + i64::try_from(dice)? - 3 * i64::try_from(reach - 1)? / 2)
}

/// A mark in tenths as a point of a scale.
fn point(tenths: i64, from: i64, to: i64) -> i64 {
    ((tenths + 5) / 10).clamp(from, to)
}

fn answers(
    random: &mut Random,
    question: &str,
    channel: &str,
    last: bool,
    mood: i64,
) -> Result<String, Box<dyn Error>> {
    let (_, mean, moved, concerned) = *ITEMS.iter().find(|(name, ..)| *name == question).unwrap_or(&(
        "overall",
        40,
        -2,
        "hall phone online",
    ));
    let mark = about(random, mean + if last { moved } else { 0 } + mood, 8)?;
    if !concerned.contains(channel) {
        return Ok("-".to_owned());
    }
    let silent = random.percent(4);
    Ok(if silent { String::new() } else { point(mark, 1, 5).to_string() })
}

pub(crate) fn generate() -> Result<String, Box<dyn Error>> {
    let survey: Survey = serde_json::from_str(include_str!("../data/survey.json"))?;
    let mut random = Random::new(SEED);
    let mut csv = String::from("year,respondent,channel");
    for question in survey.questions() {
        write!(csv, ",{}", question.id())?;
    }
    csv.push('\n');
    for (year, respondents) in WAVES {
        let last = year == 2025;
        for respondent in 1..=respondents {
            let &(channel, _) = random.pick(&CHANNELS, |channel| channel.1);
            // Who is content with one thing is so with others.
            let mood = about(&mut random, if channel == "online" { -2 } else { 0 }, 10)?;
            write!(csv, "{year},{respondent},{channel}")?;
            for question in survey.questions() {
                let answer = if *question.kind() == QuestionKind::Nps {
                    let mark = about(&mut random, if last { 76 } else { 80 } + 2 * mood, 14)?;
                    if random.percent(6) { String::new() } else { point(mark, 0, 10).to_string() }
                } else {
                    answers(&mut random, question.id().as_str(), channel, last, mood)?
                };
                write!(csv, ",{answer}")?;
            }
            csv.push('\n');
            match (year, respondent) {
                (2023, 400) => csv.push_str("2023,12,hall,4,4,4,4,4,4,4,-,4,4,4,4,4,4,4,9\n"),
                (2024, 90) => csv.push_str("2024,9001,phone,6,-,-,-,-,-,-,3,4,-,-,5,4,3,3,8\n"),
                (2024, 300) => csv.push_str("2024,9002,hall,good,4,4,4,4,4,4,-,4,4,4,4,4,4,4,9\n"),
                (2025, 500) => csv.push_str("2025,9003,online,4,-\n"),
                _ => {}
            }
        }
    }
    Ok(csv)
}

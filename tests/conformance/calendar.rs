//! `calendar.*`: every question is put to the walk, to the index and to the batch index.

use serde_json::{Map, Value, json};
use service_quality::calendar::{Boundary, BusinessDayRule, Calendar, WorkingTime};
use service_quality::quantity::{Span, Timestamp};

use crate::{Answer, Case, Values};

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    let function = case.kind.strip_prefix("calendar.")?;
    let question: Question = match function {
        "is_open" => |_, time, start| Ok(value(json!(time.is_open(start)))),
        "is_working_day" => {
            |_, time, start| Ok(value(json!(time.is_business_day(time.calendar().zone().date(start)))))
        }
        "is_holiday" => |_, time, start| {
            let calendar = time.calendar();
            Ok(value(json!(calendar.holiday(calendar.zone().date(start)).is_some())))
        },
        "between" => between,
        "add" => add,
        "subtract" => subtract,
        "next_open" => next_open,
        "previous_open" => previous_close,
        "add_business_days" => add_business_days,
        "subtract_business_days" => subtract_business_days,
        _ => return None,
    };
    Some(ask_all(case, question))
}

type Question = fn(&Case, &dyn WorkingTime, Timestamp) -> Answer;

fn ask_all(case: &Case, question: Question) -> Answer {
    let calendar: Calendar = serde_json::from_value(document(&case.input["calendar"])?)?;
    let start = instant(case, "start")?;
    let walked = question(case, &calendar, start)?;
    // Short on purpose: some answers lie beyond it, where the index has to walk on.
    let days = |days: i32| start.checked_add(Span::from_hours(24 * days)).ok_or("out of range");
    let range = days(-20)?..days(40)?;
    for index in [calendar.compile(range.clone())?, calendar.compile_batch(range)?] {
        let indexed = question(case, &index, start)?;
        if indexed != walked {
            return Err(format!("the index answers {indexed:?}, the walk {walked:?}").into());
        }
    }
    Ok(walked)
}

fn between(case: &Case, time: &dyn WorkingTime, start: Timestamp) -> Answer {
    Ok(value(json!(time.between(start, instant(case, "end")?).seconds())))
}

fn add(case: &Case, time: &dyn WorkingTime, start: Timestamp) -> Answer {
    let amount = amount(case)?;
    let mut answers = value(json!(time.add(start, amount)?));
    answers
        .insert("if_next_opening".to_owned(), json!(time.add_until(start, amount, Boundary::NextOpening)?));
    Ok(answers)
}

fn subtract(case: &Case, time: &dyn WorkingTime, start: Timestamp) -> Answer {
    Ok(value(json!(time.subtract(start, amount(case)?)?)))
}

fn next_open(_: &Case, time: &dyn WorkingTime, start: Timestamp) -> Answer {
    Ok(value(json!(time.next_open(start)?)))
}

fn previous_close(_: &Case, time: &dyn WorkingTime, start: Timestamp) -> Answer {
    Ok(value(json!(time.previous_close(start)?)))
}

fn add_business_days(case: &Case, time: &dyn WorkingTime, start: Timestamp) -> Answer {
    Ok(value(json!(time.add_business_days(start, days(case)?, rule(case))?)))
}

fn subtract_business_days(case: &Case, time: &dyn WorkingTime, start: Timestamp) -> Answer {
    Ok(value(json!(time.subtract_business_days(start, days(case)?, rule(case))?)))
}

/// The rule of the program that a case comes from.
fn rule(case: &Case) -> BusinessDayRule {
    match case.input["end_of_working_day"].as_bool() {
        Some(true) => BusinessDayRule::EndOfDay,
        Some(false) => BusinessDayRule::CappedAtClosing,
        None if case.tags.iter().any(|tag| tag == "day_rule_business_time") => {
            BusinessDayRule::FromNextOpening
        }
        None => BusinessDayRule::ThenNextOpening,
    }
}

fn value(value: Value) -> Values {
    Values::from([("value".to_owned(), value)])
}

fn instant(case: &Case, key: &str) -> Result<Timestamp, Box<dyn std::error::Error>> {
    Ok(case.input[key].as_str().ok_or_else(|| format!("no `{key}`"))?.parse()?)
}

fn amount(case: &Case) -> Result<Span, Box<dyn std::error::Error>> {
    let amount = &case.input["amount"];
    let unit = match amount["unit"].as_str() {
        Some("s") => "S",
        Some("min") => "M",
        Some("h") => "H",
        unit => return Err(format!("unknown unit {unit:?}").into()),
    };
    Ok(format!("PT{}{unit}", amount["n"]).parse()?)
}

fn days(case: &Case) -> Result<u32, Box<dyn std::error::Error>> {
    Ok(u32::try_from(case.input["amount"]["n"].as_u64().ok_or("no whole number of days")?)?)
}

/// The case's calendar in the crate's words.
pub(crate) fn document(calendar: &Value) -> Result<Value, String> {
    let mut holidays = Vec::new();
    let mut document = Map::new();
    for (key, value) in calendar.as_object().ok_or("the calendar is no object")? {
        let list = value.as_array().into_iter().flatten();
        match key.as_str() {
            "time_zone" => drop(document.insert(key.clone(), value.clone())),
            "weekly" | "closures" => drop(document.insert(key.clone(), hours(value))),
            "overrides" => drop(document.insert("exceptions".to_owned(), hours(value))),
            "holidays" => holidays.extend(list.map(|date| json!({"on": {"date": date}}))),
            "holidays_recurring" => holidays.extend(list.map(|day| json!({"on": {"yearly": day}}))),
            "holiday_ranges" => {
                holidays
                    .extend(list.map(|range| json!({"on": {"dates": {"from": range[0], "to": range[1]}}})));
            }
            _ => return Err(format!("the calendar has an unknown key `{key}`")),
        }
    }
    document.insert("holidays".to_owned(), holidays.into());
    Ok(document.into())
}

/// `{"mon": [["09:00", "12:00"]]}` as `{"mon": ["09:00-12:00"]}`.
fn hours(days: &Value) -> Value {
    let interval = |pair: &Value| {
        json!(format!("{}-{}", pair[0].as_str().unwrap_or("?"), pair[1].as_str().unwrap_or("?")))
    };
    let intervals = |list: &Value| list.as_array().into_iter().flatten().map(interval).collect();
    let days = days.as_object().into_iter().flatten();
    days.map(|(day, list)| (day.clone(), intervals(list))).collect::<Map<_, _>>().into()
}

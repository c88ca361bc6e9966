//! Availability, incidents, composition, Apdex.

use serde_json::{Value, json};
use service_quality::quantity::{Money, Number, Share, Span, Timestamp};
use service_quality::slo::TimeUnit;
use service_quality::slo::apdex::{ApdexRating, ApdexTally, ApdexTarget, ApdexZone};
use service_quality::slo::availability::{
    AvailabilityReport, AvailabilityRule, AvailabilityTally, ErrorRateTally, Exclusion, ExclusionReason,
    ExclusionTime, HourlyRule, IdleInterval, Outage, OutageLength, ServiceLevel, ServiceRecord, ServiceYear,
    TimeFigures, UserTimeTally,
};
use service_quality::slo::composition::{
    CompositeMember, CompositeMode, CompositeOutcome, CompositeSlo, CompositeStatus, Composition,
};
use service_quality::slo::incident::{FailureCycle, IncidentStage, IncidentTimes, MeanTime, Reliability};

use crate::{Answer, Case};

type Fault = Box<dyn std::error::Error>;

pub(super) fn answer(case: &Case) -> Option<Answer> {
    let question: fn(&Value) -> Result<Value, Fault> = match case.kind.strip_prefix("slo.")? {
        "availability_from_mtbf" => from_mtbf,
        "mtbf" => mtbf,
        "mtbsi" => mtbsi,
        "monthly_stats" => monthly_stats,
        "incident_lifecycle" => lifecycle,
        "mean_time" => mean_time,
        "uptime_excluding_maintenance" => excluding_maintenance,
        "overlap_rule" => overlap,
        "downtime_granularity" => granularity,
        "hourly_rule" => hourly,
        "uptime_by_error_rate" => by_error_rate,
        "uptime_by_user_minutes" => by_user_minutes,
        "annual_window" => annual,
        "composite" => composite,
        "composite_weighted" => weighted,
        "composite_openslo" => openslo,
        "score" | "empty" => apdex_score,
        "classify" => classify,
        "rating" => rating,
        _ => return None,
    };
    Some(
        question(&case.input)
            .map(|answers| answers.as_object().cloned().unwrap_or_default().into_iter().collect()),
    )
}

fn number(value: &Value) -> Result<Number, Fault> {
    Ok(serde_json::from_value(value.clone())?)
}

/// To the nine places that a share keeps: the tables print binary fractions.
fn share(value: &Value) -> Result<Share, Fault> {
    Ok(format!("{:.9}", value.as_f64().ok_or("no number")?).parse()?)
}

fn of_percent(value: &Value) -> Result<Share, Fault> {
    Ok(format!("{}e-2", number(value)?).parse()?)
}

fn minutes(value: &Value) -> Result<Span, Fault> {
    Ok(TimeUnit::Minute.span(number(value)?)?)
}

fn seconds(value: &Value) -> Result<Span, Fault> {
    Ok(TimeUnit::Second.span(number(value)?)?)
}

fn count(value: &Value) -> Result<u64, Fault> {
    Ok(value.as_u64().ok_or("no count")?)
}

fn list(value: &Value) -> Result<&[Value], Fault> {
    Ok(value.as_array().ok_or("no list")?)
}

/// As JSON number.
fn shown(number: impl Into<Option<Number>>) -> Value {
    number.into().map_or(Value::Null, |number| json!(number.to_string().parse::<f64>().unwrap()))
}

fn percent(level: Option<ServiceLevel>) -> Value {
    shown(level.map(|level| level.percent(9)))
}

fn from_mtbf(input: &Value) -> Result<Value, Fault> {
    let cycle = FailureCycle::new(number(&input["mtbf_h"])?, number(&input["mttr_h"])?)?;
    Ok(json!({"availability_percent": percent(Some(cycle.level()))}))
}

fn mtbf(input: &Value) -> Result<Value, Fault> {
    let operating = TimeUnit::Hour.span(number(&input["operating_h"])?)?;
    let reliability = Reliability::new(operating, Span::ZERO, count(&input["failures"])?)?;
    let mtbf = reliability.mtbf(TimeUnit::Hour, 9)?;
    Ok(json!({"mtbf_h": whole(mtbf)}))
}

/// A figure that the tables may print as an integer.
fn whole(number: Option<Number>) -> Value {
    match number.map(|number| number.to_string().parse::<i64>()) {
        Some(Ok(whole)) => json!(whole),
        _ => shown(number),
    }
}

fn mtbsi(input: &Value) -> Result<Value, Fault> {
    let cycle = FailureCycle::new(number(&input["mtbf_h"])?, number(&input["mtrs_h"])?)?;
    Ok(json!({
        "mtbsi_h": whole(Some(cycle.mtbsi())),
        "availability_percent": percent(Some(cycle.level())),
        "mtbf_over_mtbsi": shown(cycle.level().share(9)),
    }))
}

fn monthly_stats(input: &Value) -> Result<Value, Fault> {
    let mut restored = MeanTime::default();
    for outage in list(&input["outages_s"])? {
        restored.record(seconds(outage)?)?;
    }
    let month = Reliability::new(seconds(&input["period_s"])?, restored.total(), restored.n())?;
    let agreement = month.agreement(&restored)?;
    if agreement.is_some_and(|both| !both.agree()) {
        return Err("availability by time and by means differ".into());
    }
    Ok(json!({
        "availability": shown(month.level().map(|level| level.share(9))),
        "mttr_s": whole(month.mtrs(TimeUnit::Second, 9)?),
        "mtbf_s": shown(month.mtbf(TimeUnit::Second, 9)?),
    }))
}

fn lifecycle(input: &Value) -> Result<Value, Fault> {
    use IncidentStage::{Acknowledged, Detected, Diagnosed, Occurred, Recovered, Repaired, Restored};
    let times: IncidentTimes = serde_json::from_value(input.clone())?;
    let minutes = |from, to| -> Result<Value, Fault> {
        Ok(whole(times.span(from, to).map(|span| TimeUnit::Minute.of(span, 9)).transpose()?))
    };
    Ok(json!({
        "detect_min": minutes(Occurred, Detected)?,
        "acknowledge_min": minutes(Detected, Acknowledged)?,
        "diagnose_min": minutes(Acknowledged, Diagnosed)?,
        "repair_min": minutes(Diagnosed, Repaired)?,
        "recover_min": minutes(Repaired, Recovered)?,
        "restore_min": minutes(Occurred, Restored)?,
    }))
}

fn mean_time(input: &Value) -> Result<Value, Fault> {
    let mut times = MeanTime::default();
    for time in list(&input["minutes"])? {
        times.record(minutes(time)?)?;
    }
    Ok(json!({"mean": whole(times.mean(TimeUnit::Minute, 9)?)}))
}

fn excluding_maintenance(input: &Value) -> Result<Value, Fault> {
    let gross = TimeFigures {
        time: minutes(&input["period_min"])?,
        downtime: minutes(&input["unplanned_downtime_min"])?,
    };
    let planned = TimeFigures { time: minutes(&input["planned_maintenance_min"])?, downtime: Span::ZERO };
    let month = AvailabilityTally::new(gross)?.excluding(ExclusionReason::PlannedMaintenance, planned)?;
    let mut answers =
        json!({"uptime_percent": percent(month.level()), "uptime_percent_5dp": percent(month.level())});
    if !input["target_percent"].is_null() {
        let target = of_percent(&input["target_percent"])?;
        let verdict = month.verdict(target)?.ok_or("no time")?;
        answers["met"] = json!(verdict.met());
        answers["allowed_downtime_min"] = shown(TimeUnit::Minute.of_seconds(verdict.allowed().into(), 9)?);
        answers["remaining_min"] = shown(TimeUnit::Minute.of_seconds(verdict.remaining().into(), 9)?);
    }
    Ok(answers)
}

fn april(rule: &AvailabilityRule, input: &Value) -> Result<AvailabilityReport, Fault> {
    // The tables write instants without seconds.
    let instant = |value: &Value| -> Result<Timestamp, Fault> {
        let text = value.as_str().ok_or("no instant")?;
        let full = if text.len() == 17 { text.replace('Z', ":00Z") } else { text.to_owned() };
        Ok(full.parse()?)
    };
    let (mut exclusions, mut outages) = (Vec::new(), Vec::new());
    for window in list(&input["maintenance"])? {
        let time = ExclusionTime::once(instant(&window[0])?, instant(&window[1])?)?;
        let (because, author) = ("a case".parse()?, "a table".parse()?);
        exclusions.push(Exclusion::new(ExclusionReason::PlannedMaintenance, time, because, author));
    }
    for (index, outage) in list(&input["outages"])?.iter().enumerate() {
        let id = format!("outage {index}").parse()?;
        outages.push(Outage::new(id, instant(&outage[0])?, Some(instant(&outage[1])?))?);
    }
    let range = instant(&input["period"][0])?..instant(&input["period"][1])?;
    let as_of = range.end;
    Ok(rule.measure(&ServiceRecord::new(&outages).excluding(&exclusions), range, as_of)?)
}

fn overlap(input: &Value) -> Result<Value, Fault> {
    let report = april(&AvailabilityRule::default(), input)?;
    let net = report.tally().net();
    Ok(json!({
        "eligible_min": whole(Some(TimeUnit::Minute.of(net.time, 9)?)),
        "counted_downtime_min": whole(Some(TimeUnit::Minute.of(net.downtime, 9)?)),
        "uptime_percent": percent(report.level()),
    }))
}

fn granularity(input: &Value) -> Result<Value, Fault> {
    let rule =
        AvailabilityRule::default().minimum(minutes(&input["minimum_min"])?, OutageLength::AsCounted)?;
    // The tables give lengths alone: each outage on a day of its own.
    let mut outages = Vec::new();
    let mut at = Timestamp::EPOCH;
    for length in list(&input["outage_minutes"])? {
        let until = at.checked_add(minutes(length)?).ok_or("out of range")?;
        outages.push(Outage::new("INC-1".parse()?, at, Some(until))?);
        at = until.checked_add(Span::from_hours(24)).ok_or("out of range")?;
    }
    let report = rule.measure(&ServiceRecord::new(&outages), Timestamp::EPOCH..at, at)?;
    Ok(json!({"counted_min": whole(Some(TimeUnit::Minute.of(report.tally().net().downtime, 9)?))}))
}

fn hourly(input: &Value) -> Result<Value, Fault> {
    let rule = HourlyRule::new(Span::from_minutes(6))?;
    let hours: Vec<Span> =
        list(&input["unavailable_min_per_hour"])?.iter().map(minutes).collect::<Result<_, _>>()?;
    let hours = rule.not_charged(hours)?;
    let price = input["hourly_price"].as_str().ok_or("no price")?;
    let waived = HourlyRule::waived(hours, &Money::new(price.parse()?, "USD")?)?;
    // Printed with as many places as the price.
    let places = price.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    Ok(json!({"not_charged_hours": hours, "waived": format!("{:.places$}", waived.amount().value())}))
}

fn by_error_rate(input: &Value) -> Result<Value, Fault> {
    let mut rates = ErrorRateTally::default();
    for rate in list(&input["interval_error_rates_percent"])? {
        rates.record(of_percent(rate)?)?;
    }
    Ok(json!({"uptime_percent": percent(rates.level(IdleInterval::NoErrors))}))
}

fn by_user_minutes(input: &Value) -> Result<Value, Fault> {
    let mut month = UserTimeTally::new(count(&input["users"])?, minutes(&input["period_min"])?)?;
    for incident in list(&input["incidents"])? {
        month = month.incident(count(&incident["users"])?, minutes(&incident["minutes"])?)?;
    }
    // The table prints six places.
    Ok(json!({"uptime_percent": shown(month.level().map(|level| level.percent(6)))}))
}

fn annual(input: &Value) -> Result<Value, Fault> {
    let days = u32::try_from(count(&input["days_in_use"])?)?;
    let level = ServiceYear::default().level(days, count(&input["unavailable_5min_periods"])?)?;
    let commitment = of_percent(&input["commitment"])?;
    // The table prints six places.
    Ok(json!({
        "uptime_percent": shown(level.map(|level| level.percent(6))),
        "met": level.map(|level| level.met(commitment)),
    }))
}

fn tree(value: &Value) -> Result<Composition, Fault> {
    if value.is_number() {
        return Ok(Composition::part(share(value)?));
    }
    let members: Vec<Composition> = list(&value["members"])?.iter().map(tree).collect::<Result<_, _>>()?;
    Ok(match value["op"].as_str() {
        Some("serial") => Composition::serial(members)?,
        Some("parallel") => Composition::parallel(members)?,
        Some("k_of_n") => Composition::at_least(usize::try_from(count(&value["k"])?)?, members)?,
        other => return Err(format!("an unknown operation {other:?}").into()),
    })
}

fn composite(input: &Value) -> Result<Value, Fault> {
    let whole = tree(input)?;
    let (exact, month) = (whole.availability(), Span::from_hours(720));
    Ok(json!({
        "availability": shown(exact.share(9)),
        "percent": shown(exact.percent(9)),
        "rounded_percent_1dp": shown(exact.percent(1)),
        "rounded_percent_2dp": shown(exact.percent(2)),
        "rounded_percent_3dp": shown(exact.percent(3)),
        "downtime_min_30d": shown(exact.downtime(month, TimeUnit::Minute, 9)?),
        "downtime_min_30d_first_order": shown(whole.first_order().downtime(month, TimeUnit::Minute, 9)?),
    }))
}

fn evaluated(
    mode: CompositeMode,
    target: Share,
    members: &[(Value, Value)],
) -> Result<CompositeOutcome, Fault> {
    let mut objectives = Vec::new();
    for (index, (weight, level)) in members.iter().enumerate() {
        let level = (!level.is_null()).then(|| share(level)).transpose()?;
        let weight = serde_json::from_value(weight.clone())?;
        objectives.push(CompositeMember::new(
            format!("objective {index}").parse()?,
            weight,
            level.map(Into::into),
        ));
    }
    Ok(CompositeSlo::new(mode, target)?.evaluate(&objectives)?)
}

fn weighted(input: &Value) -> Result<Value, Fault> {
    let members: Vec<_> = list(&input["members"])?
        .iter()
        .map(|member| (member["weight"].clone(), member["sli"].clone()))
        .collect();
    let outcome = evaluated(CompositeMode::WeightedMean, share(&input["target"])?, &members)?;
    Ok(json!({
        "sli": shown(outcome.level().map(|level| level.share(9))),
        "status": match outcome.status() {
            CompositeStatus::Healthy => "HEALTHY",
            CompositeStatus::Violated => "VIOLATED",
            CompositeStatus::NoData => "NO_DATA",
        },
        // The peer prints a budget of 0 where there is none for want of data.
        "initial": outcome.budget().map_or(json!(0), shown),
        "consumed": whole(outcome.consumed(9)),
        "remaining": whole(outcome.remaining(9)),
    }))
}

fn openslo(input: &Value) -> Result<Value, Fault> {
    if input["method"] != "RatioTimeslices" {
        return Err("a method of which the tables show no example".into());
    }
    let weights = input["weights"].as_array().cloned().unwrap_or_default();
    let weights = weights.into_iter().chain(std::iter::repeat(json!(1))); // the default
    let members: Vec<_> = weights.zip(list(&input["members"])?.iter().cloned()).collect();
    let outcome = evaluated(CompositeMode::MissingParts, Share::ONE, &members)?;
    Ok(json!({"composite": shown(outcome.level().map(|level| level.share(9)))}))
}

fn apdex_score(input: &Value) -> Result<Value, Fault> {
    let tally: ApdexTally = serde_json::from_value(input.clone())?;
    // `published` is the score with the two places that publications print.
    Ok(json!({"score": shown(tally.score(9)), "published": shown(tally.score(2))}))
}

fn classify(input: &Value) -> Result<Value, Fault> {
    let target = ApdexTarget::new(number(&input["t"])?)?;
    let (mut tally, mut classes) = (ApdexTally::default(), Vec::new());
    for value in list(&input["values"])? {
        let zone = target.zone(number(value)?)?;
        tally.record(zone)?;
        classes.push(match zone {
            ApdexZone::Satisfied => "S",
            ApdexZone::Tolerating => "T",
            ApdexZone::Frustrated => "F",
        });
    }
    Ok(json!({"classes": classes, "score": shown(tally.score(9))}))
}

fn rating(input: &Value) -> Result<Value, Fault> {
    Ok(json!({"rating": ApdexRating::of(number(&input["score"])?)?}))
}

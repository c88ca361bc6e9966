//! Error budgets and burn rates.

use std::error::Error;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use service_quality::quantity::{Language, Number, Share, Span};
use service_quality::slo::availability::{MissingSlice, SliceTally};
use service_quality::slo::budget::{
    BudgetBasis, BudgetReport, Overdraft, ServiceLevelObjective, SloGoal, SloStatus, SloTally, SloWindow,
};
use service_quality::slo::burn::{
    BudgetPolicy, BurnAlerts, BurnComparison, BurnLimit, BurnPreset, BurnRate, BurnSeverity, BurnState,
    BurnTest, BurnWindow, Exhaustion, first_reached,
};
use service_quality::slo::{ExactRatio, TimeUnit};

use crate::{Answer, Case};

type Fallible<T> = Result<T, Box<dyn Error>>;

pub(super) fn answer(case: &Case) -> Option<Answer> {
    let kind = case.kind.strip_prefix("slo.")?;
    let calculation = match kind {
        "window_factor" => window_factor,
        "budget_consumed" => budget_consumed,
        "time_to_exhaustion" => time_to_exhaustion,
        "detection_time" => detection_time,
        "reset_time" => reset_time,
        "burn_rate" => burn_rate,
        "simulate" => simulate,
        "error_budget_policy_step" => policy_step,
        "long_short_state" => long_short_state,
        "impossible_alert" => impossible_alert,
        "low_traffic_burn" => low_traffic,
        "budget_to_burn_rate" => budget_to_burn_rate,
        "report_from_counts" => report_from_counts,
        "report_from_sli" => report_from_sli,
        "report_fields" => report_fields,
        "sli_ratio" => sli_ratio,
        "ratio" => ratio,
        "status" => status,
        "event_budget" => event_budget,
        "time_burn" => time_burn,
        "allowed_downtime" => allowed_downtime,
        "time_budget" => time_budget,
        "slo_met" => slo_met,
        "slo_missed" => slo_missed,
        _ => return None,
    };
    Some(calculation(&case.input).and_then(|answer| Ok(serde_json::from_value(answer)?)))
}

fn read<T: DeserializeOwned>(value: &Value) -> Fallible<T> {
    Ok(serde_json::from_value(value.clone())?)
}

pub(super) fn percent(value: &Value) -> Fallible<Share> {
    Ok(Share::from_percent(read(value)?)?)
}

fn seconds(value: &Value) -> Fallible<Span> {
    Ok(TimeUnit::Second.span(read(value)?)?)
}

fn rate(value: &Value) -> Fallible<BurnRate> {
    Ok(BurnRate::new(read(value)?)?)
}

/// As a number of JSON.
pub(super) fn shown(number: Number) -> Fallible<Value> {
    Ok(serde_json::from_str(&number.to_string())?)
}

fn or_null(number: Option<Number>) -> Fallible<Value> {
    number.map_or(Ok(Value::Null), shown)
}

fn places(ratio: Option<ExactRatio>) -> Option<Number> {
    ratio?.rounded(9)
}

fn events(target: Share, window: Span) -> Fallible<ServiceLevelObjective> {
    let (goal, window) = (SloGoal::Share(target), SloWindow::Rolling(window));
    Ok(ServiceLevelObjective::new("case".parse()?, goal, BudgetBasis::Events, window)?)
}

/// slo-generator rounds the rate to one place, then asks whether it is above.
const GENERATOR: BurnTest = BurnTest { compare: BurnComparison::Above, rounded_to: Some(1) };
/// Elastic and slokit.
const AT_LEAST: BurnTest = BurnTest { compare: BurnComparison::AtLeast, rounded_to: None };

fn window_factor(input: &Value) -> Fallible<Value> {
    let window = BurnWindow {
        limit: BurnLimit::Spends(percent(&input["error_budget_percent"])?),
        long: seconds(&input["long_window_s"])?,
        short: Some(seconds(&input["short_window_s"])?),
        severity: read(&input["severity"])?,
    };
    let factor = window.factor(seconds(&input["slo_period_s"])?).ok_or("no factor")?;
    let budget = BurnRate::new(1.into())?.errors(percent(&input["objective_percent"])?);
    Ok(json!({
        "burn_rate_factor": or_null(factor.rounded(9))?,
        "error_budget_percent_of_total": or_null(places(budget.and_then(ExactRatio::percent)))?,
    }))
}

fn budget_consumed(input: &Value) -> Fallible<Value> {
    let (window, period) = (seconds(&input["window_s"])?, seconds(&input["slo_period_s"])?);
    let rate = rate(&input["burn_rate"])?;
    let consumed = rate.spends(window, period).and_then(ExactRatio::percent);
    let known = BurnPreset::ALL.into_iter().filter_map(|preset| preset.windows(period).ok()).flatten();
    let mut known = known.filter(|known| known.long == window && known.factor(period) == Some(rate));
    let notification = known.next().map(|known| known.severity);
    let short = input.get("short_window_s").map(seconds).transpose()?;
    let limit = BurnLimit::Factor(read(&input["burn_rate"])?);
    let alert = BurnWindow { limit, long: window, short, severity: BurnSeverity::Page };
    Ok(json!({
        "budget_consumed_percent": or_null(places(consumed))?,
        "budget_consumed_percent_2dp_truncated": or_null(consumed.and_then(|consumed| consumed.cut(2)))?,
        "notification": notification,
        "short_window_ratio": alert.short_part().map(|part| part.to_string()),
    }))
}

fn time_to_exhaustion(input: &Value) -> Fallible<Value> {
    let rate = rate(&input["burn_rate"])?;
    let left = Exhaustion::of(rate, seconds(&input["slo_period_s"])?, ExactRatio::ONE);
    let mut text = left.map(|left| left.text(Language::English));
    // "43.2 minutes (workbook: 43 minutes)": the workbook prints whole units.
    if let Some((count, unit)) = text.as_deref().and_then(|text| text.split_once(' '))
        && count.contains('.')
    {
        let whole = count.parse::<Number>()?.rounded(0);
        text = Some(format!("{count} {unit} (workbook: {whole} {unit})"));
    }
    let errors = match input.get("objective") {
        Some(target) => rate.errors(read(target)?).and_then(ExactRatio::percent),
        None => None,
    };
    Ok(json!({
        "error_rate_percent": or_null(places(errors))?,
        "seconds": or_null(left.and_then(Exhaustion::seconds))?,
        "text": text,
    }))
}

fn detection_time(input: &Value) -> Fallible<Value> {
    let (rate, target) = (rate(&input["burn_rate"])?, read(&input["objective"])?);
    let errors: Number = read(&input["error_ratio"])?;
    let detected = rate.detected_after(errors.into(), target, seconds(&input["window_s"])?);
    Ok(json!({
        "detection_s": or_null(places(detected))?,
        "fires_if_error_ratio_at_least": or_null(places(rate.errors(target)))?,
    }))
}

fn reset_time(input: &Value) -> Fallible<Value> {
    let (rate, target) = (rate(&input["burn_rate"])?, read(&input["objective"])?);
    let limit = places(rate.errors(target)).ok_or("no limit")?;
    let readings: Vec<Share> = read(&input["error_rates_by_minute"])?;
    let fires = first_reached(&readings, Share::new(limit.value())?, seconds(&input["evaluation_step_s"])?);
    let resets = rate.resets_after(ExactRatio::ONE, target, seconds(&input["window_s"])?);
    let minutes = resets.and_then(|seconds| TimeUnit::Minute.of_seconds(seconds, 0).ok());
    Ok(json!({
        "fires_after_s": fires.map(Span::seconds),
        "reset_minutes_published": or_null(minutes)?,
    }))
}

fn burn_rate(input: &Value) -> Fallible<Value> {
    let sli: Option<Number> = read(&input["sli"])?;
    let errors = sli.and_then(|sli| ExactRatio::ONE.checked_sub(sli.into()));
    let target = read(&input["target"])?;
    let rate = errors.and_then(|errors| BurnRate::of_errors(errors, target));
    Ok(json!({"burn_rate": or_null(rate.and_then(|rate| rate.rounded(9)))?}))
}

fn simulate(input: &Value) -> Fallible<Value> {
    let target = read(&input["objective"])?;
    let mut windows = Vec::new();
    for (name, severity) in [("page", BurnSeverity::Page), ("ticket", BurnSeverity::Ticket)] {
        for factor in input["factors"][name].as_array().into_iter().flatten() {
            let (long, short) = (Span::from_hours(1), Some(Span::from_minutes(5)));
            windows.push(BurnWindow { limit: BurnLimit::Factor(read(factor)?), long, short, severity });
        }
    }
    let period = seconds(&input["slo_period_s"])?;
    // The crate refuses what can never fire; the peer keeps it, silent.
    windows.retain(|window| window.factor(period).is_some_and(|limit| AT_LEAST.can_fire(limit, target)));
    let outcome =
        BurnAlerts::new(target, period, windows, AT_LEAST)?.simulate(read(&input["error_ratio"])?)?;
    Ok(json!({
        "burn_rate": or_null(outcome.rate.rounded(9))?,
        "page": outcome.fires(BurnSeverity::Page),
        "ticket": outcome.fires(BurnSeverity::Ticket),
        "time_to_exhaustion_s": or_null(outcome.exhaustion.and_then(Exhaustion::seconds))?,
    }))
}

fn policy_step(input: &Value) -> Fallible<Value> {
    let mut published: Value = serde_json::from_str(super::credit::PUBLISHED)?;
    // The peer's policies are for any objective; here one is named.
    for policy in published["policies"].as_array_mut().into_iter().flatten() {
        policy["target"] = json!("0.99");
    }
    let policies: Vec<BudgetPolicy> = read(&published["policies"])?;
    let (window, above) = (seconds(&input["window_s"])?, read(&input["burn_rate_threshold"])?);
    let mut steps = policies.iter().flat_map(BudgetPolicy::steps);
    let step = steps.find(|step| step.window == window && step.above == above).ok_or("no such step")?;
    Ok(json!({"pages": step.severity == BurnSeverity::Page}))
}

fn long_short_state(input: &Value) -> Fallible<Value> {
    let [long, short, limit] = ["long_burn", "short_burn", "threshold"].map(|key| rate(&input[key]));
    Ok(json!({"state": BurnState::of(long?, short?, limit?, AT_LEAST)}))
}

fn impossible_alert(input: &Value) -> Fallible<Value> {
    let (rate, target) = (rate(&input["burn_rate"])?, read(&input["objective"])?);
    Ok(json!({
        "threshold_error_ratio": or_null(places(rate.errors(target)))?,
        "can_fire": AT_LEAST.can_fire(rate, target),
    }))
}

fn low_traffic(input: &Value) -> Fallible<Value> {
    let target = read(&input["objective"])?;
    let tally = SloTally::of_good(read(&input["good"])?, read(&input["total"])?)?;
    let corrected = BurnRate::of_slices(tally.gross().bad, read(&input["expected_slices"])?, target);
    let rounded = |rate: Option<BurnRate>| or_null(rate.and_then(|rate| rate.rounded(9)));
    Ok(json!({
        "naive_burn_rate": rounded(BurnRate::of_tally(&tally, target))?,
        "slice_corrected_burn_rate": rounded(corrected)?,
    }))
}

fn budget_to_burn_rate(input: &Value) -> Fallible<Value> {
    let (window, period) = (seconds(&input["window_s"])?, seconds(&input["slo_period_s"])?);
    let rate =
        BurnRate::that_spends(percent(&input["budget_percent"])?, window, period).ok_or("no window")?;
    let errors = rate.errors(read(&input["objective"])?).and_then(ExactRatio::percent);
    Ok(json!({"burn_rate": or_null(rate.rounded(9))?, "error_rate_percent": or_null(places(errors))?}))
}

/// Whether slo-generator alerts; nothing where there is no rate.
fn alert(input: &Value, report: &BudgetReport) -> Fallible<Value> {
    let (Some(current), Some(limit)) = (report.burn_rate, input.get("burn_rate_threshold")) else {
        return Ok(Value::Null);
    };
    Ok(json!(GENERATOR.holds(BurnRate::new(current)?, rate(limit)?)))
}

fn report_from_counts(input: &Value) -> Fallible<Value> {
    // The peer writes a count that it does not have as a sentinel.
    let count = |key: &str| -> Fallible<u64> {
        if input[key] == input["no_data_sentinel"] { Ok(0) } else { read(&input[key]) }
    };
    let objective = events(read(&input["goal"])?, seconds(&input["window_s"])?)?;
    let objective = objective.with_min_valid(input["min_valid_events"].as_u64().unwrap_or_default());
    let report = objective.report(&SloTally::new(count("good")?, count("bad")?)?)?;
    fields(input, &report)
}

fn report_from_sli(input: &Value) -> Fallible<Value> {
    let objective = events(read(&input["goal"])?, seconds(&input["window_s"])?)?;
    // What is no share, such as the sentinel, is no data.
    let sli = serde_json::from_value::<Share>(input["sli"].clone()).ok();
    fields(input, &objective.report_share(sli)?)
}

fn report_fields(input: &Value) -> Fallible<Value> {
    let objective = events(read(&input["goal"])?, seconds(&input["window_s"])?)?;
    let tally = SloTally::new(read(&input["good"])?, read(&input["bad"])?)?;
    fields(input, &objective.report(&tally)?)
}

fn fields(input: &Value, report: &BudgetReport) -> Fallible<Value> {
    let figures = report.figures.first();
    let (ratio, minutes) = (figures.and_then(|all| all.ratio), figures.and_then(|all| all.minutes));
    Ok(json!({
        "valid": report.status != SloStatus::NoData,
        "sli": or_null(report.sli)?,
        "gap": or_null(report.gap)?,
        "error_budget_target": or_null(ratio.map(|ratio| ratio.allowed))?,
        "error_budget_measurement": or_null(ratio.map(|ratio| ratio.spent))?,
        "burn_rate_1dp": or_null(report.burn_rate.map(|rate| rate.rounded(1)))?,
        "budget_minutes": or_null(minutes.map(|minutes| minutes.allowed))?,
        "error_minutes": or_null(minutes.map(|minutes| minutes.spent))?,
        "remaining_minutes": or_null(minutes.map(|minutes| minutes.left))?,
        "consumed_percent": or_null(figures.and_then(|all| all.consumed_percent))?,
        "alert": alert(input, report)?,
    }))
}

fn sli_ratio(input: &Value) -> Fallible<Value> {
    let (good, total) = (read::<u64>(&input["good"])?, read::<u64>(&input["total"])?);
    let sli = match input["total_slices_in_range"].as_u64() {
        // Elastic's missing slices are good ones.
        Some(expected) => {
            let bad = SloTally::of_good(good, total)?.gross().bad;
            let missing = expected.checked_sub(total).ok_or("more slices than there are")?;
            SloTally::of_slices(&SliceTally { good, bad, missing }, MissingSlice::Good)?.sli()
        }
        None => ExactRatio::new(good.into(), total.into()),
    };
    // -1 is how Elastic writes that there is no data.
    Ok(json!({"sli": or_null(sli.and_then(|sli| sli.rounded(6)).or(Some((-1).into())))?}))
}

fn ratio(input: &Value) -> Fallible<Value> {
    let (good, total) = (read::<u64>(&input["good"])?, read::<u64>(&input["total"])?);
    Ok(json!({"ratio": or_null(places(ExactRatio::new(good.into(), total.into())))?}))
}

fn status(input: &Value) -> Fallible<Value> {
    let sli: Option<Number> = read(&input["sli"])?;
    let [target, remaining] = ["target", "remaining_budget"].map(|key| read::<Number>(&input[key]));
    // -1 is how Elastic writes that there is no data.
    let sli = sli.filter(|sli| *sli != (-1).into()).map(ExactRatio::from);
    let status = SloStatus::of(sli, target?.into(), remaining?.into());
    let written = json!(status).as_str().map(str::to_uppercase);
    Ok(json!({"status": written}))
}

fn event_budget(input: &Value) -> Fallible<Value> {
    let objective = events(read(&input["objective"])?, Span::from_hours(720))?;
    let tally = SloTally::of_bad(read(&input["bad"])?, read(&input["total"])?)?;
    let report = objective.with_overdraft(Overdraft::AtZero).report(&tally)?;
    let figures = report.figures.first();
    let units = figures.and_then(|all| all.units);
    Ok(json!({
        "allowed_bad": or_null(units.map(|units| units.allowed))?,
        "consumed": or_null(figures.and_then(|all| all.consumed))?,
        "remaining_ratio_clamped": or_null(figures.and_then(|all| all.remaining))?,
        "remaining_events": or_null(units.map(|units| units.left))?,
    }))
}

fn time_burn(input: &Value) -> Fallible<Value> {
    let [down, budget] = ["downtime_min", "budget_min"].map(|key| read::<Number>(&input[key]));
    let burnt = ExactRatio::from(down?).checked_div(budget?.into());
    let exhausted = burnt.is_some_and(|burnt| burnt >= ExactRatio::ONE);
    Ok(json!({"burn_rate": or_null(places(burnt))?, "exhausted": exhausted}))
}

/// Of time, over so many days, of which so much was down.
fn of_time(input: &Value) -> Fallible<BudgetReport> {
    let length = TimeUnit::Day.span(read(&input["period_days"])?)?;
    let down = match input.get("downtime_min") {
        Some(minutes) => TimeUnit::Minute.span(read(minutes)?)?,
        None => Span::ZERO,
    };
    let goal = SloGoal::Share(percent(&input["objective_percent"])?);
    let window = SloWindow::Rolling(length);
    let objective = ServiceLevelObjective::new("case".parse()?, goal, BudgetBasis::Time, window)?;
    Ok(objective.report(&SloTally::of_time(length, down)?)?)
}

fn allowed_downtime(input: &Value) -> Fallible<Value> {
    let minutes = of_time(input)?.figures.first().and_then(|all| all.minutes);
    Ok(json!({"minutes": or_null(minutes.map(|minutes| minutes.allowed))?}))
}

fn time_budget(input: &Value) -> Fallible<Value> {
    let minutes = of_time(input)?.figures.first().and_then(|all| all.minutes);
    Ok(json!({"budget_minutes": or_null(minutes.map(|minutes| minutes.allowed))?}))
}

fn slo_met(input: &Value) -> Fallible<Value> {
    let report = of_time(input)?;
    let uptime = report.sli.map(ExactRatio::from).and_then(ExactRatio::percent);
    Ok(json!({
        "met": report.status == SloStatus::Healthy,
        "uptime_percent_2dp": or_null(uptime.and_then(|uptime| uptime.rounded(2)))?,
    }))
}

fn slo_missed(input: &Value) -> Fallible<Value> {
    let report = of_time(input)?;
    let figures = report.figures.first();
    let over = figures.and_then(|all| all.minutes).and_then(|minutes| minutes.overdrawn());
    let down =
        report.net.ratio().and_then(|sli| ExactRatio::ONE.checked_sub(sli)).and_then(ExactRatio::percent);
    Ok(json!({
        "met": report.status == SloStatus::Healthy,
        "over_by_min": or_null(over)?,
        "downtime_percent": or_null(places(down))?,
    }))
}

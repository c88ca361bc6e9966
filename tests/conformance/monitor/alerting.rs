//! Alerts.

use serde_json::{Value, json};
use service_quality::monitor::alert::{
    AlertPhase, AlertPolicy, AlertState, Clear, Evaluation, LevelRule, Raise,
};
use service_quality::monitor::warning::{
    Condition, Evidence, Standing, Threshold, WarningLevel, Watch, WatchState,
};
use service_quality::quantity::{Number, Span, Timestamp};

use crate::{Answer, Case, Values};

const LEVEL: WarningLevel = WarningLevel::Red;

pub(super) fn answer(case: &Case) -> Option<Answer> {
    match case.kind.as_str() {
        "monitor.for_and_keep_firing" => Some(for_and_keep_firing(case)),
        "monitor.hysteresis" => Some(hysteresis(case)),
        _ => None,
    }
}

fn count(value: &Value) -> u32 {
    value.as_u64().and_then(|count| count.try_into().ok()).unwrap()
}

fn policy(raise: Raise, clear: Clear) -> Result<AlertPolicy, Box<dyn std::error::Error>> {
    Ok(AlertPolicy::default().with_rule(LEVEL, LevelRule { raise, clear })?)
}

fn instants(step: i64) -> impl Iterator<Item = Timestamp> {
    (0..).map(move |index| Timestamp::EPOCH.checked_add(Span::from_seconds(index * step)).unwrap())
}

fn for_and_keep_firing(case: &Case) -> Answer {
    let span = |key: &str| Span::from_seconds(case.input[key].as_i64().unwrap());
    let policy = policy(Raise::For(span("for_s")), Clear::After(span("keep_firing_for_s")))?;
    let mut state = AlertState::default();
    let holds = case.input["condition"].as_array().unwrap().iter().map(|holds| holds.as_bool().unwrap());
    let states = holds.zip(instants(span("step_s").seconds())).map(|(holds, at)| {
        let standing = if holds { Standing::Beyond } else { Standing::Clear };
        policy.step(&mut state, &Evaluation::new(at).with(LEVEL, standing));
        match state.phase() {
            AlertPhase::Inactive => "inactive",
            AlertPhase::Pending => "pending",
            AlertPhase::Firing | AlertPhase::Clearing => "firing",
        }
    });
    Ok(Values::from([("states".to_owned(), json!(states.collect::<Vec<_>>()))]))
}

fn hysteresis(case: &Case) -> Answer {
    let input = &case.input;
    let number = |value: &Value| serde_json::from_value::<Number>(value.clone()).unwrap();
    let (limit, clear_at) = (number(&input["fire_at"]), Some(number(&input["clear_at"])));
    let threshold = if input["low_is_bad"].as_bool().unwrap() {
        Threshold::Below { limit, clear_at }
    } else {
        Threshold::Above { limit, clear_at }
    };
    let breaches = count(&input["consecutive_to_fire"]);
    let raise = Raise::Count { breaches, of: breaches };
    let policy = policy(raise, Clear::Count(count(&input["consecutive_to_clear"])))?;
    let watch =
        Watch::new("case".parse()?, [(LEVEL, Condition::Value(threshold))].into())?.with_policy(policy)?;
    let mut state = WatchState::default();
    let active = input["values"].as_array().unwrap().iter().zip(instants(1)).map(|(value, at)| {
        watch.step(&mut state, &Evidence::new(at).with_value(number(value)), &[]);
        state.alert().phase().fires()
    });
    Ok(Values::from([("active".to_owned(), json!(active.collect::<Vec<_>>()))]))
}

//! Laws and bad input of alerts.

use std::collections::BTreeMap;

use proptest::prelude::*;
use service_quality::indicator::{Absence, Measurement};
use service_quality::monitor::alert::{
    Acknowledgement, AlertError, AlertEvent, AlertKey, AlertPhase, AlertPolicy, AlertState, Clear,
    Evaluation, Happening, LevelRule, Raise, Silence, Timing,
};
use service_quality::monitor::warning::{
    Condition, Delivery, Evidence, Standing, Threshold, WarningLevel, Watch, WatchState,
};
use service_quality::quantity::{Language, Number, Span, Timestamp};

const RED: WarningLevel = WarningLevel::Red;
const HOUR: i64 = 3_600;

fn config() -> ProptestConfig {
    ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_772_323_200 + seconds).unwrap()
}

fn policy(raise: Raise, clear: Clear) -> AlertPolicy {
    AlertPolicy::default().with_rule(RED, LevelRule { raise, clear }).unwrap()
}

fn holds(holds: bool) -> Standing {
    if holds { Standing::Beyond } else { Standing::Clear }
}

/// A watch with everything, hourly.
fn watch() -> Watch {
    serde_json::from_str(
        r#"{"id": "late_share", "labels": {"team": "north"}, "when": {
            "blue": {"any": [{"forecast": {"last": 4, "limit": 50, "towards": "above", "within": "PT6H"}},
                             {"change": {"against": {"mean_of": 3}, "threshold": {"above": {"limit": 20}}}}]},
            "yellow": {"value": {"above": {"limit": 50, "clear_at": 40}}},
            "red": {"value": {"above": {"limit": 80}}}},
        "policy": {
            "levels": {"yellow": {"raise": {"count": {"breaches": 2, "of": 3}}, "clear": {"after": "PT2H"}},
                       "red": {"raise": {"for": "PT1H"}, "clear": {"count": 2}}},
            "missing": {"breach": {"level": "yellow", "after": "PT3H"}}, "remind_every": "PT5H",
            "escalation": [{"to": "head", "after": "PT4H"}, {"to": "board", "after": "PT6H", "from_level": "red"}],
            "acknowledged_for": "PT12H", "flapping": {"turns": 4, "within": "PT9H"}}}"#,
    )
    .unwrap()
}

/// A value, or why there is none, for each hour; and an acknowledgement now and then.
fn hours() -> impl Strategy<Value = Vec<(Measurement, bool)>> {
    let measured = prop_oneof![
        6 => (0_i32..100).prop_map(|value| Measurement::present(value.into(), 1)),
        1 => Just(Measurement::absent(Absence::Missing)),
        1 => Just(Measurement::absent(Absence::NotApplicable)),
    ];
    prop::collection::vec((measured, prop::bool::weighted(0.1)), 1..60)
}

fn reading(hour: usize, measured: Measurement) -> Evidence {
    Evidence::new(at(i64::try_from(hour).unwrap() * HOUR)).with_measured(measured)
}

/// Takes on what fires; refused where nothing does.
fn take_on(watch: &Watch, state: &mut WatchState, hour: usize) {
    let taken =
        Acknowledgement::new(reading(hour, Measurement::absent(Absence::Missing)).at, "kim".parse().unwrap());
    let fires = state.alert().phase().fires();
    let now = taken.at;
    assert_eq!(watch.acknowledge(state, taken, now).is_ok(), fires);
}

/// Prometheus, written down again: `for`, `keep_firing_for`.
fn reference(pattern: &[bool], step: i64, hold: i64, keep: i64) -> Vec<&'static str> {
    let (mut active, mut firing, mut kept): (Option<i64>, bool, Option<i64>) = (None, false, None);
    let mut states = Vec::new();
    for (index, holds) in pattern.iter().enumerate() {
        let now = i64::try_from(index).unwrap() * step;
        if *holds {
            kept = None;
            let since = *active.get_or_insert(now);
            firing |= now - since >= hold;
        } else if firing && now - *kept.get_or_insert(now) < keep {
            // kept firing
        } else {
            (active, firing, kept) = (None, false, None);
        }
        states.push(match (active, firing) {
            (None, _) => "inactive",
            (_, false) => "pending",
            (_, true) => "firing",
        });
    }
    states
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn states_are_those_of_prometheus(
        pattern in prop::collection::vec(any::<bool>(), 1..40), step in 1_i64..90, hold in 0_i64..300, keep in 0_i64..300,
    ) {
        let policy = policy(Raise::For(Span::from_seconds(hold)), Clear::After(Span::from_seconds(keep)));
        let mut state = AlertState::default();
        let states: Vec<&str> = pattern.iter().enumerate().map(|(index, beyond)| {
            let at = at(i64::try_from(index).unwrap() * step);
            policy.step(&mut state, &Evaluation::new(at).with(RED, holds(*beyond)));
            match state.phase() {
                AlertPhase::Inactive => "inactive",
                AlertPhase::Pending => "pending",
                AlertPhase::Firing | AlertPhase::Clearing => "firing",
            }
        }).collect();
        prop_assert_eq!(states, reference(&pattern, step, hold, keep));
    }

    #[test]
    fn n_of_m_fires_where_counting_says_so(pattern in prop::collection::vec(any::<bool>(), 1..40), of in 1_u32..8, less in 0_u32..8) {
        let breaches = of.saturating_sub(less).max(1);
        // Never clears, so that the first time is all there is to see.
        let policy = policy(Raise::Count { breaches, of }, Clear::Count(u32::MAX));
        let mut state = AlertState::default();
        for (index, beyond) in pattern.iter().enumerate() {
            policy.step(&mut state, &Evaluation::new(at(i64::try_from(index).unwrap())).with(RED, holds(*beyond)));
            let window = &pattern[(index + 1).saturating_sub(of as usize)..=index];
            let fires = window.iter().filter(|beyond| **beyond).count() >= breaches as usize;
            prop_assert!(!fires || state.phase().fires());
            if !fires && state.phase().fires() {
                let before = (0..index).any(|end| {
                    let window = &pattern[(end + 1).saturating_sub(of as usize)..=end];
                    window.iter().filter(|beyond| **beyond).count() >= breaches as usize
                });
                prop_assert!(before);
            }
        }
    }

    #[test]
    fn nothing_happens_within_the_band(values in prop::collection::vec(4_000_i32..=5_000, 1..60), first in prop_oneof![Just(0), Just(9_000)]) {
        let threshold = Threshold::Above { limit: 5_000.into(), clear_at: Some(3_999.into()) };
        let watch = Watch::new("x".parse().unwrap(), [(RED, Condition::Value(threshold))].into()).unwrap();
        let mut state = WatchState::default();
        watch.step(&mut state, &Evidence::new(at(-1)).with_value(first.into()), &[]);
        let phase = state.alert().phase();
        for (second, value) in values.into_iter().enumerate() {
            let reading = Evidence::new(at(i64::try_from(second).unwrap())).with_value(value.into());
            let step = watch.step(&mut state, &reading, &[]);
            prop_assert!(step.notices.is_empty());
            prop_assert_eq!(state.alert().phase(), phase);
        }
    }

    #[test]
    fn replaying_is_harmless(hours in hours(), repeats in prop::collection::vec((any::<prop::sample::Index>(), 0_i32..100), 0..60)) {
        let watch = watch();
        let (mut once, mut often) = (WatchState::default(), WatchState::default());
        for (hour, (measured, taken)) in hours.iter().enumerate() {
            let told = watch.step(&mut once, &reading(hour, *measured), &[]);
            prop_assert_eq!(&told, &watch.step(&mut often, &reading(hour, *measured), &[]));
            for (index, value) in repeats.iter().skip(hour).step_by(7) {
                let stale = reading(index.index(hour + 1), Measurement::present((*value).into(), 1));
                let step = watch.step(&mut often, &stale, &[]);
                let last = reading(hour, *measured).at;
                prop_assert_eq!(step.timing, Timing::Stale { last });
                prop_assert!(step.notices.is_empty());
            }
            if *taken {
                take_on(&watch, &mut once, hour);
                take_on(&watch, &mut often, hour);
                take_on(&watch, &mut often, hour);
            }
            prop_assert_eq!(&once, &often);
        }
    }

    #[test]
    fn a_state_kept_as_text_goes_on_as_if_nothing_were(hours in hours()) {
        let watch = watch();
        let (mut held, mut kept) = (WatchState::default(), String::from(r#"{"alert": {}}"#));
        for (hour, (measured, taken)) in hours.into_iter().enumerate() {
            let mut read: WatchState = serde_json::from_str(&kept).unwrap();
            let reading = reading(hour, measured);
            prop_assert_eq!(watch.step(&mut held, &reading, &[]), watch.step(&mut read, &reading, &[]));
            if taken {
                take_on(&watch, &mut held, hour);
                take_on(&watch, &mut read, hour);
            }
            kept = serde_json::to_string(&read).unwrap();
            prop_assert_eq!(&kept, &serde_json::to_string(&held).unwrap());
            prop_assert!(kept.len() < 2_500, "{} bytes", kept.len());
        }
    }

    #[test]
    fn a_longer_for_never_fires_earlier(pattern in prop::collection::vec(0_u8..3, 1..40), short in 0_i64..9, more in 0_i64..9, keep in 0_i64..5) {
        let clear = Clear::After(Span::from_seconds(keep));
        let policies = [short, short + more].map(|hold| policy(Raise::For(Span::from_seconds(hold)), clear));
        let mut states = [AlertState::default(), AlertState::default()];
        for (second, standing) in pattern.into_iter().enumerate() {
            let standing = [Standing::Clear, Standing::Between, Standing::Beyond][usize::from(standing)];
            let evaluation = Evaluation::new(at(i64::try_from(second).unwrap())).with(RED, standing);
            for (policy, state) in policies.iter().zip(&mut states) {
                policy.step(state, &evaluation);
            }
            prop_assert!(states[0].phase().fires() || !states[1].phase().fires());
        }
    }

    #[test]
    fn a_silence_changes_nothing_but_what_is_told(hours in hours(), from in 0_i64..60, length in 1_i64..60, red_too in any::<bool>()) {
        let watch = watch();
        let window = (at(from * HOUR), at((from + length) * HOUR));
        let [id, why] = ["move", "office move"].map(|text| text.parse().unwrap());
        let mut silence = Silence::of(id, watch.key().clone(), window, "kim".parse().unwrap(), why).unwrap();
        if !red_too {
            silence = silence.with_up_to(WarningLevel::Orange);
        }
        let silences = [silence];
        let (mut heard, mut muted) = (WatchState::default(), WatchState::default());
        for (hour, (measured, taken)) in hours.into_iter().enumerate() {
            let reading = reading(hour, measured);
            let (all, less) = (watch.step(&mut heard, &reading, &[]), watch.step(&mut muted, &reading, &silences));
            if taken {
                take_on(&watch, &mut heard, hour);
                take_on(&watch, &mut muted, hour);
            }
            prop_assert_eq!(heard.alert(), muted.alert());
            let lived = |step: &service_quality::monitor::warning::WatchStep| -> Vec<AlertEvent> {
                let events = step.notices.iter().map(|notice| notice.event.clone());
                events.filter(|event| !matches!(event.what, Happening::SilenceEnded { .. })).collect()
            };
            let (all, told) = (lived(&all), lived(&less));
            // What a silence kept back and holds still comes after all else.
            let late = told.strip_prefix(&all[..]);
            let retold = |event: &AlertEvent| matches!(event.what, Happening::Escalated { .. });
            prop_assert!(late.is_some_and(|late| late.iter().all(retold)), "{:?} of {:?}", told, all);
            for notice in less.told() {
                prop_assert!(!silences[0].mutes(watch.key(), notice.event.what.level(), reading.at));
            }
        }
    }

    #[test]
    fn levels_nest_and_the_next_tick_is_right(hours in hours()) {
        let watch = watch();
        let mut state = WatchState::default();
        for (hour, (measured, _)) in hours.into_iter().enumerate() {
            let reading = reading(hour, measured);
            watch.step(&mut state, &reading, &[]);
            if let Some(next) = watch.next_tick(&state, &[]) {
                let mut early = state.clone();
                let before = next.checked_sub(Span::from_seconds(1)).unwrap();
                if before >= reading.at {
                    prop_assert!(watch.tick(&mut early, before, &[]).notices.is_empty());
                }
                prop_assert!(!watch.tick(&mut early, next, &[]).notices.is_empty());
                prop_assert!(watch.tick(&mut early, next, &[]).notices.is_empty(), "twice is once");
            }
        }
    }
}

/// Red, yellow and blue by one figure, one step an hour; what is told, in short words.
struct Desk {
    watch: Watch,
    state: WatchState,
    hour: i64,
}

impl Desk {
    fn new(policy: &str) -> Self {
        let watch = serde_json::from_str(&format!(
            r#"{{"id": "x", "when": {{"blue": {{"value": {{"above": {{"limit": 10}}}}}},
                "yellow": {{"value": {{"above": {{"limit": 20}}}}}}, "red": {{"value": {{"above": {{"limit": 30}}}}}}}},
                "policy": {policy}}}"#
        ));
        Self { watch: watch.unwrap(), state: WatchState::default(), hour: 0 }
    }

    #[track_caller]
    fn tells(&mut self, value: Option<i32>, expected: &[&str]) {
        let reading = Evidence::new(at(self.hour * HOUR));
        let reading = value.map(|value| reading.clone().with_value(value.into())).unwrap_or(reading);
        self.hour += 1;
        let step = self.watch.step(&mut self.state, &reading, &[]);
        let words = |notice: &service_quality::monitor::warning::Notice| {
            let words = self.watch.text(
                &service_quality::monitor::warning::Notice { because: None, ..notice.clone() },
                Language::English,
            );
            let held = if notice.delivery == Delivery::Held { " (held)" } else { "" };
            format!("{}{held}", words.trim_start_matches("x: "))
        };
        assert_eq!(step.notices.iter().map(words).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn levels_rise_at_once_and_fall_by_their_own_rules() {
    let mut desk =
        Desk::new(r#"{"levels": {"red": {"clear": {"count": 2}}, "yellow": {"raise": {"for": "PT9H"}}}}"#);
    desk.tells(Some(31), &["red warning"]);
    desk.tells(Some(5), &[]);
    desk.tells(Some(5), &["resolved after 2 hours, red at worst"]);
    desk.tells(Some(15), &["blue warning"]);
    desk.tells(Some(25), &[]);
    desk.tells(Some(35), &["raised from blue to red"]);
    desk.tells(Some(25), &[]);
    desk.tells(Some(25), &["lowered from red to yellow"]);
    desk.tells(Some(15), &["lowered from yellow to blue"]);
}

#[test]
fn missing_data_do_what_the_policy_says() {
    let mut desk = Desk::new(r#"{"missing": {"breach": {"level": "yellow", "after": "PT2H"}}}"#);
    desk.tells(Some(5), &[]);
    desk.tells(None, &[]);
    desk.tells(None, &["yellow warning"]);
    desk.tells(Some(5), &["resolved after 1 hour, yellow at worst"]);
    let mut desk = Desk::new(r#"{"missing": "keep", "levels": {"red": {"raise": {"for": "PT2H"}}}}"#);
    desk.tells(Some(35), &["yellow warning"]);
    desk.tells(None, &[]);
    desk.tells(Some(35), &["raised from yellow to red"]);
    desk.tells(None, &[]);
    let mut desk = Desk::new(r#"{"missing": "clear"}"#);
    desk.tells(Some(35), &["red warning"]);
    desk.tells(None, &["resolved after 1 hour, red at worst"]);
}

#[test]
fn flapping_is_told_once_and_a_worse_level_all_the_same() {
    let mut desk = Desk::new(r#"{"flapping": {"turns": 4, "within": "PT6H", "calm": "PT3H"}}"#);
    desk.tells(Some(25), &["yellow warning"]);
    desk.tells(Some(5), &["resolved after 1 hour, yellow at worst"]);
    desk.tells(Some(25), &["yellow warning"]);
    desk.tells(
        Some(5),
        &[
            "resolved after 1 hour, yellow at worst (held)",
            "flapping, with 4 turns in 6 hours: changes are held back; not firing now",
        ],
    );
    desk.tells(Some(25), &["yellow warning (held)"]);
    desk.tells(Some(35), &["raised from yellow to red"]);
    desk.tells(Some(25), &["lowered from red to yellow (held)"]);
    desk.tells(Some(25), &[]);
    desk.tells(Some(25), &[]);
    desk.tells(Some(25), &["calm again after 6 hours of flapping; yellow now"]);
    desk.tells(Some(5), &["resolved after 6 hours, red at worst"]);
}

#[test]
fn nobody_is_told_twice_and_an_acknowledgement_ends_with_a_rise() {
    let mut desk = Desk::new(
        r#"{"escalation": [{"to": "lead", "after": "PT2H"}, {"to": "head", "after": "PT3H", "from_level": "red"}],
            "remind_every": "PT4H", "acknowledged_for": "PT3H"}"#,
    );
    let take_on = |desk: &mut Desk| {
        let taken = Acknowledgement::new(at((desk.hour - 1) * HOUR), "kim".parse().unwrap());
        let notice = desk.watch.acknowledge(&mut desk.state, taken.clone(), taken.at).unwrap().unwrap();
        assert_eq!(notice.delivery, Delivery::Record);
        assert_eq!(
            desk.watch.acknowledge(&mut desk.state, taken.clone(), taken.at),
            Ok(None),
            "twice is once"
        );
    };
    desk.tells(Some(25), &["yellow warning"]);
    desk.tells(Some(25), &[]);
    desk.tells(Some(25), &["escalated to lead: yellow, not acknowledged for 2 hours"]);
    desk.tells(Some(25), &[]);
    take_on(&mut desk);
    desk.tells(
        Some(35),
        &["raised from yellow to red", "the acknowledgement by kim ended, since the level rose"],
    );
    desk.tells(Some(35), &[]);
    desk.tells(Some(35), &["escalated to lead: red, not acknowledged for 2 hours"]);
    desk.tells(Some(35), &["escalated to head: red, not acknowledged for 3 hours"]);
    take_on(&mut desk);
    desk.tells(Some(25), &["lowered from red to yellow"]);
    desk.tells(Some(35), &["raised from yellow to red"]); // it has been there: the acknowledgement stands
    desk.tells(Some(35), &["the acknowledgement by kim ended, since its time was up"]);
    desk.tells(Some(5), &["resolved after 11 hours, red at worst"]);
    let late = Acknowledgement::new(at(99 * HOUR), "kim".parse().unwrap());
    assert!(matches!(
        desk.watch.acknowledge(&mut desk.state, late.clone(), late.at),
        Err(AlertError::NotFiring { .. })
    ));
}

#[test]
fn the_ends_of_time_and_of_counts_are_no_trouble() {
    let forever = AlertPolicy::default().with_reminder(Span::MAX).unwrap();
    let mut state = AlertState::default();
    for (at, phase) in [(Timestamp::MIN, AlertPhase::Firing), (Timestamp::MAX, AlertPhase::Firing)] {
        forever.step(&mut state, &Evaluation::new(at).with(RED, Standing::Beyond));
        assert_eq!(state.phase(), phase);
        assert_eq!(forever.next_tick(&state), None, "after the year 9999");
    }
    let late = forever.step(&mut state, &Evaluation::new(at(0)).with(RED, Standing::Clear));
    assert_eq!(late.timing, Timing::Stale { last: Timestamp::MAX });
    let policy = policy(Raise::Count { breaches: 64, of: 64 }, Clear::Count(u32::MAX));
    let mut state = AlertState::default();
    for second in 0..200 {
        policy.step(&mut state, &Evaluation::new(at(second)).with(RED, Standing::Beyond));
        assert_eq!(state.phase().fires(), second >= 63);
    }
}

#[test]
fn bad_definitions_say_what_is_wrong() {
    let watch = |when: &str, policy: &str| {
        let text = format!(r#"{{"id": "x", "when": {when}, "policy": {policy}}}"#);
        serde_json::from_str::<Watch>(&text).map(|_| ()).unwrap_err().to_string()
    };
    let when = r#"{"red": {"value": {"above": {"limit": 5}}}}"#;
    let policy = |policy: &str| watch(when, policy);
    let condition = |condition: &str| watch(&format!(r#"{{"red": {condition}}}"#), "{}");
    let of = |count: u64| {
        policy(&format!(
            r#"{{"levels": {{"red": {{"raise": {{"count": {{"breaches": 3, "of": {count}}}}}}}}}}}"#
        ))
    };
    let cases = [
        (watch("{}", "{}"), "when: no level with a condition is given"),
        (of(2), "levels.red.raise.count.breaches: 3 is not allowed: give 1 to `of`"),
        (of(4_294_967_295), "levels.red.raise.count.of: 4294967295 is not allowed: give 1 to 64 evaluations"),
        (of(4_294_967_296), "invalid value: integer `4294967296`"),
        (
            policy(r#"{"levels": {"red": {"raise": {"for": "-PT1S"}}}}"#),
            "levels.red.raise.for: -PT1S is not allowed",
        ),
        (
            policy(r#"{"levels": {"red": {"clear": {"count": 0}}}}"#),
            "levels.red.clear.count: 0 is not allowed",
        ),
        (policy(r#"{"levels": {"blue": {}}}"#), "policy.levels: level blue has no condition"),
        (
            policy(r#"{"missing": {"breach": {"level": "blue"}}}"#),
            "policy.missing.breach.level: level blue has no",
        ),
        (policy(r#"{"acknowledged_for": 0}"#), "acknowledged_for: PT0S is not allowed: give more than PT0S"),
        (
            policy(r#"{"escalation": [{"to": "a", "after": 1}, {"to": "a", "after": 2}]}"#),
            "escalation[1].to: `a` is given twice",
        ),
        (
            policy(r#"{"flapping": {"turns": 99, "within": "P1D"}}"#),
            "flapping.turns: 99 is not allowed: give 3 to 32",
        ),
        (policy(r#"{"levels": {"purple": {}}}"#), "unknown variant `purple`"),
        (policy(r#"{"levels": {"red": {}, "red": {}}}"#), "`red` is given twice"),
        (condition(r#"{"any": []}"#), "when.red.any: no condition is given"),
        (
            condition(r#"{"all": [{"any": [{"burn": {"windows": [], "above": 1}}]}]}"#),
            "when.red.all[0].any[0].burn.windows: no window",
        ),
        (
            condition(r#"{"burn": {"windows": [60, "PT1M"], "above": 1}}"#),
            "when.red.burn.windows[1]: `PT1M` is given twice",
        ),
        (
            condition(r#"{"change": {"against": {"back": 0}, "threshold": {"above": {"limit": 1}}}}"#),
            "when.red.change.against: 0 is not allowed: give 1 to 366",
        ),
        (
            condition(r#"{"forecast": {"last": 2, "limit": 1, "towards": "above", "within": 1}}"#),
            "when.red.forecast.last: 2 is not allowed: give 3 to 120",
        ),
        (
            condition(
                r#"{"forecast": {"last": 3, "limit": 1, "towards": "above", "within": 2, "clear_beyond": 1}}"#,
            ),
            "when.red.forecast.clear_beyond: PT1S is not allowed: give no less than `within`",
        ),
        (condition(r#"{"signal": {"variations": []}}"#), "when.red.signal.variations: no meaning is given"),
        (
            condition(r#"{"value": {"above": {"limit": 5, "clear_at": 6}}}"#),
            "when.red.value: it would clear at 6, beyond the limit 5: clear at the limit or below it",
        ),
        (
            condition(&format!("{}{{\"signal\": {{}}}}{}", "{\"any\": [".repeat(5), "]}".repeat(5))),
            "when.red: what is nested deeper or has more parts is not allowed",
        ),
    ];
    for (got, expected) in cases {
        assert!(got.starts_with(expected), "{got}\n  instead of {expected}");
    }
    let same = r#"{"yellow": {"value": {"above": {"limit": 5}}}, "red": {"value": {"above": {"limit": 5}}}}"#;
    let sooner = r#"{"levels": {"yellow": {"raise": {"for": "PT1H"}}}}"#;
    assert!(watch(same, sooner).starts_with("when.red: it is reached more easily than yellow"));
    let later = sooner.replace("yellow", "red");
    assert!(
        serde_json::from_str::<Watch>(&format!(r#"{{"id": "x", "when": {same}, "policy": {later}}}"#))
            .is_ok()
    );
}

#[test]
fn states_that_were_never_written_are_refused() {
    let read = |text: &str| serde_json::from_str::<AlertState>(text).unwrap_err().to_string();
    let at = r#""2026-03-02T09:00:00Z""#;
    let cases = [
        (
            format!(r#"{{"last": {at}, "levels": {{"red": {{"firing": true}}}}}}"#),
            "episode: it is there exactly while",
        ),
        (
            format!(r#"{{"last": {at}, "levels": {{"red": {{}}}}}}"#),
            "levels: one of them has nothing to remember",
        ),
        (
            format!(r#"{{"levels": {{"red": {{"since": {at}}}}}}}"#),
            "last: levels are there, and no evaluation was",
        ),
        (
            format!(r#"{{"last": {at}, "flaps": {{"since": {at}}}}}"#),
            "flaps.since: it flaps, and no turn is there",
        ),
        (
            format!(r#"{{"flaps": {{"turns": [{}]}}}}"#, vec![at; 33].join(", ")),
            "flaps.turns: they are more than 32",
        ),
    ];
    for (text, expected) in cases {
        let got = read(&text);
        assert!(got.starts_with(expected), "{got}\n  instead of {expected}");
    }
    let history = format!(r#"{{"alert": {{}}, "history": [{{"at": {at}, "value": 1}}]}}"#);
    let got = serde_json::from_str::<WatchState>(&history).unwrap_err().to_string();
    assert!(got.starts_with("history: it goes beyond the last evaluation"), "{got}");
}

#[test]
fn silences_name_what_they_match() {
    let silence = |more: &str, until: &str| {
        let text = format!(
            r#"{{"id": "move", "from": "2026-03-02T00:00:00Z", "until": "{until}", "by": "kim", "why": "x"{more}}}"#
        );
        serde_json::from_str::<Silence>(&text).map_err(|error| error.to_string())
    };
    let day = "2026-03-03T00:00:00Z";
    let got = silence("", day).unwrap_err();
    assert!(got.starts_with("silence `move` matches every alert: name the alert or a label"), "{got}");
    let got = silence(r#", "alert": "x""#, "2026-03-02T00:00:00Z").unwrap_err();
    assert!(got.contains("let it end after it begins"), "{got}");
    let north = silence(r#", "labels": {"team": "north"}"#, day).unwrap();
    let watch = watch();
    assert!(north.mutes(watch.key(), None, "2026-03-02T00:00:00Z".parse().unwrap()));
    assert!(!north.mutes(watch.key(), None, day.parse().unwrap()), "until is not within");
    let south = silence(r#", "labels": {"team": "south"}"#, day).unwrap();
    assert!(!south.mutes(watch.key(), None, "2026-03-02T00:00:00Z".parse().unwrap()));
}

#[test]
fn conditions_find_what_they_should() {
    let find = |condition: &str, reading: &Evidence| {
        let condition: Condition = serde_json::from_str(condition).unwrap();
        let finding = condition.judge(reading);
        (finding.standing, finding.to_string())
    };
    let reading = Evidence::new(at(0));
    let burn = r#"{"burn": {"windows": ["PT1H", "PT5M"], "above": "14.4"}}"#;
    assert_eq!(find(burn, &reading), (Standing::Unknown, "the data are missing".to_owned()));
    let rate = |long: &str, short: &str| {
        let reading = reading.clone().with_burn(Span::from_hours(1), long.parse().unwrap());
        reading.with_burn(Span::from_minutes(5), short.parse().unwrap())
    };
    let told = "a burn rate of 15 over 1 hour, 20 over 5 minutes is above 14.4";
    assert_eq!(find(burn, &rate("15", "20")), (Standing::Beyond, told.to_owned()));
    assert_eq!(find(burn, &rate("15", "1")).0, Standing::Clear, "it is no longer so");
    let risk = r#"{"risk": {"measure": "share_at_risk", "threshold": {"above": {"limit": "0.2"}}}}"#;
    let of = |open, at_risk| {
        reading
            .clone()
            .with_risk(service_quality::monitor::warning::PromiseRisk::new(open, at_risk, 0).unwrap())
    };
    let told = "3 at risk of 10 open promises, 0.3, is above 0.2";
    assert_eq!(find(risk, &of(10, 3)), (Standing::Beyond, told.to_owned()));
    assert_eq!(find(risk, &of(0, 0)).0, Standing::Clear, "nothing is open");
    let signal = r#"{"signal": {"rules": ["shift"]}}"#;
    let chart = |rule: &str, variation: &str| {
        let text = format!(r#"{{"rule": "{rule}", "variation": "{variation}"}}"#);
        reading.clone().with_signals(vec![serde_json::from_str(&text).unwrap()])
    };
    assert_eq!(
        find(signal, &chart("shift", "concern")),
        (Standing::Beyond, "the chart signals shift (concern)".to_owned())
    );
    assert_eq!(find(signal, &chart("shift", "improvement")).0, Standing::Clear);
    assert_eq!(find(signal, &chart("trend", "concern")).0, Standing::Clear);
    assert_eq!(find(signal, &reading).0, Standing::Unknown);
    let suppressed = reading.clone().with_measured(Measurement::absent(Absence::Suppressed { n: 3 }));
    let value = r#"{"value": {"above": {"limit": 5}}}"#;
    assert_eq!(find(value, &suppressed).1, "the value is suppressed, with only 3 observations");
    let both = r#"{"all": [{"value": {"above": {"limit": 5}}}, {"signal": {}}]}"#;
    let seen = reading.clone().with_value(6.into());
    assert_eq!(find(both, &seen).0, Standing::Unknown);
    assert_eq!(find(both, &seen.with_signals(vec![])), (Standing::Clear, "the chart is silent".to_owned()));
}

#[test]
fn open_promises_are_counted_in_the_time_that_they_are_promised_in() {
    use service_quality::monitor::warning::PromiseRisk;
    let evaluation = |outcomes: &str| {
        let text = format!(
            r#"{{"ticket": "T-1", "agreement": "desk", "version": "1", "as_of": "2026-03-02T12:00:00Z", "policy": "all",
                "outcomes": [{outcomes}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    };
    let outcome = |verdict: &str, budget: &str, used: &str, left: &str| {
        format!(
            r#"{{"objective": "fix", "target": "resolution", "verdict": {verdict}, "due": null,
                "goal": {{"version": "1", "policy": "all", "budget": {{"{budget}": "PT4H"}}, "calendar": "office"}},
                "used": {used}, "margin": {left}}}"#
        )
    };
    let (hour, three) =
        (r#"{"working": "PT1H", "elapsed": "PT3H"}"#, r#"{"working": "PT3H", "elapsed": "PT1H"}"#);
    let late = r#"{"breached": {"at": "2026-03-02T11:00:00Z", "finished": null}}"#;
    let outcomes = [
        outcome(r#""running""#, "working", three, hour), // a quarter left
        outcome(r#""running""#, "elapsed", three, hour), // three quarters left
        outcome(r#""paused""#, "working", three, hour),
        outcome(late, "working", three, r#"{"working": "-PT1H", "elapsed": "-PT1H"}"#),
        outcome(r#"{"met": {"at": "2026-03-02T11:00:00Z"}}"#, "working", three, hour),
    ];
    let count = |share: &str| {
        let risk =
            PromiseRisk::default().with(&evaluation(&outcomes.join(", ")), share.parse().unwrap()).unwrap();
        (risk.open(), risk.at_risk(), risk.overdue())
    };
    assert_eq!(count("0.25"), (4, 0, 1), "less than a quarter");
    assert_eq!(count("0.250000001"), (4, 1, 1));
    assert_eq!(count("0.8"), (4, 2, 1));
}

#[test]
fn words_are_those_of_the_reader() {
    let watch: Watch = serde_json::from_str(
        r#"{"id": "csat", "name": {"en": "Satisfaction", "zh": "满意度"}, "labels": {"team": "北区"},
            "when": {"blue": {"forecast": {"last": 4, "limit": 90, "towards": "below", "within": "P10D"}},
                     "red": {"change": {"against": {"mean_of": 3}, "measure": "relative", "threshold": {"below": {"limit": "-0.5"}}}}},
            "level_names": {"red": {"en": "critical", "zh": "严重"}}}"#,
    )
    .unwrap();
    let mut state = WatchState::default();
    let mut lines = Vec::new();
    for (day, value) in ["96", "95.5", "95", "94.5", "40"].iter().enumerate() {
        let value: Number = value.parse().unwrap();
        let reading = Evidence::new(at(i64::try_from(day).unwrap() * 24 * HOUR)).with_value(value);
        for notice in watch.step(&mut state, &reading, &[]).told() {
            lines.extend([Language::English, Language::Chinese].map(|language| watch.text(notice, language)));
        }
    }
    assert_eq!(
        lines,
        [
            "Satisfaction (北区): blue warning: at 94.5 now, the trend (-0.5 a day) goes below 90 in 9 days",
            "满意度（北区）：蓝色预警：当前 94.5，按此趋势（每天 -0.5）将在 9 天后低于 90",
            "Satisfaction (北区): raised from blue to critical: 40 against 95, the mean of the last 3: a change of -0.578947368 of it, which is below -0.5",
            "满意度（北区）：由蓝色预警升级为严重预警：40，相对前 3 期均值 95：变化 -0.578947368（相对） 低于 -0.5",
        ]
    );
    assert_eq!(watch.key().to_string(), r#"csat{team="北区"}"#);
    let levels: BTreeMap<_, _> = watch
        .conditions()
        .keys()
        .map(|level| (*level, watch.level_name(*level, Language::English)))
        .collect();
    assert_eq!(levels[&RED], "critical");
}

#[test]
fn a_missing_newest_point_keeps_a_red_alert() {
    use service_quality::monitor::chart::{Point, Sample};
    use service_quality::monitor::process::{ProcessMonitor, ProcessState};
    use service_quality::monitor::warning::ChartSignal;

    let monitor: ProcessMonitor = serde_json::from_str(
        r#"{"rules": "nhs", "chart": {"kind": "individuals", "direction": "lower",
            "baseline": {"segments": [{"parameters": {"given": {"centre": "10", "sigma": "1"}}}]}}}"#,
    )
    .unwrap();
    let watch: Watch = serde_json::from_str(r#"{"id": "x", "when": {"red": {"signal": {}}}}"#).unwrap();
    let samples = [Sample::Value(14.5), Sample::Missing, Sample::Value(10.5)];
    let days: Vec<Point> =
        samples.into_iter().zip(0..).map(|(sample, hour)| Point::new(at(hour * HOUR), sample)).collect();
    let stream = monitor.stream().unwrap();
    let (mut kept, mut state) = (ProcessState::default(), WatchState::default());
    for (count, fires) in [(1, true), (2, true), (3, false)] {
        let newest = days[count - 1].clone();
        let signals = ChartSignal::newest(&monitor.read(&days[..count]).unwrap());
        let pushed = stream.push(&mut kept, newest.clone()).unwrap();
        assert_eq!(signals, ChartSignal::of_pushed(&pushed));
        assert_eq!(signals.is_none(), count == 2);
        watch.step(&mut state, &Evidence::new(newest.at).with_signals(signals), &[]);
        assert_eq!(state.alert().phase().fires(), fires, "after {count}");
    }
}

#[test]
fn an_acknowledgement_counts_for_what_was_known_when_it_was_given() {
    let mut desk = Desk::new("{}");
    desk.tells(Some(25), &["yellow warning"]);
    desk.tells(Some(35), &["raised from yellow to red"]);
    let mut take = |hour: i64, as_of: i64| {
        let taken = Acknowledgement::new(at(hour * HOUR / 2), "kim".parse().unwrap());
        desk.watch.acknowledge(&mut desk.state, taken, at(as_of * HOUR / 2)).map(|notice| notice.is_some())
    };
    let early = take(1, 2).unwrap_err();
    assert!(matches!(early, AlertError::Superseded { since, .. } if since == at(HOUR)), "{early}");
    assert!(matches!(take(4, 3), Err(AlertError::AheadOfTime { .. })));
    assert_eq!(take(3, 3), Ok(true));
}

fn silence(watch: &Watch, from: i64, until: i64) -> Silence {
    let [id, why] = ["move", "office move"].map(|text| text.parse().unwrap());
    let window = (at(from * HOUR), at(until * HOUR));
    Silence::of(id, watch.key().clone(), window, "kim".parse().unwrap(), why).unwrap()
}

#[test]
fn an_escalation_in_a_silence_is_told_at_its_end() {
    let desk = || Desk::new(r#"{"escalation": [{"to": "lead", "after": "PT1H"}]}"#);
    for acknowledged in [false, true] {
        let Desk { watch, mut state, .. } = desk();
        let silences = [silence(&watch, 1, 5)];
        for hour in 0..3 {
            watch.step(&mut state, &Evidence::new(at(hour * HOUR)).with_value(35.into()), &silences);
        }
        if acknowledged {
            let taken = Acknowledgement::new(at(2 * HOUR), "kim".parse().unwrap());
            watch.acknowledge(&mut state, taken, at(2 * HOUR)).unwrap();
            assert_eq!(watch.next_tick(&state, &silences), None);
        } else {
            assert_eq!(watch.next_tick(&state, &silences), Some(at(5 * HOUR)));
        }
        let mut kept: WatchState = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
        let step = watch.tick(&mut kept, at(5 * HOUR), &silences);
        let told: Vec<String> = step.told().map(|notice| watch.text(notice, Language::English)).collect();
        let all =
            ["x: the silence is over, still red", "x: escalated to lead: red, not acknowledged for 5 hours"];
        assert_eq!(told, if acknowledged { &[][..] } else { &all[..] });
        assert!(watch.tick(&mut kept, at(5 * HOUR), &silences).notices.is_empty(), "once");
        assert_eq!(watch.next_tick(&kept, &silences), None);
    }
}

#[test]
fn a_level_clears_by_its_own_data_while_a_higher_one_has_none() {
    let policy = AlertPolicy::default();
    let mut state = AlertState::default();
    let yellow = |hour: i64, standing| {
        let evaluation = Evaluation::new(at(hour * HOUR)).with(RED, Standing::Unknown);
        evaluation.with(WarningLevel::Yellow, standing)
    };
    policy.step(&mut state, &yellow(0, Standing::Beyond));
    assert_eq!(state.level(), Some(WarningLevel::Yellow));
    policy.step(&mut state, &yellow(1, Standing::Clear));
    assert_eq!(state.level(), None);
}

#[test]
fn a_watch_is_read_back_as_it_was_built() {
    let watch = Desk::new("{}").watch;
    let name = || serde_json::from_str(r#"{"en": "amber"}"#).unwrap();
    let error = watch.clone().with_level_name(WarningLevel::Orange, name()).unwrap_err();
    assert!(matches!(error, AlertError::NoCondition { .. }), "{error}");
    let named = watch.with_level_name(WarningLevel::Yellow, name()).unwrap();
    let read: Watch = serde_json::from_str(&serde_json::to_string(&named).unwrap()).unwrap();
    assert_eq!(read, named);
}

#[test]
fn no_two_keys_have_one_text() {
    let key = |alert: &str, labels: &[(&str, &str)]| {
        labels.iter().fold(AlertKey::new(alert.parse().unwrap()), |key, (name, value)| {
            key.with_label(name.parse().unwrap(), value.parse().unwrap())
        })
    };
    let keys = [
        key(r#"x{a="b"}"#, &[]),
        key("x", &[("a", "b")]),
        key("x", &[("a", "b"), ("c", "d")]),
        key("x", &[(r#"a="b",c"#, "d")]),
        key(r"x\", &[("a", "b")]),
    ];
    let texts: std::collections::BTreeSet<String> = keys.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), keys.len(), "{texts:?}");
}

#[test]
fn what_is_resolved_tells_the_limit_that_it_passed() {
    let judge = |value: &str| {
        let condition = Condition::Value(Threshold::Above {
            limit: "0.13".parse().unwrap(),
            clear_at: Some("0.12".parse().unwrap()),
        });
        condition.judge(&Evidence::new(at(0)).with_value(value.parse().unwrap())).text(Language::English)
    };
    assert_eq!(judge("0.112"), "0.112 is not above 0.12");
    assert_eq!(judge("0.125"), "0.125 is not above 0.13, nor back at 0.12");
}

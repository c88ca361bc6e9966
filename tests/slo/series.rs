//! Windows of a series of slices, and the adjustments of one.

use proptest::prelude::*;
use service_quality::quantity::{Language, ObjectiveId, Span, Timestamp};
use service_quality::slo::budget::{BudgetAdjustments, SloTally, TallySeries, TallySlice};

const START: i64 = 1_772_409_600; // 2026-03-02T00:00:00Z

fn at(hour: i64) -> Timestamp {
    Timestamp::from_seconds(START + hour * 3_600).unwrap()
}

fn hours(counts: &[Option<(u64, u64)>]) -> TallySeries {
    let slices = counts.iter().zip(0..).filter_map(|(counted, hour)| {
        let (good, bad) = (*counted)?;
        Some(TallySlice { from: at(hour), until: at(hour + 1), tally: SloTally::new(good, bad).unwrap() })
    });
    TallySeries::new(slices.collect()).unwrap()
}

fn web() -> ObjectiveId {
    "web".parse().unwrap()
}

fn adjustments(list: &str) -> BudgetAdjustments {
    serde_json::from_str(list).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn windows_are_the_sum_of_their_slices(
        counts in proptest::collection::vec(proptest::option::of((0_u64..50, 0_u64..9)), 0..40),
        as_of in 0_i64..40,
        length in 0_i64..40,
        forgotten in 0_i64..40,
    ) {
        let mut series = hours(&counts);
        let window = Span::from_seconds(length * 3_600);
        let tally = series.last(window, at(as_of)).unwrap();
        let mut sum = SloTally::default();
        for (counted, hour) in counts.iter().zip(0_i64..) {
            if let Some((good, bad)) = counted.filter(|_| as_of - length <= hour && hour < as_of) {
                sum.merge(&SloTally::new(good, bad).unwrap()).unwrap();
            }
        }
        prop_assert_eq!(&tally, &sum);
        prop_assert_eq!(&series.windows([window], at(as_of)).unwrap()[&window], &sum);

        series.forget(at(forgotten));
        prop_assert!(series.slices().iter().all(|slice| slice.from >= at(forgotten)));
        if forgotten <= as_of - length {
            prop_assert_eq!(series.last(window, at(as_of)).unwrap(), sum);
        }
    }
}

fn adjustment(id: &str, objectives: &str, made: Timestamp, effect: &str) -> String {
    format!(
        r#"{{"id": "{id}", "objectives": {objectives}, "reason": "agreed", "author": "li.wei", "at": "{made}",
            "effect": {effect}}}"#
    )
}

fn once(from: i64, until: i64) -> String {
    format!(r#"{{"exclude": {{"once": {{"from": "{}", "until": "{}"}}}}}}"#, at(from), at(until))
}

fn give_back(bad: u64, hour: i64) -> String {
    format!(r#"{{"give_back": {{"bad": {bad}, "at": "{}"}}}}"#, at(hour))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_adjusted_tally_is_that_of_the_adjusted_slices(
        counts in proptest::collection::vec(proptest::option::weighted(0.9, (0_u64..50, 0_u64..9)), 1..12),
        steps in proptest::collection::vec((0_u8..3, 0_i64..12, 1_u64..4), 0..5),
    ) {
        let series = hours(&counts);
        let list: Vec<String> = steps.iter().enumerate().map(|(index, (kind, hour, bad))| {
            let effect = match kind {
                0 => give_back(*bad, *hour),
                1 => format!(r#"{{"reset": "{}"}}"#, at(*hour)),
                _ => once(*hour, hour + 1),
            };
            adjustment(&format!("a{index}"), "[]", at(0), &effect)
        }).collect();
        let Ok(own) = serde_json::from_str::<BudgetAdjustments>(&format!("[{}]", list.join(","))) else {
            return Ok(()); // two exclude one hour
        };
        let Ok(adjusted) = own.apply(&web(), &series, at(50)) else { return Ok(()) };
        let sum = adjusted.series.within(at(0)..at(50)).unwrap();
        prop_assert_eq!(&adjusted.tally, &sum);
        prop_assert_eq!(adjusted.tally.gross(), series.within(at(0)..at(50)).unwrap().gross());
        let removed = adjusted.effects.iter().map(|effect| effect.removed.bad).sum::<u64>();
        prop_assert_eq!(removed, sum.gross().bad - sum.net().unwrap().bad);
    }
}

#[test]
fn adjustments_of_others_and_later_ones_are_left_out() {
    let series = hours(&[Some((8, 2)); 4]);
    let own = adjustments(&format!(
        "[{}, {}, {}]",
        adjustment("mail", r#"["mail"]"#, at(4), &once(0, 1)),
        adjustment("web", r#"["web"]"#, at(4), &once(1, 2)),
        adjustment("later", "[]", at(6), &once(2, 3)),
    ));
    let ids = |as_of| -> Vec<String> {
        let adjusted = own.apply(&web(), &series, at(as_of)).unwrap();
        adjusted.effects.iter().map(|effect| effect.adjustment.id.to_string()).collect()
    };
    assert_eq!(ids(3), [""; 0]);
    assert_eq!(ids(5), ["web"]);
    assert_eq!(ids(6), ["web", "later"]);
}

#[test]
fn what_is_given_back_is_of_a_slice() {
    let series = hours(&[Some((8, 2)), None, Some((5, 5))]);
    let apply = |list: &[String]| {
        let list = adjustments(&format!("[{}]", list.join(",")));
        list.apply(&web(), &series, at(50)).map_err(|error| error.to_string())
    };
    let back = |bad, hour| adjustment("back", "[]", at(4), &give_back(bad, hour));
    let out = adjustment("out", "[]", at(4), &once(0, 1));
    let adjusted = apply(&[back(2, 0), out.clone()]).unwrap();
    assert_eq!(adjusted.effects[1].removed.bad, 0, "given back before");
    assert_eq!(adjusted.series.slices()[0].tally.net().unwrap().bad, 0);
    assert_eq!(
        apply(&[out, back(1, 0)]).unwrap_err(),
        "adjustments[1].effect.give_back.bad is `1`: allowed is at most the 0 bad ones of 2026-03-02T00:00:00Z to \
         2026-03-02T01:00:00Z that still count"
    );
    let error = apply(&[back(1, 1)]).unwrap_err();
    assert!(error.contains("give_back.at is `2026-03-02T01:00:00Z`: allowed is an instant within a slice"), "{error}");
    assert_eq!(apply(&[back(1, 9)]).unwrap().effects[0].removed.bad, 0, "after the series");
    // A period alone, of a series that was adjusted, or adjusted alone.
    let part = series.part(at(2)..at(3)).unwrap();
    let both = [back(1, 2), adjustment("out", "[]", at(4), &once(0, 1))];
    let alone = adjustments(&format!("[{}]", both.join(","))).apply(&web(), &part, at(50)).unwrap();
    assert_eq!(apply(&both).unwrap().series.part(at(2)..at(3)).unwrap(), alone.series);
    let half = Timestamp::from_seconds(START + 2 * 3_600 + 1_800).unwrap();
    assert!(series.part(half..at(3)).unwrap_err().to_string().starts_with("from is"));
    // Adjusted twice, it would be taken out twice.
    let again = adjustments(&format!("[{}]", back(1, 0)));
    let once = again.apply(&web(), &series, at(50)).unwrap();
    let error = again.apply(&web(), &once.series, at(50)).unwrap_err().to_string();
    assert_eq!(
        error,
        "adjustments[0].id is `back`: allowed is an id by which nothing is excluded in the slices yet"
    );
}

#[test]
fn a_window_begins_and_ends_where_slices_do() {
    let series = hours(&[Some((1, 0)), None, Some((2, 1))]);
    let error = series.last(Span::from_minutes(30), at(3)).unwrap_err().to_string();
    assert_eq!(
        error,
        "from is `2026-03-02T02:30:00Z`: allowed is a border of the slices, not within 2026-03-02T02:00:00Z to \
         2026-03-02T03:00:00Z"
    );
    let early = Timestamp::from_seconds(START + 2 * 3_600 + 1).unwrap();
    assert!(series.last(Span::from_hours(2), early).unwrap_err().to_string().starts_with("from is"));
    // A gap has no slice that a border could cut.
    let gap = Timestamp::from_seconds(START + 3_600 + 1).unwrap();
    assert_eq!(series.within(gap..at(3)).unwrap().gross().bad, 1);
    let march = serde_json::from_str(r#"{"dates": "2026-03", "time_zone": "UTC"}"#).unwrap();
    assert_eq!(series.period(&march, at(2)).unwrap().gross().good, 1);
}

#[test]
fn recurring_adjustments_take_out_every_day_of_the_series() {
    let series = hours(&[Some((8, 2)); 48]);
    let nightly = adjustments(
        r#"[{"id": "backup", "reason": "agreed", "author": "li.wei", "at": "2026-03-04T08:00:00Z",
             "effect": {"exclude": {"recurring": {"on": {"first": "2026-03-01", "repeats": {"days": {}}}, "at": "23:00",
                        "lasts": "PT2H", "time_zone": "UTC"}}}}]"#,
    );
    let adjusted = nightly.apply(&web(), &series, at(100)).unwrap();
    // 0, 23, 24 and 47 o'clock.
    assert_eq!(adjusted.effects[0].removed.bad, 8);
    assert_eq!(adjusted.tally.net().unwrap().total().unwrap(), 440);
    assert_eq!(adjusted.series.last(Span::from_hours(2), at(48)).unwrap().net().unwrap().bad, 2);
    assert_eq!(
        adjusted.effects[0].text(Language::Chinese),
        "backup，li.wei（agreed）：不计入良好 32 个、不良 8 个；良好占比调整前 0.8，调整后 0.8"
    );
}

#[test]
fn adjustments_are_for_objectives_and_keep_apart() {
    let once = |id: &str, objectives: &str, hour: u32| {
        format!(
            r#"{{"id": "{id}", "objectives": {objectives}, "reason": "agreed", "author": "li.wei",
                 "at": "2026-03-04T08:00:00Z", "effect": {{"exclude": {{"once":
                 {{"from": "2026-03-02T0{hour}:00:00Z", "until": "2026-03-02T05:00:00Z"}}}}}}}}"#
        )
    };
    let list =
        |one: String, other: String| serde_json::from_str::<BudgetAdjustments>(&format!("[{one}, {other}]"));
    let both = list(once("a", r#"["web"]"#, 1), once("b", r#"["mail"]"#, 2)).unwrap();
    let of = |objective: &str| both.for_objective(&objective.parse().unwrap());
    assert_eq!([of("web").all().len(), of("mail").all().len(), of("phone").all().len()], [1, 1, 0]);
    let error = list(once("a", r#"["web"]"#, 1), once("b", "[]", 2)).unwrap_err().to_string();
    assert_eq!(
        error,
        "adjustments[1].effect.exclude is `2026-03-02T02:00:00Z`: allowed is a stretch outside 2026-03-02T01:00:00Z to \
         2026-03-02T05:00:00Z, which `a` excludes"
    );
    let recurring = adjustments(&format!(
        r#"[{}, {{"id": "b", "reason": "agreed", "author": "li.wei", "at": "2026-03-04T08:00:00Z",
             "effect": {{"exclude": {{"recurring": {{"on": {{"first": "2026-03-01", "repeats": {{"days": {{}}}}}},
                        "at": "04:00", "lasts": "PT2H", "time_zone": "UTC"}}}}}}}}]"#,
        once("a", "[]", 3)
    ));
    let error = recurring.apply(&web(), &hours(&[Some((1, 1)); 24]), at(100)).unwrap_err().to_string();
    assert!(error.starts_with("adjustments[1].effect.exclude is `2026-03-02T04:00:00Z`"), "{error}");
}

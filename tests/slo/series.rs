//! Windows of a series of slices, and the adjustments of one.

use proptest::prelude::*;
use service_quality::quantity::{Language, Span, Timestamp};
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
    let adjusted = nightly.apply(&series).unwrap();
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
    let error = recurring.apply(&hours(&[Some((1, 1)); 24])).unwrap_err().to_string();
    assert!(error.starts_with("adjustments[1].effect.exclude is `2026-03-02T04:00:00Z`"), "{error}");
}

//! Windows of a series of slices, and the adjustments of one.

use proptest::prelude::*;
use service_quality::quantity::{Language, ObjectiveId, Span, Timestamp};
use service_quality::slo::budget::{
    BudgetAdjustments, BudgetReason, BudgetReport, FiguresOf, ServiceLevelObjective, SloTally, TallySeries,
    TallySlice,
};
use service_quality::slo::burn::BurnRate;

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
        prop_assert_eq!(&series.windows([window], at(as_of)).unwrap().tallies[&window], &sum);

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
    assert!(
        error.contains("give_back.at is `2026-03-02T01:00:00Z`: allowed is an instant within a slice"),
        "{error}"
    );
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
        "backup，li.wei（agreed）：不计入：良好 32，不良 8；良好占比调整前 0.8，调整后 0.8"
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

#[test]
fn a_window_ends_at_an_ordinary_now() {
    let series = hours(&[Some((90, 10)), Some((99, 1)), None, Some((100, 0))]);
    let half_past = |hour: i64| at(hour).checked_add(Span::from_minutes(30)).unwrap();
    let windows = series.windows([Span::from_hours(1), Span::from_hours(4)], half_past(4)).unwrap();
    assert_eq!((windows.until, windows.tallies[&Span::from_hours(1)].gross().good), (at(4), 100));
    assert_eq!(series.border_before(half_past(2)), Some(at(2)), "in a gap");
    assert_eq!(series.border_before(half_past(3)), Some(at(3)), "in a slice that is not over");
    assert_eq!(series.border_before(at(9)), Some(at(9)));
    let silent = series.windows([Span::from_hours(1)], half_past(9)).unwrap();
    assert_eq!((silent.until, silent.tallies[&Span::from_hours(1)].gross().good), (at(9), 0), "no old data");
}

fn objective(window: &str, basis: &str) -> ServiceLevelObjective {
    let document =
        format!(r#"{{"id": "web", "goal": {{"share": "0.9"}}, "basis": {basis}, "window": {window}}}"#);
    serde_json::from_str(&document).unwrap()
}

fn covered(report: &BudgetReport) -> Option<(i64, i64)> {
    report.reasons.iter().find_map(|reason| match reason {
        BudgetReason::Covered { covered, window } => {
            Some((covered.seconds() / 3_600, window.seconds() / 3_600))
        }
        _ => None,
    })
}

#[test]
fn an_objective_picks_its_window_of_a_series() {
    let series = hours(&[Some((90, 10)), Some((99, 1)), None, Some((100, 0))]);
    let now = at(4).checked_add(Span::from_seconds(30)).unwrap();
    let rolling = objective(r#"{"rolling": "PT3H"}"#, r#""events""#).report_series(&series, now).unwrap();
    assert_eq!((rolling.from, rolling.until), (Some(at(1)), Some(at(4))));
    assert_eq!((rolling.net.bad, covered(&rolling)), (1, Some((2, 3))));
    let whole = objective(r#"{"rolling": "PT2H"}"#, r#""events""#);
    assert_eq!(covered(&whole.report_series(&series, at(2)).unwrap()), None);
    let calendar = objective(r#"{"calendar": {"every": "month", "time_zone": "UTC"}}"#, r#""events""#);
    let report = calendar.report_series(&series, now).unwrap();
    assert_eq!((report.from, report.until), (Some(at(-24)), Some(at(4))));
    assert_eq!((report.figures.len(), covered(&report)), (2, Some((3, 28))));
    let text = report.text(Language::Chinese);
    assert!(text.contains("周期 31 天，已过 28 小时；28 小时中仅有 3 小时的数据"), "{text}");
    let month = objective(r#"{"month": "thirty_days"}"#, r#""events""#).report_series(&series, now).unwrap();
    assert_eq!((month.figures.len(), covered(&month)), (1, Some((3, 720))));
}

#[test]
fn no_more_time_than_there_is() {
    let window = r#"{"rolling": "PT1H"}"#;
    let error = |basis: &str, counted| {
        objective(window, basis).report_series(&hours(&[Some(counted)]), at(1)).unwrap_err().to_string()
    };
    assert_eq!(
        error(r#""time""#, (3_600, 1)),
        "tally is `3601 seconds`: allowed is at most PT1H, the time that they are of"
    );
    assert!(error(r#"{"slices": "PT1M"}"#, (60, 1)).starts_with("tally is `61 slices`"));
    assert!(objective(window, r#""time""#).report(&SloTally::new(3_600, 0).unwrap()).is_ok());
}

#[test]
fn half_an_agreed_month_has_both_budgets() {
    let own = objective(r#"{"month": "twelfth"}"#, r#""events""#);
    let tally = SloTally::new(95, 5).unwrap();
    let report = own.report_since(&tally, at(0), at(365)).unwrap();
    let of: Vec<FiguresOf> = report.figures.iter().map(|figures| figures.of).collect();
    assert_eq!(of, [FiguresOf::SoFar, FiguresOf::Projected]);
    assert_eq!(report.figures[1].units.unwrap().left, 15.into(), "of 20 in the whole month");
    assert_eq!(own.report_since(&tally, at(0), at(730)).unwrap().figures.len(), 1);
    assert!(own.report_since(&tally, at(0), at(0)).is_err());
    let rolling = objective(r#"{"rolling": "P30D"}"#, r#""events""#);
    let error = rolling.report_since(&tally, at(0), at(1)).unwrap_err().to_string();
    assert!(error.starts_with("window is `a rolling window`: allowed is an agreed month"), "{error}");
}

#[test]
fn the_budget_lasts_so_long() {
    let own = objective(r#"{"calendar": {"every": "iso_week", "time_zone": "UTC"}}"#, r#""events""#);
    let week = own.window().period_at(at(0)).unwrap().unwrap();
    let rate = |text: &str| BurnRate::new(text.parse().unwrap()).unwrap();
    let half = own.report_period(&SloTally::new(90, 10).unwrap(), &week, at(84)).unwrap();
    let left = half.exhaustion(rate("1"), at(84)).unwrap();
    assert_eq!((left.at(), left.before_end()), (Some(at(168)), Some(false)), "just at the end");
    let left = half.exhaustion(rate("1.5"), at(84)).unwrap();
    assert_eq!((left.at(), left.before_end()), (Some(at(84 + 56)), Some(true)));
    let third = half.exhaustion(rate("7"), at(84)).unwrap();
    assert_eq!(third.at(), Some(at(84 + 12)));
    assert_eq!(half.exhaustion(rate("0"), at(84)), None);
    let gone = own.report_period(&SloTally::new(70, 30).unwrap(), &week, at(84)).unwrap();
    let left = gone.exhaustion(rate("1"), at(84)).unwrap();
    assert!(left.is_used_up() && left.at() == Some(at(84)));
    assert_eq!(
        [Language::English, Language::Chinese].map(|language| left.text(language)),
        ["used up already", "已耗尽"]
    );
    let rolling =
        objective(r#"{"rolling": "PT1H"}"#, r#""events""#).report(&SloTally::new(95, 5).unwrap()).unwrap();
    let left = rolling.exhaustion(rate("1"), at(0)).unwrap();
    assert_eq!((left.seconds(), left.before_end()), (Some(1_800.into()), None));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn series_of_workers_merge_in_any_order(
        one in proptest::collection::vec(proptest::option::of((0_u64..50, 0_u64..9)), 0..12),
        other in proptest::collection::vec(proptest::option::of((0_u64..50, 0_u64..9)), 0..12),
    ) {
        let merged = |one: &TallySeries, other: &TallySeries| {
            let mut sum = one.clone();
            sum.merge(other).unwrap();
            serde_json::to_string(&sum).unwrap()
        };
        let (left, right) = (hours(&one), hours(&other));
        prop_assert_eq!(merged(&left, &right), merged(&right, &left));
        let sum: TallySeries = serde_json::from_str(&merged(&left, &right)).unwrap();
        let mut expected = left.within(at(0)..at(20)).unwrap();
        expected.merge(&right.within(at(0)..at(20)).unwrap()).unwrap();
        prop_assert_eq!(sum.within(at(0)..at(20)).unwrap(), expected);
    }
}

#[test]
fn slices_that_cross_do_not_merge() {
    let mut series = hours(&[Some((1, 0)), Some((2, 0))]);
    let before = series.clone();
    let across = TallySlice { from: at(1), until: at(3), tally: SloTally::new(1, 1).unwrap() };
    let error = series.merge(&TallySeries::new(vec![across]).unwrap()).unwrap_err().to_string();
    assert_eq!(
        error,
        "slice is `2026-03-02T01:00:00Z to 2026-03-02T03:00:00Z`: allowed is the same times as \
         2026-03-02T01:00:00Z to 2026-03-02T02:00:00Z, or others"
    );
    assert_eq!(series, before);
    let late = TallySlice { from: at(-1), until: at(0), tally: SloTally::new(5, 0).unwrap() };
    series.record(late).unwrap();
    assert_eq!(series.slices()[0].from, at(-1), "in order");
}

//! Error budgets: laws and bad input.

use std::collections::BTreeMap;

use proptest::prelude::*;
use service_quality::quantity::{
    Label, Language, Number, ObjectiveId, PeriodKind, Share, Span, Timestamp, Zone,
};
use service_quality::sla::{Denominator, OutcomeCounts};
use service_quality::slo::ExactRatio;
use service_quality::slo::SloError;
use service_quality::slo::availability::{AvailabilityTally, TimeFigures};
use service_quality::slo::budget::{
    BudgetAdjustments, BudgetAmount, BudgetBasis, BudgetReason, EventCounts, FiguresOf, NothingCounted,
    Overdraft, ServiceLevelObjective, SloGoal, SloStatus, SloTally, SloWindow, TallySeries, TallySlice,
};

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

fn objective(goal: SloGoal, basis: BudgetBasis) -> ServiceLevelObjective {
    let window = SloWindow::Rolling(Span::from_hours(720));
    ServiceLevelObjective::new("web".parse().unwrap(), goal, basis, window).unwrap()
}

fn monthly(target: &str) -> ServiceLevelObjective {
    let window = SloWindow::Calendar { every: PeriodKind::Month, time_zone: Zone::utc() };
    let goal = SloGoal::Share(share(target));
    ServiceLevelObjective::new("web".parse().unwrap(), goal, BudgetBasis::Events, window).unwrap()
}

fn tally() -> impl Strategy<Value = SloTally> {
    let part = (0_u64..50, 0_u64..50);
    (0_u64..1_000, 0_u64..1_000, prop::collection::btree_map("[a-c]", part, 0..3)).prop_map(
        |(good, bad, excluded)| {
            let mut tally = SloTally::new(good + 150, bad + 150).unwrap();
            for (reason, (good, bad)) in excluded {
                tally.exclude(&reason.parse().unwrap(), EventCounts { good, bad }).unwrap();
            }
            tally
        },
    )
}

fn merged(one: &SloTally, other: &SloTally) -> SloTally {
    let mut sum = one.clone();
    sum.merge(other).unwrap();
    sum
}

fn bytes(tally: &SloTally) -> String {
    serde_json::to_string(tally).unwrap()
}

fn decimal(amount: Option<BudgetAmount>) -> Option<(Number, Number)> {
    amount.map(|BudgetAmount { allowed, spent, left }| {
        (allowed, Number::new(spent.value() + left.value()).unwrap())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tallies_merge_in_any_order(a in tally(), b in tally(), c in tally()) {
        prop_assert_eq!(bytes(&merged(&a, &b)), bytes(&merged(&b, &a)));
        prop_assert_eq!(bytes(&merged(&merged(&a, &b), &c)), bytes(&merged(&a, &merged(&b, &c))));
        prop_assert_eq!(bytes(&merged(&a, &SloTally::default())), bytes(&a));
    }

    #[test]
    fn spent_and_left_are_the_budget(
        good in 0_u64..1_000_000_000, bad in 0_u64..1_000_000, target in 1_i64..=1_000_000,
        day in 1_i64..31, at_most in prop::option::of(0_u64..1_000),
    ) {
        let target = Share::new(rust_decimal::Decimal::new(target, 6)).unwrap();
        let goal = at_most.map_or(SloGoal::Share(target), SloGoal::AtMost);
        let tally = SloTally::new(good, bad).unwrap();
        let window = SloWindow::Calendar { every: PeriodKind::Month, time_zone: Zone::utc() };
        let own = ServiceLevelObjective::new("web".parse().unwrap(), goal, BudgetBasis::Events, window).unwrap();
        let start = "2026-03-01T00:00:00Z".parse().unwrap();
        let period = window.period_at(start).unwrap().unwrap();
        let as_of = start.checked_add(Span::from_seconds(day * 86_400)).unwrap();
        let report = own.report_period(&tally, &period, as_of).unwrap();
        for figures in &report.figures {
            for amount in [figures.units, figures.minutes, figures.ratio] {
                if let Some((allowed, sum)) = decimal(amount) {
                    prop_assert_eq!(allowed, sum);
                }
            }
            if let (Some(consumed), Some(remaining)) = (figures.consumed, figures.remaining) {
                prop_assert_eq!(consumed.value() + remaining.value(), 1.into());
            }
        }
        if at_most.is_none() && good + bad > 0 {
            let exact = u128::from(good) * 1_000_000;
            let met = exact >= u128::from(good + bad) * u128::try_from(target.value().mantissa()).unwrap()
                * 10_u128.pow(6 - target.value().scale());
            prop_assert_eq!(report.status == SloStatus::Healthy, met);
        }
    }

    #[test]
    fn availability_is_taken_over_as_it_counts(
        time in 0_i64..1_000_000, down in 0_i64..1_000_000,
        parts in prop::collection::btree_map(0_usize..4, (0_i64..100_000, 0_i64..100_000), 0..4),
        closed in 0_i64..100_000,
    ) {
        let figures = |time: i64, down: i64| TimeFigures {
            time: Span::from_seconds(time.max(down)), downtime: Span::from_seconds(down.min(time)),
        };
        let reasons = ["planned_maintenance", "outside_hours", "test", "dependency"];
        let outside = figures(closed, closed / 2);
        let excluded: BTreeMap<&str, TimeFigures> =
            parts.into_iter().map(|(reason, (time, down))| (reasons[reason], figures(time, down))).collect();
        let all = [figures(time, down), outside];
        let gross = all.iter().chain(excluded.values()).fold(TimeFigures::default(), |sum, part| {
            TimeFigures { time: sum.time + part.time, downtime: sum.downtime + part.downtime }
        });
        let document = serde_json::json!({"gross": gross, "outside_hours": outside, "excluded": excluded});
        let counted: AvailabilityTally = serde_json::from_value(document).unwrap();
        let net = SloTally::of_availability(&counted).unwrap().net().unwrap();
        let seconds = |span: Span| u64::try_from(span.seconds()).unwrap();
        prop_assert_eq!(net.bad, seconds(counted.net().downtime));
        prop_assert_eq!(net.good + net.bad, seconds(counted.net().time));
        let tally = SloTally::of_availability(&counted).unwrap();
        let taken = tally.excluded().values().map(|part| part.good + part.bad).sum::<u64>();
        prop_assert_eq!(taken + net.good + net.bad, tally.gross().total().unwrap(), "nothing is lost");
    }

    #[test]
    fn ratios_are_ordered_as_their_products(a in -99_i128..99, b in 1_i128..99, c in -99_i128..99, d in 1_i128..99) {
        let (one, other) = (ExactRatio::new(a, b).unwrap(), ExactRatio::new(c, d).unwrap());
        prop_assert_eq!(one.cmp(&other), (a * d).cmp(&(c * b)));
        prop_assert_eq!(one.checked_add(other), ExactRatio::new(a * d + c * b, b * d));
        prop_assert_eq!(one.checked_mul(other), ExactRatio::new(a * c, b * d));
    }
}

#[test]
fn nothing_counted_is_absence_unless_the_objective_says_otherwise() {
    let own = objective(SloGoal::Share(share("0.99")), BudgetBasis::Events);
    let none = SloTally::default();
    let report = own.report(&none).unwrap();
    assert_eq!((report.status, report.sli, report.burn_rate), (SloStatus::NoData, None, None));
    assert!(report.figures.is_empty());
    let kept = own.clone().with_nothing_counted(NothingCounted::Kept).report(&none).unwrap();
    assert_eq!((kept.status, kept.sli), (SloStatus::Healthy, Some(1.into())));
    let missed = own.with_nothing_counted(NothingCounted::Missed).report(&none).unwrap();
    assert_eq!((missed.status, missed.sli), (SloStatus::Violated, Some(0.into())));
}

#[test]
fn a_promised_count_needs_something_counted_too() {
    let own = objective(SloGoal::AtMost(5), BudgetBasis::Tickets);
    let none = SloTally::default();
    let quiet = own.report(&none).unwrap();
    assert_eq!((quiet.status, quiet.sli), (SloStatus::NoData, None));
    assert_eq!(quiet.reasons, [BudgetReason::NothingCounted]);
    let kept = own.clone().with_nothing_counted(NothingCounted::Kept).report(&none).unwrap();
    assert_eq!((kept.status, &kept.reasons[0]), (SloStatus::Healthy, &BudgetReason::Assumed { kept: true }));
    assert_eq!(kept.figures[0].units.unwrap().left, 5.into(), "no ticket, none late");
    let missed = own.clone().with_nothing_counted(NothingCounted::Missed).report(&none).unwrap();
    assert_eq!((missed.status, missed.figures.len()), (SloStatus::Violated, 0));
    let few = own.clone().with_min_valid(10).report(&SloTally::new(3, 6).unwrap()).unwrap();
    assert_eq!(few.status, SloStatus::NoData);
    assert!(matches!(few.reasons[0], BudgetReason::TooFew { valid: 9, needed: 10, .. }));
    let enough = own.with_min_valid(10).report(&SloTally::new(4, 6).unwrap()).unwrap();
    assert_eq!(enough.status, SloStatus::Violated);
    let of_share = objective(SloGoal::Share(share("0.9")), BudgetBasis::Events).with_min_valid(3);
    let error = of_share.report_share(Some(share("0.95"))).unwrap_err().to_string();
    assert_eq!(error, "min_valid is `3`: allowed is 0, where only a share is known, and not of how many");
}

#[test]
fn minutes_are_those_counted() {
    let tally = SloTally::new(85_980, 420).unwrap(); // of 30 days a day was agreed and counted
    let of = |basis| {
        let report = objective(SloGoal::Share(share("0.99")), basis).report(&tally).unwrap();
        (report.figures[0].units.unwrap(), report.figures[0].minutes.unwrap())
    };
    let by = |amount: BudgetAmount, each: i64| {
        [amount.allowed, amount.spent, amount.left].map(|one| one.value() * rust_decimal::Decimal::from(each))
    };
    let (units, minutes) = of(BudgetBasis::Time);
    assert_eq!(by(units, 1), by(minutes, 60), "864 of 86,400 seconds are 14.4 minutes");
    assert_eq!(minutes.allowed, number("14.4"));
    let (units, minutes) = of(BudgetBasis::Slices(Span::from_seconds(30)));
    assert_eq!(by(units, 30), by(minutes, 60));
    let (_, minutes) = of(BudgetBasis::Events);
    assert_eq!(minutes.allowed, 432.into(), "a hundredth of 30 days");
    let own = objective(SloGoal::AtMost(10), BudgetBasis::Slices(Span::from_minutes(5)));
    let report = own.report(&SloTally::new(90, 4).unwrap()).unwrap();
    assert_eq!(report.figures[0].minutes.unwrap().left, 30.into());
}

#[test]
fn a_share_that_misses_is_not_shown_as_the_one_promised() {
    let own = objective(SloGoal::Share(Share::ONE), BudgetBasis::Events);
    let report = own.report(&SloTally::new(9_999_999_999, 1).unwrap()).unwrap();
    assert_eq!(report.sli, Some(1.into()), "rounded");
    let text = report.text(Language::English);
    assert!(text.starts_with("violated: 0.999999999 good, 1 promised: not reached"), "{text}");
}

#[test]
fn chinese_texts_use_words_and_measures() {
    let own = objective(SloGoal::AtMost(5), BudgetBasis::Tickets);
    let mut tally = SloTally::new(20, 6).unwrap();
    for reason in ["planned_maintenance", "outside_hours", "strike"] {
        tally.exclude(&reason.parse().unwrap(), EventCounts { good: 1, bad: 0 }).unwrap();
    }
    tally.exclude(&"x".parse().unwrap(), EventCounts { good: 0, bad: 2 }).unwrap();
    assert_eq!(
        own.report(&tally).unwrap().text(Language::Chinese),
        "正常：逾期 4 张，最多允许 5 张；不计入：按时 1 张，逾期 0 张（服务时间以外）；不计入：按时 1 张，逾期 0 张（计划维护）；\
         不计入：按时 1 张，逾期 0 张（strike）；不计入：按时 0 张，逾期 2 张（x）；预算 5 张工单，剩余 1；燃烧率 0.8"
    );
    let time = objective(SloGoal::AtMost(60), BudgetBasis::Time);
    let text = time.report(&SloTally::new(1_000, 90).unwrap()).unwrap().text(Language::Chinese);
    assert!(text.starts_with("未达标：不可用 90 秒，最多允许 60 秒"), "{text}");
}

#[test]
fn an_overdrawn_budget_is_negative_or_held_at_zero() {
    let own = objective(SloGoal::Share(share("0.9")), BudgetBasis::Events);
    let tally = SloTally::new(70, 30).unwrap();
    let report = own.report(&tally).unwrap();
    assert_eq!(report.figures[0].remaining, Some((-2).into()));
    let report = own.with_overdraft(Overdraft::AtZero).report(&tally).unwrap();
    assert_eq!(report.figures[0].remaining, Some(0.into()));
    let units = report.figures[0].units.unwrap();
    assert_eq!((units.left, units.overdrawn()), ((-20).into(), Some(20.into())));
}

#[test]
fn an_unfinished_period_has_both_budgets() {
    let own = monthly("0.9");
    let tenth = "2026-04-16T00:00:00Z".parse().unwrap();
    let april = own.window().period_at(tenth).unwrap().unwrap();
    let report = own.report_period(&SloTally::new(85, 15).unwrap(), &april, tenth).unwrap();
    let [so_far, projected] = &report.figures[..] else { panic!("two budgets") };
    assert_eq!((so_far.of, projected.of), (FiguresOf::SoFar, FiguresOf::Projected));
    assert_eq!(so_far.units.unwrap().left, (-5).into());
    assert_eq!(projected.units.unwrap().left, 5.into());
    assert_eq!(projected.minutes.unwrap().allowed, 4_320.into());
    assert_eq!(report.status, SloStatus::Degrading, "below the target, with budget left");
    let after = april.end().unwrap();
    let whole = own.report_period(&SloTally::new(85, 15).unwrap(), &april, after).unwrap();
    assert_eq!((whole.figures.len(), whole.status), (1, SloStatus::Violated));
}

#[test]
fn a_full_target_has_no_budget() {
    let own = objective(SloGoal::Share(Share::ONE), BudgetBasis::Events);
    let report = own.report(&SloTally::new(99, 1).unwrap()).unwrap();
    assert_eq!((report.status, report.burn_rate), (SloStatus::Violated, None));
    assert_eq!(report.figures[0].consumed, None);
    assert_eq!(own.report(&SloTally::new(99, 0).unwrap()).unwrap().status, SloStatus::Healthy);
}

#[test]
fn the_largest_counts_are_exact_and_larger_ones_refused() {
    let most = 1_000_000_000_000_000;
    let own = objective(SloGoal::Share(share("0.999999999")), BudgetBasis::Events);
    let report = own.report(&SloTally::new(0, most).unwrap()).unwrap();
    assert_eq!(report.burn_rate, Some(number("1000000000")));
    let error = SloTally::new(most, 1).unwrap_err().to_string();
    assert_eq!(
        error,
        "the number of events leaves the range of exact numbers: keep it within ±10^15, with nine places at most"
    );
    let mut full = SloTally::new(most, 0).unwrap();
    let before = full.clone();
    assert!(full.merge(&SloTally::new(1, 0).unwrap()).is_err());
    assert_eq!(full, before, "as it was");
}

#[test]
fn tickets_count_by_what_became_of_them() {
    let counts = OutcomeCounts { met: 7, late: 2, overdue: 1, running: 5, ..OutcomeCounts::default() };
    let tally = SloTally::of_outcomes(&counts, Denominator::Decided).unwrap();
    assert_eq!(tally.gross(), EventCounts { good: 7, bad: 3 });
}

fn refused(document: &str) -> String {
    serde_json::from_str::<ServiceLevelObjective>(document).unwrap_err().to_string()
}

#[test]
fn bad_objectives_are_named() {
    let with = |rest: &str| refused(&format!(r#"{{"id": "web", {rest}}}"#));
    let zero = with(r#""goal": {"share": "0"}, "window": {"rolling": "P1D"}"#);
    assert!(zero.contains("goal.share is `0`: allowed is more than 0 and at most 1"), "{zero}");
    let long = with(r#""goal": {"share": "1"}, "window": {"rolling": "P40000D"}"#);
    assert!(long.contains("window.rolling is `PT960000H`"), "{long}");
    let slices =
        with(r#""goal": {"share": "0.9"}, "basis": {"slices": "PT2H"}, "window": {"rolling": "PT1H"}"#);
    assert!(
        slices.contains("basis.slices is `PT2H`: allowed is more than PT0S and at most the window, PT1H")
    );
    let unknown = with(r#""goal": {"share": "0.9"}, "window": {"rolling": "P1D"}, "targt": 1"#);
    assert!(unknown.contains("unknown field `targt`"), "{unknown}");
    let tally = r#"{"gross": {"good": 1, "bad": 1}, "excluded": {"test": {"good": 0, "bad": 2}}}"#;
    let error = serde_json::from_str::<SloTally>(tally).unwrap_err().to_string();
    assert!(
        error.starts_with("excluded.test.bad is `2`: allowed is at most the 1 that still count"),
        "{error}"
    );
}

#[test]
fn periods_belong_to_the_window() {
    let own = monthly("0.9");
    let start = "2026-04-01T00:00:00Z".parse().unwrap();
    let april = own.window().period_at(start).unwrap().unwrap();
    let tally = SloTally::new(1, 0).unwrap();
    let error = own.report_period(&tally, &april, start).unwrap_err().to_string();
    assert_eq!(error, "as_of is `2026-04-01T00:00:00Z`: allowed is an instant after 2026-04-01T00:00:00Z");
    let quarter = serde_json::from_str(r#"{"dates": "2026-Q2", "time_zone": "UTC"}"#).unwrap();
    assert!(own.report_period(&tally, &quarter, "2026-05-01T00:00:00Z".parse().unwrap()).is_err());
    let error = own.report(&tally).unwrap_err().to_string();
    assert_eq!(error, "window is `a calendar period`: allowed is a length; report the period it is about");
}

fn adjustments(kinds: &[&str]) -> Result<BudgetAdjustments, String> {
    let all: Vec<String> = kinds
        .iter()
        .enumerate()
        .map(|(index, kind)| {
            format!(
                r#"{{"id": "a{index}", "effect": {kind}, "reason": "agreed", "author": "li.wei",
                    "at": "2026-03-03T08:00:00Z"}}"#
            )
        })
        .collect();
    serde_json::from_str(&format!("[{}]", all.join(","))).map_err(|error| error.to_string())
}

fn web() -> ObjectiveId {
    "web".parse().unwrap()
}

/// When the adjustments above are made.
fn made() -> Timestamp {
    "2026-03-03T08:00:00Z".parse().unwrap()
}

fn hours(counts: &[(u64, u64)]) -> TallySeries {
    let at = |hour: usize| format!("2026-03-02T{hour:02}:00:00Z").parse().unwrap();
    let slice = |(hour, (good, bad)): (usize, &(u64, u64))| TallySlice {
        from: at(hour),
        until: at(hour + 1),
        tally: SloTally::new(*good, *bad).unwrap(),
    };
    TallySeries::new(counts.iter().enumerate().map(slice).collect()).unwrap()
}

#[test]
fn adjustments_exclude_give_back_and_reset() {
    let day = hours(&[(90, 10), (50, 50), (98, 2)]);
    let all = adjustments(&[
        r#"{"reset": "2026-03-02T01:00:00Z"}"#,
        r#"{"exclude": {"once": {"from": "2026-03-02T01:00:00Z", "until": "2026-03-02T02:00:00Z"}}}"#,
        r#"{"give_back": {"bad": 2, "at": "2026-03-02T02:59:59Z"}}"#,
    ]);
    let adjusted = all.unwrap().apply(&web(), &day, made()).unwrap();
    let after: Vec<_> = adjusted.effects.iter().map(|effect| effect.sli_after.unwrap().to_string()).collect();
    assert_eq!(after, ["0.74", "0.98", "1"]);
    assert_eq!(adjusted.effects[0].sli_before, Some(number("0.793333333")));
    assert_eq!(adjusted.tally.gross(), EventCounts { good: 238, bad: 62 });
    let listed: Vec<&Label> = adjusted.tally.excluded().keys().collect();
    assert_eq!(listed.len(), 3);
}

#[test]
fn bad_adjustments_are_named() {
    let first = r#"{"exclude": {"once": {"from": "2026-03-02T00:00:00Z", "until": "2026-03-02T02:00:00Z"}}}"#;
    let second =
        r#"{"exclude": {"once": {"from": "2026-03-02T01:00:00Z", "until": "2026-03-02T03:00:00Z"}}}"#;
    let error = adjustments(&[first, second]).unwrap_err();
    assert!(error.starts_with(
        "adjustments[1].effect.exclude is `2026-03-02T01:00:00Z`: allowed is a stretch outside"
    ));
    assert!(
        adjustments(&[r#"{"give_back": {"bad": 0, "at": "2026-03-02T00:00:00Z"}}"#])
            .unwrap_err()
            .contains("allowed is at least 1")
    );
    let inside =
        r#"{"exclude": {"once": {"from": "2026-03-02T00:30:00Z", "until": "2026-03-02T01:00:00Z"}}}"#;
    let error = adjustments(&[inside]).unwrap().apply(&web(), &hours(&[(1, 1)]), made()).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("allowed is a border of the slices, not within"), "{error}");
    let mut twice = hours(&[(1, 1), (1, 1)]).slices().to_vec();
    twice.swap(0, 1);
    assert_eq!(
        TallySeries::new(twice).unwrap_err().to_string(),
        "slices[1].from is `2026-03-02T00:00:00Z`: allowed is at or after 2026-03-02T02:00:00Z, where the slice before \
         it ends"
    );
}

#[test]
fn errors_travel() {
    fn travels<T: Send + Sync + Clone + PartialEq + std::error::Error + 'static>() {}
    travels::<SloError>();
}

#[test]
fn what_one_adjustment_took_out_is_not_there_for_the_next() {
    let day = hours(&[(90, 10), (50, 50), (98, 2)]);
    let all = adjustments(&[
        r#"{"reset": "2026-03-02T02:00:00Z"}"#,
        r#"{"exclude": {"once": {"from": "2026-03-02T01:00:00Z", "until": "2026-03-02T03:00:00Z"}}}"#,
    ]);
    let adjusted = all.unwrap().apply(&web(), &day, made()).unwrap();
    let removed: Vec<EventCounts> = adjusted.effects.iter().map(|effect| effect.removed).collect();
    assert_eq!(removed, [EventCounts { good: 140, bad: 60 }, EventCounts { good: 98, bad: 2 }]);
    let apart = adjustments(&[
        r#"{"exclude": {"once": {"from": "2026-03-02T00:00:00Z", "until": "2026-03-02T01:00:00Z"}}}"#,
        r#"{"reset": "2026-03-02T02:00:00Z"}"#,
    ]);
    let removed: Vec<u64> = apart
        .unwrap()
        .apply(&web(), &day, made())
        .unwrap()
        .effects
        .iter()
        .map(|effect| effect.removed.bad)
        .collect();
    assert_eq!(removed, [10, 50]);
}

#[test]
fn availability_becomes_a_budget_whatever_its_reasons_are_called() {
    let tally = r#"{"gross": {"time": "PT100S", "downtime": "PT30S"}, "outside_hours": {"time": "PT20S", "downtime": "PT5S"},
        "excluded": {"outside_hours": {"time": "PT10S", "downtime": "PT10S"}, "strike": {"time": "PT1S", "downtime": "PT0S"}},
        "too_short": "PT4S", "rounding": "PT1S"}"#;
    let availability: AvailabilityTally = serde_json::from_str(tally).unwrap();
    let budget = SloTally::of_availability(&availability).unwrap();
    assert_eq!(budget.net().unwrap(), EventCounts { good: 57, bad: 12 });
    assert_eq!(budget.gross(), EventCounts { good: 73, bad: 27 });
    assert_eq!(serde_json::from_str::<SloTally>(&bytes(&budget)).unwrap(), budget);
}

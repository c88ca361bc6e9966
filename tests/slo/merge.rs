//! Every tally of the room: any order, any grouping, through JSON or not, comes to the bytes of one pass over the whole;
//! a report of what was merged is the report of all.

use std::fmt::Debug;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use service_quality::calendar::{Calendar, Week};
use service_quality::quantity::{Number, Share, Span, Timestamp, Zone};
use service_quality::slo::SloError;
use service_quality::slo::apdex::{ApdexTally, ApdexTarget};
use service_quality::slo::availability::{
    AvailabilityRule, AvailabilityTally, ErrorRateTally, Exclusion, ExclusionReason, ExclusionTime,
    IdleInterval, MissingSlice, Outage, OutageLength, PartialMinute, RequestTally, ServiceRecord, SliceTally,
    TimeFigures, UserTimeTally,
};
use service_quality::slo::budget::{
    BudgetBasis, EventCounts, ServiceLevelObjective, SloGoal, SloTally, SloWindow,
};
use service_quality::slo::burn::BurnRate;
use service_quality::slo::incident::{IncidentStage, IncidentTimes, MeanTime, MeanTimes, Reliability};

fn bytes<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

/// The tally of every part, and of them all.
struct Parts<T> {
    parts: Vec<T>,
    whole: T,
}

impl<T: Default> Parts<T> {
    /// Counted one by one, in the parts and in the whole.
    fn counted<I>(items: &[Vec<I>], mut count: impl FnMut(&mut T, &I)) -> Self {
        let mut tally = |items: &mut dyn Iterator<Item = &I>| {
            let mut tally = T::default();
            items.for_each(|item| count(&mut tally, item));
            tally
        };
        let parts = items.iter().map(|part| tally(&mut part.iter())).collect();
        Self { parts, whole: tally(&mut items.iter().flatten()) }
    }
}

/// Every way to merge gives the whole: from either end, in halves, through JSON, with nothing added.
fn check<T: Clone + Default + PartialEq + Debug + Serialize + DeserializeOwned>(
    Parts { parts, whole }: &Parts<T>,
    merge: impl Fn(&mut T, &T) -> Result<(), SloError>,
) -> Result<(), TestCaseError> {
    let sum = |one: &T, other: &T| {
        let mut sum = one.clone();
        merge(&mut sum, other).unwrap();
        sum
    };
    let sent = |tally: &T| serde_json::from_str::<T>(&bytes(tally)).unwrap();
    let fold = |parts: &[T]| parts.iter().fold(T::default(), |all, part| sum(&all, part));
    let (left, right) = parts.split_at(parts.len() / 2);
    let ways = [
        ("from the front", fold(parts)),
        ("from the back", parts.iter().rev().fold(T::default(), |all, part| sum(part, &all))),
        ("in halves", sum(&fold(left), &fold(right))),
        ("the other way round", sum(&fold(right), &fold(left))),
        ("as stored and sent", parts.iter().fold(T::default(), |all, part| sum(&sent(&all), &sent(part)))),
        ("with nothing added", sum(whole, &T::default())),
    ];
    for (way, merged) in ways {
        prop_assert_eq!(&merged, whole, "{}", way);
        prop_assert_eq!(bytes(&merged), bytes(whole), "{}", way);
    }
    Ok(())
}

/// Observations, in parts; any part may have none.
fn parts<S: Strategy>(one: S) -> impl Strategy<Value = Vec<Vec<S::Value>>> {
    proptest::collection::vec(proptest::collection::vec(one, 0..6), 0..6)
}

fn incident() -> impl Strategy<Value = IncidentTimes> {
    proptest::collection::vec((any::<bool>(), 0_i64..5_000), 7).prop_map(|stages| {
        let mut at = 0;
        let known = IncidentStage::ALL.into_iter().zip(stages).filter_map(|(stage, (known, after))| {
            at += after;
            known.then(|| (stage, Timestamp::from_seconds(at).unwrap()))
        });
        IncidentTimes::new(known.collect::<Vec<_>>()).unwrap()
    })
}

fn span(seconds: u32) -> Span {
    Span::from_seconds(seconds.into())
}

fn share(thousandths: u32) -> Share {
    format!("{thousandths}e-3").parse().unwrap()
}

/// Good, bad, and what of them is excluded, by reason.
type Counts = (u64, u64, Option<(usize, u64, u64)>);

fn counts() -> impl Strategy<Value = Counts> {
    let excluded = prop::option::of((0_usize..4, 0_u64..50, 0_u64..50));
    (50_u64..1_000, 50_u64..1_000, excluded)
}

fn count(tally: &mut SloTally, (good, bad, excluded): &Counts) {
    tally.merge(&SloTally::new(*good, *bad).unwrap()).unwrap();
    if let Some((reason, good, bad)) = excluded {
        let reason = ["a", "b", "测试", "\"q\""][*reason].parse().unwrap();
        tally.exclude(&reason, EventCounts { good: *good, bad: *bad }).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn means_of_incidents(incidents in parts(incident())) {
        let times = Parts::counted(&incidents, |tally: &mut MeanTimes, incident| tally.record(incident).unwrap());
        check(&times, MeanTimes::merge)?;
        let stages = (IncidentStage::Occurred, IncidentStage::Restored);
        let mean = Parts::counted(&incidents, |tally: &mut MeanTime, incident| {
            if let Some(span) = incident.span(stages.0, stages.1) {
                tally.record(span).unwrap();
            }
        });
        check(&mean, MeanTime::merge)?;
    }

    #[test]
    fn failures(months in parts((1_u32..5_000, 0_u32..5_000))) {
        let empty = || Reliability::new(Span::ZERO, Span::ZERO, 0).unwrap();
        let month = |(up, down): &(u32, u32)| {
            Reliability::new(span(up + down), span(*down), u64::from(*down > 0)).unwrap()
        };
        let sum = |months: &mut dyn Iterator<Item = &Reliability>| {
            months.fold(empty(), |mut sum, month| { sum.merge(month).unwrap(); sum })
        };
        let months: Vec<Reliability> = months.iter().flatten().map(month).collect();
        prop_assert_eq!(bytes(&sum(&mut months.iter())), bytes(&sum(&mut months.iter().rev())));
    }

    #[test]
    fn error_rates(intervals in parts(prop_oneof![
        3 => (0_u64..9, 0_u64..9).prop_map(Ok),
        1 => (0_u32..=1_000).prop_map(Err),
    ])) {
        let rates = Parts::counted(&intervals, |tally: &mut ErrorRateTally, interval| match interval {
            Ok((failed, served)) => tally.record_requests(RequestTally::new(*failed, failed + served).unwrap()).unwrap(),
            Err(rate) => tally.record(share(*rate)).unwrap(),
        });
        check(&rates, ErrorRateTally::merge)?;
        // Intervals without requests weigh nothing, or as much as any other.
        let idle = intervals.iter().flatten().filter(|interval| **interval == Ok((0, 0))).count();
        prop_assert_eq!(rates.whole.idle(), idle as u64);
        let mean = |idle| rates.whole.level(idle).map(|level| level.share(9));
        if idle == 0 {
            prop_assert_eq!(mean(IdleInterval::LeftOut), mean(IdleInterval::NoErrors));
        } else if mean(IdleInterval::LeftOut).is_some_and(|mean| mean < 1.into()) {
            prop_assert!(mean(IdleInterval::LeftOut) < mean(IdleInterval::NoErrors));
        }
        // Thousandths add up without rounding: the mean by hand.
        let known: Vec<u32> = intervals.iter().flatten().filter_map(|interval| interval.err()).collect();
        if known.len() == intervals.iter().flatten().count() {
            let n = i128::try_from(known.len()).unwrap();
            let good = 1_000 * n - known.iter().map(|rate| i128::from(*rate)).sum::<i128>();
            let level = rates.whole.level(IdleInterval::NoErrors).map(|level| level.share(9));
            prop_assert_eq!(level, Number::ratio(good, 1_000 * n, 9));
        }
    }

    #[test]
    fn requests_slices_answers(requests in parts((0_u64..9, 0_u64..9)), objective in 0_u32..=1_000, target in 1_u32..3_000) {
        let request = |(failed, served): &(u64, u64)| RequestTally::new(*failed, failed + served).unwrap();
        check(&Parts::counted(&requests, |tally: &mut RequestTally, counted| {
            tally.merge(&request(counted)).unwrap();
        }), RequestTally::merge)?;
        let slices = Parts::counted(&requests, |tally: &mut SliceTally, counted| {
            tally.record_requests(request(counted), share(objective)).unwrap();
        });
        check(&slices, SliceTally::merge)?;
        let all = || requests.iter().flatten();
        let silent = all().filter(|(failed, served)| failed + served == 0).count() as u64;
        let good = all().filter(|(failed, served)| {
            failed + served > 0 && 1_000 * served >= u64::from(objective) * (failed + served)
        }).count() as u64;
        let n = all().count() as u64;
        prop_assert_eq!(slices.whole, SliceTally { good, bad: n - good - silent, missing: silent });
        for (missing, good, of) in [
            (MissingSlice::Excluded, good, n - silent), (MissingSlice::Good, good + silent, n), (MissingSlice::Bad, good, n),
        ] {
            let level = slices.whole.level(missing).map(|level| level.share(9));
            prop_assert_eq!(level, Number::ratio(good.into(), of.into(), 9));
        }
        let target = ApdexTarget::new(format!("{target}e-3").parse().unwrap()).unwrap();
        check(&Parts::counted(&requests, |tally: &mut ApdexTally, (failed, served)| {
            tally.record(target.zone(Number::try_from(failed + served).unwrap()).unwrap()).unwrap();
        }), ApdexTally::merge)?;
    }

    #[test]
    fn user_time(sites in parts((0_u64..100, 0_u32..5_000, 0_u64..100, 0_u32..5_000))) {
        check(&Parts::counted(&sites, |tally: &mut UserTimeTally, (users, time, hit, down)| {
            let site = UserTimeTally::new(*users, span(*time)).unwrap();
            let site = site.incident((*hit).min(*users), span((*down).min(*time))).unwrap();
            tally.merge(&site).unwrap();
        }), UserTimeTally::merge)?;
    }

    #[test]
    fn budgets(hours in parts(counts()), at_most in prop::option::of(0_u64..2_000), target in 1_u32..=1_000) {
        let tallies = Parts::counted(&hours, count);
        check(&tallies, SloTally::merge)?;
        let whole = &tallies.whole;
        let (mut good, mut bad) = (0, 0);
        for (right, wrong, excluded) in hours.iter().flatten() {
            let (less_good, less_bad) = excluded.map_or((0, 0), |(_, good, bad)| (good, bad));
            (good, bad) = (good + right - less_good, bad + wrong - less_bad);
        }
        prop_assert_eq!(whole.net().unwrap(), EventCounts { good, bad });
        let taken = whole.excluded().values().fold((0, 0), |sum, part| (sum.0 + part.good, sum.1 + part.bad));
        prop_assert_eq!((taken.0 + good, taken.1 + bad), (whole.gross().good, whole.gross().bad));

        let merged = tallies.parts.iter().rev().fold(SloTally::default(), |mut sum, part| {
            sum.merge(part).unwrap();
            sum
        });
        let goal = at_most.map_or(SloGoal::Share(share(target)), SloGoal::AtMost);
        let window = SloWindow::Rolling(Span::from_hours(720));
        let own = ServiceLevelObjective::new("web".parse().unwrap(), goal, BudgetBasis::Events, window).unwrap();
        prop_assert_eq!(bytes(&own.report(&merged).unwrap()), bytes(&own.report(whole).unwrap()));
        prop_assert_eq!(BurnRate::of_tally(&merged, share(target)), BurnRate::of_tally(whole, share(target)));
    }
}

const START: i64 = 1_772_434_800; // 2026-03-02T07:00:00Z, a Monday
const LENGTH: i64 = 4 * 3_600;

fn at(second: i64) -> Timestamp {
    Timestamp::from_seconds(START + second).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn availability(
        outages in proptest::collection::vec((-1_000..LENGTH, 1_i64..3_000), 0..8),
        exclusions in proptest::collection::vec((0_usize..5, -1_000..LENGTH, 1_i64..3_000), 0..6),
        hours in any::<bool>(), cuts in proptest::collection::btree_set(0..=LENGTH, 0..5),
    ) {
        let week = Week::new().mon_fri("07:30-08:30, 09:00-12:00").unwrap();
        let calendar = Calendar::builder(Zone::utc()).weekly(week).build().unwrap();
        let outages: Vec<Outage> = outages.iter().map(|(from, length)| {
            Outage::new("INC-1".parse().unwrap(), at(*from), Some(at(from + length))).unwrap()
        }).collect();
        let own: ExclusionReason = "strike".parse().unwrap();
        let reasons: Vec<ExclusionReason> = ExclusionReason::BUILT_IN.iter().cloned().chain([own]).collect();
        let exclusions: Vec<Exclusion> = exclusions.iter().map(|(reason, from, length)| {
            let time = ExclusionTime::once(at(*from), at(from + length)).unwrap();
            Exclusion::new(reasons[*reason].clone(), time, "x".parse().unwrap(), "y".parse().unwrap())
        }).collect();
        let record = ServiceRecord::new(&outages).excluding(&exclusions);
        let record = if hours { record.during(&calendar) } else { record };
        let rule = AvailabilityRule::default();
        let measure = |from, until| rule.measure(&record, at(from)..at(until), at(LENGTH)).unwrap();
        // What is too short, and partial minutes, add up as well.
        let strict = AvailabilityRule::default().minimum(span(300), OutageLength::AsCounted).unwrap();
        let strict = strict.partial_minutes(PartialMinute::Dropped);
        let (one, other) = (at(0)..at(LENGTH / 2), at(LENGTH / 2)..at(LENGTH));
        let [one, other] = [one, other].map(|range| strict.measure(&record, range, at(LENGTH)).unwrap().tally().clone());
        let mut sum = one.clone();
        sum.merge(&other).unwrap();
        prop_assert_eq!(sum.rounding(), one.rounding() + other.rounding());
        prop_assert_eq!(sum.too_short(), one.too_short() + other.too_short());
        prop_assert_eq!(sum.net().downtime, one.net().downtime + other.net().downtime);

        let ends: Vec<i64> = cuts.iter().copied().chain([LENGTH]).collect();
        let starts = std::iter::once(0).chain(cuts.iter().copied());
        let parts = starts.zip(&ends).map(|(from, until)| measure(from, *until).tally().clone()).collect();
        let whole = measure(0, LENGTH);
        let tallies = Parts { parts, whole: whole.tally().clone() };
        check(&tallies, AvailabilityTally::merge)?;
        let target = "0.99".parse().unwrap();
        let merged = tallies.parts.iter().fold(AvailabilityTally::default(), |mut sum, part| {
            sum.merge(part).unwrap();
            sum
        });
        prop_assert_eq!(merged.verdict(target), whole.verdict(target));

        // The calendar compiled for speed, and what it stands for.
        let index = calendar.compile(at(-9_000)..at(LENGTH + 9_000)).unwrap();
        let fast = ServiceRecord::new(&outages).excluding(&exclusions).during(&index);
        let slow = ServiceRecord::new(&outages).excluding(&exclusions).during(&calendar);
        let measure = |record| rule.measure(record, at(0)..at(LENGTH), at(LENGTH)).unwrap();
        prop_assert_eq!(measure(&fast), measure(&slow));
    }
}

#[test]
fn what_does_not_fit_is_not_added() {
    macro_rules! full {
        ($most:expr, $more:expr) => {{
            let (mut most, more) = ($most, $more);
            let before = most.clone();
            assert!(matches!(most.merge(&more), Err(SloError::TooLarge { .. })));
            assert_eq!(most, before);
        }};
    }
    let zero = Span::ZERO;
    full!(RequestTally::new(0, u64::MAX).unwrap(), RequestTally::new(1, 1).unwrap());
    full!(SliceTally { bad: u64::MAX, ..SliceTally::default() }, SliceTally { bad: 1, good: 1, missing: 1 });
    full!(
        ApdexTally { satisfied: u64::MAX, ..ApdexTally::default() },
        ApdexTally { satisfied: 1, ..ApdexTally::default() }
    );
    let user = |seconds| {
        serde_json::from_str::<UserTimeTally>(&format!(r#"{{"user_seconds": {seconds}, "lost": 0}}"#))
    };
    full!(user(u64::MAX).unwrap(), user(1).unwrap());
    full!(
        Reliability::new(Span::MAX, zero, 0).unwrap(),
        Reliability::new(Span::from_seconds(1), zero, 0).unwrap()
    );
    let mut second = MeanTime::default();
    second.record(Span::from_seconds(1)).unwrap();
    let mut longest = MeanTime::default();
    longest.record(Span::MAX).unwrap();
    full!(longest, second);
    let times = |total: &str| {
        let text = format!(r#"{{"incidents": 1, "times": {{"repair": {{"n": 1, "total": {total}}}}}}}"#);
        serde_json::from_str::<MeanTimes>(&text).unwrap()
    };
    full!(times(&i64::MAX.to_string()), times("1"));
    let rates =
        |n: u64| serde_json::from_str::<ErrorRateTally>(&format!(r#"{{"intervals": {n}, "rates": 0}}"#));
    full!(rates(1_000_000_000_000_000).unwrap(), rates(1).unwrap());
    full!(SloTally::new(999_999_999_999_999, 1).unwrap(), SloTally::new(0, 1).unwrap());
    let figures = |time| AvailabilityTally::new(TimeFigures { time, downtime: zero }).unwrap();
    full!(figures(Span::MAX), figures(Span::from_seconds(1)));
}

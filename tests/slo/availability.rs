//! Availability against an oracle that looks at every second.

use proptest::prelude::*;
use service_quality::calendar::{Calendar, Recurrence, Week, WorkingTime};
use service_quality::quantity::{Language, Span, Timestamp, Zone};
use service_quality::slo::SloError;
use service_quality::slo::availability::{
    AvailabilityReport, AvailabilityRule, AvailabilityTally, ErrorRateTally, Exclusion, ExclusionEffect,
    ExclusionOverlap, ExclusionReason, ExclusionTerms, ExclusionTime, HourlyRule, IdleInterval, Outage,
    OutageLength, PartialMinute, Refusal, RequestTally, ServiceLevel, ServiceRecord, SliceTally, TimeFigures,
    UncountedReason, UserTimeTally,
};

const START: i64 = 1_772_434_800; // 2026-03-02T07:00:00Z, a Monday
const LENGTH: i64 = 4 * 3_600;

fn at(second: i64) -> Timestamp {
    Timestamp::from_seconds(START + second).unwrap()
}

fn span(seconds: i64) -> Span {
    Span::from_seconds(seconds)
}

fn office() -> Calendar {
    let week = Week::new().mon_fri("07:30-08:30, 09:00-12:00").unwrap();
    Calendar::builder(Zone::utc()).weekly(week).build().unwrap()
}

fn outage((from, length): (i64, i64), users: Option<u64>) -> Outage {
    let until = (length < 9_000).then(|| at(from + length)); // the longest go on
    let outage = Outage::new("INC-1".parse().unwrap(), at(from), until).unwrap();
    users.map_or(outage.clone(), |users| outage.affecting(users))
}

fn exclusion(reason: &ExclusionReason, from: i64, until: i64) -> Exclusion {
    let time = ExclusionTime::once(at(from), at(until)).unwrap();
    Exclusion::new(reason.clone(), time, "a test".parse().unwrap(), "a tester".parse().unwrap())
}

fn measure(rule: &AvailabilityRule, record: &ServiceRecord<'_>, as_of: i64) -> AvailabilityReport {
    rule.measure(record, at(0)..at(LENGTH), at(as_of)).unwrap()
}

fn stretches() -> impl Strategy<Value = Vec<(i64, i64)>> {
    proptest::collection::vec((-1_000..LENGTH + 1_000, prop_oneof![1_i64..400, 1_i64..10_000]), 0..8)
}

fn exclusions() -> impl Strategy<Value = Vec<Exclusion>> {
    let one = (0..4_usize, -1_000..LENGTH, 1_i64..3_000).prop_map(|(reason, from, length)| {
        exclusion(&ExclusionReason::BUILT_IN[reason], from, from + length)
    });
    proptest::collection::vec(one, 0..5)
}

/// What a second is, looked at alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Second {
    Closed,
    Excluded(usize),
    Counted,
}

struct Oracle {
    seconds: Vec<(Second, bool)>,
}

impl Oracle {
    fn new(outages: &[(i64, i64)], exclusions: &[Exclusion], hours: Option<&Calendar>, as_of: i64) -> Self {
        let windows: Vec<(usize, i64, i64)> = exclusions
            .iter()
            .filter_map(|exclusion| {
                let ExclusionTime::Once(window) = exclusion.time() else { return None };
                let reason = ExclusionReason::BUILT_IN.iter().position(|reason| reason == exclusion.reason());
                Some((reason?, window.from().seconds() - START, window.until().seconds() - START))
            })
            .collect();
        let open: Vec<bool> = match hours {
            Some(calendar) => {
                let mut open = vec![false; usize::try_from(LENGTH).unwrap()];
                for segment in calendar.segments(at(0), at(LENGTH)) {
                    for second in segment.from().seconds()..segment.to().seconds() {
                        open[usize::try_from(second - START).unwrap()] = true;
                    }
                }
                open
            }
            None => vec![true; usize::try_from(LENGTH).unwrap()],
        };
        let second = |second: i64| {
            let excluded = windows.iter().filter(|(_, from, until)| (*from..*until).contains(&second));
            let kind = match excluded.map(|(reason, ..)| *reason).min() {
                _ if !open[usize::try_from(second).unwrap()] => Second::Closed,
                Some(reason) => Second::Excluded(reason),
                None => Second::Counted,
            };
            let down = outages.iter().any(|(from, length)| {
                (*from..if *length < 9_000 { from + length } else { i64::MAX }).contains(&second)
            });
            (kind, down)
        };
        Self { seconds: (0..LENGTH.min(as_of.max(0))).map(second).collect() }
    }

    fn figures(&self, keep: impl Fn(Second) -> bool) -> TimeFigures {
        let kept = || self.seconds.iter().filter(|(second, _)| keep(*second));
        let count = |n: usize| span(i64::try_from(n).unwrap());
        TimeFigures { time: count(kept().count()), downtime: count(kept().filter(|(_, down)| *down).count()) }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_are_those_of_every_second(
        outages in stretches(), exclusions in exclusions(), hours in any::<bool>(), as_of in 0..LENGTH + 2_000,
    ) {
        let calendar = office();
        let given: Vec<Outage> = outages.iter().map(|stretch| outage(*stretch, None)).collect();
        let record = ServiceRecord::new(&given).excluding(&exclusions);
        let record = if hours { record.during(&calendar) } else { record };
        let report = measure(&AvailabilityRule::default(), &record, as_of);
        let oracle = Oracle::new(&outages, &exclusions, hours.then_some(&calendar), as_of);

        let tally = report.tally();
        prop_assert_eq!(tally.gross(), oracle.figures(|_| true));
        prop_assert_eq!(tally.outside_hours(), oracle.figures(|second| second == Second::Closed));
        prop_assert_eq!(tally.net(), oracle.figures(|second| second == Second::Counted));
        for (reason, figures) in tally.excluded() {
            let index = ExclusionReason::BUILT_IN.iter().position(|known| known == reason).unwrap();
            prop_assert_eq!(figures, oracle.figures(|second| second == Second::Excluded(index)));
        }
        let counted: i64 = report.outages().iter().map(|outage| outage.counted.seconds()).sum();
        prop_assert_eq!(span(counted), tally.net().downtime, "outages explain all downtime");
        for outage in report.outages() {
            let uncounted: i64 = outage.uncounted.iter().map(|part| part.span.seconds()).sum();
            let outside: i64 = outage.uncounted.iter()
                .filter(|part| part.why == UncountedReason::OutsideRange).map(|part| part.span.seconds()).sum();
            prop_assert_eq!(outage.counted.seconds() + uncounted - outside, outage.until.since(outage.from).seconds());
        }
        let stretches: i64 = report.downtimes().iter().map(|downtime| downtime.span().seconds()).sum();
        prop_assert_eq!(span(stretches), tally.net().downtime);
    }

    #[test]
    fn order_and_duplicates_make_no_difference(
        outages in stretches().prop_shuffle(), exclusions in exclusions(), minimum in 0_i64..400,
        happened in any::<bool>(), dropped in any::<bool>(),
    ) {
        let length = if happened { OutageLength::AsHappened } else { OutageLength::AsCounted };
        let partial = if dropped { PartialMinute::Dropped } else { PartialMinute::Whole };
        let rule = AvailabilityRule::default().minimum(span(minimum), length).unwrap().partial_minutes(partial);
        let given: Vec<Outage> = outages.iter().map(|stretch| outage(*stretch, None)).collect();
        let report = |outages: &[Outage], exclusions: &[Exclusion]| {
            measure(&rule, &ServiceRecord::new(outages).excluding(exclusions), LENGTH)
        };
        let once = report(&given, &exclusions);
        let (mut turned, mut excluded) = (given.clone(), exclusions.clone());
        turned.reverse();
        excluded.reverse();
        prop_assert_eq!(&once, &report(&turned, &excluded));
        turned.extend(given);
        excluded.extend(exclusions);
        let twice = report(&turned, &excluded);
        prop_assert_eq!(once.tally(), twice.tally());
        prop_assert_eq!(once.downtimes(), twice.downtimes());
    }

    #[test]
    fn more_downtime_is_never_better(
        outages in stretches(), more in stretches(), exclusions in exclusions(), minimum in 0_i64..400,
    ) {
        let rule = AvailabilityRule::default()
            .minimum(span(minimum), OutageLength::AsCounted).unwrap().partial_minutes(PartialMinute::Dropped);
        let mut given: Vec<Outage> = outages.iter().map(|stretch| outage(*stretch, None)).collect();
        let before = measure(&rule, &ServiceRecord::new(&given).excluding(&exclusions), LENGTH);
        given.extend(more.iter().map(|stretch| outage(*stretch, None)));
        let after = measure(&rule, &ServiceRecord::new(&given).excluding(&exclusions), LENGTH);
        prop_assert!(before.tally().net().downtime <= after.tally().net().downtime);
        prop_assert_eq!(before.tally().net().time, after.tally().net().time);
        let target = "0.99".parse().unwrap();
        let met = |report: &AvailabilityReport| report.verdict(target).unwrap().map(|verdict| verdict.met());
        prop_assert!(met(&before) >= met(&after));
    }

    #[test]
    fn a_range_may_be_cut_anywhere(outages in stretches(), exclusions in exclusions(), cut in 0..LENGTH) {
        let given: Vec<Outage> = outages.iter().map(|stretch| outage(*stretch, None)).collect();
        let record = ServiceRecord::new(&given).excluding(&exclusions);
        let rule = AvailabilityRule::default();
        let whole = measure(&rule, &record, LENGTH);
        let part = |from, until| rule.measure(&record, at(from)..at(until), at(LENGTH)).unwrap();
        let (first, second) = (part(0, cut), part(cut, LENGTH));
        for (one, other) in [(&first, &second), (&second, &first)] {
            let mut merged = one.tally().clone();
            merged.merge(other.tally()).unwrap();
            prop_assert_eq!(serde_json::to_string(&merged).unwrap(), serde_json::to_string(whole.tally()).unwrap());
        }
    }

    #[test]
    fn user_time_is_that_of_every_second(
        outages in proptest::collection::vec((0..LENGTH, 1_i64..4_000, prop::option::of(0_u64..12)), 0..6),
        exclusions in exclusions(),
    ) {
        let given: Vec<Outage> =
            outages.iter().map(|(from, length, users)| outage((*from, *length), *users)).collect();
        let report = measure(&AvailabilityRule::default(), &ServiceRecord::new(&given).excluding(&exclusions), LENGTH);
        let time = report.user_time(12).unwrap();
        let stretches: Vec<(i64, i64)> = outages.iter().map(|(from, length, _)| (*from, *length)).collect();
        let oracle = Oracle::new(&stretches, &exclusions, None, LENGTH);
        let lost: u64 = (0_i64..).zip(&oracle.seconds).filter(|(_, (second, _))| *second == Second::Counted)
            .map(|(second, _)| {
                let down = outages.iter().filter(|(from, length, _)| (*from..from + length).contains(&second));
                down.map(|(_, _, users)| users.unwrap_or(12)).sum::<u64>().min(12)
            })
            .sum();
        prop_assert_eq!(time.lost(), lost);
    }

    #[test]
    fn hours_not_charged_are_those_of_every_second(outages in stretches(), minutes in 0..59_i32) {
        let given: Vec<Outage> = outages.iter().map(|stretch| outage(*stretch, None)).collect();
        let report = measure(&AvailabilityRule::default(), &ServiceRecord::new(&given), LENGTH);
        let rule = HourlyRule::new(Span::from_minutes(minutes)).unwrap();
        let oracle = Oracle::new(&outages, &[], None, LENGTH);
        let hours = oracle.seconds.chunks(3_600).map(|hour| {
            span(i64::try_from(hour.iter().filter(|(_, down)| *down).count()).unwrap())
        });
        prop_assert_eq!(rule.not_charged_in(&report), rule.not_charged(hours).unwrap());
    }

    #[test]
    fn tallies_merge_in_any_order(parts in proptest::collection::vec((0_u64..50, 0_u64..50), 1..6)) {
        macro_rules! merges {
            ($make:expr, $empty:expr) => {{
                let tallies: Vec<_> = parts.iter().map($make).collect();
                let sum = |tallies: &mut dyn Iterator<Item = &_>| {
                    let mut sum = $empty;
                    tallies.for_each(|tally| sum.merge(tally).unwrap());
                    serde_json::to_string(&sum).unwrap()
                };
                let (forward, back) = (sum(&mut tallies.iter()), sum(&mut tallies.iter().rev()));
                prop_assert_eq!(forward, back);
            }};
        }
        merges!(|(a, b)| RequestTally::new(*a.min(b), *b).unwrap(), RequestTally::default());
        merges!(|(a, b)| SliceTally { good: *a, bad: *b, missing: a + b }, SliceTally::default());
        merges!(|(a, b)| UserTimeTally::new(*b, span(9)).unwrap().incident(*a.min(b), span(2)).unwrap(), UserTimeTally::default());
        merges!(|(a, b)| {
            let mut tally = ErrorRateTally::default();
            tally.record_requests(RequestTally::new(*a.min(b), *b).unwrap()).unwrap();
            tally
        }, ErrorRateTally::default());
    }
}

#[test]
fn rules_of_contracts() {
    let outages: Vec<Outage> = [(0, 90), (600, 330), (2_000, 59)].map(|stretch| outage(stretch, None)).into();
    let record = ServiceRecord::new(&outages);
    let counted = |rule: AvailabilityRule| measure(&rule, &record, LENGTH).tally().net().downtime.seconds();
    let rule = AvailabilityRule::default;
    assert_eq!(counted(rule()), 479);
    assert_eq!(counted(rule().partial_minutes(PartialMinute::Dropped)), 60 + 300);
    assert_eq!(
        counted(rule().partial_minutes(PartialMinute::Whole)),
        120 + 360 + 120,
        "a minute of the clock counts once, and whole"
    );
    let flaps: Vec<Outage> = (0..60).map(|flap| outage((2 * flap, 1), None)).collect();
    let flapping =
        measure(&rule().partial_minutes(PartialMinute::Whole), &ServiceRecord::new(&flaps), LENGTH);
    assert_eq!(flapping.tally().net().downtime, span(120), "no hour in two minutes");
    let added: Vec<i64> = flapping.outages().iter().map(|outage| outage.added.seconds()).collect();
    assert_eq!((added[0], added[30], added.iter().sum::<i64>()), (30, 30, 60));
    assert_eq!(flapping.outages()[0].text(Language::English), "INC-1: counts PT1S, rounded up by PT30S");
    let short = [outage((0, 59), Some(3))];
    let dropped =
        measure(&rule().partial_minutes(PartialMinute::Dropped), &ServiceRecord::new(&short), LENGTH);
    assert_eq!((dropped.tally().net().downtime, dropped.user_time(5).unwrap().lost()), (span(0), 0));
    assert_eq!(
        dropped.outages()[0].text(Language::English),
        "INC-1: counts PT0S; not PT59S (partial minute)"
    );
    assert_eq!(counted(rule().minimum(span(60), OutageLength::AsCounted).unwrap()), 420);

    // Twelve minutes, of which the middle ones are maintenance: no five consecutive minutes are left.
    let long = [outage((1_000, 720), None)];
    let maintenance = [exclusion(&ExclusionReason::PlannedMaintenance, 1_200, 1_500)];
    let record = ServiceRecord::new(&long).excluding(&maintenance);
    let counted = |length| {
        let rule = rule().minimum(span(300), length).unwrap();
        measure(&rule, &record, LENGTH).tally().net().downtime.seconds()
    };
    assert_eq!(counted(OutageLength::AsCounted), 0);
    assert_eq!(counted(OutageLength::AsHappened), 420);
}

#[test]
fn notice_and_limits() {
    let reason = ExclusionReason::PlannedMaintenance;
    let terms = ExclusionTerms::default().notice(span(500)).unwrap().at_most(span(1_000)).unwrap();
    let rule = AvailabilityRule::default().terms(reason.clone(), terms);
    let given = [
        exclusion(&reason, 0, 600).announced(at(-500)),
        exclusion(&reason, 1_000, 1_600).announced(at(501)),
        exclusion(&reason, 2_000, 2_600).announced(at(0)),
        exclusion(&reason, 3_000, 3_100),
    ];
    let report = measure(&rule, &ServiceRecord::new(&[]).excluding(&given), LENGTH);
    let why: Vec<_> = report.refused().iter().map(|refused| (refused.index, refused.why.clone())).collect();
    let wanted = span(500);
    assert_eq!(
        why,
        [
            (1, Refusal::Notice { given: Some(span(499)), wanted }),
            (2, Refusal::Limit { limit: span(1_000) }),
            (3, Refusal::Notice { given: None, wanted }),
        ]
    );
    assert_eq!(report.tally().net().time, span(LENGTH - 1_000));
    assert_eq!(report.refused()[1].from, at(2_400));
}

#[test]
fn only_what_counts_is_said_to_be_refused() {
    let (planned, own) = (ExclusionReason::PlannedMaintenance, ExclusionReason::CustomerCaused);
    let notice = ExclusionTerms::default().notice(span(500)).unwrap();
    let rule = AvailabilityRule::default().terms(planned.clone(), notice);
    let given = [
        exclusion(&planned, 0, 600),
        exclusion(&planned, 0, 600).announced(at(-500)),
        exclusion(&planned, 1_000, 2_000),
        exclusion(&own, 1_200, 1_800),
    ];
    let report = measure(&rule, &ServiceRecord::new(&[]).excluding(&given), LENGTH);
    let told: Vec<String> = report.refused().iter().map(|refused| refused.text(Language::English)).collect();
    assert_eq!(
        told,
        [
            "exclusions[2], planned maintenance, from 2026-03-02T07:16:40Z to 2026-03-02T07:33:20Z counts for PT6M40S: \
          PT8M20S of notice is asked for, and there was none"
        ]
    );

    let limited = ExclusionTerms::default().at_most(span(100)).unwrap();
    let rule = AvailabilityRule::default().terms(planned.clone(), limited);
    let given = [exclusion(&planned, 0, 300), exclusion(&planned, 200, 400), exclusion(&planned, 50, 90)];
    let report = measure(&rule, &ServiceRecord::new(&[]).excluding(&given), LENGTH);
    let told: Vec<_> =
        report.refused().iter().map(|refused| (refused.index, refused.from, refused.until)).collect();
    assert_eq!(told, [(0, at(100), at(300)), (1, at(200), at(400))]);
}

#[test]
fn exclusions_of_a_service_and_of_an_incident() {
    let reason = ExclusionReason::ForceMajeure;
    let named = |id: &str, from, until| Outage::new(id.parse().unwrap(), at(from), Some(at(until))).unwrap();
    let outages = [named("INC-1", 0, 1_000), named("INC-2", 600, 1_600)];
    let all = exclusion(&reason, 500, 5_000);
    let time = |given: &[Exclusion]| {
        let net =
            measure(&AvailabilityRule::default(), &ServiceRecord::new(&outages).excluding(given), LENGTH)
                .tally()
                .net();
        (LENGTH - net.time.seconds(), net.downtime.seconds())
    };
    let [first, second] = ["INC-1", "INC-2"].map(|id| all.clone().of_incident(id.parse().unwrap()));
    assert_eq!(time(std::slice::from_ref(&first)), (100, 1_500), "where the other is down too it counts");
    assert_eq!(time(&[first, second]), (1_100, 500));
    assert_eq!(time(&[all.clone().of_incident("INC-3".parse().unwrap())]), (0, 1_600));

    let (pay, search) = ("pay".parse().unwrap(), "search".parse().unwrap());
    let given = [all.of_service(search)];
    let record = ServiceRecord::new(&outages).excluding(&given);
    let net =
        |record: &ServiceRecord<'_>| measure(&AvailabilityRule::default(), record, LENGTH).tally().net().time;
    assert_eq!((net(&record), net(&record.of_service(&pay))), (span(LENGTH - 4_500), span(LENGTH)));
}

#[test]
fn what_is_excused_stays_time_of_service() {
    let reason = ExclusionReason::PlannedMaintenance;
    let rule = AvailabilityRule::default()
        .terms(reason.clone(), ExclusionTerms::default().effect(ExclusionEffect::NotDowntime));
    let outages = [outage((0, 1_000), None)];
    let given = [exclusion(&reason, 400, 2_000)];
    let report = measure(&rule, &ServiceRecord::new(&outages).excluding(&given), LENGTH);
    assert_eq!(report.tally().net(), TimeFigures { time: span(LENGTH), downtime: span(400) });
    assert_eq!(
        report.text(Language::Chinese),
        "2026-03-02T07:00:00Z 至 2026-03-02T11:00:00Z，截至 2026-03-02T11:00:00Z\n毛值：PT4H 中停机 PT16M40S\n\
         不计停机（计划维护）：PT26M40S，其中停机 PT10M\n净值：PT4H 中停机 PT6M40S，可用性 97.222 %\n\
         INC-1：计入 PT6M40S；不计 PT10M（计划维护）"
    );
}

#[cfg(feature = "tz")]
#[test]
fn wall_times_follow_the_clocks() {
    let instant = |text: &str| text.parse::<Timestamp>().unwrap();
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    let excluded = |at: &str, until: &str, from: &str, to: &str| {
        let sundays = Recurrence::weekly("2026-01-04".parse().unwrap(), 1, [chrono::Weekday::Sun]).unwrap();
        let time =
            ExclusionTime::recurring_between(sundays, at.parse().unwrap(), until.parse().unwrap(), berlin);
        let given =
            [Exclusion::new(ExclusionReason::Dependency, time, "x".parse().unwrap(), "y".parse().unwrap())];
        let (from, to) = (instant(from), instant(to));
        let record = ServiceRecord::new(&[]).excluding(&given);
        let net = AvailabilityRule::default().measure(&record, from..to, to).unwrap().tally().net();
        (to.since(from) - net.time).to_string()
    };
    let march = |at, until| excluded(at, until, "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z");
    let october = |at, until| excluded(at, until, "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z");
    assert_eq!((march("01:00", "05:00"), october("01:00", "05:00")), ("PT3H".into(), "PT5H".into()));
    assert_eq!((march("02:15", "02:45"), march("02:30", "03:15")), ("PT0S".into(), "PT15M".into()));
    assert_eq!((march("01:00", "02:30"), october("02:30", "02:45")), ("PT1H".into(), "PT15M".into()));
    assert_eq!((march("05:00", "05:00"), march("00:00", "00:00")), ("PT24H".into(), "PT23H".into()));

    // A window of 24 hours overlaps itself on a day of 23, and is no mistake.
    let daily = Recurrence::daily("2026-01-01".parse().unwrap(), 1).unwrap();
    let time =
        ExclusionTime::recurring(daily, "00:00".parse().unwrap(), Span::from_hours(24), berlin).unwrap();
    let given =
        [Exclusion::new(ExclusionReason::Dependency, time, "x".parse().unwrap(), "y".parse().unwrap())];
    let rule = AvailabilityRule::default().exclusion_overlap(ExclusionOverlap::Refused);
    let range = instant("2026-03-28T12:00:00Z")..instant("2026-03-30T12:00:00Z");
    assert!(rule.measure(&ServiceRecord::new(&[]).excluding(&given), range.clone(), range.end).is_ok());
    let twice = [given[0].clone(), given[0].clone()];
    assert!(rule.measure(&ServiceRecord::new(&[]).excluding(&twice), range.clone(), range.end).is_err());
}

#[test]
fn a_limit_over_many_windows_is_no_walk_from_the_start() {
    let daily = Recurrence::daily("1000-01-01".parse().unwrap(), 1).unwrap();
    let time =
        ExclusionTime::recurring(daily, "01:00".parse().unwrap(), Span::from_hours(1), Zone::utc()).unwrap();
    let reason = ExclusionReason::PlannedMaintenance;
    let given = [Exclusion::new(reason.clone(), time, "x".parse().unwrap(), "y".parse().unwrap())];
    let rule = AvailabilityRule::default()
        .terms(reason, ExclusionTerms::default().at_most(Span::from_hours(10)).unwrap());
    let range = "1900-01-01T00:00:00Z".parse().unwrap().."2000-01-01T00:00:00Z".parse().unwrap();
    let report = rule.measure(&ServiceRecord::new(&[]).excluding(&given), range.clone(), range.end).unwrap();
    assert_eq!(report.refused().len(), 36_524 - 10);

    // All of the calendar, twice, is more than any contract has.
    let twice = [given[0].clone(), given[0].clone()];
    let refused = rule.measure(
        &ServiceRecord::new(&[]).excluding(&twice),
        Timestamp::MIN..Timestamp::MAX,
        Timestamp::MAX,
    );
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the number of windows of `exclusions` is `6574364`: allowed is at most 5000000 in the range; measure a shorter one"
    );
}

#[test]
fn recurring_windows_reach_over_midnight_and_the_range() {
    let nights = Recurrence::daily("2026-03-01".parse().unwrap(), 1).unwrap();
    let zone: Zone = "+08:00".parse().unwrap(); // 23:00 there is 15:00 of UTC
    let time =
        ExclusionTime::recurring(nights, "23:00".parse().unwrap(), Span::from_hours(17), zone).unwrap();
    let window = [Exclusion::new(
        ExclusionReason::Dependency,
        time,
        "nightly".parse().unwrap(),
        "li".parse().unwrap(),
    )];
    // From 15:00 to 08:00 of the next day: an hour of the range, which begins at 07:00.
    let report = measure(&AvailabilityRule::default(), &ServiceRecord::new(&[]).excluding(&window), LENGTH);
    assert_eq!(report.tally().net().time, span(LENGTH - 3_600));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let twice = [
        exclusion(&ExclusionReason::ForceMajeure, 0, 100),
        exclusion(&ExclusionReason::Dependency, 50, 100),
        exclusion(&ExclusionReason::ForceMajeure, 99, 200),
    ];
    let rule = AvailabilityRule::default().exclusion_overlap(ExclusionOverlap::Refused);
    let range = at(0)..at(LENGTH);
    let refused =
        rule.measure(&ServiceRecord::new(&[]).excluding(&twice), range.clone(), at(LENGTH)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`exclusions[2]` is `2026-03-02T07:01:39Z`: allowed is time that no other exclusion for `force_majeure` covers, \
         and `exclusions[0]` lasts until 2026-03-02T07:01:40Z; join them, or let overlaps count once"
    );
    assert!(rule.measure(&ServiceRecord::new(&[]).excluding(&twice[..2]), range, at(LENGTH)).is_ok());
    let reversed = rule.measure(&ServiceRecord::new(&[]), at(1)..at(0), at(LENGTH)).unwrap_err();
    assert!(reversed.to_string().starts_with("`range.end` is `2026-03-02T07:00:00Z`"), "{reversed}");

    let empty = rule.measure(&ServiceRecord::new(&[]), at(0)..at(LENGTH), at(0)).unwrap();
    assert_eq!(
        (empty.level(), empty.verdict("0.9".parse().unwrap())),
        (None, Ok(None)),
        "nothing yet is no success"
    );
    let report = measure(&rule, &ServiceRecord::new(&[outage((0, 10), Some(5))]), LENGTH);
    assert_eq!(
        report.user_time(4).unwrap_err().to_string(),
        "`users` of `outages[0]` is `5`: allowed is at most all users, 4"
    );

    let tally = |text: &str| serde_json::from_str::<AvailabilityTally>(text).unwrap_err().to_string();
    assert_eq!(
        tally(r#"{"gross": {"time": "PT1H", "downtime": "PT2H"}}"#),
        "`gross.downtime` is `PT2H`: allowed is PT0S to the time it lies in, PT1H"
    );
    assert_eq!(
        tally(
            r#"{"gross": {"time": "PT1H", "downtime": "PT0S"}, "excluded": {"x": {"time": "PT2H", "downtime": "PT0S"}}}"#
        ),
        "`net.time` is `-PT1H`: allowed is no time or more"
    );
    let mut most = AvailabilityTally::new(TimeFigures { time: Span::MAX, downtime: Span::ZERO }).unwrap();
    let copy = most.clone();
    assert!(matches!(most.merge(&copy), Err(SloError::TooLarge { .. })));
    assert_eq!(most, copy, "nothing was added");
}

#[test]
fn a_verdict_says_why_or_that_it_cannot_tell() {
    let level = ServiceLevel::of(8_999_999, 10_000_000).unwrap();
    let verdict = level.verdict("0.9".parse().unwrap());
    assert_eq!(
        verdict.text(Language::English),
        "89.99999 % misses 90 %: 10.00001 % is missing, 10 % is allowed to be"
    );
    assert_eq!(verdict.text(Language::Chinese), "89.99999 % 未达到目标 90 %：缺失 10.00001 %，允许 10 %");

    let mut rates = ErrorRateTally::default();
    for _ in 0..3 {
        rates.record_requests(RequestTally::new(1, 3).unwrap()).unwrap();
    }
    let open = rates.verdict(IdleInterval::NoErrors, "0.666666667".parse().unwrap()).unwrap();
    assert_eq!((rates.rounded(), open.met()), (3, None));
    assert_eq!(
        open.text(Language::English),
        "66.6666667 % is too close to tell from 66.6666667 %: 33.3333333 % is missing, 33.3333333 % is allowed to be; \
         error rates were rounded"
    );
    assert_eq!(serde_json::to_string(&open).unwrap(), r#"{"level":"0.666666667","target":"0.666666667"}"#);
    rates.record_requests(RequestTally::new(1, 4).unwrap()).unwrap();
    assert_eq!(rates.rounded(), 3, "a quarter is exact");
}

//! Every option of a contract at once, against an oracle that looks at every second: minimum, partial minutes, windows
//! that come again over changes of the clocks, notice, limits, exclusions of incidents, what they leave, users.

use std::sync::LazyLock;

use proptest::prelude::*;
use service_quality::calendar::{Recurrence, TimeOfDay};
use service_quality::quantity::{Span, Timestamp, Zone};
use service_quality::slo::availability::{
    AvailabilityRule, Exclusion, ExclusionEffect, ExclusionReason, ExclusionTerms, ExclusionTime, Outage,
    OutageLength, PartialMinute, Refusal, ServiceRecord, TimeFigures,
};

const LENGTH: i64 = 7 * 3_600;
const DAY: i64 = 86_400;
const USERS: u64 = 12;
/// Berlin puts its clocks forward, and back.
const CHANGES: [i64; 2] = [1_774_746_000, 1_792_890_000];

fn zone() -> Zone {
    if cfg!(feature = "tz") { "Europe/Berlin" } else { "+01:00" }.parse().unwrap()
}

/// What the clocks show, each second from two days before a change to two days after.
static WALLS: LazyLock<[Vec<i64>; 2]> = LazyLock::new(|| {
    let wall = |second| zone().wall(Timestamp::from_seconds(second).unwrap()).and_utc().timestamp();
    CHANGES.map(|change| (change - 2 * DAY..change + 2 * DAY).map(wall).collect())
});

#[derive(Debug, Clone)]
enum Time {
    Once(i64, i64),
    Lasts(i64, i64),
    Between(i64, i64),
}

#[derive(Debug, Clone)]
struct Excluded {
    reason: usize,
    time: Time,
    announced: Option<i64>,
    incident: Option<usize>,
}

#[derive(Debug, Clone)]
struct Down {
    from: i64,
    until: i64,
    incident: usize,
    users: Option<u64>,
}

#[derive(Debug, Clone)]
struct Contract {
    minimum: i64,
    happened: bool,
    partial: PartialMinute,
    terms: Vec<(Option<i64>, Option<i64>, bool)>,
}

fn excluded() -> impl Strategy<Value = Excluded> {
    let quarter = || (0_i64..96).prop_map(|quarter| quarter * 900);
    let time = prop_oneof![
        (-2_000..LENGTH, 1_i64..5_000).prop_map(|(from, length)| Time::Once(from, from + length)),
        (quarter(), 1_i64..70_000).prop_map(|(at, lasts)| Time::Lasts(at, lasts)),
        (0_i64..20, 0_i64..20).prop_map(|(at, until)| Time::Between(at * 900, until * 900)),
        (quarter(), quarter()).prop_map(|(at, until)| Time::Between(at, until)),
    ];
    let announced = prop::option::weighted(0.8, -20_000_i64..5_000);
    (0_usize..3, time, announced, prop::option::weighted(0.3, 0_usize..3))
        .prop_map(|(reason, time, announced, incident)| Excluded { reason, time, announced, incident })
}

fn down() -> impl Strategy<Value = Down> {
    let length = prop_oneof![1_i64..5, 1_i64..200, 1_i64..4_000];
    (-2_000..LENGTH, length, 0_usize..3, prop::option::of(0_u64..=USERS))
        .prop_map(|(from, length, incident, users)| Down { from, until: from + length, incident, users })
}

fn contract() -> impl Strategy<Value = Contract> {
    let partial =
        prop_oneof![Just(PartialMinute::Counted), Just(PartialMinute::Dropped), Just(PartialMinute::Whole)];
    let most = prop::option::weighted(0.4, 0_i64..6_000);
    let terms =
        proptest::collection::vec((prop::option::weighted(0.4, 0_i64..9_000), most, any::<bool>()), 3);
    (prop_oneof![Just(0), 0_i64..300], any::<bool>(), partial, terms)
        .prop_map(|(minimum, happened, partial, terms)| Contract { minimum, happened, partial, terms })
}

fn time_of_day(second: i64) -> TimeOfDay {
    format!("{:02}:{:02}", second / 3_600, second / 60 % 60).parse().unwrap()
}

/// The windows of an exclusion, counted from the first second of the range, by looking at the clocks.
fn windows(time: &Time, change: usize, start: i64) -> Vec<(i64, i64)> {
    let walls = &WALLS[change];
    let offset = CHANGES[change] - 2 * DAY - start;
    let midnight = CHANGES[change].div_euclid(DAY) * DAY;
    // The first second at which the clocks show it, or later; and by how much it was skipped.
    let first = |wall: i64| {
        let index = walls.iter().position(|shown| *shown >= wall).unwrap();
        let skipped = if walls[index] == wall { 0 } else { wall - walls[index - 1] - 1 };
        (i64::try_from(index).unwrap() + offset, skipped)
    };
    let days = [midnight - DAY, midnight];
    match time {
        Time::Once(from, until) => vec![(*from, *until)],
        Time::Lasts(at, lasts) => days
            .map(|day| {
                let (from, skipped) = first(day + at);
                (from + skipped, from + skipped + lasts)
            })
            .into(),
        Time::Between(at, until) => days
            .map(|day| {
                let next = if until > at { 0 } else { DAY };
                (first(day + at).0, first(day + next + until).0)
            })
            .into(),
    }
}

/// What every second of the range is, after all rules.
struct Seconds {
    excluded: Vec<Option<usize>>,
    excused: Vec<Option<usize>>,
    liable: Vec<bool>,
    rounded: Vec<bool>,
    /// By exclusion: seconds that it claims in vain, and why.
    refused: Vec<i64>,
}

fn seconds(
    contract: &Contract,
    exclusions: &[Excluded],
    outages: &[Down],
    change: usize,
    start: i64,
) -> Seconds {
    let n = usize::try_from(LENGTH).unwrap();
    let range = 0..n;
    let second = |index: usize| i64::try_from(index).unwrap();
    let down = |at: i64| outages.iter().filter(move |outage| (outage.from..outage.until).contains(&at));
    let all: Vec<Vec<(i64, i64, bool)>> = exclusions
        .iter()
        .map(|exclusion| {
            let granted = |from: i64| {
                contract.terms[exclusion.reason].0.is_none_or(|wanted| {
                    exclusion.announced.is_some_and(|announced| from - announced >= wanted)
                })
            };
            windows(&exclusion.time, change, start)
                .into_iter()
                .map(|(from, until)| (from, until, granted(from)))
                .collect()
        })
        .collect();
    let covers = |index: usize, at: i64, wanted: bool| {
        let own = exclusions[index]
            .incident
            .is_none_or(|incident| down(at).any(|outage| outage.incident == incident));
        own && all[index]
            .iter()
            .any(|(from, until, granted)| *granted == wanted && (*from..*until).contains(&at))
    };
    let takes = |index: usize, at: i64| {
        covers(index, at, true)
            && (exclusions[index].incident.is_none()
                || down(at).all(|outage| {
                    (0..exclusions.len()).any(|other| {
                        exclusions[other].incident == Some(outage.incident) && covers(other, at, true)
                    })
                }))
    };
    let (mut excluded, mut excused, mut beyond) = (vec![None; n], vec![None; n], vec![[false; 3]; n]);
    for (reason, (_, limit, leaves_time)) in contract.terms.iter().enumerate() {
        let mut used = 0;
        for index in range.clone() {
            let of_reason = |other: &usize| exclusions[*other].reason == reason;
            let claimed = (0..exclusions.len()).filter(of_reason).any(|other| takes(other, second(index)));
            if !claimed || excluded[index].is_some() || excused[index].is_some() {
                continue;
            }
            if limit.is_some_and(|limit| used >= limit) {
                beyond[index][reason] = true;
                continue;
            }
            used += 1;
            if *leaves_time { excused[index] = Some(reason) } else { excluded[index] = Some(reason) }
        }
    }
    let liable: Vec<bool> =
        range.clone().map(|index| excluded[index].is_none() && excused[index].is_none()).collect();
    let refused: Vec<i64> = (0..exclusions.len())
        .map(|other| {
            let vain = |index: &usize| {
                let late = covers(other, second(*index), false);
                liable[*index]
                    && (late || beyond[*index][exclusions[other].reason] && takes(other, second(*index)))
            };
            second(range.clone().filter(vain).count())
        })
        .collect();

    let rounded = rounded(contract, outages, &liable, start);
    Seconds { excluded, excused, liable, rounded, refused }
}

/// Which seconds count as downtime.
fn rounded(contract: &Contract, outages: &[Down], liable: &[bool], start: i64) -> Vec<bool> {
    let n = liable.len();
    let second = |index: usize| i64::try_from(index).unwrap();
    let down = |at: i64| outages.iter().any(|outage| (outage.from..outage.until).contains(&at));
    let mut counted = vec![false; n];
    let margin = 10_000;
    let mut run = Vec::new();
    for at in -margin..=LENGTH + margin {
        let inside = usize::try_from(at).ok().filter(|index| *index < n);
        let goes_on = down(at) && (contract.happened || inside.is_some_and(|index| liable[index]));
        if goes_on {
            run.push(inside);
            continue;
        }
        if second(run.len()) >= contract.minimum {
            for index in run.iter().flatten().filter(|index| liable[**index]) {
                counted[*index] = true;
            }
        }
        run.clear();
    }
    let mut rounded = counted.clone();
    match contract.partial {
        PartialMinute::Counted => {}
        PartialMinute::Dropped => {
            let mut index = 0;
            while index < n {
                let length = counted[index..].iter().take_while(|counted| **counted).count();
                rounded[index + length / 60 * 60..index + length].fill(false);
                index += length.max(1);
            }
        }
        PartialMinute::Whole => {
            for index in 0..n {
                let minute = (second(index) + start).div_euclid(60);
                let first = usize::try_from((minute * 60 - start).max(0)).unwrap();
                let touched = counted[first..(first + 60).min(n)].iter().any(|counted| *counted);
                rounded[index] = touched && liable[index];
            }
        }
    }
    rounded
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_contract_is_that_of_every_second(
        contract in contract(), exclusions in proptest::collection::vec(excluded(), 0..5),
        outages in proptest::collection::vec(down(), 0..9), change in 0_usize..2,
    ) {
        let start = CHANGES[change] - 3 * 3_600;
        let at = |second: i64| Timestamp::from_seconds(start + second).unwrap();
        let reasons = &ExclusionReason::BUILT_IN[..3];
        let daily = || Recurrence::daily("2026-01-01".parse().unwrap(), 1).unwrap();
        let ids = ["INC-0", "INC-1", "INC-2"];
        let exclude = |exclusion: &Excluded| {
            let time = match exclusion.time {
                Time::Once(from, until) => ExclusionTime::once(at(from), at(until)).unwrap(),
                Time::Lasts(from, lasts) => {
                    let lasts = Span::from_seconds(lasts);
                    ExclusionTime::recurring(daily(), time_of_day(from), lasts, zone()).unwrap()
                }
                Time::Between(from, until) => {
                    ExclusionTime::recurring_between(daily(), time_of_day(from), time_of_day(until), zone())
                }
            };
            let reason = reasons[exclusion.reason].clone();
            let mut made = Exclusion::new(reason, time, "x".parse().unwrap(), "y".parse().unwrap());
            if let Some(announced) = exclusion.announced {
                made = made.announced(at(announced));
            }
            match exclusion.incident {
                Some(incident) => made.of_incident(ids[incident].parse().unwrap()),
                None => made,
            }
        };
        let given: Vec<Exclusion> = exclusions.iter().map(exclude).collect();
        let reported: Vec<Outage> = outages.iter().map(|down| {
            let outage = Outage::new(ids[down.incident].parse().unwrap(), at(down.from), Some(at(down.until))).unwrap();
            down.users.map_or(outage.clone(), |users| outage.affecting(users))
        }).collect();
        let length = if contract.happened { OutageLength::AsHappened } else { OutageLength::AsCounted };
        let mut rule = AvailabilityRule::default()
            .minimum(Span::from_seconds(contract.minimum), length).unwrap().partial_minutes(contract.partial);
        for (reason, (notice, most, leaves_time)) in reasons.iter().zip(&contract.terms) {
            let effect = if *leaves_time { ExclusionEffect::NotDowntime } else { ExclusionEffect::LeavesBoth };
            let mut terms = ExclusionTerms::default().effect(effect);
            terms = notice.map_or(terms, |notice| terms.notice(Span::from_seconds(notice)).unwrap());
            terms = most.map_or(terms, |most| terms.at_most(Span::from_seconds(most)).unwrap());
            rule = rule.terms(reason.clone(), terms);
        }
        let record = ServiceRecord::new(&reported).excluding(&given);
        let report = rule.measure(&record, at(0)..at(LENGTH), at(2 * LENGTH)).unwrap();

        let oracle = seconds(&contract, &exclusions, &outages, change, start);
        let count = |keep: &dyn Fn(usize) -> bool| {
            i64::try_from((0..oracle.liable.len()).filter(|index| keep(*index)).count()).unwrap()
        };
        let net = report.tally().net();
        prop_assert_eq!(net.time.seconds(), count(&|index| oracle.excluded[index].is_none()));
        prop_assert_eq!(net.downtime.seconds(), count(&|index| oracle.rounded[index]));
        for (reason, name) in reasons.iter().enumerate() {
            let time = |figures: Vec<(&ExclusionReason, TimeFigures)>| {
                figures.into_iter().find(|(known, _)| *known == name).map_or(0, |(_, figures)| figures.time.seconds())
            };
            prop_assert_eq!(time(report.tally().excluded().collect()), count(&|index| oracle.excluded[index] == Some(reason)));
            prop_assert_eq!(time(report.tally().excused().collect()), count(&|index| oracle.excused[index] == Some(reason)));
        }
        for (index, claimed) in oracle.refused.iter().enumerate() {
            let told = report.refused().iter().filter(|refused| refused.index == index);
            prop_assert_eq!(told.map(|refused| refused.counts.seconds()).sum::<i64>(), *claimed, "exclusions[{}]", index);
        }
        let sound = report.refused().iter().all(|refused| {
            let limited = matches!(refused.why, Refusal::Limit { .. });
            refused.counts > Span::ZERO && refused.counts <= refused.until.since(refused.from)
                && (!limited || contract.terms.iter().any(|terms| terms.1.is_some()))
        });
        prop_assert!(sound);

        // Outages explain all downtime, and themselves.
        let sum: i64 = report.outages().iter().map(|outage| outage.counted.seconds() + outage.added.seconds()).sum();
        prop_assert_eq!(sum, net.downtime.seconds());
        let known: i64 = outages.iter().filter(|down| down.until > 0).map(|down| down.until - down.from).sum();
        let told = report.outages().iter().map(|outage| {
            outage.counted.seconds() + outage.uncounted.iter().map(|part| part.span.seconds()).sum::<i64>()
        });
        prop_assert_eq!(told.sum::<i64>(), known);
        let stretches: i64 = report.downtimes().iter().map(|downtime| downtime.span().seconds()).sum();
        prop_assert_eq!(stretches, net.downtime.seconds());

        // Users: those of all that goes on, or the most of the minute.
        let affected = |index: usize| {
            let second = i64::try_from(index).unwrap();
            let mut going_on = outages.iter().filter(|down| (down.from..down.until).contains(&second)).peekable();
            going_on.peek()?;
            Some(going_on.map(|down| down.users.unwrap_or(USERS)).sum::<u64>().min(USERS))
        };
        let hit: Vec<Option<u64>> =
            (0..oracle.rounded.len()).map(|index| if oracle.rounded[index] { affected(index) } else { None }).collect();
        let minute = |index: usize| (i64::try_from(index).unwrap() + start).div_euclid(60);
        let lost: u64 = (0..hit.len()).filter(|index| oracle.rounded[*index]).map(|index| {
            hit[index].unwrap_or_else(|| {
                let near = index.saturating_sub(60)..(index + 60).min(hit.len());
                near.filter(|other| minute(*other) == minute(index)).filter_map(|other| hit[other]).max().unwrap()
            })
        }).sum();
        prop_assert_eq!(report.user_time(USERS).unwrap().lost(), lost);
    }
}

//! From outages, exclusions and operating hours to what counts: operations on sorted lists of seconds.

use std::collections::BTreeMap;
use std::ops::Range;

use super::report::{CountedOutage, Downtime, Refusal, RefusedExclusion, Uncounted, UncountedReason};
use super::tally::too_large;
use super::{
    AvailabilityReport, AvailabilityRule, AvailabilityTally, Exclusion, ExclusionOverlap, ExclusionReason,
    Outage, OutageLength, PartialMinute, ServiceRecord, TimeFigures,
};
use crate::calendar::interval::{Interval, clip, difference, gaps, intersection, merge};
use crate::quantity::{Span, Timestamp};
use crate::slo::SloError;

pub(super) fn report(
    rule: &AvailabilityRule,
    record: &ServiceRecord<'_>,
    range: Range<Timestamp>,
    as_of: Timestamp,
) -> Result<AvailabilityReport, SloError> {
    if range.end < range.start {
        let allowed = format!("`range.start`, {}, or later", range.start);
        return Err(SloError::not_allowed("`range.end`", &range.end, allowed));
    }
    let from = range.start;
    let until = range.end.min(as_of).max(from);
    let within = Interval { open: from.seconds(), close: until.seconds() };
    let time = Time::new(rule, record, within)?;
    let outages = known(record, as_of);
    let down = Down::new(rule, &time, outages.iter().map(|known| known.at).collect());

    let figures = |(reason, taken): (&&ExclusionReason, &Vec<Interval>)| {
        ((*reason).clone(), time.figures(taken, &down.gross))
    };
    let tally = AvailabilityTally::new(time.figures(&[within], &down.gross))?
        .without(time.figures(&time.closed, &down.gross), time.excluded.iter().map(figures).collect())?;
    let short = seconds(&intersection(&down.gross, &time.counted)) - seconds(&down.counted);
    let (open, counted) = (seconds(&time.counted), seconds(&down.counted));
    let rounding = rounding(rule.partial_minutes, &down.counted).min(open - counted);
    let tally = tally.counted(Span::from_seconds(short), Span::from_seconds(rounding))?;
    let downtimes = down.counted.iter().map(|stretch| Downtime::new(*stretch)).collect();
    let outages = judged(&time, &down, &outages);
    Ok(AvailabilityReport { from, until, tally, downtimes, outages, refused: time.refused })
}

/// The range, cut into closed, excluded and counted time.
struct Time<'a> {
    within: Interval,
    closed: Vec<Interval>,
    excluded: BTreeMap<&'a ExclusionReason, Vec<Interval>>,
    counted: Vec<Interval>,
    refused: Vec<RefusedExclusion>,
}

/// A window of an exclusion, and which exclusion that is.
type Window = (Interval, usize);

impl<'a> Time<'a> {
    fn new(rule: &AvailabilityRule, record: &ServiceRecord<'a>, within: Interval) -> Result<Self, SloError> {
        let instants = (Timestamp::clamped(within.open), Timestamp::clamped(within.close));
        let hours = |segment: crate::calendar::Segment| Interval {
            open: segment.from().seconds(),
            close: segment.to().seconds(),
        };
        let mut counted: Vec<Interval> = match record.hours {
            Some(working) => working.segments(instants.0, instants.1).map(hours).collect(),
            None => within.shared(within).into_iter().collect(),
        };
        let closed = gaps(&counted, within);
        let (mut excluded, mut refused) = (BTreeMap::new(), Vec::new());
        for (reason, windows) in windows(record.exclusions, within) {
            if rule.overlap == ExclusionOverlap::Refused {
                refuse_overlaps(record.exclusions, &windows)?;
            }
            let terms = rule.terms.get(reason).copied().unwrap_or_default();
            let mut granted = Vec::with_capacity(windows.len());
            for (window, index) in windows {
                let notice = record.exclusions.get(index).and_then(Exclusion::announced_at);
                let notice = notice.map(|at| Timestamp::clamped(window.open).since(at));
                match terms.wanted_notice() {
                    Some(wanted) if notice.is_none_or(|given| given < wanted) => {
                        let why = Refusal::Notice { given: notice, wanted };
                        refused.push(RefusedExclusion::new(index, reason, window, why));
                    }
                    _ => granted.push((window, index)),
                }
            }
            let mut stretches: Vec<Interval> = granted.iter().map(|(window, _)| *window).collect();
            merge(&mut stretches);
            let mut taken = intersection(&stretches, &counted);
            if let Some(limit) = terms.limit() {
                let mut windows = granted.iter().peekable();
                for beyond in cut(&mut taken, limit.seconds()) {
                    // The first that reaches into it; those that end before it reach into no later one either.
                    while windows.next_if(|(window, _)| window.close <= beyond.open).is_some() {}
                    let index = windows.peek().map_or(0, |(_, index)| *index);
                    refused.push(RefusedExclusion::new(index, reason, beyond, Refusal::Limit { limit }));
                }
            }
            counted = difference(&counted, &taken);
            excluded.insert(reason, taken);
        }
        Ok(Self { within, closed, excluded, counted, refused })
    }

    /// The length of a list, and what of it was downtime.
    fn figures(&self, list: &[Interval], down: &[Interval]) -> TimeFigures {
        debug_assert!(
            list.iter().all(|stretch| stretch.shared(self.within).is_none_or(|part| part == *stretch))
        );
        let downtime = seconds(&intersection(list, down));
        TimeFigures { time: Span::from_seconds(seconds(list)), downtime: Span::from_seconds(downtime) }
    }
}

/// The windows that reach into a range by reason, in the order of reasons, then by time.
fn windows(exclusions: &[Exclusion], within: Interval) -> BTreeMap<&ExclusionReason, Vec<Window>> {
    let mut windows: BTreeMap<&ExclusionReason, Vec<Window>> = BTreeMap::new();
    for (index, exclusion) in exclusions.iter().enumerate() {
        let found = exclusion.time().within(within).into_iter().map(|window| (window, index));
        windows.entry(exclusion.reason()).or_default().extend(found);
    }
    for windows in windows.values_mut() {
        windows.sort_unstable();
    }
    windows
}

/// Windows of one reason, by time.
fn refuse_overlaps(exclusions: &[Exclusion], windows: &[Window]) -> Result<(), SloError> {
    let mut reaching: Option<Window> = None;
    for (window, index) in windows {
        if let Some((last, other)) = reaching.filter(|(last, _)| window.open < last.close) {
            let (reason, at) = (
                exclusions.get(*index).map_or("", |exclusion| exclusion.reason().as_str()),
                Timestamp::clamped(window.open),
            );
            let until = Timestamp::clamped(last.close);
            let allowed = format!(
                "time that no other exclusion for `{reason}` covers, and `exclusions[{other}]` lasts until {until}; \
                 join them, or let overlaps count once"
            );
            return Err(SloError::not_allowed(format!("`exclusions[{index}]`"), &at, allowed));
        }
        reaching = Some((*window, *index));
    }
    Ok(())
}

/// Keeps the first so many seconds of a list, and returns the rest.
fn cut(list: &mut Vec<Interval>, mut left: i64) -> Vec<Interval> {
    let mut beyond = Vec::new();
    list.retain_mut(|stretch| {
        let kept = stretch.seconds().min(left);
        left -= kept;
        let rest = Interval { open: stretch.open + kept, close: stretch.close };
        beyond.extend(rest.shared(rest));
        stretch.close = rest.open;
        kept > 0
    });
    beyond
}

/// An outage as it is known at an instant.
struct Known<'a> {
    outage: &'a Outage,
    at: Interval,
}

/// The outages that had begun, by time.
fn known<'a>(record: &ServiceRecord<'a>, as_of: Timestamp) -> Vec<Known<'a>> {
    let concerned = |outage: &&Outage| record.service.is_none_or(|service| outage.concerns(service));
    let mut known: Vec<Known<'a>> = record
        .outages
        .iter()
        .filter(concerned)
        .map(|outage| {
            let close = outage.until().map_or(as_of, |until| until.min(as_of)).seconds();
            Known { outage, at: Interval { open: outage.from().seconds(), close } }
        })
        .filter(|known| known.at.open < known.at.close)
        .collect();
    known.sort_by(|one, other| {
        let key = |known: &Known<'a>| (known.at, known.outage.until().is_none(), known.outage.users());
        key(one).cmp(&key(other)).then_with(|| one.outage.id().cmp(other.outage.id()))
    });
    known
}

/// Downtime in the range, and what of it counts.
struct Down {
    gross: Vec<Interval>,
    counted: Vec<Interval>,
}

impl Down {
    fn new(rule: &AvailabilityRule, time: &Time<'_>, mut outages: Vec<Interval>) -> Self {
        merge(&mut outages);
        let long = |stretch: &Interval| stretch.seconds() >= rule.minimum.seconds();
        let mut gross = outages.clone();
        clip(&mut gross, time.within);
        let counted = match rule.length {
            OutageLength::AsCounted => {
                let mut counted = intersection(&gross, &time.counted);
                counted.retain(long);
                counted
            }
            OutageLength::AsHappened => {
                outages.retain(long);
                intersection(&outages, &time.counted)
            }
        };
        Self { gross, counted }
    }
}

/// What rounding adds to the seconds of stretches.
fn rounding(rule: PartialMinute, stretches: &[Interval]) -> i64 {
    let part = |stretch: &Interval| match (rule, stretch.seconds() % 60) {
        (PartialMinute::Counted, _) | (_, 0) => 0,
        (PartialMinute::Dropped, begun) => -begun,
        (PartialMinute::Whole, begun) => 60 - begun,
    };
    stretches.iter().map(part).sum()
}

/// What became of each outage: of outages that overlap, the one that began first has what they share.
fn judged(time: &Time<'_>, down: &Down, outages: &[Known<'_>]) -> Vec<CountedOutage> {
    // What is excluded, whatever for, by time: an outage looks only at what it reaches into.
    let mut excluded: Vec<(Interval, &ExclusionReason)> = time
        .excluded
        .iter()
        .flat_map(|(reason, taken)| taken.iter().map(|taken| (*taken, *reason)))
        .collect();
    excluded.sort_unstable();
    let mut reached = i64::MIN;
    let mut counted = Vec::new();
    for Known { outage, at } in outages {
        let inside = at.shared(time.within);
        // All that began earlier reaches without a gap from this beginning to the latest end.
        let fresh = Interval { open: at.open.max(reached), close: at.close };
        reached = reached.max(at.close);
        let Some(inside) = inside else { continue };
        let fresh = fresh.shared(inside);
        let within = |list: &[Interval]| fresh.map_or(0, |fresh| covered(list, fresh));
        let mut uncounted = Vec::new();
        let mut add = |why: UncountedReason, seconds: i64| {
            if seconds > 0 {
                uncounted.push(Uncounted { why, span: Span::from_seconds(seconds) });
            }
        };
        add(UncountedReason::OutsideRange, at.seconds() - inside.seconds());
        add(UncountedReason::OtherOutage, inside.seconds() - fresh.map_or(0, Interval::seconds));
        add(UncountedReason::OutsideHours, within(&time.closed));
        for (reason, seconds) in fresh.map(|fresh| by_reason(&excluded, fresh)).unwrap_or_default() {
            add(UncountedReason::Excluded(reason.clone()), seconds);
        }
        let net = within(&down.counted);
        add(UncountedReason::TooShort, within(&time.counted) - net);
        counted.push(CountedOutage {
            id: outage.id().clone(),
            from: Timestamp::clamped(inside.open),
            until: Timestamp::clamped(inside.close),
            ended: outage.until().is_some_and(|until| until.seconds() == at.close),
            users: outage.users(),
            counted: Span::from_seconds(net),
            uncounted,
        });
    }
    counted
}

/// How much of a stretch a sorted list covers.
pub(super) fn covered(list: &[Interval], stretch: Interval) -> i64 {
    let first = list.partition_point(|interval| interval.close <= stretch.open);
    let reaching = list.iter().skip(first).take_while(|interval| interval.open < stretch.close);
    reaching.filter_map(|interval| interval.shared(stretch)).map(Interval::seconds).sum()
}

/// How much of a stretch each reason covers; stretches of different reasons do not overlap.
fn by_reason<'a>(
    excluded: &[(Interval, &'a ExclusionReason)],
    stretch: Interval,
) -> BTreeMap<&'a ExclusionReason, i64> {
    let first = excluded.partition_point(|(taken, _)| taken.close <= stretch.open);
    let reaching = excluded.iter().skip(first).take_while(|(taken, _)| taken.open < stretch.close);
    reaching.fold(BTreeMap::new(), |mut sums, (taken, reason)| {
        *sums.entry(*reason).or_default() += taken.shared(stretch).map_or(0, Interval::seconds);
        sums
    })
}

fn seconds(list: &[Interval]) -> i64 {
    list.iter().map(|interval| interval.seconds()).sum()
}

/// User-seconds lost: at each moment of counted downtime the users of all outages that go on then, at most all.
pub(super) fn lost_user_seconds(report: &AvailabilityReport, users: u64) -> Result<u64, SloError> {
    let counted: Vec<Interval> = report.downtimes.iter().map(|downtime| downtime.stretch()).collect();
    let mut changes: Vec<(i64, i128)> = Vec::with_capacity(report.outages.len() * 2);
    for (index, outage) in report.outages.iter().enumerate() {
        let affected = outage.users.unwrap_or(users);
        if affected > users {
            let allowed = format!("at most all users, {users}");
            return Err(SloError::not_allowed(format!("`users` of `outages[{index}]`"), &affected, allowed));
        }
        changes.push((outage.from.seconds(), affected.into()));
        changes.push((outage.until.seconds(), -i128::from(affected)));
    }
    changes.sort_unstable();
    let (mut lost, mut affected, mut since) = (0_i128, 0_i128, i64::MIN);
    for (at, change) in changes {
        let down = if affected == 0 { 0 } else { covered(&counted, Interval { open: since, close: at }) };
        let part = affected.min(users.into()).checked_mul(down.into());
        lost = part.and_then(|part| lost.checked_add(part)).ok_or_else(|| too_large("the user time lost"))?;
        (affected, since) = (affected + change, at);
    }
    u64::try_from(lost).map_err(|_| too_large("the user time lost"))
}

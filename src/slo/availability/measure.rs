//! From outages, exclusions and operating hours to what counts: operations on sorted lists of seconds.

use std::collections::BTreeMap;
use std::ops::Range;

use super::coverage::Coverage;
use super::cut::Cut;
use super::rounding::{rounded, touched};
use super::{
    AvailabilityReport, AvailabilityRule, AvailabilityTally, CountedOutage, Downtime, ExclusionReason,
    Outage, OutageLength, ServiceRecord, TimeFigures, Uncounted, UncountedReason,
};
use crate::calendar::interval::{Interval, clip, difference, intersection, merge};
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
    let outages = known(record, as_of);
    let cut = Cut::new(rule, record, &outages, within)?;
    let down = Down::new(rule, &cut, outages.iter().map(|known| known.at).collect(), within);

    let gross = Coverage::new(&down.gross);
    let figures = |list: &[Interval]| TimeFigures {
        time: Span::from_seconds(seconds(list)),
        downtime: Span::from_seconds(list.iter().map(|stretch| gross.of(*stretch)).sum()),
    };
    let by_reason = |taken: &BTreeMap<&ExclusionReason, Vec<Interval>>| {
        taken.iter().map(|(reason, taken)| ((*reason).clone(), figures(taken))).collect()
    };
    let short = figures(&cut.liable).downtime.seconds() - seconds(&down.counted);
    let rounding = seconds(&down.rounded) - seconds(&down.counted);
    let tally = AvailabilityTally::new(figures(&[within]))?
        .without(figures(&cut.closed), by_reason(&cut.excluded), by_reason(&cut.excused))?
        .counted(Span::from_seconds(short), Span::from_seconds(rounding))?;

    let going_on = |at: i64| outages.iter().any(|known| known.at.open < at && known.at.close > at);
    // Only the first stretch can be one that an earlier range began.
    let first = down.rounded.first().filter(|first| first.open == within.open && going_on(first.open));
    let downtimes =
        down.rounded.iter().map(|stretch| Downtime::new(*stretch, first == Some(stretch))).collect();
    let outages = judged(&cut, &down, &outages, within);
    Ok(AvailabilityReport { from, until, as_of, tally, downtimes, outages, refused: cut.refused })
}

/// An outage as it is known at an instant.
pub(super) struct Known<'a> {
    pub(super) outage: &'a Outage,
    pub(super) at: Interval,
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

/// Downtime in the range, what of it counts, and that rounded.
struct Down {
    gross: Vec<Interval>,
    counted: Vec<Interval>,
    rounded: Vec<Interval>,
}

impl Down {
    fn new(rule: &AvailabilityRule, cut: &Cut<'_>, mut outages: Vec<Interval>, within: Interval) -> Self {
        merge(&mut outages);
        let long = |stretch: &Interval| stretch.seconds() >= rule.minimum.seconds();
        let mut gross = outages.clone();
        clip(&mut gross, within);
        let counted = match rule.length {
            OutageLength::AsCounted => {
                let mut counted = intersection(&gross, &cut.liable);
                counted.retain(long);
                counted
            }
            OutageLength::AsHappened => {
                outages.retain(long);
                intersection(&outages, &cut.liable)
            }
        };
        let rounded = rounded(rule.partial_minutes, &counted, &cut.liable);
        Self { gross, counted, rounded }
    }
}

/// What became of each outage: of outages that overlap, the one that began first has what they share.
fn judged(cut: &Cut<'_>, down: &Down, outages: &[Known<'_>], within: Interval) -> Vec<CountedOutage> {
    let [closed, liable, counted, rounded] =
        [&cut.closed, &cut.liable, &down.counted, &down.rounded].map(|list| Coverage::new(list));
    let excluded = by_time(cut);
    // What rounding adds counts with the first outage that has a counted second in the same minute of the clock.
    let added = difference(&down.rounded, &down.counted);
    let added = Coverage::new(&added);
    let mut given = i64::MIN;
    let mut reached = i64::MIN;
    let mut judged = Vec::new();
    for Known { outage, at } in outages {
        let inside = at.shared(within);
        // All that began earlier reaches without a gap from this beginning to the latest end.
        let fresh = Interval { open: at.open.max(reached), close: at.close };
        reached = reached.max(at.close);
        let Some(inside) = inside else { continue };
        let fresh = fresh.shared(inside);
        let of = |list: &Coverage<'_>| fresh.map_or(0, |fresh| list.of(fresh));
        let mut uncounted = Vec::new();
        let mut add = |why: UncountedReason, seconds: i64| {
            if seconds > 0 {
                uncounted.push(Uncounted { why, span: Span::from_seconds(seconds) });
            }
        };
        add(UncountedReason::OutsideRange, at.seconds() - inside.seconds());
        add(UncountedReason::OtherOutage, inside.seconds() - fresh.map_or(0, Interval::seconds));
        add(UncountedReason::OutsideHours, of(&closed));
        for (reason, seconds) in fresh.map(|fresh| reasons(&excluded, fresh)).unwrap_or_default() {
            add(UncountedReason::Excluded(reason.clone()), seconds);
        }
        let long = of(&counted);
        add(UncountedReason::TooShort, of(&liable) - long);
        let kept = of(&rounded).min(long);
        add(UncountedReason::Rounding, long - kept);
        let mut more = 0;
        for part in fresh.into_iter().flat_map(|fresh| counted.shared(fresh)) {
            let minutes = touched(part);
            let minutes = Interval { open: minutes.open.max(given), close: minutes.close };
            if minutes.open < minutes.close {
                more += added.of(minutes);
                given = minutes.close;
            }
        }
        judged.push(CountedOutage {
            id: outage.id().clone(),
            from: Timestamp::clamped(inside.open),
            until: Timestamp::clamped(inside.close),
            ended: outage.until().is_some_and(|until| until.seconds() == at.close),
            users: outage.users(),
            counted: Span::from_seconds(kept),
            added: Span::from_seconds(more),
            uncounted,
        });
    }
    judged
}

/// What is excluded, whatever for, by time: an outage looks only at what it reaches into.
fn by_time<'a>(cut: &Cut<'a>) -> Vec<(Interval, &'a ExclusionReason)> {
    let taken = cut.excluded.iter().chain(&cut.excused);
    let mut excluded: Vec<_> =
        taken.flat_map(|(reason, taken)| taken.iter().map(|taken| (*taken, *reason))).collect();
    excluded.sort_unstable();
    excluded
}

/// How much of a stretch each reason covers; stretches of different reasons do not overlap.
fn reasons<'a>(
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

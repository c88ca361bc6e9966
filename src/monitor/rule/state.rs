//! What is kept of the points of a segment, so that every pattern can be judged at the newest of them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::pattern::{CompletedBy, Counting, OnCentre, Opening, Others, Outermost, Pattern, Sides, Ties};
use super::{Fired, RuleError};
use crate::analysis::Undefined;
use crate::monitor::{Limits, Side, Zone};

/// More points than any series has; a state that claims more is refused.
const MOST: u64 = 1 << 53;

/// What the run rules keep of a series: bits of its newest 64 points and the lengths of its current runs.
///
/// It hangs on no rule set: a host may change the rules between two points. A new segment of a chart begins with a new
/// state, so that no pattern spans segments.
///
/// ```
/// use service_quality::monitor::{Limits, RuleSet, RunState};
///
/// let (rules, limits) = (RuleSet::western_electric(), Limits::symmetric(5.0, 1.0, 3.0));
/// let mut state = RunState::new();
/// for value in [5.5, 5.1, 6.0, 5.2, 5.3, 5.9, 5.4] {
///     assert!(rules.push(&mut state, value, &limits)?.is_empty());
/// }
/// let kept = serde_json::to_string(&state)?;
/// let mut state: RunState = serde_json::from_str(&kept)?;
/// assert!(!rules.push(&mut state, 5.1, &limits)?.is_empty(), "eight points in a row on one side");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Raw", into = "Raw")]
pub struct RunState {
    seen: u64,
    last: Option<f64>,
    centre: Masks,
    zones: [Masks; 3],
    within: [u64; 3],
    shift: Run,
    shift_skipping: Run,
    trend: Run,
    trend_skipping: Run,
    alternation: Run,
    /// Whether the newest point lies on a side, and whether it rises or falls: a point that is passed over completes
    /// nothing.
    side: Option<Side>,
    step: Option<Side>,
}

/// Which of the newest points lie beyond a line: the lowest bit is the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Masks {
    #[serde(with = "hexadecimal")]
    above: u64,
    #[serde(with = "hexadecimal")]
    below: u64,
}

/// A run of points that go on in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    side: Option<Side>,
    /// How many points count.
    counted: u64,
    /// How many points it reaches back, those included that are passed over.
    span: u64,
}

/// Which points make a pattern that the newest point completes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    /// How many points count.
    pub(crate) counted: u64,
    /// How many points the pattern reaches back from the newest one, which is included.
    pub(crate) span: u64,
    /// Which of the newest points lie between and are no part of it.
    pub(crate) left_out: u64,
}

impl RunState {
    /// Before the first point of a segment.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many points were seen.
    #[must_use]
    pub const fn seen(&self) -> u64 {
        self.seen
    }

    /// Forgets all points, at the border of a segment.
    pub fn reset(&mut self) {
        *self = Self::new();
    }

    /// How many points each current run reaches back, the newest included.
    pub(in crate::monitor) const fn spans(&self) -> [u64; 8] {
        let [one, two, limit] = self.within;
        let Self { shift, shift_skipping, trend, trend_skipping, alternation, .. } = self;
        [shift.span, shift_skipping.span, trend.span, trend_skipping.span, alternation.span, one, two, limit]
    }

    /// Takes the next point.
    #[inline]
    pub(super) fn take(&mut self, value: f64, limits: &Limits) -> Result<(), Undefined> {
        if !value.is_finite() || !usable(limits) {
            return Err(self.refused(value));
        }
        let zones = [Zone::One, Zone::Two, Zone::Limit];
        for ((masks, within), zone) in self.zones.iter_mut().zip(&mut self.within).zip(zones) {
            let beyond = limits.beyond(value, zone);
            masks.shift_in(beyond);
            *within = if beyond.is_none() { within.saturating_add(1) } else { 0 };
        }
        self.side = limits.side(value);
        self.centre.shift_in(self.side);
        self.shift.go_on(self.side, 1, false);
        self.shift_skipping.go_on(self.side, 1, true);
        self.step = self.last.and_then(|last| step(last, value));
        self.trend.go_on(self.step, 2, false);
        self.trend_skipping.go_on(self.step, 2, true);
        self.alternation.alternate(self.step);
        self.last = Some(value);
        self.seen = self.seen.saturating_add(1);
        Ok(())
    }

    #[cold]
    fn refused(&self, value: f64) -> Undefined {
        let what = if value.is_finite() { "limits" } else { "values" };
        Undefined::NotFinite { what, position: usize::try_from(self.seen).unwrap_or(usize::MAX) }
    }

    /// Judges a pattern at the newest point.
    #[inline]
    pub(super) fn judge(&self, rule: u32, pattern: Pattern, fired: &mut Fired) {
        match pattern {
            Pattern::BeyondLimits => {
                let [.., limit] = &self.zones;
                fired.set(rule, Some(Side::Above), limit.above & 1 == 1);
                fired.set(rule, Some(Side::Below), limit.below & 1 == 1);
            }
            Pattern::Beyond { zone, hits, of, counting } => {
                for side in [Side::Above, Side::Below] {
                    fired.set(rule, Some(side), self.has_hits(zone, hits, of, counting, side));
                }
            }
            Pattern::Shift { points, on_centre } => {
                let run = self.run(on_centre);
                let holds = self.side.is_some() && run.counted >= u64::from(points);
                fired.set(rule, run.side.or(Some(Side::Above)), holds);
            }
            Pattern::Trend { length, counted, ties } => {
                let run = self.trend(ties);
                let holds = self.step.is_some() && run.counted >= Pattern::trend_points(length, counted);
                fired.set(rule, run.side.or(Some(Side::Above)), holds);
            }
            Pattern::Alternation { points } => {
                fired.set(rule, None, self.alternation.counted >= u64::from(points));
            }
            Pattern::Within { zone, points } => {
                fired.set(rule, None, self.within(zone) >= u64::from(points));
            }
            Pattern::Outside { zone, points, sides } => {
                fired.set(rule, None, self.is_outside(zone, points, sides));
            }
        }
    }

    /// Which points make a pattern that was judged to be there.
    pub(crate) fn extent(&self, pattern: Pattern, side: Option<Side>) -> Extent {
        let whole = |counted, span| Extent { counted, span, left_out: 0 };
        match pattern {
            Pattern::BeyondLimits => whole(1, 1),
            Pattern::Beyond { zone, of, counting, .. } => {
                let hits = side.map_or(0, |side| self.hits(zone, of, counting, side));
                let span = u64::from(64_u32.saturating_sub(hits.leading_zeros()));
                Extent { counted: u64::from(hits.count_ones()), span, left_out: newest(span) & !hits }
            }
            Pattern::Shift { on_centre, .. } => {
                let run = self.run(on_centre);
                whole(run.counted, run.span)
            }
            Pattern::Trend { ties, .. } => {
                let run = self.trend(ties);
                whole(run.counted, run.span)
            }
            Pattern::Alternation { .. } => whole(self.alternation.counted, self.alternation.span),
            Pattern::Within { zone, .. } => whole(self.within(zone), self.within(zone)),
            Pattern::Outside { points, .. } => whole(u64::from(points), u64::from(points)),
        }
    }

    fn run(&self, on_centre: OnCentre) -> &Run {
        match on_centre {
            OnCentre::Break => &self.shift,
            OnCentre::Skip => &self.shift_skipping,
        }
    }

    fn trend(&self, ties: Ties) -> &Run {
        match ties {
            Ties::Break => &self.trend,
            Ties::Skip => &self.trend_skipping,
        }
    }

    fn zone(&self, zone: Zone) -> &Masks {
        let [one, two, limit] = &self.zones;
        match zone {
            Zone::One => one,
            Zone::Two => two,
            Zone::Limit => limit,
        }
    }

    fn within(&self, zone: Zone) -> u64 {
        let [one, two, limit] = self.within;
        match zone {
            Zone::One => one,
            Zone::Two => two,
            Zone::Limit => limit,
        }
    }

    fn hits(&self, zone: Zone, of: u8, counting: Counting, side: Side) -> u64 {
        let beyond = self.zone(zone).on(side) & newest(u64::from(of));
        match counting.outermost {
            Outermost::Counted => beyond,
            Outermost::Ignored => beyond & !self.zone(Zone::Limit).on(side),
        }
    }

    fn has_hits(&self, zone: Zone, hits: u8, of: u8, counting: Counting, side: Side) -> bool {
        let beyond = self.hits(zone, of, counting, side);
        if beyond.count_ones() < u32::from(hits) {
            return false;
        }
        let window = newest(self.seen.min(u64::from(of)));
        (counting.completed_by == CompletedBy::Any || beyond & 1 == 1)
            && (counting.opening == Opening::AtOnce || self.seen >= u64::from(of))
            && (counting.others == Others::Anywhere || self.centre.on(side) & window == window)
    }

    fn is_outside(&self, zone: Zone, points: u8, sides: Sides) -> bool {
        let (masks, window) = (self.zone(zone), newest(u64::from(points)));
        let both = masks.above & window != 0 && masks.below & window != 0;
        (masks.above | masks.below) & window == window && (sides == Sides::Either || both)
    }
}

impl Masks {
    fn shift_in(&mut self, side: Option<Side>) {
        self.above = self.above << 1 | u64::from(side == Some(Side::Above));
        self.below = self.below << 1 | u64::from(side == Some(Side::Below));
    }

    const fn on(&self, side: Side) -> u64 {
        match side {
            Side::Above => self.above,
            Side::Below => self.below,
        }
    }
}

impl Run {
    /// The next point goes one way, or none; a run begins with so many points.
    fn go_on(&mut self, way: Option<Side>, begin: u64, skip: bool) {
        if way.is_some() && way == self.side {
            self.counted = self.counted.saturating_add(1);
            self.span = self.span.saturating_add(1);
        } else if way.is_some() {
            *self = Self { side: way, counted: begin, span: begin };
        } else if skip && self.side.is_some() {
            self.span = self.span.saturating_add(1);
        } else {
            *self = Self::default();
        }
    }

    /// The next point goes one way, or none; a run goes on where the ways take turns.
    fn alternate(&mut self, way: Option<Side>) {
        let turned = way.is_some() && way.map(Side::opposite) == self.side;
        if turned {
            self.counted = self.counted.saturating_add(1);
            self.span = self.counted;
            self.side = way;
        } else {
            *self = way.map_or_else(Self::default, |way| Self { side: Some(way), counted: 2, span: 2 });
        }
    }

    fn is_sound(&self, seen: u64) -> bool {
        self.counted <= self.span && self.span <= seen && (self.side.is_none() == (self.counted == 0))
    }
}

/// The lowest so many bits.
fn newest(count: u64) -> u64 {
    match u32::try_from(count) {
        Ok(0) => 0,
        Ok(count @ 1..=63) => u64::MAX >> (64_u32.saturating_sub(count)),
        _ => u64::MAX,
    }
}

fn step(last: f64, value: f64) -> Option<Side> {
    if value > last {
        Some(Side::Above)
    } else if value < last {
        Some(Side::Below)
    } else {
        None
    }
}

/// Whether no line is "not a number"; an infinite one is a line that nothing passes.
fn usable(limits: &Limits) -> bool {
    let is_line = |line: Option<f64>| !line.is_some_and(f64::is_nan);
    limits.centre().is_finite()
        && [Zone::One, Zone::Two, Zone::Limit]
            .into_iter()
            .all(|zone| is_line(limits.lower(zone)) && is_line(limits.upper(zone)))
}

/// Bits as text of base 16: not every reader of JSON keeps integers beyond 2⁵³.
mod hexadecimal {
    use serde::de::{Error, Unexpected};

    use super::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    pub(super) fn serialize<S: Serializer>(mask: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{mask:x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        let text = String::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16).map_err(|_| {
            let given = crate::quantity::excerpt(&text);
            D::Error::invalid_value(Unexpected::Str(&given), &"64 bits as text of base 16")
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    seen: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<Kept>,
    centre: Masks,
    zones: [Masks; 3],
    within: [u64; 3],
    shift: Run,
    shift_skipping: Run,
    trend: Run,
    trend_skipping: Run,
    alternation: Run,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<Side>,
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Kept(#[serde(with = "crate::analysis::float_text")] f64);

impl From<RunState> for Raw {
    fn from(state: RunState) -> Self {
        let RunState { seen, last, centre, zones, within, shift, shift_skipping, trend, .. } = state;
        let RunState { trend_skipping, alternation, step, .. } = state;
        let last = last.map(Kept);
        Self {
            seen,
            last,
            centre,
            zones,
            within,
            shift,
            shift_skipping,
            trend,
            trend_skipping,
            alternation,
            step,
        }
    }
}

impl TryFrom<Raw> for RunState {
    type Error = RuleError;

    fn try_from(raw: Raw) -> Result<Self, RuleError> {
        let Raw { seen, last, centre, zones, within, shift, shift_skipping, trend, .. } = raw;
        let Raw { trend_skipping, alternation, step, .. } = raw;
        let sound = |holds: bool, what| if holds { Ok(()) } else { Err(RuleError::State { what }) };
        sound(seen <= MOST, "more points than 2^53")?;
        sound(last.is_some() == (seen > 0), "a value before the first point, or none after it")?;
        let runs = [shift, shift_skipping, trend, trend_skipping, alternation];
        sound(runs.iter().all(|run| run.is_sound(seen)), "a run longer than the series")?;
        sound(within.iter().all(|run| *run <= seen), "a run longer than the series")?;
        let of_the_seen = |masks: &Masks| {
            (masks.above | masks.below) & !newest(seen) == 0 && masks.above & masks.below == 0
        };
        sound(zones.iter().all(of_the_seen) && of_the_seen(&centre), "bits of points that were not seen")?;
        let side = match (centre.above & 1, centre.below & 1) {
            (1, _) => Some(Side::Above),
            (_, 1) => Some(Side::Below),
            _ => None,
        };
        let last = last.map(|Kept(value)| value);
        Ok(Self {
            seen,
            last,
            centre,
            zones,
            within,
            shift,
            shift_skipping,
            trend,
            trend_skipping,
            alternation,
            side,
            step,
        })
    }
}

//! What is kept of the points of a segment, so that every pattern can be judged at the newest of them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::RuleError;
use super::pattern::{CompletedBy, Counting, OnCentre, Opening, Others, Outermost, Pattern, Sides, Ties};
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
    /// Which of the newest points are higher than the one before, and which lower.
    steps: Masks,
    within: [u64; 3],
    shift: Counts,
    shift_skipping: Skipping,
    /// Rises and falls, one less than points.
    trend: Counts,
    trend_skipping: Skipping,
    /// How often the newest steps have turned, one after the other.
    turns: u64,
}

/// Of which of the newest points something holds, upwards and downwards: the lowest bit is the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Masks {
    #[serde(with = "hexadecimal")]
    above: u64,
    #[serde(with = "hexadecimal")]
    below: u64,
}

/// How many of the newest points go on one way without a break; one of the two is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    above: u64,
    below: u64,
}

/// The same where points that go neither way are passed over: those that count, and those it reaches back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Skipping {
    counted: Counts,
    span: Counts,
}

/// Whether something holds for a point, upwards and downwards: 1 or 0. Points are unpredictable, and so would be branches
/// on them; sums and masks of bits are not.
#[derive(Debug, Clone, Copy)]
struct Bits {
    above: u64,
    below: u64,
}

/// Whether the newest point completes a pattern: the lowest bit of each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) above: u64,
    pub(super) below: u64,
    pub(super) sideless: u64,
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
    pub(in crate::monitor) fn spans(&self) -> [u64; 8] {
        let [one, two, limit] = self.within;
        let steps = |count: u64| if count == 0 { 0 } else { more(count) };
        let moves = (self.steps.above | self.steps.below) & 1;
        [
            self.shift.longest(),
            self.shift_skipping.span.longest(),
            steps(self.trend.longest()),
            steps(self.trend_skipping.span.longest()),
            kept(more(more(self.turns)), moves),
            one,
            two,
            limit,
        ]
    }

    /// Takes the next point.
    #[inline]
    pub(super) fn take(&mut self, value: f64, limits: &Limits) -> Result<(), Undefined> {
        if !value.is_finite() || !usable(limits) {
            return Err(self.refused(value));
        }
        let zones = [Zone::One, Zone::Two, Zone::Limit];
        for ((masks, within), zone) in self.zones.iter_mut().zip(&mut self.within).zip(zones) {
            let beyond = Bits::of(value, limits.lower(zone), limits.upper(zone));
            masks.shift_in(beyond);
            *within = kept(more(*within), !(beyond.above | beyond.below) & 1);
        }
        let side = Bits::of(value, Some(limits.centre()), Some(limits.centre()));
        self.centre.shift_in(side);
        self.shift.go_on(side);
        self.shift_skipping.go_on(side);
        let step = Bits::of(value, self.last, self.last);
        let turned = step.above & self.steps.below | step.below & self.steps.above;
        self.turns = kept(more(self.turns), turned & 1);
        self.steps.shift_in(step);
        self.trend.go_on(step);
        self.trend_skipping.go_on(step);
        self.last = Some(value);
        self.seen = more(self.seen);
        Ok(())
    }

    #[cold]
    fn refused(&self, value: f64) -> Undefined {
        let what = if value.is_finite() { "limits" } else { "values" };
        Undefined::NotFinite { what, position: usize::try_from(self.seen).unwrap_or(usize::MAX) }
    }

    /// Judges a pattern at the newest point: on which sides, or on none, it is there.
    #[inline]
    pub(super) fn judge(&self, pattern: Pattern) -> Verdict {
        let [.., limit] = &self.zones;
        match pattern {
            Pattern::BeyondLimits => Verdict::sided(limit.above, limit.below),
            Pattern::Beyond { zone, hits, of, counting } => self.hit(zone, hits, of, counting),
            Pattern::Shift { points, on_centre } => {
                let (counts, least) = (self.run(on_centre), u64::from(points));
                let above = u64::from(counts.above >= least) & self.centre.above;
                let below = u64::from(counts.below >= least) & self.centre.below;
                Verdict::sided(above, below)
            }
            Pattern::Trend { length, counted, ties } => {
                let least = Pattern::trend_points(length, counted).saturating_sub(1);
                let counts = self.trend(ties);
                let above = u64::from(counts.above >= least) & self.steps.above;
                let below = u64::from(counts.below >= least) & self.steps.below;
                Verdict::sided(above, below)
            }
            Pattern::Alternation { points } => {
                let holds = self.turns >= u64::from(points).saturating_sub(2);
                Verdict::sideless(u64::from(holds) & (self.steps.above | self.steps.below))
            }
            Pattern::Within { zone, points } => {
                Verdict::sideless(u64::from(self.within(zone) >= u64::from(points)))
            }
            Pattern::Outside { zone, points, sides } => {
                Verdict::sideless(self.is_outside(zone, points, sides))
            }
        }
    }

    /// Which points make a pattern that was judged to be there.
    pub(crate) fn extent(&self, pattern: Pattern, side: Option<Side>) -> Extent {
        let whole = |counted, span| Extent { counted, span, left_out: 0 };
        let on = |counts: Counts| side.map_or(0, |side| counts.on(side));
        match pattern {
            Pattern::BeyondLimits => whole(1, 1),
            Pattern::Beyond { zone, of, counting, .. } => {
                let hits = side.map_or(0, |side| self.hits(zone, of, counting, side));
                let span = u64::from(64_u32.saturating_sub(hits.leading_zeros()));
                Extent { counted: u64::from(hits.count_ones()), span, left_out: newest(span) & !hits }
            }
            Pattern::Shift { on_centre: OnCentre::Break, .. } => whole(on(self.shift), on(self.shift)),
            Pattern::Shift { on_centre: OnCentre::Skip, .. } => {
                whole(on(self.shift_skipping.counted), on(self.shift_skipping.span))
            }
            Pattern::Trend { ties: Ties::Break, .. } => whole(more(on(self.trend)), more(on(self.trend))),
            Pattern::Trend { ties: Ties::Skip, .. } => {
                whole(more(on(self.trend_skipping.counted)), more(on(self.trend_skipping.span)))
            }
            Pattern::Alternation { .. } => whole(more(more(self.turns)), more(more(self.turns))),
            Pattern::Within { zone, .. } => whole(self.within(zone), self.within(zone)),
            Pattern::Outside { points, .. } => whole(u64::from(points), u64::from(points)),
        }
    }

    const fn run(&self, on_centre: OnCentre) -> Counts {
        match on_centre {
            OnCentre::Break => self.shift,
            OnCentre::Skip => self.shift_skipping.counted,
        }
    }

    const fn trend(&self, ties: Ties) -> Counts {
        match ties {
            Ties::Break => self.trend,
            Ties::Skip => self.trend_skipping.counted,
        }
    }

    const fn zone(&self, zone: Zone) -> &Masks {
        let [one, two, limit] = &self.zones;
        match zone {
            Zone::One => one,
            Zone::Two => two,
            Zone::Limit => limit,
        }
    }

    const fn within(&self, zone: Zone) -> u64 {
        let [one, two, limit] = self.within;
        match zone {
            Zone::One => one,
            Zone::Two => two,
            Zone::Limit => limit,
        }
    }

    #[inline]
    fn hits(&self, zone: Zone, of: u8, counting: Counting, side: Side) -> u64 {
        let beyond = self.zone(zone).on(side) & newest(u64::from(of));
        match counting.outermost {
            Outermost::Counted => beyond,
            Outermost::Ignored => beyond & !self.zone(Zone::Limit).on(side),
        }
    }

    #[inline]
    fn hit(&self, zone: Zone, hits: u8, of: u8, counting: Counting) -> Verdict {
        let above = self.hits(zone, of, counting, Side::Above);
        let below = self.hits(zone, of, counting, Side::Below);
        let opened = u64::from((counting.opening == Opening::AtOnce) | (self.seen >= u64::from(of)));
        let (mut up, mut down) = match counting.completed_by {
            // The newest point is a hit on one side at most: only those of that side need counting.
            CompletedBy::Hit => {
                let enough = opened & has_bits(kept(above, above & 1) | kept(below, below & 1), hits);
                (enough & above, enough & below)
            }
            CompletedBy::Any => (opened & has_bits(above, hits), opened & has_bits(below, hits)),
        };
        if counting.others == Others::SameSide {
            let window = newest(self.seen.min(u64::from(of)));
            up &= u64::from(self.centre.above & window == window);
            down &= u64::from(self.centre.below & window == window);
        }
        Verdict::sided(up, down)
    }

    fn is_outside(&self, zone: Zone, points: u8, sides: Sides) -> u64 {
        let (masks, window) = (self.zone(zone), newest(u64::from(points)));
        let both = masks.above & window != 0 && masks.below & window != 0;
        u64::from((masks.above | masks.below) & window == window && (sides == Sides::Either || both))
    }
}

impl Verdict {
    const fn sided(above: u64, below: u64) -> Self {
        Self { above, below, sideless: 0 }
    }

    const fn sideless(sideless: u64) -> Self {
        Self { above: 0, below: 0, sideless }
    }
}

impl Bits {
    /// Above the upper line, below the lower; above where lines that cross make it both.
    #[inline]
    fn of(value: f64, lower: Option<f64>, upper: Option<f64>) -> Self {
        let above = u64::from(value > upper.unwrap_or(f64::INFINITY));
        let below = u64::from(value < lower.unwrap_or(f64::NEG_INFINITY));
        Self { above, below: below & !above }
    }
}

impl Masks {
    fn shift_in(&mut self, bits: Bits) {
        self.above = self.above << 1 | bits.above;
        self.below = self.below << 1 | bits.below;
    }

    const fn on(&self, side: Side) -> u64 {
        match side {
            Side::Above => self.above,
            Side::Below => self.below,
        }
    }
}

impl Counts {
    fn go_on(&mut self, way: Bits) {
        self.above = kept(more(self.above), way.above);
        self.below = kept(more(self.below), way.below);
    }

    const fn on(self, side: Side) -> u64 {
        match side {
            Side::Above => self.above,
            Side::Below => self.below,
        }
    }

    /// The one of the two that is not 0.
    fn longest(self) -> u64 {
        self.above.max(self.below)
    }

    fn is_sound(self, seen: u64) -> bool {
        self.longest() <= seen && (self.above == 0 || self.below == 0)
    }
}

impl Skipping {
    fn go_on(&mut self, way: Bits) {
        let Self { counted, span } = self;
        counted.above = kept(counted.above.wrapping_add(way.above), way.below ^ 1);
        counted.below = kept(counted.below.wrapping_add(way.below), way.above ^ 1);
        span.above = kept(more(span.above), u64::from(counted.above > 0));
        span.below = kept(more(span.below), u64::from(counted.below > 0));
    }

    fn is_sound(self, seen: u64) -> bool {
        let Self { counted, span } = self;
        let reaches = |counted: u64, span: u64| counted <= span && (counted == 0) == (span == 0);
        let both = reaches(counted.above, span.above) && reaches(counted.below, span.below);
        counted.is_sound(seen) && span.is_sound(seen) && both
    }
}

/// One more. A series has fewer points than 2⁶⁴, and a state that claims more than 2⁵³ is not read.
const fn more(count: u64) -> u64 {
    count.wrapping_add(1)
}

/// The count where the bit is 1, else 0.
const fn kept(count: u64, bit: u64) -> u64 {
    count & 0_u64.wrapping_sub(bit)
}

/// Whether so many bits are set, 1 or 0. To take away the lowest bit a few times is faster than to count all where the
/// processor that is built for has no instruction for it.
#[inline]
fn has_bits(bits: u64, least: u8) -> u64 {
    if least > 4 {
        return u64::from(bits.count_ones() >= u32::from(least));
    }
    let rest = (1..least).fold(bits, |rest, _| rest & rest.wrapping_sub(1));
    u64::from(rest != 0)
}

/// The lowest so many bits.
#[inline]
fn newest(count: u64) -> u64 {
    match u32::try_from(count) {
        Ok(0) => 0,
        Ok(count @ 1..=63) => u64::MAX >> (64_u32.saturating_sub(count)),
        _ => u64::MAX,
    }
}

/// Whether no line is "not a number"; an infinite one is a line that nothing passes.
#[inline]
fn usable(limits: &Limits) -> bool {
    let none = |line: Option<f64>| line.is_some_and(f64::is_nan);
    let zones = [Zone::One, Zone::Two, Zone::Limit];
    let wrong = zones.map(|zone| none(limits.lower(zone)) | none(limits.upper(zone)));
    limits.centre().is_finite() & !wrong.iter().fold(false, |any, wrong| any | wrong)
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
    steps: Masks,
    within: [u64; 3],
    shift: Counts,
    shift_skipping: Skipping,
    trend: Counts,
    trend_skipping: Skipping,
    turns: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Kept(#[serde(with = "crate::analysis::float_text")] f64);

impl From<RunState> for Raw {
    fn from(state: RunState) -> Self {
        let RunState { seen, last, centre, zones, steps, within, shift, .. } = state;
        let RunState { shift_skipping, trend, trend_skipping, turns, .. } = state;
        let last = last.map(Kept);
        Self { seen, last, centre, zones, steps, within, shift, shift_skipping, trend, trend_skipping, turns }
    }
}

impl TryFrom<Raw> for RunState {
    type Error = RuleError;

    fn try_from(raw: Raw) -> Result<Self, RuleError> {
        let Raw { seen, last, centre, zones, steps, within, shift, .. } = raw;
        let Raw { shift_skipping, trend, trend_skipping, turns, .. } = raw;
        let sound = |holds: bool, what| if holds { Ok(()) } else { Err(RuleError::State { what }) };
        sound(seen <= MOST, "more points than 2^53")?;
        sound(last.is_some() == (seen > 0), "a value before the first point, or none after it")?;
        let runs = shift.is_sound(seen)
            && trend.is_sound(seen)
            && shift_skipping.is_sound(seen)
            && trend_skipping.is_sound(seen)
            && within.iter().chain([&turns]).all(|run| *run <= seen);
        sound(runs, "a run longer than the series")?;
        let [one, two, limit] = &zones;
        let of_the_seen = |masks: &&Masks| {
            (masks.above | masks.below) & !newest(seen) == 0 && masks.above & masks.below == 0
        };
        sound(
            [&centre, &steps, one, two, limit].iter().all(of_the_seen),
            "bits of points that were not seen",
        )?;
        let last = last.map(|Kept(value)| value);
        Ok(Self {
            seen,
            last,
            centre,
            zones,
            steps,
            within,
            shift,
            shift_skipping,
            trend,
            trend_skipping,
            turns,
        })
    }
}

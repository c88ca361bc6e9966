use serde::Serialize;

use crate::indicator::Direction;
use crate::monitor::rule::Extent;
use crate::monitor::{Limits, Pattern, RunRule, Side, Variation, Zone};
use crate::quantity::{RuleId, Timestamp};

/// A pattern that one rule found, told at the point that completes it; at each further point that goes on with it the
/// rule tells it anew. [`Signals::patterns`](super::Signals::patterns) gives each pattern once.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::monitor::{Limits, RuleSet, Variation};
///
/// let limits = Limits::symmetric(5.2, 1.0, 3.0);
/// let points = [5.0, 5.3, 5.9, 5.4, 6.0, 5.5, 5.6, 5.3, 5.8, 5.5].map(|value| (value, limits));
/// let signals = RuleSet::nelson().signals(&points, Some(Direction::Lower))?;
/// let signal = &signals.as_slice()[0];
/// assert_eq!((signal.rule.as_str(), signal.first, signal.at), ("nine_on_one_side", 1, 9));
/// assert_eq!((signal.variation, signal.line), (Variation::Concern, Some(5.2)));
/// let text = "9 points in a row (points 2 to 10) lie above the centre line of 5.2: a change for the worse";
/// assert_eq!(signal.to_string(), text);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Signal {
    /// Which rule.
    pub rule: RuleId,
    /// The rule's place in its set, from 0: the gravest first.
    pub rank: usize,
    /// What the rule looks for.
    pub pattern: Pattern,
    /// On which side the pattern lies; a trend that rises lies above. None for patterns without a side.
    pub side: Option<Side>,
    /// Whether it is a change for the better.
    pub variation: Variation,
    /// The first point of the pattern, from 0.
    pub first: usize,
    /// The point that completes it, from 0.
    pub at: usize,
    /// How many points count: all from the first on, less those left out and those that the rule's convention passes
    /// over.
    pub counted: u64,
    /// The points between the first and the completing one, or that one itself, that do not lie beyond the line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<usize>,
    /// The line that they lie beyond, or that parts the sides, as it stands at the completing point. None for trends
    /// and for patterns without a side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<f64>,
    /// When the first point was, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// When the completing point was, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Signal {
    pub(crate) fn of(
        rule: &RunRule,
        rank: usize,
        at: usize,
        side: Option<Side>,
        extent: Extent,
        limits: &Limits,
        better: Option<Direction>,
    ) -> Self {
        let back = |steps: u64| at.checked_sub(usize::try_from(steps).ok()?);
        let is_left_out = |steps: &u64| extent.left_out >> steps & 1 == 1;
        let left_out = if extent.left_out == 0 {
            Vec::new()
        } else {
            (0..64_u64).rev().filter(is_left_out).filter_map(back).collect()
        };
        let beyond = |zone: Zone, side| match side {
            Side::Above => limits.upper(zone),
            Side::Below => limits.lower(zone),
        };
        let line = side.and_then(|side| match rule.pattern() {
            Pattern::BeyondLimits => beyond(Zone::Limit, side),
            Pattern::Beyond { zone, .. } => beyond(zone, side),
            Pattern::Shift { .. } => Some(limits.centre()),
            _ => None,
        });
        Self {
            rule: rule.id().clone(),
            rank,
            pattern: rule.pattern(),
            side,
            variation: side.map_or(Variation::Neutral, |side| Variation::of(side, better)),
            first: back(extent.span.saturating_sub(1)).unwrap_or(0),
            at,
            counted: extent.counted,
            left_out,
            line,
            from: None,
            until: None,
        }
    }

    /// The points that make the pattern, in order; those that the rule's convention passes over, and those of a chart that
    /// are missing or excluded, stand among them: see [`Signals::points`](super::Signals::points).
    pub fn points(&self) -> impl Iterator<Item = usize> + '_ {
        (self.first..=self.at).filter(|point| self.left_out.binary_search(point).is_err())
    }

    /// With the instants of the pattern's first point and of the completing one.
    #[must_use]
    pub fn dated(self, from: Timestamp, until: Timestamp) -> Self {
        Self { from: Some(from), until: Some(until), ..self }
    }

    /// Whether this is the pattern of an earlier signal with one more point.
    pub(super) fn goes_on(&self, earlier: &Self) -> bool {
        let same = self.rank == earlier.rank && self.side == earlier.side && self.first == earlier.first;
        same && earlier.at.checked_add(1) == Some(self.at) && self.left_out.is_empty()
    }

    /// With the places of its points in a longer series, by the place and the instant of each judged point; absent where
    /// one of them is not known.
    pub(in crate::monitor) fn placed(
        self,
        find: impl Fn(usize) -> Option<(usize, Timestamp)>,
    ) -> Option<Self> {
        let ((first, from), (at, until)) = (find(self.first)?, find(self.at)?);
        let place = |point: &usize| find(*point).map(|(place, _)| place);
        let left_out = self.left_out.iter().map(place).collect::<Option<Vec<usize>>>()?;
        Some(Self { first, at, left_out, ..self }.dated(from, until))
    }

    /// So many points later in a series.
    pub(super) fn moved(mut self, by: usize) -> Self {
        self.first = self.first.saturating_add(by);
        self.at = self.at.saturating_add(by);
        for point in &mut self.left_out {
            *point = point.saturating_add(by);
        }
        self
    }
}

use crate::indicator::{Direction, Limit, Range};
use crate::quantity::Number;

/// What others aim at (典型目标值), as it was published.
///
/// ```
/// use service_quality::indicator::catalogue;
///
/// let typical = |id: &str| catalogue().find(|entry| entry.id() == id)?.typical_target();
/// let occupancy = typical("occupancy").ok_or("none")?;
/// assert_eq!((occupancy.text(), occupancy.source()), ("80-85", "8x8 call-center-metrics"));
/// assert_eq!(occupancy.limit().map(|limit| limit.to_string()).as_deref(), Some("80 to 85"));
/// // Several bounds, or an average, are no single limit.
/// assert_eq!(typical("fcr_rate").ok_or("none")?.limit(), None);
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TypicalTarget {
    text: &'static str,
    source: &'static str,
    direction: Direction,
    bounds: &'static [&'static str],
}

impl TypicalTarget {
    pub(super) const fn new(
        text: &'static str,
        source: &'static str,
        direction: Direction,
        bounds: &'static [&'static str],
    ) -> Self {
        Self { text, source, direction, bounds }
    }

    /// As people state it, in the indicator's unit.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Whose word it is.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// The same as a limit, where it states one bound; absent for several bounds, averages and special cases.
    #[must_use]
    pub fn limit(&self) -> Option<Limit> {
        let number = |bound: &str| bound.parse::<Number>().ok();
        Some(match (self.direction, self.bounds) {
            (Direction::Higher, [bound]) => Limit::AtLeast(number(bound)?),
            (Direction::Lower, [bound]) => Limit::AtMost(number(bound)?),
            (Direction::Range, [least, most]) => {
                Limit::Between(Range::new(number(least)?, number(most)?).ok()?)
            }
            _ => return None,
        })
    }
}

use serde::Serialize;

use super::Signal;
use crate::analysis::Undefined;
use crate::quantity::Timestamp;

/// Every signal of every rule over a series, in the order of the points and, at one point, of the rules.
///
/// ```
/// use service_quality::monitor::{Limits, Marking, RuleSet};
///
/// let limits = Limits::symmetric(0.0, 1.0, 3.0);
/// let rules = RuleSet::western_electric();
/// let mut signals = rules.signals(&[(0.5, limits), (2.1, limits), (3.5, limits)], None)?;
/// assert_eq!(signals.completed("two_of_three"), [2]);
/// // After a change of the baseline no pattern reaches back over it.
/// signals.append(rules.signals(&[(2.2, limits), (0.1, limits)], None)?);
/// assert_eq!((signals.n(), signals.as_slice().len()), (5, 2));
/// assert_eq!(signals.ranks(Marking::Completing), [None, None, Some(0), None, None]);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signals {
    n: usize,
    /// The points that rules passed over, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unjudged: Vec<usize>,
    #[serde(rename = "signals")]
    found: Vec<Signal>,
}

impl Signals {
    pub(crate) const fn of(n: usize, signals: Vec<Signal>) -> Self {
        Self { n, unjudged: Vec::new(), found: signals }
    }

    /// Of a series with points that the rules passed over.
    pub(in crate::monitor) fn passing_over(self, unjudged: Vec<usize>) -> Self {
        Self { unjudged, ..self }
    }

    /// How many points were judged.
    #[must_use]
    pub const fn n(&self) -> usize {
        self.n
    }

    /// The points that were missing or excluded, in order: no rule judged them, and patterns pass over them.
    #[must_use]
    pub fn unjudged(&self) -> &[usize] {
        &self.unjudged
    }

    /// The points that make a pattern, in order, without those that were not judged.
    pub fn points<'a>(&'a self, signal: &'a Signal) -> impl Iterator<Item = usize> + 'a {
        signal.points().filter(|point| self.unjudged.binary_search(point).is_err())
    }

    /// The signals.
    #[must_use]
    pub fn as_slice(&self) -> &[Signal] {
        &self.found
    }

    /// The signals, one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Signal> {
        self.found.iter()
    }

    /// Whether no rule found anything: the process is stable as far as these rules see.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Each pattern once, with all the points that it went on for: the last of the signals that tell it.
    ///
    /// ```
    /// use service_quality::monitor::{Limits, RuleSet};
    ///
    /// let limits = Limits::symmetric(0.0, 1.0, 3.0);
    /// let points = [0.1, 0.5, 0.4, 0.3, 0.2, 0.6, 0.3, 0.5, 0.2].map(|value| (value, limits));
    /// let signals = RuleSet::nhs().signals(&points, None)?;
    /// assert_eq!(signals.as_slice().len(), 3, "at the seventh point, and at each that goes on");
    /// let patterns: Vec<u64> = signals.patterns().map(|signal| signal.counted).collect();
    /// assert_eq!(patterns, [9]);
    /// # Ok::<(), service_quality::analysis::Undefined>(())
    /// ```
    pub fn patterns(&self) -> impl Iterator<Item = &Signal> {
        self.found.iter().enumerate().filter_map(|(place, signal)| {
            let later = self.found.get(place.saturating_add(1)..).unwrap_or_default();
            let next = later.iter().take_while(|later| later.at <= signal.at.saturating_add(1));
            (!next.into_iter().any(|next| next.goes_on(signal))).then_some(signal)
        })
    }

    /// The points that complete a rule's pattern.
    #[must_use]
    pub fn completed(&self, rule: &str) -> Vec<usize> {
        let mut points: Vec<_> =
            self.found.iter().filter(|signal| signal.rule.as_str() == rule).map(|signal| signal.at).collect();
        points.dedup();
        points
    }

    /// Goes on with the signals of the next segment.
    pub fn append(&mut self, next: Self) {
        self.unjudged.extend(next.unjudged.into_iter().map(|point| point.saturating_add(self.n)));
        self.found.extend(next.found.into_iter().map(|signal| signal.moved(self.n)));
        self.n = self.n.saturating_add(next.n);
    }

    /// With the instants of the points.
    ///
    /// # Errors
    /// [`Undefined::Unequal`] where there is not one instant for each point.
    pub fn dated(mut self, instants: &[Timestamp]) -> Result<Self, Undefined> {
        if instants.len() != self.n {
            return Err(Undefined::Unequal { what: "instants", given: instants.len(), needed: self.n });
        }
        for signal in &mut self.found {
            signal.from = instants.get(signal.first).copied();
            signal.until = instants.get(signal.at).copied();
        }
        Ok(self)
    }
}

impl<'a> IntoIterator for &'a Signals {
    type Item = &'a Signal;
    type IntoIter = std::slice::Iter<'a, Signal>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::pattern::{Counted, Outermost, Pattern};
use super::{Fired, RuleError, RunState};
use crate::analysis::Undefined;
use crate::indicator::Direction;
use crate::monitor::{Limits, Signal, Signals, Zone};
use crate::quantity::{RuleId, excerpt};

/// A pattern that is looked for, with an id by which signals name it.
///
/// ```
/// use service_quality::monitor::{OnCentre, Pattern, RunRule};
///
/// let pattern = Pattern::Shift { points: 6, on_centre: OnCentre::Break };
/// let rule = RunRule::new("six_on_one_side".parse()?, pattern)?;
/// let text = r#"{"id":"six_on_one_side","pattern":{"shift":{"points":6,"on_centre":"break"}}}"#;
/// assert_eq!(serde_json::to_string(&rule)?, text);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRule")]
pub struct RunRule {
    id: RuleId,
    pattern: Pattern,
}

impl RunRule {
    /// Checks the lengths of a pattern.
    ///
    /// # Errors
    /// [`RuleError::Length`], [`RuleError::Hits`] and [`RuleError::NoneLeft`] for a pattern that is none.
    pub fn new(id: RuleId, pattern: Pattern) -> Result<Self, RuleError> {
        let rule = || excerpt(id.as_str());
        let length = |what, given, least| {
            let fits = (least..=64).contains(&given);
            if fits { Ok(()) } else { Err(RuleError::Length { rule: rule(), what, given, least }) }
        };
        match pattern {
            Pattern::BeyondLimits => {}
            Pattern::Beyond { zone, hits, of, counting } => {
                length("hits", hits, 1)?;
                length("of", of, 1)?;
                if hits > of {
                    return Err(RuleError::Hits { rule: rule(), hits, of });
                }
                if zone == Zone::Limit && counting.outermost == Outermost::Ignored {
                    return Err(RuleError::NoneLeft { rule: rule() });
                }
            }
            Pattern::Trend { length: given, counted, .. } => {
                length("length", given, if counted == Counted::Points { 3 } else { 2 })?;
            }
            Pattern::Alternation { points } => length("points", points, 3)?,
            Pattern::Shift { points, .. }
            | Pattern::Within { points, .. }
            | Pattern::Outside { points, .. } => {
                length("points", points, 2)?;
            }
        }
        Ok(Self { id, pattern })
    }

    /// A rule of this crate, whose lengths are known to be right.
    pub(super) const fn known(id: RuleId, pattern: Pattern) -> Self {
        Self { id, pattern }
    }

    /// By which signals name it.
    #[must_use]
    pub const fn id(&self) -> &RuleId {
        &self.id
    }

    /// What it looks for.
    #[must_use]
    pub const fn pattern(&self) -> Pattern {
        self.pattern
    }
}

/// Rules that judge the points of a chart together, the gravest first.
///
/// Written as the name of a known set, or as a list.
///
/// ```
/// use service_quality::monitor::{Limits, RuleSet};
///
/// let rules: RuleSet = serde_json::from_str(r#""western_electric""#)?;
/// let limits = Limits::symmetric(0.0, 1.0, 3.0);
/// let points = [0.0, 2.5, 1.0, 2.6, 0.0].map(|value| (value, limits));
/// let signals = rules.signals(&points, None)?;
/// assert_eq!(signals.completed("two_of_three"), [3]);
/// assert_eq!(signals.as_slice()[0].points().collect::<Vec<_>>(), [1, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawSet", into = "RawSet")]
pub struct RuleSet {
    rules: Vec<RunRule>,
}

impl RuleSet {
    /// The host's own rules.
    ///
    /// # Errors
    /// [`RuleError::Count`] for none or more than 64, [`RuleError::Repeated`] for an id that stands twice.
    pub fn new(rules: Vec<RunRule>) -> Result<Self, RuleError> {
        if !(1..=64).contains(&rules.len()) {
            return Err(RuleError::Count { given: rules.len() });
        }
        let mut ids = BTreeSet::new();
        if let Some((position, rule)) = rules.iter().enumerate().find(|(_, rule)| !ids.insert(rule.id())) {
            return Err(RuleError::Repeated { position, rule: excerpt(rule.id().as_str()) });
        }
        Ok(Self { rules })
    }

    /// Rules of this crate, which are few and differ.
    pub(super) const fn known(rules: Vec<RunRule>) -> Self {
        Self { rules }
    }

    /// The rules in their order.
    #[must_use]
    pub fn rules(&self) -> &[RunRule] {
        &self.rules
    }

    /// Takes the next point of a segment, and says which rules it completes. Allocates nothing.
    ///
    /// # Errors
    /// [`Undefined::NotFinite`] for a value that is no finite number, and for a line that is none; the state stays.
    #[inline]
    pub fn push(&self, state: &mut RunState, value: f64, limits: &Limits) -> Result<Fired, Undefined> {
        state.take(value, limits)?;
        let mut fired = Fired::default();
        for rule in self.rules.iter().rev() {
            fired.put_first(state.judge(rule.pattern));
        }
        Ok(fired)
    }

    /// The signals behind the rules that the newest point completed: which points make each pattern, and what it means.
    ///
    /// `at` is the place of that point in the series, by whatever the host counts.
    #[must_use]
    pub fn explain(
        &self,
        fired: &Fired,
        state: &RunState,
        at: usize,
        limits: &Limits,
        better: Option<Direction>,
    ) -> Vec<Signal> {
        let rule = |number: usize| self.rules.get(number);
        let signal = |(rank, side)| {
            let rule = rule(rank)?;
            let extent = state.extent(rule.pattern, side);
            Some(Signal::of(rule, rank, at, side, extent, limits, better))
        };
        fired.iter().filter_map(signal).collect()
    }

    /// Every signal of every rule over one segment: values with the lines that hold there.
    ///
    /// Segments are judged one by one and [appended](Signals::append), so that no pattern spans two.
    ///
    /// # Errors
    /// [`Undefined::NotFinite`] for a value that is no finite number, and for a line that is none.
    pub fn signals(&self, points: &[(f64, Limits)], better: Option<Direction>) -> Result<Signals, Undefined> {
        let (mut state, mut signals) = (RunState::new(), Vec::new());
        for (at, (value, limits)) in points.iter().enumerate() {
            let fired = self.push(&mut state, *value, limits)?;
            if !fired.is_empty() {
                signals.append(&mut self.explain(&fired, &state, at, limits, better));
            }
        }
        Ok(Signals::of(points.len(), signals))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: RuleId,
    pattern: Pattern,
}

impl TryFrom<RawRule> for RunRule {
    type Error = RuleError;

    fn try_from(raw: RawRule) -> Result<Self, RuleError> {
        Self::new(raw.id, raw.pattern)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawSet {
    WesternElectric,
    Nelson,
    Nhs,
    Rules(Vec<RunRule>),
}

impl TryFrom<RawSet> for RuleSet {
    type Error = RuleError;

    fn try_from(raw: RawSet) -> Result<Self, RuleError> {
        match raw {
            RawSet::WesternElectric => Ok(Self::western_electric()),
            RawSet::Nelson => Ok(Self::nelson()),
            RawSet::Nhs => Ok(Self::nhs()),
            RawSet::Rules(rules) => Self::new(rules),
        }
    }
}

impl From<RuleSet> for RawSet {
    fn from(set: RuleSet) -> Self {
        if set == RuleSet::western_electric() {
            Self::WesternElectric
        } else if set == RuleSet::nelson() {
            Self::Nelson
        } else if set == RuleSet::nhs() {
            Self::Nhs
        } else {
            Self::Rules(set.rules)
        }
    }
}

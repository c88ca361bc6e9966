use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{AgreementError, Signal, StatusClass};
use crate::ticket::Condition;

/// When a clock starts, stands still, goes on, stops, starts over and is called off, and in which statuses it counts.
///
/// Every [`Target`](super::Target) has rules of its own; an objective may replace them, and a
/// [`Target::Named`](super::Target::Named) clock gives them. At one event the order is: cancel, else stop, else reset;
/// then start; then pause, else resume. So an event that both stops and starts ends one cycle and begins the next: that needs
/// [`Reopening::NewCycle`](super::Reopening::NewCycle), which is what named clocks have; with
/// [`Continue`](super::Reopening::Continue) the one cycle goes on.
///
/// What a clock is held by ends where it stops or starts over, also where the same event starts it again. Where a condition of `pause` holds when a clock starts, goes on or starts
/// over, it stands still from there, at whatever event the condition came about.
///
/// ```
/// use service_quality::sla::{ClockRules, Signal, Trigger};
/// use service_quality::ticket::Condition;
///
/// // From the day an inspection is ordered until it is reported; while a permit is awaited, the clock stands still.
/// let rules = ClockRules {
///     start: vec![Trigger::on([Signal::AttributeChanged("inspection".parse()?)])
///         .when(Condition::equals("inspection".parse()?, "ordered"))],
///     stop: vec![Trigger::on([Signal::AttributeChanged("inspection".parse()?)])
///         .when(Condition::equals("inspection".parse()?, "reported"))],
///     pause: vec![Trigger::any().when(Condition::equals("permit".parse()?, "awaited"))],
///     ..ClockRules::default()
/// };
/// let json = serde_json::to_string(&rules)?;
/// assert_eq!(serde_json::from_str::<ClockRules>(&json)?, rules);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClockRules {
    /// Any of these starts the clock, where it does not run. What it does to a finished clock,
    /// [`Reopening`](super::Reopening) says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub start: Vec<Trigger>,
    /// Any of these finishes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<Trigger>,
    /// Any of these, while it runs, begins a new cycle with the whole budget; the old one is cancelled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reset: Vec<Trigger>,
    /// Any of these, while it runs, calls it off.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cancel: Vec<Trigger>,
    /// Any of these makes it stand still, besides the pauses of the agreement.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pause: Vec<Trigger>,
    /// Any of these lets it go on. Where none is given, it goes on as soon as no condition of `pause` holds; each of these
    /// must then be one that can end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resume: Vec<Trigger>,
    /// Counts only in statuses of these classes; in all, where none is given.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub counts_in: BTreeSet<StatusClass>,
}

/// An event that matters, and what must hold right after it.
///
/// ```
/// use service_quality::sla::{Signal, Trigger};
/// let trigger = Trigger::on([Signal::Resolved, Signal::Closed]);
/// assert_eq!(serde_json::to_string(&trigger)?, r#"{"on":["resolved","closed"]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Trigger {
    /// The events; any event, where none is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<Signal>,
    /// What must hold of the ticket as the event left it.
    #[serde(skip_serializing_if = "always")]
    pub when: Condition,
}

fn always(condition: &Condition) -> bool {
    *condition == Condition::Always
}

impl Trigger {
    /// At any of these events.
    #[must_use]
    pub fn on(signals: impl IntoIterator<Item = Signal>) -> Self {
        Self { on: signals.into_iter().collect(), when: Condition::Always }
    }

    /// At any event.
    #[must_use]
    pub fn any() -> Self {
        Self::default()
    }

    /// Only where a condition holds.
    #[must_use]
    pub fn when(mut self, condition: Condition) -> Self {
        self.when = condition;
        self
    }
}

impl ClockRules {
    /// The lists by name.
    pub(super) fn lists(&self) -> [(&'static str, &[Trigger]); 6] {
        [
            ("start", &self.start),
            ("stop", &self.stop),
            ("reset", &self.reset),
            ("cancel", &self.cancel),
            ("pause", &self.pause),
            ("resume", &self.resume),
        ]
    }

    /// Every condition.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.lists().into_iter().flat_map(|(_, triggers)| triggers).map(|trigger| &trigger.when)
    }

    pub(super) fn check(&self) -> Result<(), AgreementError> {
        if self.start.is_empty() {
            return Err(AgreementError::Empty { place: "rules.start".to_owned(), wanted: "trigger" });
        }
        for (list, triggers) in self.lists() {
            for (index, trigger) in triggers.iter().enumerate() {
                let place = || format!("rules.{list}[{index}].when");
                if let Some(fact) = super::sensitivity::asks_unsteady(&trigger.when) {
                    return Err(AgreementError::ChosenByUnsteady { place: place(), fact });
                }
                if trigger.when.never_holds() {
                    return Err(AgreementError::NeverHolds {
                        place: place(),
                        condition: trigger.when.to_string(),
                    });
                }
                if list == "pause" && self.resume.is_empty() && Condition::Always.implies(&trigger.when) {
                    return Err(AgreementError::EndlessPause { place: format!("rules.pause[{index}]") });
                }
            }
        }
        Ok(())
    }
}

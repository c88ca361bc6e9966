use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ActionKind;
use crate::improve::ImproveError;
use crate::quantity::{ActionId, AgentId, CauseId, Date, IndicatorId, Money, Number, Statement};

/// What is to be done, as it was planned (措施).
///
/// An owner and a due day may still be missing while a plan is made; the guards of the cycle ask for them.
///
/// ```
/// use service_quality::improve::action::{Action, ActionKind};
///
/// let action = Action::new("callbacks".parse()?, ActionKind::Corrective, "Call back within the hour".parse()?)
///     .owned_by("li.wei".parse()?)
///     .due("2026-05-01".parse()?)
///     .against("no_callback_slot".parse()?);
/// assert_eq!(action.causes().len(), 1);
/// let json = serde_json::to_string(&action)?;
/// assert_eq!(serde_json::from_str::<Action>(&json)?, action);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawAction", into = "RawAction")]
pub struct Action(RawAction);

/// What an action is expected to bring, or what it brought.
///
/// ```
/// use service_quality::improve::action::Gain;
/// let gain: Gain = serde_json::from_str(r#"{"indicator": {"indicator": "on_time", "by": "0.04"}}"#)?;
/// assert!(matches!(gain, Gain::Indicator { .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Gain {
    /// So much on an indicator, in its unit.
    Indicator {
        /// Which.
        indicator: IndicatorId,
        /// How much, up or down.
        by: Number,
    },
    /// So much money a year.
    Yearly(Money),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAction {
    id: ActionId,
    kind: ActionKind,
    what: Statement,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<AgentId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    begin: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<Date>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    causes: Vec<CauseId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cost: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gain: Option<Gain>,
}

impl Action {
    /// An action without owner, days, causes, cost and gain.
    #[must_use]
    pub fn new(id: ActionId, kind: ActionKind, what: Statement) -> Self {
        let (owner, causes) = (None, Vec::new());
        Self(RawAction { id, kind, what, owner, begin: None, due: None, causes, cost: None, gain: None })
    }

    /// Who answers for it.
    #[must_use]
    pub fn owned_by(mut self, owner: AgentId) -> Self {
        self.0.owner = Some(owner);
        self
    }

    /// The day by whose end it is to be done.
    #[must_use]
    pub fn due(mut self, due: Date) -> Self {
        self.0.due = Some(due);
        self
    }

    /// The days on which it is to begin and by whose end it is to be done.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for an end before the beginning.
    pub fn planned(mut self, begin: Date, due: Date) -> Result<Self, ImproveError> {
        (self.0.begin, self.0.due) = (Some(begin), Some(due));
        Self::try_from(self.0)
    }

    /// Names a cause that it acts against; one named twice is there once.
    #[must_use]
    pub fn against(mut self, cause: CauseId) -> Self {
        if !self.0.causes.contains(&cause) {
            self.0.causes.push(cause);
        }
        self
    }

    /// What it is expected to cost.
    #[must_use]
    pub fn costing(mut self, cost: Money) -> Self {
        self.0.cost = Some(cost);
        self
    }

    /// What it is expected to bring.
    #[must_use]
    pub fn gaining(mut self, gain: Gain) -> Self {
        self.0.gain = Some(gain);
        self
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &ActionId {
        &self.0.id
    }

    /// What it is for.
    #[must_use]
    pub const fn kind(&self) -> ActionKind {
        self.0.kind
    }

    /// What is to be done.
    #[must_use]
    pub const fn what(&self) -> &Statement {
        &self.0.what
    }

    /// Who answers for it.
    #[must_use]
    pub const fn owner(&self) -> Option<&AgentId> {
        self.0.owner.as_ref()
    }

    /// On which day it is to begin.
    #[must_use]
    pub const fn begins_on(&self) -> Option<Date> {
        self.0.begin
    }

    /// By the end of which day it is to be done.
    #[must_use]
    pub const fn due_on(&self) -> Option<Date> {
        self.0.due
    }

    /// Against which causes it acts.
    #[must_use]
    pub fn causes(&self) -> &[CauseId] {
        &self.0.causes
    }

    /// What it is expected to cost.
    #[must_use]
    pub const fn cost(&self) -> Option<&Money> {
        self.0.cost.as_ref()
    }

    /// What it is expected to bring.
    #[must_use]
    pub const fn gain(&self) -> Option<&Gain> {
        self.0.gain.as_ref()
    }
}

impl TryFrom<RawAction> for Action {
    type Error = ImproveError;

    fn try_from(raw: RawAction) -> Result<Self, ImproveError> {
        if let (Some(begin), Some(due)) = (raw.begin, raw.due)
            && due < begin
        {
            return Err(ImproveError::not_allowed(
                "action.due",
                &due,
                format!("{begin}, on which it begins, or a later day"),
            ));
        }
        let mut seen = BTreeSet::new();
        for cause in &raw.causes {
            if !seen.insert(cause) {
                return Err(ImproveError::Repeated {
                    place: "action.causes".to_owned(),
                    id: cause.to_string(),
                });
            }
        }
        Ok(Self(raw))
    }
}

impl From<Action> for RawAction {
    fn from(action: Action) -> Self {
        action.0
    }
}

//! Typed names: a ticket's id cannot be passed where an indicator's is wanted.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{QuantityError, excerpt, wire};

/// Longest name, in bytes.
const LONGEST: usize = 200;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $what:literal $(, not $reserved:literal)?;)*) => {$(
        $(#[$doc])*
        ///
        /// 1 to 200 bytes of UTF-8 without control characters or outer blanks. Cheap to clone.
        ///
        /// ```
        #[doc = concat!("use service_quality::quantity::", stringify!($name), ";")]
        ///
        #[doc = concat!("let id = ", stringify!($name), "::new(\"north-1\")?;")]
        /// assert_eq!(id.as_str(), "north-1");
        #[doc = concat!("assert!(", stringify!($name), "::new(\"\").is_err());")]
        /// # Ok::<(), service_quality::quantity::QuantityError>(())
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks the name and keeps it.
            ///
            /// # Errors
            /// [`QuantityError::BadName`]
            $(#[doc = concat!("and, where it begins with `", $reserved, "`, [`QuantityError::ReservedName`]")])?
            /// for what is no such name.
            pub fn new(name: impl AsRef<str>) -> Result<Self, QuantityError> {
                name.as_ref().parse()
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = QuantityError;

            fn from_str(name: &str) -> Result<Self, QuantityError> {
                $(not_reserved($what, name, $reserved)?;)?
                checked_name($what, name).map(Self)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = QuantityError;

            fn try_from(name: &str) -> Result<Self, QuantityError> {
                name.parse()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                wire::string(deserializer, concat!("a ", $what, " as a string"))
            }
        }
    )*};
}

ids! {
    /// Names a service record (工单): an incident, a request, a case.
    TicketId, "ticket id";
    /// Names a person who handles tickets.
    AgentId, "agent id";
    /// Names a team, queue or department.
    GroupId, "group id";
    /// Names a working-time calendar.
    CalendarId, "calendar id";
    /// Names a set of holidays that several calendars share.
    HolidaySetId, "holiday set id";
    /// Names an agreement.
    AgreementId, "agreement id";
    /// Names a policy of an agreement.
    PolicyId, "policy id";
    /// Names an objective of a policy.
    ObjectiveId, "objective id";
    /// Names an escalation level of an objective.
    LevelId, "level id";
    /// Names a link of a chain of agreements.
    LinkId, "link id";
    /// Names a survey (问卷).
    SurveyId, "survey id";
    /// Names a question of a survey.
    QuestionId, "question id";
    /// Names an answered, or unanswered, questionnaire.
    ResponseId, "response id";
    /// Names a checklist (检查表).
    ChecklistId, "checklist id";
    /// Names an item of a checklist.
    ItemId, "item id";
    /// Names a filled-in checklist.
    InspectionId, "inspection id";
    /// Names what assessors rate: a call, an employee, a site.
    SubjectId, "subject id";
    /// Names a figure that the host reports, such as `customers_at_start`.
    FigureId, "figure id";
    /// Names an indicator.
    IndicatorId, "indicator id";
    /// Names a node of a scoring model.
    NodeId, "node id";
    /// Names a rule of a scoring model or of a control chart.
    RuleId, "rule id";
    /// Names a problem (问题) that an improvement is to solve.
    ProblemId, "problem id";
    /// Names a hypothesis about a cause (原因).
    CauseId, "cause id";
    /// Names an action (措施) of an improvement cycle.
    ActionId, "action id";
    /// Names an improvement cycle (PDCA 循环).
    CycleId, "cycle id";
    /// Names a complaint (投诉).
    ComplaintId, "complaint id";
    /// Names a nonconformity (不合格).
    NonconformityId, "nonconformity id";
    /// Names a risk (风险).
    RiskId, "risk id";
    /// Names a service (服务), or a part of one.
    ServiceId, "service id";
    /// Names an incident (故障), an outage among them.
    IncidentId, "incident id";
    /// Names a quality standard.
    StandardId, "standard id";
    /// Names a version of an agreement, a calendar or a standard.
    Version, "version";
    /// A short text that people read: a name, an owner, a source.
    Label, "label";
    /// Names an attribute of a ticket, such as `priority` or `department`; does not begin with `@`, as facts that follow
    /// from the history do.
    AttributeName, "attribute name", not '@';
    /// Names a status of a ticket, such as `open` or `waiting for customer`.
    Status, "status";
}

/// A first character that marks something else.
fn not_reserved(what: &'static str, name: &str, reserved: char) -> Result<(), QuantityError> {
    if name.starts_with(reserved) {
        return Err(QuantityError::ReservedName { what, given: excerpt(name), reserved });
    }
    Ok(())
}

/// The rules that all names share.
pub(crate) fn checked_name(what: &'static str, name: &str) -> Result<Arc<str>, QuantityError> {
    let good =
        (1..=LONGEST).contains(&name.len()) && name.trim() == name && !name.chars().any(char::is_control);
    if good { Ok(name.into()) } else { Err(QuantityError::BadName { what, given: excerpt(name) }) }
}

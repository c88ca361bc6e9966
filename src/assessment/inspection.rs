use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Mark;
use crate::quantity::{
    AttributeName, ChecklistId, InspectionId, ItemId, Label, SubjectId, Timestamp, Version, unique_keys,
};
use crate::ticket::{Fact, Facts, Value, ValueRef};

/// A filled-in checklist (检查记录, 质检记录): what was found, when, and by whom.
///
/// Conditions judge its attributes, so that inspections are chosen and grouped as tickets are. What the form itself says
/// answers to the names `notice`, `inspector`, `subject` and `checklist`, so that an indicator can count unannounced
/// inspections only; an attribute of such a name comes first. An item without a mark was not checked.
///
/// ```
/// use service_quality::assessment::{Inspection, Mark, Notice};
/// use service_quality::ticket::Condition;
///
/// let at = "2026-03-02T09:00:00Z".parse()?;
/// let inspection = Inspection::new("I-1".parse()?, "counter".parse()?, "2026".parse()?, at)
///     .with_notice(Notice::Unannounced)
///     .with_attribute("branch".parse()?, "north")
///     .with_mark("queue".parse()?, Mark::Passed);
/// assert!(Condition::equals("branch".parse()?, "north").matches(&inspection));
/// assert!(Condition::equals("notice".parse()?, "unannounced").matches(&inspection));
/// assert_eq!(inspection.mark(&"queue".parse()?), Mark::Passed);
/// assert_eq!(inspection.mark(&"signs".parse()?), Mark::NotChecked);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an inspection as an object")]
pub struct Inspection {
    id: InspectionId,
    checklist: ChecklistId,
    version: Version,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inspector: Option<Label>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice: Option<Notice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject: Option<SubjectId>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique_keys")]
    attributes: BTreeMap<AttributeName, Value>,
    #[serde(deserialize_with = "unique_keys")]
    marks: BTreeMap<ItemId, Mark>,
}

/// Whether those inspected knew beforehand.
///
/// ```
/// use service_quality::assessment::Notice;
/// assert_eq!(Notice::Unannounced.to_string(), "unannounced");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// They knew, 明查.
    Announced,
    /// They did not: mystery shopping, silent monitoring, 暗访.
    Unannounced,
}

impl Inspection {
    /// A form of that version of a checklist, on which nothing is marked yet.
    #[must_use]
    pub const fn new(id: InspectionId, checklist: ChecklistId, version: Version, at: Timestamp) -> Self {
        Self {
            id,
            checklist,
            version,
            at,
            inspector: None,
            notice: None,
            subject: None,
            attributes: BTreeMap::new(),
            marks: BTreeMap::new(),
        }
    }

    /// Says who inspected.
    #[must_use]
    pub fn with_inspector(mut self, inspector: Label) -> Self {
        self.inspector = Some(inspector);
        self
    }

    /// Says whether those inspected knew beforehand.
    #[must_use]
    pub const fn with_notice(mut self, notice: Notice) -> Self {
        self.notice = Some(notice);
        self
    }

    /// Says what was inspected: a call, an employee, a site.
    #[must_use]
    pub fn with_subject(mut self, subject: SubjectId) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Gives an attribute; the last one given of a name counts.
    #[must_use]
    pub fn with_attribute(mut self, name: AttributeName, value: impl Into<Value>) -> Self {
        self.attributes.insert(name, value.into());
        self
    }

    /// Marks an item; the last mark given of an item counts.
    #[must_use]
    pub fn with_mark(mut self, item: ItemId, mark: Mark) -> Self {
        self.marks.insert(item, mark);
        self
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> &InspectionId {
        &self.id
    }

    /// The checklist that was filled in.
    #[must_use]
    pub const fn checklist(&self) -> &ChecklistId {
        &self.checklist
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> &Version {
        &self.version
    }

    /// When it was filled in.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Who inspected.
    #[must_use]
    pub const fn inspector(&self) -> Option<&Label> {
        self.inspector.as_ref()
    }

    /// Whether those inspected knew beforehand.
    #[must_use]
    pub const fn notice(&self) -> Option<Notice> {
        self.notice
    }

    /// What was inspected.
    #[must_use]
    pub const fn subject(&self) -> Option<&SubjectId> {
        self.subject.as_ref()
    }

    /// The attributes, by name.
    #[must_use]
    pub const fn attributes(&self) -> &BTreeMap<AttributeName, Value> {
        &self.attributes
    }

    /// The marks, by item.
    #[must_use]
    pub const fn marks(&self) -> &BTreeMap<ItemId, Mark> {
        &self.marks
    }

    /// The mark of an item; without one it was not checked.
    #[must_use]
    pub fn mark(&self, item: &ItemId) -> Mark {
        self.marks.get(item).copied().unwrap_or(Mark::NotChecked)
    }
}

/// An inspection has attributes and what the form says of itself, and no facts of a ticket's history.
impl Facts for Inspection {
    fn fact(&self, fact: &Fact) -> Option<ValueRef<'_>> {
        let of_form = |name: &str| match name {
            "notice" => self.notice.map(Notice::name),
            "inspector" => self.inspector.as_ref().map(Label::as_str),
            "subject" => self.subject.as_ref().map(SubjectId::as_str),
            "checklist" => Some(self.checklist.as_str()),
            _ => None,
        };
        attribute(&self.attributes, fact, of_form)
    }
}

/// The attribute that a fact names, or else what the record itself says under that name.
pub(super) fn attribute<'a>(
    attributes: &'a BTreeMap<AttributeName, Value>,
    fact: &Fact,
    of_record: impl FnOnce(&str) -> Option<&'a str>,
) -> Option<ValueRef<'a>> {
    match fact {
        Fact::Attribute(name) => match attributes.get(name) {
            Some(value) => Some(value.as_ref()),
            None => of_record(name.as_str()).map(ValueRef::Text),
        },
        Fact::Derived(_) => None,
    }
}

impl Notice {
    /// The word that conditions compare with.
    const fn name(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Unannounced => "unannounced",
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

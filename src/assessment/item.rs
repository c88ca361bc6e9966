use std::fmt;

use serde::{Deserialize, Serialize};

use super::AssessmentError;
use crate::quantity::{ItemId, Label, Name, Weight};

/// An item of a checklist (检查项): what is looked at, and the points that it is worth.
///
/// ```
/// use service_quality::assessment::{Criticality, Item};
/// use service_quality::quantity::Name;
///
/// let item = Item::new("verify".parse()?, Name::new("Verifies identity")?.with_zh("核对身份")?, "15".parse()?)?
///     .with_criticality(Criticality::Compliance);
/// assert_eq!(item.criticality(), Some(Criticality::Compliance));
///
/// let worthless = Item::new("verify".parse()?, Name::new("Verifies identity")?, "0".parse()?).unwrap_err();
/// assert_eq!(worthless.to_string(), "item `verify`: points `0` are out of range: give more than 0, at most 1000000");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawItem", into = "RawItem")]
pub struct Item(RawItem);

/// Whom a failed critical item harms (关键差错), in the terms of the COPC CX Standard.
///
/// ```
/// use service_quality::assessment::Criticality;
/// assert_eq!(serde_json::to_string(&Criticality::Customer)?, r#""customer""#);
/// assert_eq!(Criticality::Customer.to_string(), "customer-critical");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criticality {
    /// The customer: the matter is not solved, or solved wrongly, 客户关键差错.
    Customer,
    /// The organisation: it loses money or effort, 业务关键差错.
    Business,
    /// The law or a regulation, 合规关键差错.
    Compliance,
}

impl Item {
    /// An item worth the points, in no section and not critical.
    ///
    /// # Errors
    /// [`AssessmentError::NoPoints`] for 0 points.
    pub fn new(id: ItemId, name: Name, points: Weight) -> Result<Self, AssessmentError> {
        RawItem { id, name, points, section: None, criticality: None }.try_into()
    }

    /// Puts the item in a section of the checklist.
    #[must_use]
    pub fn with_section(mut self, section: Label) -> Self {
        self.0.section = Some(section);
        self
    }

    /// Makes the item critical: it passes or fails, and nothing between.
    #[must_use]
    pub const fn with_criticality(mut self, criticality: Criticality) -> Self {
        self.0.criticality = Some(criticality);
        self
    }

    /// The id, unique in its checklist.
    #[must_use]
    pub const fn id(&self) -> &ItemId {
        &self.0.id
    }

    /// What people call it.
    #[must_use]
    pub const fn name(&self) -> &Name {
        &self.0.name
    }

    /// The points that it is worth (分值), more than 0.
    #[must_use]
    pub const fn points(&self) -> Weight {
        self.0.points
    }

    /// The section that it stands in.
    #[must_use]
    pub const fn section(&self) -> Option<&Label> {
        self.0.section.as_ref()
    }

    /// Whom its failure harms, where it is critical.
    #[must_use]
    pub const fn criticality(&self) -> Option<Criticality> {
        self.0.criticality
    }
}

impl fmt::Display for Criticality {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Customer => "customer-critical",
            Self::Business => "business-critical",
            Self::Compliance => "compliance-critical",
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an item as an object")]
struct RawItem {
    id: ItemId,
    name: Name,
    points: Weight,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    section: Option<Label>,
    #[serde(default, rename = "critical", skip_serializing_if = "Option::is_none")]
    criticality: Option<Criticality>,
}

impl TryFrom<RawItem> for Item {
    type Error = AssessmentError;

    fn try_from(raw: RawItem) -> Result<Self, AssessmentError> {
        if raw.points == Weight::ZERO {
            return Err(AssessmentError::NoPoints { item: raw.id });
        }
        Ok(Self(raw))
    }
}

impl From<Item> for RawItem {
    fn from(item: Item) -> Self {
        item.0
    }
}

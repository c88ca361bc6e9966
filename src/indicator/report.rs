use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::TallyError;
use super::amount::Amount;
use crate::quantity::{AttributeName, FigureId, Label};
use crate::ticket::{Fact, Facts, Value, ValueRef};

/// Figures that the host counted itself (上报数据): customers at the start of the month, minutes of talk, audits done.
///
/// A figure is a number or a duration. What it belongs to (a site, a month) stands in the attributes, for conditions
/// and grouping. A figure that does not concern the site is said to be [not applicable](Report::not_applicable); one
/// that is not given is missing.
///
/// ```
/// use service_quality::indicator::Report;
/// use service_quality::ticket::Value;
///
/// let north: Report = serde_json::from_str(r#"{
///     "name": "north, 2026-03",
///     "attributes": {"site": "north"},
///     "figures": {"customers_lost": 12, "customers_at_start": 480, "talk_time": {"span": "PT310H"}},
///     "not_applicable": ["field_visits"]
/// }"#)?;
/// assert_eq!(north.figure(&"customers_lost".parse()?), Some(&Value::Number(12.into())));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawReport", into = "RawReport")]
pub struct Report(RawReport);

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a report as an object")]
struct RawReport {
    name: Label,
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "crate::quantity::unique_keys"
    )]
    attributes: BTreeMap<AttributeName, Value>,
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    figures: BTreeMap<FigureId, Value>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    not_applicable: BTreeSet<FigureId>,
}

impl Report {
    /// A report without figures yet; the name tells it from others in messages.
    #[must_use]
    pub const fn new(name: Label) -> Self {
        Self(RawReport {
            name,
            attributes: BTreeMap::new(),
            figures: BTreeMap::new(),
            not_applicable: BTreeSet::new(),
        })
    }

    /// Says what the figures belong to.
    #[must_use]
    pub fn with_attribute(mut self, name: AttributeName, value: impl Into<Value>) -> Self {
        self.0.attributes.insert(name, value.into());
        self
    }

    /// Adds a figure.
    ///
    /// # Errors
    /// [`TallyError::Figure`] unless it is a number or a duration, and for one that was said not to apply.
    pub fn with_figure(mut self, figure: FigureId, value: impl Into<Value>) -> Result<Self, TallyError> {
        let value = value.into();
        self.0.check(&figure, &value)?;
        self.0.figures.insert(figure, value);
        Ok(self)
    }

    /// Says that a figure does not concern what the report is of.
    ///
    /// # Errors
    /// [`TallyError::Figure`] for a figure that was given.
    pub fn with_not_applicable(mut self, figure: FigureId) -> Result<Self, TallyError> {
        if let Some(value) = self.0.figures.get(&figure) {
            return Err(both(&figure, value));
        }
        self.0.not_applicable.insert(figure);
        Ok(self)
    }

    /// Tells the report from others.
    #[must_use]
    pub const fn name(&self) -> &Label {
        &self.0.name
    }

    /// What the figures belong to.
    #[must_use]
    pub const fn attributes(&self) -> &BTreeMap<AttributeName, Value> {
        &self.0.attributes
    }

    /// The figures.
    #[must_use]
    pub const fn figures(&self) -> &BTreeMap<FigureId, Value> {
        &self.0.figures
    }

    /// A figure by its name.
    #[must_use]
    pub fn figure(&self, id: &FigureId) -> Option<&Value> {
        self.0.figures.get(id)
    }

    /// The figures that do not concern what the report is of.
    #[must_use]
    pub const fn not_applicable(&self) -> &BTreeSet<FigureId> {
        &self.0.not_applicable
    }

    pub(super) fn amount(&self, id: &FigureId) -> Option<Amount> {
        match self.figure(id)? {
            Value::Number(number) => Some(Amount::Number(*number)),
            Value::Span(span) => Some(Amount::Seconds(span.seconds())),
            _ => None,
        }
    }
}

impl Facts for Report {
    fn fact(&self, fact: &Fact) -> Option<ValueRef<'_>> {
        match fact {
            Fact::Attribute(name) => self.0.attributes.get(name).map(Value::as_ref),
            Fact::Derived(_) => None,
        }
    }
}

impl RawReport {
    fn check(&self, figure: &FigureId, value: &Value) -> Result<(), TallyError> {
        if !matches!(value, Value::Number(_) | Value::Span(_)) {
            return Err(TallyError::Figure {
                figure: figure.clone(),
                given: value.to_string(),
                allowed: "a number or a duration",
            });
        }
        if self.not_applicable.contains(figure) { Err(both(figure, value)) } else { Ok(()) }
    }
}

fn both(figure: &FigureId, value: &Value) -> TallyError {
    TallyError::Figure {
        figure: figure.clone(),
        given: value.to_string(),
        allowed: "either a value or that it is not applicable",
    }
}

impl TryFrom<RawReport> for Report {
    type Error = TallyError;

    fn try_from(raw: RawReport) -> Result<Self, TallyError> {
        raw.figures.iter().try_for_each(|(figure, value)| raw.check(figure, value))?;
        Ok(Self(raw))
    }
}

impl From<Report> for RawReport {
    fn from(report: Report) -> Self {
        report.0
    }
}

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::listing::{built_in, near};
use crate::assessment::ChecklistMeasure;
use crate::indicator::definition::Parts;
use crate::indicator::{Formula, Indicator, IndicatorError, Limit};
use crate::quantity::{
    AgreementId, ChecklistId, IndicatorId, ItemId, Label, PeriodKind, QuestionId, SurveyId, excerpt,
};
use crate::survey::Measure;

/// An indicator taken from the catalogue, with what a service sets itself (引用内置指标): limits, owner, and the survey,
/// checklist or agreement that it is measured with.
///
/// ```
/// use service_quality::indicator::CatalogueUse;
///
/// let taken: CatalogueUse = serde_json::from_str(r#"{
///     "id": "csat_top_box", "target": {"at_least": "85"}, "places": 1, "min_n": 30, "question": "q7", "survey": "yearly"
/// }"#)?;
/// let satisfied = taken.indicator()?;
/// assert_eq!(satisfied.name().zh(), Some("客户满意度(满意占比)"));
/// assert_eq!(satisfied.target().map(|target| target.to_string()).as_deref(), Some("at least 85"));
///
/// let error = CatalogueUse::new("csat_topbox".parse()?).indicator().unwrap_err();
/// assert_eq!(error.to_string(), "indicator `csat_topbox` is not in the catalogue: give `csat_top_box`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an indicator of the catalogue as an object")]
pub struct CatalogueUse {
    /// Its id in the catalogue.
    pub id: IndicatorId,
    /// Its id in the standard, where that is another: so one row serves several times, as for two surveys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<IndicatorId>,
    /// What is aimed at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Limit>,
    /// The limit beyond which attention is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<Limit>,
    /// The limit beyond which action is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub critical: Option<Limit>,
    /// Decimal places of its value; the catalogue's unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u32>,
    /// The least number of observations that a value is told of; any unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_n: Option<u64>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Label>,
    /// The group of the indicator system that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<IndicatorId>,
    /// How often it is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodKind>,
    /// The question that asks for it, where that is not called as in the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// The only survey that counts; every one that asks the question unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<SurveyId>,
    /// The checklist that counts, where that is not called as in the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checklist: Option<ChecklistId>,
    /// The items of the checklist that count, where they are not those of the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<BTreeSet<ItemId>>,
    /// The only agreement that counts; every one unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<AgreementId>,
}

impl CatalogueUse {
    /// The indicator as the catalogue has it.
    #[must_use]
    pub const fn new(id: IndicatorId) -> Self {
        Self {
            id,
            named: None,
            target: None,
            warning: None,
            critical: None,
            places: None,
            min_n: None,
            owner: None,
            within: None,
            period: None,
            question: None,
            survey: None,
            checklist: None,
            items: None,
            agreement: None,
        }
    }

    /// The definition, with what was set.
    ///
    /// # Errors
    /// [`IndicatorError::NotInCatalogue`] for an unknown id; [`IndicatorError::NoSuchScope`] for a question, survey,
    /// checklist, items or agreement that the formula does not ask for; the errors of
    /// [`IndicatorBuilder::build`](crate::indicator::IndicatorBuilder::build) for limits and places that do not fit.
    pub fn indicator(&self) -> Result<Indicator, IndicatorError> {
        let known = built_in(self.id.as_str());
        let known = known.ok_or_else(|| IndicatorError::NotInCatalogue {
            given: self.id.clone(),
            allowed: listed(&near(self.id.as_str()), " or ")
                .unwrap_or_else(|| "an id of the catalogue".into()),
        })?;
        let mut parts = Parts::from(known);
        parts.id = self.named.as_ref().unwrap_or(&self.id).clone();
        self.check_scope(&parts.formula)?;
        self.narrow(&mut parts.formula);
        (parts.target, parts.warning, parts.critical) = (self.target, self.warning, self.critical);
        parts.places = self.places.unwrap_or(parts.places);
        parts.min_n = self.min_n.unwrap_or(parts.min_n);
        (parts.owner, parts.within, parts.period) = (self.owner.clone(), self.within.clone(), self.period);
        parts.try_into()
    }

    /// Refuses a scope that the formula has no place for.
    fn check_scope(&self, formula: &Formula) -> Result<(), IndicatorError> {
        let scopes: &[&str] = match formula {
            Formula::Survey { measure: Measure::Question { .. } | Measure::Own { .. }, .. } => {
                &["question", "survey"]
            }
            Formula::Survey { .. } | Formula::ResponseRate { .. } => &["survey"],
            Formula::Checklist { measure, .. } if items_of(measure) => &["checklist", "items"],
            Formula::Checklist { .. } => &["checklist"],
            Formula::SlaAttainment { .. } | Formula::SlaOverdue { .. } => &["agreement"],
            _ => &[],
        };
        let items =
            |items: &BTreeSet<ItemId>| items.iter().map(ItemId::as_str).collect::<Vec<_>>().join(", ");
        let given = [
            ("question", self.question.as_ref().map(ToString::to_string)),
            ("survey", self.survey.as_ref().map(ToString::to_string)),
            ("checklist", self.checklist.as_ref().map(ToString::to_string)),
            ("items", self.items.as_ref().map(items)),
            ("agreement", self.agreement.as_ref().map(ToString::to_string)),
        ];
        let mut misplaced = given.into_iter().filter(|(scope, _)| !scopes.contains(scope));
        let Some((scope, given)) = misplaced.find_map(|(scope, given)| Some((scope, given?))) else {
            return Ok(());
        };
        let instead = listed(scopes, " and ").map(|fit| format!("; it takes {fit}"));
        Err(IndicatorError::NoSuchScope {
            indicator: self.id.clone(),
            scope,
            given: excerpt(&given),
            formula: formula.name(),
            instead: instead.unwrap_or_default(),
        })
    }

    /// Counts only what the scope says.
    fn narrow(&self, formula: &mut Formula) {
        match formula {
            Formula::Survey { measure, survey, .. } => {
                if let (Measure::Question { question, .. } | Measure::Own { question, .. }, Some(own)) =
                    (measure, &self.question)
                {
                    *question = own.clone();
                }
                survey.clone_from(&self.survey);
            }
            Formula::ResponseRate { survey, .. } => survey.clone_from(&self.survey),
            Formula::Checklist { measure, checklist, .. } => {
                match (measure, &self.items) {
                    (ChecklistMeasure::ItemPassRate { items }, Some(own)) => items.clone_from(own),
                    (ChecklistMeasure::Completeness { items }, Some(own)) => *items = Some(own.clone()),
                    _ => {}
                }
                if self.checklist.is_some() {
                    checklist.clone_from(&self.checklist);
                }
            }
            Formula::SlaAttainment { agreement, .. } | Formula::SlaOverdue { agreement, .. } => {
                agreement.clone_from(&self.agreement);
            }
            _ => {}
        }
    }
}

/// Whether the measure is of items that can be named.
const fn items_of(measure: &ChecklistMeasure) -> bool {
    matches!(measure, ChecklistMeasure::ItemPassRate { .. } | ChecklistMeasure::Completeness { .. })
}

/// Words in backticks with something between them; absent where there are none.
fn listed(words: &[&str], between: &str) -> Option<String> {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    (!quoted.is_empty()).then(|| quoted.join(between))
}

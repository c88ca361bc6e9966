use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::{
    AgreementTally, Assessment, AssessmentError, Assessor, Combined, Panel, PanelTally, ScaleLevel, kappa,
};
use crate::quantity::{Number, Share};
use crate::survey::reliability::CohenKappa;

/// What a panel says, and how far its sides mean the same: a weighted mean of those who do not agree says little.
///
/// Made by [`Panel::report`]. Agreement is that of all who are of the panel; what is not defined, as kappa of two sides
/// that rated no subject in common, is absent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PanelReport {
    /// The combined value and what each assessor adds.
    pub combined: Combined,
    /// Krippendorff's alpha, by how the scale is read.
    pub alphas: BTreeMap<ScaleLevel, Number>,
    /// The share of pairs of ratings that agree; chance is not taken off.
    pub pairwise: Option<Share>,
    /// Cohen's kappa of each two sides, in their order.
    pub kappas: Vec<SideKappa>,
}

/// How far two sides judge alike.
///
/// ```
/// use service_quality::assessment::{Assessor, SideKappa};
/// use service_quality::survey::reliability::CohenKappa;
///
/// let kappa = CohenKappa::from_table(&[[20, 5], [10, 15]])?;
/// let pair = SideKappa { one: Assessor::Internal, other: Assessor::Customer, kappa };
/// assert_eq!(pair.to_string(), "internal and customer 0.4000 (fair), 0.7000 judged alike of 50");
/// # Ok::<(), service_quality::survey::reliability::ReliabilityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SideKappa {
    /// The first side.
    pub one: Assessor,
    /// The second one.
    pub other: Assessor,
    /// Their kappa, as [`kappa`] reads it.
    pub kappa: CohenKappa,
}

impl PanelReport {
    pub(super) fn of(panel: &Panel, assessments: &[Assessment]) -> Result<Self, AssessmentError> {
        let (mut said, mut agreement) = (PanelTally::default(), AgreementTally::default());
        for assessment in assessments {
            said.record(assessment)?;
            agreement.record_of(assessment, |assessor| panel.weights().contains_key(assessor))?;
        }
        let levels = [ScaleLevel::Nominal, ScaleLevel::Ordinal, ScaleLevel::Interval];
        let alpha = |level| Some((level, agreement.alpha(level).ok()?));
        let mut kappas = Vec::new();
        for (place, one) in panel.weights().keys().enumerate() {
            for other in panel.weights().keys().skip(place.saturating_add(1)) {
                if let Ok(kappa) = kappa(assessments, one, other) {
                    kappas.push(SideKappa { one: one.clone(), other: other.clone(), kappa });
                }
            }
        }
        Ok(Self {
            combined: panel.combine(&said)?,
            alphas: levels.into_iter().filter_map(alpha).collect(),
            pairwise: agreement.pairwise().ok(),
            kappas,
        })
    }
}

impl fmt::Display for PanelReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.combined)?;
        for (index, (level, alpha)) in self.alphas.iter().enumerate() {
            write!(formatter, "{}{level} {alpha}", if index == 0 { "; alpha " } else { ", " })?;
        }
        if let Some(pairwise) = self.pairwise {
            write!(formatter, "; {} % of pairs alike", pairwise.percent())?;
        }
        for pair in &self.kappas {
            write!(formatter, "; kappa of {pair}")?;
        }
        Ok(())
    }
}

impl fmt::Display for SideKappa {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} and {} {}", self.one, self.other, self.kappa)
    }
}

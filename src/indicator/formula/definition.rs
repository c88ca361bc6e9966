use std::collections::BTreeSet;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::{Exposure, Objectives};
use crate::assessment::{AgreementTally, Assessor, ChecklistMeasure, Panel, PanelTally, ScaleLevel};
use crate::indicator::tally::Observation;
use crate::indicator::{
    Basis, Derivation, FigureSum, Instrument, MeanTally, QuantileTally, Quantity, RateTally, RatioTally,
    Record, ShareTally, SignificantFigures, Source, Tally, TallyError, TotalTally, Unit,
};
use crate::quantity::{AgreementId, ChecklistId, Share, SurveyId};
use crate::sla::Denominator;
use crate::survey::Measure;
use crate::ticket::Condition;

/// How an indicator is calculated from records (计算公式): data, so that a host adds one without code.
///
/// A formula counts records of one [`Source`]. A record to which its condition does not apply is outside; one that has
/// not got the quantity (yet) is counted as being without it. Neither enters the value. Where every record is outside,
/// the indicator does not apply; where records are without, or there are none at all, its value is missing.
///
/// ```
/// use service_quality::indicator::Formula;
///
/// let reopened: Formula = serde_json::from_str(r#"{"share": {
///     "of": {"compare": {"fact": "@reopens", "is": "at_least", "value": 1}},
///     "among": {"exists": "@finished"}
/// }}"#)?;
/// assert_eq!(reopened.to_string(), "share of tickets where @reopens >= 1, among those where @finished exists");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Formula {
    /// How many tickets of those that `among` selects meet `of`.
    Share {
        /// The numerator, 分子.
        of: Condition,
        /// The denominator, 分母; every ticket unless said otherwise.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// The arithmetic mean of a quantity.
    Mean {
        /// What is averaged.
        quantity: Quantity,
        /// Over which tickets.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// A quantile of a quantity of whole, not negative values; durations count in seconds. A fact that is negative or
    /// has a fraction is an error.
    Quantile {
        /// Which quantile: 0.5 is the median.
        p: Share,
        /// Of what.
        quantity: Quantity,
        /// Over which tickets.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
        /// The precision of the tally.
        #[serde(default, skip_serializing_if = "is_default")]
        figures: SignificantFigures,
    },
    /// Tickets that meet `of`, per exposure. A ticket without exposure that does not meet `of` is outside, or without,
    /// where the exposure is a quantity that it has not got; n counts the others.
    Rate {
        /// What is counted.
        of: Condition,
        /// What it is counted against.
        per: Exposure,
        /// The multiple that a unit of the host's own names: 250 for "per 250 visits". Built-in units bring theirs.
        #[serde(default = "once", skip_serializing_if = "is_once")]
        times: NonZeroU32,
    },
    /// How many promises were kept, 达成率. A ticket may carry several; those still undecided are left out, and
    /// counted as tickets without the quantity where a ticket has no other.
    SlaAttainment {
        /// Which promises.
        #[serde(default, skip_serializing_if = "is_all")]
        objectives: Objectives,
        /// Whose; every agreement's unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreement: Option<AgreementId>,
        /// Of which promises it is a share.
        #[serde(default)]
        denominator: Denominator,
        /// Over which tickets.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// How many of the promises that are still open are past due, 超期率. A ticket without an open promise is outside.
    SlaOverdue {
        /// Which promises.
        #[serde(default, skip_serializing_if = "is_all")]
        objectives: Objectives,
        /// Whose; every agreement's unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreement: Option<AgreementId>,
        /// Over which tickets.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// How many tickets there are that meet a condition, 数量: the backlog, the number of complaints. Missing where no
    /// ticket was recorded at all: that there was none is for the host to say, as a figure of 0.
    Count {
        /// Which tickets.
        of: Condition,
    },
    /// What a survey says, in the unit of its statistic, 调查指标. Who gave no answer is without, be it that the survey did
    /// not come back or did not arrive; whom nothing of it concerns is outside. A response to another survey, or to one that does not ask the questions, is of other things.
    Survey {
        /// What is read.
        measure: Measure,
        /// Of which survey; of every one that asks the questions unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        survey: Option<SurveyId>,
        /// Over which responses.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// How many of those who were asked answered, 问卷回收率: returned / (returned + not returned). What was not delivered
    /// is outside.
    ResponseRate {
        /// Of which survey; of every one unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        survey: Option<SurveyId>,
        /// Over which responses.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// What inspections by a checklist found, 质检指标. Items and forms that do not apply leave numerator and
    /// denominator; n counts forms, however many items each has.
    Checklist {
        /// What is read.
        measure: ChecklistMeasure,
        /// Of which checklist; of every one that has what is read unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        checklist: Option<ChecklistId>,
        /// Over which inspections.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// What several assessors say together, 多主体评价: the weighted mean of their means.
    Assessed {
        /// The weights.
        panel: Panel,
        /// Over which assessments.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// How far those who rate agree, 评价一致性: Krippendorff's alpha. A subject that none of them rated is without.
    Agreement {
        /// What the ratings are to each other.
        level: ScaleLevel,
        /// Whose ratings are compared, such as those of internal evaluators; everyone's unless given. Sides that look at
        /// different things, as evaluators and customers do, have no reason to agree.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        assessors: BTreeSet<Assessor>,
        /// Over which assessments.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// How many of so many, both counted by the host. A report in which one of the figures is missing is without the
    /// quantity; one that has none of them is of other things.
    FigureShare {
        /// The numerator, 分子: whole, and at most the denominator.
        of: FigureSum,
        /// The denominator, 分母.
        per: FigureSum,
        /// Over which reports.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// One of the host's figures per another: the ratio of their sums over all reports. In a unit of time, durations
    /// per number; in others, two figures of one kind.
    FigureRatio {
        /// The numerator, 分子.
        of: FigureSum,
        /// The denominator, 分母: not negative.
        per: FigureSum,
        /// The multiple that a unit of the host's own names. Built-in units bring theirs.
        #[serde(default = "once", skip_serializing_if = "is_once")]
        times: NonZeroU32,
        /// Over which reports.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// The sum of a figure of the host over all reports.
    FigureTotal {
        /// What is added up.
        of: FigureSum,
        /// Over which reports.
        #[serde(default, skip_serializing_if = "is_always")]
        among: Condition,
    },
    /// Calculated from other indicators.
    Derived(Derivation),
    /// The host measures it.
    External,
}

impl Formula {
    /// The tally that the formula counts in, empty; absent where the host measures.
    #[must_use]
    pub fn tally(&self) -> Option<Tally> {
        Some(match self {
            Self::Checklist { measure, .. } if !is_by_form(measure) => RatioTally::default().into(),
            Self::Share { .. }
            | Self::SlaAttainment { .. }
            | Self::SlaOverdue { .. }
            | Self::FigureShare { .. }
            | Self::ResponseRate { .. }
            | Self::Checklist { .. } => ShareTally::default().into(),
            Self::Mean { .. } => MeanTally::default().into(),
            Self::Quantile { figures, .. } => QuantileTally::new(*figures).into(),
            Self::Rate { .. } => RateTally::default().into(),
            Self::Count { .. } | Self::FigureTotal { .. } => TotalTally::default().into(),
            Self::FigureRatio { .. } => RatioTally::default().into(),
            Self::Survey { measure, .. } => measure.tally().into(),
            Self::Assessed { .. } => PanelTally::default().into(),
            Self::Agreement { .. } => AgreementTally::default().into(),
            Self::Derived(_) | Self::External => return None,
        })
    }

    /// Whether what it measures stands on such a basis.
    pub(in crate::indicator) fn measures_on(&self, basis: Basis) -> bool {
        matches!(
            (self.tally(), basis),
            (Some(Tally::Share(_)), Basis::Share { .. })
                | (Some(Tally::Mean(_)), Basis::Mean { .. })
                | (Some(Tally::Quantile(_)), Basis::Quantile { .. })
                | (Some(Tally::Rate(_)), Basis::Rate { .. })
                | (Some(Tally::Total(_)), Basis::Total)
                | (Some(Tally::Ratio(_)), Basis::Ratio { .. })
                | (Some(Tally::Survey(_)), Basis::Estimate { .. })
                | (Some(Tally::Panel(_)), Basis::Panel)
                | (Some(Tally::Agreement(_)), Basis::Agreement)
        )
    }

    /// The records that it counts; absent where the host measures, and for what is calculated from other indicators.
    #[must_use]
    pub const fn source(&self) -> Option<Source> {
        Some(match self {
            Self::Share { .. }
            | Self::Mean { .. }
            | Self::Quantile { .. }
            | Self::Rate { .. }
            | Self::SlaAttainment { .. }
            | Self::SlaOverdue { .. }
            | Self::Count { .. } => Source::Ticket,
            Self::Survey { .. } | Self::ResponseRate { .. } => Source::Response,
            Self::Checklist { .. } => Source::Inspection,
            Self::Assessed { .. } | Self::Agreement { .. } => Source::Assessment,
            Self::FigureShare { .. } | Self::FigureRatio { .. } | Self::FigureTotal { .. } => Source::Report,
            Self::Derived(_) | Self::External => return None,
        })
    }

    /// Whether it counts such records at all, after a check of the record and what it is an answer to.
    pub(in crate::indicator) fn admits(&self, record: Record<'_>) -> Result<bool, TallyError> {
        match record {
            record if self.source() != Some(record.source()) => {
                Err(TallyError::OtherSource { wanted: self.source(), given: record.source() })
            }
            Record::Response { survey, response } if self.asks_for_survey(survey) => {
                survey.check(response)?;
                self.reads_survey(survey)
            }
            Record::Inspection { checklist, inspection } if self.asks_for_checklist(checklist) => {
                checklist.check(inspection)?;
                self.reads_checklist(checklist)
            }
            Record::Response { .. } | Record::Inspection { .. } => Ok(false),
            Record::Ticket(_) | Record::Assessment(_) | Record::Report(_) => Ok(true),
        }
    }

    /// Whether it counts what answers an instrument, whatever the answer.
    pub(crate) fn reads(&self, instrument: Instrument<'_>) -> Result<bool, TallyError> {
        match instrument {
            Instrument::Survey(survey) => Ok(self.asks_for_survey(survey) && self.reads_survey(survey)?),
            Instrument::Checklist(checklist) => {
                Ok(self.asks_for_checklist(checklist) && self.reads_checklist(checklist)?)
            }
        }
    }

    /// What a record that it admits adds to the tally. `unit` decides whether facts count as durations or as numbers.
    pub(in crate::indicator) fn observe(
        &self,
        record: Record<'_>,
        unit: &Unit,
    ) -> Result<Observation<'_>, TallyError> {
        match record {
            Record::Ticket(case) => self.observe_ticket(case, unit),
            Record::Response { survey, response } => self.observe_response(survey, response),
            Record::Inspection { checklist, inspection } => self.observe_inspection(checklist, inspection),
            Record::Assessment(assessment) => self.observe_assessment(assessment),
            Record::Report(report) => self.observe_report(report, unit),
        }
    }

    /// Over which records it counts, where those are no tickets.
    pub(in crate::indicator) const fn record_condition(&self) -> Option<&Condition> {
        match self {
            Self::Survey { among, .. }
            | Self::ResponseRate { among, .. }
            | Self::Checklist { among, .. }
            | Self::Assessed { among, .. }
            | Self::Agreement { among, .. }
            | Self::FigureShare { among, .. }
            | Self::FigureRatio { among, .. }
            | Self::FigureTotal { among, .. } => Some(among),
            _ => None,
        }
    }

    /// Whether the value counts something per one of something else, for a unit to multiply.
    pub(in crate::indicator) const fn is_proportion(&self) -> bool {
        matches!(
            self,
            Self::Share { .. }
                | Self::SlaAttainment { .. }
                | Self::SlaOverdue { .. }
                | Self::Rate { .. }
                | Self::FigureShare { .. }
                | Self::FigureRatio { .. }
                | Self::ResponseRate { .. }
                | Self::Checklist { .. }
        )
    }

    /// The multiple that the formula itself asks for.
    pub(in crate::indicator) const fn times(&self) -> NonZeroU32 {
        match self {
            Self::Rate { times, .. } | Self::FigureRatio { times, .. } => *times,
            _ => NonZeroU32::MIN,
        }
    }

    /// The formula's kind as documents write it.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Share { .. } => "share",
            Self::Mean { .. } => "mean",
            Self::Quantile { .. } => "quantile",
            Self::Rate { .. } => "rate",
            Self::SlaAttainment { .. } => "sla_attainment",
            Self::SlaOverdue { .. } => "sla_overdue",
            Self::Count { .. } => "count",
            Self::Survey { .. } => "survey",
            Self::ResponseRate { .. } => "response_rate",
            Self::Checklist { .. } => "checklist",
            Self::Assessed { .. } => "assessed",
            Self::Agreement { .. } => "agreement",
            Self::FigureShare { .. } => "figure_share",
            Self::FigureRatio { .. } => "figure_ratio",
            Self::FigureTotal { .. } => "figure_total",
            Self::Derived(_) => "derived",
            Self::External => "external",
        }
    }
}

/// Whether each form is a hit or none. Items and points of one form are no sample of their own: their forms are.
pub(super) const fn is_by_form(measure: &ChecklistMeasure) -> bool {
    matches!(measure, ChecklistMeasure::PassRate | ChecklistMeasure::CriticalAccuracy(_))
}

fn is_always(condition: &Condition) -> bool {
    *condition == Condition::Always
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_default(figures: &SignificantFigures) -> bool {
    *figures == SignificantFigures::default()
}

fn is_all(objectives: &Objectives) -> bool {
    *objectives == Objectives::All
}

const fn once() -> NonZeroU32 {
    NonZeroU32::MIN
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
pub(super) fn is_once(times: &NonZeroU32) -> bool {
    *times == once()
}

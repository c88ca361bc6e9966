//! What the dimensions of SERVQUAL and SERVPERF share.

use std::fmt;

use super::error::{filled, unique};
use super::measure::Part;
use super::{QuestionKind, Scale, Statistic, Survey, SurveyError};
use crate::quantity::{Label, QuestionId, Weight};

/// What a question of a pair asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Expectation,
    Perception,
}

impl Half {
    const fn name(self) -> &'static str {
        match self {
            Self::Expectation => "expectation",
            Self::Perception => "perception",
        }
    }
}

/// The scale of a question that is not the other half.
pub(super) fn half(
    survey: &Survey,
    question: &QuestionId,
    wanted: Half,
    place: impl Fn() -> String,
) -> Result<Scale, SurveyError> {
    let kind = survey.asked(question, &place)?.kind();
    let asks = match kind {
        QuestionKind::Expectation { .. } => Half::Expectation,
        QuestionKind::Perception { .. } => Half::Perception,
        _ => wanted,
    };
    if asks == wanted {
        return Ok(kind.scale());
    }
    let (place, question) = (place(), question.clone());
    Err(SurveyError::OtherHalf { place, question, asks: asks.name(), wanted: wanted.name() })
}

/// Refuses no dimensions, two of one name, and weights that sum to 0.
pub(super) fn check_heads(place: &str, heads: &[(&Label, Weight)]) -> Result<(), SurveyError> {
    filled(place, "dimension", heads)?;
    unique(|index| format!("{place}[{index}].name"), heads.iter().map(|(name, _)| *name))?;
    if heads.iter().all(|(_, weight)| *weight == Weight::ZERO) {
        return Err(SurveyError::NoWeight { place: place.to_owned() });
    }
    Ok(())
}

/// A dimension as a part of a measure: the mean of its points.
pub(super) fn part((name, weight): (&Label, Weight)) -> Part<'_> {
    Part { name: name.as_str(), weight: units(weight), statistic: Statistic::Mean }
}

/// A weight in units of 10⁻⁹.
pub(super) fn units(weight: Weight) -> u128 {
    weight.to_scaled().unsigned_abs()
}

pub(super) const fn one() -> Weight {
    Weight::ONE
}

pub(super) fn is_one(weight: &Weight) -> bool {
    *weight == Weight::ONE
}

/// The dimensions' names.
pub(super) fn list<'a>(
    formatter: &mut fmt::Formatter<'_>,
    names: impl Iterator<Item = &'a Label>,
) -> fmt::Result {
    names
        .enumerate()
        .try_for_each(|(index, name)| write!(formatter, "{}{name}", if index == 0 { "" } else { ", " }))
}

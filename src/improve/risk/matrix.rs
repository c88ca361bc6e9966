use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::Rating;
use crate::improve::ImproveError;
use crate::quantity::Name;

/// Which level a likelihood and an impact come to (风险矩阵): a table, never a formula in text.
///
/// Scales have 3 to 10 steps, the lowest first, and there are 2 to 10 levels. Every cell has a level, and none has a lower
/// one than a cell of a lower likelihood or impact. ISO 31000:2018 leaves scales and levels to the organisation.
///
/// ```
/// use service_quality::improve::risk::{Rating, RiskMatrix};
///
/// let matrix: RiskMatrix = serde_json::from_str(r#"{
///     "likelihood": [{"en": "rare", "zh": "罕见"}, {"en": "possible", "zh": "可能"}, {"en": "frequent", "zh": "频繁"}],
///     "impact": [{"en": "slight"}, {"en": "grave"}, {"en": "disastrous"}],
///     "levels": [{"en": "low", "zh": "低"}, {"en": "high", "zh": "高"}],
///     "cells": [[1, 1, 2], [1, 2, 2], [1, 2, 2]]
/// }"#)?;
/// assert_eq!(matrix.level(Rating::new(1, 3))?, 2);
/// assert_eq!(
///     matrix.level(Rating::new(4, 1)).unwrap_err().to_string(),
///     "rating.likelihood is `4`: allowed is 1 to 3, a step of the scale"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawMatrix", into = "RawMatrix")]
pub struct RiskMatrix(RawMatrix);

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMatrix {
    likelihood: Vec<Name>,
    impact: Vec<Name>,
    levels: Vec<Name>,
    /// The level, from 1, of each impact, for each likelihood.
    cells: Vec<Vec<u8>>,
}

impl RiskMatrix {
    /// Two scales and a level, from 1, for each impact of each likelihood.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for scales and levels of other lengths, a table that does not fit them, and a level that is
    /// none or lower than that of a lower likelihood or impact.
    pub fn new(
        likelihood: Vec<Name>,
        impact: Vec<Name>,
        levels: Vec<Name>,
        cells: Vec<Vec<u8>>,
    ) -> Result<Self, ImproveError> {
        RawMatrix { likelihood, impact, levels, cells }.try_into()
    }

    /// Levels by likelihood × impact: each but the last one reaches up to a bound.
    ///
    /// ```
    /// use service_quality::improve::risk::{Rating, RiskMatrix};
    /// use service_quality::quantity::Name;
    ///
    /// let names = |words: &[&str]| words.iter().map(|word| Name::new(word)).collect::<Result<Vec<_>, _>>();
    /// let matrix = RiskMatrix::by_product(
    ///     names(&["rare", "unlikely", "possible", "likely", "almost certain"])?,
    ///     names(&["negligible", "minor", "moderate", "major", "severe"])?,
    ///     names(&["low", "medium", "high", "extreme"])?,
    ///     &[4, 9, 16],
    /// )?;
    /// assert_eq!(matrix.level(Rating::new(2, 5))?, 3); // 10
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for bounds that do not rise or are not one fewer than the levels, and as of
    /// [`RiskMatrix::new`].
    pub fn by_product(
        likelihood: Vec<Name>,
        impact: Vec<Name>,
        levels: Vec<Name>,
        bounds: &[u16],
    ) -> Result<Self, ImproveError> {
        sized("levels", levels.len(), &LEVELS)?;
        sized("likelihood", likelihood.len(), &STEPS)?;
        sized("impact", impact.len(), &STEPS)?;
        let rising = bounds.is_sorted_by(|one, other| one < other);
        if !rising || bounds.len().checked_add(1) != Some(levels.len()) {
            let allowed = "a rising bound for each level but the last";
            return Err(ImproveError::not_allowed("bounds", &format!("{bounds:?}"), allowed));
        }
        let level = |one: u16, other: u16| {
            let below = bounds.partition_point(|bound| *bound < one.saturating_mul(other));
            u8::try_from(below.saturating_add(1)).unwrap_or(u8::MAX)
        };
        let row = |one: u16| (1..).take(impact.len()).map(|other| level(one, other)).collect();
        let cells = (1..).take(likelihood.len()).map(row).collect();
        Self::new(likelihood, impact, levels, cells)
    }

    /// The steps of the likelihood (可能性), the lowest first.
    #[must_use]
    pub fn likelihood(&self) -> &[Name] {
        &self.0.likelihood
    }

    /// The steps of the impact (后果), the lowest first.
    #[must_use]
    pub fn impact(&self) -> &[Name] {
        &self.0.impact
    }

    /// The levels (风险等级), the lowest first.
    #[must_use]
    pub fn levels(&self) -> &[Name] {
        &self.0.levels
    }

    /// The level of a rating, from 1.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for a rating that is not on the scales.
    pub fn level(&self, rating: Rating) -> Result<u8, ImproveError> {
        let step = |place: &str, step: u8, scale: &[Name]| {
            let index = usize::from(step).checked_sub(1).filter(|index| *index < scale.len());
            index.ok_or_else(|| {
                let allowed = format!("1 to {}, a step of the scale", scale.len());
                ImproveError::not_allowed(format!("rating.{place}"), &step, allowed)
            })
        };
        let row = step("likelihood", rating.likelihood, &self.0.likelihood)?;
        let column = step("impact", rating.impact, &self.0.impact)?;
        // Every cell has a level.
        Ok(self.0.cells.get(row).and_then(|row| row.get(column)).copied().unwrap_or(u8::MAX))
    }

    /// What a level is called.
    #[must_use]
    pub fn level_name(&self, level: u8) -> Option<&Name> {
        self.0.levels.get(usize::from(level).checked_sub(1)?)
    }
}

const STEPS: RangeInclusive<usize> = 3..=10;
const LEVELS: RangeInclusive<usize> = 2..=10;

fn sized(place: &str, given: usize, allowed: &RangeInclusive<usize>) -> Result<(), ImproveError> {
    if allowed.contains(&given) {
        return Ok(());
    }
    let allowed = format!("{} to {} of them", allowed.start(), allowed.end());
    Err(ImproveError::not_allowed(format!("matrix.{place}"), &format!("{given} of them"), allowed))
}

impl TryFrom<RawMatrix> for RiskMatrix {
    type Error = ImproveError;

    fn try_from(raw: RawMatrix) -> Result<Self, ImproveError> {
        sized("likelihood", raw.likelihood.len(), &STEPS)?;
        sized("impact", raw.impact.len(), &STEPS)?;
        sized("levels", raw.levels.len(), &LEVELS)?;
        let (rows, columns) = (raw.likelihood.len(), raw.impact.len());
        if raw.cells.len() != rows {
            let (given, allowed) = (format!("{} rows", raw.cells.len()), format!("{rows}, one a likelihood"));
            return Err(ImproveError::not_allowed("matrix.cells", &given, allowed));
        }
        let mut before: Option<&Vec<u8>> = None;
        for (index, row) in raw.cells.iter().enumerate() {
            if row.len() != columns {
                let (given, allowed) = (format!("{} cells", row.len()), format!("{columns}, one an impact"));
                return Err(ImproveError::not_allowed(format!("matrix.cells[{index}]"), &given, allowed));
            }
            let mut left = 1;
            for (column, level) in row.iter().enumerate() {
                let below = before.and_then(|row| row.get(column)).copied().unwrap_or(1);
                let least = below.max(left);
                if *level < least || usize::from(*level) > raw.levels.len() {
                    let place = format!("matrix.cells[{index}][{column}]");
                    let most = raw.levels.len();
                    let allowed = format!(
                        "{least} to {most}: a level, no lower than that of a lower likelihood or impact"
                    );
                    return Err(ImproveError::not_allowed(place, level, allowed));
                }
                left = *level;
            }
            before = Some(row);
        }
        Ok(Self(raw))
    }
}

impl From<RiskMatrix> for RawMatrix {
    fn from(RiskMatrix(raw): RiskMatrix) -> Self {
        raw
    }
}

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{Rating, Risk, RiskStatus};
use crate::quantity::{AgentId, Date, RiskId, Statement};

/// All risks at a glance, as of a day (风险登记册): the gravest first, as they were last rated, then those not rated; equal
/// ones by id.
///
/// Levels are compared by number: keep risks of different criteria in registers of their own.
///
/// ```
/// use service_quality::improve::risk::{Risk, RiskRegister};
///
/// let risks = [Risk::new("R-1".parse()?)];
/// let register = RiskRegister::new(&risks, "2026-03-02".parse()?);
/// assert!(register.rows().is_empty(), "nothing is known of it yet");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskRegister {
    as_of: Date,
    rows: Vec<RegisterRow>,
}

/// A risk in the register.
///
/// ```
/// use service_quality::improve::history::{Command, GuardPolicy};
/// use service_quality::improve::risk::{Risk, RiskRegister};
///
/// let (mut risk, at) = (Risk::new("R-1".parse()?), "2026-03-02T09:00:00Z".parse()?);
/// for command in [
///     r#"{"identify": {"statement": "the only line breaks", "source": {"assessment": "workshop 2026"}, "owner": "li.wei",
///         "criteria": {"accepted": 1, "matrix": {
///             "likelihood": [{"en": "rare"}, {"en": "possible"}, {"en": "frequent"}],
///             "impact": [{"en": "slight"}, {"en": "grave"}, {"en": "disastrous"}],
///             "levels": [{"en": "low"}, {"en": "high"}], "cells": [[1, 1, 2], [1, 2, 2], [1, 2, 2]]}}}}"#,
///     r#"{"rate": {"rating": {"likelihood": 2, "impact": 3}, "basis": "two outages last year"}}"#,
///     r#"{"plan_review": {"on": "2026-03-31"}}"#,
/// ] {
///     let command = Command::new("li.wei".parse()?, serde_json::from_str(command)?);
///     for event in risk.decide(&command, &GuardPolicy::default(), at)? {
///         risk.apply(&event)?;
///     }
/// }
/// let register = RiskRegister::new([&risk], "2026-04-01".parse()?);
/// let row = &register.rows()[0];
/// assert_eq!((row.level(), row.acceptable, row.lowered_by()), (Some(2), Some(false), None));
/// assert!(row.review_overdue && !row.treatment_overdue);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RegisterRow {
    /// The risk.
    pub risk: RiskId,
    /// What it is.
    pub statement: Statement,
    /// Who answers for it.
    pub owner: AgentId,
    /// How far it has been dealt with.
    pub status: RiskStatus,
    /// How grave it is without treatment, and the level.
    pub inherent: Option<(Rating, u8)>,
    /// How grave it is after the treatment, and the level.
    pub residual: Option<(Rating, u8)>,
    /// Whether it is at an accepted level, or was accepted by name; absent where it is not rated.
    pub acceptable: Option<bool>,
    /// When the next review is due.
    pub next_review: Option<Date>,
    /// Whether that day has passed.
    pub review_overdue: bool,
    /// Whether the treatment's day has passed, with nobody having rated what is left.
    pub treatment_overdue: bool,
}

impl RegisterRow {
    fn of(risk: &Risk, today: Date) -> Option<Self> {
        let identification = risk.identification()?;
        Some(Self {
            risk: risk.id().clone(),
            statement: identification.statement.clone(),
            owner: identification.owner.clone(),
            status: risk.status(),
            inherent: risk.inherent().map(|rated| (rated.rating, rated.level)),
            residual: risk.residual().map(|rated| (rated.rating, rated.level)),
            acceptable: risk.is_acceptable(),
            next_review: risk.next_review(),
            review_overdue: risk.is_review_overdue(today),
            treatment_overdue: risk.is_treatment_overdue(today),
        })
    }

    /// The level as it was last rated.
    #[must_use]
    pub fn level(&self) -> Option<u8> {
        self.residual.or(self.inherent).map(|(_, level)| level)
    }

    /// By how many levels the treatment lowered it; absent where either is not rated.
    #[must_use]
    pub fn lowered_by(&self) -> Option<i16> {
        Some(i16::from(self.inherent?.1) - i16::from(self.residual?.1))
    }
}

impl RiskRegister {
    /// The register of risks, in any order. Those of which nothing is known yet are left out.
    #[must_use]
    pub fn new<'r>(risks: impl IntoIterator<Item = &'r Risk>, as_of: Date) -> Self {
        let mut rows: Vec<RegisterRow> =
            risks.into_iter().filter_map(|risk| RegisterRow::of(risk, as_of)).collect();
        rows.sort_by(|one, other| {
            (Reverse(one.level()), &one.risk).cmp(&(Reverse(other.level()), &other.risk))
        });
        Self { as_of, rows }
    }

    /// As of which day.
    #[must_use]
    pub const fn as_of(&self) -> Date {
        self.as_of
    }

    /// The risks, the gravest first.
    #[must_use]
    pub fn rows(&self) -> &[RegisterRow] {
        &self.rows
    }

    /// The open risks of each level; of none, those that are not rated.
    #[must_use]
    pub fn by_level(&self) -> BTreeMap<Option<u8>, Vec<&RegisterRow>> {
        let mut levels: BTreeMap<_, Vec<&RegisterRow>> = BTreeMap::new();
        for row in self.open() {
            levels.entry(row.level()).or_default().push(row);
        }
        levels
    }

    /// The open risks whose review or treatment is overdue.
    pub fn overdue(&self) -> impl Iterator<Item = &RegisterRow> {
        self.open().filter(|row| row.review_overdue || row.treatment_overdue)
    }

    /// The open risks that nobody has rated.
    pub fn unrated(&self) -> impl Iterator<Item = &RegisterRow> {
        self.open().filter(|row| row.inherent.is_none())
    }

    /// The open risks above the accepted level that nobody accepted.
    pub fn unaccepted(&self) -> impl Iterator<Item = &RegisterRow> {
        self.open().filter(|row| row.acceptable == Some(false))
    }

    /// How many open risks lie in each cell of the matrix without treatment (固有风险矩阵).
    #[must_use]
    pub fn inherent_cells(&self) -> BTreeMap<Rating, usize> {
        counted(self.open().filter_map(|row| row.inherent))
    }

    /// How many open risks lie in each cell after treatment (剩余风险矩阵).
    #[must_use]
    pub fn residual_cells(&self) -> BTreeMap<Rating, usize> {
        counted(self.open().filter_map(|row| row.residual))
    }

    fn open(&self) -> impl Iterator<Item = &RegisterRow> {
        self.rows.iter().filter(|row| row.status != RiskStatus::Closed)
    }
}

fn counted(rated: impl Iterator<Item = (Rating, u8)>) -> BTreeMap<Rating, usize> {
    let mut cells: BTreeMap<Rating, usize> = BTreeMap::new();
    for (rating, _) in rated {
        *cells.entry(rating).or_default() += 1; // no more than there are rows
    }
    cells
}

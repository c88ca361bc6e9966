//! The vital few (帕累托分析): which kinds make up most of what happens.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::distribution::float;
use super::series::out_of_range;
use super::wording::{counted, percent};
use super::{Undefined, proportion};
use crate::quantity::Share;

/// Kinds by how often they occur, the most frequent first.
///
/// ```
/// use service_quality::analysis::pareto;
///
/// let complaints = [("late reply", 120), ("wrong answer", 80), ("rude", 25), ("no follow-up", 45), ("billing", 30)];
/// let found = pareto::analyse(complaints, "0.8".parse()?)?;
/// assert_eq!(found.vital_few(), ["late reply", "wrong answer", "no follow-up"]);
/// assert_eq!(
///     found.interpretation(),
///     "3 of 5 kinds make up 81.7 % of 300, at least the 80.0 % asked for: late reply, wrong answer, no follow-up."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pareto {
    method: &'static str,
    total: u64,
    threshold: Share,
    rows: Vec<ParetoRow>,
    vital: usize,
}

/// One kind in the order of frequency.
///
/// ```
/// use service_quality::analysis::pareto;
/// let found = pareto::analyse([("a", 1), ("b", 3)], "0.5".parse()?)?;
/// let second = found.rows().last().ok_or("none")?;
/// assert_eq!((second.name.as_str(), second.cumulative, second.percent()), ("a", 4, 25.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ParetoRow {
    /// The name of the kind.
    pub name: String,
    /// How often it occurs.
    pub count: u64,
    /// How often it and all more frequent ones occur.
    pub cumulative: u64,
    /// Its share of all.
    pub share: f64,
    /// The share of it and all more frequent ones.
    pub cumulative_share: f64,
}

/// Orders kinds by how often they occur, and marks the vital few: the fewest that together reach the threshold. Juran, *The
/// quality control process* (1951), after Pareto.
///
/// Counts of the same name are added; of equal counts the names are in alphabetical order. Whether the threshold is reached
/// is decided in whole numbers.
///
/// ```
/// use service_quality::analysis::pareto;
/// let found = pareto::analyse([("b", 4), ("a", 4), ("c", 2)], "0.8".parse()?)?;
/// assert_eq!(found.vital_few(), ["a", "b"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Where nothing occurs, and for counts whose sum is beyond 2⁶⁴.
pub fn analyse<N: Into<String>>(
    counts: impl IntoIterator<Item = (N, u64)>,
    threshold: Share,
) -> Result<Pareto, Undefined> {
    let too_large = || out_of_range("the sum of all counts", &"2^64 or more", "less than 2^64");
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    let mut total = 0_u64;
    for (name, count) in counts {
        total = total.checked_add(count).ok_or_else(too_large)?;
        *kinds.entry(name.into()).or_default() += count; // no more than the total
    }
    if total == 0 {
        return Err(Undefined::TooFew { what: "occurrences", given: 0, needed: 1 });
    }
    let mut kinds: Vec<(String, u64)> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, count)| Reverse(*count)); // stable: equal counts stay in the order of their names
    let mut cumulative = 0;
    let rows = kinds.into_iter().map(|(name, count)| {
        cumulative += count;
        let [share, cumulative_share] = [count, cumulative].map(|part| float(part) / float(total));
        ParetoRow { name, count, cumulative, share, cumulative_share }
    });
    let rows: Vec<ParetoRow> = rows.collect();
    let needed = threshold.to_scaled().unsigned_abs() * u128::from(total);
    let whole = Share::ONE.to_scaled().unsigned_abs();
    let short = rows.partition_point(|row| u128::from(row.cumulative) * whole < needed);
    let vital = short.saturating_add(1).min(rows.len());
    Ok(Pareto { method: "Pareto", total, threshold, rows, vital })
}

impl Pareto {
    /// The method.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// How much occurs in all.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// Which share the vital few reach together.
    #[must_use]
    pub const fn threshold(&self) -> Share {
        self.threshold
    }

    /// The kinds, the most frequent first.
    #[must_use]
    pub fn rows(&self) -> &[ParetoRow] {
        &self.rows
    }

    /// The names of the fewest kinds that together reach the threshold; at least one.
    #[must_use]
    pub fn vital_few(&self) -> Vec<&str> {
        self.rows.iter().take(self.vital).map(|row| row.name.as_str()).collect()
    }

    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let reached = self.rows.iter().take(self.vital).next_back().map_or(0.0, |row| row.cumulative_share);
        format!(
            "{} of {} make{} up {} of {}, at least the {} asked for: {}.",
            self.vital,
            counted(self.rows.len(), "kind"),
            if self.vital == 1 { "s" } else { "" },
            percent(reached),
            self.total,
            percent(proportion::ratio(self.threshold)),
            self.vital_few().join(", ")
        )
    }
}

impl ParetoRow {
    /// Its share of all in per cent.
    #[must_use]
    pub fn percent(&self) -> f64 {
        100.0 * self.share
    }

    /// The share of it and all more frequent ones in per cent.
    #[must_use]
    pub fn cumulative_percent(&self) -> f64 {
        100.0 * self.cumulative_share
    }
}

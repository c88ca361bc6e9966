use serde::Serialize;

use super::{LeagueRule, Strength};
use crate::quantity::{Number, SubjectId};

/// A ranked league, with what it was ranked by.
///
/// ```
/// use service_quality::population::league::{LeagueRule, Standing};
///
/// let table = LeagueRule::default().table(&[Standing::new("ann".parse()?, 4.into(), 12)])?;
/// assert_eq!(table.rank("ann"), Some(1));
/// assert_eq!(table.rank("bo"), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeagueTable {
    /// The rule.
    pub rule: LeagueRule,
    /// What means were drawn to; absent without shrinkage, and where nobody has data.
    pub prior: Option<Number>,
    /// How strongly; absent without shrinkage.
    pub strength: Option<Strength>,
    /// The ranked, best first, equals by name.
    pub ranked: Vec<LeagueRow>,
    /// The others, by name.
    pub unranked: Vec<UnrankedRow>,
}

/// A ranked subject.
///
/// ```
/// use service_quality::population::league::LeagueRow;
/// let row = LeagueRow { rank: 1, subject: "ann".parse()?, mean: 5.into(), n: 3, figure: "4.4".parse()? };
/// assert_eq!(serde_json::to_string(&row)?, r#"{"rank":1,"subject":"ann","mean":"5","n":3,"figure":"4.4"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct LeagueRow {
    /// The rank, 1 for the best.
    pub rank: u64,
    /// Who.
    pub subject: SubjectId,
    /// The mean as given.
    pub mean: Number,
    /// How many records.
    pub n: u64,
    /// The figure that the rank compares: the shrunken mean, rounded to 9 places, or the mean.
    pub figure: Number,
}

/// A subject beside the table.
///
/// ```
/// use service_quality::population::league::{Unranked, UnrankedRow};
/// let row = UnrankedRow { subject: "di".parse()?, mean: None, n: 0, reason: Unranked::NoData };
/// assert_eq!(serde_json::to_string(&row)?, r#"{"subject":"di","mean":null,"n":0,"reason":"no_data"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct UnrankedRow {
    /// Who.
    pub subject: SubjectId,
    /// The mean, where there is one.
    pub mean: Option<Number>,
    /// How many records.
    pub n: u64,
    /// Why there is no rank.
    pub reason: Unranked,
}

/// Why a subject has no rank.
///
/// ```
/// use service_quality::population::league::{LeagueRule, Standing, Unranked};
///
/// let few = [Standing::new("ann".parse()?, 5.into(), 3), Standing::without_data("bo".parse()?)];
/// let table = LeagueRule::default().with_minimum_n(30).table(&few)?;
/// assert_eq!((table.unranked[0].reason, table.unranked[1].reason), (Unranked::BelowMinimum, Unranked::NoData));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unranked {
    /// Nothing was recorded.
    NoData,
    /// Fewer records than the least n.
    BelowMinimum,
}

impl LeagueTable {
    /// The rank of a subject; absent for one that is not ranked.
    #[must_use]
    pub fn rank(&self, subject: impl AsRef<str>) -> Option<u64> {
        let row = self.ranked.iter().find(|row| row.subject.as_str() == subject.as_ref());
        row.map(|row| row.rank)
    }

    /// Who has which rank: what [`RankShift::between`](crate::population::stability::RankShift::between) compares.
    #[must_use]
    pub fn ranks(&self) -> Vec<(SubjectId, u64)> {
        self.ranked.iter().map(|row| (row.subject.clone(), row.rank)).collect()
    }
}

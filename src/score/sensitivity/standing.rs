use serde::{Deserialize, Serialize};

use crate::population::competition_ranks;
use crate::population::stability::RankShift;
use crate::quantity::{Score, SubjectId};
use crate::score::Grade;

/// A subject's total, its grade and its rank among the others.
///
/// ```
/// use service_quality::score::sensitivity::SubjectStanding;
/// let north: SubjectStanding = serde_json::from_str(r#"{"subject": "north", "total": "83.2", "grade": "A", "rank": 1}"#)?;
/// assert_eq!(north.rank, Some(1));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectStanding {
    /// The subject.
    pub subject: SubjectId,
    /// Its total; absent where it has no score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Score>,
    /// Its grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// Its rank: the highest total has rank 1, equal totals share the least of their places. Absent without a total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u64>,
}

/// Gives each total its rank.
pub(super) fn ranked(mut standings: Vec<SubjectStanding>) -> Vec<SubjectStanding> {
    let totals: Vec<Score> = standings.iter().filter_map(|standing| standing.total).collect();
    let scored = standings.iter_mut().filter(|standing| standing.total.is_some());
    for (standing, rank) in scored.zip(competition_ranks(&totals)) {
        standing.rank = Some(rank);
    }
    standings
}

/// How far the ranks lie apart of those who have one before and after: ranked anew, where others have none.
pub(super) fn shift(before: &[SubjectStanding], after: &[SubjectStanding]) -> Option<RankShift> {
    let both = before
        .iter()
        .zip(after)
        .filter_map(|(before, after)| Some((before.subject.as_str(), before.total?, after.total?)));
    let both: Vec<(&str, Score, Score)> = both.collect();
    let ranks = |total: fn(&(&str, Score, Score)) -> Score| -> Vec<(&str, u64)> {
        let totals: Vec<Score> = both.iter().map(total).collect();
        both.iter().map(|(subject, ..)| *subject).zip(competition_ranks(&totals)).collect()
    };
    RankShift::between(&ranks(|both| both.1), &ranks(|both| both.2)).ok() // none to compare
}

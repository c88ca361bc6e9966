use serde::Serialize;

use crate::population::Table;
use crate::quantity::SubjectId;

/// Who stands where among those who were ranked, in the order of the table.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::population::ranking::Method;
///
/// let table: Table = serde_json::from_str(r#"{"criteria": [{"id": "score", "direction": "higher"}],
///     "subjects": [{"id": "a", "values": [70]}, {"id": "b", "values": [90]}, {"id": "c", "values": [90]}]}"#)?;
/// let ranking = Method::WeightedSum.rank(&table, &["1".parse()?])?;
/// assert_eq!(ranking.ranks().iter().map(|(_, rank)| *rank).collect::<Vec<_>>(), [3, 1, 1]);
/// assert_eq!(ranking.best_first().next().map(|best| best.subject.as_str()), Some("b"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Ranking {
    subjects: Vec<Ranked>,
}

/// A subject's score and rank.
///
/// ```
/// use service_quality::population::ranking::Ranked;
/// let north = Ranked { subject: "north".parse()?, score: 0.85, rank: 1 };
/// assert_eq!(serde_json::to_string(&north)?, r#"{"subject":"north","score":0.85,"rank":1}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranked {
    /// Who.
    pub subject: SubjectId,
    /// The score by the method; relative to those who were ranked.
    pub score: f64,
    /// The rank: 1 for the best, equals share the least of their places.
    pub rank: u64,
}

impl Ranking {
    pub(super) fn new(table: &Table, scores: &[f64], ranks: Vec<u64>) -> Self {
        let all = table.subjects().iter().zip(scores).zip(ranks);
        let all =
            all.map(|((subject, score), rank)| Ranked { subject: subject.id.clone(), score: *score, rank });
        Self { subjects: all.collect() }
    }

    /// The subjects in the order of the table.
    #[must_use]
    pub fn subjects(&self) -> &[Ranked] {
        &self.subjects
    }

    /// The subjects by rank, equals in the order of the table.
    pub fn best_first(&self) -> impl Iterator<Item = &Ranked> {
        let mut sorted: Vec<_> = self.subjects.iter().collect();
        sorted.sort_by_key(|ranked| ranked.rank);
        sorted.into_iter()
    }

    /// Who has which rank, in the order of the table: what
    /// [`RankShift::between`](crate::population::stability::RankShift::between) compares.
    #[must_use]
    pub fn ranks(&self) -> Vec<(SubjectId, u64)> {
        self.subjects.iter().map(|ranked| (ranked.subject.clone(), ranked.rank)).collect()
    }
}

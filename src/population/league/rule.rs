use serde::{Deserialize, Serialize};

use super::shrinkage::shrunken;
use super::{LeagueRow, LeagueTable, Shrinkage, Standing, Strength, Unranked, UnrankedRow, estimate};
use crate::indicator::Direction;
use crate::population::PopulationError;
use crate::population::rank::places;
use crate::quantity::{Number, PLACES, excerpt};

/// How a league is ranked (排行规则).
///
/// By default: more is better, n of 1 suffices, competition ranks, no shrinkage.
///
/// ```
/// use service_quality::population::league::{LeagueRule, RankKind, Shrinkage};
///
/// let rule = LeagueRule::default().with_minimum_n(30).with_ranks(RankKind::Dense);
/// assert_eq!(serde_json::to_string(&rule)?, r#"{"direction":"higher","minimum_n":30,"ranks":"dense","shrinkage":"none"}"#);
/// assert!(serde_json::from_str::<LeagueRule>(r#"{"direction": "range"}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawRule", into = "RawRule")]
pub struct LeagueRule(RawRule);

/// What rank follows equal ones.
///
/// ```
/// use service_quality::population::league::{LeagueRule, RankKind, Standing};
///
/// let standings: Vec<Standing> = serde_json::from_str(r#"[{"subject": "a", "mean": 5, "n": 9}, {"subject": "b", "mean": 4, "n": 9},
///     {"subject": "c", "mean": 4, "n": 9}, {"subject": "d", "mean": 3, "n": 9}]"#)?;
/// let ranks = |kind| {
///     let table = LeagueRule::default().with_ranks(kind).table(&standings)?;
///     Ok::<_, service_quality::population::PopulationError>(table.ranked.iter().map(|row| row.rank).collect::<Vec<_>>())
/// };
/// assert_eq!(ranks(RankKind::Competition)?, [1, 2, 2, 4]);
/// assert_eq!(ranks(RankKind::Dense)?, [1, 2, 2, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankKind {
    /// 1 2 2 4: a rank says how many are better.
    #[default]
    Competition,
    /// 1 2 2 3: a rank says how many figures are better.
    Dense,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawRule {
    direction: Direction,
    minimum_n: u64,
    ranks: RankKind,
    shrinkage: Shrinkage,
}

impl LeagueRule {
    /// The rule for figures of which more, or less, is better.
    ///
    /// # Errors
    /// [`PopulationError::NoDirection`] for [`Direction::Range`].
    pub fn new(direction: Direction) -> Result<Self, PopulationError> {
        Self::try_from(RawRule { direction, ..RawRule::default() })
    }

    /// The rule with a least n: who has fewer records is not ranked.
    #[must_use]
    pub const fn with_minimum_n(mut self, minimum_n: u64) -> Self {
        self.0.minimum_n = minimum_n;
        self
    }

    /// The rule with a kind of ranks.
    #[must_use]
    pub const fn with_ranks(mut self, ranks: RankKind) -> Self {
        self.0.ranks = ranks;
        self
    }

    /// The rule with a shrinkage.
    #[must_use]
    pub const fn with_shrinkage(mut self, shrinkage: Shrinkage) -> Self {
        self.0.shrinkage = shrinkage;
        self
    }

    /// Ranks standings. Prior and strength are taken from all that have data, also from those below the least n.
    ///
    /// # Errors
    /// [`PopulationError::NoSubjects`], [`PopulationError::DuplicateSubject`], [`PopulationError::NoEstimate`],
    /// [`PopulationError::OutOfRange`] for a negative variance, [`PopulationError::TooLarge`].
    pub fn table(&self, standings: &[Standing]) -> Result<LeagueTable, PopulationError> {
        check(standings)?;
        let (prior, strength) = self.prior(standings)?;
        let too_large = || PopulationError::TooLarge { what: "a shrunken mean" };
        let (mut figures, mut unranked) = (Vec::new(), Vec::new());
        for Standing { subject, mean, n, .. } in standings {
            let beside = |reason| UnrankedRow { subject: subject.clone(), mean: *mean, n: *n, reason };
            match mean.filter(|_| *n > 0) {
                None => unranked.push(UnrankedRow { mean: None, ..beside(Unranked::NoData) }),
                Some(_) if *n < self.0.minimum_n => unranked.push(beside(Unranked::BelowMinimum)),
                Some(mean) => {
                    let figure = match (prior, strength) {
                        (Some(prior), Some(Strength::Complete)) => Some(prior),
                        (Some(prior), Some(Strength::Records(weight))) => {
                            let shrunken = shrunken(mean, *n, prior, weight.to_scaled(), PLACES);
                            shrunken.and_then(|figure| Number::from_scaled(figure, PLACES))
                        }
                        _ => Some(mean),
                    };
                    figures.push((subject, mean, *n, figure.ok_or_else(too_large)?));
                }
            }
        }
        let key = |figure: Number| match self.0.direction {
            Direction::Lower => figure.to_scaled(),
            Direction::Higher | Direction::Range => figure.to_scaled().saturating_neg(),
        };
        let keys: Vec<_> = figures.iter().map(|(.., figure)| key(*figure)).collect();
        let ranks = places(&keys).into_iter().map(|place| match self.0.ranks {
            RankKind::Competition => place.first,
            RankKind::Dense => place.level,
        });
        let rows = ranks.zip(figures).map(|(rank, (subject, mean, n, figure))| LeagueRow {
            rank,
            subject: subject.clone(),
            mean,
            n,
            figure,
        });
        let mut ranked: Vec<_> = rows.collect();
        ranked.sort_by(|one, other| (one.rank, &one.subject).cmp(&(other.rank, &other.subject)));
        unranked.sort_by(|one, other| one.subject.cmp(&other.subject));
        Ok(LeagueTable { rule: *self, prior, strength, ranked, unranked })
    }

    fn prior(&self, standings: &[Standing]) -> Result<(Option<Number>, Option<Strength>), PopulationError> {
        let (given, strength) = match self.0.shrinkage {
            Shrinkage::None => return Ok((None, None)),
            Shrinkage::Declared { weight, prior } => (prior, Strength::Records(weight.into())),
            Shrinkage::Estimated { prior } => (prior, estimate::strength(standings)?),
        };
        let prior = if given.is_some() { given } else { estimate::overall(standings)? };
        Ok((prior, Some(strength)))
    }
}

fn check(standings: &[Standing]) -> Result<(), PopulationError> {
    if standings.is_empty() {
        return Err(PopulationError::NoSubjects);
    }
    let mut seen = std::collections::BTreeSet::new();
    for (index, Standing { subject, variance, .. }) in standings.iter().enumerate() {
        if !seen.insert(subject) {
            let (place, subject) = (format!("standings[{index}]"), excerpt(subject.as_str()));
            return Err(PopulationError::DuplicateSubject { place, subject });
        }
        if let Some(given) = variance.filter(|variance| *variance < Number::ZERO) {
            let (place, allowed) = (format!("standings[{index}].variance"), "0 or more");
            return Err(PopulationError::OutOfRange { place, given: given.to_string(), allowed });
        }
    }
    Ok(())
}

impl Default for RawRule {
    fn default() -> Self {
        Self {
            direction: Direction::Higher,
            minimum_n: 1,
            ranks: RankKind::Competition,
            shrinkage: Shrinkage::None,
        }
    }
}

impl TryFrom<RawRule> for LeagueRule {
    type Error = PopulationError;

    fn try_from(raw: RawRule) -> Result<Self, PopulationError> {
        if raw.direction == Direction::Range {
            Err(PopulationError::NoDirection { place: "direction".to_owned() })
        } else {
            Ok(Self(raw))
        }
    }
}

impl From<LeagueRule> for RawRule {
    fn from(LeagueRule(raw): LeagueRule) -> Self {
        raw
    }
}

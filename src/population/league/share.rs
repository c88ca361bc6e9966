use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::analysis::{Interval, proportion};
use crate::population::PopulationError;
use crate::population::rank::ranks_with;
use crate::quantity::{Share, SubjectId, excerpt};

/// So many successes of so many trials.
///
/// ```
/// use service_quality::population::league::ShareCount;
/// let ann: ShareCount = serde_json::from_str(r#"{"subject": "ann", "successes": 9, "n": 10}"#)?;
/// assert_eq!(ann.n, 10);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareCount {
    /// Who.
    pub subject: SubjectId,
    /// How many succeeded.
    pub successes: u64,
    /// How many there were.
    pub n: u64,
}

/// Shares by what they reach surely.
///
/// ```
/// use service_quality::population::league::{ShareCount, rank_shares};
/// let count = ShareCount { subject: "ann".parse()?, successes: 0, n: 0 };
/// let league = rank_shares(&[count], "0.95".parse()?)?;
/// assert_eq!((league.ranked.len(), league.unranked.len()), (0, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareLeague {
    /// The confidence of the intervals.
    pub confidence: Share,
    /// The ranked, best first, equals by name.
    pub ranked: Vec<RankedShare>,
    /// Who has no trials, by name.
    pub unranked: Vec<SubjectId>,
}

/// A ranked share.
///
/// ```
/// use service_quality::population::league::{ShareCount, rank_shares};
/// let count = ShareCount { subject: "ann".parse()?, successes: 9, n: 10 };
/// let league = rank_shares(&[count], "0.95".parse()?)?;
/// assert_eq!((league.ranked[0].rank, league.ranked[0].n), (1, 10));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankedShare {
    /// The rank, 1 for the best, equals share the least of their places.
    pub rank: u64,
    /// Who.
    pub subject: SubjectId,
    /// How many succeeded.
    pub successes: u64,
    /// How many there were.
    pub n: u64,
    /// The interval of the true share, whose lower end the rank compares.
    pub interval: Interval,
}

/// Ranks shares by the lower end of their interval of [Wilson](proportion::wilson()): 1 of 1 does not lead 88 of 100.
///
/// A small n ranks low and is not poor quality: show n beside the rank, as the result does.
///
/// ```
/// use service_quality::population::league::{ShareCount, rank_shares};
///
/// let counts: Vec<ShareCount> = serde_json::from_str(r#"[{"subject": "x", "successes": 1, "n": 1},
///     {"subject": "y", "successes": 9, "n": 10}, {"subject": "z", "successes": 88, "n": 100}]"#)?;
/// let league = rank_shares(&counts, "0.95".parse()?)?;
/// let order: Vec<_> = league.ranked.iter().map(|row| row.subject.as_str()).collect();
/// assert_eq!(order, ["z", "y", "x"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`PopulationError::NoSubjects`], [`PopulationError::DuplicateSubject`], [`PopulationError::AboveTrials`],
/// [`PopulationError::OutOfRange`] for a confidence of 0 or 1.
pub fn rank_shares(counts: &[ShareCount], confidence: Share) -> Result<ShareLeague, PopulationError> {
    if counts.is_empty() {
        return Err(PopulationError::NoSubjects);
    }
    let (mut seen, mut found, mut unranked) = (BTreeSet::new(), Vec::new(), Vec::new());
    for (index, ShareCount { subject, successes, n }) in counts.iter().enumerate() {
        if !seen.insert(subject) {
            let (place, subject) = (format!("counts[{index}]"), excerpt(subject.as_str()));
            return Err(PopulationError::DuplicateSubject { place, subject });
        }
        if successes > n {
            return Err(PopulationError::AboveTrials {
                subject: subject.clone(),
                successes: *successes,
                n: *n,
            });
        }
        if *n == 0 {
            unranked.push(subject.clone());
            continue;
        }
        let Ok(interval) = proportion::wilson(*successes, *n, confidence) else {
            let (given, allowed) = (confidence.to_string(), "more than 0 and less than 1");
            return Err(PopulationError::OutOfRange { place: "confidence".to_owned(), given, allowed });
        };
        found.push(RankedShare { rank: 0, subject: subject.clone(), successes: *successes, n: *n, interval });
    }
    // Equal counts have equal ends, and without a success the end is 0 exactly; other ends are equal by accident at most.
    let low = |row: &RankedShare| row.interval.low();
    let ranks =
        ranks_with(&found, |one, other| low(one).total_cmp(&low(other)), |one, other| low(one) <= low(other));
    let mut ranked: Vec<_> =
        ranks.into_iter().zip(found).map(|(rank, row)| RankedShare { rank, ..row }).collect();
    ranked.sort_by(|one, other| (one.rank, &one.subject).cmp(&(other.rank, &other.subject)));
    unranked.sort();
    Ok(ShareLeague { confidence, ranked, unranked })
}

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Segment;
use crate::monitor::chart::ChartError;
use crate::quantity::Timestamp;

/// Which points a chart's limits come from: its segments in order of time, and the points that count for nothing.
///
/// ```
/// use service_quality::monitor::baseline::{Baseline, FitRange, Segment};
///
/// let first = Segment::first().fitted_to(FitRange::first(20)?)?;
/// let since = "2026-03-01T00:00:00Z".parse()?;
/// let baseline = Baseline::new(vec![first])?
///     .excluding("2026-01-12T00:00:00Z".parse()?, "telephone system down")?
///     .rebased(Segment::since(since).accepted("night shift added", "Li Wei")?)?;
/// assert_eq!(baseline.segment_at(since), 1);
/// assert_eq!(baseline.excluded("2026-01-12T00:00:00Z".parse()?), Some("telephone system down"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawBaseline", into = "RawBaseline")]
pub struct Baseline {
    segments: Vec<Segment>,
    exclusions: BTreeMap<Timestamp, String>,
}

impl Baseline {
    /// Makes a baseline of segments; the first holds from the first point, each other from its instant.
    ///
    /// # Errors
    /// [`ChartError::NoSegments`] for none, [`ChartError::SegmentStart`] where the first has a start or another has
    /// none, and [`ChartError::SegmentOrder`] where one does not start after the one before.
    pub fn new(segments: Vec<Segment>) -> Result<Self, ChartError> {
        if segments.is_empty() {
            return Err(ChartError::NoSegments);
        }
        let mut last = None;
        for (segment, given) in segments.iter().enumerate() {
            if (segment == 0) != given.from().is_none() {
                return Err(ChartError::SegmentStart { segment });
            }
            if let (Some(given), Some(previous)) = (given.from(), last)
                && given <= previous
            {
                return Err(ChartError::SegmentOrder { segment, given, previous });
            }
            last = given.from();
        }
        Ok(Self { segments, exclusions: BTreeMap::new() })
    }

    /// Leaves a point out of every fit, for a reason; it stays on the chart.
    ///
    /// # Errors
    /// [`ChartError::Blank`] for a reason without a letter.
    pub fn excluding(mut self, at: Timestamp, reason: &str) -> Result<Self, ChartError> {
        self.exclusions.insert(at, ChartError::written("exclusions", reason)?);
        Ok(self)
    }

    /// The baseline with one more segment after its last.
    ///
    /// # Errors
    /// As [`Baseline::new`].
    pub fn rebased(&self, segment: Segment) -> Result<Self, ChartError> {
        let mut segments = self.segments.clone();
        segments.push(segment);
        Ok(Self { exclusions: self.exclusions.clone(), ..Self::new(segments)? })
    }

    /// The segments in order of time.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// In which segment an instant lies, counted from 0.
    #[must_use]
    pub fn segment_at(&self, at: Timestamp) -> usize {
        // The first segment has no start, so that it stands before every instant.
        self.segments.partition_point(|segment| segment.from() <= Some(at)).saturating_sub(1)
    }

    /// Why the point of an instant counts for nothing; absent where it counts.
    #[must_use]
    pub fn excluded(&self, at: Timestamp) -> Option<&str> {
        self.exclusions.get(&at).map(String::as_str)
    }

    /// The points that count for nothing, each with its reason.
    pub fn exclusions(&self) -> impl Iterator<Item = (Timestamp, &str)> {
        self.exclusions.iter().map(|(&at, reason)| (at, reason.as_str()))
    }
}

impl Default for Baseline {
    /// One segment that grows.
    fn default() -> Self {
        Self { segments: vec![Segment::first()], exclusions: BTreeMap::new() }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBaseline {
    segments: Vec<Segment>,
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "crate::quantity::unique_keys"
    )]
    exclusions: BTreeMap<Timestamp, String>,
}

impl TryFrom<RawBaseline> for Baseline {
    type Error = ChartError;

    fn try_from(raw: RawBaseline) -> Result<Self, ChartError> {
        raw.exclusions
            .iter()
            .try_fold(Self::new(raw.segments)?, |baseline, (&at, reason)| baseline.excluding(at, reason))
    }
}

impl From<Baseline> for RawBaseline {
    fn from(Baseline { segments, exclusions }: Baseline) -> Self {
        Self { segments, exclusions }
    }
}

use serde::{Deserialize, Serialize};

use super::{RangeSpan, Reach};
use crate::monitor::constants::Tables;

/// What programs and books do differently, each an explicit choice. Every combination is valid; what a kind of chart has
/// no use for, it does not read.
///
/// | choice | read by | default | [`qcc`](Self::qcc) | [`qicharts2`](Self::qicharts2) | [`nhs`](Self::nhs) |
/// | --- | --- | --- | --- | --- | --- |
/// | `reach` | all but run | 3 sigma | 3 sigma | 3 sigma | 3 sigma |
/// | `tables` | individuals, mR, x̄, R, p′, u′, t | exact | rounded | rounded | rounded factors |
/// | `centre` | individuals, mR | mean | mean | mean | mean |
/// | `spread` | individuals, p′, u′, t | mean moving range | the same | the same | the same |
/// | `span` | as `spread` | 2 | 2 | 2 | 2 |
/// | `screening` | individuals, p′, u′, t | off | off | once | once |
/// | `missing` | moving ranges | break | bridge | break | break |
/// | `excluded` | moving ranges | break | bridge | bridge | break |
/// | `within` | x̄, R, S | the chart's own | the chart's own | pooled | |
/// | `rare_centre` | g | median | mean | median | |
/// | `event_chance` | g | per opportunity | per interval | per opportunity | |
/// | `moving_range_zones` | mR | from the centre | | from zero | |
///
/// A moving range never crosses the start of a segment, and a value on a limit is within it.
///
/// ```
/// use service_quality::monitor::chart::{Conventions, Screening};
/// let ours = Conventions { screening: Screening::Once, ..Conventions::default() };
/// assert_ne!(ours, Conventions::nhs());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Conventions {
    /// How far from the centre the limits lie.
    pub reach: Reach,
    /// Which values of the constants are taken.
    pub tables: Tables,
    /// The centre line of individual values, and of their moving ranges.
    pub centre: Centre,
    /// From what the spread of individual values is estimated.
    pub spread: Spread,
    /// How many successive values a moving range covers where the spread is estimated; the mR chart pairs neighbours.
    pub span: RangeSpan,
    /// Whether moving ranges beyond their own limit are left out.
    pub screening: Screening,
    /// Moving ranges across a missing point.
    pub missing: Gap,
    /// Moving ranges across an excluded point.
    pub excluded: Gap,
    /// How the spread within subgroups is estimated; absent: from ranges on an R chart, else from deviations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Within>,
    /// The centre line of a g chart.
    pub rare_centre: RareCentre,
    /// The chance of an event on a g chart.
    pub event_chance: EventChance,
    /// From where the warning lines of an mR chart part the way to its limit.
    pub moving_range_zones: ZoneOrigin,
}

impl Conventions {
    /// Those of the R package qcc 3.
    #[must_use]
    pub fn qcc() -> Self {
        Self {
            tables: Tables::Rounded,
            missing: Gap::Bridge,
            excluded: Gap::Bridge,
            rare_centre: RareCentre::Mean,
            event_chance: EventChance::PerInterval,
            ..Self::default()
        }
    }

    /// Those of the R package qicharts2 0.8 with its options as it sets them.
    #[must_use]
    pub fn qicharts2() -> Self {
        Self {
            tables: Tables::Rounded,
            screening: Screening::Once,
            excluded: Gap::Bridge,
            within: Some(Within::Pooled),
            moving_range_zones: ZoneOrigin::Zero,
            ..Self::default()
        }
    }

    /// Those of NHS England's *Making data count* and its R package `NHSRplotthedots`.
    #[must_use]
    pub fn nhs() -> Self {
        Self { tables: Tables::RoundedFactors, screening: Screening::Once, ..Self::default() }
    }
}

/// A mean or a median.
///
/// ```
/// assert_eq!(service_quality::monitor::chart::Centre::default(), service_quality::monitor::chart::Centre::Mean);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Centre {
    /// The mean.
    #[default]
    Mean,
    /// The median: outliers do not move it.
    Median,
}

/// From what the spread of individual values is estimated.
///
/// ```
/// assert_eq!(service_quality::monitor::chart::Spread::default(), service_quality::monitor::chart::Spread::MeanRange);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// The mean moving range, divided by d2: a shift widens it little.
    #[default]
    MeanRange,
    /// The median moving range, divided by its own constant: outliers widen it little.
    MedianRange,
    /// The standard deviation of all values, divided by c4: a shift widens it.
    Deviation,
}

/// Whether moving ranges on or beyond their own upper limit (D4 times their mean) are left out of the estimate
/// (Nelson 1982).
///
/// ```
/// assert_eq!(service_quality::monitor::chart::Screening::default(), service_quality::monitor::chart::Screening::Off);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Screening {
    /// All count.
    #[default]
    Off,
    /// They are left out once: qicharts2, NHS England, `PowerBI-SPC`.
    Once,
    /// They are left out until none is beyond the limit of the others.
    Repeated,
}

/// What a moving range does at a point without a value that counts.
///
/// ```
/// assert_eq!(service_quality::monitor::chart::Gap::default(), service_quality::monitor::chart::Gap::Break);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// It is not taken: what lies apart in time is no neighbour.
    #[default]
    Break,
    /// It is taken between the values on both sides.
    Bridge,
}

/// How the spread within subgroups is estimated; the names in brackets are those of SAS/QC and qcc.
///
/// ```
/// use service_quality::monitor::chart::Within;
/// assert_eq!(serde_json::to_string(&Within::MeanRange)?, r#""mean_range""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// The mean of R/d2 (UWAVE-R): the x̄-R chart.
    MeanRange,
    /// The mean of R/d2 with the least variance (MVLUE-R).
    WeightedRange,
    /// The mean of s/c4 (UWAVE-SD): the x̄-S chart.
    MeanDeviation,
    /// The mean of s/c4 with the least variance (MVLUE-SD).
    WeightedDeviation,
    /// The root of the pooled variance, divided by the c4 of all degrees of freedom (RMSDF).
    RootMeanSquare,
    /// With equal sizes the mean of s, with unequal ones the root of the pooled variance, divided at each point by the
    /// c4 of its own size: qicharts2, Montgomery 6.29 and 6.31. It is also the centre of an S chart.
    Pooled,
}

/// The centre line of a g chart.
///
/// ```
/// assert_eq!(service_quality::monitor::chart::RareCentre::default(), service_quality::monitor::chart::RareCentre::Median);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RareCentre {
    /// The median, or 0.693 times a mean that is given: half of the points lie on each side, as runs need it
    /// (Provost and Murray, *The health care data guide*); qicharts2.
    #[default]
    Median,
    /// The mean: qcc.
    Mean,
}

/// The chance of an event on a g chart, from the mean m of what lies between events.
///
/// ```
/// assert_eq!(
///     service_quality::monitor::chart::EventChance::default(),
///     service_quality::monitor::chart::EventChance::PerOpportunity
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventChance {
    /// 1/(m + 1), with a variance of m·(m + 1): opportunities without the event are counted; qicharts2, Montgomery.
    #[default]
    PerOpportunity,
    /// 1/m, with a variance of m·(m − 1): qcc. Not defined for a mean of 1 or less.
    PerInterval,
}

/// From where the warning lines of an mR chart part the way to its upper limit in thirds.
///
/// ```
/// assert_eq!(service_quality::monitor::chart::ZoneOrigin::default(), service_quality::monitor::chart::ZoneOrigin::Centre);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneOrigin {
    /// From the centre line, as on every other chart.
    #[default]
    Centre,
    /// From zero: qicharts2.
    Zero,
}

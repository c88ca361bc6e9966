use serde::{Deserialize, Serialize};

use crate::monitor::Zone;

/// A pattern of points on a chart that chance rarely makes.
///
/// Values are compared strictly: a point on a line is not beyond it, and equal values neither rise nor fall. Each point
/// is compared with the lines that hold at that point.
///
/// ```
/// use service_quality::monitor::{Counted, Pattern, Ties};
///
/// let trend: Pattern = serde_json::from_str(r#"{"trend": {"length": 6}}"#)?;
/// assert_eq!(trend, Pattern::Trend { length: 6, counted: Counted::Points, ties: Ties::Break });
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Pattern {
    /// A point beyond the control limits (超出控制限).
    BeyondLimits,
    /// So many of the newest points beyond the lines of a zone, on one side.
    Beyond {
        /// Beyond which lines.
        zone: Zone,
        /// How many points, at least.
        hits: u8,
        /// Of how many newest ones.
        of: u8,
        /// What else the points must keep.
        #[serde(default)]
        counting: Counting,
    },
    /// So many points in a row on one side of the centre line: a shift (链).
    Shift {
        /// How many.
        points: u8,
        /// What a point on the centre line does.
        #[serde(default)]
        on_centre: OnCentre,
    },
    /// Points in a row that all rise, or all fall: a trend (趋势).
    Trend {
        /// How many points, or how many rises.
        length: u8,
        /// Which of the two.
        #[serde(default)]
        counted: Counted,
        /// What an equal value does.
        #[serde(default)]
        ties: Ties,
    },
    /// So many points in a row that rise and fall in turn (交替升降).
    Alternation {
        /// How many.
        points: u8,
    },
    /// So many points in a row not beyond the lines of a zone, on either side: too little variation, as strata
    /// that were mixed into each point leave it (分层).
    Within {
        /// Within which lines.
        zone: Zone,
        /// How many points.
        points: u8,
    },
    /// So many points in a row beyond the lines of a zone, on either side: a mixture of two processes (混合).
    Outside {
        /// Beyond which lines.
        zone: Zone,
        /// How many points.
        points: u8,
        /// Whether both sides must occur.
        #[serde(default)]
        sides: Sides,
    },
}

impl Pattern {
    /// How many points the trend has, where its length is one.
    pub(in crate::monitor) fn trend_points(length: u8, counted: Counted) -> u64 {
        u64::from(length) + u64::from(counted == Counted::Rises)
    }
}

/// What "two of three points beyond a line" asks for, beside the two.
///
/// | | [`CompletedBy`] | [`Others`] | [`Outermost`] | [`Opening`] |
/// | --- | --- | --- | --- | --- |
/// | qcc, JASP (the default) | hit | anywhere | counted | whole window |
/// | NHS *Making data count* | any | same side | ignored | whole window |
/// | PowerBI-SPC | any | anywhere | counted | whole window |
/// | Champ and Woodall (1987) | hit | anywhere | counted | at once |
///
/// ```
/// use service_quality::monitor::{CompletedBy, Counting};
///
/// let nhs: Counting = serde_json::from_str(r#"{"completed_by": "any", "others": "same_side", "outermost": "ignored"}"#)?;
/// assert_eq!(nhs, Counting::nhs());
/// assert_eq!(Counting::default().completed_by, CompletedBy::Hit);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Counting {
    /// Whether the newest point must itself lie beyond.
    pub completed_by: CompletedBy,
    /// Where the others may lie.
    pub others: Others,
    /// Whether points beyond the control limits count.
    pub outermost: Outermost,
    /// Whether a series may begin with the pattern.
    pub opening: Opening,
}

impl Counting {
    /// As NHS England's *Making data count* has it.
    #[must_use]
    pub const fn nhs() -> Self {
        Self {
            completed_by: CompletedBy::Any,
            others: Others::SameSide,
            outermost: Outermost::Ignored,
            opening: Opening::WholeWindow,
        }
    }

    /// As C. W. Champ and W. H. Woodall, *Exact results for Shewhart control charts with supplementary runs rules*
    /// (1987).
    #[must_use]
    pub const fn champ_woodall() -> Self {
        Self {
            completed_by: CompletedBy::Hit,
            others: Others::Anywhere,
            outermost: Outermost::Counted,
            opening: Opening::AtOnce,
        }
    }
}

macro_rules! conventions {
    ($($(#[$doc:meta])* $name:ident { $(#[$first_doc:meta])* $first:ident, $(#[$second_doc:meta])* $second:ident }
       $wire:literal)*) => {$(
        $(#[$doc])*
        ///
        /// ```
        #[doc = concat!("use service_quality::monitor::", stringify!($name), ";")]
        #[doc = concat!("assert_eq!(serde_json::to_string(&", stringify!($name), "::default())?, r#\"\"", $wire, "\"\"#);")]
        /// # Ok::<(), serde_json::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $(#[$first_doc])*
            #[default]
            $first,
            $(#[$second_doc])*
            $second,
        }
    )*};
}

conventions! {
    /// Whether the newest point of "two of three" must itself lie beyond the line.
    CompletedBy {
        /// It must: qcc, JASP.
        Hit,
        /// It need not: NHS, PowerBI-SPC.
        Any
    } "hit"
    /// Where the points of "two of three" may lie that are not beyond the line.
    Others {
        /// Anywhere: qcc, JASP, PowerBI-SPC, the Western Electric handbook.
        Anywhere,
        /// On the same side of the centre line: NHS.
        SameSide
    } "anywhere"
    /// Whether a point beyond the control limits counts among those beyond an inner line.
    Outermost {
        /// It counts: qcc, JASP, PowerBI-SPC.
        Counted,
        /// It does not, for it has its own rule: NHS.
        Ignored
    } "counted"
    /// Whether "two of three" may be told where a series has fewer than three points yet.
    Opening {
        /// Only once there are as many points as the window: qcc, NHS, PowerBI-SPC.
        WholeWindow,
        /// As soon as enough lie beyond: Champ and Woodall (1987).
        AtOnce
    } "whole_window"
    /// What a point on the centre line does to a run on one side of it.
    OnCentre {
        /// It ends the run: qcc, NHS, JASP.
        Break,
        /// It is passed over, neither counted nor the end: the useful observations of Anhøj's rules.
        Skip
    } "break"
    /// In what a trend is counted.
    Counted {
        /// Its points, one more than rises: qcc, NHS, PowerBI-SPC, Nelson (1984).
        Points,
        /// Its rises, or falls: JASP.
        Rises
    } "points"
    /// What a value equal to the one before does to a trend.
    Ties {
        /// It ends the trend: qcc, NHS, JASP.
        Break,
        /// It is passed over, neither counted nor the end: R. J. Perla, L. P. Provost and S. K. Murray, *The run
        /// chart: a simple analytical tool for learning from variation in healthcare processes* (2011).
        Skip
    } "break"
    /// Whether points beyond a line must lie on both sides.
    Sides {
        /// On both: Nelson (1984), qcc. Those on one side alone are found by other rules.
        Both,
        /// On either.
        Either
    } "both"
}

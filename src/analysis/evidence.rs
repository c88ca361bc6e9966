use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Interval, proportion};
use crate::quantity::Share;
use crate::sla::{Denominator, OutcomeCounts};

/// How surely a promised share was reached: beside the [commitment](OutcomeCounts::commitment), which is the verdict.
///
/// ```
/// use service_quality::analysis::Reading;
/// use service_quality::sla::{Denominator, OutcomeCounts};
///
/// let year = OutcomeCounts { met: 5_520, late: 480, ..OutcomeCounts::default() };
/// let evidence = year.evidence("0.9".parse()?, Denominator::Decided, "0.95".parse()?).ok_or("nothing decided")?;
/// assert_eq!(evidence.reading, Reading::Above);
/// assert_eq!(evidence.to_string(), "0.9129 to 0.9266 with a confidence of 0.95: above 0.9");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Evidence {
    /// The share that was promised.
    pub target: Share,
    /// With which confidence the interval holds the true share.
    pub confidence: Share,
    /// The interval of the true share.
    pub interval: Interval,
    /// On which side of the target it lies.
    pub reading: Reading,
}

/// On which side of a target an interval lies.
///
/// ```
/// use service_quality::analysis::Reading;
/// assert_eq!(serde_json::to_string(&Reading::Undecided)?, r#""undecided""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// All of it reaches the target.
    Above,
    /// All of it lies below the target.
    Below,
    /// The target lies inside: the count is too small to tell.
    Undecided,
}

impl OutcomeCounts {
    /// How surely the share of promises kept reaches a target; absent where none are counted, and for a confidence of
    /// 0 or 1.
    #[must_use]
    pub fn evidence(&self, target: Share, denominator: Denominator, confidence: Share) -> Option<Evidence> {
        let (met, of) = self.ratio(denominator);
        let interval = proportion::wilson(met, of, confidence).ok()?;
        let least = proportion::ratio(target);
        let reading = if interval.low() >= least {
            Reading::Above
        } else if interval.high() < least {
            Reading::Below
        } else {
            Reading::Undecided
        };
        Some(Evidence { target, confidence, interval, reading })
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Above => "above",
            Self::Below => "below",
            Self::Undecided => "undecided against",
        })
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target, confidence, interval, reading } = self;
        write!(formatter, "{interval} with a confidence of {confidence}: {reading} {target}")
    }
}

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{DriverImportance, Part};
use crate::analysis::series::mean;
use crate::indicator::Direction;

/// What to do about a driver, by importance against performance: Martilla and James, *Importance-performance analysis*
/// (1977).
///
/// ```
/// use service_quality::analysis::driver::Quadrant;
/// assert_eq!(Quadrant::of(true, false).to_string(), "concentrate here");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quadrant {
    /// Important, and good.
    KeepUp,
    /// Important, and poor: improve this first.
    Concentrate,
    /// Neither important nor good.
    LowPriority,
    /// Good, but not important.
    PossibleOverkill,
}

impl Quadrant {
    /// The quadrant of a driver that is important or not, and good or not.
    #[must_use]
    pub const fn of(important: bool, good: bool) -> Self {
        match (important, good) {
            (true, true) => Self::KeepUp,
            (true, false) => Self::Concentrate,
            (false, false) => Self::LowPriority,
            (false, true) => Self::PossibleOverkill,
        }
    }
}

impl DriverImportance {
    /// The quadrant of each driver, split at the mean importance (the LMG share) and the mean performance; on the mean is
    /// good. The performances must be on one scale; less is better of a driver that
    /// [says so](super::Driver::lower_is_better).
    #[must_use]
    pub fn quadrants(&self) -> Vec<Quadrant> {
        let of = |figure: fn(&Part) -> f64| self.drivers.iter().map(figure).collect::<Vec<f64>>();
        self.quadrants_at(mean(&of(|part| part.lmg_share)), mean(&of(|part| part.performance)))
    }

    /// The quadrant of each driver, split at this share of the explained variance and this performance; on either is high, and good.
    #[must_use]
    pub fn quadrants_at(&self, lmg_share: f64, performance: f64) -> Vec<Quadrant> {
        let quadrant = |part: &Part| {
            let good = match part.direction {
                Direction::Lower => part.performance <= performance,
                _ => part.performance >= performance,
            };
            Quadrant::of(part.lmg_share >= lmg_share, good)
        };
        self.drivers.iter().map(quadrant).collect()
    }
}

impl fmt::Display for Quadrant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::KeepUp => "keep up the good work",
            Self::Concentrate => "concentrate here",
            Self::LowPriority => "low priority",
            Self::PossibleOverkill => "possible overkill",
        })
    }
}

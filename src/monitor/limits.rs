use serde::{Deserialize, Serialize};

/// How far from the centre line: at one third of the way to the control limits, at two, or at the limits themselves.
///
/// With limits at three sigma these are the lines at one, two and three sigma, which part the zones C, B and A of the
/// *Western Electric statistical quality control handbook* (1956).
///
/// ```
/// use service_quality::monitor::Zone;
/// assert_eq!(serde_json::to_string(&[Zone::One, Zone::Two, Zone::Limit])?, r#"["one","two","limit"]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// One third of the way.
    One,
    /// Two thirds of the way: the warning lines.
    Two,
    /// The control limits (控制限).
    Limit,
}

/// On which side of a line.
///
/// ```
/// use service_quality::monitor::Side;
/// assert_eq!(Side::Above.opposite(), Side::Below);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Higher than the line.
    Above,
    /// Lower than the line.
    Below,
}

impl Side {
    /// The other side.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Above => Self::Below,
            Self::Below => Self::Above,
        }
    }
}

/// The lines that hold at one point of a chart: centre line (中心线), warning lines and control limits.
///
/// A value on a line is not beyond it. A limit that a figure cannot pass, below a count of 0 say, is absent or lies at
/// the bound of the figure, as the chart's convention has it.
///
/// ```
/// use service_quality::monitor::{Limits, Side, Zone};
///
/// let limits = Limits::symmetric(10.0, 2.0, 3.0);
/// assert_eq!(limits.upper(Zone::Limit), Some(16.0));
/// assert_eq!(limits.beyond(16.0, Zone::Limit), None, "on the limit is within");
/// assert_eq!(limits.beyond(5.0, Zone::Two), Some(Side::Below));
/// assert_eq!(limits.side(10.0), None, "on the centre line is on neither side");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Limits {
    centre: f64,
    lower: [Option<f64>; 3],
    upper: [Option<f64>; 3],
}

impl Limits {
    /// Control limits at so many sigma on both sides of the centre line, and the zones at thirds of the way.
    #[must_use]
    pub fn symmetric(centre: f64, sigma: f64, multiple: f64) -> Self {
        let reach = |third: f64| sigma * (multiple * third / 3.0);
        let thirds = [1.0, 2.0, 3.0];
        Self {
            centre,
            lower: thirds.map(|third| Some(centre - reach(third))),
            upper: thirds.map(|third| Some(centre + reach(third))),
        }
    }

    /// Any lines: on each side at one third, two thirds, and the limit.
    pub(crate) const fn new(centre: f64, lower: [Option<f64>; 3], upper: [Option<f64>; 3]) -> Self {
        Self { centre, lower, upper }
    }

    /// The centre line.
    #[must_use]
    pub const fn centre(&self) -> f64 {
        self.centre
    }

    /// The line below the centre, where there is one.
    #[must_use]
    pub const fn lower(&self, zone: Zone) -> Option<f64> {
        let [one, two, limit] = self.lower;
        match zone {
            Zone::One => one,
            Zone::Two => two,
            Zone::Limit => limit,
        }
    }

    /// The line above the centre, where there is one.
    #[must_use]
    pub const fn upper(&self, zone: Zone) -> Option<f64> {
        let [one, two, limit] = self.upper;
        match zone {
            Zone::One => one,
            Zone::Two => two,
            Zone::Limit => limit,
        }
    }

    /// On which side of the centre line a value lies; on neither where it lies on it.
    #[must_use]
    pub fn side(&self, value: f64) -> Option<Side> {
        if value > self.centre {
            Some(Side::Above)
        } else if value < self.centre {
            Some(Side::Below)
        } else {
            None
        }
    }

    /// On which side a value lies beyond the lines of a zone, strictly; on neither where it lies within.
    #[must_use]
    pub fn beyond(&self, value: f64, zone: Zone) -> Option<Side> {
        if self.upper(zone).is_some_and(|line| value > line) {
            Some(Side::Above)
        } else if self.lower(zone).is_some_and(|line| value < line) {
            Some(Side::Below)
        } else {
            None
        }
    }
}

//! Which failure to prevent first (失效模式与影响分析, FMEA): the risk priority number.

use serde::Serialize;

use super::Undefined;
use super::series::out_of_range;

/// How grave, how frequent and how hard to detect a failure is, each from 1 to 10, where 10 is worst.
///
/// They order by risk priority number, then severity, then occurrence: of equal numbers the graver failure comes last, so
/// that the largest is the one to see to first.
///
/// ```
/// use service_quality::analysis::fmea::RiskPriority;
///
/// let outage = RiskPriority::new(8, 4, 6)?;
/// assert_eq!((outage.number(), outage.criticality()), (192, 32));
/// assert!(outage > RiskPriority::new(4, 8, 6)?, "the same number, but less grave");
/// assert_eq!(
///     outage.interpretation(),
///     "Risk priority 192 of 1000: severity 8, occurrence 4, detection 6; criticality 32 of 100."
/// );
/// assert_eq!(
///     RiskPriority::new(8, 0, 6).unwrap_err().to_string(),
///     "the occurrence is 0; allowed is from 1 to 10"
/// );
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct RiskPriority {
    // The order of the fields is the order of the priorities.
    number: u16,
    severity: u8,
    occurrence: u8,
    detection: u8,
}

impl RiskPriority {
    /// The risk priority number, severity × occurrence × detection, of IEC 60812 (2018).
    ///
    /// # Errors
    ///
    /// For a rating outside of 1 to 10.
    pub fn new(severity: u8, occurrence: u8, detection: u8) -> Result<Self, Undefined> {
        let ratings =
            [("the severity", severity), ("the occurrence", occurrence), ("the detection", detection)];
        for (what, rating) in ratings {
            if !(1..=10).contains(&rating) {
                return Err(out_of_range(what, &rating, "from 1 to 10"));
            }
        }
        let number = u16::from(severity) * u16::from(occurrence) * u16::from(detection);
        Ok(Self { number, severity, occurrence, detection })
    }

    /// The risk priority number (RPN), from 1 to 1000. Equal numbers are not equal risks: look at the severity too.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.number
    }

    /// Severity × occurrence, from 1 to 100: the risk whether or not it is detected.
    #[must_use]
    pub fn criticality(self) -> u16 {
        u16::from(self.severity) * u16::from(self.occurrence)
    }

    /// How grave the failure is.
    #[must_use]
    pub const fn severity(self) -> u8 {
        self.severity
    }

    /// How often it happens.
    #[must_use]
    pub const fn occurrence(self) -> u8 {
        self.occurrence
    }

    /// How hard it is to detect.
    #[must_use]
    pub const fn detection(self) -> u8 {
        self.detection
    }

    /// What it says, in words.
    #[must_use]
    pub fn interpretation(self) -> String {
        format!(
            "Risk priority {} of 1000: severity {}, occurrence {}, detection {}; criticality {} of 100.",
            self.number,
            self.severity,
            self.occurrence,
            self.detection,
            self.criticality()
        )
    }
}

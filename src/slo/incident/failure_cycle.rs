use super::reliability::unsigned;
use crate::quantity::{Number, PLACES};
use crate::slo::SloError;
use crate::slo::availability::ServiceLevel;

/// How a service fails and comes back, from published means: in any unit, the same for both.
///
/// ```
/// use service_quality::slo::incident::FailureCycle;
///
/// let cycle = FailureCycle::new("100".parse()?, "4".parse()?)?; // hours
/// assert_eq!(cycle.mtbsi().to_string(), "104");
/// assert_eq!(cycle.level().percent(4).to_string(), "96.1538");
/// assert!(FailureCycle::new("0".parse()?, "0".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FailureCycle {
    mtbf: Number,
    mtrs: Number,
    mtbsi: Number,
    level: ServiceLevel,
}

impl FailureCycle {
    /// A mean time between failures and a mean time to restore service.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing, and where both are nothing; [`SloError::TooLarge`] where the sum is.
    pub fn new(mtbf: Number, mtrs: Number) -> Result<Self, SloError> {
        for (place, mean) in [("`mtbf`", mtbf), ("`mtrs`", mtrs)] {
            if mean < Number::ZERO {
                return Err(SloError::not_allowed(place, &mean, "0 or more"));
            }
        }
        let sum = mtbf.to_scaled() + mtrs.to_scaled();
        let mtbsi = Number::from_scaled(sum, PLACES).ok_or_else(|| SloError::TooLarge {
            what: "the mean time between service incidents".to_owned(),
        })?;
        let level = unsigned(mtrs.to_scaled()).zip(unsigned(sum));
        let level = level.and_then(|(down, all)| ServiceLevel::without(down, all));
        let level =
            level.ok_or_else(|| SloError::not_allowed("`mtbf`", &mtbf, "more than 0 where `mtrs` is 0"))?;
        Ok(Self { mtbf, mtrs, mtbsi, level })
    }

    /// The mean time between failures.
    #[must_use]
    pub const fn mtbf(&self) -> Number {
        self.mtbf
    }

    /// The mean time to restore service.
    #[must_use]
    pub const fn mtrs(&self) -> Number {
        self.mtrs
    }

    /// Their sum, the mean time between service incidents.
    #[must_use]
    pub const fn mtbsi(&self) -> Number {
        self.mtbsi
    }

    /// The availability, MTBF / (MTBF + MTRS).
    #[must_use]
    pub const fn level(&self) -> ServiceLevel {
        self.level
    }
}

use serde::{Deserialize, Serialize};

use crate::analysis::float_text;
use crate::improve::ImproveError;
use crate::quantity::{Number, billionths};

/// How single points vary where nothing is changed (自然波动): the natural process limits are the centre ± 3 sigma.
///
/// Wheeler, *Understanding variation* (1993): a point within them says nothing of a change, one beyond does.
///
/// ```
/// use service_quality::improve::goal::NaturalVariation;
///
/// let hours = NaturalVariation::new(8.6, 0.5)?;
/// assert!((hours.lower() - 7.1).abs() < 1e-9 && (hours.upper() - 10.1).abs() < 1e-9);
/// assert!((hours.sigmas_to("6.1".parse()?) - 5.0).abs() < 1e-9);
/// assert!(NaturalVariation::new(8.6, 0.0).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawVariation")]
pub struct NaturalVariation {
    #[serde(with = "float_text")]
    centre: f64,
    #[serde(with = "float_text")]
    sigma: f64,
}

impl NaturalVariation {
    /// The centre of the points and the standard deviation of one.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for a centre that is no finite number and a deviation that is not above 0.
    pub fn new(centre: f64, sigma: f64) -> Result<Self, ImproveError> {
        if !centre.is_finite() {
            return Err(ImproveError::not_allowed("natural.centre", &centre, "a finite number"));
        }
        if !(sigma.is_finite() && sigma > 0.0) {
            return Err(ImproveError::not_allowed("natural.sigma", &sigma, "a finite number above 0"));
        }
        Ok(Self { centre, sigma })
    }

    /// The centre line.
    #[must_use]
    pub const fn centre(&self) -> f64 {
        self.centre
    }

    /// The standard deviation of a point.
    #[must_use]
    pub const fn sigma(&self) -> f64 {
        self.sigma
    }

    /// The lower natural process limit.
    #[must_use]
    pub fn lower(&self) -> f64 {
        self.centre - 3.0 * self.sigma
    }

    /// The upper natural process limit.
    #[must_use]
    pub fn upper(&self) -> f64 {
        self.centre + 3.0 * self.sigma
    }

    /// How many standard deviations of a point a value is from the centre, on either side.
    #[must_use]
    pub fn sigmas_to(&self, value: Number) -> f64 {
        ((billionths(value.to_scaled()) - self.centre) / self.sigma).abs()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVariation {
    #[serde(with = "float_text")]
    centre: f64,
    #[serde(with = "float_text")]
    sigma: f64,
}

impl TryFrom<RawVariation> for NaturalVariation {
    type Error = ImproveError;

    fn try_from(raw: RawVariation) -> Result<Self, ImproveError> {
        Self::new(raw.centre, raw.sigma)
    }
}

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Events;
use crate::analysis::distribution::{chi_square_quantile, float, outside, two_sided_quantile};
use crate::analysis::values::inner;
use crate::analysis::wording::{figure, with_interval};
use crate::analysis::{Interval, Undefined};
use crate::quantity::Share;

/// From so many events on the normal approximation of √k is as good as the exact limits.
const MANY: u64 = 1_000_000;

/// How the [interval](interval()) of a rate is formed.
///
/// ```
/// use service_quality::analysis::rate::Method;
/// assert_eq!(Method::default().to_string(), "exact");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Method {
    /// The limits of the Poisson distribution, F. Garwood, *Fiducial limits for the Poisson distribution* (1936): with k
    /// events and α what the confidence leaves outside, χ²(α/2; 2k)/2 to χ²(1 − α/2; 2k + 2)/2, over the exposure. From a
    /// million events on (√k ± z/2)², which differs by less than 10⁻⁶ of it.
    #[default]
    Exact,
    /// k + z²/2 ± z·√(k + z²/4), over the exposure: narrower, right on average.
    Score,
}

/// In which interval the true rate lies, judged by so many events in so much exposure.
///
/// ```
/// use service_quality::analysis::rate::{self, Method};
///
/// let per_site = rate::interval(10, 4.0, "0.95".parse()?, Method::Exact)?;
/// assert_eq!(per_site.to_string(), "1.1988 to 4.5976");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of [`Events::new`]; [`Undefined::OutOfRange`] for a confidence of 0 or 1.
pub fn interval(
    events: u64,
    exposure: f64,
    confidence: Share,
    method: Method,
) -> Result<Interval, Undefined> {
    estimate(Events::new(events, exposure)?, confidence, method).map(|estimate| estimate.interval)
}

/// A rate with the interval that it lies in.
///
/// ```
/// use service_quality::analysis::rate::{self, Events, Method};
///
/// let found = rate::estimate(Events::new(12, 400.0)?, "0.95".parse()?, Method::Exact)?;
/// assert_eq!(
///     found.interpretation(),
///     "12 events in 400 units of exposure, a rate of 0.03 (0.0155 to 0.0524 with a confidence of 0.95) by the exact limits."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// What was counted.
    pub events: Events,
    /// Events per unit of exposure.
    pub rate: f64,
    /// With which confidence the interval holds the true rate.
    pub confidence: Share,
    /// How the interval was formed.
    pub method: Method,
    /// Where the true rate lies.
    pub interval: Interval,
}

/// A rate with its [`interval()`], its method's name and its words.
///
/// # Errors
/// [`Undefined::OutOfRange`] for a confidence of 0 or 1.
pub fn estimate(events: Events, confidence: Share, method: Method) -> Result<Estimate, Undefined> {
    let confidence = inner("confidence", confidence)?;
    let (count, exposure) = (float(events.count()), events.exposure());
    let (low, high) = match method {
        Method::Exact => garwood(events.count(), confidence),
        Method::Score => {
            let z = two_sided_quantile(confidence);
            let (centre, reach) = (count + z * z / 2.0, z * (count + z * z / 4.0).sqrt());
            // The product of both ends is k², which the difference would lose.
            (count * count / (centre + reach), centre + reach)
        }
    };
    let interval = Interval::new(low / exposure, high / exposure);
    Ok(Estimate { events, rate: events.rate(), confidence, method, interval })
}

fn garwood(events: u64, confidence: Share) -> (f64, f64) {
    let count = float(events);
    if events >= MANY {
        let (root, reach) = (count.sqrt(), two_sided_quantile(confidence) / 2.0);
        return ((root - reach) * (root - reach), (root + reach) * (root + reach));
    }
    let tail = outside(confidence) / 2.0;
    let low = if events == 0 { 0.0 } else { chi_square_quantile(1.0 - tail, 2.0 * count) / 2.0 };
    (low, chi_square_quantile(tail, 2.0 * count + 2.0) / 2.0)
}

impl Estimate {
    /// The finding in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let Self { events, rate, confidence, method, interval } = self;
        format!(
            "{} events in {} units of exposure, a rate of {} by the {method} limits.",
            events.count(),
            figure(events.exposure()),
            with_interval(*rate, *interval, *confidence)
        )
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Exact => "exact",
            Self::Score => "score",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_the_published_ones() {
        // The limits of Garwood (1936) for a confidence of 95 %.
        let published = [
            (0, 0.0, 3.689),
            (1, 0.0253, 5.572),
            (5, 1.623, 11.668),
            (10, 4.795, 18.390),
            (100, 81.364, 121.627),
        ];
        for (events, low, high) in published {
            let found = interval(events, 1.0, "0.95".parse().unwrap(), Method::Exact).unwrap();
            assert!(
                (found.low() - low).abs() < 6e-4 && (found.high() - high).abs() < 6e-4,
                "{events}: {found}"
            );
        }
    }

    #[test]
    fn many_events_go_on_where_the_exact_limits_end() {
        let confidence: Share = "0.95".parse().unwrap();
        let (exact, near) = (
            interval(MANY - 1, 1.0, confidence, Method::Exact).unwrap(),
            interval(MANY, 1.0, confidence, Method::Exact).unwrap(),
        );
        assert!(
            (near.low() - exact.low() - 1.0).abs() < 2.0 && (near.high() - exact.high() - 1.0).abs() < 2.0
        );
    }

    #[test]
    fn without_exposure_there_is_no_rate() {
        for exposure in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(interval(1, exposure, "0.95".parse().unwrap(), Method::Exact).is_err());
        }
    }
}

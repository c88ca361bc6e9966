//! Rates: events per unit of exposure (发生率).

use super::Interval;
use super::distribution::{chi_square_quantile, float, outside, two_sided_quantile};
use crate::quantity::Share;

/// From so many events on the normal approximation of √k is as good as the exact limits.
const MANY: u64 = 1_000_000;

/// In which interval the true rate lies, judged by so many events in so much exposure: the exact limits of the Poisson
/// distribution, F. Garwood, *Fiducial limits for the Poisson distribution* (1936).
///
/// With k events and α what the confidence leaves outside, χ²(α/2; 2k)/2 to χ²(1 − α/2; 2k + 2)/2, over the exposure. From
/// a million events on (√k ± z/2)², which differs by less than 10⁻⁶ of it.
///
/// Absent without exposure and for a confidence of 0 or 1.
///
/// ```
/// use service_quality::analysis::rate;
///
/// let per_site = rate::interval(10, 4.0, "0.95".parse()?).ok_or("no exposure")?;
/// assert_eq!(per_site.to_string(), "1.1988 to 4.5976");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn interval(events: u64, exposure: f64, confidence: Share) -> Option<Interval> {
    if !(exposure.is_finite() && exposure > 0.0) || confidence == Share::ZERO || confidence == Share::ONE {
        return None;
    }
    let count = float(events);
    let (low, high) = if events >= MANY {
        let reach = two_sided_quantile(confidence) / 2.0;
        ((count.sqrt() - reach).powi(2), (count.sqrt() + reach).powi(2))
    } else {
        let tail = outside(confidence) / 2.0;
        let low = if events == 0 { 0.0 } else { chi_square_quantile(1.0 - tail, 2.0 * count) / 2.0 };
        (low, chi_square_quantile(tail, 2.0 * count + 2.0) / 2.0)
    };
    Some(Interval::new(low / exposure, high / exposure))
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
            let found = interval(events, 1.0, "0.95".parse().unwrap()).unwrap();
            assert!(
                (found.low() - low).abs() < 6e-4 && (found.high() - high).abs() < 6e-4,
                "{events}: {found}"
            );
        }
    }

    #[test]
    fn many_events_go_on_where_the_exact_limits_end() {
        let confidence: Share = "0.95".parse().unwrap();
        let (exact, near) =
            (interval(MANY - 1, 1.0, confidence).unwrap(), interval(MANY, 1.0, confidence).unwrap());
        assert!(
            (near.low() - exact.low() - 1.0).abs() < 2.0 && (near.high() - exact.high() - 1.0).abs() < 2.0
        );
    }

    #[test]
    fn without_exposure_there_is_no_rate() {
        for exposure in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(interval(1, exposure, "0.95".parse().unwrap()), None);
        }
    }
}

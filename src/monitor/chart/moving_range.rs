//! Moving ranges, and the spread of single values that is estimated from them.

use super::sample::{deviation, mean, median, range};
use super::{Conventions, Gap, RangeSpan, Screening, Spread};
use crate::analysis::distribution::{float, square};
use crate::monitor::constants::c4;

/// A place in a series: a value that counts, or why there is none.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    Value(f64),
    Missing,
    Excluded,
}

impl Slot {
    pub(super) const fn value(self) -> Option<f64> {
        match self {
            Self::Value(value) => Some(value),
            Self::Missing | Self::Excluded => None,
        }
    }
}

/// The moving ranges of a series.
fn moving_ranges(series: &[Slot], conventions: &Conventions, span: RangeSpan) -> Vec<f64> {
    let wanted = span.values() as usize;
    let mut window: Vec<f64> = Vec::with_capacity(wanted);
    let mut ranges = Vec::with_capacity(series.len());
    for &slot in series {
        match slot {
            Slot::Missing if conventions.missing == Gap::Break => window.clear(),
            Slot::Excluded if conventions.excluded == Gap::Break => window.clear(),
            Slot::Missing | Slot::Excluded => {}
            Slot::Value(value) => {
                if window.len() == wanted {
                    window.remove(0);
                }
                window.push(value);
                if window.len() == wanted {
                    ranges.extend(range(&window));
                }
            }
        }
    }
    ranges
}

/// The typical moving range after screening, by mean or median.
fn typical(mut ranges: Vec<f64>, conventions: &Conventions, of_median: bool) -> Option<f64> {
    let middle = |ranges: &[f64]| if of_median { median(ranges) } else { mean(ranges) };
    let tables = conventions.tables;
    let widest = if of_median { tables.widest_of_median() } else { tables.widest() };
    loop {
        let found = middle(&ranges)?;
        if conventions.screening == Screening::Off {
            return Some(found);
        }
        let before = ranges.len();
        // Where all are 0 none is too wide.
        ranges.retain(|&range| range < widest * found || found <= 0.0);
        if conventions.screening == Screening::Once || ranges.len() == before {
            return middle(&ranges);
        }
    }
}

/// The standard deviation of single values, as the conventions estimate it.
pub(super) fn spread(series: &[Slot], conventions: &Conventions) -> Option<f64> {
    let Conventions { tables, span, .. } = *conventions;
    match conventions.spread {
        Spread::Deviation => {
            let values: Vec<f64> = series.iter().filter_map(|slot| slot.value()).collect();
            Some(deviation(&values)? / c4(float(values.len() as u64)))
        }
        Spread::MeanRange => {
            let found = typical(moving_ranges(series, conventions, span), conventions, false)?;
            Some(found / tables.d2(span.values()))
        }
        // The median of wider ranges has no constant here: of them neighbours are taken.
        Spread::MedianRange => {
            let found = typical(moving_ranges(series, conventions, RangeSpan::default()), conventions, true)?;
            Some(found / tables.median_range())
        }
    }
}

/// How much more single values vary than their expected deviations say (Laney 2002): the spread of z.
pub(super) fn inflation(
    series: &[(Slot, f64)],
    centre: f64,
    unit: f64,
    conventions: &Conventions,
) -> Option<f64> {
    let standardised = |&(slot, size): &(Slot, f64)| match slot {
        Slot::Value(value) => Slot::Value((value - centre) * size.sqrt() / unit),
        other => other,
    };
    let z: Vec<Slot> = series.iter().map(standardised).collect();
    spread(&z, conventions)
}

/// The root of the mean of variances weighted by their degrees of freedom.
pub(super) fn pooled(groups: &[(f64, f64)]) -> Option<f64> {
    let freedom: f64 = groups.iter().map(|(_, size)| size - 1.0).sum();
    let squares = crate::analysis::sums::sorted_sum(groups.iter().map(|(s, size)| square(*s) * (size - 1.0)));
    (freedom > 0.0).then(|| (squares / freedom).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_break_or_bridge() {
        let series = [Slot::Value(1.0), Slot::Missing, Slot::Value(4.0), Slot::Excluded, Slot::Value(6.0)];
        let found = |missing, excluded| {
            let conventions = Conventions { missing, excluded, ..Conventions::default() };
            moving_ranges(&series, &conventions, RangeSpan::default())
        };
        assert_eq!(found(Gap::Break, Gap::Break), [0.0; 0]);
        assert_eq!(found(Gap::Bridge, Gap::Break), [3.0]);
        assert_eq!(found(Gap::Bridge, Gap::Bridge), [3.0, 2.0]);
    }

    #[test]
    fn screening_stops_where_nothing_is_too_wide() {
        let ranges = || vec![1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 3.9, 30.0];
        let found = |screening| {
            typical(ranges(), &Conventions { screening, ..Conventions::default() }, false).unwrap()
        };
        assert!((found(Screening::Once) - 9.9 / 7.0).abs() < 1e-12);
        assert!((found(Screening::Off) - 39.9 / 8.0).abs() < 1e-12);
        assert!((found(Screening::Repeated) - 9.9 / 7.0).abs() < 1e-12);
        let equal = Conventions { screening: Screening::Repeated, ..Conventions::default() };
        assert_eq!(typical(vec![0.0; 4], &equal, false), Some(0.0));
    }
}

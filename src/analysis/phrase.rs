//! Findings in plain English, made from the figures.

use std::fmt;

use super::Interval;
use super::distribution::outside;
use crate::quantity::Share;

/// A figure to four digits.
pub(crate) struct Figure(pub(crate) f64);

impl fmt::Display for Figure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value) = *self;
        let size = value.abs();
        if size <= 0.0 {
            return formatter.write_str("0");
        }
        if !(1e-4..1e7).contains(&size) {
            return write!(formatter, "{value:.3e}");
        }
        let places = [1.0, 10.0, 100.0, 1_000.0].into_iter().filter(|bound| size < *bound).count();
        let small = [0.1, 0.01, 0.001].into_iter().filter(|bound| size < *bound).count();
        let text = format!("{value:.*}", places + small);
        let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        formatter.write_str(short)
    }
}

/// "-0.006 to 0.186 with a confidence of 0.95".
pub(crate) fn within(interval: Interval, confidence: Share) -> String {
    format!("{} to {} with a confidence of {confidence}", Figure(interval.low()), Figure(interval.high()))
}

/// "The share rose from 0.82 to 0.91, by 0.09", or that it did not move.
pub(crate) fn moved(subject: &str, before: f64, after: f64) -> String {
    let verb = match after.total_cmp(&before) {
        _ if after - before == 0.0 => return format!("{subject} stayed at {}", Figure(after)),
        std::cmp::Ordering::Less => "fell",
        _ => "rose",
    };
    let by = Figure((after - before).abs());
    format!("{subject} {verb} from {} to {}, by {by}", Figure(before), Figure(after))
}

/// "a difference as large would come by chance alone in 6 of 100 samples (p = 0.0626): not proved".
pub(crate) fn chance(what: &str, p: f64, confidence: Share) -> String {
    let often = match p {
        _ if p > 0.995 => "in nearly every sample".to_owned(),
        _ if p >= 0.01 => format!("in {:.0} of 100 samples", 100.0 * p),
        _ if p >= 0.001 => format!("in {:.0} of 1000 samples", 1_000.0 * p),
        _ => "in fewer than 1 of 1000 samples".to_owned(),
    };
    let verdict = if is_rare(p, confidence) { "more than chance" } else { "not proved" };
    format!("{what} would come by chance alone {often} (p = {}): {verdict}", Figure(p))
}

/// Whether chance alone would do it no more often than the confidence leaves room for.
pub(crate) fn is_rare(p: f64, confidence: Share) -> bool {
    p <= outside(confidence)
}

/// Sentences in one line, each with its stop; those that are not said left out.
pub(crate) fn sentences<const N: usize>(parts: [Option<String>; N]) -> String {
    let said: Vec<String> = parts.into_iter().flatten().map(|part| format!("{part}.")).collect();
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short() {
        let said = [0.0, -0.09, 0.123_46, 12.0, 123.456, 99_999.6, 0.000_04, 1e9, 0.001_234_6];
        let said: Vec<String> = said.iter().map(|value| Figure(*value).to_string()).collect();
        assert_eq!(
            said,
            ["0", "-0.09", "0.1235", "12", "123.5", "100000", "4.000e-5", "1.000e9", "0.001235"]
        );
    }

    #[test]
    fn chance_is_told_with_its_figure() {
        let half: Share = "0.95".parse().unwrap();
        let said = chance("as much", 0.0626, half);
        assert_eq!(said, "as much would come by chance alone in 6 of 100 samples (p = 0.0626): not proved");
        assert!(
            chance("it", 0.0004, half)
                .ends_with("fewer than 1 of 1000 samples (p = 0.0004): more than chance")
        );
    }
}

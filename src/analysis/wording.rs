//! Figures and chances in plain words, for the interpretations.

use super::Interval;
use super::distribution::outside;
use crate::quantity::Share;

/// A figure with three significant digits, and never in the form of a power of ten unless it is very large or small.
pub(crate) fn figure(value: f64) -> String {
    // Adding 0 takes the sign off a zero.
    let value = value + 0.0;
    let scientific = format!("{value:.2e}");
    let exponent: i32 =
        scientific.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or_default();
    match exponent {
        2..=8 => format!("{value:.0}"),
        0..=1 => trimmed(&format!("{value:.*}", if exponent == 0 { 2 } else { 1 })),
        -4..=-1 => {
            let places = usize::try_from(exponent.unsigned_abs()).unwrap_or_default().saturating_add(2);
            trimmed(&format!("{value:.places$}"))
        }
        _ => scientific,
    }
}

/// "1 value", "2 values".
pub(crate) fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// A share of a whole in per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// "-0.006 to 0.186 with a confidence of 0.95".
pub(crate) fn within(interval: Interval, confidence: Share) -> String {
    format!("{} to {} with a confidence of {confidence}", figure(interval.low()), figure(interval.high()))
}

/// "The share rose from 0.82 to 0.91, by 0.09", or that it did not move.
pub(crate) fn moved(subject: &str, before: f64, after: f64) -> String {
    let verb = match after.total_cmp(&before) {
        _ if after - before == 0.0 => return format!("{subject} stayed at {}", figure(after)),
        std::cmp::Ordering::Less => "fell",
        _ => "rose",
    };
    let by = figure((after - before).abs());
    format!("{subject} {verb} from {} to {}, by {by}", figure(before), figure(after))
}

/// "a difference as large would come by chance alone in 6 of 100 samples (p = 0.0626): not proved".
pub(crate) fn by_chance(what: &str, p: f64, confidence: Share) -> String {
    let often = match p {
        _ if p > 0.995 => "in nearly every sample".to_owned(),
        _ if p >= 0.01 => format!("in {:.0} of 100 samples", 100.0 * p),
        _ if p >= 0.001 => format!("in {:.0} of 1000 samples", 1_000.0 * p),
        _ => "in fewer than 1 of 1000 samples".to_owned(),
    };
    let verdict = if is_rare(p, confidence) { "more than chance" } else { "not proved" };
    format!("{what} would come by chance alone {often} (p = {}): {verdict}", figure(p))
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

fn trimmed(text: &str) -> String {
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_three_digits() {
        let figures = [
            (0.0, "0"),
            (-0.360_102, "-0.36"),
            (12.345, "12.3"),
            (123.6, "124"),
            (66_807.2, "66807"),
            (0.000_123_4, "0.000123"),
            (9.999, "10"),
            (1.5e-9, "1.50e-9"),
        ];
        for (value, text) in figures {
            assert_eq!(figure(value), text);
        }
    }

    #[test]
    fn chance_is_told_with_its_figure() {
        let confidence: Share = "0.95".parse().unwrap();
        let said = by_chance("as much", 0.0626, confidence);
        assert_eq!(said, "as much would come by chance alone in 6 of 100 samples (p = 0.0626): not proved");
        let said = by_chance("it", 0.0004, confidence);
        assert!(said.ends_with("fewer than 1 of 1000 samples (p = 0.0004): more than chance"), "{said}");
    }
}

//! Figures and chances in plain words, for the interpretations.

use std::fmt::Display;

use super::Interval;
use super::distribution::outside;
use crate::quantity::Share;

/// So many significant digits tell most figures apart; and no more than so many are told.
const DIGITS: (usize, usize) = (3, 12);

/// A figure with three significant digits, and never in the form of a power of ten unless it is very large or small.
pub(crate) fn figure(value: f64) -> String {
    rounded(value, DIGITS.0)
}

/// Figures that stand beside each other: with so many digits that those that differ read differently.
pub(crate) fn figures<const N: usize>(values: [f64; N]) -> [String; N] {
    let (least, most) = DIGITS;
    let told = |digits: &usize| {
        let texts = values.map(|value| rounded(value, *digits));
        let mut pairs = values.iter().zip(&texts).zip(values.iter().zip(&texts).skip(1));
        pairs.all(|((a, one), (b, other))| a.total_cmp(b).is_eq() || one != other)
    };
    let digits = (least..most).find(told).unwrap_or(most);
    values.map(|value| rounded(value, digits))
}

fn rounded(value: f64, digits: usize) -> String {
    let last = digits.saturating_sub(1);
    // Adding 0 takes the sign off a zero.
    let value = value + 0.0;
    let scientific = format!("{value:.last$e}");
    let exponent: i32 =
        scientific.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or_default();
    if !(-4..=8).contains(&exponent) {
        return scientific;
    }
    let places = i32::try_from(last).unwrap_or_default().saturating_sub(exponent).max(0);
    let text = format!("{value:.*}", usize::try_from(places).unwrap_or_default());
    if places == 0 { text } else { trimmed(&text) }
}

/// "1 value", "2 values".
pub(crate) fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// A share of a whole in per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// "0.09 (-0.006 to 0.186 with a confidence of 0.95)": a figure and its interval, of the same sign and sharpness.
pub(crate) fn with_interval(value: f64, interval: Interval, confidence: Share) -> String {
    let [low, told, high] = figures([interval.low(), value, interval.high()]);
    format!("{told} ({low} to {high} with a confidence of {confidence})")
}

/// "The share rose from 0.82 to 0.91", or that it did not move.
pub(crate) fn moved(subject: &str, before: f64, after: f64) -> String {
    let [from, to] = figures([before, after]);
    if from == to {
        return format!("{subject} stayed at {to}");
    }
    format!("{subject} {} from {from} to {to}", if after < before { "fell" } else { "rose" })
}

/// "by Fisher's exact test", "by the score test".
pub(crate) fn by(method: &impl Display) -> String {
    let method = method.to_string();
    let owned = method.split(' ').next().is_some_and(|first| first.ends_with("'s"));
    if owned { format!("by {method}") } else { format!("by the {method}") }
}

/// "a difference as large would arise by chance in 6 of 100 samples if nothing had changed (p = 0.063): not significant
/// at 0.05". The level is what the confidence leaves.
pub(crate) fn by_chance(what: &str, p: f64, confidence: Share) -> String {
    let often = match p {
        _ if p > 0.995 => "in nearly every sample".to_owned(),
        _ if p >= 0.01 => format!("in {:.0} of 100 samples", 100.0 * p),
        _ if p >= 0.001 => format!("in {:.0} of 1000 samples", 1_000.0 * p),
        _ => "in fewer than 1 of 1000 samples".to_owned(),
    };
    let (told, verdict) = (probability_at(p, confidence), significant(p, confidence));
    format!("{what} would arise by chance {often} if nothing had changed ({told}): {verdict}")
}

/// "p = 0.063: not significant at 0.05".
pub(crate) fn significance(p: f64, confidence: Share) -> String {
    format!("{}: {}", probability_at(p, confidence), significant(p, confidence))
}

fn significant(p: f64, confidence: Share) -> String {
    let not = if is_rare(p, confidence) { "" } else { "not " };
    format!("{not}significant at {}", outside(confidence))
}

/// A probability as reports write it.
fn probability(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}

/// With so many digits that it can be told from the level.
pub(crate) fn probability_at(p: f64, confidence: Share) -> String {
    let level = outside(confidence);
    if p < level.min(0.001) {
        return if level < 0.001 { format!("p < {level}") } else { probability(p) };
    }
    let shown = (1000.0 * p).round() / 1000.0;
    let blurred = p < 0.001 || (shown - level).abs() < 1e-9;
    let [exact, _] = figures([p, level]);
    if blurred { format!("p = {exact}") } else { probability(p) }
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
    fn figures_that_differ_read_differently() {
        assert_eq!(figures([0.8, 0.800_012]), ["0.8", "0.80001"]);
        assert_eq!(figures([1.0, 1.0, 2.0]), ["1", "1", "2"]);
        assert_eq!(moved("The share", 0.8, 0.800_012), "The share rose from 0.8 to 0.80001");
        assert_eq!(moved("The share", 0.3, 0.1 + 0.2), "The share stayed at 0.3");
        let confidence: Share = "0.95".parse().unwrap();
        assert_eq!(
            with_interval(-0.0735, Interval::new(-0.077, -0.0699), confidence),
            "-0.0735 (-0.077 to -0.0699 with a confidence of 0.95)"
        );
    }

    #[test]
    fn chance_is_told_with_its_figure_and_the_level_asked_for() {
        let at = |p, confidence: &str| by_chance("as much", p, confidence.parse().unwrap());
        let opening = "as much would arise by chance in";
        assert_eq!(
            at(0.0626, "0.95"),
            format!("{opening} 6 of 100 samples if nothing had changed (p = 0.063): not significant at 0.05")
        );
        assert!(at(0.0626, "0.9").ends_with("(p = 0.063): significant at 0.1"));
        let least = format!("{opening} fewer than 1 of 1000 samples if nothing had changed (p < 0.001)");
        for p in [0.0, 6.83e-318, 0.0004] {
            assert_eq!(at(p, "0.95"), format!("{least}: significant at 0.05"));
        }
        assert!(at(0.0004, "0.9999").ends_with("(p = 0.0004): not significant at 0.0001"));
        assert!(at(1e-9, "0.9999").ends_with("(p < 0.0001): significant at 0.0001"));
        assert!(at(0.050_2, "0.95").ends_with("(p = 0.0502): not significant at 0.05"));
    }

    #[test]
    fn methods_are_named_with_their_article() {
        assert_eq!(by(&"Fisher's exact test"), "by Fisher's exact test");
        assert_eq!(by(&"score test"), "by the score test");
    }
}

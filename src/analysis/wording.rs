//! Figures and chances in plain words, for the interpretations.

/// A figure with three significant digits, and never in the form of a power of ten unless it is very large or small.
pub(crate) fn figure(value: f64) -> String {
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

/// A probability as reports write it.
pub(crate) fn probability(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}

/// How easily chance alone shows as much.
pub(crate) fn chance(p: f64) -> String {
    let word = match p {
        p if p < 0.001 => "would hardly ever",
        p if p < 0.01 => "would rarely",
        p if p < 0.05 => "would seldom",
        _ => "may well",
    };
    format!("chance alone {word} show as much ({})", probability(p))
}

/// "1 value", "2 values".
pub(crate) fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// A share of a whole in per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
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
}

use std::fmt::{self, Display, Formatter};

/// A float as a reader wants it: six digits, no zeros at the end.
pub(super) struct Figure(pub(super) f64);

impl Display for Figure {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self(value) = *self;
        let size = value.abs();
        if size >= 1e15 || (size > 0.0 && size < 1e-6) {
            return write!(formatter, "{value:.5e}");
        }
        let before = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5].iter().filter(|power| size >= **power).count();
        let text = format!("{value:.*}", 6_usize.saturating_sub(before));
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        formatter.write_str(if text == "-0" { "0" } else { text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_six_digits() {
        let texts = [
            (85.233_333_333, "85.2333"),
            (-0.1 - 0.2, "-0.3"),
            (100.0, "100"),
            (1_234_567.8, "1234568"),
            (-1e-7, "-1.00000e-7"),
            (0.0, "0"),
            (1e300, "1.00000e300"),
        ];
        for (value, text) in texts {
            assert_eq!(Figure(value).to_string(), text);
        }
    }
}

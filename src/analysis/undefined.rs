use thiserror::Error;

/// Why a statistic is not defined for what was given.
///
/// ```
/// use service_quality::analysis::Undefined;
/// let few = Undefined::TooFew { what: "values", given: 1, needed: 2 };
/// assert_eq!(few.to_string(), "1 value given; at least 2 needed");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Undefined {
    /// Nothing can be said of so few.
    #[error("{} given; at least {needed} needed", counted(*given, what))]
    TooFew {
        /// Of what.
        what: &'static str,
        /// How many were given.
        given: usize,
        /// How many are needed.
        needed: usize,
    },
    /// All values are equal, and what is asked for depends on how they differ.
    #[error("all {what} are equal, so this is undefined; it needs values that vary")]
    Constant {
        /// Which values.
        what: &'static str,
    },
    /// A value is infinite or no number.
    #[error("{what}[{position}] is not a finite number; omit missing values")]
    NotFinite {
        /// Which list.
        what: &'static str,
        /// Where in the list, from 0.
        position: usize,
    },
    /// Two lists that belong together differ in length.
    #[error("{what} has {}, where the other list has {needed}", counted(*given, "entries"))]
    Unequal {
        /// Which list.
        what: &'static str,
        /// How many entries it has.
        given: usize,
        /// How many it should have.
        needed: usize,
    },
    /// A column says nothing that the others do not say: what each of them adds cannot be told apart.
    #[error("{what} `{name}` follows from the others; leave one of them out")]
    Dependent {
        /// Which columns.
        what: &'static str,
        /// The name of the column.
        name: String,
    },
    /// What was to be calculated leaves the range of a float.
    #[error("{what} leaves the range of a float; rescale the values")]
    Overflow {
        /// What was to be calculated.
        what: &'static str,
    },
    /// One of several named columns is at fault.
    #[error("{what} `{name}`: {fault}")]
    Column {
        /// Which columns.
        what: &'static str,
        /// The name of the column.
        name: String,
        /// What is wrong with it.
        fault: Box<Self>,
    },
    /// A value is outside of what is allowed.
    #[error("{what} is {}; allowed is {allowed}", brief(given))]
    OutOfRange {
        /// Which value.
        what: &'static str,
        /// What was given.
        given: String,
        /// What is allowed.
        allowed: &'static str,
    },
}

/// "1 value", "2 values", "1 success before"; of an argument "1 value of `before`".
fn counted(given: usize, what: &str) -> String {
    let (first, rest) = what.split_at(what.find(' ').unwrap_or(what.len()));
    if !first.ends_with('s') {
        let values = if given == 1 { "value" } else { "values" };
        return format!("{given} {values} of `{what}`");
    }
    if given != 1 {
        return format!("{given} {what}");
    }
    let one = match (first.strip_suffix("ies"), first.strip_suffix("sses"), first.strip_suffix('s')) {
        (Some(stem), ..) => format!("{stem}y"),
        (_, Some(stem), _) => format!("{stem}ss"),
        (.., stem) => stem.unwrap_or(first).to_owned(),
    };
    format!("1 {one}{rest}")
}

/// A float of very many digits in the form of a power of ten.
fn brief(given: &str) -> String {
    const LONG: usize = 20;
    match given.parse::<f64>() {
        Ok(value) if given.len() > LONG => format!("{value:e}"),
        _ => given.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_their_nouns() {
        let few = |what, given| Undefined::TooFew { what, given, needed: 2 }.to_string();
        assert_eq!(few("before", 1), "1 value of `before` given; at least 2 needed");
        assert_eq!(few("control before", 0), "0 values of `control before` given; at least 2 needed");
        assert_eq!(few("opportunities", 1), "1 opportunity given; at least 2 needed");
        assert_eq!(few("successes before", 1), "1 success before given; at least 2 needed");
        assert_eq!(few("trials", 0), "0 trials given; at least 2 needed");
    }

    #[test]
    fn large_floats_are_told_briefly() {
        let told = |value: f64| {
            Undefined::OutOfRange { what: "values", given: value.to_string(), allowed: "less" }.to_string()
        };
        assert_eq!(told(1e101), "values is 1e101; allowed is less");
        assert_eq!(told(0.25), "values is 0.25; allowed is less");
    }
}

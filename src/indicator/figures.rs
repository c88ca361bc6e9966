use std::collections::BTreeSet;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::{IndicatorError, Report, TallyError};
use crate::quantity::{FigureId, Number, PLACES};

/// Reported figures added up and taken away: `talk_time + hold_time + wrap_time`. One figure is written as its name.
///
/// ```
/// use service_quality::indicator::FigureSum;
///
/// let kept: FigureSum = serde_json::from_str(r#"{"plus": ["customers_at_end"], "minus": ["new_customers"]}"#)?;
/// assert_eq!(kept.to_string(), "customers_at_end - new_customers");
/// let start: FigureSum = serde_json::from_str(r#""customers_at_start""#)?;
/// assert_eq!(serde_json::to_string(&start)?, r#""customers_at_start""#);
/// assert!(FigureSum::of(["a".parse()?, "a".parse()?]).is_err(), "a figure counts once");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FigureSum(RawFigureSum);

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFigureSum {
    plus: Vec<FigureId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    minus: Vec<FigureId>,
}

/// What a report says of several figures together.
pub(super) enum Reported {
    /// It is of other things.
    Elsewhere,
    /// One of them does not concern what the report is of.
    NotApplicable,
    /// One of them is missing.
    Missing,
    /// All of them are there.
    Given,
}

impl FigureSum {
    /// Figures added up.
    ///
    /// # Errors
    /// [`IndicatorError::Figures`] for no figure at all, and for one that is named twice.
    pub fn of(figures: impl IntoIterator<Item = FigureId>) -> Result<Self, IndicatorError> {
        RawFigureSum { plus: figures.into_iter().collect(), minus: Vec::new() }.try_into()
    }

    /// Figures taken away from those.
    ///
    /// # Errors
    /// [`IndicatorError::Figures`] for a figure that is named twice.
    pub fn less(mut self, figures: impl IntoIterator<Item = FigureId>) -> Result<Self, IndicatorError> {
        self.0.minus.extend(figures);
        self.0.try_into()
    }

    /// All figures that it names.
    pub fn figures(&self) -> impl Iterator<Item = &FigureId> {
        self.0.plus.iter().chain(&self.0.minus)
    }

    /// The sum; all of its figures are given.
    pub(super) fn amount(&self, report: &Report) -> Result<Option<Amount>, TallyError> {
        let (mut sum, mut time) = (0_i128, None);
        let signed = self.0.plus.iter().map(|figure| (figure, 1)).chain(self.0.minus.iter().map(|f| (f, -1)));
        for (figure, sign) in signed {
            let Some(amount) = report.amount(figure) else { return Ok(None) };
            let is_time = matches!(amount, Amount::Seconds(_));
            if *time.get_or_insert(is_time) != is_time {
                return Err(wrong(
                    report,
                    figure,
                    "of one kind with the others: all durations or all numbers",
                ));
            }
            let out_of_range = TallyError::ValueOutOfRange { tally: "report" };
            let term = amount.number()?.to_scaled().checked_mul(sign);
            sum = term.and_then(|term| sum.checked_add(term)).ok_or(out_of_range)?;
        }
        if time == Some(true) {
            // Each term is whole seconds.
            let seconds = sum.checked_div(10_i128.pow(PLACES)).and_then(|sum| i64::try_from(sum).ok());
            let seconds = seconds.ok_or(TallyError::ValueOutOfRange { tally: "report" })?;
            return Ok(Some(Amount::Seconds(seconds)));
        }
        let number = Number::from_scaled(sum, PLACES);
        number.map(Amount::Number).map(Some).ok_or(TallyError::ValueOutOfRange { tally: "report" })
    }

    /// The sum as a number of whole things.
    pub(super) fn count(&self, report: &Report) -> Result<Option<u64>, TallyError> {
        let Some(amount) = self.amount(report)? else { return Ok(None) };
        let count = match amount {
            Amount::Number(number) => number.whole().and_then(|whole| u64::try_from(whole).ok()),
            Amount::Seconds(_) => None,
        };
        count.map(Some).ok_or_else(|| self.misfit(report, amount, "a count: a whole number from 0"))
    }

    /// That the sum is not what the formula takes.
    pub(super) fn misfit(&self, report: &Report, given: Amount, allowed: &'static str) -> TallyError {
        match self.figures().next() {
            Some(only) if self.figures().count() == 1 => wrong(report, only, allowed),
            _ => TallyError::Figures { sum: Box::new(self.clone()), given: given.to_string(), allowed },
        }
    }
}

impl Reported {
    /// What a report says of all figures of a formula.
    pub(super) fn of<'a>(report: &Report, figures: impl Iterator<Item = &'a FigureId>) -> Self {
        let (mut given, mut missing) = (false, false);
        for figure in figures {
            if report.not_applicable().contains(figure) {
                return Self::NotApplicable;
            }
            let known = report.figure(figure).is_some();
            given |= known;
            missing |= !known;
        }
        match (given, missing) {
            (false, _) => Self::Elsewhere,
            (true, true) => Self::Missing,
            (true, false) => Self::Given,
        }
    }
}

fn wrong(report: &Report, figure: &FigureId, allowed: &'static str) -> TallyError {
    let given = report.figure(figure).map(ToString::to_string).unwrap_or_default();
    TallyError::Figure { figure: figure.clone(), given, allowed }
}

impl TryFrom<RawFigureSum> for FigureSum {
    type Error = IndicatorError;

    fn try_from(raw: RawFigureSum) -> Result<Self, IndicatorError> {
        if raw.plus.is_empty() {
            return Err(IndicatorError::Figures { given: "[]".into() });
        }
        let mut seen = BTreeSet::new();
        match raw.plus.iter().chain(&raw.minus).find(|figure| !seen.insert(*figure)) {
            None => Ok(Self(raw)),
            Some(twice) => Err(IndicatorError::Figures { given: twice.to_string() }),
        }
    }
}

impl Serialize for FigureSum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.0.plus.as_slice(), self.0.minus.as_slice()) {
            ([only], []) => only.serialize(serializer),
            _ => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FigureSum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Figures;

        impl<'de> Visitor<'de> for Figures {
            type Value = FigureSum;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("the name of a figure, or an object with `plus` and maybe `minus`")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<FigureSum, E> {
                FigureSum::of([name.parse().map_err(E::custom)?]).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FigureSum, A::Error> {
                let raw = RawFigureSum::deserialize(MapAccessDeserializer::new(map))?;
                raw.try_into().map_err(de::Error::custom)
            }
        }

        deserializer.deserialize_any(Figures)
    }
}

impl fmt::Display for FigureSum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, figure) in self.0.plus.iter().enumerate() {
            write!(formatter, "{}{figure}", if index == 0 { "" } else { " + " })?;
        }
        self.0.minus.iter().try_for_each(|figure| write!(formatter, " - {figure}"))
    }
}

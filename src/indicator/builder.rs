use super::definition::{Parts, six_places};
use super::quantity::AmountKind;
use super::{
    Dimension, Direction, Evidence, Exposure, Formula, Indicator, IndicatorError, Limit, Quantity, Source,
    Timing, Unit,
};
use crate::quantity::{IndicatorId, Label, Name, PLACES, PeriodKind};
use crate::survey::{Measure, Reading, Statistic};
use crate::ticket::{Derived, Fact};

/// Collects the optional parts of an indicator and checks the whole in [`build`](IndicatorBuilder::build).
///
/// ```
/// use service_quality::indicator::{Dimension, Direction, Formula, Indicator, Limit, Unit};
/// use service_quality::quantity::Name;
///
/// let turnover = Indicator::builder(
///     "staff_turnover".parse()?,
///     Name::new("Staff turnover")?.with_zh("人员流失率")?,
///     Dimension::Cost,
///     Formula::External,
///     Unit::Percent,
///     Direction::Lower,
/// );
/// let indicator = turnover.clone().target(Limit::AtMost(10.into())).warning(Limit::AtMost(15.into())).build()?;
/// assert!(indicator.tally().is_none());
///
/// let error = turnover.target(Limit::AtLeast(10.into())).build().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "indicator `staff_turnover`: target `at least 10` does not fit direction `lower`: give `at_most`",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct IndicatorBuilder(Parts);

impl IndicatorBuilder {
    pub(super) const fn new(
        id: IndicatorId,
        name: Name,
        dimension: Dimension,
        formula: Formula,
        unit: Unit,
        direction: Direction,
    ) -> Self {
        Self(Parts {
            id,
            name,
            dimension,
            formula,
            unit,
            direction,
            target: None,
            warning: None,
            critical: None,
            places: six_places(),
            min_n: 0,
            within: None,
            period: None,
            timing: None,
            evidence: None,
            source: None,
            owner: None,
        })
    }

    /// What is aimed at.
    pub const fn target(mut self, limit: Limit) -> Self {
        self.0.target = Some(limit);
        self
    }

    /// The limit beyond which attention is due; not stricter than the target.
    pub const fn warning(mut self, limit: Limit) -> Self {
        self.0.warning = Some(limit);
        self
    }

    /// The limit beyond which action is due; not stricter than the warning.
    pub const fn critical(mut self, limit: Limit) -> Self {
        self.0.critical = Some(limit);
        self
    }

    /// Decimal places that a measured value is rounded to: 0 to 9, 6 unless said otherwise.
    pub const fn places(mut self, places: u32) -> Self {
        self.0.places = places;
        self
    }

    /// The least number of observations that a value is told of; fewer are suppressed.
    pub const fn min_n(mut self, n: u64) -> Self {
        self.0.min_n = n;
        self
    }

    /// The group of the indicator system that it belongs to.
    pub fn within(mut self, group: IndicatorId) -> Self {
        self.0.within = Some(group);
        self
    }

    /// How often it is measured.
    pub const fn period(mut self, period: PeriodKind) -> Self {
        self.0.period = Some(period);
        self
    }

    /// Whether it leads or lags.
    pub const fn timing(mut self, timing: Timing) -> Self {
        self.0.timing = Some(timing);
        self
    }

    /// Where its figures come from.
    pub const fn evidence(mut self, evidence: Evidence) -> Self {
        self.0.evidence = Some(evidence);
        self
    }

    /// Who defined it.
    pub fn source(mut self, source: Label) -> Self {
        self.0.source = Some(source);
        self
    }

    /// Who answers for it.
    pub fn owner(mut self, owner: Label) -> Self {
        self.0.owner = Some(owner);
        self
    }

    /// Checks that the parts fit each other.
    ///
    /// # Errors
    /// [`IndicatorError`] when a limit does not fit the direction, the unit or the other limits, the unit does not
    /// fit the formula, a fact is no quantity, or there are more than 9 places.
    pub fn build(self) -> Result<Indicator, IndicatorError> {
        if self.0.places > PLACES {
            return Err(IndicatorError::Places { indicator: self.0.id, given: self.0.places });
        }
        self.check_facts()?;
        self.check_unit()?;
        self.check_limits()?;
        Ok(Indicator::of(self.0))
    }

    /// Only tickets have a history that facts follow from.
    fn check_facts(&self) -> Result<(), IndicatorError> {
        let (Some(records), Some(condition)) = (self.0.formula.source(), self.0.formula.record_condition())
        else {
            return Ok(());
        };
        match condition.facts().into_iter().find(|fact| matches!(fact, Fact::Derived(_))) {
            Some(fact) if records != Source::Ticket => {
                Err(IndicatorError::NoSuchFact { indicator: self.0.id.clone(), fact: fact.clone(), records })
            }
            _ => Ok(()),
        }
    }

    fn check_limits(&self) -> Result<(), IndicatorError> {
        let parts = &self.0;
        let limits = [("target", parts.target), ("warning", parts.warning), ("critical", parts.critical)];
        let mut inner: Option<(&'static str, Limit)> = None;
        for (place, limit) in limits {
            let Some(limit) = limit else { continue };
            if limit.direction() != parts.direction {
                return Err(IndicatorError::WrongLimit {
                    indicator: parts.id.clone(),
                    place,
                    given: limit,
                    direction: parts.direction,
                    allowed: match parts.direction {
                        Direction::Higher => "`at_least`",
                        Direction::Lower => "`at_most`",
                        Direction::Range => "`between`",
                    },
                });
            }
            if let Some((allowed, least, most)) = parts.unit.range()
                && let Some(given) = limit.bounds().find(|bound| !(least..=most).contains(bound))
            {
                return Err(IndicatorError::LimitOutOfUnit {
                    indicator: parts.id.clone(),
                    place,
                    given,
                    unit: parts.unit.to_string(),
                    allowed,
                });
            }
            if let Some((inner_place, inner)) = inner.filter(|(_, inner)| !limit.includes(inner)) {
                return Err(IndicatorError::LimitOrder {
                    indicator: parts.id.clone(),
                    place,
                    given: limit,
                    inner_place,
                    inner,
                });
            }
            inner = Some((place, limit));
        }
        Ok(())
    }

    fn check_unit(&self) -> Result<(), IndicatorError> {
        let Parts { unit, formula, .. } = &self.0;
        let own = matches!(unit, Unit::Other(_));
        let (fits, allowed) = match formula {
            Formula::Share { .. }
            | Formula::SlaAttainment { .. }
            | Formula::SlaOverdue { .. }
            | Formula::FigureShare { .. }
            | Formula::ResponseRate { .. }
            | Formula::Checklist { .. } => {
                (unit.is_proportion(), "`share`, `percent`, `per_thousand`, `per_million` or `ratio`")
            }
            Formula::Rate { per, times, .. } => {
                if let Exposure::Sum(quantity) = per {
                    self.check_quantity(quantity)?;
                }
                if times.get() == 1 {
                    (
                        unit.is_proportion() || own,
                        "`ratio`, `per_thousand`, a like unit or a word of your own",
                    )
                } else {
                    (own, "a word of your own that says what `times` counts, or leave `times` out")
                }
            }
            Formula::Mean { quantity, .. } | Formula::Quantile { quantity, .. } => {
                match self.check_quantity(quantity)? {
                    AmountKind::Number if *quantity != Quantity::Fact(Fact::Derived(Derived::Rating)) => (
                        own || matches!(unit, Unit::Count | Unit::Points | Unit::Ratio),
                        "`count`, `points`, `ratio` or a word of your own",
                    ),
                    AmountKind::Time => (unit.is_time(), "`seconds`, `minutes`, `hours` or `days`"),
                    AmountKind::Number => (!unit.is_time(), "a unit that is not one of time"),
                    AmountKind::Either | AmountKind::Neither => (true, ""),
                }
            }
            Formula::FigureRatio { .. } if matches!(unit, Unit::Score | Unit::PercentagePoints) => (
                false,
                "`ratio`, `percent` or a like unit, a unit of time, `points`, `count` or a word of your own",
            ),
            Formula::FigureRatio { times, .. } => (
                times.get() == 1 || own,
                "a word of your own that says what `times` counts, or leave `times` out",
            ),
            Formula::Survey { measure, .. } => survey_unit(measure, unit),
            Formula::Assessed { .. } => {
                (!unit.is_time() && !unit.is_proportion(), "`points`, `score` or a word of your own")
            }
            Formula::Agreement { .. } => {
                (matches!(unit, Unit::Ratio) || own, "`ratio` or a word of your own")
            }
            Formula::Count { .. } => (own || matches!(unit, Unit::Count), "`count` or a word of your own"),
            Formula::FigureTotal { .. } => {
                let fits = own || unit.is_time() || matches!(unit, Unit::Count | Unit::Points);
                (fits, "`count`, `points`, a unit of time or a word of your own")
            }
            Formula::Derived(derivation) => {
                if let Some(allowed) = derivation.fault() {
                    return Err(IndicatorError::Derivation {
                        indicator: self.0.id.clone(),
                        given: derivation.to_string(),
                        allowed,
                    });
                }
                (true, "")
            }
            Formula::External => (true, ""),
        };
        if fits {
            return Ok(());
        }
        Err(IndicatorError::WrongUnit {
            indicator: self.0.id.clone(),
            unit: unit.to_string(),
            formula: formula.name(),
            allowed,
        })
    }

    fn check_quantity(&self, quantity: &Quantity) -> Result<AmountKind, IndicatorError> {
        match quantity.kind() {
            AmountKind::Neither => {
                Err(IndicatorError::NoQuantity { indicator: self.0.id.clone(), given: quantity.to_string() })
            }
            kind => Ok(kind),
        }
    }
}

/// Whether a unit is that of what a survey says, and which is.
fn survey_unit(measure: &Measure, unit: &Unit) -> (bool, &'static str) {
    let (wanted, allowed) = match measure {
        Measure::Question { statistic, .. } => match statistic {
            Statistic::Mean => (Unit::Points, "`points` or a word of your own"),
            Statistic::Index { .. } => (Unit::Score, "`score` or a word of your own"),
            Statistic::Net { .. } => (Unit::PercentagePoints, "`percentage_points` or a word of your own"),
            _ => (Unit::Percent, "`percent` or a word of your own"),
        },
        Measure::Own { reading, .. } => match reading {
            Reading::Index => (Unit::Score, "`score` or a word of your own"),
            Reading::Net => (Unit::PercentagePoints, "`percentage_points` or a word of your own"),
            _ => (Unit::Percent, "`percent` or a word of your own"),
        },
        Measure::Acsi(_) => (Unit::Score, "`score` or a word of your own"),
        Measure::Servqual(_) | Measure::Servperf(_) => (Unit::Points, "`points` or a word of your own"),
    };
    (*unit == wanted || matches!(unit, Unit::Other(_)), allowed)
}

impl From<Parts> for IndicatorBuilder {
    fn from(parts: Parts) -> Self {
        Self(parts)
    }
}

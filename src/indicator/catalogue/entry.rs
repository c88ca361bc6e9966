use std::fmt;

use super::TypicalTarget;
use crate::indicator::{Dimension, Direction, Evidence, Formula, Indicator, Timing};
use crate::quantity::Name;

/// A row of the catalogue (指标库条目): an indicator that is defined and ready, and what is known about it.
///
/// ```
/// use service_quality::indicator::{Dimension, Tier, catalogue};
///
/// let asa = catalogue().find(|entry| entry.id() == "asa").ok_or("unknown")?;
/// assert_eq!((asa.name_en(), asa.name_zh()), ("Average speed of answer", "平均应答时长"));
/// assert_eq!((asa.dimension(), asa.tier()), (&Dimension::Responsiveness, Tier::Core));
/// let indicator = asa.indicator().ok_or("unusable")?;
/// assert_eq!(indicator.formula().to_string(), "(waiting_time) per (contacts_answered)");
/// # Ok::<(), &str>(())
/// ```
pub struct CatalogueEntry {
    id: &'static str,
    name_en: &'static str,
    name_zh: &'static str,
    dimension: Dimension,
    tier: Tier,
    source: &'static str,
    unit: &'static str,
    direction: Direction,
    formula: fn() -> Option<Formula>,
    places: u32,
    evidence: Evidence,
    timing: Timing,
    typical: Option<TypicalTarget>,
}

/// How many services want the indicator.
///
/// ```
/// use service_quality::indicator::{Tier, catalogue};
/// assert_eq!(catalogue().filter(|entry| entry.tier() == Tier::Core).count(), 68);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Most of them, 核心指标.
    Core,
    /// Some of them, 扩展指标.
    Extended,
}

impl CatalogueEntry {
    /// A row that has its name; the table says the rest.
    pub(super) const fn new(
        dimension: Dimension,
        id: &'static str,
        name_en: &'static str,
        name_zh: &'static str,
    ) -> Self {
        Self {
            id,
            name_en,
            name_zh,
            dimension,
            tier: Tier::Extended,
            source: super::source::COMMON,
            unit: "",
            direction: Direction::Higher,
            formula: || Some(Formula::External),
            places: 2,
            evidence: Evidence::SystemData,
            timing: Timing::Lagging,
            typical: None,
        }
    }

    pub(super) const fn core(mut self, source: &'static str) -> Self {
        (self.tier, self.source) = (Tier::Core, source);
        self
    }

    pub(super) const fn extended(mut self, source: &'static str) -> Self {
        (self.tier, self.source) = (Tier::Extended, source);
        self
    }

    pub(super) const fn told(mut self, unit: &'static str, direction: Direction) -> Self {
        (self.unit, self.direction) = (unit, direction);
        self
    }

    pub(super) const fn formula(mut self, formula: fn() -> Option<Formula>) -> Self {
        self.formula = formula;
        self
    }

    pub(super) const fn places(mut self, places: u32) -> Self {
        self.places = places;
        self
    }

    pub(super) const fn shown_by(mut self, evidence: Evidence) -> Self {
        self.evidence = evidence;
        self
    }

    pub(super) const fn leading(mut self) -> Self {
        self.timing = Timing::Leading;
        self
    }

    /// What is typically aimed at, whose word that is, and the bounds, where it is a plain limit: the one bound, or the
    /// least and the greatest value.
    pub(super) const fn aim(
        mut self,
        text: &'static str,
        source: &'static str,
        bounds: &'static [&'static str],
    ) -> Self {
        self.typical = Some(TypicalTarget::new(text, source, self.direction, bounds));
        self
    }

    /// The indicator's id.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The English name.
    #[must_use]
    pub const fn name_en(&self) -> &'static str {
        self.name_en
    }

    /// The Chinese name.
    #[must_use]
    pub const fn name_zh(&self) -> &'static str {
        self.name_zh
    }

    /// The side of quality that it belongs to.
    #[must_use]
    pub const fn dimension(&self) -> &Dimension {
        &self.dimension
    }

    /// How many services want it.
    #[must_use]
    pub const fn tier(&self) -> Tier {
        self.tier
    }

    /// Who defined it. Where a standard only names what is to be measured, the formula is ours, and the source says so.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// What others aim at, where someone published it. It is no target of the [indicator](Self::indicator): that one a
    /// service sets itself.
    #[must_use]
    pub const fn typical_target(&self) -> Option<TypicalTarget> {
        self.typical
    }

    /// The definition, to two places unless the field tells more, without target and thresholds. Every row has one.
    #[must_use]
    pub fn indicator(&self) -> Option<Indicator> {
        let name = Name::new(self.name_en).ok()?.with_zh(self.name_zh).ok()?;
        let (id, dimension) = (self.id.parse().ok()?, self.dimension.clone());
        Indicator::builder(id, name, dimension, (self.formula)()?, self.unit.parse().ok()?, self.direction)
            .places(self.places)
            .evidence(self.evidence)
            .timing(self.timing)
            .source(self.source.parse().ok()?)
            .build()
            .ok()
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Core => "core",
            Self::Extended => "extended",
        })
    }
}

/// The id alone: rows are told apart by it, and a formula is best read from the indicator.
impl fmt::Debug for CatalogueEntry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CatalogueEntry").field("id", &self.id).finish_non_exhaustive()
    }
}

use serde::{Deserialize, Serialize};

use super::lines::Scale;
use super::{ChartError, ChartKind, Conventions, Fit, Plotted, Point};
use crate::indicator::Direction;
use crate::monitor::baseline::{Baseline, Parameters};
use crate::quantity::Number;

/// A control chart (控制图) as data: what it plots, which way is better, where its limits come from.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::monitor::chart::{Chart, ChartKind, Point, Sample};
/// use service_quality::monitor::{Side, Zone};
///
/// let chart = Chart::builder(ChartKind::P).direction(Direction::Lower).build()?;
/// let late = [(12, 100), (9, 80), (6, 80), (9, 100), (10, 110), (31, 110), (11, 100), (10, 90)];
/// let weeks: Vec<Point> = (0..).zip(late).map(|(week, (events, of))| {
///     let at = service_quality::Timestamp::from_seconds(1_767_571_200 + week * 604_800)?;
///     Ok(Point::new(at, Sample::Share { events, of }))
/// }).collect::<Result<_, service_quality::Error>>()?;
///
/// let plotted = chart.plot(&weeks)?;
/// let beyond: Vec<usize> = (0..).zip(plotted.points())
///     .filter(|(_, point)| point.beyond(Zone::Limit) == Some(Side::Above))
///     .map(|(week, _)| week)
///     .collect();
/// assert_eq!(beyond, [5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawChart", into = "RawChart")]
pub struct Chart {
    kind: ChartKind,
    direction: Option<Direction>,
    target: Option<Number>,
    per: Number,
    conventions: Conventions,
    baseline: Baseline,
    /// Of `per` and `conventions`, as floats: every point asks for them.
    scale: Scale,
}

/// Puts a [`Chart`] together.
///
/// ```
/// use service_quality::monitor::chart::{Chart, ChartKind};
/// let chart = Chart::builder(ChartKind::U).per(1_000.into()).target("2.5".parse()?).build()?;
/// assert_eq!(chart.per(), 1_000.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct ChartBuilder(Chart);

impl Chart {
    /// Begins a chart of a kind, with one growing segment and the default conventions.
    pub fn builder(kind: ChartKind) -> ChartBuilder {
        ChartBuilder(Self {
            kind,
            direction: None,
            target: None,
            per: 1.into(),
            conventions: Conventions::default(),
            baseline: Baseline::default(),
            scale: Scale::of(1.into(), &Conventions::default()),
        })
    }

    /// What it plots.
    #[must_use]
    pub const fn kind(&self) -> ChartKind {
        self.kind
    }

    /// Which way is better.
    #[must_use]
    pub const fn direction(&self) -> Option<Direction> {
        self.direction
    }

    /// The target, in the unit that is drawn.
    #[must_use]
    pub const fn target(&self) -> Option<Number> {
        self.target
    }

    /// By what figures and lines are multiplied: 1000 for complaints per 1000 calls.
    #[must_use]
    pub const fn per(&self) -> Number {
        self.per
    }

    /// The choices that programs and books make differently.
    #[must_use]
    pub const fn conventions(&self) -> &Conventions {
        &self.conventions
    }

    /// Where its limits come from.
    #[must_use]
    pub const fn baseline(&self) -> &Baseline {
        &self.baseline
    }

    /// The same chart with another baseline.
    ///
    /// # Errors
    /// As [`ChartBuilder::build`].
    pub fn rebased(&self, baseline: Baseline) -> Result<Self, ChartError> {
        Self { baseline, ..self.clone() }.checked()
    }

    /// Estimates the parameters of every segment that has points. Cost grows with their number.
    ///
    /// # Errors
    /// [`ChartError::PointOrder`] for points out of order or two of one instant, [`ChartError::WrongSample`] and
    /// [`ChartError::OutOfRange`] for a sample that the chart cannot plot, [`ChartError::ShortBaseline`] for a segment
    /// with points of which too few can be used, [`ChartError::NoPoints`] where there is none.
    pub fn fit(&self, points: &[Point]) -> Result<Fit, ChartError> {
        Fit::of(self, points)
    }

    /// Every point with its value and the limits that hold there.
    ///
    /// # Errors
    /// As [`Chart::fit`].
    pub fn plot(&self, points: &[Point]) -> Result<Plotted, ChartError> {
        self.fit(points)?.plot(points)
    }

    pub(super) const fn scale(&self) -> Scale {
        self.scale
    }

    fn checked(self) -> Result<Self, ChartError> {
        if self.per <= Number::ZERO {
            return Err(ChartError::out_of_range("per", self.per, "above 0"));
        }
        for (segment, given) in self.baseline.segments().iter().enumerate() {
            let centre = match given.parameters() {
                Parameters::Fitted => continue,
                Parameters::Centre(centre) => centre,
                Parameters::Given { centre, .. } => {
                    if let Some(from) = self.kind.own_spread() {
                        return Err(ChartError::Parameters { segment, kind: self.kind, from });
                    }
                    centre
                }
            };
            let allowed = self.kind.centres();
            if !allowed.contains(&centre) {
                let place = format!("segments[{segment}].parameters.centre");
                let text = if *allowed.end() > 1.0 { "0 and more" } else { "0 to 1" };
                return Err(ChartError::out_of_range(&place, centre, text));
            }
        }
        Ok(Self { scale: Scale::of(self.per, &self.conventions), ..self })
    }
}

impl ChartKind {
    /// From what the spread follows where the kind has no parameter of its own for it.
    const fn own_spread(self) -> Option<&'static str> {
        match self {
            Self::P | Self::Np | Self::C | Self::U | Self::G => Some("its centre"),
            Self::Run => Some("nothing"),
            Self::MovingRange => Some("its moving ranges"),
            Self::T => Some("its transformed values"),
            Self::Individuals | Self::Xbar | Self::R | Self::S | Self::PPrime | Self::UPrime => None,
        }
    }

    /// Which centres are possible.
    pub(in crate::monitor) const fn centres(self) -> std::ops::RangeInclusive<f64> {
        match self {
            Self::P | Self::Np | Self::PPrime => 0.0..=1.0,
            Self::Run | Self::Individuals | Self::Xbar => f64::MIN..=f64::MAX,
            Self::MovingRange | Self::R | Self::S | Self::C | Self::U | Self::UPrime | Self::G | Self::T => {
                0.0..=f64::MAX
            }
        }
    }
}

impl ChartBuilder {
    /// Says which way is better (指标方向).
    pub fn direction(mut self, better: Direction) -> Self {
        self.0.direction = Some(better);
        self
    }

    /// Sets a target (目标值), in the unit that is drawn. It has no part in the limits.
    pub fn target(mut self, target: Number) -> Self {
        self.0.target = Some(target);
        self
    }

    /// Multiplies figures and lines: 1000 for complaints per 1000 calls.
    pub fn per(mut self, per: Number) -> Self {
        self.0.per = per;
        self
    }

    /// Sets the choices that programs and books make differently.
    pub fn conventions(mut self, conventions: Conventions) -> Self {
        self.0.conventions = conventions;
        self
    }

    /// Says where the limits come from.
    pub fn baseline(mut self, baseline: Baseline) -> Self {
        self.0.baseline = baseline;
        self
    }

    /// The chart.
    ///
    /// # Errors
    /// [`ChartError::OutOfRange`] for a factor that is not positive and for a centre that the kind cannot have,
    /// [`ChartError::Parameters`] for a deviation where the kind takes none.
    pub fn build(self) -> Result<Chart, ChartError> {
        self.0.checked()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChart {
    kind: ChartKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    direction: Option<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<Number>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    per: Number,
    #[serde(default, skip_serializing_if = "is_default")]
    conventions: Conventions,
    #[serde(default, skip_serializing_if = "is_default")]
    baseline: Baseline,
}

fn one() -> Number {
    1.into()
}

fn is_one(per: &Number) -> bool {
    *per == one()
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl TryFrom<RawChart> for Chart {
    type Error = ChartError;

    fn try_from(raw: RawChart) -> Result<Self, ChartError> {
        let RawChart { kind, direction, target, per, conventions, baseline } = raw;
        let scale = Scale::of(per, &conventions);
        Self { kind, direction, target, per, conventions, baseline, scale }.checked()
    }
}

impl From<Chart> for RawChart {
    fn from(chart: Chart) -> Self {
        let Chart { kind, direction, target, per, conventions, baseline, .. } = chart;
        Self { kind, direction, target, per, conventions, baseline }
    }
}

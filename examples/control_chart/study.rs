//! The charts of the weeks: by chance alone, with the variation between weeks, and rebased.

use std::error::Error;

use service_quality::monitor::RuleSet;
use service_quality::monitor::baseline::{Persistence, RebaseSuggestion};
use service_quality::monitor::chart::{Chart, ChartKind, Choice, Point, choose};
use service_quality::monitor::process::{ProcessMonitor, ProcessReading};
use service_quality::quantity::Zone;

use crate::weeks::Week;

/// What is told and drawn.
pub(crate) struct Study {
    pub(crate) weeks: Vec<Week>,
    /// Which chart fits, and why.
    pub(crate) choice: Choice,
    /// The p chart.
    pub(crate) plain: ProcessReading,
    /// The chart that fits, on one baseline.
    pub(crate) whole: ProcessReading,
    /// That the baseline may have ended.
    pub(crate) suggestion: Option<RebaseSuggestion>,
    /// The chart with the phases that were accepted.
    pub(crate) phased: ProcessReading,
    pub(crate) rules: RuleSet,
}

impl Study {
    pub(crate) fn new(weeks: Vec<Week>) -> Result<Self, Box<dyn Error>> {
        let zone: Zone = "America/New_York".parse()?;
        let points: Vec<Point> = weeks.iter().map(|week| week.point(zone)).collect::<Result<_, _>>()?;
        let samples: Vec<_> = points.iter().map(|point| point.sample.clone()).collect();
        let choice = choose(&samples, "0.01".parse()?)?;

        let monitor: ProcessMonitor = serde_json::from_str(include_str!("chart.json"))?;
        let (chart, rules) = (monitor.chart(), monitor.rules().clone());
        let target = chart.target().ok_or("no target")?;
        let plain = Chart::builder(ChartKind::P).target(target).per(chart.per());
        let plain = plain.direction(chart.direction().ok_or("no direction")?).build()?;
        let plain = ProcessMonitor::new(plain, rules.clone()).read(&points)?;
        let whole = monitor.read(&points)?;

        let suggestion = whole.suggest_rebase(Persistence::default());
        let phased = match &suggestion {
            Some(found) => {
                let baseline = found.accept(chart.baseline(), "requests routed anew", "head of service")?;
                ProcessMonitor::new(chart.rebased(baseline)?, rules.clone()).read(&points)?
            }
            None => whole.clone(),
        };
        Ok(Self { weeks, choice, plain, whole, suggestion, phased, rules })
    }
}

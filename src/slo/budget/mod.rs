//! How much may still go wrong? Error budgets (错误预算) in events, tickets, time or slices.
//!
//! A [`ServiceLevelObjective`] promises a share, or a count, of what a [`SloTally`] counts in a window; its
//! [report](ServiceLevelObjective::report) says what is left in every unit. [`BudgetAdjustments`] take out what does not
//! count, give back and reset, each with its reason, author and effect.
//!
//! Where practice differs:
//!
//! | point | here |
//! | --- | --- |
//! | 0 of 0 | [`NothingCounted`]: absent, or kept, or missed |
//! | below zero | [`Overdraft`]: negative, or held at zero |
//! | too few to say | [`ServiceLevelObjective::with_min_valid`]; any number is enough |
//! | slices without data | [`MissingSlice`](crate::slo::availability::MissingSlice): left out, or good, or bad |
//! | length of a month | a calendar window, or [`MonthLength`]: 30 days, 30.4375 days, 365/12 days |
//! | budget of an unfinished period | both figures, [labelled](FiguresOf) |
//!
//! ```
//! use service_quality::sla::{Denominator, OutcomeCounts};
//! use service_quality::slo::budget::{ServiceLevelObjective, SloTally};
//!
//! let promised: ServiceLevelObjective = serde_json::from_str(
//!     r#"{"id": "p1", "goal": {"at_most": 5}, "basis": "tickets",
//!         "window": {"calendar": {"every": "quarter", "time_zone": "+08:00"}}}"#,
//! )?;
//! let counts = OutcomeCounts { met: 40, late: 2, overdue: 1, ..OutcomeCounts::default() };
//! let tally = SloTally::of_outcomes(&counts, Denominator::Decided)?;
//! let now = "2026-02-14T00:00:00Z".parse()?;
//! let quarter = promised.window().period_at(now)?.ok_or("no calendar window")?;
//! let report = promised.report_period(&tally, &quarter, now)?;
//! assert_eq!(report.figures[0].units.map(|units| units.left.to_string()).as_deref(), Some("2"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod adjusted;
mod adjustment;
mod assess;
mod goal;
mod objective;
mod reason;
mod report;
mod series;
mod status;
mod tally;
mod window;

pub use adjusted::{AdjustedTally, AdjustmentEffect};
pub use adjustment::{AdjustmentKind, BudgetAdjustment, BudgetAdjustments};
pub use goal::{BudgetBasis, NothingCounted, Overdraft, SloGoal};
pub use objective::ServiceLevelObjective;
pub use reason::BudgetReason;
pub use report::{BudgetAmount, BudgetFigures, BudgetReport, FiguresOf};
pub use series::{TallySeries, TallySlice, WindowTallies};
pub use status::SloStatus;
pub use tally::{EventCounts, SloTally};
pub use window::{MonthLength, SloWindow};

/// The longest window: a hundred years of 365.25 days.
const LONGEST: crate::quantity::Span = crate::quantity::Span::from_hours(36_525 * 24);

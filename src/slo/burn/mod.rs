//! How fast is the error budget used up, and when does that matter? Burn rates (燃烧率).
//!
//! A [`BurnRate`] of 1 uses the budget up just at the end of its period. [`BurnAlerts`] watch it over long and short
//! windows, whose limits are best given as the share of the budget that they may spend, for then they are right for every
//! period; sets in which an alert could never fire are refused. A [`BudgetPolicy`] says what follows.
//!
//! Where practice differs:
//!
//! | point | here |
//! | --- | --- |
//! | `>` or `>=` the limit | [`BurnComparison`]: above, or at least |
//! | the rate rounded before it is compared | [`BurnTest::rounded_to`]; not rounded |
//! | fast page 14.4, 13.44 or 14; slow ticket over 3 or 4 days | [`BurnPreset`] |
//! | few events | [`TrafficGuard`]; none |
//! | a silent short window | [`SilentShort`]: no verdict, or the long window decides |
//!
//! [`warning::Burn`](crate::monitor::warning::Burn) turns an alert into a warning that is kept and cleared: the rule is
//! [`BurnAlerts::rule`], its evidence [`BurnAlerts::rates`], which leaves out what the guard holds back.
//!
//! ```
//! use service_quality::quantity::{Language, Span};
//! use service_quality::slo::ExactRatio;
//! use service_quality::slo::burn::{BurnRate, Exhaustion};
//!
//! let rate = BurnRate::of_errors("0.002".parse::<service_quality::quantity::Share>()?.into(), "0.999".parse()?);
//! let left = Exhaustion::of(rate.ok_or("no rate")?, Span::from_hours(720), ExactRatio::ONE).ok_or("burns")?;
//! assert_eq!(left.text(Language::English), "15 days");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod alerts;
mod comparison;
mod exhaustion;
mod finding;
mod guard;
mod policy;
mod preset;
mod rate;
mod state;
mod window;

pub use alerts::{BurnAlerts, SilentShort};
pub use comparison::{BurnComparison, BurnTest};
pub use exhaustion::Exhaustion;
pub use finding::{BurnFinding, BurnSimulation, SimulatedAlert, first_reached};
pub use guard::{HeldBack, TrafficGuard};
pub use policy::{BudgetPolicy, PolicyFinding, PolicyStep};
pub use preset::BurnPreset;
pub use rate::BurnRate;
pub use state::BurnState;
pub use window::{BurnLimit, BurnSeverity, BurnWindow};

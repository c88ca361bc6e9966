//! The life of an alert (预警生命周期): pending, firing, clearing, resolved, and who is told when.
//!
//! An [`AlertPolicy`] is a pure machine: it takes an [`AlertState`] and an [`Evaluation`], and says what
//! [happened](AlertEvent). The clock is in the evaluation; the state is a small value that the host keeps; an evaluation
//! that comes late or twice changes nothing. Names and meanings are those of Prometheus and its Alertmanager, and of ITIL
//! event management, where these have them.
//!
//! | asked | answered by |
//! | --- | --- |
//! | when does it fire, and when is it over? | [`LevelRule`]: for so long, or so often, each way |
//! | is it the same alert? | [`AlertKey`] |
//! | who has taken it on, 确认? | [`Acknowledgement`] |
//! | who is told next, 升级? | [`EscalationStep`], and a reminder |
//! | who does not want to know, 静默? | [`Silence`] |
//! | does it come and go, 抖动? | [`Flapping`] |
//! | and without data? | [`MissingData`] |
//!
//! ```
//! use service_quality::monitor::alert::{AlertPolicy, AlertState, Evaluation, Happening};
//! use service_quality::monitor::warning::{Standing, WarningLevel};
//!
//! let policy: AlertPolicy = serde_json::from_str(r#"{"levels": {"red": {"raise": {"count": {"breaches": 2, "of": 3}}}}}"#)?;
//! let mut state = AlertState::default();
//! let mut happened = Vec::new();
//! for (day, standing) in [(1, Standing::Beyond), (2, Standing::Clear), (3, Standing::Beyond), (4, Standing::Clear)] {
//!     let at = format!("2026-03-{day:02}T00:00:00Z").parse()?;
//!     happened.extend(policy.step(&mut state, &Evaluation::new(at).with(WarningLevel::Red, standing)).events);
//! }
//! assert!(matches!(happened[..].iter().map(|event| &event.what).collect::<Vec<_>>()[..],
//!     [Happening::Pending { .. }, Happening::Fired { .. }, Happening::Resolved { .. }]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod acknowledgement;
mod error;
mod escalation;
mod evaluation;
mod event;
mod flapping;
mod key;
mod latch;
mod machine;
mod missing;
mod policy;
mod rule;
mod silence;
mod state;
mod step;

pub use acknowledgement::Acknowledgement;
pub use error::AlertError;
pub use escalation::EscalationStep;
pub use evaluation::Evaluation;
pub use event::{AlertEvent, EndOfAcknowledgement, Happening};
pub use flapping::Flapping;
pub use key::AlertKey;
pub use missing::MissingData;
pub use policy::AlertPolicy;
pub use rule::{Clear, LevelRule, Raise};
pub use silence::Silence;
pub use state::{AlertPhase, AlertState};
pub use step::{Step, Timing};

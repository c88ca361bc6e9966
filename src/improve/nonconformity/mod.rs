//! Is every nonconformity (不合格) contained, corrected, and kept from coming back?
//!
//! A [`Nonconformity`] is kept as events: what is wanted is decided into events or refused with everything that is
//! missing. ISO 9001:2015, 10.2, asks for what its guards ask for; 8D tells the same in disciplines:
//!
//! | 8D | ISO 9001, 10.2.1 | here |
//! | --- | --- | --- |
//! | D0 emergency response | a, react | [`NonconformityCommand::Contain`] |
//! | D1 team | | the owners of the actions: [`Nonconformity::owners`] |
//! | D2 problem | a | [`NonconformityCommand::Record`] with a [`Finding`] |
//! | D3 containment (遏制) | a | [`NonconformityCommand::Contain`], [`Dispose`](NonconformityCommand::Dispose) |
//! | D4 root cause and escape point (根本原因、流出原因) | b, evaluate | [`Evaluation::causes`], [`Evaluation::escape`], [`Evaluation::elsewhere`] |
//! | D5 chosen corrective action (纠正措施) | c, implement | [`NonconformityCommand::Plan`] |
//! | D6 implemented and validated | c, d, review effectiveness | [`Finish`](NonconformityCommand::Finish), [`Review`](NonconformityCommand::Review) |
//! | D7 prevention (预防) | e, f | [`ConsiderRisks`](NonconformityCommand::ConsiderRisks), [`ConsiderSystem`](NonconformityCommand::ConsiderSystem) |
//! | D8 recognition | | the note of [`Close`](NonconformityCommand::Close) |
//!
//! A cancelled action does not count as done. Without action it closes only where the evaluation says, with a reason and
//! by whom, that none is needed. Whoever owns an action does not review its effect, and the review rests on data; what it
//! found not effective stands until other actions are reviewed. [`react_within`] and its like put promises on all this.

mod command;
mod deadline;
mod due;
mod evaluation;
mod finding;
mod guard;
mod lack;
mod mirror;
mod record;
mod review;
mod round;
mod rule;
mod stage;

pub use command::{NonconformityCommand, NonconformityEvent};
pub use deadline::{close_nonconformity_within, evaluate_within, react_within, review_within};
pub use due::{NonconformityDue, nonconformities_due};
pub use evaluation::{
    ActionNeed, Disposition, DispositionKind, Elsewhere, Evaluation, RiskUpdate, SystemChange,
};
pub use finding::{Finding, Origin};
pub use guard::NonconformityGuard;
pub use record::Nonconformity;
pub use review::{BeforeAfter, CycleResult, EffectData, Effectiveness, EffectivenessReview, Occurrences};
pub use round::{NonconformityAction, UndoneClosing};
pub use stage::{NonconformityState, NonconformityTask};

//! Is every complaint answered (投诉, 件件有落实)?
//!
//! A [`Complaint`] is kept as events: what is wanted is decided into events or refused with everything that is missing.
//! [`complaints_due`] lists every open one with what it lacks next; none closes without an answer, unless the customer
//! withdraws it, nor with a promised remedy that nobody carried out.
//!
//! Where the steps of ISO 10002:2018, clause 8, are:
//!
//! | step | here |
//! | --- | --- |
//! | communication about where to complain | the host's |
//! | receipt (受理) | [`ComplaintCommand::Receive`] with a [`Receipt`] |
//! | tracking (跟踪) | [`ComplaintCommand::Assign`], [`Complaint::state`], [`next`](Complaint::next), [`complaints_due`] |
//! | acknowledgement (确认收到) | [`ComplaintCommand::Acknowledge`], [`acknowledge_within`] |
//! | initial assessment (初步评估) | [`ComplaintCommand::Assess`] with an [`Assessment`]; [`ComplaintCommand::Contain`] |
//! | investigation (调查) | [`ComplaintCommand::Investigate`], [`AskCustomer`](ComplaintCommand::AskCustomer) |
//! | response (答复) | [`ComplaintCommand::Respond`] with a [`Response`] |
//! | communicating the decision (告知决定) | [`ComplaintCommand::Communicate`], [`respond_within`] |
//! | closing (关闭) | [`ComplaintCommand::Hear`], [`RemedyDone`](ComplaintCommand::RemedyDone), [`OfferAlternatives`](ComplaintCommand::OfferAlternatives), [`Close`](ComplaintCommand::Close) |
//! | analysis, satisfaction with the process (clause 9) | [`recurrences`], [`ComplaintFigures`], [`ComplaintCommand::Rate`] |
//!
//! Deadlines are objectives of an [`Agreement`](crate::sla::Agreement), judged on [`Complaint::to_ticket`] with its
//! calendars: nothing here calculates a due time.

mod assessment;
mod category;
mod command;
mod deadline;
mod due;
mod entry;
mod figure;
mod guard;
mod mirror;
mod newest;
mod rating;
mod receipt;
mod record;
mod recurrence;
mod recurrence_rule;
mod recurring;
mod response;
mod round;
mod rule;
mod scale;
mod stage;

pub use assessment::{Assessment, Complexity, ImmediateAction, Reach, SafetyImplication};
pub use category::{Channel, ComplaintCategory};
pub use command::{ComplaintCommand, ComplaintEvent};
pub use deadline::{acknowledge_within, close_within, contain_within, respond_within};
pub use due::{ComplaintDue, DueBy, Urgency, complaint_attainment, complaints_due};
pub use entry::Entry;
pub use figure::{ComplaintFigures, HandlingRating};
pub use guard::ComplaintGuard;
pub use rating::GivenRating;
pub use receipt::{Correction, Receipt};
pub use record::{Closing, Complaint, LetPass, Undone};
pub use recurrence::{ComplaintRecurrence, RecurrenceGround};
pub use recurrence_rule::{RecurrenceRule, SameKind};
pub use recurring::recurrences;
pub use response::{
    Alternatives, Communication, Decision, Investigation, Question, Reaction, Remedy, RemedyOutcome, Response,
};
pub use round::Round;
pub use stage::{ComplaintEnd, ComplaintState, ComplaintTask};

pub(in crate::improve) use scale::scale;

//! The scorecard (计分卡): the total, its parts, their reasons, in English and in Chinese.

mod card;
mod chinese;
mod explanation;
mod part;
mod reason;

pub use card::Scorecard;
pub use explanation::{Explanation, Line};
pub use part::PartScore;
pub(in crate::score) use part::agree;
pub(in crate::score) use reason::Percent;
pub use reason::{Gap, Place, Reason};

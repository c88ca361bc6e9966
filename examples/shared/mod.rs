//! What several examples share.

pub(crate) mod input;
pub(crate) mod table;

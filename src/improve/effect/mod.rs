//! Effects (效果).

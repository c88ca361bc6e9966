//! Goals (目标).

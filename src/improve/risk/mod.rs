//! Risks (风险).

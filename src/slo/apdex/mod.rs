//! Apdex.

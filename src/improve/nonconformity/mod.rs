//! Nonconformities (不合格).

//! Causes (原因).

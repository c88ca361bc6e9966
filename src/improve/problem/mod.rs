//! Problems (问题).

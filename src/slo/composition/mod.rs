//! Composition (组合可用性).

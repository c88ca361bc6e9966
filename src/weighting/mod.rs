//! Weights (赋权).

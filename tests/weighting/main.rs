//! Weights: what holds for all of them, and what is refused.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod edge;
#[cfg(test)]
mod fault;
#[cfg(test)]
mod law;

//! Samples, weights, agreement of assessors, and the duties of surveys.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod duty;
#[cfg(test)]
mod fault;
#[cfg(test)]
mod law;
#[cfg(test)]
mod published;

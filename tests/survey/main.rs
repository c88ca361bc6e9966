//! Surveys: the laws of their tallies, an oracle in plain decimals, figures of other programs, and bad input.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod fault;
#[cfg(test)]
mod figure;
#[cfg(test)]
mod law;
#[cfg(test)]
mod sample;

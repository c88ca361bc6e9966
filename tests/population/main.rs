//! What is relative to a population, through the public API: published tables, faults, and laws over random populations.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod asem;
#[cfg(test)]
mod fault;
#[cfg(test)]
mod law;
#[cfg(test)]
mod tie;

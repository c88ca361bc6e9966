//! Promises beyond one ticket's clock: chains of agreements, attainment by group and period.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod attainment;
#[cfg(test)]
mod chain;
#[cfg(test)]
mod chain_law;
#[cfg(test)]
mod proportion;

//! Hostile input: damaged documents never panic, wrong ones are refused with the place and a remedy, and every
//! message keeps to the house style.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod fault;
#[cfg(test)]
mod history;
#[cfg(test)]
mod message;
#[cfg(test)]
mod mutation;
#[cfg(test)]
mod slo;

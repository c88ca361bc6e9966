//! Objectives and fuzzy evaluation through their public API: laws over random documents, and faults.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod fault;
#[cfg(test)]
mod fuzzy;
#[cfg(test)]
mod law;
#[cfg(test)]
mod meaning;

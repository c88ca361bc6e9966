//! What a host does with the crate, told from end to end through the public API.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod desk;
#[cfg(test)]
mod service_level_objective;

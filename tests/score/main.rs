//! The scoring room through its public API: behaviour by example, faults, and laws over random models.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod aggregation;
#[cfg(test)]
mod certainty;
#[cfg(test)]
mod change;
#[cfg(test)]
mod curve;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod example;
#[cfg(test)]
mod fault;
#[cfg(test)]
mod law;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod rule;
#[cfg(test)]
mod sensitivity;
#[cfg(test)]
mod what_if;

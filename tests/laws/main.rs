//! Laws that span rooms: any split of work gives equal bytes, what is written reads back, time and numbers keep
//! their algebra, answers cross threads.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod condition;
#[cfg(test)]
mod implication;
#[cfg(test)]
mod merge;
#[cfg(test)]
mod quantity;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod source;
#[cfg(test)]
mod threads;

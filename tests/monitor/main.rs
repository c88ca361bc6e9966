//! Laws and bad input of the room `monitor`.

#[cfg(test)]
mod alert;
#[cfg(test)]
mod chart;
#[cfg(test)]
mod plain;
#[cfg(test)]
mod rule;
#[cfg(test)]
mod stream;

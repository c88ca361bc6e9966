//! Laws and bad input of the room `analysis`.

#[cfg(test)]
mod comparison;
#[cfg(test)]
mod exploration;

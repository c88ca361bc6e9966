//! Laws and bad input of the room `improve`.

#[cfg(test)]
mod cause;
#[cfg(test)]
mod complaint;
#[cfg(test)]
mod cycle;
#[cfg(test)]
mod effect;
#[cfg(test)]
mod goal;
#[cfg(test)]
mod model;
#[cfg(test)]
mod nonconformity;
#[cfg(test)]
mod problem;
#[cfg(test)]
mod register;
#[cfg(test)]
mod risk;
#[cfg(test)]
mod wording;

//! Laws and bad input of the room `slo`.

#[cfg(test)]
mod availability;
#[cfg(test)]
mod budget;
#[cfg(test)]
mod burn;
#[cfg(test)]
mod composition;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod credit;
#[cfg(test)]
mod incident;
#[cfg(test)]
mod merge;
#[cfg(test)]
mod series;

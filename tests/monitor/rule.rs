//! Laws and bad input of run rules.

//! Laws and bad input of intervals and tests.

//! Laws and bad input of charts.

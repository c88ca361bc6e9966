//! Laws and bad input of alerts.

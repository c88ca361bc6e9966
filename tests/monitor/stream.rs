//! A stream against the whole series.

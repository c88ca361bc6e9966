//! Complaints (投诉).

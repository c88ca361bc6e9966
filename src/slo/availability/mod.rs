//! Availability (可用性).

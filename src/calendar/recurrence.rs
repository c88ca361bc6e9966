//! Recurrence of days (周期).

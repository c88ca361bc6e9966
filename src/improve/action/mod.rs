//! Actions (措施).

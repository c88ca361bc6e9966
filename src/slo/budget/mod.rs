//! Error budgets (错误预算).

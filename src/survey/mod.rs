//! Surveys (满意度调查): whom to ask, and how far the answers can be trusted.
//!
//! | module | you ask |
//! | --- | --- |
//! | [`sampling`] | how many must answer, and do those who did stand for all? 抽样 |

pub mod sampling;

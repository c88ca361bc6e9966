//! `monitor.*`: charts, the rules that read them, and alerts.

mod alerting;
mod chart;
mod rule;

use crate::{Answer, Case};

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    [alerting::answer, chart::answer, rule::answer].iter().find_map(|answer| answer(case))
}

//! Commands, events, guards and refusals; cycles and actions.

use service_quality::improve::action::{Action, ActionKind, ActionOutcome, ExpectedGain};
use service_quality::improve::cycle::{CycleGuard, Phase};
use service_quality::improve::history::{Command, GuardPolicy, Recorded, Refusal, SwitchedOff, Violation};
use service_quality::quantity::CycleId;

use super::reads;

pub(super) fn rows() -> Vec<&'static str> {
    vec![
        reads::<Action>(&[
            r#"{"id": "A-1", "kind": "correction", "what": "x"}"#,
            r#"{"id": "A-1", "kind": "corrective", "what": "x", "owner": "li", "begin": "2026-03-02", "due": "2026-03-02",
                "causes": ["c1", "c2"], "cost": {"amount": 5, "currency": "EUR"},
                "gain": {"yearly": {"amount": "0.5", "currency": "CNY"}}}"#,
        ]),
        reads::<ActionKind>(&[r#""preventive""#, r#""improvement""#]),
        reads::<ActionOutcome>(&[
            r#"{"on": "2026-03-02"}"#,
            r#"{"on": "2026-03-02", "evidence": "x", "cost": {"amount": 5, "currency": "EUR"},
                "gain": {"indicator": {"indicator": "csat", "by": "-0.1"}}}"#,
        ]),
        reads::<ExpectedGain>(&[r#"{"indicator": {"indicator": "csat", "by": 1}}"#]),
        reads::<Phase>(&[r#""plan""#, r#""cancelled""#]),
        reads::<CycleGuard>(&[r#""baseline_missing""#]),
        reads::<Command<String>>(&[
            r#"{"by": "li.wei", "what": "x"}"#,
            r#"{"by": "li.wei", "after": 3, "what": "x"}"#,
        ]),
        reads::<Recorded<CycleId, String>>(&[
            r#"{"format": 1, "subject": "C-1", "revision": 1, "at": "2026-03-02T09:00:00Z", "by": "li", "what": "x"}"#,
        ]),
        reads::<SwitchedOff>(&[r#"{"reason": "a pilot", "by": "li.wei"}"#]),
        reads::<GuardPolicy<CycleGuard>>(&[
            r#"{"time_zone": "UTC"}"#,
            r#"{"time_zone": "+08:00", "off": {"prediction_missing": {"reason": "a pilot", "by": "li.wei"}}}"#,
        ]),
        reads::<Violation<CycleGuard>>(&[
            r#"{"guard": "goal_missing"}"#,
            r#"{"guard": "measures_unfinished", "of": ["A-1"]}"#,
        ]),
        reads::<Refusal<CycleGuard>>(&[
            r#"{"stale": {"seen": 1, "now": 2}}"#,
            r#"{"backwards": {"as_of": "2026-03-02T09:00:00Z", "last": "2026-03-03T09:00:00Z"}}"#,
            r#"{"violated": {"violations": [{"guard": "goal_missing"}]}}"#,
        ]),
    ]
}

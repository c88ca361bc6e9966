//! Complaints and nonconformities.

use service_quality::improve::complaint::{
    Alternatives, Assessment, Channel, Communication, ComplaintCategory, ComplaintCommand, ComplaintDue,
    ComplaintEnd, ComplaintEvent, ComplaintFigures, ComplaintGuard, ComplaintRecurrence, ComplaintState,
    ComplaintTask, Complexity, Correction, Decision, DueBy, GivenRating, HandlingRating, ImmediateAction,
    Investigation, Question, Reach, Reaction, Receipt, RecurrenceGround, RecurrenceRule, Remedy,
    RemedyOutcome, Response, SafetyImplication, SameKind, Urgency,
};
use service_quality::improve::nonconformity::{
    ActionNeed, BeforeAfter, CycleResult, Disposition, DispositionKind, EffectData, Effectiveness,
    EffectivenessReview, Elsewhere, Evaluation, Finding, NonconformityCommand, NonconformityDue,
    NonconformityEvent, NonconformityGuard, NonconformityState, NonconformityTask, Occurrences, Origin,
    RiskUpdate, SystemChange,
};

use super::reads;

pub(super) fn rows() -> Vec<&'static str> {
    [complaints(), nonconformities()].concat()
}

const RECEIPT: &str = r#"{"customer": "K-1", "channel": "phone", "category": "delay", "key": "hotline",
    "about": "Waited.", "wanted": "An apology.", "received_at": "2026-03-02T09:00:00Z", "concerned": ["wu.lei"],
    "tickets": ["T-1"], "repeats": "B-0"}"#;

fn complaints() -> Vec<&'static str> {
    let receive = format!(r#"{{"receive": {RECEIPT}}}"#);
    vec![
        reads::<Alternatives>(&[r#"{"internal": "the head"}"#, r#"{"internal": "a", "external": "b"}"#]),
        reads::<Assessment>(&[r#"{"severity": "major", "safety": "none", "complexity": "simple",
            "reach": "one_customer", "immediate_action": "not_needed", "no_action_because": "r", "concerned": ["wu.lei"]}"#]),
        reads::<Channel>(&[r#""phone""#, r#""wechat""#]),
        reads::<Communication>(&[
            r#"{"channel": "letter"}"#,
            r#"{"channel": "x", "answer_until": "2026-03-20"}"#,
        ]),
        reads::<ComplaintCategory>(&[r#""delay""#, r#""噪声""#]),
        reads::<ComplaintCommand>(&[
            &receive,
            r#"{"acknowledge": {"channel": "email"}}"#,
            r#"{"contain": {"action": "Line closed."}}"#,
            r#"{"ask_customer": {"question": "When?"}}"#,
            r#"{"correct": {"category": "billing", "reason": "r"}}"#,
            r#"{"assign": {"owner": "li"}}"#,
            r#"{"remedy_done": {"on": "2026-03-12", "evidence": "e"}}"#,
            r#""resume_work""#,
            r#"{"hear": "rejected"}"#,
            r#"{"offer_alternatives": {"external": "the ombudsman"}}"#,
            r#"{"close": {}}"#,
            r#"{"withdraw": {"evidence": "letter of 5 March"}}"#,
            r#"{"reopen": {"reason": "It happened again."}}"#,
            r#"{"rate": {"rating": {"value": 4, "least": 1, "most": 5}, "response": "A-1"}}"#,
        ]),
        reads::<ComplaintDue>(&[r#"{"complaint": "B-1", "category": "delay", "customer": "K-1",
            "owner": "li", "next": "assess", "since": "2026-03-02T09:00:00Z", "by": {"objective": "o"},
            "due": "2026-03-03T09:00:00Z", "urgency": "due"}"#]),
        reads::<ComplaintEnd>(&[r#""not_heard""#]),
        reads::<ComplaintEvent>(&[
            r#"{"done": {"close": {"note": "n"}}, "waived": [{"violation": {"guard": "reaction_missing"}, "reason": "x", "by": "li"}]}"#,
        ]),
        reads::<ComplaintFigures>(&[
            r#"{"received": 1, "by_state": {"in_work": 1}, "by_category": {"噪声": 1},
            "by_end": {}, "ever_closed": 0, "reopened": 0, "open": 1, "open_age": "PT1H",
            "handling": [{"least": "1", "most": "5", "rated": 1, "mean": "4"}]}"#,
        ]),
        reads::<ComplaintGuard>(&[r#""unanswered""#]),
        reads::<ComplaintState>(&[r#""waiting""#]),
        reads::<ComplaintTask>(&[r#""hear_customer""#]),
        reads::<Complexity>(&[r#""complex""#]),
        reads::<Correction>(&[r#"{"category": "billing", "key": "k", "reason": "r"}"#]),
        reads::<DueBy>(&[r#""remedy""#, r#"{"objective": "o"}"#]),
        reads::<GivenRating>(&[r#"{"rating": {"value": 4, "least": 1, "most": 5}, "response": "A-1"}"#]),
        reads::<Question>(&[r#"{"question": "q", "answer_until": "2026-03-10"}"#]),
        reads::<Decision>(&[r#""upheld""#, r#"{"not_upheld": {"reason": "r"}}"#]),
        reads::<HandlingRating>(&[r#"{"least": 1, "most": 5, "rated": 3, "mean": "3.666666667"}"#]),
        reads::<ImmediateAction>(&[r#""not_needed""#]),
        reads::<Investigation>(&[
            r#"{"findings": "f", "causes": ["c"], "nonconformities": ["n"], "problems": ["p"]}"#,
        ]),
        reads::<Reach>(&[r#""many_customers""#]),
        reads::<Reaction>(&[r#""no_answer""#]),
        reads::<Receipt>(&[RECEIPT]),
        reads::<ComplaintRecurrence>(&[
            r#"{"ground": "returned", "category": "delay", "key": "k", "cause": "c",
            "customer": "K-1", "complaints": ["B-1", "B-2"], "most": 2, "first": "2026-03-02T09:00:00Z",
            "last": "2026-03-03T09:00:00Z"}"#,
        ]),
        reads::<RecurrenceGround>(&[r#""frequent""#]),
        reads::<RecurrenceRule>(&[r#"{"same": "cause", "at_least": 2, "within_days": 30}"#]),
        reads::<Remedy>(&[r#"{"what": "w", "owner": "li", "due": "2026-03-13"}"#]),
        reads::<RemedyOutcome>(&[r#"{"on": "2026-03-12", "evidence": "e"}"#]),
        reads::<Response>(&[
            r#"{"decision": "upheld", "remedy": {"what": "w", "owner": "li", "due": "2026-03-13"}}"#,
        ]),
        reads::<SafetyImplication>(&[r#""harm""#]),
        reads::<SameKind>(&[r#""customer""#]),
        reads::<Urgency>(&[r#""overdue""#]),
    ]
}

const CYCLE_RESULT: &str = r#"{"cycle": "C-1", "closed": true, "after_from": "2026-05-01", "significant": true,
    "better": true, "goal_met": false}"#;

fn nonconformities() -> Vec<&'static str> {
    vec![
        reads::<ActionNeed>(&[r#""needed""#, r#"{"not_needed": {"reason": "once in ten years"}}"#]),
        reads::<BeforeAfter>(&[r#"{"before": {"from": "2026-01-01", "until": "2026-01-31", "count": 3},
            "after": {"from": "2026-02-01", "until": "2026-02-28", "count": 0}}"#]),
        reads::<CycleResult>(&[CYCLE_RESULT]),
        reads::<Disposition>(&[r#"{"kind": "concession", "authority": "chen.na", "reference": "letter 5"}"#]),
        reads::<DispositionKind>(&[r#""use_as_is""#, r#""quarantine""#]),
        reads::<EffectData>(&[&format!(r#"{{"cycle": {CYCLE_RESULT}}}"#)]),
        reads::<Effectiveness>(&[r#""effective""#]),
        reads::<EffectivenessReview>(&[&format!(
            r#"{{"verdict": "effective", "data": {{"cycle": {CYCLE_RESULT}}}, "note": "n"}}"#
        )]),
        reads::<Elsewhere>(&[r#"{"exists": {"at": "site 2", "nonconformities": ["N-2"]}}"#]),
        reads::<Evaluation>(&[r#"{"consequences": "c", "causes": ["a"], "escape": "e",
            "elsewhere": {"nowhere": {"checked": "all"}}, "need": "needed"}"#]),
        reads::<Finding>(&[
            r#"{"origin": "audit", "severity": "minor", "requirement": "r", "clause": "8.5.1",
            "evidence": "e", "found_at": "2026-03-02T09:00:00Z", "complaints": ["B-1"]}"#,
        ]),
        reads::<NonconformityCommand>(&[
            r#"{"plan": {"id": "A-1", "kind": "corrective", "what": "w", "owner": "li", "due": "2026-04-01"}}"#,
            r#"{"finish": {"action": "A-1", "outcome": {"on": "2026-03-20", "evidence": "e"}}}"#,
            r#"{"replan": {"action": {"id": "A-1", "kind": "corrective", "what": "w"}, "reason": "r"}}"#,
            r#"{"assign": {"owner": "li"}}"#,
            r#"{"consider_risks": {"updated": ["R-1"]}}"#,
            r#"{"consider_system": {"not_needed": {"reason": "r"}}}"#,
        ]),
        reads::<NonconformityDue>(&[
            r#"{"nonconformity": "N-1", "owner": "li", "next": "react", "action": "A-1",
            "due": "2026-04-01", "overdue_days": 2, "objective": "react", "promised": "2026-03-03T09:00:00Z",
            "is_broken": true}"#,
        ]),
        reads::<NonconformityEvent>(&[
            r#"{"done": {"close": {}}, "waived": [{"violation": {"guard": "review_missing"}, "reason": "x", "by": "li"}]}"#,
        ]),
        reads::<NonconformityGuard>(&[r#""no_action_done""#]),
        reads::<NonconformityState>(&[r#""recorded""#]),
        reads::<NonconformityTask>(&[r#""react""#]),
        reads::<Occurrences>(&[r#"{"from": "2026-01-01", "until": "2026-01-01", "count": 0}"#]),
        reads::<Origin>(&[r#""supplier""#, r#""regulator""#]),
        reads::<RiskUpdate>(&[r#"{"updated": ["R-1"]}"#]),
        reads::<SystemChange>(&[r#"{"changed": {"id": "desk", "version": "2"}}"#]),
    ]
}

//! Run rules, signals and streams.

use service_quality::monitor::{
    CompletedBy, Counted, Counting, Limits, Marking, OnCentre, Opening, Others, Outermost, Pattern, PointKind,
    RuleSet, RunRule, RunState, RunsRule, Sides, Ties,
};

use super::{reads, returns};

pub(super) fn rows() -> Vec<&'static str> {
    let limits = Limits::symmetric(0.1, 1.0, 3.0);
    let mut state = RunState::new();
    returns(&state);
    for value in [0.3, -0.1, 2.2, 0.1, 0.1 + 0.2, 3.4, -3.3, 1.1] {
        RuleSet::nelson().push(&mut state, value, &limits).unwrap();
        returns(&state);
    }
    vec![
        returns(&state),
        reads::<Pattern>(&[
            r#""beyond_limits""#,
            r#"{"beyond": {"zone": "two", "hits": 2, "of": 3}}"#,
            r#"{"beyond": {"zone": "one", "hits": 4, "of": 5, "counting": {"opening": "at_once"}}}"#,
            r#"{"shift": {"points": 8, "on_centre": "skip"}}"#,
            r#"{"trend": {"length": 6, "counted": "rises", "ties": "skip"}}"#,
            r#"{"alternation": {"points": 14}}"#,
            r#"{"within": {"zone": "one", "points": 15}}"#,
            r#"{"outside": {"zone": "one", "points": 8, "sides": "either"}}"#,
        ]),
        returns(&Counting::nhs()),
        reads::<CompletedBy>(&[r#""hit""#, r#""any""#]),
        reads::<Others>(&[r#""anywhere""#, r#""same_side""#]),
        reads::<Outermost>(&[r#""counted""#, r#""ignored""#]),
        reads::<Opening>(&[r#""whole_window""#, r#""at_once""#]),
        reads::<OnCentre>(&[r#""break""#, r#""skip""#]),
        reads::<Counted>(&[r#""points""#, r#""rises""#]),
        reads::<Ties>(&[r#""break""#, r#""skip""#]),
        reads::<Sides>(&[r#""both""#, r#""either""#]),
        reads::<RunRule>(&[r#"{"id": "six", "pattern": {"shift": {"points": 6}}}"#]),
        reads::<RuleSet>(&[
            r#""western_electric""#,
            r#""nelson""#,
            r#""nhs""#,
            r#"{"rules": [{"id": "six", "pattern": {"shift": {"points": 6}}}]}"#,
        ]),
        reads::<Marking>(&[r#""completing""#, r#""pattern""#]),
        reads::<PointKind>(&[r#""common_cause""#, r#""special_cause_neutral_low""#]),
        reads::<RunsRule>(&[r#""anhoej""#, r#""best_box""#, r#""cut_box""#]),
    ]
}

//! Run rules, signals and streams.

use service_quality::monitor::{
    AfterSignal, Assurance, CompletedBy, Counted, Counting, CusumChart, CusumState, EwmaChart, EwmaLimits,
    EwmaState, Limits, Marking, OnCentre, Opening, Others, Outermost, Pattern, PointKind, RuleSet, RunRule,
    RunState, RunsRule, Sides, Ties,
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
    let (mut average, mut sums) = (EwmaState::default(), CusumState::default());
    returns(&average);
    returns(&sums);
    let ewma = EwmaChart::new(0.1, 1.0, "0.2".parse().unwrap(), "3".parse().unwrap()).unwrap();
    let cusum = CusumChart::new(0.1, 1.0, "0.5".parse().unwrap(), "5".parse().unwrap()).unwrap();
    for value in [0.3, 0.1 + 0.2, 3.4] {
        ewma.push(&mut average, value).unwrap();
        cusum.push(&mut sums, value).unwrap();
        returns(&average);
        returns(&sums);
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
        returns(&average),
        reads::<EwmaChart>(&[
            r#"{"centre": "0.1", "sigma": "2", "lambda": "0.2", "multiple": "2.7"}"#,
            r#"{"centre": "5", "sigma": "1e-7", "lambda": "1", "multiple": 3, "limits": "asymptotic"}"#,
        ]),
        reads::<EwmaLimits>(&[r#""time_varying""#, r#""asymptotic""#]),
        returns(&sums),
        reads::<CusumChart>(&[
            r#"{"centre": "0.1", "sigma": "2", "k": "0.5", "h": "5"}"#,
            r#"{"centre": "5", "sigma": "1", "k": "0", "h": "4", "head_start": "2", "after_signal": "restart"}"#,
        ]),
        reads::<AfterSignal>(&[r#""go_on""#, r#""restart""#]),
        reads::<Assurance>(&[r#""pass""#, r#""fail""#, r#""hit_and_miss""#]),
        reads::<RunsRule>(&[r#""anhoej""#, r#""best_box""#, r#""cut_box""#]),
    ]
}

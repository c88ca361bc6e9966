//! Definitions: figures worked out by hand, indicators without code, faults by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use service_quality::assessment::{Assessment, Checklist, Inspection};
use service_quality::calendar::Calendar;
use service_quality::indicator::{Absence, Case, Indicator, IndicatorTally, built_in};
use service_quality::quantity::Span;
use service_quality::ticket::{EventKind, Ticket};

use super::{evaluation, hour, refused, tally_of, ticket, tickets};

#[test]
fn built_in_indicators_give_the_figures_worked_out_by_hand() {
    // Id, value, n, outside, without.
    let expected = [
        ("sla_attainment", "42.86", 7, 0, 0),
        ("response_on_time_rate", "33.33", 3, 1, 1),
        ("resolution_on_time_rate", "66.67", 3, 0, 2),
        ("frt_mean", "120", 2, 0, 3),
        ("frt_p90", "180", 2, 0, 3),
        ("resolution_time_mean", "5", 3, 0, 2),
        ("resolution_time_median", "4", 3, 0, 2),
        ("resolution_time_p90", "10", 3, 0, 2),
        ("backlog_age_mean", "1.5", 2, 3, 0),
        ("backlog_age_p90", "2", 2, 3, 0),
        ("reopen_rate", "50", 4, 1, 0),
        ("reassignment_rate", "25", 4, 1, 0),
        ("rating_mean", "3.5", 2, 0, 3),
    ];
    for (id, value, n, outside, without) in expected {
        let indicator = built_in(id).unwrap();
        let tally = tally_of(&indicator, &tickets());
        let measured = indicator.measure(&tally).unwrap();
        assert_eq!(measured.value(), value.parse().ok(), "{id}");
        assert_eq!((measured.n(), tally.outside(), tally.without()), (n, outside, without), "{id}");

        // The definition and its tally survive storage, and a split changes no byte.
        let json = serde_json::to_string(&indicator).unwrap();
        assert_eq!(serde_json::from_str::<Indicator>(&json).unwrap(), indicator);
        let mut merged = tally_of(&indicator, &tickets()[2..]);
        merged.merge(&tally_of(&indicator, &tickets()[..2])).unwrap();
        assert_eq!(serde_json::to_string(&merged).unwrap(), serde_json::to_string(&tally).unwrap());
    }
    assert!(built_in("unheard_of").is_none());
}

fn definition(formula: &str, rest: &str) -> String {
    format!(r#"{{"id":"x","name":{{"en":"X"}},"dimension":"efficiency","formula":{formula},{rest}}}"#)
}

#[test]
fn unannounced_inspections_are_counted_alone() {
    let checklist: Checklist = serde_json::from_str(
        r#"{"id": "counter", "version": "1", "name": {"en": "Counter"}, "pass_mark": 1,
            "items": [{"id": "queue", "name": {"en": "Queue"}, "points": 1}]}"#,
    )
    .unwrap();
    let inspections = [("announced", "passed"), ("announced", "passed"), ("unannounced", "failed")];
    let measure = |among: &str| {
        let formula = format!(r#"{{"checklist": {{"measure": "pass_rate", "among": {among}}}}}"#);
        let text = definition(&formula, r#""unit": "percent", "direction": "higher", "places": 2"#);
        let indicator: Indicator = serde_json::from_str(&text).unwrap();
        let mut tally = indicator.tally().unwrap();
        for (notice, queue) in inspections {
            let form: Inspection = serde_json::from_str(&format!(
                r#"{{"id": "I-1", "checklist": "counter", "version": "1", "at": "2026-03-02T09:00:00Z",
                    "notice": "{notice}", "marks": {{"queue": "{queue}"}}}}"#
            ))
            .unwrap();
            indicator.record(&mut tally, (&checklist, &form)).unwrap();
        }
        (indicator.measure(&tally).unwrap().value().unwrap().to_string(), tally.outside())
    };
    assert_eq!(measure(r#""always""#), ("66.67".to_owned(), 0));
    let unannounced = r#"{"equals": {"fact": "notice", "value": "unannounced"}}"#;
    assert_eq!(measure(unannounced), ("0".to_owned(), 2));
}

#[test]
fn agreement_is_among_the_assessors_that_are_named() {
    // Evaluators agree; customers look at something else.
    let calls: Vec<Assessment> = [(5, 1), (3, 4), (4, 2)]
        .map(|(evaluator, customer)| {
            serde_json::from_str(&format!(
                r#"{{"subject": "call", "at": "2026-03-02T09:00:00Z", "ratings": [
                    {{"assessor": "internal", "value": {evaluator}}}, {{"assessor": "internal", "value": {evaluator}}},
                    {{"assessor": "customer", "value": {customer}}}]}}"#
            ))
            .unwrap()
        })
        .into();
    let of = |assessors: &str| -> (Indicator, IndicatorTally) {
        let formula = format!(r#"{{"agreement": {{"level": "interval"{assessors}}}}}"#);
        let text = definition(&formula, r#""unit": "ratio", "direction": "higher", "places": 3"#);
        let indicator: Indicator = serde_json::from_str(&text).unwrap();
        let mut tally = indicator.tally().unwrap();
        for call in &calls {
            indicator.record(&mut tally, call).unwrap();
        }
        (indicator, tally)
    };
    let (all, tally) = of("");
    assert_eq!(all.formula().to_string(), "agreement of assessors, interval alpha");
    assert!(all.measure(&tally).unwrap().value().unwrap() < 0.into());

    let (evaluators, tally) = of(r#", "assessors": ["third_party", "internal"]"#);
    assert_eq!(
        evaluators.formula().to_string(),
        "agreement of assessors, interval alpha, among internal and third_party"
    );
    assert_eq!(evaluators.measure(&tally).unwrap().value(), Some(1.into()));

    let (themselves, tally) = of(r#", "assessors": ["self"]"#);
    assert_eq!((tally.without(), tally.outside()), (3, 0));
    assert_eq!(themselves.measure(&tally).unwrap().absence(), Some(Absence::Missing));
}

#[test]
fn a_host_defines_indicators_without_code() {
    let effort = ticket("T-9", [(0, EventKind::Created), (1, EventKind::Complaint)]);
    let builder = |id: &str| {
        Ticket::builder(id.parse().unwrap())
            .attribute("contacts".parse().unwrap(), 125)
            .attribute("effort".parse().unwrap(), Span::from_hours(3))
            .event(hour(0), EventKind::Created)
            .event(hour(1), EventKind::Complaint)
            .build()
            .unwrap()
    };
    let tickets = [builder("T-6"), builder("T-7"), effort];
    let complained = r#"{"compare":{"fact":"@complaints","is":"at_least","value":{"number":"1"}}}"#;
    let cases = [
        (
            format!(r#"{{"rate":{{"of":{complained},"per":{{"sum":{{"fact":"contacts"}}}}}}}}"#),
            "per_thousand",
            "12",
        ),
        (
            format!(r#"{{"rate":{{"of":{complained},"per":{{"sum":{{"fact":"contacts"}}}},"times":250}}}}"#),
            "per 250 contacts",
            "3",
        ),
        (format!(r#"{{"rate":{{"of":{complained},"per":{{"tickets":"always"}}}}}}"#), "ratio", "1"),
        (r#"{"mean":{"quantity":{"fact":"effort"}}}"#.into(), "minutes", "180"),
        (r#"{"mean":{"quantity":{"fact":"contacts"}}}"#.into(), "per_thousand", "125"),
        (r#"{"quantile":{"p":"0.5","quantity":{"fact":"contacts"},"figures":4}}"#.into(), "count", "125"),
    ];
    for (formula, unit, value) in cases {
        let json = definition(&formula, &format!(r#""unit":"{unit}","direction":"lower","places":2"#));
        let indicator: Indicator = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&indicator).unwrap(), json);
        let measured = indicator.measure(&tally_of(&indicator, &tickets)).unwrap();
        assert_eq!(measured.value(), value.parse().ok(), "{json}");
    }
}

#[test]
fn a_rate_is_observed_on_tickets_that_bring_events_or_exposure() {
    let complained = r#"{"compare":{"fact":"@complaints","is":"at_least","value":1}}"#;
    let rate = |per: &str| -> Indicator {
        let formula = format!(r#"{{"rate":{{"of":{complained},"per":{per}}}}}"#);
        serde_json::from_str(&definition(&formula, r#""unit":"ratio","direction":"lower""#)).unwrap()
    };
    let counts = |indicator: &Indicator, tickets: &[Ticket]| {
        let tally = tally_of(indicator, tickets);
        (tally.tally().n(), tally.without(), tally.outside())
    };
    let complaint = ticket("T-6", [(0, EventKind::Created), (1, EventKind::Complaint)]);
    let closed = rate(r#"{"tickets":{"exists":"@closed"}}"#);
    assert_eq!(counts(&closed, &tickets()), (1, 0, 4));
    assert_eq!(counts(&closed, std::slice::from_ref(&complaint)), (1, 0, 0), "an event without exposure");
    let answered = rate(r#"{"sum":{"elapsed":{"from":"created","to":"first_response"}}}"#);
    assert_eq!(counts(&answered, &tickets()), (2, 3, 0));
    let measured = answered.measure(&tally_of(&answered, &[&[complaint], &tickets()[..]].concat())).unwrap();
    // One complaint in four hours to the first response, told by three tickets.
    assert_eq!((measured.value(), measured.n()), ("0.000069".parse().ok(), 3));
}

#[track_caller]
fn fails(formula: &str, rest: &str, expected: &str) {
    refused::<Indicator>(&definition(formula, rest), expected);
}

#[test]
fn formulas_that_do_not_hold_together_are_refused() {
    fails(
        r#"{"response_rate":{"among":{"all":[{"exists":"site"},{"not":{"exists":"@finished"}}]}}}"#,
        r#""unit":"percent","direction":"higher""#,
        "indicator `x`: responses have no fact `@finished`: give an attribute",
    );
    fails(
        r#"{"survey":{"measure":{"question":{"question":"csat","statistic":"mean"}}}}"#,
        r#""unit":"percent","direction":"higher""#,
        "indicator `x`: unit `percent` does not fit formula `survey`: give `points` or a word of your own",
    );
    fails(
        r#"{"figure_total":{"of":{"plus":["a","b"],"minus":["a"]}}}"#,
        r#""unit":"count","direction":"higher""#,
        "reported figures `a`: give at least one, each once",
    );
    fails(
        r#"{"derived":{"mean":[{"indicator":"a","weight":0}]}}"#,
        r#""unit":"points","direction":"higher""#,
        "indicator `x`: `mean of a (weight 0)` cannot be calculated: give weights above 0",
    );
    fails(
        r#"{"derived":{"greatest":["a","b","a"]}}"#,
        r#""unit":"points","direction":"higher""#,
        "indicator `x`: `greatest of a, b, a` cannot be calculated: give each indicator once",
    );
    fails(
        r#"{"mean":{"quantity":{"fact":"@reopens"}}}"#,
        r#""unit":"percent","direction":"lower""#,
        "indicator `x`: unit `percent` does not fit formula `mean`: give `count`, `points`, `ratio` or a word of your own",
    );
    fails(
        r#"{"figure_ratio":{"of":{"plus":["a"]},"per":{"plus":["b"]}}}"#,
        r#""unit":"score","direction":"lower""#,
        "indicator `x`: unit `score` does not fit formula `figure_ratio`: give `ratio`, `percent` or a like unit, a unit of time, `points`, `count` or a word of your own",
    );
    fails(
        r#"{"derived":{"least":[]}}"#,
        r#""unit":"points","direction":"higher""#,
        "indicator `x`: `least of ` cannot be calculated: give at least one indicator",
    );
    fails(
        r#"{"count":{"of":"always"}}"#,
        r#""unit":"percent","direction":"higher""#,
        "indicator `x`: unit `percent` does not fit formula `count`: give `count` or a word of your own",
    );
}

#[test]
fn definitions_that_do_not_hold_together_are_refused() {
    let mean = r#"{"mean":{"quantity":{"elapsed":{"from":"created","to":"finished"}}}}"#;
    let share = r#"{"share":{"of":{"exists":"@closed"}}}"#;
    fails(
        share,
        r#""unit":"hours","direction":"lower""#,
        "indicator `x`: unit `hours` does not fit formula `share`: give `share`, `percent`",
    );
    fails(
        mean,
        r#""unit":"percent","direction":"lower""#,
        "indicator `x`: unit `percent` does not fit formula `mean`: give `seconds`",
    );
    fails(
        r#"{"mean":{"quantity":{"fact":"@reopens"}}}"#,
        r#""unit":"hours","direction":"lower""#,
        "indicator `x`: unit `hours` does not fit formula `mean`: give `count`, `points`, `ratio` or a word of your own",
    );
    fails(
        r#"{"mean":{"quantity":{"fact":"@status"}}}"#,
        r#""unit":"points","direction":"lower""#,
        "indicator `x`: `@status` is no quantity: give a number or a duration, such as `@age` or `@reopens`",
    );
    fails(
        r#"{"rate":{"of":"always","per":{"tickets":"always"},"times":250}}"#,
        r#""unit":"percent","direction":"lower""#,
        "indicator `x`: unit `percent` does not fit formula `rate`: give a word of your own",
    );
    fails(
        r#"{"rate":{"of":"always","per":{"tickets":"always"},"times":0}}"#,
        r#""unit":"ratio","direction":"lower""#,
        "invalid value: integer `0`",
    );
    fails(
        share,
        r#""unit":"share","direction":"higher","target":{"at_least":"95"}"#,
        "indicator `x`: target `95` is not in unit `share`: give 0 to 1",
    );
    fails(
        share,
        r#""unit":"share","direction":"higher","target":{"at_most":"0.95"}"#,
        "indicator `x`: target `at most 0.95` does not fit direction `higher`: give `at_least`",
    );
    fails(
        share,
        r#""unit":"share","direction":"higher","target":{"at_least":"0.9"},"critical":{"at_least":"0.95"}"#,
        "indicator `x`: critical `at least 0.95` is stricter than target `at least 0.9`: give a laxer critical",
    );
    fails(
        share,
        r#""unit":"share","direction":"range","target":{"between":["0.85","0.8"]}"#,
        "range `0.85` to `0.8` is not one: give the lesser number first",
    );
    fails(
        share,
        r#""unit":"share","direction":"range","target":{"between":["0.8","0.85"]},"warning":{"between":["0.82","0.9"]}"#,
        "indicator `x`: warning `0.82 to 0.9` is stricter than target `0.8 to 0.85`",
    );
    fails(
        share,
        r#""unit":"share","direction":"lower","places":10"#,
        "indicator `x`: places `10` is out of range: give 0 to 9",
    );
    fails(share, r#""unit":"share","direction":"lower","weight":"1""#, "unknown field `weight`");
    fails(share, r#""unit":"","direction":"lower""#, "label `` is not a name");
    fails(r#""guess""#, r#""unit":"share","direction":"lower""#, "unknown variant `guess`");
    let deep = format!(r#"{{"share":{{"of":{}"always"{}}}}}"#, r#"{"not":"#.repeat(5_000), "}".repeat(5_000));
    fails(&deep, r#""unit":"share","direction":"lower""#, "recursion limit exceeded");
}

#[test]
fn a_ticket_that_cannot_be_tallied_is_named_and_leaves_the_tally_as_it_was() {
    let formula = r#"{"quantile":{"p":"0.9","quantity":{"fact":"effort"}}}"#;
    let json = definition(formula, r#""unit":"hours","direction":"lower""#);
    let indicator: Indicator = serde_json::from_str(&json).unwrap();
    let mut tally = indicator.tally().unwrap();
    let negative = Ticket::builder("T-8".parse().unwrap())
        .attribute("effort".parse().unwrap(), Span::from_hours(-3))
        .event(hour(0), EventKind::Created)
        .build()
        .unwrap();
    let error = indicator.record(&mut tally, Case::new(&negative.at(hour(9)))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "indicator `x`, ticket `T-8`: quantile tally: value `-10800` does not fit: give 0 to 10^15",
    );
    assert_eq!(tally, indicator.tally().unwrap());

    let text = Ticket::builder("T-9".parse().unwrap())
        .attribute("effort".parse().unwrap(), "much")
        .event(hour(0), EventKind::Created)
        .build()
        .unwrap();
    let json =
        definition(r#"{"mean":{"quantity":{"fact":"effort"}}}"#, r#""unit":"hours","direction":"lower""#);
    let effort: Indicator = serde_json::from_str(&json).unwrap();
    let error = effort.record(&mut tally, Case::new(&text.at(hour(1)))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "indicator `x`, ticket `T-9`: fact `effort` is not a number or a duration: correct the record, the fact or the indicator's unit",
    );
    let reopened = built_in("reopen_rate").unwrap();
    assert_eq!(
        reopened.record(&mut tally, Case::new(&text.at(hour(1)))).unwrap_err().to_string(),
        "indicator `reopen_rate` met a tally of indicator `x`: pair each tally with its own indicator",
    );
    assert!(reopened.measure(&tally).is_err());
    assert!(tally.merge(&reopened.tally().unwrap()).is_err());
}

#[test]
fn promises_are_measured_on_evaluations_of_the_same_ticket_and_instant() {
    let objective = r#"{"sla_attainment":{"objectives":{"objective":"fix"},"denominator":"decided"}}"#;
    let used = r#"{"mean":{"quantity":{"used":{"objective":"fix","time":"elapsed"}}}}"#;
    let elsewhere = r#"{"sla_attainment":{"agreement":"supplier","denominator":"decided"}}"#;
    for (formula, unit, value, n, outside, without) in [
        (objective, "share", Some("0.5"), 4, 0, 1),
        (used, "hours", Some("2"), 3, 0, 2),
        (elsewhere, "share", None, 0, 5, 0),
    ] {
        let json = definition(formula, &format!(r#""unit":"{unit}","direction":"higher","places":2"#));
        let indicator: Indicator = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&indicator).unwrap(), json);
        let tally = tally_of(&indicator, &tickets());
        let measured = indicator.measure(&tally).unwrap();
        assert_eq!(measured.value(), value.map(|value| value.parse().unwrap()), "{json}");
        assert_eq!((measured.n(), tally.outside(), tally.without()), (n, outside, without), "{json}");
    }

    let attainment = built_in("sla_attainment").unwrap();
    let mut tally = attainment.tally().unwrap();
    let tickets = tickets();
    let view = tickets[0].at(hour(72));
    assert_eq!(
        attainment.record(&mut tally, Case::new(&view)).unwrap_err().to_string(),
        "indicator `sla_attainment`, ticket `T-1`: the formula needs SLA evaluations: give them with \
         `Case::with_evaluations`, or an empty list",
    );
    let others = [evaluation(&tickets[1])];
    assert_eq!(
        Case::new(&view).with_evaluations(&others).unwrap_err().to_string(),
        "evaluation of ticket `T-2` at 2026-03-05T00:00:00Z met ticket `T-1` at 2026-03-05T00:00:00Z: \
         evaluate at the view's instant",
    );
    let earlier = tickets[0].at(hour(71));
    assert!(Case::new(&earlier).with_evaluations(&[evaluation(&tickets[0])]).is_err());
}

#[test]
fn what_applies_to_no_ticket_is_not_missing() {
    let among = r#"{"share":{"of":{"exists":"@finished"},"among":{"exists":"vip"}}}"#;
    let share: Indicator =
        serde_json::from_str(&definition(among, r#""unit":"share","direction":"higher""#)).unwrap();
    let rated = built_in("rating_mean").unwrap();
    let absence = |indicator: &Indicator, tickets: &[Ticket]| {
        indicator.measure(&tally_of(indicator, tickets)).unwrap().absence()
    };
    assert_eq!(absence(&share, &tickets()), Some(Absence::NotApplicable));
    assert_eq!(absence(&share, &[]), Some(Absence::Missing));
    assert_eq!(absence(&rated, &tickets()[2..]), Some(Absence::Missing), "they apply, and nobody rated them");

    // It applies as soon as one part of the whole has something to say, or should have had.
    let mut tally = tally_of(&share, &tickets());
    tally.merge(&share.tally().unwrap()).unwrap();
    assert_eq!(share.measure(&tally).unwrap().absence(), Some(Absence::NotApplicable));
    let without = r#"{"indicator":"x","tally":{"version":1,"share":{"k":0,"n":0}},"without":1}"#;
    tally.merge(&serde_json::from_str(without).unwrap()).unwrap();
    assert_eq!(share.measure(&tally).unwrap().absence(), Some(Absence::Missing));
}

#[test]
fn a_span_whose_end_came_first_is_no_span() {
    use EventKind::{Created, Resolved};
    let reply = EventKind::public_reply;
    let answered_late = ticket("T-8", [(0, Created), (2, Resolved), (5, reply())]);
    let answered = ticket("T-9", [(0, Created), (1, reply()), (4, Resolved)]);
    let always = Calendar::always("UTC".parse().unwrap()).compile(hour(0)..hour(24)).unwrap();
    let calendars = BTreeMap::from([("always".parse().unwrap(), Arc::new(always))]);
    for span in [
        r#"{"elapsed":{"from":"first_response","to":"finished"}}"#,
        r#"{"working":{"from":"first_response","to":"finished","calendar":"always"}}"#,
    ] {
        for formula in [
            format!(r#"{{"mean":{{"quantity":{span}}}}}"#),
            format!(r#"{{"quantile":{{"p":"0.9","quantity":{span}}}}}"#),
        ] {
            let json = definition(&formula, r#""unit":"hours","direction":"lower""#);
            let indicator: Indicator = serde_json::from_str(&json).unwrap();
            let mut tally = indicator.tally().unwrap();
            for ticket in [&answered_late, &answered] {
                let view = ticket.at(hour(9));
                indicator.record(&mut tally, Case::new(&view).with_calendars(&calendars)).unwrap();
            }
            let measured = indicator.measure(&tally).unwrap();
            assert_eq!(measured.value(), Some(3.into()), "{formula}");
            assert_eq!((measured.n(), tally.without(), tally.outside()), (1, 1, 0), "{formula}");
        }
    }
}

//! An indicator system in one document, measured from tickets, surveys, inspections, ratings and the host's own figures.

use std::collections::BTreeMap;

use service_quality::assessment::{Assessment, Inspection};
use service_quality::indicator::{Absence, Dimension, IndicatorTally, Measurement, Report, Source};
use service_quality::quantity::IndicatorId;
use service_quality::standard::{Engine, ServiceTally, Standard};
use service_quality::survey::Response;

use super::{hour, tickets};

const SYSTEM: &str = r#"{
  "id": "desk", "version": "2026",
  "calendars": {"always": {"time_zone": "UTC", "weekly": {"mon": "00:00-24:00", "tue": "00:00-24:00",
    "wed": "00:00-24:00", "thu": "00:00-24:00", "fri": "00:00-24:00", "sat": "00:00-24:00", "sun": "00:00-24:00"}}},
  "agreements": [{"id": "promise", "version": "1", "calendar": "always", "policies": [{"id": "all", "objectives": [
    {"id": "answer", "target": "first_response", "allowance": {"same": {"elapsed": "PT2H"}}}]}]}],
  "surveys": [{"id": "yearly", "version": "2026", "name": {"en": "Customers", "zh": "客户"}, "questions": [
    {"id": "csat", "kind": {"csat": {"scale": {"from": 1, "to": 5}, "satisfied_at_least": 4, "dissatisfied_at_most": 2}}},
    {"id": "nps", "kind": "nps"}]}],
  "checklists": [{"id": "quality", "version": "1", "name": {"en": "Call"}, "items": [
    {"id": "greeting", "name": {"en": "Greeting"}, "points": 1},
    {"id": "identity", "name": {"en": "Identity"}, "points": 3, "critical": "compliance"}]}],
  "groups": [
    {"id": "service", "name": {"en": "Service", "zh": "服务质量"}},
    {"id": "voice", "name": {"en": "Voice of the customer", "zh": "客户之声"}, "within": "service", "dimension": "satisfaction"}],
  "indicators": [
    {"id": "balance", "name": {"en": "Satisfied less promoted"}, "dimension": "satisfaction", "within": "voice",
      "formula": {"derived": {"sum": {"terms": [{"indicator": "csat_top_box"}, {"indicator": "nps", "times": "-1"}]}}},
      "unit": "percentage_points", "direction": "higher", "places": 1, "period": "year"},
    {"id": "turnover", "name": {"en": "Turnover"}, "dimension": "people", "formula": "external", "unit": "percent",
      "direction": "lower"},
    {"id": "manner", "name": {"en": "Manner"}, "dimension": "friendliness", "unit": "points", "direction": "higher",
      "formula": {"assessed": {"panel": {"weights": {"internal": 1, "customer": 3}}}}, "places": 2},
    {"id": "calibration", "name": {"en": "Calibration"}, "dimension": "accuracy", "unit": "ratio", "direction": "higher",
      "formula": {"agreement": {"level": "nominal"}}, "places": 3}],
  "built_in": [
    {"id": "csat_top_box", "within": "voice", "target": {"at_least": "80"}, "places": 1, "survey": "yearly"},
    {"id": "nps", "within": "voice", "places": 1},
    {"id": "nps", "named": "nps again", "survey": "yearly", "places": 1},
    {"id": "survey_response_rate", "places": 1},
    {"id": "qa_score", "places": 1},
    {"id": "critical_error_accuracy_compliance"},
    {"id": "connect_rate", "min_n": 5},
    {"id": "aht"},
    {"id": "frt_mean"}],
  "model": {"root": {"id": "root", "children": [
    {"weight": 1, "indicator": "csat_top_box", "curve": {"goalposts": {"worst": 0, "best": 100}}},
    {"weight": 1, "indicator": "connect_rate", "curve": {"goalposts": {"worst": 0, "best": 100}}}]}}
}"#;

/// Reads a document without the feature `json`; by way of a value, so that a refusal ends without a line.
fn standard(document: &str) -> Result<Standard, serde_json::Error> {
    serde_json::from_value(serde_json::from_str(document)?)
}

pub(super) fn engine() -> Engine {
    standard(SYSTEM).unwrap().engine().unwrap()
}

fn responses() -> Vec<Response> {
    let response = |id: &str, rest: &str| {
        let text = format!(r#"{{"id": "{id}", "survey": "yearly", {rest}}}"#);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    };
    vec![
        response("R-1", r#""answers": {"csat": 5, "nps": 10}, "attributes": {"site": "north"}"#),
        response("R-2", r#""answers": {"csat": 4, "nps": 8}, "attributes": {"site": "south"}"#),
        response("R-3", r#""answers": {"csat": 2, "nps": 3}, "attributes": {"site": "north"}"#),
        response("R-4", r#""answers": {"csat": "not_applicable", "nps": 9}"#),
        response("R-5", r#""answers": {"csat": "no_answer", "nps": "no_answer"}"#),
        response("R-6", r#""outcome": "not_returned""#),
        response("R-7", r#""outcome": "undelivered""#),
    ]
}

fn inspections() -> Vec<Inspection> {
    let form = |id: &str, marks: &str| {
        let text = format!(
            r#"{{"id": "{id}", "checklist": "quality", "version": "1", "at": "2026-03-02T09:00:00Z", "marks": {marks}}}"#
        );
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    };
    vec![
        form("I-1", r#"{"greeting": "passed", "identity": "passed"}"#),
        form("I-2", r#"{"greeting": "passed", "identity": "failed"}"#),
        form("I-3", r#"{"greeting": "failed", "identity": "not_applicable"}"#),
    ]
}

fn assessments() -> Vec<Assessment> {
    let rated = |subject: &str, internal: i32, customer: i32| {
        let text = format!(
            r#"{{"subject": "{subject}", "at": "2026-03-02T09:00:00Z", "ratings": [
                {{"assessor": "internal", "value": {internal}}}, {{"assessor": "customer", "value": {customer}}}]}}"#
        );
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    };
    vec![rated("call-1", 5, 5), rated("call-2", 3, 3), rated("call-3", 5, 3)]
}

fn reports() -> Vec<Report> {
    let report = |text: &str| serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    vec![
        report(
            r#"{"name": "north", "figures": {"contacts_offered": 60, "contacts_answered": 57, "contacts_handled": 50,
            "talk_time": {"span": "PT3H"}, "hold_time": {"span": "PT10M"}, "wrap_time": {"span": "PT50M"}}}"#,
        ),
        report(
            r#"{"name": "south", "figures": {"contacts_offered": 40, "contacts_answered": 39, "contacts_handled": 30,
            "talk_time": {"span": "PT2H"}, "hold_time": {"span": "PT20M"}, "wrap_time": {"span": "PT20M"}}}"#,
        ),
        report(r#"{"name": "outlet", "figures": {}, "not_applicable": ["contacts_offered"]}"#),
        report(r#"{"name": "staff office", "figures": {"customers": 12}}"#),
    ]
}

/// Records what falls to one of `workers`, by turns.
pub(super) fn tally(engine: &Engine, worker: usize, workers: usize) -> ServiceTally {
    let mut tally = engine.tally();
    let mine = |index: &usize| index % workers == worker;
    for (_, ticket) in tickets().iter().enumerate().filter(|(index, _)| mine(index)) {
        engine.record(&mut tally, ticket, hour(48)).unwrap();
    }
    for (_, response) in responses().iter().enumerate().filter(|(index, _)| mine(index)) {
        engine.record_response(&mut tally, response).unwrap();
    }
    for (_, inspection) in inspections().iter().enumerate().filter(|(index, _)| mine(index)) {
        engine.record_inspection(&mut tally, inspection).unwrap();
    }
    for (_, assessment) in assessments().iter().enumerate().filter(|(index, _)| mine(index)) {
        engine.record_assessment(&mut tally, assessment).unwrap();
    }
    for (_, report) in reports().iter().enumerate().filter(|(index, _)| mine(index)) {
        engine.record_report(&mut tally, report).unwrap();
    }
    tally
}

fn id(id: &str) -> IndicatorId {
    id.parse().unwrap()
}

#[test]
fn one_document_measures_from_every_source() {
    let engine = engine();
    let whole = tally(&engine, 0, 1);
    let turnover = BTreeMap::from([(id("turnover"), Measurement::present("7.5".parse().unwrap(), 1))]);
    let measured = engine.measure_with(&whole, &turnover).unwrap();
    let expected = [
        ("csat_top_box", "66.7", 3), // 5 and 4 of 5, 4, 2
        ("nps", "25", 4),
        ("nps again", "25", 4),                          // 10 and 9 less 3, of four
        ("balance", "41.7", 3),                          // 66.7 - 25
        ("survey_response_rate", "83.3", 6),             // five of six; one was not delivered
        ("qa_score", "55.6", 3),                         // 4 + 1 + 0 of 4 + 4 + 1
        ("critical_error_accuracy_compliance", "50", 2), // I-1 of I-1 and I-2
        ("connect_rate", "96", 100),                     // 57 + 39 of 100
        ("aht", "300", 2),                               // 4 h + 2 h 40 min over 80 contacts
        ("manner", "3.83", 6),                           // (1 · 13/3 + 3 · 11/3) / 4 = 46/12
        ("calibration", "0.444", 3),                     // 2 of 6 pairs differ; expected 3 · 3 · 2 / (6 · 5)
        ("turnover", "7.5", 1),                          // the host's
    ];
    for (indicator, value, n) in expected {
        let found = &measured[&id(indicator)];
        assert_eq!((found.value(), found.n()), (value.parse().ok(), n), "{indicator}: {found:?}");
    }
    assert_eq!(
        [Source::Ticket, Source::Response, Source::Report].map(|source| whole.recorded(source)),
        [5, 7, 4]
    );
    assert_eq!(
        engine.score_measured(&measured).score().map(|score| score.to_string()).as_deref(),
        Some("81.35")
    );
}

#[test]
fn halves_merge_to_the_bytes_of_the_whole() {
    let engine = engine();
    let whole = serde_json::to_string(&tally(&engine, 0, 1)).unwrap();
    for workers in 2..5 {
        let parts: Vec<_> = (0..workers).map(|worker| tally(&engine, worker, workers)).collect();
        let mut forwards = engine.tally();
        for part in &parts {
            forwards.merge(part).unwrap();
        }
        let mut backwards = engine.tally();
        parts.iter().rev().for_each(|part| backwards.merge(part).unwrap());
        assert_eq!(serde_json::to_string(&forwards).unwrap(), whole);
        assert_eq!(serde_json::to_string(&backwards).unwrap(), whole);
    }
    let back: ServiceTally = serde_json::from_str(&whole).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), whole);
}

#[test]
fn records_of_every_kind_are_grouped() {
    let engine = engine();
    let mut by_site = engine.tally_by("site".parse().unwrap());
    for response in responses() {
        by_site.record_response(&engine, &response).unwrap();
    }
    let north = engine.measure(&by_site.groups()["north"]).unwrap();
    assert_eq!(north[&id("csat_top_box")].value(), Some(50.into()));
    assert_eq!(by_site.ungrouped().map(|tally| tally.recorded(Source::Response)), Some(4));
}

#[test]
fn absence_keeps_its_kind() {
    let engine = engine();
    let absence =
        |tally: &ServiceTally, indicator: &str| engine.measure(tally).unwrap()[&id(indicator)].absence();
    let mut nothing = engine.tally();
    assert_eq!(absence(&nothing, "csat_top_box"), Some(Absence::Missing));
    assert_eq!(absence(&nothing, "turnover"), Some(Absence::Missing), "measured by the host, and not given");
    // What a report does not speak of stays missing; what it says does not concern it, does not apply.
    let unread = engine.record_report(&mut nothing, &reports()[3]).unwrap();
    assert_eq!(unread, ["customers".parse().unwrap()], "what nobody reads may be misspelt");
    assert_eq!(absence(&nothing, "connect_rate"), Some(Absence::Missing));
    engine.record_report(&mut nothing, &reports()[2]).unwrap();
    assert_eq!(absence(&nothing, "connect_rate"), Some(Absence::NotApplicable));
    // All answers missing: no value, never 0; and nothing derived from it.
    engine.record_response(&mut nothing, &responses()[4]).unwrap();
    assert_eq!(absence(&nothing, "csat_top_box"), Some(Absence::Missing));
    assert_eq!(absence(&nothing, "balance"), Some(Absence::Missing));
    let few: Report =
        serde_json::from_str(r#"{"name": "x", "figures": {"contacts_offered": 4, "contacts_answered": 4}}"#)
            .unwrap();
    engine.record_report(&mut nothing, &few).unwrap();
    assert_eq!(absence(&nothing, "connect_rate"), Some(Absence::Suppressed { n: 4 }));
}

#[test]
fn the_system_is_a_tree_by_levels_and_dimensions() {
    let engine = engine();
    let system = engine.standard().system();
    assert_eq!(
        [id("service"), id("voice"), id("nps"), id("turnover")].map(|id| system.level(&id)),
        [Some(1), Some(2), Some(3), Some(1)]
    );
    let satisfaction: Vec<_> =
        system.of_dimension(&Dimension::Satisfaction).map(|one| one.id().as_str()).collect();
    assert_eq!(satisfaction, ["balance", "csat_top_box", "nps", "nps again", "survey_response_rate"]);
}

#[test]
fn what_cannot_be_recorded_is_named_and_leaves_the_tally_as_it_was() {
    let engine = engine();
    let mut tally = tally(&engine, 0, 1);
    let before = tally.clone();
    let off: Response =
        serde_json::from_str(r#"{"id": "R-9", "survey": "yearly", "answers": {"csat": 6, "nps": 9}}"#)
            .unwrap();
    let error = engine.record_response(&mut tally, &off).unwrap_err().to_string();
    assert_eq!(error, "response `R-9`, question `csat`: point `6` is off the scale: give 1 to 5");
    let strange: Response =
        serde_json::from_str(r#"{"id": "R-9", "survey": "monthly", "answers": {}}"#).unwrap();
    let error = engine.record_response(&mut tally, &strange).unwrap_err().to_string();
    assert_eq!(
        error,
        "response `R-9`: survey `monthly` is not defined in standard `desk version 2026`: record it with the standard that has it"
    );
    let mut refused = |text: &str, expected: &str| {
        let report: Report = serde_json::from_str(text).unwrap();
        assert_eq!(engine.record_report(&mut tally, &report).unwrap_err().to_string(), expected);
    };
    refused(
        r#"{"name": "x", "figures": {"contacts_offered": 4, "contacts_answered": 5}}"#,
        "indicator `connect_rate`, report `x`: figure `contacts_answered`: `5` does not fit: give at most the denominator",
    );
    refused(
        r#"{"name": "x", "figures": {"contacts_offered": 4, "contacts_answered": 1.5}}"#,
        "indicator `connect_rate`, report `x`: figure `contacts_answered`: `1.5` does not fit: give a count: a whole number from 0",
    );
    assert_eq!(tally, before);
    let own = BTreeMap::from([(id("nps"), Measurement::present(1.into(), 1))]);
    assert_eq!(
        engine.measure_with(&tally, &own).unwrap_err().to_string(),
        "indicator `nps` of standard `desk version 2026` is not measured by the host: give values of `external` ones"
    );
}

#[track_caller]
fn refused(from: &str, to: &str, expected: &str) {
    assert!(SYSTEM.contains(from), "{from}");
    assert_eq!(standard(&SYSTEM.replacen(from, to, 1)).unwrap_err().to_string(), expected);
}

#[test]
fn documents_that_do_not_hold_together_are_refused() {
    refused(
        r#""within": "service""#,
        r#""within": "voice""#,
        "groups[1].within: the group contains itself, by way of `voice within voice`: take one of them out",
    );
    refused(
        r#""zh": "服务质量"}}"#,
        r#""zh": "服务质量"}, "within": "voice"}"#,
        "groups[0].within: the group contains itself, by way of `service within voice within service`: take one of them out",
    );
    refused(
        r#""within": "service""#,
        r#""within": "desk""#,
        "groups[1].within: `desk` is no group: give the id of one of `groups`",
    );
    refused(
        r#"{"id": "aht"}"#,
        r#"{"id": "aht", "within": "nps"}"#,
        "built_in[7].within: `nps` is no group: give the id of one of `groups`",
    );
    refused(
        r#"{"id": "aht"}"#,
        r#"{"id": "turnover"}"#,
        "built_in[7]: indicator `turnover` is not in the catalogue: give `agent_turnover`",
    );
    refused(r#"{"id": "aht"}"#, r#"{"id": "nps"}"#, "built_in[7].id: `nps` is given twice: ids are unique");
    refused(
        r#"{"indicator": "nps", "times""#,
        r#"{"indicator": "balance", "times""#,
        "indicators[0].formula.derived: the indicator is calculated from itself, by way of `balance from balance`: break the circle",
    );
    refused(
        r#"{"indicator": "nps", "times""#,
        r#"{"indicator": "manner", "times""#,
        "indicators[0].formula.derived: `manner` is told in `points`, not in `percentage_points`: convert it by a multiple, or tell both alike",
    );
    refused(
        r#""within": "service", "dimension": "satisfaction"}"#,
        r#""within": "service", "dimension": "accuracy"}"#,
        "indicators[0].dimension: `satisfaction` is not that of its group: give `accuracy`, or another group",
    );
    refused(
        r#""zh": "服务质量"}}"#,
        r#""zh": "服务质量"}, "within": "a"}, {"id": "a", "name": {"en": "A"}, "within": "b"}, {"id": "b", "name": {"en": "B"}}"#,
        "groups[3].within: `b > a > service > voice` has 4 levels: give at most 3, indicators included",
    );
    refused(
        r#"{"indicator": "nps", "times""#,
        r#"{"indicator": "asa", "times""#,
        "indicators[0].formula.derived: indicator `asa` is not defined: define it, or derive from others",
    );
    refused(
        r#"{"id": "csat", "kind": {"csat": {"scale": {"from": 1, "to": 5}"#,
        r#"{"id": "overall", "kind": {"csat": {"scale": {"from": 1, "to": 5}"#,
        "built_in[0]: own.question: question `csat` is not in survey `yearly`: give one of its questions",
    );
    refused(
        r#"{"csat": {"scale": {"from": 1, "to": 5}, "satisfied_at_least": 4, "dissatisfied_at_most": 2}}"#,
        r#"{"likert": {"scale": {"from": 1, "to": 5}}}"#,
        "built_in[0]: own.reading: the kind of question `csat` does not define `percent satisfied`: read it by a statistic of its own, as a `question`, or give it a kind that does",
    );
    // Satisfied is satisfied on either scale; a mean is of one.
    let ten = r#"{"id": "monthly", "version": "1", "name": {"en": "Callers"}, "questions": [{"id": "csat",
        "kind": {"csat": {"scale": {"from": 1, "to": 10}, "satisfied_at_least": 8, "dissatisfied_at_most": 3}}}]}"#;
    let two = SYSTEM.replace(r#""surveys": ["#, &format!(r#""surveys": [{ten}, "#));
    let either = two.replace(r#""places": 1, "survey": "yearly"}"#, r#""places": 1}"#);
    assert!(standard(&either).is_ok());
    for id in ["csat_mean", "csat_index"] {
        let error =
            standard(&either.replace(r#"{"id": "aht"}"#, &format!(r#"{{"id": "{id}"}}"#))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "built_in[7]: question `csat` has different scales in several surveys: name the `survey` to read"
        );
    }
    refused(
        r#""survey": "yearly"}"#,
        r#""survey": "monthly"}"#,
        "built_in[0]: survey `monthly` is not defined in this standard: define it or give one of `yearly`",
    );
}

/// The engine checks a record once and asks only those that count such records; each indicator by itself checks all.
#[test]
fn the_engine_counts_what_each_indicator_counts_by_itself() {
    let engine = engine();
    let mut tally = engine.tally();
    let standard = engine.standard();
    let (survey, checklist) =
        (standard.survey(&"yearly".parse().unwrap()).unwrap(), &standard.checklists()[0]);
    let mut alone: BTreeMap<_, _> =
        standard.indicators().iter().filter_map(|one| Some((one.id().clone(), one.tally()?))).collect();
    let of = |source| {
        standard.indicators().iter().filter(move |indicator| indicator.formula().source() == Some(source))
    };
    for response in &responses() {
        engine.record_response(&mut tally, response).unwrap();
        for indicator in of(Source::Response) {
            indicator.record(alone.get_mut(indicator.id()).unwrap(), (survey, response)).unwrap();
        }
    }
    for inspection in &inspections() {
        engine.record_inspection(&mut tally, inspection).unwrap();
        for indicator in of(Source::Inspection) {
            indicator.record(alone.get_mut(indicator.id()).unwrap(), (checklist, inspection)).unwrap();
        }
    }
    for assessment in &assessments() {
        engine.record_assessment(&mut tally, assessment).unwrap();
        for indicator in of(Source::Assessment) {
            indicator.record(alone.get_mut(indicator.id()).unwrap(), assessment).unwrap();
        }
    }
    assert_eq!(tally.indicators(), &alone);
}

#[test]
fn a_response_is_not_counted_into_the_tally_of_another_measure() {
    let engine = engine();
    let standard = engine.standard();
    let survey = standard.survey(&"yearly".parse().unwrap()).unwrap();
    let (csat, nps) =
        (standard.indicator(&id("csat_top_box")).unwrap(), standard.indicator(&id("nps")).unwrap());
    let mut stranger = IndicatorTally::new(id("nps"), csat.tally().unwrap().tally().clone());
    let before = stranger.clone();
    let error = nps.record(&mut stranger, (survey, &responses()[0])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "indicator `nps`, response `R-1`: tallies of `csat` and of `nps` do not go together: keep those of one measure, or survey, together"
    );
    assert_eq!(stranger, before);
}

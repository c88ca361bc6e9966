//! The catalogue: the core tier on one small desk with every figure worked out by hand, the rest on what it needs.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use service_quality::assessment::{Assessment, Checklist, Inspection};
use service_quality::indicator::{
    Case, CatalogueEntry, CatalogueUse, Dimension, Formula, Indicator, IndicatorTally, Measurement, Record,
    Report, Source, Tier, built_in, catalogue, catalogue_of,
};
use service_quality::quantity::{FigureId, Span};
use service_quality::sla::{Evaluation, Target};
use service_quality::survey::{Response, Survey};
use service_quality::ticket::{EventKind, Ticket, View};

use super::{evaluation, hour, tickets};

/// What one desk recorded in a month, besides its tickets.
#[derive(Deserialize)]
struct Desk {
    reports: Vec<Report>,
    surveys: Vec<Survey>,
    responses: Vec<Response>,
    checklists: Vec<Checklist>,
    inspections: Vec<Inspection>,
    assessments: Vec<Assessment>,
}

impl Desk {
    fn read() -> Self {
        serde_json::from_str(include_str!("data/desk.json")).unwrap()
    }

    /// Everything but the tickets.
    fn records(&self) -> Vec<Record<'_>> {
        let responses = self.responses.iter().map(|response| {
            let survey = self.surveys.iter().find(|survey| survey.id() == response.survey()).unwrap();
            Record::from((survey, response))
        });
        let inspections = self.inspections.iter().map(|inspection| {
            let own = |checklist: &&Checklist| checklist.id() == inspection.checklist();
            Record::from((self.checklists.iter().find(own).unwrap(), inspection))
        });
        let reports = self.reports.iter().map(Record::from);
        reports.chain(responses).chain(inspections).chain(self.assessments.iter().map(Record::from)).collect()
    }
}

fn views(tickets: &[Ticket]) -> Vec<(View<'_>, [Evaluation; 1])> {
    tickets.iter().map(|ticket| (ticket.at(hour(72)), [evaluation(ticket)])).collect()
}

fn cases<'a>(views: &'a [(View<'a>, [Evaluation; 1])]) -> impl Iterator<Item = Record<'a>> {
    views.iter().map(|(view, evaluations)| Case::new(view).with_evaluations(evaluations).unwrap().into())
}

/// Tallies the records that the indicator counts.
fn tally<'a>(indicator: &Indicator, records: impl IntoIterator<Item = &'a Record<'a>>) -> IndicatorTally {
    let mut tally = indicator.tally().unwrap();
    for record in records {
        if indicator.formula().source() == Some(record.source()) {
            indicator.record(&mut tally, *record).unwrap();
        }
    }
    tally
}

/// Id, value, n. Of figures that the host reports there are two reports, north and south: where they make a share, its
/// denominator is n.
const CORE: [(&str, &str, u64); 68] = [
    // Four customers answered 5, 4, 3, 2; one did not, one invitation never arrived.
    ("csat_top_box", "50", 4),                  // 5 and 4: 2 / 4
    ("csat_mean", "3.5", 4),                    // 14 / 4
    ("csat_index", "62.5", 4),                  // (3.5 - 1) / (5 - 1)
    ("dsat_rate", "25", 4),                     // 2: 1 / 4
    ("nps", "25", 4),                           // 10, 9, 8, 3: (2 - 1) / 4
    ("ces", "5", 4),                            // (7 + 6 + 5 + 2) / 4
    ("courtesy_score", "4", 4),                 // (5 + 4 + 5 + 2) / 4
    ("professional_competence_score", "4", 4),  // (4 + 4 + 5 + 3) / 4
    ("facility_rating", "3", 3),                // (4 + 3 + 2) / 3, one without an answer
    ("callback_satisfaction_rate", "66.67", 3), // 5, 4, 2: 2 / 3, one was not called
    ("complaint_satisfaction", "50", 2),        // 1, 4: 1 / 2, two did not complain
    ("agent_satisfaction", "66.67", 3),         // 5, 4, 2: 2 / 3
    // Two respondents: all gaps -1; reliability alone -1. By 11, 32, 22, 19, 16 points: -(32 + 68 / 2) / 100.
    ("servqual_gap", "-0.66", 2),
    ("survey_response_rate", "90", 10), // customers 4 / 5, servqual 2 / 2, staff 3 / 3
    // Four calls; earned of applicable points 110 / 110, 50 / 70, 50 / 100, 50 / 80. Pass mark 80 %.
    ("qa_score", "72.22", 4),                           // 260 / 360
    ("qa_pass_rate", "25", 4),                          // 100 %; 71 %, 50 %, 62.5 % fail: 1 / 4
    ("critical_error_accuracy_customer", "75", 4),      // one matter not solved: 3 / 4
    ("critical_error_accuracy_compliance", "66.67", 3), // identity not to verify on one, not verified on one: 2 / 3
    ("empathy_pass_rate", "66.67", 3),                  // passed, failed, passed, not applicable: 2 / 3
    ("document_completeness", "80", 2),                 // 2 of 2, the third not applicable; 2 of 3
    // Rated 80 and 80, 90 and 80, 60 and 60: 1 - (200 / 6) / (9000 / 30). What customers say is not calibration.
    ("calibration_alpha", "0.889", 3),
    // Five tickets, described where they are made.
    ("frt_mean", "120", 2),                  // (1 h + 3 h) / 2
    ("frt_p90", "180", 2),                   // 3 h
    ("response_on_time_rate", "33.33", 3),   // met, breached, breached: 1 / 3
    ("resolution_time_mean", "5", 3),        // (4 h + 10 h + 1 h) / 3
    ("resolution_time_p90", "10", 3),        // of 1, 4, 10
    ("resolution_on_time_rate", "66.67", 3), // of the finished: met, late, met
    ("completion_on_time_rate", "50", 4),    // met, late, met, overdue: 2 / 4
    ("overdue_rate", "50", 2),               // one paused, one overdue
    ("backlog_size", "2", 5),                // T-4, T-5
    ("reopen_rate", "50", 4),                // T-2, T-4 of T-1 to T-4
    // Reports.
    ("backlog_change_ratio", "1.05", 2), // (290 + 130) / (300 + 100)
    ("retention_rate", "90", 200),       // (98 - 10 + 112 - 20) / 200
    ("fcr_rate", "80", 800),             // (400 + 240) / (500 + 300)
    ("repeat_contact_rate", "10", 900),  // (60 + 30) / (550 + 350)
    ("service_error_rate", "2", 900),    // (9 + 9) / 900
    ("answer_accuracy", "98", 800),      // (490 + 294) / (500 + 300)
    ("service_level_xy", "80", 1000),    // (480 + 320) / (570 + 30 + 380 + 20)
    ("asa", "20", 2),                    // (10 800 s + 8200 s) / (570 + 380)
    ("connect_rate", "95", 1000),        // (570 + 380) / (600 + 400)
    ("abandon_rate", "5", 1000),         // (30 + 20) / 1000
    ("acknowledgement_on_time_rate", "95", 400), // (285 + 95) / (300 + 100)
    ("availability", "99.5", 2),         // (1440 h - 7.2 h) / 1440 h
    ("mtbf", "200", 2),                  // 1400 h / 7
    ("mttr_repair", "2.4", 2),           // (4 h + 3.2 h) / 3
    ("outage_count", "3", 2),            // 2 + 1
    ("service_completion_rate", "98", 50), // (39 + 10) / (40 + 10)
    ("security_incident_count", "1", 2), // 1 + 0
    ("privacy_breach_rate", "1111.11", 900), // 1 / 900 x 10^6
    ("complaint_rate", "2", 900),        // (12 + 6) / 900
    ("complaint_resolution_rate", "94.44", 2), // (11 + 6) / 18
    ("complaint_on_time_rate", "87.5", 16), // (9 + 5) / (10 + 6)
    ("complaint_mean_days", "7.5", 2),   // (80 d + 40 d) / 16
    ("complaint_uphold_rate", "40", 15), // (4 + 2) / (10 + 5)
    ("complaint_recurrence_rate", "16.67", 18), // (1 + 2) / 18
    ("transfer_rate", "10", 900),        // (45 + 45) / 900
    ("hold_rate", "30", 900),            // (200 + 70) / 900
    ("aht", "500", 2),                   // (75 h + 50 h) / 900
    ("occupancy", "80", 2),              // 125 h / (125 h + 20 h + 11.25 h)
    ("cost_per_contact", "16", 2),       // (9900 + 4500) / 900
    ("self_service_rate", "40", 1500),   // (400 + 200) / (1000 + 500)
    ("escalation_rate", "10", 2),        // (30 + 10) / 400
    ("change_success_rate", "90", 50),   // (27 + 18) / (30 + 20)
    ("root_cause_identified_rate", "70", 10), // (6 + 1) / (8 + 2)
    ("corrective_action_on_time_rate", "85", 20), // (9 + 8) / 20
    ("corrective_action_effective_rate", "75", 12), // (6 + 3) / (8 + 4)
    ("audit_plan_rate", "80", 5),        // (3 + 1) / (4 + 1)
    ("agent_turnover", "7.5", 2),        // (2 + 1) / (25.5 + 14.5)
];

#[test]
fn the_core_tier_gives_the_figures_worked_out_by_hand() {
    let (desk, tickets) = (Desk::read(), tickets());
    let views = views(&tickets);
    let records: Vec<Record<'_>> = desk.records().into_iter().chain(cases(&views)).collect();
    for (id, value, n) in CORE {
        let indicator = built_in(id).unwrap();
        let whole = tally(&indicator, &records);
        let measured = indicator.measure(&whole).unwrap();
        assert_eq!((measured.value(), measured.n()), (value.parse().ok(), n), "{id}");

        // Every second record on one side, the rest on the other.
        let mut merged = tally(&indicator, records.iter().skip(1).step_by(2));
        merged.merge(&tally(&indicator, records.iter().step_by(2))).unwrap();
        assert_eq!(serde_json::to_string(&merged).unwrap(), serde_json::to_string(&whole).unwrap(), "{id}");
    }
    let core = catalogue().filter(|entry| entry.tier() == Tier::Core).map(CatalogueEntry::id);
    assert_eq!(core.collect::<BTreeSet<_>>(), CORE.map(|(id, ..)| id).into());
}

/// A report of the figures that a formula names: the numerator 1, the denominator the most.
fn report(indicator: &Indicator) -> Option<Report> {
    let (of, per): (Vec<&FigureId>, Vec<&FigureId>) = match indicator.formula() {
        Formula::FigureShare { of, per, .. } | Formula::FigureRatio { of, per, .. } => {
            (of.figures().collect(), per.figures().collect())
        }
        Formula::FigureTotal { of, .. } => (of.figures().collect(), Vec::new()),
        _ => return None,
    };
    let mut report = Report::new("all that is needed".parse().unwrap());
    for (index, figure) in per.iter().enumerate() {
        report = report.with_figure((*figure).clone(), if index == 0 { 10 } else { 2 }).unwrap();
    }
    for figure in of.into_iter().filter(|figure| !per.contains(figure)) {
        let time = indicator.unit().is_time().then(|| Span::from_hours(1));
        report = match time {
            Some(time) => report.with_figure(figure.clone(), time),
            None => report.with_figure(figure.clone(), 1),
        }
        .unwrap();
    }
    Some(report)
}

fn measured(indicator: &Indicator, desk: &Desk) -> Measurement {
    let waited = Ticket::builder("W-1".parse().unwrap())
        .attribute("waiting_time".parse().unwrap(), Span::from_seconds(90))
        .event(hour(0), EventKind::Created)
        .build()
        .unwrap();
    let mut tickets = tickets();
    tickets.push(waited);
    let mut views = views(&tickets);
    for (_, [evaluation]) in views.iter_mut().take(2) {
        for outcome in evaluation.outcomes.iter_mut().take(1) {
            (outcome.target, outcome.objective) = (Target::PeriodicUpdate, "follow_up".parse().unwrap());
        }
    }
    let report = report(indicator);
    let mut records: Vec<Record<'_>> = report.iter().map(Record::from).collect();
    records.extend(desk.records().into_iter().filter(|record| record.source() != Source::Report));
    match indicator.id().as_str() {
        "longest_wait" => records.extend(cases(&views).skip(5)),
        _ => records.extend(cases(&views)),
    }
    indicator.measure(&tally(indicator, &records)).unwrap()
}

#[test]
fn every_row_can_be_stored_and_measured() {
    let desk = Desk::read();
    let mut ids = BTreeSet::new();
    for entry in catalogue() {
        let (id, indicator) = (entry.id(), entry.indicator().unwrap());
        assert!(ids.insert(id), "{id} stands twice");
        let json = serde_json::to_string(&indicator).unwrap();
        assert_eq!(serde_json::from_str::<Indicator>(&json).unwrap(), indicator, "{id}");
        assert_eq!((indicator.name().en(), indicator.name().zh()), (entry.name_en(), Some(entry.name_zh())));
        assert!(!entry.name_zh().is_ascii(), "{id}");
        assert_eq!(indicator.dimension(), entry.dimension());
        assert_eq!(indicator.source().map(ToString::to_string).as_deref(), Some(entry.source()));
        assert_eq!(indicator.target(), None, "a service sets its own");
        if let Some(limit) = entry.typical_target().and_then(|typical| typical.limit()) {
            let taken = CatalogueUse { target: Some(limit), ..CatalogueUse::new(id.parse().unwrap()) };
            assert_eq!(taken.indicator().unwrap().target(), Some(limit), "{id}: fits direction and unit");
        }
        assert!(measured(&indicator, &desk).value().is_some(), "{id}");
    }
    assert_eq!(ids.len(), 131 + 6, "the list and six of our own");
    let dimensions = Dimension::BUILT_IN.iter().map(|dimension| catalogue_of(dimension).count());
    assert_eq!(dimensions.sum::<usize>(), ids.len(), "no dimension is left out");
    assert!(built_in("unheard_of").is_none());
}

#[test]
fn sources_tell_whose_formula_it_is() {
    let source = |id: &str| catalogue().find(|entry| entry.id() == id).unwrap().source();
    assert_eq!(source("traceability_rate"), "characteristic of GB/T 33850-2017; formula ours");
    assert_eq!(source("nps"), "Reichheld NPS");
    let typical = |id: &str| catalogue().find(|entry| entry.id() == id).unwrap().typical_target().unwrap();
    assert_eq!(typical("connect_rate").limit().unwrap().to_string(), "at least 95");
    assert_eq!(typical("dpmo").limit().unwrap().to_string(), "at most 3.4");
    assert_eq!(typical("problem_age_mean").limit(), None, "an average is no target");
    assert_eq!(typical("complaint_rate").text(), "<=1; corrective action above 2");
    assert_eq!(typical("complaint_rate").limit(), None);
}

/// Where the list that the catalogue was made from is at hand, the two agree.
#[test]
fn rows_are_those_of_the_list() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/catalogue/indicators.csv");
    let Ok(mut rows) = csv::Reader::from_path(list) else { return };
    let headers = rows.headers().unwrap().clone();
    let mut listed = 0;
    for row in rows.records() {
        let row = row.unwrap();
        let cell = |name: &str| row.get(headers.iter().position(|header| header == name).unwrap()).unwrap();
        let entry = catalogue().find(|entry| entry.id() == cell("id")).unwrap();
        let indicator = entry.indicator().unwrap();
        let dimension = if cell("dimension") == "complaint" { "complaints" } else { cell("dimension") };
        let unit = match cell("unit") {
            "%" => "percent",
            "%-points" => "percentage_points",
            "ppm" => "per_million",
            "per 1000" => "per_thousand",
            word => word,
        };
        let direction = if cell("direction") == "target" { "range" } else { cell("direction") };
        let source = match cell("definition_source") {
            "GB/T 33850-2017 characteristic" => "characteristic of GB/T 33850-2017; formula ours",
            source => source,
        };
        assert_eq!(
            [
                entry.name_en(),
                entry.name_zh(),
                entry.dimension().as_str(),
                &entry.tier().to_string(),
                entry.source()
            ],
            [cell("name_en"), cell("name_zh"), dimension, cell("tier"), source],
        );
        assert_eq!(
            [indicator.unit().as_str(), &indicator.direction().to_string()],
            [unit, direction],
            "{row:?}"
        );
        let typical = entry.typical_target();
        assert_eq!(typical.map_or("", |typical| typical.text()), cell("typical_target"));
        assert!(typical.is_none_or(|typical| typical.source() == cell("target_source")), "{row:?}");
        listed += 1;
    }
    assert_eq!(listed, 131);
}

#[track_caller]
fn refused(json: &str, expected: &str) {
    let taken: CatalogueUse = serde_json::from_str(json).unwrap();
    assert_eq!(taken.indicator().unwrap_err().to_string(), expected);
}

#[test]
fn a_service_takes_a_row_and_sets_what_is_its_own() {
    let taken: CatalogueUse = serde_json::from_str(
        r#"{"id": "csat_top_box", "target": {"at_least": 85}, "warning": {"at_least": 80},
            "critical": {"at_least": 70}, "places": 1, "min_n": 30, "owner": "desk", "within": "voice",
            "period": "month", "question": "q7", "survey": "yearly"}"#,
    )
    .unwrap();
    let indicator = taken.indicator().unwrap();
    assert_eq!(
        indicator.formula().to_string(),
        "percent satisfied, by the definition of question q7, of yearly"
    );
    let limits = [indicator.target(), indicator.warning(), indicator.critical()];
    assert_eq!(limits.map(|limit| limit.unwrap().to_string()), ["at least 85", "at least 80", "at least 70"]);
    assert_eq!((indicator.places(), indicator.min_n()), (1, 30));
    assert_eq!(indicator.owner().unwrap().as_str(), "desk");
    assert_eq!(indicator.group().unwrap().as_str(), "voice");
    assert!(indicator.period().is_some());

    let formula = |json: &str| {
        serde_json::from_str::<CatalogueUse>(json).unwrap().indicator().unwrap().formula().to_string()
    };
    assert!(formula(r#"{"id": "qa_score"}"#).ends_with(" of quality"));
    assert!(formula(r#"{"id": "qa_score", "checklist": "call"}"#).ends_with(" of call"));
    assert!(formula(r#"{"id": "survey_response_rate", "survey": "yearly"}"#).ends_with(" of yearly"));
    assert!(formula(r#"{"id": "overdue_rate", "agreement": "desk"}"#).ends_with(" of desk"));
    let passed = |json: &str| {
        let desk = Desk::read();
        let indicator = serde_json::from_str::<CatalogueUse>(json).unwrap().indicator().unwrap();
        let tally = tally(&indicator, &desk.records());
        indicator.measure(&tally).unwrap().value().map(|value| value.to_string())
    };
    // Greeted on three of four calls.
    assert_eq!(passed(r#"{"id": "empathy_pass_rate", "items": ["greeting"]}"#).as_deref(), Some("75"));
    assert_eq!(passed(r#"{"id": "document_completeness", "items": ["report"]}"#).as_deref(), Some("50"));
    let plain = CatalogueUse::new("nps".parse().unwrap());
    assert_eq!(plain.indicator().ok(), built_in("nps"));
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let unknown = "indicator `csat_topbox` is not in the catalogue: give `csat_top_box`";
    refused(r#"{"id": "csat_topbox"}"#, unknown);
    refused(
        r#"{"id": "first_response_time_mean"}"#,
        "indicator `first_response_time_mean` is not in the catalogue: give `frt_mean` or `frt_p90` or \
         `chat_response_time`",
    );
    refused(r#"{"id": "汉"}"#, "indicator `汉` is not in the catalogue: give an id of the catalogue");
    refused(
        r#"{"id": "nps", "agreement": "desk"}"#,
        "indicator `nps`: formula `survey` has no place for agreement `desk`: leave that out; it takes `question` and \
         `survey`",
    );
    refused(
        r#"{"id": "servqual_gap", "question": "q7"}"#,
        "indicator `servqual_gap`: formula `survey` has no place for question `q7`: leave that out; it takes `survey`",
    );
    refused(
        r#"{"id": "churn_rate", "survey": "yearly"}"#,
        "indicator `churn_rate`: formula `figure_share` has no place for survey `yearly`: leave that out",
    );
    refused(
        r#"{"id": "qa_score", "items": ["greeting", "fees"]}"#,
        "indicator `qa_score`: formula `checklist` has no place for items `fees, greeting`: leave that out; it takes \
         `checklist`",
    );
    refused(
        r#"{"id": "nps", "target": {"at_most": 50}}"#,
        "indicator `nps`: target `at most 50` does not fit direction `higher`: give `at_least`",
    );
    refused(r#"{"id": "nps", "places": 10}"#, "indicator `nps`: places `10` is out of range: give 0 to 9");
    let unread = serde_json::from_str::<CatalogueUse>(r#"{"id": "nps", "formula": "external"}"#).unwrap_err();
    assert!(unread.to_string().starts_with("unknown field `formula`, expected one of `id`"), "{unread}");
}

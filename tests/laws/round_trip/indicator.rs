//! Indicators, assessments, samples and surveys.

use service_quality::{assessment, indicator, survey};

use super::reads;

const SHARE: &str = r#"{"version": 1, "share": {"k": 19, "n": 20}}"#;

pub(super) fn catalogue() -> Vec<&'static str> {
    vec![reads::<indicator::CatalogueUse>(&[
        r#"{"id": "nps"}"#,
        r#"{"id": "nps", "named": "nps of partners", "survey": "partners"}"#,
        r#"{"id": "csat_top_box", "target": {"at_least": 85}, "warning": {"at_least": 80}, "critical":
                {"at_least": 70}, "places": 1, "min_n": 30, "owner": "desk", "within": "voice", "period": "month",
                "question": "q7", "survey": "yearly", "checklist": "call", "items": ["greeting"], "agreement": "desk"}"#,
    ])]
}

pub(super) fn indicators() -> Vec<&'static str> {
    const QUANTILE: &str = r#"{"quantile": {"p": "0.9", "quantity": {"working": {"from": "created", "to": "finished",
        "calendar": "office"}}, "among": {"exists": "vip"}, "figures": 2}}"#;
    vec![
        reads::<indicator::Indicator>(&[
            &format!(
                r#"{{"id": "p90", "name": {{"en": "P90"}}, "dimension": "timeliness", "formula": {QUANTILE}, "unit": "hours",
                    "direction": "lower", "target": {{"at_most": 8}}, "warning": {{"at_most": 10}}, "critical": {{"at_most": 12}},
                    "places": 2, "min_n": 5, "timing": "leading", "evidence": "survey", "source": "ours", "owner": "kim"}}"#
            ),
            r#"{"id": "load", "name": {"en": "Load"}, "dimension": "our own", "formula": "external", "unit": "calls",
                "direction": "range", "target": {"between": [1, 3]}}"#,
        ]),
        reads::<indicator::Formula>(&[
            QUANTILE,
            r#""external""#,
            r#"{"share": {"of": {"exists": "a"}}}"#,
            r#"{"mean": {"quantity": {"fact": "@rating"}}}"#,
            r#"{"rate": {"of": "always", "per": {"sum": {"time_in": ["open"]}}, "times": 1000}}"#,
            r#"{"sla_attainment": {"objectives": {"target": "resolution"}, "denominator": "finished"}}"#,
        ]),
        reads::<indicator::Formula>(&[
            r#"{"count": {"of": "always"}}"#,
            r#"{"sla_overdue": {"objectives": {"objective": "fix"}, "agreement": "desk"}}"#,
            r#"{"figure_share": {"of": {"plus": ["lost"]}, "per": {"plus": ["start"]}}}"#,
            r#"{"figure_ratio": {"of": {"plus": ["talk", "hold"], "minus": ["idle"]}, "per": {"plus": ["calls"]}, "times": 250}}"#,
            r#"{"figure_total": {"of": {"plus": ["outages"]}, "among": {"exists": "site"}}}"#,
            r#"{"derived": {"ratio": {"of": "a", "per": "b"}}}"#,
            r#"{"survey": {"measure": {"question": {"question": "csat", "statistic": "mean"}}}}"#,
            r#"{"survey": {"measure": {"question": {"question": "nps", "statistic": {"net": {"at_least": 9, "at_most": 6}}}},
                "survey": "yearly", "among": {"exists": "site"}}}"#,
            r#"{"response_rate": {}}"#,
            r#"{"response_rate": {"survey": "yearly"}}"#,
            r#"{"checklist": {"measure": "points", "checklist": "call"}}"#,
            r#"{"checklist": {"measure": {"critical_accuracy": "customer"}}}"#,
            r#"{"assessed": {"panel": {"weights": {"internal": 2, "customer": 1}}}}"#,
            r#"{"agreement": {"level": "ordinal"}}"#,
            r#"{"agreement": {"level": "nominal", "assessors": ["third_party", "internal"]}}"#,
        ]),
        reads::<indicator::FigureSum>(&[
            r#"{"plus": ["end"], "minus": ["new"]}"#,
            r#""end""#,
            r#"{"plus": ["end"]}"#,
        ]),
        reads::<indicator::Report>(&[
            r#"{"name": "north", "figures": {"lost": 3}}"#,
            r#"{"name": "north", "attributes": {"site": "n"}, "figures": {"talk": {"span": "PT4H"}}, "not_applicable": ["visits"]}"#,
        ]),
        reads::<indicator::Derivation>(&[
            r#"{"sum": {"terms": [{"indicator": "a"}, {"indicator": "b", "times": "-1"}], "plus": 100}}"#,
            r#"{"mean": [{"indicator": "a", "weight": 2}]}"#,
            r#"{"least": ["a", "b"]}"#,
            r#"{"greatest": ["a"]}"#,
        ]),
        reads::<indicator::Multiple>(&[r#"{"indicator": "a"}"#, r#"{"indicator": "a", "times": "0.5"}"#]),
        reads::<indicator::Weighted>(&[r#"{"indicator": "a", "weight": "0.5"}"#]),
        reads::<indicator::IndicatorGroup>(&[
            r#"{"id": "g", "name": {"en": "G"}}"#,
            r#"{"id": "g", "name": {"en": "G"}, "within": "f", "dimension": "accuracy"}"#,
        ]),
        reads::<indicator::IndicatorSystem>(&[
            r#"{"groups": [{"id": "g", "name": {"en": "G"}}], "indicators": []}"#,
            r#"{"indicators": []}"#,
        ]),
        reads::<indicator::Source>(&[
            r#""ticket""#,
            r#""response""#,
            r#""inspection""#,
            r#""assessment""#,
            r#""report""#,
        ]),
        reads::<indicator::Quantity>(&[
            r#"{"elapsed": {"from": "created", "to": "closed"}}"#,
            r#"{"used": {"objective": "fix", "agreement": "desk", "time": "elapsed"}}"#,
        ]),
        reads::<indicator::UsedTime>(&[r#""working""#, r#""elapsed""#]),
        reads::<indicator::Objectives>(&[r#""all""#, r#"{"objective": "fix"}"#]),
        reads::<indicator::Exposure>(&[r#"{"tickets": "always"}"#, r#"{"sum": {"fact": "hours"}}"#]),
        reads::<indicator::Dimension>(&[r#""accuracy""#, r#""our own""#]),
        reads::<indicator::Unit>(&[r#""percent""#, r#""calls""#]),
        reads::<indicator::Direction>(&[r#""higher""#, r#""lower""#, r#""range""#]),
        reads::<indicator::Limit>(&[r#"{"at_least": 1}"#, r#"{"between": [-1, "1.50"]}"#]),
        reads::<indicator::Range>(&["[-1, 1]"]),
        reads::<indicator::Timing>(&[r#""leading""#, r#""lagging""#]),
        reads::<indicator::Evidence>(&[r#""system_data""#, r#""unannounced_inspection""#]),
    ]
}

pub(super) fn measurements() -> Vec<&'static str> {
    vec![
        reads::<indicator::Absence>(&[r#""missing""#, r#""not_applicable""#, r#"{"suppressed": {"n": 3}}"#]),
        reads::<indicator::Measurement>(&[
            r#"{"value": "0.950", "n": 20, "basis": {"share": {"k": 19}}}"#,
            r#"{"absent": "missing"}"#,
        ]),
        reads::<indicator::Basis>(&[
            r#"{"mean": {"deviation": "1.5"}}"#,
            r#"{"rate": {"count": 3, "exposure": 7}}"#,
            r#"{"quantile": {"p": 0.9, "relative_error": "0.001"}}"#,
            r#""total""#,
            r#"{"ratio": {}}"#,
            r#"{"ratio": {"standard_error": "0.5"}}"#,
            r#""panel""#,
            r#""agreement""#,
            r#"{"estimate": {"standard_error": "0.25", "effective_n": 12}}"#,
            r#"{"estimate": {"effective_n": 1}}"#,
        ]),
        reads::<indicator::IndicatorTally>(&[&format!(
            r#"{{"indicator": "kept", "tally": {SHARE}, "outside": 1, "without": 2}}"#
        )]),
        reads::<indicator::Tally>(&[
            SHARE,
            r#"{"version": 1, "rate": {"count": 3, "exposure": "2.5", "n": 2}}"#,
            r#"{"version": 1, "total": {"n": 1, "sum": "2"}}"#,
            r#"{"version": 1, "ratio": {"n": 1, "of": "2", "per": "3", "squares": ["4", "9", "25"]}}"#,
            r#"{"version": 1, "survey": {"responses": {"n": 1}, "scale": {"from": 0, "to": 10},
                "parts": {"nps": {"points": {"9": {"n": 1}}}}}}"#,
        ]),
        reads::<indicator::ShareTally>(&[r#"{"k": 0, "n": 0}"#]),
        reads::<indicator::TotalTally>(&[r#"{"n": 2, "sum": "-3.5"}"#]),
        reads::<indicator::RatioTally>(&[
            r#"{"n": 2, "of": "-3.5", "per": "7", "squares": ["12.25", "25", "30.25"]}"#,
        ]),
        reads::<indicator::MeanTally>(&[r#"{"n": 2, "sum": "3.5", "squares": "6.25"}"#]),
        reads::<indicator::RateTally>(&[r#"{"count": 3, "exposure": 0, "n": 1}"#]),
        reads::<indicator::QuantileTally>(&[
            r#"{"figures": 3}"#,
            r#"{"figures": 1, "min": 5, "max": 900, "cells": [[5, 2], [896, 1]]}"#,
        ]),
        reads::<indicator::SignificantFigures>(&["1", "4"]),
        reads::<indicator::quantile::QuantileRule>(&[r#""nearest_rank""#]),
    ]
}

pub(super) fn assessments() -> Vec<&'static str> {
    const ITEM: &str = r#"{"id": "verify", "name": {"en": "Verifies", "zh": "核对身份"}, "points": "15.0", "section": "opening",
        "critical": "compliance"}"#;
    const PART: &str = r#"{"assessor": "customer", "n": 3, "mean": 2.5, "deviation": "0.5", "weight": 1,
        "effective_weight": 1, "contribution": "2.50"}"#;
    const FINDINGS: &[&str] = &[
        r#"{"lost": {"item": "verify", "earned": "1.5", "points": 15}}"#,
        r#"{"critical_error": {"item": "verify", "criticality": "business"}}"#,
        r#"{"not_checked": {"item": "verify", "points": 15}}"#,
        r#"{"not_applicable": {"item": "verify", "points": 15}}"#,
        r#"{"covered": {"coverage": 0.5, "min_coverage": 1, "low": 0, "high": "0.50"}}"#,
        r#"{"knocked_out": {"from": null}}"#,
        r#"{"below_pass_mark": {"pass_mark": "0.8"}}"#,
        r#""undecided""#,
    ];
    vec![
        reads::<assessment::Checklist>(&[
            &format!(r#"{{"id": "call", "version": "1", "name": {{"en": "Call"}}, "items": [{ITEM}]}}"#),
            &format!(
                r#"{{"id": "call", "version": "1", "name": {{"en": "Call"}}, "pass_mark": 0.8, "critical_rule": "zero_score",
                    "min_coverage": "0.90", "items": [{ITEM}]}}"#
            ),
        ]),
        reads::<assessment::Item>(&[ITEM, r#"{"id": "a", "name": {"en": "A"}, "points": 1}"#]),
        reads::<assessment::Criticality>(&[r#""customer""#, r#""business""#, r#""compliance""#]),
        reads::<assessment::CriticalRule>(&[r#""fail_form""#, r#""zero_score""#, r#""no_effect""#]),
        reads::<assessment::Mark>(&[
            r#""passed""#,
            r#""failed""#,
            r#"{"points": 3.5}"#,
            r#""not_applicable""#,
            r#""not_checked""#,
        ]),
        reads::<assessment::Inspection>(&[
            r#"{"id": "I-1", "checklist": "call", "version": "1", "at": "2026-03-02T09:00:00Z", "inspector": "Kim",
                "notice": "announced", "subject": "call-7", "attributes": {"branch": "north", "floor": 3},
                "marks": {"verify": {"points": 3}}}"#,
            r#"{"id": "I-1", "checklist": "call", "version": "1", "at": "2026-03-02T09:00:00Z", "marks": {}}"#,
        ]),
        reads::<assessment::Notice>(&[r#""announced""#, r#""unannounced""#]),
        reads::<assessment::InspectionResult>(&[&format!(
            r#"{{"inspection": "I-1", "checklist": "call", "version": "1", "earned": 3, "checked": 15, "applicable": 15,
                "score": "0.2", "raw_score": 0.2, "passed": null, "findings": [{}]}}"#,
            FINDINGS.join(",")
        )]),
        reads::<assessment::Finding>(FINDINGS),
        reads::<assessment::ChecklistMeasure>(&[
            r#""points""#,
            r#""pass_rate""#,
            r#"{"critical_accuracy": "customer"}"#,
            r#"{"item_pass_rate": {"items": ["verify", "listen"]}}"#,
            r#""noncritical_error_rate""#,
            r#"{"completeness": {}}"#,
            r#"{"completeness": {"items": ["verify"]}}"#,
        ]),
        reads::<assessment::Assessor>(&[r#""internal""#, r#""self""#, r#""our own""#]),
        reads::<assessment::Assessment>(&[
            r#"{"subject": "call-7", "at": "2026-03-02T09:00:00Z", "attributes": {"vip": true}, "ratings": [
                {"assessor": "customer", "value": "3.50"}, {"assessor": "internal", "rater": "Kim", "value": 4}]}"#,
        ]),
        reads::<assessment::Rating>(&[r#"{"assessor": "third_party", "rater": "审计", "value": -1}"#]),
        reads::<assessment::Panel>(&[
            r#"{"weights": {"self": 0, "internal": 3}}"#,
            r#"{"weights": {"press": "0.5"}, "min_coverage": 0.65}"#,
        ]),
        reads::<assessment::PanelTally>(&[
            r#"{"version": 1, "assessors": {}}"#,
            r#"{"version": 1, "assessors": {"customer": {"n": 2, "sum": "-3.5", "squares": "6.25"}}}"#,
        ]),
        reads::<assessment::Combined>(&[&format!(
            r#"{{"value": 2.5, "coverage": 1, "min_coverage": 1, "spread": null, "parts": [{PART}]}}"#
        )]),
        reads::<assessment::AssessorPart>(&[PART, r#"{"assessor": "press", "n": 1, "mean": 2}"#]),
        reads::<assessment::AgreementTally>(&[
            r#"{"version": 1}"#,
            r#"{"version": 1, "unpaired": 2, "subjects": [{"n": 2, "ratings": {"1.0": 2}},
                {"n": 1, "ratings": {"1": 1, "2": 1}}, {"n": 1, "ratings": {"1": 2, "2.50": 1}}]}"#,
        ]),
        reads::<assessment::ScaleLevel>(&[r#""nominal""#, r#""ordinal""#, r#""interval""#]),
    ]
}

pub(super) fn samples() -> Vec<&'static str> {
    use service_quality::survey::{duty, reliability, sampling};
    vec![
        reads::<sampling::Population>(&[
            r#"{"counts": {"north": 3000, "south": 1}}"#,
            r#"{"shares": {"north": "0.3334", "south": 0.6669}}"#,
        ]),
        reads::<sampling::AllocationRule>(&[r#""proportional""#, r#""neyman""#, r#""equal""#]),
        reads::<sampling::Representativity>(&[
            r#""census""#,
            r#""incomplete""#,
            r#""too_few""#,
            r#""no_difference_shown""#,
        ]),
        reads::<reliability::AlphaNote>(&[r#""negative""#]),
        reads::<reliability::LandisKoch>(&[r#""almost_perfect""#]),
        reads::<reliability::KrippendorffBenchmark>(&[r#""tentative""#]),
        reads::<reliability::LevelOfMeasurement>(&[r#""ratio""#]),
        reads::<duty::FollowUpState>(&[r#""overdue""#]),
        reads::<duty::FollowUpDue>(&[
            r#"{"due": "2026-03-03T12:00:00Z", "ticket": "T-1", "resolved_at": "2026-03-02T12:00:00Z", "state": "due"}"#,
        ]),
    ]
}

pub(super) fn surveys() -> Vec<&'static str> {
    const CSAT: &str =
        r#"{"csat": {"scale": {"from": 1, "to": 5}, "satisfied_at_least": 4, "dissatisfied_at_most": 2}}"#;
    const TALLY: &str = r#"{"points": {"-6": {"n": 2}, "4": {"n": 1, "weight": "2.5", "squares": "6.25"}},
        "no_answer": 1, "not_applicable": 2}"#;
    const WEIGHED: &str = r#"{"n": 3, "weight": "4.5", "squares": "8.25"}"#;
    const ACSI: &str = r#"{"satisfaction": "a", "expectancy": "b", "ideal": "c"}"#;
    const WEIGHTS: &str = r#"{"satisfaction": "0.3885", "expectancy": 0.319, "ideal": 0}"#;
    const PAIR: &str = r#"{"expectation": "e1", "perception": "p1"}"#;
    let question = format!(
        r#"{{"id": "hard", "text": {{"en": "Hard?"}}, "kind": {CSAT}, "reversed": true, "dimension": "ease",
            "topic": "hotline", "covers": ["fix", "reply"]}}"#
    );
    let survey = format!(
        r#"{{"id": "yearly", "version": "1", "name": {{"en": "Customers"}}, "questions": [{question}]}}"#
    );
    let dimension = format!(r#"{{"name": "empathy", "weight": 16, "pairs": [{PAIR}]}}"#);
    let servqual = format!(r#"{{"dimensions": [{dimension}]}}"#);
    let servperf = r#"{"dimensions": [{"name": "empathy", "perceptions": ["p1"]}]}"#;
    vec![
        reads::<survey::Scale>(&[r#"{"from": -2, "to": 2}"#]),
        reads::<survey::QuestionKind>(&[
            CSAT,
            r#""nps""#,
            r#""acsi""#,
            r#"{"ces": {"scale": {"from": 1, "to": 7}, "agree_at_least": 5}}"#,
            r#"{"likert": {"scale": {"from": 1, "to": 5}}}"#,
            r#"{"good_bad_review": {"satisfied_at_least": 3}}"#,
            r#"{"expectation": {"scale": {"from": 1, "to": 7}}}"#,
            r#"{"perception": {"scale": {"from": 1, "to": 7}}}"#,
        ]),
        reads::<survey::Question>(&[&question, r#"{"id": "a", "kind": "nps"}"#]),
        reads::<survey::Survey>(&[&survey]),
        reads::<survey::Answer>(&["4", "-4", r#""no_answer""#, r#""not_applicable""#]),
        reads::<survey::Response>(&[
            r#"{"id": "R-1", "survey": "yearly", "version": "2026", "at": "2026-03-02T09:00:00Z", "outcome": "returned", "weight": "1.5",
                "attributes": {"age": 30}, "answers": {"hard": 2, "overall": "no_answer"}}"#,
            r#"{"id": "R-1", "survey": "yearly"}"#,
        ]),
        reads::<survey::ResponseOutcome>(&[r#""returned""#, r#""not_returned""#, r#""undelivered""#]),
        reads::<survey::Statistic>(&[
            r#""mean""#,
            r#"{"top_box": {"at_least": 4}}"#,
            r#"{"bottom_box": {"at_most": 2}}"#,
            r#"{"between": {"from": 7, "to": 8}}"#,
            r#"{"decided": {"at_least": 4, "at_most": 2}}"#,
            r#"{"net": {"at_least": 9, "at_most": 6}}"#,
            r#"{"index": {"scale": {"from": 1, "to": 10}}}"#,
        ]),
        reads::<survey::Reading>(&[r#""satisfied""#, r#""dissatisfied""#, r#""net""#, r#""index""#]),
        reads::<survey::Measure>(&[
            r#"{"question": {"question": "hard", "statistic": "mean"}}"#,
            r#"{"own": {"question": "hard", "reading": "net"}}"#,
            &format!(r#"{{"acsi": {ACSI}}}"#),
            &format!(r#"{{"servqual": {servqual}}}"#),
            &format!(r#"{{"servperf": {servperf}}}"#),
        ]),
        reads::<survey::Acsi>(&[ACSI, &format!("{}, \"weights\": {WEIGHTS}}}", ACSI.trim_end_matches('}'))]),
        reads::<survey::AcsiWeights>(&[WEIGHTS]),
        reads::<survey::Servqual>(&[&servqual]),
        reads::<survey::ServqualDimension>(&[&dimension]),
        reads::<survey::ServqualPair>(&[PAIR]),
        reads::<survey::Servperf>(&[servperf]),
        reads::<survey::ServperfDimension>(&[
            r#"{"name": "empathy", "weight": "0.5", "perceptions": ["p1"]}"#,
        ]),
        reads::<survey::WeightSum>(&[r#"{"n": 2}"#, r#"{"n": 2, "weight": "3", "squares": "5"}"#]),
        reads::<survey::ScaleTally>(&["{}", TALLY]),
        reads::<survey::SurveyTally>(&[&format!(
            r#"{{"responses": {WEIGHED}, "scale": {{"from": 1, "to": 7}}, "parts": {{"empathy": {TALLY}}}, "joint":
                {{"respondents": [{WEIGHED}], "products": [["172"], ["13", "8.25"]]}}}}"#
        )]),
        reads::<survey::SurveyCount>(&[&format!(
            r#"{{"version": 1, "survey": "yearly", "survey_version": "1", "not_returned": 1,
                "returned": {{"n": 6, "weight": "7.5", "squares": "11.25"}}, "undelivered": 0, "questions": {{"hard": {TALLY}}}}}"#
        )]),
    ]
}

//! Early warning and alerts.

use service_quality::monitor::{self, alert, warning};

use super::reads;

pub(super) fn rows() -> Vec<&'static str> {
    [conditions(), findings(), alerts()].concat()
}

const AT: &str = r#""2026-03-02T09:00:00Z""#;
const FORECAST: &str =
    r#"{"trend": "least_squares", "last": 7, "limit": "95", "towards": "below", "within": "P10D"}"#;
const CHANGE: &str =
    r#"{"against": {"mean_of": 7}, "measure": "relative", "threshold": {"above": {"limit": "0.5"}}}"#;
const RISK: &str = r#"{"measure": "share_at_risk", "threshold": {"above": {"limit": "0.2"}}}"#;
const SIGNAL: &str = r#"{"rule": "shift", "variation": "concern", "side": "above"}"#;

fn conditions() -> Vec<&'static str> {
    let burn = r#"{"windows": ["PT1H", "PT5M"], "above": "14.4", "clear_at": 10}"#;
    let condition = format!(
        r#"{{"any": [{{"change": {CHANGE}}}, {{"all": [{{"forecast": {FORECAST}}}, {{"signal": {{}}}}]}},
            {{"risk": {RISK}}}, {{"burn": {burn}}}]}}"#
    );
    let watch = format!(
        r#"{{"id": "late_share", "name": {{"en": "Late share", "zh": "逾期率"}}, "labels": {{"team": "north"}},
            "when": {{"blue": {condition}, "red": {{"value": {{"outside": {{"least": 1, "most": 9, "margin": 1}}}}}}}},
            "level_names": {{"red": {{"en": "critical"}}}}, "policy": {{"levels": {{"red": {{}}}}}}}}"#
    );
    let reading = format!(
        r#"{{"at": {AT}, "measured": {{"absent": "missing"}}, "signals": [{SIGNAL}], "burn": {{"PT1H": "15"}},
            "risk": {{"open": 5, "at_risk": 2}}}}"#
    );
    let state = format!(
        r#"{{"alert": {{"last": {AT}}}, "history": [{{"at": "2026-03-01T09:00:00Z", "value": "0.05"}}]}}"#
    );
    vec![
        reads::<monitor::Side>(&[r#""above""#]),
        reads::<monitor::Zone>(&[r#""limit""#]),
        reads::<monitor::Variation>(&[r#""concern""#]),
        reads::<warning::WarningLevel>(&[r#""blue""#, r#""red""#]),
        reads::<warning::Standing>(&[r#""clear""#, r#""beyond""#]),
        reads::<warning::Threshold>(&[
            r#"{"above": {"limit": "0.05", "clear_at": "0.04"}}"#,
            r#"{"below": {"limit": 95}}"#,
            r#"{"outside": {"least": 80, "most": 90, "margin": 2}}"#,
        ]),
        reads::<warning::Change>(&[CHANGE, r#"{"threshold": {"above": {"limit": 1}}}"#]),
        reads::<warning::Against>(&[r#"{"back": 12}"#, r#"{"mean_of": 7}"#]),
        reads::<warning::ChangeMeasure>(&[r#""absolute""#]),
        reads::<warning::Forecast>(&[FORECAST]),
        reads::<warning::TrendLine>(&[r#""theil_sen""#]),
        reads::<warning::Crossing>(&[
            r#""crossed""#,
            r#""never""#,
            &format!(r#"{{"crosses": {{"at": {AT}, "after": "P9D"}}}}"#),
        ]),
        reads::<warning::ChartSignal>(&[SIGNAL, r#"{"rule": "trend", "variation": "neutral"}"#]),
        reads::<warning::SignalRule>(&[
            "{}",
            r#"{"rules": ["shift"], "variations": ["concern", "improvement"]}"#,
        ]),
        reads::<warning::PromiseRisk>(&[r#"{"open": 5, "at_risk": 2, "overdue": 1}"#]),
        reads::<warning::RiskMeasure>(&[r#""overdue""#]),
        reads::<warning::RiskRule>(&[RISK]),
        reads::<warning::Burn>(&[burn]),
        reads::<warning::Condition>(&[&condition]),
        reads::<warning::Evidence>(&[&reading, &format!(r#"{{"at": {AT}}}"#)]),
        reads::<warning::Watch>(&[&watch]),
        reads::<warning::WatchState>(&[r#"{"alert": {}}"#, &state]),
    ]
}

fn findings() -> Vec<&'static str> {
    let facts = [
        r#"{"value": {"value": "0.06", "threshold": {"above": {"limit": "0.05"}}}}"#.to_owned(),
        format!(r#"{{"change": {{"change": "0.5", "value": 3, "base": 2, "rule": {CHANGE}}}}}"#),
        format!(
            r#"{{"forecast": {{"crossing": "never", "value": 96, "per_day": null, "rule": {FORECAST}}}}}"#
        ),
        format!(r#"{{"signals": {{"signals": [{SIGNAL}]}}}}"#),
        format!(r#"{{"risk": {{"risk": {{"open": 5, "at_risk": 2}}, "rule": {RISK}}}}}"#),
        r#"{"burn": {"rates": [{"window": "PT1H", "rate": "15"}], "threshold": {"above": {"limit": 14}}}}"#
            .to_owned(),
        r#"{"missing": {"why": {"suppressed": {"n": 3}}}}"#.to_owned(),
        r#"{"unjudged": {"too_few": {"given": 1, "needed": 7}}}"#.to_owned(),
    ];
    let findings: Vec<String> =
        facts.iter().map(|fact| format!(r#"{{"standing": "between", "fact": {fact}}}"#)).collect();
    let several = format!(r#"{{"standing": "clear", "fact": {{"any": [{}]}}}}"#, findings.join(", "));
    let notice = format!(
        r#"{{"key": {{"alert": "late_share"}}, "because": {several}, "delivery": {{"silenced": {{"by": "move"}}}},
            "event": {{"at": {AT}, "what": {{"raised": {{"from": "blue", "to": "red"}}}}, "held": true}}}}"#
    );
    vec![
        reads::<warning::Fact>(&facts.iter().map(String::as_str).collect::<Vec<_>>()),
        reads::<warning::Finding>(&[&several]),
        reads::<warning::Rate>(&[r#"{"window": "PT1H", "rate": "15"}"#]),
        reads::<warning::Unjudged>(&[r#""base_zero""#, r#""too_large""#]),
        reads::<warning::Notice>(&[&notice]),
        reads::<warning::Delivery>(&[r#""tell""#, r#""record""#, r#""held""#]),
    ]
}

fn alerts() -> Vec<&'static str> {
    let by = format!(r#"{{"at": {AT}, "by": "kim", "note": "two agents ill"}}"#);
    let policy = r#"{"levels": {"red": {"raise": {"for": "PT1H"}, "clear": {"count": 2}}},
        "missing": {"breach": {"level": "orange", "after": "P1D"}}, "remind_every": "P1D",
        "escalation": [{"to": "head", "after": "PT4H", "from_level": "red"}, {"to": "board", "after": "P1D"}],
        "acknowledged_for": "P2D", "flapping": {"turns": 4, "within": "P2D", "calm": "P3D"}}"#;
    let state = format!(
        r#"{{"last": {AT}, "missing_since": {AT}, "levels": {{"red": {{"since": {AT}, "recent": 5}},
            "blue": {{"since": {AT}, "firing": true, "clear_since": {AT}, "clear_count": 1}}}},
            "episode": {{"fired": {AT}, "peak": "blue", "told": {AT}, "unattended": {AT}, "escalated": ["head"],
                "acknowledgement": {by}}},
            "flaps": {{"turns": [{AT}], "rose": true, "since": {AT}, "told": "blue"}}}}"#
    );
    let happenings = [
        r#"{"pending": {"level": "red"}}"#.to_owned(),
        r#"{"withdrawn": {"level": "red"}}"#.to_owned(),
        format!(r#"{{"fired": {{"level": "red", "since": {AT}}}}}"#),
        r#"{"lowered": {"from": "red", "to": "blue"}}"#.to_owned(),
        format!(r#"{{"resolved": {{"peak": "red", "fired": {AT}, "lasted": "P1D"}}}}"#),
        format!(r#"{{"acknowledged": {{"level": "red", "by": {by}}}}}"#),
        format!(r#"{{"acknowledgement_ended": {{"level": "red", "by": {by}, "why": "rise"}}}}"#),
        r#"{"escalated": {"level": "red", "to": "head", "unacknowledged": "PT4H"}}"#.to_owned(),
        r#"{"reminder": {"level": "red", "age": "P1D"}}"#.to_owned(),
        r#"{"flapping_started": {"level": null, "turns": 4, "within": "P2D"}}"#.to_owned(),
        r#"{"flapping_ended": {"level": "red", "lasted": "P2D"}}"#.to_owned(),
        r#"{"silence_ended": {"level": "red"}}"#.to_owned(),
    ];
    let event = format!(r#"{{"at": {AT}, "what": {}}}"#, happenings[0]);
    vec![
        reads::<alert::Raise>(&[r#"{"for": "PT5M"}"#, r#"{"count": {"breaches": 3, "of": 5}}"#]),
        reads::<alert::Clear>(&[r#"{"after": "PT5M"}"#, r#"{"count": 2}"#]),
        reads::<alert::LevelRule>(&["{}"]),
        reads::<alert::MissingData>(&[r#""keep""#, r#""clear""#, r#"{"breach": {"level": "red"}}"#]),
        reads::<alert::EscalationStep>(&[r#"{"to": "head", "after": "PT4H"}"#]),
        reads::<alert::Flapping>(&[r#"{"turns": 4, "within": "P2D"}"#]),
        reads::<alert::Acknowledgement>(&[&by]),
        reads::<alert::AlertKey>(&[r#"{"alert": "late_share", "labels": {"team": "north"}}"#]),
        reads::<alert::Silence>(&[&format!(
            r#"{{"id": "move", "from": {AT}, "until": "2026-03-03T00:00:00Z", "labels": {{"team": "north"}},
                "up_to": "orange", "by": "kim", "why": "office move"}}"#
        )]),
        reads::<alert::AlertPolicy>(&["{}", policy]),
        reads::<alert::AlertState>(&["{}", &state]),
        reads::<alert::AlertPhase>(&[r#""inactive""#, r#""clearing""#]),
        reads::<alert::Timing>(&[r#""taken""#, &format!(r#"{{"stale": {{"last": {AT}}}}}"#)]),
        reads::<alert::Happening>(&happenings.iter().map(String::as_str).collect::<Vec<_>>()),
        reads::<alert::EndOfAcknowledgement>(&[r#""expiry""#]),
        reads::<alert::AlertEvent>(&[&event]),
    ]
}

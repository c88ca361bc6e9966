//! Error budgets, burn rates and credits.

use service_quality::slo::{budget, burn, credit};

use super::reads;

pub(super) fn rows() -> Vec<&'static str> {
    [budgets(), burns(), credits()].concat()
}

const TALLY: &str = r#"{"gross": {"good": 9, "bad": 3}, "excluded": {"test": {"good": 0, "bad": 1}}}"#;
const AT: &str = r#""2026-03-02T09:00:00Z""#;
const LATER: &str = r#""2026-03-02T10:00:00Z""#;

fn budgets() -> Vec<&'static str> {
    let exclude = format!(r#"{{"exclude": {{"once": {{"from": {AT}, "until": {LATER}}}}}}}"#);
    let adjustment = format!(
        r#"{{"id": "test", "effect": {exclude}, "reason": "agreed", "author": "li.wei", "at": {LATER}}}"#
    );
    vec![
        reads::<budget::ServiceLevelObjective>(&[
            r#"{"id": "web", "goal": {"share": 0.999}, "window": {"rolling": "P30D"}}"#,
            r#"{"id": "p1", "goal": {"at_most": 5}, "basis": "tickets", "min_valid": 3, "overdraft": "at_zero",
                "nothing_counted": "kept", "window": {"calendar": {"every": "quarter", "time_zone": "UTC"}}}"#,
        ]),
        reads::<budget::SloGoal>(&[r#"{"share": "1"}"#, r#"{"at_most": 0}"#]),
        reads::<budget::BudgetBasis>(&[r#""events""#, r#""time""#, r#"{"slices": "PT1M"}"#]),
        reads::<budget::NothingCounted>(&[r#""absent""#, r#""missed""#]),
        reads::<budget::Overdraft>(&[r#""negative""#, r#""at_zero""#]),
        reads::<budget::SloWindow>(&[r#"{"rolling": 3600}"#, r#"{"month": "julian"}"#]),
        reads::<budget::MonthLength>(&[r#""thirty_days""#, r#""twelfth""#]),
        reads::<budget::SloTally>(&[r#"{"gross": {"good": 0, "bad": 0}}"#, TALLY]),
        reads::<budget::EventCounts>(&[r#"{"good": 1, "bad": 2}"#]),
        reads::<budget::SloStatus>(&[r#""healthy""#, r#""no_data""#]),
        reads::<budget::AdjustmentKind>(&[
            &exclude,
            &format!(r#"{{"give_back": {{"bad": 2, "at": {AT}}}}}"#),
            &format!(r#"{{"reset": {AT}}}"#),
        ]),
        reads::<budget::BudgetAdjustment>(&[&adjustment]),
        reads::<budget::BudgetAdjustments>(&["[]", &format!("[{adjustment}]")]),
        reads::<budget::TallySeries>(&[
            "[]",
            &format!(r#"[{{"from": {AT}, "until": {LATER}, "tally": {TALLY}}}]"#),
        ]),
        reads::<budget::TallySlice>(&[&format!(r#"{{"from": {AT}, "until": {LATER}, "tally": {TALLY}}}"#)]),
    ]
}

fn burns() -> Vec<&'static str> {
    const WINDOW: &str =
        r#"{"limit": {"spends": "0.02"}, "long": "PT1H", "short": "PT5M", "severity": "page"}"#;
    const STEP: &str = r#"{"name": "day", "window": "P1D", "above": "4", "severity": "ticket", "kept": "on track",
        "consequence": "page"}"#;
    vec![
        reads::<burn::BurnWindow>(&[
            WINDOW,
            r#"{"limit": {"factor": 1}, "long": "P3D", "severity": "ticket"}"#,
        ]),
        reads::<burn::BurnLimit>(&[r#"{"factor": "14.4"}"#]),
        reads::<burn::BurnSeverity>(&[r#""page""#, r#""ticket""#]),
        reads::<burn::BurnTest>(&["{}", r#"{"compare": "at_least", "rounded_to": 1}"#]),
        reads::<burn::BurnComparison>(&[r#""above""#]),
        reads::<burn::BurnState>(&[r#""critical""#]),
        reads::<burn::BurnPreset>(&[r#""workbook""#, r#""sloth_week""#]),
        reads::<burn::TrafficGuard>(&["{}", r#"{"min_events": 10, "slice": "PT1M"}"#]),
        reads::<burn::BurnAlerts>(&[&format!(
            r#"{{"target": "0.99", "period": "P30D", "windows": [{WINDOW}], "guard": {{"min_failures": 2}}}}"#
        )]),
        reads::<burn::SilentShort>(&[r#""no_verdict""#, r#""long_decides""#]),
        reads::<burn::PolicyStep>(&[STEP]),
        reads::<burn::BudgetPolicy>(&[&format!(r#"{{"target": "0.99", "steps": [{STEP}]}}"#)]),
    ]
}

fn credits() -> Vec<&'static str> {
    const TIERS: &str = r#"[{"at_least": "0.9", "below": "0.99", "credit": "0.1"},
        {"at_least": "0", "below": "0.9", "credit": "0.5"}]"#;
    const MONEY: &str = r#"{"amount": "100", "currency": "USD"}"#;
    vec![
        reads::<credit::CreditTier>(&[r#"{"at_least": 0, "below": 1, "credit": 0.1}"#]),
        reads::<credit::CreditTiers>(&[TIERS]),
        reads::<credit::CreditSchedule>(&[
            r#"{"currency": "JPY", "places": 0, "per_breach": "0.1"}"#,
            &format!(
                r#"{{"currency": "USD", "tiers": {TIERS}, "percent_places": 2, "breach_cap": "0.2", "period_cap": "0.5",
                    "annual_cap": "0.2", "minimum": {{"at_least": "1"}}, "claim": {{"on_request": {{"days": 30}}}},
                    "combination": "higher"}}"#
            ),
        ]),
        reads::<credit::CreditAccrual>(&[
            r#"{"each": "PT1H", "credit": {"share": "0.03"}}"#,
            r#"{"each": "PT1H", "credit": {"part": 30}, "partial_units": "whole", "basis": "each_breach"}"#,
        ]),
        reads::<credit::UnitCredit>(&[r#"{"share": "0.5"}"#, r#"{"part": 7}"#]),
        reads::<credit::AccrualBasis>(&[r#""period""#, r#""each_breach""#]),
        reads::<credit::Claim>(&[
            r#"{"last_day": "2026-04-30", "until": "2026-05-01T00:00:00Z", "as_of": "2026-04-02T00:00:00Z", "state": "open"}"#,
        ]),
        reads::<credit::CreditAward>(&[
            &format!(r#"{{"credit": {MONEY}, "fee": {MONEY}, "places": 2, "steps": []}}"#),
            &format!(
                r#"{{"credit": {MONEY}, "claimable": {MONEY}, "fee": {MONEY}, "places": 2,
                    "steps": [{{"reason": {{"nothing_counted": {{"index": 0}}}}, "change": {MONEY}}}],
                    "claim": {{"last_day": "2026-04-30", "until": "2026-05-01T00:00:00Z", "asked": "2026-04-01T00:00:00Z",
                        "as_of": "2026-04-02T00:00:00Z", "state": "in_time"}}}}"#
            ),
        ]),
        reads::<credit::CreditStep>(&[&format!(
            r#"{{"reason": {{"period_cap": {{"most": {MONEY}, "granted": {MONEY}}}}}, "change": {MONEY}}}"#
        )]),
        reads::<credit::CreditReason>(&[
            r#"{"kept": {"index": 0, "percent": "99.95"}}"#,
            r#"{"tier": {"index": 1, "percent": "98.12", "rounded": "98.1", "tier": 0, "credit": "0.1"}}"#,
            r#"{"breach": {"index": 0, "credit": "0.1"}}"#,
            r#"{"downtime": {"index": 0, "downtime": "PT2H", "units": 2}}"#,
            r#"{"minimum": {"above": "1"}}"#,
        ]),
        reads::<credit::ClaimState>(&[r#""in_time""#, r#""lapsed""#]),
        reads::<credit::PartialUnit>(&[r#""dropped""#, r#""whole""#]),
        reads::<credit::CreditMinimum>(&[r#"{"above": 1}"#, r#"{"at_least": "0.5"}"#]),
        reads::<credit::CreditCombination>(&[r#""added""#, r#""exclusive""#]),
        reads::<credit::ClaimRule>(&[r#""automatic""#, r#"{"on_request": {"billing_periods": 2}}"#]),
        reads::<credit::ClaimDeadline>(&[r#"{"months": 2}"#]),
        reads::<credit::CreditBreach>(&[
            r#"{"reached": "0.98"}"#,
            r#"{"counted": {"good": 3, "of": 4}}"#,
            r#""breach""#,
            r#"{"downtime": "PT2H"}"#,
            &format!(r#"{{"amount": {MONEY}}}"#),
        ]),
        reads::<credit::CreditCase>(&[
            &format!(r#"{{"fee": {MONEY}, "breaches": []}}"#),
            &format!(
                r#"{{"fee": {MONEY}, "breaches": ["breach"], "granted": {MONEY}, "annual_fees": {MONEY},
                    "annual_granted": {MONEY}, "other_remedy": {MONEY},
                    "period": {{"dates": "2026-03", "time_zone": "UTC"}}, "asked": "2026-04-02T09:00:00Z"}}"#
            ),
        ]),
    ]
}

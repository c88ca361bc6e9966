//! A month of a shop's checkout: outages, what the contract leaves out, what is left of the error budget, who is woken,
//! what is owed.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use service_quality::quantity::{Language, Period, Share, Span, Timestamp};
use service_quality::slo::SloError;
use service_quality::slo::availability::{
    AvailabilityReport, AvailabilityRule, Exclusion, Outage, ServiceRecord,
};
use service_quality::slo::budget::{
    BudgetAdjustments, ServiceLevelObjective, SloStatus, SloTally, TallySeries, TallySlice,
};
use service_quality::slo::burn::{BudgetPolicy, BurnAlerts, BurnPreset, BurnTest, BurnWindow};
use service_quality::slo::credit::{ClaimState, CreditBreach, CreditCase, CreditSchedule};

const RULE: &str = r#"{"minimum": "PT1M", "exclusion_overlap": "refused",
    "terms": {"planned_maintenance": {"notice": "PT72H", "at_most": "PT8H"}}}"#;

/// Maintenance on Sundays from two to four, Chinese time, announced in February; one night that nobody was told of.
const EXCLUSIONS: &str = r#"[
    {"reason": "planned_maintenance", "because": "database", "author": "Li", "announced": "2026-02-20T00:00:00Z",
        "time": {"recurring": {"on": {"first": "2026-01-04", "repeats": {"weeks": {"on": ["sun"]}}}, "at": "02:00",
            "lasts": "PT2H", "time_zone": "+08:00"}}},
    {"reason": "planned_maintenance", "because": "new router", "author": "Li",
        "time": {"once": {"from": "2026-03-11T20:00:00Z", "until": "2026-03-11T21:00:00Z"}}}]"#;

/// In March: half an hour within the maintenance of the 8th, the router, an afternoon, two that overlap, a blink.
const OUTAGES: &str = r#"[
    {"id": "INC-1", "from": "2026-03-07T18:30:00Z", "until": "2026-03-07T19:00:00Z"},
    {"id": "INC-2", "from": "2026-03-11T20:15:00Z", "until": "2026-03-11T20:45:00Z"},
    {"id": "INC-3", "from": "2026-03-17T05:00:00Z", "until": "2026-03-17T06:20:00Z"},
    {"id": "INC-4", "from": "2026-03-17T06:10:00Z", "until": "2026-03-17T06:30:00Z"},
    {"id": "INC-5", "from": "2026-03-20T00:00:00Z", "until": "2026-03-20T00:00:59Z"}]"#;

const OBJECTIVE: &str = r#"{"id": "checkout", "goal": {"share": "0.999"}, "basis": "time",
    "window": {"calendar": {"every": "month", "time_zone": "+08:00"}}}"#;

const SCHEDULE: &str = r#"{"currency": "CNY", "period_cap": "0.5", "minimum": {"at_least": "1"},
    "claim": {"on_request": {"days": 30}}, "tiers": [
    {"at_least": "0.99", "below": "0.999", "credit": "0.1"}, {"at_least": "0.95", "below": "0.99", "credit": "0.25"},
    {"at_least": "0", "below": "0.95", "credit": "1"}]}"#;

const CASE: &str = r#"{"fee": {"amount": "30000", "currency": "CNY"}, "breaches": [], "asked": "2026-04-10T03:00:00Z",
    "period": {"dates": "2026-03", "time_zone": "+08:00"}}"#;

fn read<T: DeserializeOwned>(document: &str) -> T {
    serde_json::from_str(document).unwrap()
}

fn refused<T: DeserializeOwned + std::fmt::Debug>(document: &str) -> String {
    serde_json::from_str::<T>(document).unwrap_err().to_string()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

fn measured(from: Timestamp, until: Timestamp) -> AvailabilityReport {
    let (rule, outages): (AvailabilityRule, Vec<Outage>) = (read(RULE), read(OUTAGES));
    let exclusions: Vec<Exclusion> = read(EXCLUSIONS);
    rule.measure(&ServiceRecord::new(&outages).excluding(&exclusions), from..until, until).unwrap()
}

#[test]
fn a_month_of_the_checkout() {
    let own: ServiceLevelObjective = read(OBJECTIVE);
    let march: Period = own.window().period_at(at("2026-03-15T00:00:00Z")).unwrap().unwrap();
    let (start, end) = (march.start().unwrap(), march.end().unwrap());

    // What the contract counts: 744 hours less eight of maintenance; the fifth Sunday is beyond what may be taken out.
    let report = measured(start, end);
    assert_eq!(report.tally().net().time, Span::from_hours(744 - 8));
    assert_eq!(report.tally().net().downtime, Span::from_minutes(30 + 80 + 10));
    let outages: Vec<String> = report.outages().iter().map(|outage| outage.text(Language::English)).collect();
    assert_eq!(
        outages,
        [
            "INC-1: counts PT0S; not PT30M (planned maintenance)",
            "INC-2: counts PT30M",
            "INC-3: counts PT1H20M",
            "INC-4: counts PT10M; not PT10M (counted with another outage)",
            "INC-5: counts PT0S; not PT59S (too short)",
        ]
    );
    let refusals: Vec<String> = report.refused().iter().map(|one| one.text(Language::Chinese)).collect();
    assert_eq!(refusals.len(), 2, "{refusals:?}");
    assert!(
        refusals.iter().any(|text| text.ends_with("仍计入：须提前 PT72H 通知，实际未通知")),
        "{refusals:?}"
    );
    assert!(refusals.iter().any(|text| text.ends_with("仍计入：最多免责 PT8H")), "{refusals:?}");
    let verdict = report.verdict(share("0.999")).unwrap().unwrap();
    assert_eq!(
        verdict.text(Language::English),
        "availability 99.728 % misses 99.9 %: PT2H of downtime, 2649.6 s allowed, 4550.4 s too much"
    );

    // The error budget, day by day, comes to the same: a tally of each day, kept as JSON.
    let day = |n: i32| {
        let from = start.checked_add(Span::from_hours(24 * n)).unwrap();
        let until = from.checked_add(Span::from_hours(24)).unwrap();
        let tally = SloTally::of_availability(measured(from, until).tally()).unwrap();
        TallySlice { from, until, tally: read(&serde_json::to_string(&tally).unwrap()) }
    };
    let days = TallySeries::new((0..31).map(day).collect()).unwrap();
    let none = BudgetAdjustments::default().apply(own.id(), &days, end).unwrap();
    assert_eq!(none.tally.net().unwrap().bad, 7_200);
    let budget = own.report_period(&none.tally, &march, end).unwrap();
    assert_eq!(budget.status, SloStatus::Violated);
    let spent = budget.figures[0].units.unwrap();
    assert_eq!(spent.left.value(), spent.allowed.value() - spent.spent.value());

    // On the 17th somebody is woken: the alerts of the workbook, and the policy.
    let windows = BurnPreset::Workbook.windows(Span::from_hours(720)).unwrap();
    let alerts =
        BurnAlerts::new(share("0.999"), Span::from_hours(720), windows, BurnTest::default()).unwrap();
    let now = at("2026-03-17T05:20:00Z");
    let over = |window: Span| {
        let report = measured(now.checked_add(-window).unwrap(), now);
        (window, SloTally::of_availability(report.tally()).unwrap())
    };
    let spans = alerts.windows().iter().flat_map(BurnWindow::windows);
    let counted: BTreeMap<Span, SloTally> = spans.map(over).collect();
    let findings = alerts.evaluate(&counted).unwrap();
    assert_eq!(
        findings[0].text(Language::English),
        "page fires, critical: burn rate 333.333333333 over PT1H, 1000 over PT5M, limit 14.4"
    );
    assert!(findings.iter().all(|finding| finding.fires));
    let policy: BudgetPolicy = read(
        r#"{"target": "0.999", "steps": [{"name": "freeze", "window": "P3D", "above": "1", "severity": "ticket", "kept": "ship",
            "consequence": "no releases but repairs"}]}"#,
    );
    let frozen = &policy.evaluate(&counted).unwrap()[0];
    assert_eq!(frozen.message.as_ref().unwrap().as_str(), "no releases but repairs");

    // The 17th was a test that the customer had agreed to.
    let agreed: BudgetAdjustments = read(
        r#"[{"id": "load-test", "reason": "agreed with the customer", "author": "li.wei", "at": "2026-04-01T08:00:00Z",
            "objectives": ["checkout"], "effect": {"exclude": {"once":
                {"from": "2026-03-16T16:00:00Z", "until": "2026-03-17T16:00:00Z"}}}}]"#,
    );
    assert!(
        agreed.apply(own.id(), &days, end).unwrap().effects.is_empty(),
        "not agreed before the month is over"
    );
    let now = at("2026-04-01T08:00:00Z");
    let adjusted = agreed.apply(own.id(), &days, now).unwrap();
    assert_eq!(adjusted.effects[0].removed.bad, 90 * 60);
    assert_eq!(adjusted.tally.gross(), none.tally.gross(), "what happened stays what happened");
    let budget = own.report_period(&adjusted.tally, &march, end).unwrap();
    assert_eq!(budget.status, SloStatus::Healthy);
    assert_eq!(budget.figures[0].units.unwrap().allowed, 2_556.into(), "a thousandth of 710 hours");
    assert!(budget.text(Language::English).contains("(load-test)"), "{}", budget.text(Language::English));

    // The contract knows of no such agreement: what is owed follows its own count.
    let schedule: CreditSchedule = read(SCHEDULE);
    let mut case: CreditCase = read(CASE);
    case.breaches.push(CreditBreach::of_level(report.level()));
    let award = schedule.award(&case, at("2026-05-02T00:00:00Z")).unwrap();
    assert_eq!(award.credit.to_string(), "3000 CNY");
    case.asked = Some(at("2026-05-01T16:00:00Z"));
    let late = schedule.award(&case, at("2026-05-02T00:00:00Z")).unwrap();
    assert_eq!((late.credit.to_string().as_str(), late.claim.unwrap().state), ("0 CNY", ClaimState::Late));
}

#[test]
fn mistakes_are_refused_by_name() {
    // Overlapping exclusions, of the contract and of the budget.
    let twice = EXCLUSIONS.replace("2026-03-11T20:00:00Z", "2026-03-07T19:59:59Z");
    let exclusions: Vec<Exclusion> = read(&twice);
    let rule: AvailabilityRule = read(RULE);
    let range = at("2026-03-01T00:00:00Z")..at("2026-04-01T00:00:00Z");
    let overlap =
        rule.measure(&ServiceRecord::new(&[]).excluding(&exclusions), range.clone(), range.end).unwrap_err();
    assert!(
        matches!(&overlap, SloError::NotAllowed { place, .. } if place == "`exclusions[1]`"),
        "{overlap}"
    );
    assert!(overlap.to_string().contains("`exclusions[0]` lasts until 2026-03-07T20:00:00Z"), "{overlap}");
    let adjustment = |id: &str, from: &str, until: &str| {
        format!(
            r#"{{"id": "{id}", "reason": "x", "author": "y", "at": "2026-04-01T00:00:00Z",
                "effect": {{"exclude": {{"once": {{"from": "{from}", "until": "{until}"}}}}}}}}"#
        )
    };
    let one = adjustment("a", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z");
    let other = adjustment("b", "2026-03-02T09:59:59Z", "2026-03-02T11:00:00Z");
    let overlap = refused::<BudgetAdjustments>(&format!("[{one}, {other}]"));
    assert!(overlap.starts_with("adjustments[1].effect.exclude is `2026-03-02T09:59:59Z`"), "{overlap}");

    // Credit tiers out of order.
    let disorder =
        SCHEDULE.replace(r#""at_least": "0.99", "below": "0.999""#, r#""at_least": "0.9", "below": "0.95""#);
    let disorder = refused::<CreditSchedule>(&disorder);
    assert!(
        disorder.starts_with("tiers[1].at_least is `0.95`: allowed is less than in the tier before it"),
        "{disorder}"
    );

    // A target of 100 % with alerts: in the alerts, though not in the objective, which may promise it.
    let window = r#"{"limit": {"spends": "0.02"}, "long": "PT1H", "short": "PT5M", "severity": "page"}"#;
    let alerts = |target: &str, period: &str| {
        refused::<BurnAlerts>(&format!(
            r#"{{"target": "{target}", "period": "{period}", "windows": [{window}]}}"#
        ))
    };
    let full = alerts("1", "P30D");
    assert!(full.starts_with("target is `1`: allowed is more than 0 and less than 1"), "{full}");
    read::<ServiceLevelObjective>(&OBJECTIVE.replace("0.999", "1"));

    // Windows longer than the period.
    let long = alerts("0.999", "PT59M");
    assert!(
        long.starts_with("windows[0].long is `PT1H`: allowed is more than PT0S and at most the period"),
        "{long}"
    );
    let slices = OBJECTIVE.replace(r#""time""#, r#"{"slices": "P8D"}"#);
    let slices = refused::<ServiceLevelObjective>(&slices);
    assert!(
        slices.starts_with("basis.slices is `PT192H`: allowed is more than PT0S and at most"),
        "{slices}"
    );
}

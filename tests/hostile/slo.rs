//! Damaged documents of service level objectives: what is still read can be measured, judged, paid and written again,
//! with the largest and the smallest figures there are.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use service_quality::quantity::{Language, Money, Number, Share, Span, Timestamp, Weight};
use service_quality::slo::apdex::{ApdexTally, ApdexTarget};
use service_quality::slo::availability::{
    AvailabilityReport, AvailabilityRule, AvailabilityTally, ErrorRateTally, Exclusion, ExclusionTime,
    HourlyRule, IdleInterval, MissingSlice, Outage, RequestTally, ServiceLevel, ServiceRecord, ServiceYear,
    SliceTally, TimeFigures, UserTimeTally,
};
use service_quality::slo::budget::{
    BudgetAdjustments, EventCounts, ServiceLevelObjective, SloTally, TallySeries, TallySlice,
};
use service_quality::slo::burn::{BudgetPolicy, BurnAlerts, BurnPreset, BurnTest, BurnWindow, first_reached};
use service_quality::slo::composition::{
    CombinedAvailability, CompositeMember, CompositeMode, CompositeSlo, Composition,
};
use service_quality::slo::credit::{CreditCase, CreditSchedule, CreditTerms, CreditTiers};
use service_quality::slo::incident::{FailureCycle, IncidentTimes, MeanTime, MeanTimes, Reliability, TimeTo};

use super::mutation::{config, damage, edit, read};

const LANGUAGES: [Language; 2] = [Language::English, Language::Chinese];
const PLACES: [u32; 4] = [0, 9, 10, u32::MAX];

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

fn largest() -> Number {
    "1e15".parse().unwrap()
}

fn smallest() -> Number {
    "-1e15".parse().unwrap()
}

fn targets() -> [Share; 4] {
    ["0.000000001", "0.5", "0.999999999", "1"].map(share)
}

fn spans() -> [Span; 6] {
    [i64::MIN, -1, 0, 1, 2_592_000, i64::MAX].map(Span::from_seconds)
}

fn march(day: u8, hour: u8) -> Timestamp {
    format!("2026-03-{day:02}T{hour:02}:00:00Z").parse().unwrap()
}

fn outage(from: Timestamp, until: Option<Timestamp>) -> Outage {
    Outage::new("INC-1".parse().unwrap(), from, until).unwrap()
}

/// Documents of every kind.
static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let (from, until) = ("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z");
    let once = json!({"once": {"from": from, "until": until}});
    let recurring = json!({"recurring": {"on": {"first": "2026-01-04", "repeats": {"weeks": {"on": ["sun"]}}},
        "at": "02:00", "lasts": "PT2H", "time_zone": "Europe/Berlin"}});
    let exclusion = |reason: &str, time: &Value| json!({"reason": reason, "time": time, "because": "x", "author": "y", "announced": "2026-02-01T00:00:00Z"});
    let tally = json!({"gross": {"good": 99, "bad": 13}, "excluded": {"test": {"good": 0, "bad": 1}, "b": {"good": 9, "bad": 0}}});
    let adjustment = |id: &str, effect: &Value| json!({"id": id, "effect": effect, "reason": "agreed", "author": "li.wei", "at": until});
    let window = json!({"limit": {"spends": "0.02"}, "long": "PT1H", "short": "PT5M", "severity": "page"});
    let factor = json!({"limit": {"factor": "1"}, "long": "P3D", "severity": "ticket"});
    let tiers = json!([{"at_least": "0.99", "below": "0.999", "credit": "0.1"},
        {"at_least": "0", "below": "0.99", "credit": "0.25"}]);
    let money = |amount: &str| json!({"amount": amount, "currency": "USD"});
    vec![
        json!({"minimum": "PT5M", "length": "as_happened", "partial_minutes": "whole", "exclusion_overlap": "refused",
            "terms": {"force_majeure": {}, "strike": {"at_most": "PT8H", "notice": "PT72H"}}}),
        json!([exclusion("planned_maintenance", &once), exclusion("strike", &recurring)]),
        once.clone(),
        recurring.clone(),
        json!([{"id": "INC-1", "from": from}, {"id": "INC-2", "from": from, "until": until, "service": "pay", "users": 5}]),
        json!({"gross": {"time": "PT9H", "downtime": "PT2H"}, "outside_hours": {"time": "PT1H", "downtime": "PT5M"},
            "excluded": {"dependency": {"time": "PT1H", "downtime": "PT5M"}}, "too_short": "PT1M", "rounding": "-PT9S"}),
        json!({"intervals": 9, "idle": 1, "rates": "0.6"}),
        json!({"user_seconds": 100, "lost": 4}),
        json!({"failed": 1, "requests": 4}),
        json!({"good": 3, "bad": 1, "missing": 2}),
        json!({"satisfied": 3, "tolerating": 2, "frustrated": 1}),
        json!({"days": 366, "interval": "PT1M", "before_use": "left_out"}),
        json!({"more_than": "PT6M"}),
        json!({"occurred": from, "detected": from, "repaired": until, "restored": until}),
        json!({"incidents": 3, "times": {"restore": {"n": 2, "total": "PT1H"}}}),
        json!({"time": "PT720H", "downtime": "PT1H40M", "failures": 3}),
        json!({"serial": [{"part": 0.9999}, {"parallel": []}, {"at_least": {"k": 1, "of": [{"part": 1}, {"part": 0}]}}]}),
        json!({"mode": "missing_parts", "target": "0.99"}),
        json!([{"objective": "pay", "weight": 7, "level": "0.995"}, {"objective": "ship", "weight": "0.5"}]),
        json!({"id": "web", "goal": {"share": 0.999}, "window": {"rolling": "P30D"}, "basis": {"slices": "PT1M"}}),
        json!({"id": "p1", "goal": {"at_most": 5}, "basis": "time", "min_valid": 3, "overdraft": "at_zero",
            "nothing_counted": "kept", "window": {"calendar": {"every": "quarter", "time_zone": "UTC"}}}),
        tally.clone(),
        json!([{"from": from, "until": until, "tally": tally}]),
        json!([
            adjustment("a", &json!({"give_back": {"bad": 2, "at": from}})),
            adjustment("b", &json!({"exclude": recurring})),
            adjustment("c", &json!({"exclude": once})),
            adjustment("d", &json!({"reset": from}))
        ]),
        json!({"target": "0.99", "period": "P30D", "windows": [window, factor], "guard": {"min_failures": 2, "slice": "PT1M"},
            "test": {"compare": "at_least", "rounded_to": 1}, "silent_short": "long_decides"}),
        json!({"target": "0.99", "steps": [{"name": "day", "window": "P1D", "above": "4", "severity": "ticket", "kept": "on track",
            "consequence": "page"}]}),
        tiers.clone(),
        json!({"currency": "USD", "tiers": tiers, "percent_places": 2, "breach_cap": "0.2", "period_cap": "0.5",
            "annual_cap": "0.2", "minimum": {"at_least": "1"}, "claim": {"on_request": {"billing_periods": 2}},
            "combination": "higher", "per_breach": "0.1"}),
        json!({"fee": money("100"), "breaches": ["breach", {"reached": "0.98"}, {"counted": {"good": 3, "of": 4}},
            {"amount": money("5")}], "granted": money("1"), "annual_fees": money("1200"), "annual_granted": money("2"),
            "other_remedy": money("3"), "period": {"dates": "2026-03", "time_zone": "UTC"}, "asked": until}),
    ]
});

fn use_level(level: Option<ServiceLevel>) {
    let Some(level) = level else { return };
    for target in targets() {
        let _ = (level.met(target), level.consumed(target, 9));
    }
    for places in PLACES {
        let _ = (level.share(places), level.percent(places));
    }
    let _ = level.to_string();
}

fn use_availability(report: &AvailabilityReport) {
    for language in LANGUAGES {
        let _ = report.text(language);
    }
    for users in [0, 5, u64::MAX] {
        let _ = report.user_time(users);
    }
    use_time(report.tally());
}

fn use_time(tally: &AvailabilityTally) {
    use_level(tally.level());
    use_level(tally.gross_level());
    for target in targets() {
        if let Ok(Some(verdict)) = tally.verdict(target) {
            let _ = (verdict.met(), LANGUAGES.map(|language| verdict.text(language)));
            let _ = serde_json::to_string(&verdict).unwrap();
        }
    }
    let _ = tally.clone().merge(tally);
}

/// A record that a rule, its exclusions and outages meet: outages from the first instant on to the last, overlapping ones.
fn measure(rule: &AvailabilityRule, exclusions: &[Exclusion], more: &[Outage]) {
    let mut outages = vec![
        outage(march(1, 0), Some(march(1, 5))),
        outage(march(1, 4), Some(march(2, 11))),
        outage(march(30, 0), None),
        outage(Timestamp::MIN, Some(march(1, 1))).affecting(3),
        outage(march(31, 23), Some(Timestamp::MAX)),
    ];
    outages.extend_from_slice(more);
    let record = ServiceRecord::new(&outages).excluding(exclusions);
    for (range, as_of) in [
        (march(1, 0)..march(31, 0), march(31, 0)),
        (march(1, 0)..march(31, 0), march(10, 0)),
        (march(1, 0)..march(1, 0), Timestamp::MAX),
        (Timestamp::MAX..Timestamp::MAX, Timestamp::MAX),
        (Timestamp::MIN..Timestamp::MIN.checked_add(Span::from_hours(99)).unwrap(), Timestamp::MAX),
        (Timestamp::MAX.checked_add(Span::from_hours(-99)).unwrap()..Timestamp::MAX, Timestamp::MAX),
    ] {
        if let Ok(report) = rule.measure(&record, range, as_of) {
            use_availability(&report);
        }
    }
}

fn tallies() -> Vec<SloTally> {
    let most = 1_000_000_000_000_000;
    let tally = |good, bad| SloTally::new(good, bad).unwrap();
    vec![tally(0, 0), tally(1, 0), tally(0, 1), tally(most - 1, 1), tally(1, most - 1), tally(7, 3)]
}

fn use_tally(tally: &SloTally) {
    let _ = (tally.sli().map(|sli| (sli.rounded(9), sli.percent())), tally.clone().merge(tally));
    let net = tally.net().unwrap();
    let mut emptied = tally.clone();
    emptied.exclude(&"rest".parse().unwrap(), net).unwrap();
    assert_eq!((emptied.net().unwrap(), emptied.sli()), (EventCounts::default(), None));
    assert!(emptied.exclude(&"more".parse().unwrap(), EventCounts { good: 0, bad: 1 }).is_err());
}

fn use_objective(own: &ServiceLevelObjective, tally: &SloTally) {
    let mut reports = vec![own.report(tally), own.report_share(None)];
    reports.extend(targets().map(|sli| own.report_share(Some(sli))));
    let instants = [Timestamp::MIN, march(2, 0), Timestamp::MAX];
    for period in instants.into_iter().filter_map(|at| own.window().period_at(at).ok().flatten()) {
        let start = period.start().unwrap_or(Timestamp::MIN);
        let second = start.checked_add(Span::from_seconds(1)).unwrap_or(Timestamp::MAX);
        reports.extend([second, Timestamp::MAX].map(|as_of| own.report_period(tally, &period, as_of)));
    }
    for report in reports.into_iter().flatten() {
        let _ = (LANGUAGES.map(|language| report.text(language)), serde_json::to_string(&report).unwrap());
    }
}

fn use_alerts(own: &BurnAlerts) {
    let windows = || own.windows().iter().flat_map(BurnWindow::windows);
    for tally in tallies() {
        let counted: BTreeMap<Span, SloTally> = windows().map(|window| (window, tally.clone())).collect();
        for window in own.windows() {
            let _ = (own.rates(window, &counted), own.rule(window));
        }
        for finding in own.evaluate(&counted).into_iter().flatten() {
            let _ =
                (LANGUAGES.map(|language| finding.text(language)), serde_json::to_string(&finding).unwrap());
        }
    }
    let _ = own.evaluate(&BTreeMap::new());
    for errors in targets().into_iter().chain([Share::ZERO]) {
        let Ok(simulation) = own.simulate(errors) else { continue };
        let _ = LANGUAGES.map(|language| simulation.text(language));
        let exhaustion = simulation.exhaustion;
        let _ = exhaustion.map(|left| (left.seconds(), LANGUAGES.map(|language| left.text(language))));
    }
    let _ = own.windows().iter().map(|window| (window.hold(), window.short_part())).collect::<Vec<_>>();
}

fn use_combined(whole: &CombinedAvailability) {
    for places in PLACES {
        let _ = (whole.share(places), whole.percent(places));
        for (span, unit) in spans().into_iter().zip(["second", "minute", "hour", "day"].iter().cycle()) {
            let unit = serde_json::from_value(json!(unit)).unwrap();
            let _ = whole.downtime(span, unit, places);
        }
    }
    for target in targets() {
        let _ = whole.met(target);
    }
    let _ = (whole.to_string(), LANGUAGES.map(|language| whole.text(language)));
}

fn use_composite(own: &CompositeSlo, members: &[CompositeMember]) {
    let Ok(outcome) = own.evaluate(members) else { return };
    use_level(outcome.level());
    let _ = (outcome.status(), outcome.budget(), LANGUAGES.map(|language| outcome.text(language)));
    for places in PLACES {
        let _ = (outcome.consumed(places), outcome.remaining(places));
    }
}

fn pay(own: &CreditSchedule, case: &CreditCase) {
    let Ok(award) = own.award(case, Timestamp::MAX) else { return };
    assert!(award.credit.amount() >= Number::ZERO);
    let sum = award.steps.iter().try_fold(award.credit.zero(), |sum, step| sum.checked_add(&step.change));
    assert_eq!(sum.unwrap(), award.credit);
    let _ = (award.percent_of_fee(), serde_json::to_string(&award).unwrap());
    for step in &award.steps {
        let _ = LANGUAGES.map(|language| step.text(language, award.places));
    }
}

/// Reads a text as everything there is in the room, and uses what comes of it.
fn survive(text: &[u8]) {
    let good = |index: usize| DOCUMENTS[index].clone();
    let rule = || serde_json::from_value::<AvailabilityRule>(good(0)).unwrap();
    let schedule = || serde_json::from_value::<CreditSchedule>(good(DOCUMENTS.len() - 2)).unwrap();
    let case = || serde_json::from_value::<CreditCase>(good(DOCUMENTS.len() - 1)).unwrap();
    let exclusion = |time: ExclusionTime| {
        Exclusion::new("strike".parse().unwrap(), time, "x".parse().unwrap(), "y".parse().unwrap())
    };

    if let Some(rule) = read::<AvailabilityRule>(text) {
        measure(&rule, &serde_json::from_value::<Vec<Exclusion>>(good(1)).unwrap(), &[]);
    }
    if let Some(exclusions) = read::<Vec<Exclusion>>(text) {
        measure(&rule(), &exclusions, &[]);
        measure(&AvailabilityRule::default(), &exclusions, &[]);
    }
    if let Some(time) = read::<ExclusionTime>(text) {
        measure(&rule(), &[exclusion(time)], &[]);
    }
    if let Some(outages) = read::<Vec<Outage>>(text) {
        measure(&rule(), &[], &outages);
    }
    if let Some(tally) = read::<AvailabilityTally>(text) {
        use_time(&tally);
    }
    if let Some(tally) = read::<ErrorRateTally>(text) {
        use_level(tally.level(IdleInterval::NoErrors));
        use_level(tally.level(IdleInterval::LeftOut));
        let _ = tally.clone().merge(&tally);
    }
    if let Some(tally) = read::<UserTimeTally>(text) {
        use_level(tally.level());
        let _ = (tally.clone().merge(&tally), spans().map(|span| tally.incident(u64::MAX, span)));
    }
    if let Some(tally) = read::<RequestTally>(text) {
        use_level(tally.level());
        let _ = (tally.clone().merge(&tally), ErrorRateTally::default().record_requests(tally));
    }
    if let Some(tally) = read::<SliceTally>(text) {
        for missing in [MissingSlice::Excluded, MissingSlice::Good, MissingSlice::Bad] {
            use_level(tally.level(missing));
        }
        let _ = tally.clone().merge(&tally);
    }
    if let Some(tally) = read::<ApdexTally>(text) {
        let _ = (tally.clone().merge(&tally), tally.rating(), PLACES.map(|places| tally.score(places)));
        let _ = tally.display(ApdexTarget::default());
    }
    if let Some(target) = read::<ApdexTarget>(text) {
        let _ = (spans().map(|span| target.zone_of(span)), target.zone(largest()));
    }
    if let Some(year) = read::<ServiceYear>(text) {
        let _ = [(0, 0), (1, 1), (366, 0), (u32::MAX, u64::MAX)]
            .map(|(days, lost)| year.level(days, lost).map(use_level));
    }
    if let Some(hourly) = read::<HourlyRule>(text) {
        let range = march(1, 0)..march(31, 0);
        let outages = [outage(march(1, 0), Some(march(9, 1)))];
        let report = rule().measure(&ServiceRecord::new(&outages), range, march(31, 0)).unwrap();
        let _ = (hourly.not_charged_in(&report), hourly.not_charged(spans()));
    }
    if let Some(times) = read::<IncidentTimes>(text) {
        let _ = (times.segments().count(), MeanTimes::default().record(&times));
    }
    if let Some(means) = read::<MeanTimes>(text) {
        let _ = (means.clone().merge(&means), TimeTo::ALL.map(|measure| use_mean(&means.of(measure))));
    }
    if let Some(reliability) = read::<Reliability>(text) {
        use_level(reliability.level());
        let mut longest = MeanTime::default();
        longest.record(Span::MAX).unwrap();
        let _ = (reliability.agreement(&longest), reliability.clone().merge(&reliability));
        let unit = serde_json::from_value(json!("day")).unwrap();
        let _ = PLACES.map(|places| {
            (reliability.mtbf(unit, places), reliability.mtrs(unit, places), reliability.mtbsi(unit, places))
        });
    }
    survive_promises(text);
    if let Some(tiers) = read::<CreditTiers>(text) {
        let terms =
            CreditTerms { tiers: Some(tiers), per_breach: Some(Share::ONE), ..CreditTerms::new("USD") };
        pay(&CreditSchedule::new(terms).unwrap(), &case());
    }
    if let Some(own) = read::<CreditSchedule>(text) {
        pay(&own, &case());
        let most = Money::new(largest(), "USD").unwrap();
        pay(&own, &CreditCase { fee: most.clone(), annual_fees: Some(most), ..case() });
        pay(&own, &CreditCase { breaches: Vec::new(), ..case() });
    }
    if let Some(case) = read::<CreditCase>(text) {
        pay(&schedule(), &case);
    }
}

fn use_mean(mean: &MeanTime) {
    let _ = PLACES.map(|places| mean.mean(serde_json::from_value(json!("second")).unwrap(), places));
}

/// Objectives, budgets, alerts, compositions.
fn survive_promises(text: &[u8]) {
    if let Some(own) = read::<ServiceLevelObjective>(text) {
        for tally in tallies() {
            use_objective(&own, &tally);
        }
    }
    if let Some(tally) = read::<SloTally>(text) {
        use_tally(&tally);
        for own in DOCUMENTS.iter().filter_map(|own| serde_json::from_value(own.clone()).ok()) {
            use_objective(&own, &tally);
        }
    }
    let slices = || {
        (1..9).map(|hour| TallySlice {
            from: march(2, hour),
            until: march(2, hour + 1),
            tally: tallies()[5].clone(),
        })
    };
    if let Some(adjustments) = read::<BudgetAdjustments>(text) {
        for slices in [Vec::new(), slices().collect(), slices().rev().collect::<Vec<_>>()] {
            let Ok(series) = TallySeries::new(slices) else { continue };
            if let Ok(adjusted) = adjustments.apply(&"web".parse().unwrap(), &series, Timestamp::MAX) {
                use_tally(&adjusted.tally);
                for effect in adjusted.effects {
                    let _ = LANGUAGES.map(|language| effect.text(language));
                }
            }
        }
    }
    if let Some(series) = read::<TallySeries>(text) {
        for own in
            DOCUMENTS.iter().filter_map(|own| serde_json::from_value::<BudgetAdjustments>(own.clone()).ok())
        {
            let _ = own
                .apply(&"web".parse().unwrap(), &series, Timestamp::MAX)
                .map(|adjusted| use_tally(&adjusted.tally));
        }
    }
    if let Some(own) = read::<BurnAlerts>(text) {
        use_alerts(&own);
    }
    if let Some(own) = read::<BudgetPolicy>(text) {
        for tally in tallies() {
            let counted = own.steps().iter().map(|step| (step.window, tally.clone())).collect();
            for finding in own.evaluate(&counted).into_iter().flatten() {
                let _ = LANGUAGES.map(|language| finding.text(language));
            }
        }
    }
    if let Some(own) = read::<Composition>(text) {
        use_combined(&own.availability());
        use_combined(&own.first_order());
    }
    let members: Vec<CompositeMember> = ["a", "b"]
        .map(|id| {
            CompositeMember::new(
                id.parse().unwrap(),
                "1000000".parse::<Weight>().unwrap(),
                Some(Share::ZERO.into()),
            )
        })
        .into();
    if let Some(own) = read::<CompositeSlo>(text) {
        use_composite(&own, &members);
        use_composite(&own, &[]);
    }
    if let Some(members) = read::<Vec<CompositeMember>>(text) {
        for mode in [CompositeMode::WeightedMean, CompositeMode::MissingParts, CompositeMode::Worst] {
            use_composite(&CompositeSlo::new(mode, share("0.99")).unwrap(), &members);
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn damaged_text(
        document in prop::sample::select(&DOCUMENTS[..]),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..6, any::<prop::sample::Selector>()), 1..3),
    ) {
        survive(&damage(&document.to_string(), &cuts));
    }

    #[test]
    fn damaged_structure(
        mut document in prop::sample::select(&DOCUMENTS[..]),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..6, any::<prop::sample::Selector>()), 1..3),
    ) {
        for (place, kind, choice) in edits {
            edit(&mut document, place, kind, &choice);
        }
        survive(document.to_string().as_bytes());
    }
}

#[test]
fn documents_as_they_are() {
    for document in DOCUMENTS.iter() {
        survive(document.to_string().as_bytes());
    }
    for (open, middle, close) in
        [(r#"{"serial":["#, "", "]}"), (r#"{"at_least":{"k":1,"of":["#, r#"{"part":1}"#, "]}}")]
    {
        for levels in [31, 32, 33, 60, 126, 10_000] {
            survive(format!("{}{middle}{}", open.repeat(levels), close.repeat(levels)).as_bytes());
        }
    }
}

/// The ends of time, of counts, of money.
#[test]
fn extremes() {
    let nights = r#"{"recurring": {"on": {"first": "0001-01-01", "repeats": {"days": {}}}, "at": "23:59:59",
        "lasts": "PT8784H", "time_zone": "+23:59"}}"#;
    let nights: ExclusionTime = serde_json::from_str(nights).unwrap();
    let always = ExclusionTime::once(Timestamp::MIN, Timestamp::MAX).unwrap();
    for time in [nights, always] {
        let exclusion =
            Exclusion::new("a".parse().unwrap(), time, "x".parse().unwrap(), "y".parse().unwrap());
        measure(&AvailabilityRule::default(), &[exclusion], &[]);
    }
    let rule = AvailabilityRule::default();
    let down = [outage(Timestamp::MIN, None)];
    let all =
        rule.measure(&ServiceRecord::new(&down), Timestamp::MIN..Timestamp::MAX, Timestamp::MAX).unwrap();
    use_availability(&all);
    assert_eq!(all.level().map(|level| level.share(9)), Some(Number::ZERO));
    let hourly = HourlyRule::new(Span::ZERO).unwrap();
    let seconds = Timestamp::MAX.since(Timestamp::MIN).seconds();
    assert_eq!(hourly.not_charged_in(&all), u64::try_from((seconds + 3_599) / 3_600).unwrap());

    for (time, downtime) in spans().into_iter().flat_map(|time| spans().map(|down| (time, down))) {
        if let Ok(tally) = AvailabilityTally::new(TimeFigures { time, downtime }) {
            use_time(&tally);
        }
        let _ = SloTally::of_time(time, downtime).map(|tally| use_tally(&tally));
        for failures in [0, 1, u64::MAX] {
            let _ = Reliability::new(time, downtime, failures).map(|own| use_level(own.level()));
        }
    }
    for span in spans() {
        for preset in BurnPreset::ALL {
            for window in preset.windows(span).unwrap_or_default() {
                let _ = window.factor(span);
            }
        }
        let _ =
            (UserTimeTally::new(u64::MAX, span), first_reached(&[Share::ZERO, Share::ONE], Share::ONE, span));
    }
    for (one, other) in [(u64::MAX, u64::MAX), (u64::MAX, 0), (0, u64::MAX), (1, u64::MAX)] {
        use_level(ServiceLevel::of(one, other));
        let counts = EventCounts { good: one, bad: other };
        let _ = (counts.total(), counts.ratio(), SloTally::of_good(one, other), SloTally::of_bad(one, other));
    }
    for (mtbf, mtrs) in [(largest(), largest()), (smallest(), Number::ZERO), (Number::ZERO, largest())] {
        let _ = FailureCycle::new(mtbf, mtrs);
    }
    let most = Money::new(largest(), "USD").unwrap();
    assert!(HourlyRule::waived(u64::MAX, &most).is_err());
}

/// More windows, parts and reasons than anybody has.
#[test]
fn a_great_many() {
    let window = BurnPreset::Workbook.windows(Span::from_hours(720)).unwrap()[0];
    let windows = vec![window; 2_000];
    use_alerts(&BurnAlerts::new(share("0.99"), Span::from_hours(720), windows, BurnTest::default()).unwrap());
    let parts = (0..2_000).map(|_| Composition::part(share("0.99")));
    assert_eq!(
        Composition::at_least(1_000, parts).unwrap_err().to_string(),
        "the size of a composition is `257`: allowed is at most 256 parts"
    );
    let reasons: Vec<String> = (0..10_000).map(|n| format!(r#""r{n}": {{"good": 0, "bad": 1}}"#)).collect();
    let tally = format!(r#"{{"gross": {{"good": 0, "bad": 10000}}, "excluded": {{{}}}}}"#, reasons.join(","));
    use_tally(&read::<SloTally>(tally.as_bytes()).unwrap());
}

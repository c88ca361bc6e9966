//! Service credits: laws and bad input.

use proptest::prelude::*;
use rust_decimal::Decimal;
use service_quality::quantity::{Language, Money, Number, Period, Share, Span, Timestamp};
use service_quality::slo::ExactRatio;
use service_quality::slo::availability::ServiceLevel;
use service_quality::slo::credit::{
    AccrualBasis, ClaimDeadline, ClaimRule, CreditAccrual, CreditBreach, CreditCase, CreditCombination,
    CreditMinimum, CreditSchedule, CreditTerms, CreditTiers, PartialUnit, UnitCredit,
};

fn usd(amount: &str) -> Money {
    Money::new(amount.parse().unwrap(), "USD").unwrap()
}

fn tiers() -> CreditTiers {
    serde_json::from_str(
        r#"[{"at_least": "0.99", "below": "0.999", "credit": "0.1"},
            {"at_least": "0.95", "below": "0.99", "credit": "0.25"},
            {"at_least": "0", "below": "0.95", "credit": "1"}]"#,
    )
    .unwrap()
}

fn schedule(terms: CreditTerms) -> CreditSchedule {
    CreditSchedule::new(terms).unwrap()
}

/// An instant after all periods here, at which nothing can be asked for any more.
fn later() -> Timestamp {
    "2026-12-01T00:00:00Z".parse().unwrap()
}

fn share(permille: i64) -> Share {
    Share::new(Decimal::new(permille, 3)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn credits_grow_with_downtime_keep_their_caps_and_add_up(
        down in prop::collection::vec((0_u64..2_592_000, 0_u64..2_592_000), 1..5),
        fee in 0_i64..10_000_000, granted in 0_i64..10_000_000,
        caps in prop::array::uniform3(prop::option::of(0_i64..=1_000)), least in prop::option::of(0_i64..500),
    ) {
        let cents = |cents: i64| Money::new(Number::new(Decimal::new(cents, 2)).unwrap(), "USD").unwrap();
        let [breach, period, annual] = caps.map(|cap| cap.map(share));
        let terms = CreditTerms {
            tiers: Some(tiers()),
            breach_cap: breach.map(|breach| period.map_or(breach, |period| breach.min(period))),
            period_cap: period,
            annual_cap: annual,
            minimum: least.map(|least| CreditMinimum::Above(Number::new(Decimal::new(least, 2)).unwrap())),
            ..CreditTerms::new("USD")
        };
        let own = schedule(terms.clone());
        let credit = |worse: bool| {
            let breaches = down.iter().map(|(one, other)| {
                let down = if worse { one.max(other) } else { one.min(other) };
                CreditBreach::Counted { good: 2_592_000 - down, of: 2_592_000 }
            });
            let mut case = CreditCase::new(cents(fee), breaches.collect());
            case.granted = Some(cents(granted));
            case.annual_fees = Some(cents(fee));
            own.award(&case, later()).unwrap()
        };
        let (better, worse) = (credit(false), credit(true));
        prop_assert!(better.credit.amount() <= worse.credit.amount());
        let sum = worse.steps.iter().try_fold(cents(0), |sum, step| sum.checked_add(&step.change)).unwrap();
        prop_assert_eq!(&sum, &worse.credit);
        prop_assert!(worse.credit.amount() >= Number::ZERO);
        if let Some(cap) = terms.period_cap {
            let most = cents(fee).part(cap, 2).checked_sub(&cents(granted)).unwrap();
            prop_assert!(worse.credit.amount() <= most.amount().max(Number::ZERO));
        }
        if let Some(cap) = terms.annual_cap {
            prop_assert!(worse.credit.amount() <= cents(fee).part(cap, 2).amount());
        }
    }
}

fn refused(document: &str) -> String {
    serde_json::from_str::<CreditTiers>(document).unwrap_err().to_string()
}

#[test]
fn bad_tables_are_named() {
    let out_of_order = r#"[{"at_least": "0", "below": "0.99", "credit": "0.25"},
        {"at_least": "0.99", "below": "0.999", "credit": "0.1"}]"#;
    assert_eq!(
        refused(out_of_order),
        "tiers[1].at_least is `0.99`: allowed is less than in the tier before it: give the best availability first"
    );
    let overlap = r#"[{"at_least": "0.98", "below": "0.999", "credit": "0.1"},
        {"at_least": "0", "below": "0.99", "credit": "0.25"}]"#;
    assert!(refused(overlap).starts_with("tiers[1].below is `0.99`"));
    let less = r#"[{"at_least": "0.99", "below": "0.999", "credit": "0.3"},
        {"at_least": "0", "below": "0.99", "credit": "0.25"}]"#;
    assert_eq!(
        refused(less),
        "tiers[1].credit is `0.25`: allowed is at least 0.3, as for better availability"
    );
    let open = r#"[{"at_least": "0.95", "below": "0.999", "credit": "0.3"}]"#;
    assert_eq!(refused(open), "tiers[0].at_least is `0.95`: allowed is 0 in the last tier");
    assert_eq!(refused("[]"), "tiers is `none`: allowed is one tier at least");
    let turned = r#"[{"at_least": "0.999", "below": "0.99", "credit": "0.3"}]"#;
    assert_eq!(refused(turned), "tiers[0].at_least is `0.999`: allowed is less than `below`, 0.99");
}

#[test]
fn bad_terms_and_cases_are_named() {
    let refused = |terms: CreditTerms| CreditSchedule::new(terms).unwrap_err().to_string();
    let usual = || CreditTerms { per_breach: Some(share(100)), ..CreditTerms::new("USD") };
    assert_eq!(refused(CreditTerms { places: 10, ..usual() }), "places is `10`: allowed is at most 9");
    let caps = CreditTerms { breach_cap: Some(share(500)), period_cap: Some(share(250)), ..usual() };
    assert_eq!(refused(caps), "breach_cap is `0.5`: allowed is at most the cap of the period, 0.25");
    assert!(refused(CreditTerms::new("dollar")).starts_with("currency `dollar` cannot be read"));

    let own = schedule(CreditTerms { annual_cap: Some(share(200)), ..usual() });
    let mut case = CreditCase::new(usd("10"), vec![CreditBreach::Breach]);
    let error = |case: &CreditCase| own.award(case, later()).unwrap_err().to_string();
    assert_eq!(
        error(&case),
        "annual_fees is `absent`: allowed is the fees of twelve months, of which a share is the cap"
    );
    case.annual_fees = Some(Money::new("10".parse().unwrap(), "EUR").unwrap());
    assert_eq!(error(&case), "annual_fees is `10 EUR`: allowed is an amount in USD");
    case.annual_fees = Some(usd("-1"));
    assert_eq!(error(&case), "annual_fees is `-1 USD`: allowed is 0 USD or more");
    case.breaches = vec![CreditBreach::Reached(share(980).into())];
    assert!(error(&case).starts_with("breaches[0] is `a level`: allowed is `breach`, downtime or an amount"));
    case.breaches = vec![CreditBreach::Counted { good: 2, of: 1 }];
    assert_eq!(error(&case), "breaches[0].counted.good is `2`: allowed is at most 1");
}

#[test]
fn boundaries_belong_to_the_better_tier() {
    let own = schedule(CreditTerms { tiers: Some(tiers()), ..CreditTerms::new("USD") });
    let credit = |good, of| {
        let case = CreditCase::new(usd("100"), vec![CreditBreach::Counted { good, of }]);
        own.award(&case, later()).unwrap().credit.amount().to_string()
    };
    assert_eq!(credit(999, 1_000), "0");
    assert_eq!(credit(998_999_999_999, 1_000_000_000_000), "10", "never rounded up to the promise");
    assert_eq!(credit(99, 100), "10");
    assert_eq!(credit(95, 100), "25");
    assert_eq!(credit(0, 100), "100");
    assert_eq!(credit(0, 0), "0", "0 of 0 is no breach");
    let rounded =
        schedule(CreditTerms { tiers: Some(tiers()), percent_places: Some(2), ..CreditTerms::new("USD") });
    let breach = CreditBreach::Counted { good: 99_896, of: 100_000 };
    let award = rounded.award(&CreditCase::new(usd("100"), vec![breach]), later()).unwrap();
    assert_eq!(award.credit, usd("0"), "99.896 % counts as 99.90 %");
}

#[test]
fn other_remedies_and_claims() {
    let case = |asked: Option<&str>| CreditCase {
        other_remedy: Some(usd("4")),
        period: Some(serde_json::from_str(r#"{"dates": "2026-01", "time_zone": "+08:00"}"#).unwrap()),
        asked: asked.map(|asked| asked.parse::<Timestamp>().unwrap()),
        ..CreditCase::new(usd("100"), vec![CreditBreach::Breach])
    };
    let own = |combination, claim| {
        let per_breach = Some(share(100));
        schedule(CreditTerms { per_breach, combination, claim, ..CreditTerms::new("USD") })
    };
    let credit =
        |combination| own(combination, ClaimRule::Automatic).award(&case(None), later()).unwrap().credit;
    assert_eq!(credit(CreditCombination::Added), usd("10"));
    assert_eq!(credit(CreditCombination::Higher), usd("6"));
    assert_eq!(credit(CreditCombination::Exclusive), usd("0"));

    let claimed = own(CreditCombination::Added, ClaimRule::OnRequest(ClaimDeadline::Months(1)));
    let award = |asked| claimed.award(&case(asked), later()).unwrap();
    assert_eq!(award(Some("2026-02-28T15:59:59Z")).credit, usd("10"), "before midnight in Shanghai");
    let late = award(Some("2026-02-28T16:00:00Z"));
    assert_eq!(late.credit, usd("0"));
    let last = late.steps.last().unwrap();
    assert_eq!(
        last.text(Language::English, 2),
        "asked for at 2026-02-28T16:00:00Z, too late: the last day was 2026-02-28: -10.00 USD"
    );
    assert_eq!(
        award(None).steps.last().unwrap().text(Language::Chinese, 2),
        "未申请，已过期限 2026-02-28：-10.00 USD"
    );
    let forever = ClaimDeadline::BillingPeriods(u32::MAX);
    let period = serde_json::from_str(r#"{"dates": "9990", "time_zone": "UTC"}"#).unwrap();
    assert!(forever.last_day(&period).is_err());
}

#[test]
fn amounts_are_rounded_to_what_can_be_paid() {
    let terms = |places| CreditTerms { places, per_breach: Some(share(333)), ..CreditTerms::new("USD") };
    let credit = |places| {
        let case = CreditCase::new(usd("0.5"), vec![CreditBreach::Breach, CreditBreach::Breach]);
        schedule(terms(places)).award(&case, later()).unwrap().credit.printed(places)
    };
    assert_eq!(credit(2), "0.34 USD", "each breach for itself");
    assert_eq!(credit(3), "0.334 USD");
    assert_eq!(credit(0), "0 USD");
}

#[test]
fn credits_accrue_with_downtime_up_to_the_fee() {
    let hourly = CreditAccrual::new(Span::from_hours(1), UnitCredit::Share(share(30))).unwrap();
    let credit = |accrual: CreditAccrual, minutes: &[i32]| {
        let own = schedule(CreditTerms { accrual: Some(accrual), ..CreditTerms::new("USD") });
        let breaches = minutes.iter().map(|minutes| CreditBreach::Downtime(Span::from_minutes(*minutes)));
        own.award(&CreditCase::new(usd("100"), breaches.collect()), later()).unwrap().credit
    };
    let amounts = [0, 59, 60, 61, 179, 100 * 60].map(|minutes| credit(hourly, &[minutes]).to_string());
    assert_eq!(amounts, ["0 USD", "0 USD", "3 USD", "3 USD", "6 USD", "100 USD"]);
    assert_eq!(credit(hourly.partial_units(PartialUnit::Whole), &[61]), usd("6"));
    assert_eq!(credit(hourly, &[59, 59]), usd("3"), "the downtime of the period");
    assert_eq!(credit(hourly.basis(AccrualBasis::EachBreach), &[59, 59]), usd("0"));
    let longest = CreditAccrual::new(Span::from_seconds(1), UnitCredit::Share(Share::ONE)).unwrap();
    assert_eq!(longest.ratio(Span::from_seconds(i64::MAX)), ExactRatio::ONE);

    // Thirty thirtieths are the whole, to the cent.
    let thirtieth = CreditAccrual::new(Span::from_hours(1), UnitCredit::Part(30)).unwrap();
    assert_eq!(credit(thirtieth, &[60; 30]), usd("100"));
    assert_eq!(credit(thirtieth, &[60; 31]), usd("100"));

    let own = schedule(CreditTerms { per_breach: Some(share(100)), ..CreditTerms::new("USD") });
    let case = CreditCase::new(usd("1"), vec![CreditBreach::Downtime(Span::ZERO)]);
    let error = own.award(&case, later()).unwrap_err();
    assert!(error.to_string().ends_with("the schedule has no `accrual`"), "{error}");
}

#[test]
fn no_more_than_the_fee_unless_said_otherwise() {
    let case = CreditCase::new(usd("100"), vec![CreditBreach::Breach; 3]);
    let owed = |period_cap| {
        let terms = CreditTerms { per_breach: Some(share(400)), period_cap, ..CreditTerms::new("USD") };
        schedule(terms).award(&case, later()).unwrap().credit
    };
    assert_eq!(owed(CreditTerms::new("USD").period_cap), usd("100"));
    assert_eq!(owed(None), usd("120"));
    let read = |document: &str| serde_json::from_str::<CreditSchedule>(document).unwrap().terms().period_cap;
    assert_eq!(read(r#"{"currency": "USD"}"#), Some(Share::ONE));
    assert_eq!(read(r#"{"currency": "USD", "period_cap": null}"#), None);
}

#[test]
fn the_cap_of_twelve_months_counts_this_period_too() {
    let terms =
        CreditTerms { per_breach: Some(share(100)), annual_cap: Some(share(200)), ..CreditTerms::new("USD") };
    let case = CreditCase {
        annual_fees: Some(usd("1200")),
        annual_granted: Some(usd("230")),
        granted: Some(usd("5")),
        ..CreditCase::new(usd("100"), vec![CreditBreach::Breach])
    };
    assert_eq!(schedule(terms).award(&case, later()).unwrap().credit, usd("5"), "240, less 230 and 5");
}

#[test]
fn a_rounded_level_is_told_with_what_it_was() {
    let terms = CreditTerms { tiers: Some(tiers()), percent_places: Some(1), ..CreditTerms::new("USD") };
    let level = ServiceLevel::of(99_861, 100_000);
    let case = CreditCase::new(usd("100"), vec![CreditBreach::of_level(level)]);
    let award = schedule(terms).award(&case, later()).unwrap();
    assert_eq!(
        award.text(Language::English),
        "no. 1: 99.861 % reached, rounded to 99.9 %, as promised: +0.00 USD\ncredit: 0.00 USD of a fee of 100.00 USD"
    );
    let nearly = ServiceLevel::of(998_999_999_999, 1_000_000_000_000);
    let case = CreditCase::new(usd("100"), vec![CreditBreach::of_level(nearly)]);
    let exact = schedule(CreditTerms { tiers: Some(tiers()), ..CreditTerms::new("USD") });
    let award = exact.award(&case, later()).unwrap();
    assert_eq!(
        award.steps[0].text(Language::English, 2),
        "no. 1: 99.899999999 % reached, tier 1, 10 % of the fee: +10.00 USD",
        "not 99.9 %, which it misses"
    );
}

#[test]
fn a_claim_is_a_clock() {
    let period: Period = serde_json::from_str(r#"{"dates": "2026-01", "time_zone": "UTC"}"#).unwrap();
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let claim = ClaimRule::OnRequest(ClaimDeadline::Days(30));
    let own = schedule(CreditTerms { per_breach: Some(share(100)), claim, ..CreditTerms::new("USD") });
    let case = |asked: Option<&str>| CreditCase {
        period: Some(period),
        asked: asked.map(at),
        ..CreditCase::new(usd("100"), vec![CreditBreach::Breach])
    };
    let open = own.award(&case(None), at("2026-02-15T00:00:00Z")).unwrap();
    assert_eq!((open.credit, open.claimable), (usd("0"), Some(usd("10"))));
    assert_eq!(open.claim.unwrap().left(), Some(Span::from_hours(16 * 24)));
    let lapsed = own.award(&case(None), at("2026-03-03T00:00:00Z")).unwrap();
    assert_eq!((lapsed.credit, lapsed.claimable), (usd("0"), None));
    let asked = own.award(&case(Some("2026-03-02T23:59:59Z")), at("2026-04-01T00:00:00Z")).unwrap();
    assert_eq!((asked.credit, asked.claimable), (usd("10"), None));
    for asked in ["2025-12-31T23:59:59Z", "2026-04-02T00:00:00Z"] {
        let error = own.award(&case(Some(asked)), at("2026-04-01T00:00:00Z")).unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("asked is `{asked}`: allowed is 2026-01-01T00:00:00Z")),
            "{error}"
        );
    }
}

#[test]
fn the_last_day_of_claims_does_not_drift() {
    let last = |dates: &str, rule: ClaimDeadline| {
        let period = format!(r#"{{"dates": "{dates}", "time_zone": "UTC"}}"#);
        rule.last_day(&serde_json::from_str(&period).unwrap()).unwrap().to_string()
    };
    // The end of a range is its last day's following one.
    assert_eq!(last("2026-12-01/2026-12-31", ClaimDeadline::Months(2)), "2027-02-28");
    assert_eq!(last("2026-02", ClaimDeadline::Months(1)), "2026-03-31", "the last day after the last day");
    assert_eq!(last("2026-01", ClaimDeadline::Months(1)), "2026-02-28");
    assert_eq!(last("2026-01-15/2026-02-15", ClaimDeadline::BillingPeriods(2)), "2026-04-14");
    assert_eq!(last("2026-01-31/2026-02-28", ClaimDeadline::BillingPeriods(1)), "2026-03-30");
    assert_eq!(last("2026-W01", ClaimDeadline::BillingPeriods(2)), "2026-01-18");
    assert_eq!(last("2026-Q1", ClaimDeadline::BillingPeriods(1)), "2026-06-30");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn accrued_credits_never_fall_with_downtime(
        down in prop::collection::vec(0_i32..400, 1..6), more in 0_i32..400, at in 0_usize..6,
        part in 1_u32..40, whole in any::<bool>(), fee in 0_i64..100_000,
    ) {
        let partial = if whole { PartialUnit::Whole } else { PartialUnit::Dropped };
        let accrual = CreditAccrual::new(Span::from_hours(1), UnitCredit::Part(part)).unwrap();
        let own = schedule(CreditTerms {
            accrual: Some(accrual.partial_units(partial)),
            ..CreditTerms::new("USD")
        });
        let fee = Money::new(Number::new(Decimal::new(fee, 2)).unwrap(), "USD").unwrap();
        let credit = |minutes: &[i32]| {
            let spans = minutes.iter().map(|minutes| CreditBreach::Downtime(Span::from_minutes(*minutes)));
            own.award(&CreditCase::new(fee.clone(), spans.collect()), later()).unwrap().credit.amount()
        };
        let mut worse = down.clone();
        match worse.get_mut(at) {
            Some(minutes) => *minutes += more,
            None => worse.push(more),
        }
        prop_assert!(credit(&down) <= credit(&worse));
        prop_assert_eq!(credit(&down), credit(&[down.iter().sum()]), "however it is cut");
    }
}

#[test]
fn each_breach_has_its_cap_and_the_year_has_one() {
    let usual =
        || CreditTerms { tiers: Some(tiers()), breach_cap: Some(share(150)), ..CreditTerms::new("USD") };
    let breaches = vec![
        CreditBreach::Reached(share(980).into()),
        CreditBreach::Reached(share(995).into()),
        CreditBreach::Reached(share(500).into()),
    ];
    let mut case = CreditCase::new(usd("100"), breaches);
    assert_eq!(schedule(usual()).award(&case, later()).unwrap().credit, usd("40"), "15, 10 and 15");
    case.annual_fees = Some(usd("1000"));
    let yearly = schedule(CreditTerms { annual_cap: Some(share(50)), ..usual() });
    for (granted, left) in [(None, "40"), (Some("20"), "30"), (Some("50"), "0"), (Some("60"), "0")] {
        case.annual_granted = granted.map(usd);
        assert_eq!(yearly.award(&case, later()).unwrap().credit, usd(left));
    }
}

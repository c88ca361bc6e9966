//! What is refused, with which words.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use service_quality::Error;
use service_quality::quantity::{AttributeName, Label, Share, Weight};
use service_quality::survey::reliability::{
    AlphaNote, CohenKappa, CronbachAlpha, FleissKappa, KrippendorffAlpha, LevelOfMeasurement,
};
use service_quality::survey::sampling::{
    Allocation, AllocationRule, CoverageReport, DesignEffect, Observation, Population, PostStratification,
    Raking, Representativity, SampleSize, StratifiedMean, Stratum, answers_by,
};
use service_quality::survey::{Response, ResponseOutcome};
use service_quality::ticket::Value;

#[track_caller]
fn refused<T: std::fmt::Debug, E: Into<Error>>(result: Result<T, E>, message: &str) {
    assert_eq!(result.map_err(Into::into).unwrap_err().to_string(), message);
}

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

fn label(name: &str) -> Label {
    name.parse().unwrap()
}

fn counts(strata: &[(&str, u64)]) -> BTreeMap<Label, u64> {
    strata.iter().map(|(name, n)| (label(name), *n)).collect()
}

fn people(strata: &[(&str, u64)]) -> Population {
    Population::counts(counts(strata)).unwrap()
}

#[test]
fn figures_that_are_none() {
    let confidence = share("0.95");
    let within = "is out of range: give more than 0 and less than 1";
    for (given, text) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf"), (0.0, "0"), (1.0, "1"), (-0.5, "-0.5")] {
        refused(
            SampleSize::for_proportion(given, 0.05, confidence, None),
            &format!("proportion `{text}` {within}"),
        );
        refused(
            SampleSize::for_proportion(0.5, given, confidence, None),
            &format!("margin `{text}` {within}"),
        );
        refused(SampleSize::krejcie_morgan(9, 3.841, given, 0.05), &format!("proportion `{text}` {within}"));
        refused(
            SampleSize::for_two_proportions(0.5, given, share("0.05"), share("0.8")),
            &format!("second proportion `{text}` {within}"),
        );
    }
    for confidence in [Share::ZERO, Share::ONE] {
        let message = format!("confidence `{confidence}` {within}");
        refused(SampleSize::for_proportion(0.5, 0.05, confidence, None), &message);
        refused(SampleSize::for_mean(1.0, 0.05, confidence, None), &message);
        refused(CronbachAlpha::new(&[[Some(1.0)]], confidence), &message);
    }
    refused(
        SampleSize::for_mean(f64::INFINITY, 1.0, confidence, None),
        "standard deviation `inf` is out of range: give a finite number above 0",
    );
    refused(
        SampleSize::for_proportion(0.5, 0.05, confidence, Some(0)),
        "population `0` is out of range: give a finite number above 0",
    );
    refused(
        SampleSize::for_proportion(0.5, 1e-200, confidence, None),
        "the sample exceeds 10^15 answers: allow a wider margin or a larger difference",
    );
    refused(
        SampleSize::for_two_proportions(0.5, 0.5, share("0.05"), share("0.8")),
        "both proportions are `0.5`: give two that differ by what the survey shall detect",
    );
    refused(
        SampleSize::for_net_promoter(0.7, 0.4, 0.05, confidence, None),
        "promoters and detractors `0.7 and 0.4` is out of range: give shares of 0 or more, together at most 1",
    );
    refused(
        SampleSize::for_net_promoter(1.0, 0.0, 0.05, confidence, None),
        "the assumed score shows no spread: assume shares of which neither is all or nothing",
    );
    let size = SampleSize::for_proportion(0.5, 0.05, confidence, None).unwrap();
    refused(size.invitations(Share::ZERO), "response rate `0` is out of range: give more than 0, at most 1");
}

#[test]
fn strata_that_cannot_be_drawn_from() {
    let stratum = |name: &str, size| Stratum::new(label(name), size).unwrap();
    let strata = [stratum("north", 30), stratum("south", 10)];
    let rule = AllocationRule::Proportional;
    refused(Stratum::new(label("sea"), 0), "stratum `sea` of the population is empty: leave it out");
    refused(
        stratum("sea", 1).with_deviation(-1.0),
        "standard deviation `-1` is out of range: give a finite number of 0 or more",
    );
    refused(
        stratum("sea", 1).with_deviation(f64::NAN),
        "standard deviation `NaN` is out of range: give a finite number of 0 or more",
    );
    refused(Allocation::new(&[], 0, rule, 0), "no stratum is given: give at least one");
    refused(
        Allocation::new(&[stratum("sea", 1), stratum("sea", 2)], 1, rule, 0),
        "stratum `sea` is given twice: strata are unique",
    );
    refused(
        Allocation::new(&strata, 41, rule, 0),
        "a sample of 41 exceeds the population of 40: ask everyone",
    );
    refused(
        Allocation::new(&strata, 15, rule, 8),
        "a minimum of 8 in each stratum needs 16 of a sample of 15: lower the minimum or enlarge the sample",
    );
    let still = strata.map(|stratum| stratum.with_deviation(0.0).unwrap());
    refused(
        Allocation::new(&still, 4, AllocationRule::Neyman, 0),
        "the standard deviation of every stratum shows no spread: divide the sample by size",
    );
    let huge = [stratum("one", 1_000_000_000_000), stratum("two", 1)];
    refused(
        Allocation::new(&huge, 4, rule, 0),
        "population `1000000000001` is out of range: give at most 10^12",
    );
}

#[test]
fn answers_that_stand_for_nothing() {
    let population = people(&[("north", 300), ("south", 100)]);
    let north = counts(&[("north", 10)]);
    refused(
        PostStratification::new(&north, &population),
        "stratum `south` has no answer: join it with a stratum that resembles it",
    );
    let none = counts(&[("north", 0), ("south", 0)]);
    let nothing = "there is no answer: nothing can be compared or weighted";
    refused(PostStratification::new(&none, &population), nothing);
    refused(CoverageReport::new(&none, &population, share("0.05")), nothing);
    refused(CoverageReport::new(&BTreeMap::new(), &population, share("0.05")), nothing);
    refused(
        CoverageReport::new(&counts(&[("sea", 1)]), &population, share("0.05")),
        "stratum `sea` is not in the population: give its count or share there",
    );
    refused(
        CoverageReport::new(&counts(&[("south", 101)]), &population, share("0.05")),
        "stratum `south` has 101 answers, more than its 100 people: correct one of the counts",
    );
    let rare =
        Population::shares([(label("all"), share("0.999999999")), (label("few"), share("0.000000001"))]);
    let heavy = PostStratification::new(&counts(&[("all", 1), ("few", 2_000_000)]), &rare.unwrap());
    let light = people(&[("all", 1_000_000_000_000), ("few", 1)]);
    let light = PostStratification::new(&counts(&[("all", 1), ("few", 1)]), &light);
    for (weights, begins) in [
        (heavy, "stratum `all` would weigh `2000000.9"),
        (light, "stratum `few` would weigh `0.000000000001"),
    ] {
        let message = weights.unwrap_err().to_string();
        assert!(message.starts_with(begins) && message.ends_with("resembles it"), "{message}");
    }
    refused(
        Population::shares([(label("north"), share("0.5")), (label("south"), share("0.4"))]),
        "the shares of the population sum to `0.9`: give shares that sum to 1 within 0.001",
    );
    let cell = |row: &str, column: &str, n: u64| ((label(row), label(column)), n);
    let ages = people(&[("young", 100), ("old", 100)]);
    refused(
        Raking::new(&BTreeMap::from([cell("north", "old", 5), cell("south", "old", 5)]), &population, &ages),
        "stratum `young` has no answer: join it with a stratum that resembles it",
    );
    // All of the north is old, and all of the south young: no weights make both halves and quarters.
    refused(
        Raking::new(
            &BTreeMap::from([cell("north", "old", 5), cell("south", "young", 5)]),
            &population,
            &ages,
        ),
        "no weights reproduce both margins after 1000 rounds: join rare strata",
    );
    assert_eq!(DesignEffect::of_weights([(1, f64::NAN)]), None);
    assert_eq!(DesignEffect::of_weights([(1, -1.0)]), None);
    assert_eq!(DesignEffect::of_weights([]), None);
}

#[test]
fn responses_are_counted_and_weighed_by_an_attribute() {
    let region: AttributeName = "region".parse().unwrap();
    let response = |id: &str| Response::builder(id.parse().unwrap(), "yearly".parse().unwrap());
    let of = |id: &str, name: &str| response(id).attribute(region.clone(), name).build().unwrap();
    let silent = response("R-9").outcome(ResponseOutcome::NotReturned).build().unwrap();
    let given = [of("R-1", "north"), of("R-2", "south"), of("R-3", "north"), silent.clone()];
    let answers = answers_by(&region, &given).unwrap();
    assert_eq!(answers, counts(&[("north", 2), ("south", 1)]));
    let weights = PostStratification::new(&answers, &people(&[("north", 10), ("south", 20)])).unwrap();
    let weigh = |response: Response| weights.weigh(&region, response);
    assert_eq!(
        weigh(given[1].clone().with_weight("7".parse().unwrap()).unwrap()).unwrap().weight().to_string(),
        "2"
    );
    assert_eq!(weigh(silent.clone()).unwrap(), silent, "no answer has no weight to correct");

    let nameless = "response `R-4` names no stratum in `region`: give it that attribute, a short text";
    for value in [None, Some(Value::Flag(true)), Some(Value::from(""))] {
        let builder =
            value.into_iter().fold(response("R-4"), |one, value| one.attribute(region.clone(), value));
        let stray = builder.build().unwrap();
        refused(answers_by(&region, [&stray]), nameless);
        refused(weigh(stray), nameless);
    }
    refused(weigh(of("R-5", "sea")), "stratum `sea` is not in the population: give its count or share there");
}

#[test]
fn raking_does_not_stop_where_one_margin_holds_by_chance() {
    let cell = |row: &str, column: &str, n: u64| ((label(row), label(column)), n);
    let answers = BTreeMap::from([
        cell("north", "young", 40),
        cell("north", "old", 20),
        cell("south", "young", 5),
        cell("south", "old", 35),
    ]);
    let (regions, ages) =
        (people(&[("north", 600), ("south", 400)]), people(&[("young", 700), ("old", 300)]));
    let raking = Raking::new(&answers, &regions, &ages).unwrap();
    let north = raking.value("north", "young").unwrap() * 40.0 + raking.value("north", "old").unwrap() * 20.0;
    assert!((north - 60.0).abs() < 1e-6, "{north}");
}

#[test]
fn coverage_says_what_is_missing() {
    let report = |answers: &[(&str, u64)], population: &Population| {
        CoverageReport::new(&counts(answers), population, share("0.05")).unwrap()
    };
    let population = people(&[("north", 300), ("south", 100)]);
    let north = report(&[("north", 30)], &population);
    assert_eq!((north.verdict, north.empty.len()), (Representativity::Incomplete, 1));
    assert_eq!(north.covered, share("0.75"));
    assert_eq!(north.strata[1].answered, Some(Share::ZERO));
    assert_eq!(report(&[("north", 6), ("south", 2)], &population).verdict, Representativity::TooFew);
    let fair = report(&[("north", 60), ("south", 20)], &population);
    assert_eq!((fair.verdict, fair.chi_square.unwrap().p_value), (Representativity::NoDifferenceShown, 1.0));
    let single = report(&[("all", 9)], &people(&[("all", 90)]));
    assert_eq!((single.verdict, single.chi_square), (Representativity::NoDifferenceShown, None));
}

#[test]
fn coverage_minds_how_much_of_a_small_population_answered() {
    let report = |answers: &[(&str, u64)], population: &Population| {
        CoverageReport::new(&counts(answers), population, share("0.05")).unwrap()
    };
    let halves = people(&[("north", 100), ("south", 100)]);
    // As a table of two by two: χ² = N(ad−bc)² / (product of the margins) = 200·(95·25−75·5)²/(100·100·170·30).
    let skewed = report(&[("north", 95), ("south", 75)], &halves);
    let test = skewed.chi_square.unwrap();
    assert!(
        (test.statistic - 15.686_274_51).abs() < 1e-6 && (test.p_value - 7.48e-5).abs() < 1e-7,
        "{test:?}"
    );
    assert_eq!(skewed.verdict, Representativity::Skewed);
    // By shares alone the same answers could be few of many.
    let shares =
        Population::shares([(label("north"), share("0.5")), (label("south"), share("0.5"))]).unwrap();
    let unknown = report(&[("north", 95), ("south", 75)], &shares);
    assert_eq!(unknown.verdict, Representativity::NoDifferenceShown);
    assert!((unknown.chi_square.unwrap().p_value - 0.125).abs() < 1e-3);
    // Where four in a stratum are expected not to have answered, there are too few for the test.
    assert_eq!(report(&[("north", 92), ("south", 100)], &halves).verdict, Representativity::TooFew);
    assert_eq!(report(&[("north", 90), ("south", 100)], &halves).verdict, Representativity::Skewed);
    let census = report(&[("north", 100), ("south", 100)], &halves);
    assert_eq!((census.verdict, census.chi_square), (Representativity::Census, None));
    assert_eq!(census.to_string(), "200 answers cover 1 of the population: everyone answered");
    // Counts beyond any survey are compared nevertheless.
    let vast = people(&[("north", u64::MAX), ("south", u64::MAX)]);
    let most = 500_000_000_000_000;
    let vast = report(&[("north", most), ("south", most)], &vast);
    assert_eq!(vast.verdict, Representativity::NoDifferenceShown);
}

#[test]
fn more_answers_than_any_survey_has() {
    let population = people(&[("north", u64::MAX), ("south", u64::MAX)]);
    let message = "there are more than 10^15 answers: correct the counts";
    for answers in [&[("north", 1_000_000_000_000_001)][..], &[("north", u64::MAX), ("south", 1)]] {
        refused(CoverageReport::new(&counts(answers), &population, share("0.05")), message);
        refused(PostStratification::new(&counts(answers), &population), message);
    }
}

#[test]
fn observations_that_say_nothing() {
    let answer = |stratum: &str, weight: &str, value: f64| Observation {
        stratum: label(stratum),
        weight: weight.parse().unwrap(),
        value,
    };
    let mean = |observations: &[Observation], sizes: &[(&str, u64)]| {
        StratifiedMean::new(observations, &counts(sizes), share("0.95"))
    };
    refused(mean(&[], &[]), "there is no answer: nothing can be compared or weighted");
    let (one, two) = (answer("north", "2", 1.0), answer("north", "2", 3.0));
    refused(
        mean(std::slice::from_ref(&one), &[("north", 9)]),
        "stratum `north` has one observation: join it with a stratum that resembles it",
    );
    refused(
        mean(&[one.clone(), two.clone()], &[("north", 1)]),
        "stratum `north` has 2 answers, more than its 1 people: correct one of the counts",
    );
    refused(
        mean(&[one.clone(), two.clone()], &[("north", 9), ("sea", 9)]),
        "stratum `sea` has no answer: join it with a stratum that resembles it",
    );
    refused(
        mean(&[one.clone(), answer("north", "0", 3.0)], &[("north", 9)]),
        "weight `0` is out of range: give more than 0; leave out what shall not count",
    );
    for value in [f64::NAN, f64::NEG_INFINITY, 1e300] {
        let message =
            mean(&[one.clone(), answer("north", "1", value)], &[("north", 9)]).unwrap_err().to_string();
        assert!(message.starts_with("value `"), "{message}");
    }
    // Everyone was asked: no doubt is left, and no design to compare.
    let census = mean(&[answer("north", "1", 1.0), answer("north", "1", 3.0)], &[("north", 2)]).unwrap();
    assert_eq!((census.standard_error, census.design_effect, census.effective_n), (0.0, None, None));
}

#[test]
fn a_stratum_of_one_person_who_was_asked_leaves_no_doubt() {
    let answer =
        |stratum: &str, value: f64| Observation { stratum: label(stratum), weight: Weight::ONE, value };
    let rest = [answer("north", 1.0), answer("north", 3.0)];
    let head = [answer("north", 1.0), answer("north", 3.0), answer("head office", 5.0)];
    let mean = |answers: &[Observation], sizes: &[(&str, u64)]| {
        StratifiedMean::new(answers, &counts(sizes), share("0.95")).unwrap()
    };
    let with = mean(&head, &[("north", 20), ("head office", 1)]);
    let without = mean(&rest, &[("north", 20)]);
    // A third of the weight is certain: what varies counts for two thirds.
    assert!((with.standard_error - without.standard_error * 2.0 / 3.0).abs() < 1e-12);
    assert!(with.design_effect.is_some_and(|effect| effect > 0.0));
    let alone = mean(&[answer("all", 4.0)], &[("all", 1)]);
    assert_eq!((alone.mean, alone.standard_error, alone.design_effect), (4.0, 0.0, None));
}

#[test]
fn relative_weights_have_a_design_effect() {
    let sizes = counts(&[("north", 3_000), ("south", 1_000)]);
    let answers = counts(&[("north", 4), ("south", 4)]);
    let weights = PostStratification::new(&answers, &Population::counts(sizes.clone()).unwrap()).unwrap();
    let mean = |scale: u32| {
        // As many fours as fives in either: the strata explain nothing, so that only unequal weights are left.
        let observe = |(place, stratum): (usize, &str)| Observation {
            stratum: label(stratum),
            weight: Weight::new(weights.weight(stratum).unwrap().value() * Decimal::from(scale)).unwrap(),
            value: if place % 2 == 0 { 4.0 } else { 5.0 },
        };
        let strata = ["north"; 4].into_iter().chain(["south"; 4]).enumerate();
        StratifiedMean::new(&strata.map(observe).collect::<Vec<_>>(), &sizes, share("0.95")).unwrap()
    };
    let kish = weights.design_effect().factor;
    assert!((kish - 1.25).abs() < 1e-12, "{kish}");
    // That of Kish, times what a mean in each stratum costs instead of one in all: n/(n−1) of 4 and of 8.
    let effect = mean(1).design_effect.unwrap();
    let expected = kish * (4.0 / 3.0) / (8.0 / 7.0);
    assert!((effect / expected - 1.0).abs() < 1e-2, "{effect} and {expected}");
    assert!((mean(500).design_effect.unwrap() - effect).abs() < 1e-9, "weights are relative");
}

#[test]
fn ratings_that_cannot_be_compared() {
    let confidence = share("0.95");
    let answers = |rows: &[[f64; 2]]| rows.iter().map(|row| row.map(Some)).collect::<Vec<_>>();
    refused(CronbachAlpha::new(&[[Some(1.0)], [Some(2.0)]], confidence), "too few items, 1: give at least 2");
    refused(
        CronbachAlpha::new(&[[Some(1.0), None], [None, Some(2.0)]], confidence),
        "too few complete respondents, 0: give at least 2",
    );
    refused(
        CronbachAlpha::new(&[vec![Some(1.0), None], vec![None]], confidence),
        "respondents[1] is of length 1, not 2: give as many entries in each",
    );
    refused(
        CronbachAlpha::new(&answers(&[[1.0, f64::NAN], [2.0, 1.0]]), confidence),
        "respondents[0][1]: `NaN` is no rating: give a finite number of at most 10^100 either side of 0",
    );
    let constant = "the sum of the items is the same for every respondent: alpha is not defined";
    refused(CronbachAlpha::new(&answers(&[[0.1, 0.1], [0.1, 0.1], [0.1, 0.1]]), confidence), constant);
    refused(CronbachAlpha::new(&answers(&[[1.0, 5.0], [5.0, 1.0], [3.0, 3.0]]), confidence), constant);
    let reversed = CronbachAlpha::new(&answers(&[[1.0, 5.0], [5.0, 1.0], [3.0, 2.0]]), confidence).unwrap();
    assert_eq!(reversed.note, Some(AlphaNote::Negative));
    let half = CronbachAlpha::new(&answers(&[[1.0, 0.1], [5.0, 0.1], [3.0, 0.1]]), confidence).unwrap();
    assert_eq!((half.standardised, half.mean_inter_item, half.items[0].corrected_total), (None, None, None));
    assert_eq!(half.items[0].alpha_if_deleted, None);

    refused(CohenKappa::from_table(&[[1]]), "too few categories, 1: give at least 2");
    refused(CohenKappa::from_table(&[[0, 0], [0, 0]]), "too few ratings, 0: give at least 1");
    refused(
        CohenKappa::from_table(&[[u64::MAX, 1], [0, 0]]),
        "there are more than 10^15 ratings: draw a sample",
    );
    refused(
        CohenKappa::from_pairs(&["good", "poor"], &[("good", "fair")]),
        "pairs[0]: `fair` is no rating: give one of the categories",
    );
    refused(
        CohenKappa::from_pairs(&["good", "poor", "good"], &[]),
        "categories[2] is given twice: categories are unique",
    );
    let alike = CohenKappa::from_table(&[[7, 0], [0, 0]]).unwrap();
    assert_eq!((alike.unweighted, alike.linear, alike.standard_error), (None, None, None));
    assert_eq!((alike.gwet_ac1, alike.interval(confidence)), (Some(1.0), None));

    refused(FleissKappa::new::<[u64; 2]>(&[]), "too few items, 0: give at least 1");
    refused(
        FleissKappa::new(&[[2, 1], [2, 2]]),
        "items[1] has 4 ratings where the first has 3: use Krippendorff's alpha where ratings are missing",
    );
    refused(FleissKappa::new(&[[1, 0], [0, 1]]), "too few ratings of an item, 1: give at least 2");
    assert_eq!(FleissKappa::new(&[[3, 0], [3, 0]]).unwrap().kappa, None);

    let level = LevelOfMeasurement::Ratio;
    refused(KrippendorffAlpha::new(&[[Some(1.0)]], level), "too few assessors, 1: give at least 2");
    refused(
        KrippendorffAlpha::new(&[[Some(1.0), None], [None, Some(1.0)]], level),
        "too few items with two ratings, 0: give at least 1",
    );
    refused(
        KrippendorffAlpha::new(&[[Some(1.0)], [Some(-1.0)]], level),
        "raters[1][0]: `-1` is no rating: give 0 or more on the ratio level",
    );
    let same = KrippendorffAlpha::new(&[[Some(0.0)], [Some(-0.0)]], LevelOfMeasurement::Nominal).unwrap();
    assert_eq!((same.alpha, same.ratings), (None, 2));
}

//! Figures that were worked out elsewhere, and what each answer means for them.

use service_quality::quantity::Weight;
use service_quality::survey::{
    Acsi, Answer, Figure, Measure, Observation, QuestionKind, Reading, Response, ResponseOutcome, Scale,
    ScaleTally, Statistic, Survey, SurveyCount, difference,
};
use service_quality::ticket::{Condition, Fact};

use super::sample::{SURVEY, acsi, bytes, one, question, response, servqual, survey};

fn of(counts: &[(i16, u64)]) -> ScaleTally {
    ScaleTally::of_counts(counts.iter().copied()).unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} is not {expected}");
}

#[test]
fn the_fall_of_satisfaction_at_an_airport() {
    // Satisfied passengers of SFO, 2017 and 2018: proportions_ztest of statsmodels.
    let (before, after) = (of(&[(5, 2206), (1, 2688 - 2206)]), of(&[(5, 2059), (1, 2625 - 2059)]));
    let found = difference(&before, &after, &Statistic::TopBox { at_least: 4 }).unwrap();
    near(found.p_value().unwrap(), 0.000_884_993_289_092_443_9);
    assert!((found.z().unwrap() + 3.324_745).abs() < 1e-6, "{found:?}");
    assert_eq!(found.difference().to_string(), "-3.630357143");
}

#[test]
fn a_mean_has_the_interval_of_student() {
    // Moore, McCabe and Craig: 8 answers of mean 5 and sample deviation √(32/7), t(7) = 2.364624.
    let tally = of(&[(2, 1), (4, 3), (5, 2), (7, 1), (9, 1)]);
    let figure = tally.figure(&Statistic::Mean).unwrap();
    near(figure.variance().unwrap(), 4.0);
    near(figure.standard_error(), 0.5_f64.sqrt());
    near(figure.standard_error_sample().unwrap(), (32.0_f64 / 7.0 / 8.0).sqrt());
    let margin = figure.margin("0.95".parse().unwrap()).unwrap();
    assert!((margin - 2.364_624_252 * (4.0_f64 / 7.0).sqrt()).abs() < 1e-8, "{margin}");
}

#[test]
fn weights_are_linearised() {
    // R, svymean over svydesign(ids = ~1, weights = ~w): x = 1, 2, 4 with w = 1, 2, 3 by hand.
    // x̄ = 17/6, Σw²(x − x̄)² = (121 + 4·25 + 9·49)/36 = 662/36, its root over 6, times √(3/2).
    let mut tally = ScaleTally::default();
    for (point, weight) in [(1, "1"), (2, "2"), (4, "3")] {
        tally.record(Answer::Point(point), weight.parse().unwrap()).unwrap();
    }
    let figure = tally.figure(&Statistic::Mean).unwrap();
    assert_eq!(figure.value().to_string(), "2.833333333");
    near(figure.effective_n(), 36.0 / 14.0);
    near(figure.standard_error(), (662.0_f64 / 36.0).sqrt() / 6.0);
    near(figure.standard_error_sample().unwrap(), (662.0_f64 / 36.0 * 1.5).sqrt() / 6.0);
}

#[test]
fn one_answer_has_a_value_and_no_margin() {
    let figure = of(&[(4, 1)]).figure(&Statistic::Mean).unwrap();
    assert_eq!((figure.value(), figure.n()), (4.into(), 1));
    assert_eq!(figure.standard_error_sample(), None);
    assert_eq!(figure.interval("0.95".parse().unwrap()), None);
    assert_eq!(
        bytes(&figure),
        r#"{"value":"4","n":1,"effective_n":1.0,"standard_error":0.0,"standard_error_sample":null}"#
    );
}

#[test]
fn every_question_is_read_by_its_own_definition() {
    let headline = |id: &str| {
        let kind = *SURVEY.question(&id.parse().unwrap()).unwrap().kind();
        (kind.headline(), kind.satisfied(), kind.dissatisfied())
    };
    let (top, bottom) =
        (|at_least| Statistic::TopBox { at_least }, |at_most| Statistic::BottomBox { at_most });
    assert_eq!(headline("overall"), (top(4), Some(top(4)), Some(bottom(2))));
    assert_eq!(headline("recommend"), (Statistic::nps(), Some(top(9)), Some(bottom(6))));
    assert_eq!(headline("counter"), (top(3), Some(top(3)), Some(bottom(2))));
    assert_eq!(headline("hard"), (top(5), Some(top(5)), None));
    assert_eq!(headline("ideal"), (Statistic::Index { scale: Scale::ACSI }, None, None));
    assert_eq!(headline("friendly"), (Statistic::Mean, None, None));
    let cuts = [(3, 3, 1), (4, 3, 2), (5, 4, 2), (6, 5, 2), (7, 6, 2), (10, 8, 3)];
    for (points, satisfied_at_least, dissatisfied_at_most) in cuts {
        let scale = Scale::new(1, points).unwrap();
        let expected = QuestionKind::Csat { scale, satisfied_at_least, dissatisfied_at_most };
        assert_eq!(QuestionKind::csat(scale).unwrap(), expected);
    }
}

#[test]
fn reversed_answers_are_turned_round_before_they_count() {
    let hard = [
        response("R-1", "1", &[("hard", Answer::Point(1))]),
        response("R-2", "1", &[("hard", Answer::Point(3))]),
    ];
    let mut count = SurveyCount::new(&SURVEY);
    for response in &hard {
        count.record(&SURVEY, response).unwrap();
    }
    let tally = count.question(&"hard".parse().unwrap()).unwrap();
    assert_eq!(tally.points().keys().copied().collect::<Vec<_>>(), [5, 7]);
    let easy = one("hard", Statistic::TopBox { at_least: 6 });
    let mut tally = easy.tally();
    for response in &hard {
        easy.record(&mut tally, &SURVEY, response).unwrap();
    }
    assert_eq!(easy.figure(&tally).unwrap().map(|figure| figure.value()), Some(50.into()));
}

#[test]
fn a_pair_counts_when_both_halves_are_answered() {
    let gap = Measure::Servqual(servqual());
    let observe = |answers: &[(&str, Answer)]| gap.observe(&SURVEY, &response("R-1", "2", answers)).unwrap();
    let (point, none, outside) = (Answer::Point, Answer::NoAnswer, Answer::NotApplicable);
    assert_eq!(observe(&[("e1", point(7)), ("p2", point(3))]), Observation::NoAnswer);
    assert_eq!(observe(&[("e1", none)]), Observation::NoAnswer);
    let apart = [("e1", outside), ("p2", outside), ("e3", outside), ("p3", point(2))];
    assert_eq!(observe(&apart), Observation::NotApplicable);
    let Observation::Counted(tally) =
        observe(&[("e1", point(7)), ("p1", point(1)), ("e2", point(2)), ("p2", point(4))])
    else {
        panic!("two pairs were answered");
    };
    assert_eq!(
        bytes(&tally),
        concat!(
            r#"{"responses":{"n":1,"weight":"2","squares":"4"},"scale":{"from":1,"to":7},"#,
            r#""parts":{"empathy":{},"reliability":{"points":"#,
            r#"{"-6":{"n":1,"weight":"2","squares":"4"},"2":{"n":1,"weight":"2","squares":"4"}}}},"#,
            r#""joint":{"respondents":[{"n":0},{"n":1,"weight":"2","squares":"4"}],"#,
            r#""products":[["0"],["0","0"],["0","0","64"],["0","0","-32","16"]]}}"#
        )
    );
    assert_eq!(gap.figure(&tally).unwrap(), None, "nobody said anything of empathy");
    let parts = gap.parts(&tally).unwrap();
    assert_eq!(parts[0].1.map(|figure| figure.value()), Some((-2).into()));
    assert_eq!(parts[1], ("empathy".to_owned(), None));
}

#[test]
fn the_answers_of_one_respondent_are_taken_together() {
    let measure = Measure::Acsi(acsi());
    let mut tally = measure.tally();
    for (id, points) in [("R-1", [8, 7, 9]), ("R-2", [6, 9, 5]), ("R-3", [10, 8, 7])] {
        let [satisfied, expected, ideal] = points.map(Answer::Point);
        let answers = [("satisfied", satisfied), ("expected", expected), ("ideal", ideal)];
        measure.record(&mut tally, &SURVEY, &response(id, "1", &answers)).unwrap();
    }
    let figure = measure.figure(&tally).unwrap().unwrap();
    // Means 8, 8, 7: what each is from them, weighted, is one number a respondent.
    assert_eq!(figure.value().to_string(), "74.527777778");
    assert_eq!(figure.n(), 3);
    let from_mean =
        |from: [f64; 3]| 100.0 / 9.0 * (0.3885 * from[0] + 0.319 * from[1] + 0.2925 * from[2]) / 3.0;
    let moved = [[0.0, -1.0, 2.0], [-2.0, 1.0, -2.0], [2.0, 0.0, 0.0]].map(from_mean);
    let sum: f64 = moved.iter().map(|moved| moved * moved).sum();
    near(figure.standard_error(), sum.sqrt());
    near(figure.standard_error_sample().unwrap(), (sum * 1.5).sqrt());
    assert_eq!(figure.variance(), None);
    let t = 4.302_652_729_911_275; // two degrees of freedom
    near(figure.margin("0.95".parse().unwrap()).unwrap(), t * (sum * 1.5).sqrt());
}

#[test]
fn three_times_the_same_answer_is_one_answer() {
    let alike = Measure::Acsi(
        Acsi::new("satisfied".parse().unwrap(), "expected".parse().unwrap(), "ideal".parse().unwrap())
            .unwrap(),
    );
    let alone = one("satisfied", Statistic::Index { scale: Scale::ACSI });
    let perception = Measure::Servperf(servqual().into());
    let (mut three, mut single, mut items) = (alike.tally(), alone.tally(), perception.tally());
    for (point, weight) in [(8, "1"), (3, "2.5"), (10, "0.3"), (6, "1")] {
        let answers = ["satisfied", "expected", "ideal"].map(|question| (question, Answer::Point(point)));
        let response = response("R-1", weight, &answers);
        alike.record(&mut three, &SURVEY, &response).unwrap();
        alone.record(&mut single, &SURVEY, &response).unwrap();
        let answers = ["p1", "p2", "p3"].map(|question| (question, Answer::Point(point / 2 + 1)));
        perception.record(&mut items, &SURVEY, &super::sample::response("R-1", weight, &answers)).unwrap();
    }
    let (three, single) = (alike.figure(&three).unwrap().unwrap(), alone.figure(&single).unwrap().unwrap());
    assert_eq!((three.value(), three.n()), (single.value(), single.n()));
    near(three.standard_error(), single.standard_error());
    near(three.effective_n(), single.effective_n());
    // Two items of one dimension and one of another.
    let parts = perception.parts(&items).unwrap();
    let [reliability, empathy] = [0, 1].map(|part| parts[part].1.unwrap());
    assert_eq!((reliability.n(), empathy.n()), (4, 4), "four respondents, eight points");
    near(reliability.standard_error(), empathy.standard_error());
    near(perception.figure(&items).unwrap().unwrap().standard_error(), empathy.standard_error());
}

#[test]
fn a_composite_has_the_n_of_the_part_that_the_fewest_answered() {
    let measure = Measure::Acsi(acsi());
    let mut tally = measure.tally();
    let all = ["satisfied", "expected", "ideal"].map(|question| (question, Answer::Point(1)));
    measure.record(&mut tally, &SURVEY, &response("R-0", "1", &all)).unwrap();
    for _ in 0..29 {
        measure
            .record(&mut tally, &SURVEY, &response("R-1", "1", &[("satisfied", Answer::Point(8))]))
            .unwrap();
    }
    let figure = measure.figure(&tally).unwrap().unwrap();
    assert_eq!((figure.n(), tally.responses().n()), (1, 30));
    near(figure.effective_n(), 1.0);
    assert_eq!((figure.standard_error_sample(), figure.interval("0.95".parse().unwrap())), (None, None));
}

#[test]
fn every_question_is_counted_by_its_own_definition() {
    let own = |reading| Measure::Own { question: "overall".parse().unwrap(), reading };
    let asked = |kind| survey(vec![question("overall", kind)]);
    let five = asked(QuestionKind::csat(Scale::FIVE).unwrap());
    let ten = asked(QuestionKind::csat(Scale::new(1, 10).unwrap()).unwrap());
    let value = |reading, records: &[(&Survey, &[i16])]| {
        let measure = own(reading);
        let mut tally = measure.tally();
        for (survey, points) in records {
            measure.check(survey).unwrap();
            for point in *points {
                let response = response("R-1", "1", &[("overall", Answer::Point(*point))]);
                measure.record(&mut tally, survey, &response).unwrap();
            }
        }
        measure.figure(&tally).unwrap().unwrap()
    };
    let (of_five, of_ten): (&[i16], &[i16]) = (&[5, 4, 3, 2], &[8, 7, 7, 1]);
    // 4 and 5 of five, 8 to 10 of ten: 3 / 8; 1 and 2, 1 to 3: 2 / 8.
    let both = [(&five, of_five), (&ten, of_ten)];
    assert_eq!(value(Reading::Satisfied, &both).value(), "37.5".parse().unwrap());
    assert_eq!(value(Reading::Dissatisfied, &both).value(), 25.into());
    assert_eq!(value(Reading::Net, &both).value(), "12.5".parse().unwrap());
    assert_eq!(value(Reading::Index, &[(&five, of_five)]).value(), "62.5".parse().unwrap());
    assert_eq!(value(Reading::Index, &[(&ten, of_ten)]).value().to_string(), "52.777777778");
    // Each as the statistic that it is there.
    let tally = ScaleTally::of_counts(of_five.iter().map(|point| (*point, 1))).unwrap();
    for reading in [Reading::Satisfied, Reading::Dissatisfied, Reading::Net, Reading::Index] {
        let statistic = reading.statistic(five.questions()[0].kind()).unwrap();
        let (own, stated) = (value(reading, &[(&five, of_five)]), tally.figure(&statistic).unwrap());
        assert_eq!(bytes(&own), bytes(&stated), "{reading}");
        let confidence = "0.95".parse().unwrap();
        let interval = |figure: Figure| figure.interval(confidence).map(|interval| interval.to_string());
        assert_eq!(interval(own), interval(stated), "{reading}");
    }
    let (net, index) = (own(Reading::Net), own(Reading::Index));
    assert_eq!(bytes(&net), r#"{"own":{"question":"overall","reading":"net"}}"#);
    assert_eq!(
        net.to_string(),
        "percent satisfied less percent dissatisfied, by the definition of question overall"
    );
    assert_eq!(index.figure(&index.tally()).unwrap(), None);
    // Reverse-coded: easy is satisfied.
    let hard = Measure::Own { question: "hard".parse().unwrap(), reading: Reading::Satisfied };
    let mut tally = hard.tally();
    for point in [1, 3, 6] {
        hard.record(&mut tally, &SURVEY, &response("R-1", "1", &[("hard", Answer::Point(point))])).unwrap();
    }
    assert_eq!(hard.figure(&tally).unwrap().unwrap().value().to_string(), "66.666666667");
}

#[test]
fn cuts_in_the_wrong_order_give_no_figure() {
    let tally = of(&[(1, 3), (3, 5), (5, 2)]);
    for statistic in [
        Statistic::Net { at_least: 2, at_most: 4 },
        Statistic::Net { at_least: 3, at_most: 3 },
        Statistic::Decided { at_least: 2, at_most: 4 },
        Statistic::Between { from: 5, to: 1 },
    ] {
        assert_eq!(tally.figure(&statistic), None, "{statistic}");
        assert_eq!(difference(&tally, &tally, &statistic), None, "{statistic}");
    }
    assert!(tally.figure(&Statistic::Between { from: 3, to: 3 }).is_some());
}

#[test]
fn few_answers_have_few_degrees_of_freedom() {
    // Two of weight 1000 and eight of weight 1: hardly more than two answers.
    let mut tally = ScaleTally::default();
    for (point, weight) in [(5, "1000"), (1, "1000")].into_iter().chain([(3, "1"); 8]) {
        tally.record(Answer::Point(point), weight.parse().unwrap()).unwrap();
    }
    let figure = tally.figure(&Statistic::Mean).unwrap();
    near(figure.effective_n(), 2008.0_f64.powi(2) / 2_000_008.0);
    let t = figure.margin("0.95".parse().unwrap()).unwrap() / figure.standard_error_sample().unwrap();
    assert!((12.2..12.7).contains(&t), "{t} is Student's t with just over one degree of freedom");
    tally.record(Answer::Point(5), "1000000".parse().unwrap()).unwrap();
    assert_eq!(tally.figure(&Statistic::Mean).unwrap().margin("0.95".parse().unwrap()), None);
}

#[test]
fn who_did_not_answer_is_counted_apart() {
    let mut count = SurveyCount::new(&SURVEY);
    assert_eq!((count.invited(), count.response_rate(), count.effective_n()), (0, None, None));
    let outcomes = [ResponseOutcome::NotReturned, ResponseOutcome::Undelivered, ResponseOutcome::NotReturned];
    for outcome in outcomes {
        let silent = Response::builder("R-0".parse().unwrap(), "yearly".parse().unwrap()).outcome(outcome);
        count.record(&SURVEY, &silent.build().unwrap()).unwrap();
    }
    assert_eq!(count.response_rate(), "0".parse().ok());
    let answers = [("overall", Answer::Point(5)), ("counter", Answer::NotApplicable)];
    count.record(&SURVEY, &response("R-1", "3", &answers)).unwrap();
    count.record(&SURVEY, &response("R-2", "1", &[])).unwrap();
    assert_eq!((count.invited(), count.not_returned(), count.undelivered()), (5, 2, 1));
    assert_eq!(count.response_rate(), "0.5".parse().ok());
    near(count.effective_n().unwrap(), 1.6);
    let apart = |id: &str| {
        let tally = count.question(&id.parse().unwrap()).unwrap();
        (tally.answered().n(), tally.no_answer(), tally.not_applicable())
    };
    assert_eq!((apart("overall"), apart("counter"), apart("hard")), ((1, 1, 0), (0, 1, 1), (0, 2, 0)));
}

#[test]
fn responses_are_grouped_by_their_attributes() {
    let north = Response::builder("R-1".parse().unwrap(), "yearly".parse().unwrap())
        .attribute("region".parse().unwrap(), "north")
        .build()
        .unwrap();
    let in_north = Condition::equals("region".parse().unwrap(), "north");
    assert!(in_north.matches(&north));
    assert!(!in_north.matches(&response("R-2", "1", &[])));
    assert!(!Condition::exists("@age".parse::<Fact>().unwrap()).matches(&north));
}

#[test]
fn the_largest_samples_are_exact() {
    // As many as a counter holds: the third of a percent is still the nearest of nine places.
    let third = u64::MAX / 3;
    let tally = of(&[(1, third), (5, third * 2)]);
    let figure = tally.figure(&Statistic::TopBox { at_least: 5 }).unwrap();
    assert_eq!((figure.value().to_string().as_str(), figure.n()), ("66.666666667", u64::MAX));
    let heavy = Weight::new(1_000_000.into()).unwrap();
    let mut tally = ScaleTally::default();
    tally.record(Answer::Point(i16::MAX), heavy).unwrap();
    tally.record(Answer::Point(i16::MIN), heavy).unwrap();
    assert_eq!(tally.figure(&Statistic::Mean).unwrap().value(), "-0.5".parse().unwrap());
}

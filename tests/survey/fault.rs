//! Bad input is refused where it enters, with the place, what was given, what is allowed and a remedy.

use serde::de::DeserializeOwned;
use service_quality::quantity::Weight;
use service_quality::survey::{
    Acsi, AcsiWeights, Answer, Measure, Question, QuestionKind, Reading, Response, ResponseOutcome, Scale,
    ScaleTally, Servperf, Servqual, Statistic, Survey, SurveyCount, SurveyError, SurveyTally, WeightSum,
};

use super::sample::{SURVEY, bytes, measures, one, own, question, response, servqual, survey};

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, SurveyError>, expected: &str) {
    assert_eq!(result.unwrap_err().to_string(), expected);
}

#[track_caller]
fn unreadable<T: DeserializeOwned + std::fmt::Debug>(json: &str, expected: &str) {
    let error = serde_json::from_str::<T>(json).unwrap_err().to_string();
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn scales_have_steps() {
    let none = "scale from 5 to 5 does not fit: give `from` below `to`, at most 100 steps apart";
    refused(Scale::new(5, 5), none);
    unreadable::<Scale>(r#"{"from": 5, "to": 5}"#, none);
    assert!(Scale::new(0, 100).is_ok() && Scale::new(0, 101).is_err());
    assert!(Scale::new(i16::MIN, i16::MAX).is_err());
    assert_eq!(Scale::new(i16::MAX - 1, i16::MAX).unwrap().reverse(i16::MAX), Some(i16::MAX - 1));
    unreadable::<Scale>(r#"{"from": 1, "to": 40000}"#, "invalid value: integer `40000`");
}

#[test]
fn cuts_fit_their_scale() {
    let csat = |satisfied_at_least, dissatisfied_at_most| {
        let kind = QuestionKind::Csat { scale: Scale::FIVE, satisfied_at_least, dissatisfied_at_most };
        Question::new("overall".parse().unwrap(), kind)
    };
    refused(csat(6, 2), "question `overall`: satisfied_at_least `6` does not fit: give 2 to 5");
    refused(csat(1, 0), "question `overall`: satisfied_at_least `1` does not fit: give 2 to 5");
    refused(csat(4, 4), "question `overall`: dissatisfied_at_most `4` does not fit: give 1 to 3");
    unreadable::<Question>(
        r#"{"id": "counter", "kind": {"good_bad_review": {"satisfied_at_least": 2}}}"#,
        "question `counter`: satisfied_at_least `2` does not fit: give 3 to 5",
    );
    unreadable::<Question>(
        r#"{"id": "hard", "kind": {"ces": {"scale": {"from": 1, "to": 7}, "agree_at_least": 8}}}"#,
        "question `hard`: agree_at_least `8` does not fit: give 2 to 7",
    );
    let eleven = Scale::NPS;
    refused(QuestionKind::csat(eleven), "no cuts are customary on a scale of 11 points: state the cuts");
    refused(QuestionKind::ces(eleven), "no cuts are customary on a scale of 11 points: state the cuts");
}

#[test]
fn surveys_ask_each_question_once() {
    let twice = vec![question("a", QuestionKind::Nps), question("a", QuestionKind::Acsi)];
    let name = service_quality::quantity::Name::new("Customers").unwrap();
    let made =
        |questions| Survey::new("yearly".parse().unwrap(), "1".parse().unwrap(), name.clone(), questions);
    refused(made(twice), "questions[1].id: `a` is given twice: give each once");
    refused(made(vec![]), "questions: no question is given: give at least one");
    unreadable::<Survey>(
        r#"{"id": "yearly", "version": "1", "name": {"en": "C"}, "questions": []}"#,
        "questions: no question is given: give at least one",
    );
}

#[test]
fn responses_answer_what_was_asked() {
    let check = |answers: &[(&str, Answer)]| SURVEY.check(&response("R-1", "1", answers));
    refused(
        check(&[("overall", Answer::Point(0))]),
        "response `R-1`, question `overall`: point `0` is off the scale: give 1 to 5",
    );
    refused(
        check(&[("hard", Answer::Point(8))]),
        "response `R-1`, question `hard`: point `8` is off the scale: give 1 to 7",
    );
    refused(
        check(&[("parking", Answer::NoAnswer)]),
        "response `R-1`: question `parking` is not in survey `yearly`: give one of its questions",
    );
    let foreign = Response::builder("R-1".parse().unwrap(), "monthly".parse().unwrap()).build().unwrap();
    let other = "response `R-1` is one to survey `monthly`: give responses to survey `yearly`";
    refused(SURVEY.check(&foreign), other);
    let mut count = SurveyCount::new(&SURVEY);
    refused(count.record(&SURVEY, &foreign), other);
    refused(one("overall", Statistic::Mean).observe(&SURVEY, &foreign), other);
    let astray = response("R-1", "1", &[("overall", Answer::Point(3)), ("hard", Answer::Point(9))]);
    assert!(count.record(&SURVEY, &astray).is_err());
    assert_eq!(count, SurveyCount::new(&SURVEY));
}

#[test]
fn responses_say_which_version_they_answer() {
    let to = |version: &str| {
        let begun = Response::builder("R-1".parse().unwrap(), "yearly".parse().unwrap());
        let response =
            begun.version(version.parse().unwrap()).answer("recommend".parse().unwrap(), Answer::Point(9));
        response.build().unwrap()
    };
    let other = "response `R-1` is one to version `2` of survey `yearly`: give responses to version `1`, or that version of the survey";
    let nps = one("recommend", Statistic::nps());
    assert!(nps.observe(&SURVEY, &to("1")).is_ok() && SURVEY.check(&to("1")).is_ok());
    refused(SURVEY.check(&to("2")), other);
    refused(nps.observe(&SURVEY, &to("2")), other);
    refused(SurveyCount::new(&SURVEY).record(&SURVEY, &to("2")), other);
    assert_eq!(serde_json::from_str::<Response>(&bytes(&to("2"))).unwrap(), to("2"));
}

#[test]
fn two_scales_are_not_counted_together() {
    let asked = |scale| survey(vec![question("overall", QuestionKind::Likert { scale })]);
    let (five, ten) = (asked(Scale::FIVE), asked(Scale::new(0, 100).unwrap()));
    let top = response("R-1", "1", &[("overall", Answer::Point(5))]);
    let fault = "answers on the scale 0 to 100 met a tally of the scale 1 to 5: tally each scale apart, or name the one survey to read";
    for measure in [one("overall", Statistic::Mean), own("overall", Reading::Index)] {
        let (mut of_five, mut of_ten) = (measure.tally(), measure.tally());
        measure.record(&mut of_five, &five, &top).unwrap();
        measure.record(&mut of_ten, &ten, &top).unwrap();
        assert_eq!((of_five.scale(), measure.tally().scale()), (Some(Scale::FIVE), None));
        let before = bytes(&of_five);
        refused(measure.record(&mut of_five, &ten, &top), fault);
        refused(of_five.merge(&of_ten), fault);
        assert_eq!(bytes(&of_five), before);
        of_five.merge(&measure.tally()).unwrap();
        assert_eq!(bytes(&of_five), before);
    }
    let stored = |scale: &str, point: i16| {
        format!(
            r#"{{"responses": {{"n": 1}}{scale}, "parts": {{"a": {{"points": {{"{point}": {{"n": 1}}}}}}}}}}"#
        )
    };
    unreadable::<SurveyTally>(
        &stored("", 1),
        "scale: `none` does not fit: give that of the points, where there are any",
    );
    unreadable::<SurveyTally>(
        &stored(r#", "scale": {"from": 1, "to": 5}"#, 6),
        "scale: `1 to 5` does not fit",
    );
}

#[test]
fn what_is_not_defined_is_not_read() {
    let fault = |reading: &str| {
        format!(
            "own.reading: the kind of question `hard` does not define `{reading}`: read it by a statistic of its own, as a `question`, or give it a kind that does"
        )
    };
    refused(own("hard", Reading::Dissatisfied).check(&SURVEY), &fault("percent dissatisfied"));
    refused(
        own("hard", Reading::Net).observe(&SURVEY, &response("R-1", "1", &[])),
        &fault("percent satisfied less percent dissatisfied"),
    );
    refused(
        own("parking", Reading::Net).check(&SURVEY),
        "own.question: question `parking` is not in survey `yearly`: give one of its questions",
    );
    assert!(own("ideal", Reading::Satisfied).check(&SURVEY).is_err());
    assert!(own("ideal", Reading::Index).check(&SURVEY).is_ok());
}

#[test]
fn many_names_are_not_all_listed() {
    let many = |prefix: &str| {
        let asked = |index| question(&format!("{prefix}{index:05}"), QuestionKind::Nps);
        survey((0..10_000).map(asked).collect())
    };
    let message = SurveyCount::new(&many("a")).merge(&SurveyCount::new(&many("b"))).unwrap_err().to_string();
    assert!(message.contains("`a00009` and 9990 more and of `b00000`, "), "{message}");
    assert!(message.len() < 400, "{message}");
}

#[test]
fn what_respondents_gave_together_is_possible() {
    let tally = |joint: &str| {
        format!(
            r#"{{"responses": {{"n": 2}}, "scale": {{"from": 1, "to": 7}}, "parts": {{"a": {{"points": {{"3": {{"n": 3}}}}}}}}, "joint": {joint}}}"#
        )
    };
    // One respondent gave two points, one gave one: Σs² = 36 + 9, Σsm = 12 + 3, Σm² = 4 + 1.
    let possible = tally(r#"{"respondents": [{"n": 2}], "products": [["45"], ["15", "5"]]}"#);
    let read: SurveyTally = serde_json::from_str(&possible).unwrap();
    assert_eq!(serde_json::from_str::<SurveyTally>(&bytes(&read)).unwrap(), read);
    let fault = "joint: `2` does not fit: give what respondents can have given to these parts";
    for joint in [
        r#"{"respondents": [{"n": 2}], "products": [["45"], ["16", "5"]]}"#, // (Σsm)² > Σs² · Σm²
        r#"{"respondents": [{"n": 2}], "products": [["-45"], ["15", "5"]]}"#,
        r#"{"respondents": [{"n": 2}], "products": [["45"], ["1", "1"]]}"#, // one point of two respondents
        r#"{"respondents": [{"n": 3}], "products": [["45"], ["15", "5"]]}"#,
        r#"{"respondents": [{"n": 0}], "products": [["45"], ["15", "5"]]}"#,
        r#"{"respondents": [], "products": [["45"], ["15", "5"]]}"#,
        r#"{"respondents": [{"n": 2}], "products": [["45"], ["15"]]}"#,
        r#"{"respondents": [{"n": 2}], "products": [["45"]]}"#,
        r#"{"respondents": [{"n": 2}], "products": [["150000000000000000000"], ["15", "5"]]}"#,
    ] {
        unreadable::<SurveyTally>(&tally(joint), fault);
    }
    unreadable::<SurveyTally>(
        r#"{"responses": {"n": 2}, "scale": {"from": 1, "to": 7}, "parts": {"a": {"points": {"3": {"n": 3}}}}}"#,
        "responses: `2` does not fit: give the answers of the one part, or `joint` of what several were given",
    );
    // A measure of one question does not read what was counted for several.
    let alone = one("a", Statistic::Mean);
    refused(
        alone.figure(&read),
        "tallies of `a` by respondent and of `a` do not go together: keep those of one measure, or survey, together",
    );
    refused(
        alone.tally().merge(&read),
        "tallies of `a` and of `a` by respondent do not go together: keep those of one measure, or survey, together",
    );
}

#[test]
fn responses_weigh_something_and_answer_only_when_returned() {
    let begun = || Response::builder("R-1".parse().unwrap(), "yearly".parse().unwrap());
    let zero = "response `R-1`: weight `0` counts for nothing: give more than 0, or leave the response out";
    refused(begun().weight(Weight::ZERO).build(), zero);
    unreadable::<Response>(r#"{"id": "R-1", "survey": "yearly", "weight": 0}"#, zero);
    let answered =
        begun().outcome(ResponseOutcome::NotReturned).answer("overall".parse().unwrap(), Answer::Point(3));
    refused(
        answered.build(),
        "response `R-1` is not returned and has answers: take them out, or make it `returned`",
    );
    unreadable::<Response>(
        r#"{"id": "R-1", "survey": "yearly", "outcome": "undelivered", "answers": {"overall": "no_answer"}}"#,
        "response `R-1` is undelivered and has answers: take them out, or make it `returned`",
    );
    unreadable::<Response>(
        r#"{"id": "R-1", "survey": "yearly", "answers": {"overall": 4, "overall": 5}}"#,
        "`overall` is given twice: keep one entry",
    );
    unreadable::<Response>(r#"{"id": "R-1", "survey": "yearly", "answer": {}}"#, "unknown field `answer`");
}

#[test]
fn answers_are_whole_points_or_words() {
    let expected = "expected a point as a whole number, \"no_answer\" or \"not_applicable\"";
    for (json, given) in [
        ("4.0", "invalid type: floating point `4.0`"),
        (r#""4""#, "invalid value: string \"4\""),
        ("40000", "invalid value: integer `40000`"),
        ("-40000", "invalid value: integer `-40000`"),
        ("null", "invalid type: null"),
        ("{}", "invalid type: map"),
    ] {
        unreadable::<Answer>(json, &format!("{given}, {expected}"));
    }
}

#[test]
fn statistics_fit_the_question_that_they_read() {
    let check = |question: &str, statistic| one(question, statistic).check(&SURVEY);
    refused(
        check("parking", Statistic::Mean),
        "question: question `parking` is not in survey `yearly`: give one of its questions",
    );
    let place = "question.statistic";
    let scale = "for question `overall` has the scale 1 to 5";
    for (statistic, fault) in [
        (Statistic::TopBox { at_least: 1 }, "at_least `1` does not fit: give 2 to 5"),
        (Statistic::TopBox { at_least: 6 }, "at_least `6` does not fit: give 2 to 5"),
        (Statistic::BottomBox { at_most: 5 }, "at_most `5` does not fit: give 1 to 4"),
        (Statistic::Between { from: 0, to: 3 }, "from `0` does not fit: give 1 to 5"),
        (Statistic::Between { from: 1, to: 5 }, "to `5` does not fit: give 1 to 4"),
        (Statistic::Between { from: 3, to: 2 }, "to `2` does not fit: give 3 to 5"),
        (Statistic::Decided { at_least: 3, at_most: 3 }, "at_most `3` does not fit: give 1 to 2"),
        (Statistic::Net { at_least: 9, at_most: 6 }, "at_least `9` does not fit: give 2 to 5"),
        (Statistic::Net { at_least: 4, at_most: 0 }, "at_most `0` does not fit: give 1 to 3"),
    ] {
        refused(check("overall", statistic), &format!("{place}: {fault}, {scale}"));
    }
    refused(
        check("overall", Statistic::Index { scale: Scale::SEVEN }),
        "question.statistic: question `overall` has the scale 1 to 5: give a question, or a scale, of 1 to 7",
    );
    let off = ScaleTally::of_counts([(7, 1), (3, 1)]).unwrap();
    assert_eq!(off.figure(&Statistic::Index { scale: Scale::FIVE }), None, "an index cannot exceed 100");
}

#[test]
fn composites_fit_the_survey_that_they_read() {
    let ids = |ids: [&str; 3]| ids.map(|id| id.parse().unwrap());
    let [satisfied, again, ideal] = ids(["satisfied", "satisfied", "ideal"]);
    refused(
        Acsi::new(satisfied, again, ideal),
        "acsi.expectancy: `satisfied` is given twice: give each once",
    );
    let [satisfied, overall, ideal] = ids(["satisfied", "overall", "ideal"]);
    let mixed = Measure::Acsi(Acsi::new(satisfied, overall, ideal).unwrap());
    refused(
        mixed.check(&SURVEY),
        "acsi.expectancy: question `overall` has the scale 1 to 5: give a question, or a scale, of 1 to 10",
    );
    let mut exchanged = servqual().dimensions().to_vec();
    let pair = &mut exchanged[0].pairs[1];
    std::mem::swap(&mut pair.expectation, &mut pair.perception);
    let exchanged = Measure::Servqual(Servqual::new(exchanged).unwrap());
    refused(
        exchanged.check(&SURVEY),
        "servqual.dimensions[0].pairs[1].expectation: question `p2` asks for the perception: give one that asks for the expectation",
    );
    let mut questions = servqual().questions(Scale::SEVEN).unwrap();
    questions[4] = question("p2", QuestionKind::Perception { scale: Scale::FIVE });
    let uneven = survey(questions);
    let other = "question `p2` has the scale 1 to 5: give a question, or a scale, of 1 to 7";
    let place = "servqual.dimensions[0].pairs[1].perception";
    refused(Measure::Servqual(servqual()).check(&uneven), &format!("{place}: {other}"));
    let place = "servperf.dimensions[0].perceptions[1]";
    refused(Measure::Servperf(servqual().into()).check(&uneven), &format!("{place}: {other}"));
    let narrow = Survey::clone(&SURVEY);
    let narrow = survey(narrow.questions()[..8].to_vec());
    refused(
        Measure::Servqual(servqual()).check(&narrow),
        "servqual.dimensions[0].pairs[0].expectation: question `e1` is not in survey `yearly`: give one of its questions",
    );
}

#[test]
fn weights_of_parts_do_not_sum_to_nothing() {
    let zero = Weight::ZERO;
    refused(
        AcsiWeights::new(zero, zero, zero),
        "acsi.weights: the weights sum to 0: give at least one above 0",
    );
    let mut dimensions = servqual().dimensions().to_vec();
    for dimension in &mut dimensions {
        dimension.weight = zero;
    }
    refused(
        Servqual::new(dimensions.clone()),
        "servqual.dimensions: the weights sum to 0: give at least one above 0",
    );
    dimensions[0].weight = Weight::ONE;
    assert!(Servqual::new(dimensions.clone()).is_ok());
    dimensions[1].name = dimensions[0].name.clone();
    refused(
        Servqual::new(dimensions.clone()),
        "servqual.dimensions[1].name: `reliability` is given twice: give each once",
    );
    dimensions.truncate(1);
    dimensions[0].pairs[1] = dimensions[0].pairs[0].clone();
    refused(Servqual::new(dimensions.clone()), "servqual.dimensions: `e1` is given twice: give each once");
    dimensions[0].pairs.clear();
    refused(Servqual::new(dimensions), "servqual.dimensions[0].pairs: no pair is given: give at least one");
    refused(Servperf::new(vec![]), "servperf.dimensions: no dimension is given: give at least one");
    refused(
        AcsiWeights::default().index("7.3".parse().unwrap(), "0.9".parse().unwrap(), "6".parse().unwrap()),
        "expectancy: `0.9` is no mean of points 1 to 10: give a mean of answers on that scale",
    );
}

#[test]
fn tallies_stay_with_their_measure() {
    let [top, .., servqual, servperf] = &measures()[..] else { panic!("a measure of every kind") };
    let mut tally = top.tally();
    let other = "tallies of `overall` and of `empathy`, `reliability` do not go together: keep those of one measure, or survey, together";
    refused(tally.merge(&servqual.tally()), other);
    refused(servqual.figure(&tally), other);
    refused(servqual.parts(&tally), other);
    refused(servperf.record(&mut tally, &SURVEY, &response("R-1", "1", &[])), other);
    assert_eq!(tally, top.tally());
}

#[test]
fn full_tallies_stay_as_they_were() {
    let mut full = ScaleTally::of_counts([(1, u64::MAX)]).unwrap();
    let before = bytes(&full);
    let n = "sum of weights is full: n would exceed 2^64 - 1; read it and begin another";
    refused(full.record(Answer::Point(2), Weight::ONE), n);
    refused(full.merge(&ScaleTally::of_counts([(5, 1)]).unwrap()), n);
    refused(
        full.record(Answer::Point(2), Weight::ZERO),
        "weight: `0` does not fit: give more than 0, or leave the answer out",
    );
    assert_eq!(bytes(&full), before);
    assert_eq!(full.figure(&Statistic::Mean).map(|figure| figure.value()), Some(1.into()));
    let mut heavy: ScaleTally = serde_json::from_str(
        r#"{"points": {"1": {"n": 100000000, "weight": "100000000000000", "squares": "100000000000000000000"}}}"#,
    )
    .unwrap();
    refused(
        heavy.record(Answer::Point(1), Weight::ONE),
        "sum of weights is full: the sum of squared weights would exceed 10^20; read it and begin another",
    );
    let mut silent: ScaleTally = serde_json::from_str(r#"{"no_answer": 18446744073709551615}"#).unwrap();
    let before = bytes(&silent);
    let no_answer = "survey tally is full: no_answer would exceed 2^64 - 1; read it and begin another";
    refused(silent.record(Answer::NoAnswer, Weight::ONE), no_answer);
    let more: ScaleTally = serde_json::from_str(r#"{"points": {"1": {"n": 1}}, "no_answer": 1}"#).unwrap();
    refused(silent.merge(&more), no_answer);
    assert_eq!(bytes(&silent), before);
}

#[test]
fn stored_tallies_are_possible() {
    let impossible = |n: u64| {
        format!("n: `{n}` does not fit: give sums that n weights above 0 and up to 1000000 can have")
    };
    for (n, sums) in [
        (1, r#""weight": "2""#),                                   // squares of 1
        (2, r#""weight": "3", "squares": "4""#),                   // (Σw)² > n · Σw²
        (2, r#""weight": "2", "squares": "5""#),                   // Σw² > (Σw)²
        (2, r#""weight": "3000000", "squares": "8000000000000""#), // a weight above a million
        (0, r#""weight": "1", "squares": "1""#),
        (3, r#""weight": "0.000000002", "squares": "0.000000000000000002""#),
        (1, r#""weight": "-1", "squares": "1""#),
        (1, r#""weight": "1", "squares": "200000000000000000000""#),
    ] {
        unreadable::<WeightSum>(&format!(r#"{{"n": {n}, {sums}}}"#), &impossible(n));
    }
    unreadable::<ScaleTally>(
        r#"{"points": {"1": {"n": 0}}}"#,
        "points.1.n: `0` does not fit: give points that were given",
    );
    unreadable::<ScaleTally>(
        r#"{"points": {"1": {"n": 1}, "1": {"n": 1}}}"#,
        "`1` is given twice: keep one entry",
    );
    unreadable::<ScaleTally>(r#"{"points": {"40000": {"n": 1}}}"#, "invalid value: integer `40000`");
    let n = |given| {
        format!(
            "responses.n: `{given}` does not fit: give at least one, and at most as many as there are points"
        )
    };
    unreadable::<SurveyTally>(
        r#"{"responses": {"n": 2}, "parts": {"a": {"points": {"1": {"n": 1}}}}}"#,
        &n(2),
    );
    unreadable::<SurveyTally>(
        r#"{"responses": {"n": 0}, "parts": {"a": {"points": {"1": {"n": 1}}}}}"#,
        &n(0),
    );
}

#[test]
fn stored_counts_say_their_format_and_their_survey() {
    let count = |version: u32, survey_version: &str, questions: &str| {
        format!(
            r#"{{"version": {version}, "survey": "yearly", "survey_version": "{survey_version}", "returned": {{"n": 2}},
                "not_returned": 0, "undelivered": 0, "questions": {questions}}}"#
        )
    };
    unreadable::<SurveyCount>(
        &count(2, "1", "{}"),
        "survey count format version `2` is unknown: this build reads version 1",
    );
    unreadable::<SurveyCount>(
        &count(1, "1", r#"{"overall": {"points": {"5": {"n": 1}}}}"#),
        "questions.overall: `1` does not fit: give as many answers, no answers and not applicable together as were returned",
    );
    let heavier = r#"{"a": {"points": {"5": {"n": 2}}}, "b": {"points": {"5": {"n": 2, "weight": "2000", "squares": "2000000"}}}}"#;
    unreadable::<SurveyCount>(
        &count(1, "1", heavier),
        "questions.b.points: `2` does not fit: give answers of those who returned, of no more weight than theirs",
    );
    let mut ours: SurveyCount = serde_json::from_str(&count(1, "1", r#"{"a": {"no_answer": 2}}"#)).unwrap();
    let before = ours.clone();
    let theirs = |survey_version, questions| {
        serde_json::from_str::<SurveyCount>(&count(1, survey_version, questions)).unwrap()
    };
    refused(
        ours.merge(&theirs("2", r#"{"a": {"no_answer": 2}}"#)),
        "survey `yearly` version `1` met a count of survey `yearly` version `2`: merge and record by survey and version",
    );
    let parts =
        "tallies of `a` and of `b` do not go together: keep those of one measure, or survey, together";
    refused(ours.merge(&theirs("1", r#"{"b": {"no_answer": 2}}"#)), parts);
    let other = survey(vec![question("b", QuestionKind::Nps)]);
    refused(
        ours.record(&other, &response("R-1", "1", &[])),
        "tallies of `b` and of `a` do not go together: keep those of one measure, or survey, together",
    );
    assert_eq!(ours, before);
}

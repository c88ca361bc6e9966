//! A survey of every kind of question, and any responses to it.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde::Serialize;
use service_quality::quantity::{Name, Weight};
use service_quality::survey::{
    Acsi, AcsiWeights, Answer, Measure, Question, QuestionKind, Reading, Response, ResponseOutcome, Scale,
    Servperf, Servqual, ServqualDimension, ServqualPair, Statistic, Survey,
};

pub(crate) static SURVEY: LazyLock<Survey> = LazyLock::new(|| {
    let mut questions = vec![
        question("overall", QuestionKind::csat(Scale::FIVE).unwrap()),
        question("hard", QuestionKind::ces(Scale::SEVEN).unwrap()).as_reversed(),
        question("recommend", QuestionKind::Nps),
        question("counter", QuestionKind::GoodBadReview { satisfied_at_least: 3 }),
        question("friendly", QuestionKind::Likert { scale: Scale::new(-2, 2).unwrap() }),
    ];
    questions.extend(["satisfied", "expected", "ideal"].map(|id| question(id, QuestionKind::Acsi)));
    questions.extend(servqual().questions(Scale::SEVEN).unwrap());
    survey(questions)
});

pub(crate) fn question(id: &str, kind: QuestionKind) -> Question {
    Question::new(id.parse().unwrap(), kind).unwrap()
}

pub(crate) fn survey(questions: Vec<Question>) -> Survey {
    Survey::new("yearly".parse().unwrap(), "1".parse().unwrap(), Name::new("Customers").unwrap(), questions)
        .unwrap()
}

/// Two dimensions, of two pairs and of one.
pub(crate) fn servqual() -> Servqual {
    let pair = |number: u32| ServqualPair {
        expectation: format!("e{number}").parse().unwrap(),
        perception: format!("p{number}").parse().unwrap(),
    };
    let dimension = |name: &str, weight: &str, pairs| ServqualDimension {
        name: name.parse().unwrap(),
        weight: weight.parse().unwrap(),
        pairs,
    };
    Servqual::new(vec![
        dimension("reliability", "32.5", vec![pair(1), pair(2)]),
        dimension("empathy", "16", vec![pair(3)]),
    ])
    .unwrap()
}

pub(crate) fn acsi() -> Acsi {
    let weights = ["0.3885", "0.3190", "0.2925"].map(|weight| weight.parse().unwrap());
    let [satisfied, expected, ideal] = ["satisfied", "expected", "ideal"].map(|id| id.parse().unwrap());
    let acsi = Acsi::new(satisfied, expected, ideal).unwrap();
    acsi.with_weights(AcsiWeights::new(weights[0], weights[1], weights[2]).unwrap())
}

pub(crate) fn one(question: &str, statistic: Statistic) -> Measure {
    Measure::Question { question: question.parse().unwrap(), statistic }
}

pub(crate) fn own(question: &str, reading: Reading) -> Measure {
    Measure::Own { question: question.parse().unwrap(), reading }
}

/// A measure of every kind.
pub(crate) fn measures() -> Vec<Measure> {
    vec![
        one("overall", Statistic::TopBox { at_least: 4 }),
        one("hard", Statistic::Mean),
        one("recommend", Statistic::nps()),
        own("counter", Reading::Net),
        own("friendly", Reading::Index),
        Measure::Acsi(acsi()),
        Measure::Servqual(servqual()),
        Measure::Servperf(Servperf::from(servqual())),
    ]
}

pub(crate) fn response(id: &str, weight: &str, answers: &[(&str, Answer)]) -> Response {
    let builder = Response::builder(id.parse().unwrap(), "yearly".parse().unwrap());
    let builder = builder.weight(weight.parse().unwrap());
    let add = |builder: service_quality::survey::ResponseBuilder, (question, answer): &(&str, Answer)| {
        builder.answer(question.parse().unwrap(), *answer)
    };
    answers.iter().fold(builder, add).build().unwrap()
}

/// Weights: mostly 1, some of up to nine places, some very large.
pub(crate) fn weight() -> impl Strategy<Value = Weight> {
    let text = prop_oneof![
        3 => Just("1".to_owned()),
        2 => (1_u32..400).prop_map(|hundredths| format!("{}.{:02}", hundredths / 100, hundredths % 100)),
        1 => proptest::sample::select(vec!["0.000000001", "1000000", "999999.999999999"]).prop_map(str::to_owned),
    ];
    text.prop_map(|text| text.parse().unwrap())
}

fn answer(scale: Scale) -> impl Strategy<Value = Answer> {
    prop_oneof![
        8 => (scale.from()..=scale.to()).prop_map(Answer::Point),
        1 => Just(Answer::NoAnswer),
        1 => Just(Answer::NotApplicable),
    ]
}

/// A response of any outcome with any answers.
pub(crate) fn any_response() -> impl Strategy<Value = Response> {
    let answers: Vec<_> = SURVEY.questions().iter().map(|question| answer(question.kind().scale())).collect();
    let outcome = prop_oneof![
        8 => Just(ResponseOutcome::Returned),
        1 => Just(ResponseOutcome::NotReturned),
        1 => Just(ResponseOutcome::Undelivered),
    ];
    (answers, weight(), outcome).prop_map(|(answers, weight, outcome)| {
        let builder = Response::builder("R".parse().unwrap(), "yearly".parse().unwrap());
        let mut builder = builder.weight(weight).outcome(outcome);
        if outcome == ResponseOutcome::Returned {
            for (question, answer) in SURVEY.questions().iter().zip(answers) {
                builder = builder.answer(question.id().clone(), answer);
            }
        }
        builder.build().unwrap()
    })
}

pub(crate) fn bytes(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

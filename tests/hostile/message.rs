//! The house style of messages, one instance of every variant: lowercase start, no final stop, one line, a remedy.

use service_quality::assessment::{AssessmentError, Assessor, NoAgreement};
use service_quality::calendar::{CalendarError, WorkingTimeError};
use service_quality::indicator::{
    Dimension, Direction, FigureSum, IndicatorError, Limit, Source, SystemError, TallyError, Unit,
};
use service_quality::monitor::RuleError;
use service_quality::monitor::alert::AlertError;
use service_quality::monitor::warning::WarningLevel;
use service_quality::quantity::{QuantityError, StandardVersion, Timestamp};
use service_quality::score::{Gap, ScoreError};
use service_quality::sla::AgreementError;
use service_quality::slo::SloError;
use service_quality::standard::{RecordError, ServiceTallyError, StandardError};
use service_quality::survey::{Reading, ResponseOutcome, Scale, SurveyError};
use service_quality::ticket::{AnomalyKind, EventKind, TicketError};

/// Messages give a remedy after a colon or a semicolon, unless they only pass on another message.
#[track_caller]
fn styled(messages: &[String]) {
    for message in messages {
        let first = message.chars().next().unwrap();
        assert!(!first.is_uppercase(), "`{message}` begins with a capital");
        assert!(!message.ends_with(['.', '!', ' ', ':']), "`{message}` ends with a stop");
        assert!(!message.contains('\n'), "`{message}` has more than one line");
        assert!(message.contains(": ") || message.contains("; "), "`{message}` gives no remedy");
        for leak in ["Some(", "None", "struct ", "Error", "::{", "{ "] {
            assert!(!message.contains(leak), "`{message}` shows `{leak}`");
        }
    }
}

fn texts<E: std::error::Error>(errors: Vec<E>) -> Vec<String> {
    errors.into_iter().map(|error| error.to_string()).collect()
}

fn at() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

#[test]
fn quantities_and_calendars() {
    let (what, allowed, given) = ("score", "0 to 100", "x".to_owned());
    let (place, date) = ("exceptions".to_owned(), "2026-03-02".parse().unwrap());
    styled(&texts(vec![
        QuantityError::Unreadable { what, given: given.clone(), allowed },
        QuantityError::OutOfRange { what, given: given.clone(), allowed },
        QuantityError::TooPrecise { what, given: given.clone() },
        QuantityError::UnknownZone { given: given.clone(), tz_hint: "" },
        QuantityError::BadName { what, given: given.clone() },
        QuantityError::ReservedName { what, given: given.clone(), reserved: '@' },
        QuantityError::OtherCurrency { one: "CNY".to_owned(), other: "EUR".to_owned() },
    ]));
    styled(&texts(vec![
        CalendarError::Unreadable { what, given: given.clone(), allowed },
        CalendarError::NoLength { given },
        CalendarError::OutOfBounds { what, given: 7, allowed },
        CalendarError::ReversedDates { place: place.clone(), from: date, to: date },
        CalendarError::DateOutOfRange { place: place.clone(), date },
        CalendarError::Duplicate { place: place.clone(), date },
        CalendarError::ObservedRange { place: place.clone() },
        CalendarError::Empty { place: place.clone() },
        CalendarError::NoMembers { place: place.clone() },
        CalendarError::NotIncreasing { place: place.clone(), date, last: date },
        CalendarError::DuplicateVersion { place: place.clone(), version: "2026".parse().unwrap() },
        CalendarError::FirstDated { place: place.clone() },
        CalendarError::Undated { place: place.clone() },
        CalendarError::Mixed { place: place.clone() },
        CalendarError::TooDeep { place: place.clone(), allowed: 16 },
        CalendarError::UnknownHolidaySet { place, given: "a".parse().unwrap(), known: "`b`".to_owned() },
        CalendarError::EmptyRange { from: at(), to: at() },
        CalendarError::RangeTooLong { days: 70_000, allowed: 49_710 },
    ]));
    styled(&texts(vec![
        WorkingTimeError::NeverOpens { after: at() },
        WorkingTimeError::NeverOpened { before: at() },
        WorkingTimeError::OutOfRange { at: at() },
    ]));
}

#[test]
fn tickets_and_agreements() {
    let ticket = || "T-1".parse().unwrap();
    let quantity = QuantityError::TooPrecise { what: "score", given: "x".to_owned() };
    styled(&texts(vec![
        TicketError::NotCreated { ticket: ticket() },
        TicketError::OutOfOrder { ticket: ticket(), index: 1, kind: Box::new(EventKind::Closed), at: at() },
        TicketError::Impossible {
            ticket: ticket(),
            index: 1,
            event: Box::new(EventKind::Closed),
            at: at(),
            kind: AnomalyKind::ClosedTwice,
        },
        TicketError::Anomaly {
            ticket: ticket(),
            index: 0,
            event: Box::new(EventKind::Closed),
            at: at(),
            contradiction: "it is dated after it; give the kind that fits",
        },
        TicketError::Rating { value: 6.into(), least: 1.into(), most: 5.into() },
        TicketError::UnknownFact { given: "@a".to_owned(), allowed: "age".to_owned() },
        TicketError::Quantity(quantity),
    ]));
    let place = || "policies[0]".to_owned();
    let id = |id: &str| id.parse::<service_quality::quantity::PolicyId>().unwrap();
    let version = |version: &str| version.parse().unwrap();
    let (policy, by) = (id("a"), id("b"));
    styled(&texts(vec![
        AgreementError::Empty { place: place(), wanted: "policy" },
        AgreementError::Duplicate { place: place(), given: "a".to_owned() },
        AgreementError::Budget { place: place(), given: "PT0S".to_owned() },
        AgreementError::Shadowed { place: place(), policy, by },
        AgreementError::UnknownCalendar { place: place(), calendar: "a".parse().unwrap() },
        AgreementError::ChosenByUnsteady { place: place(), fact: service_quality::ticket::Derived::Age },
        AgreementError::ClockDiffers { place: place(), given: "fix".to_owned(), field: "target" },
        AgreementError::NeverHolds { place: place(), condition: "a = 1 and a = 2".to_owned() },
        AgreementError::TwoDefaults { place: place(), policy: id("a"), other: id("b") },
        AgreementError::ConditionalDefault { place: place(), policy: id("a") },
        AgreementError::MissingValues {
            place: place(),
            fact: "priority".to_owned(),
            missing: "`1`".to_owned(),
        },
        AgreementError::UnknownValue { place: place(), given: "9".to_owned(), known: "`1`".to_owned() },
        AgreementError::ResponseExceedsResolution {
            place: place(),
            given: "PT8H of working time".to_owned(),
            objective: "fix".parse().unwrap(),
            allowed: "PT4H of working time".to_owned(),
        },
        AgreementError::Level { place: place(), given: "0".to_owned() },
        AgreementError::EmptyValidity { place: place(), from: at(), until: at() },
        AgreementError::Overlap { place: place(), version: version("2"), before: version("1"), until: at() },
        AgreementError::Gap { place: place(), version: version("2"), from: at(), until: at() },
        AgreementError::OtherAgreement {
            place: place(),
            given: "desk".parse().unwrap(),
            wanted: "help".parse().unwrap(),
        },
    ]));
}

#[test]
fn assessments() {
    let (checklist, inspection) = (|| "call".parse().unwrap(), || "I-1".parse().unwrap());
    let (item, subject) = (|| "greet".parse().unwrap(), || "call-7".parse().unwrap());
    let (tally, part) = ("panel tally", "n");
    styled(&texts(vec![
        AssessmentError::NoPoints { item: item() },
        AssessmentError::ItemCount { checklist: checklist(), given: 0, allowed: 10_000 },
        AssessmentError::DuplicateItem { checklist: checklist(), place: 2, given: item() },
        AssessmentError::WrongChecklist {
            inspection: inspection(),
            given: checklist(),
            given_version: "1".parse().unwrap(),
            checklist: checklist(),
            version: "2".parse().unwrap(),
        },
        AssessmentError::UnknownItem {
            place: "measure `completeness`".to_owned(),
            given: item(),
            checklist: checklist(),
        },
        AssessmentError::TooManyPoints {
            inspection: inspection(),
            item: item(),
            given: "6".parse().unwrap(),
            allowed: "5".parse().unwrap(),
        },
        AssessmentError::PartOfCritical {
            inspection: inspection(),
            item: item(),
            given: "4".parse().unwrap(),
            points: "5".parse().unwrap(),
        },
        AssessmentError::NothingMeasured {
            measure: "pass rate".to_owned(),
            checklist: checklist(),
            remedy: "give it a pass mark",
        },
        AssessmentError::NoRatings { subject: subject() },
        AssessmentError::DuplicateRater {
            subject: subject(),
            place: 1,
            assessor: Assessor::Internal,
            rater: "Kim".parse().unwrap(),
        },
        AssessmentError::SameAssessor { given: Assessor::Customer },
        AssessmentError::NoWeight,
        AssessmentError::Full { tally, part, limit: "2^64 - 1", remedy: "read it and begin another" },
        AssessmentError::Unfit {
            tally,
            place: "assessors.self.n".to_owned(),
            given: "0".to_owned(),
            allowed: "1",
        },
        AssessmentError::UnknownVersion { given: 2, known: 1 },
        AssessmentError::OutOfRange { what: "the sum of points" },
    ]));
    styled(&texts(vec![NoAgreement::NoPairs, NoAgreement::NoVariation]));
}

fn tally_errors() -> Vec<TallyError> {
    let (tally, part) = ("share tally", "n");
    let id = || "kept".parse().unwrap();
    let inner = TallyError::DifferentFigures { left: 2, right: 3 };
    vec![
        TallyError::Full { tally, part, limit: "2^64 - 1" },
        TallyError::Unfit { tally, part, given: "x".to_owned(), allowed: "1 to 4".to_owned() },
        TallyError::DifferentKinds { left: tally, right: "mean tally" },
        TallyError::UnknownVersion { given: 2, known: 1 },
        TallyError::ValueOutOfRange { tally },
        TallyError::DifferentIndicators { left: id(), right: id() },
        TallyError::WrongFact { fact: "stars".parse().unwrap(), wanted: "a number" },
        TallyError::NotEvaluated,
        TallyError::UnknownCalendar { calendar: "office".parse().unwrap() },
        TallyError::ForeignEvaluation {
            ticket: "T-1".parse().unwrap(),
            as_of: at(),
            other: "T-2".parse().unwrap(),
            other_as_of: at(),
        },
        TallyError::Record { indicator: id(), record: "ticket `T-1`".into(), why: Box::new(inner.clone()) },
        TallyError::Underived { indicator: id(), why: Box::new(inner.clone()) },
        TallyError::OtherSource { wanted: Some(Source::Ticket), given: Source::Report },
        TallyError::Figure { figure: "lost".parse().unwrap(), given: "yes".into(), allowed: "a number" },
        TallyError::Figures {
            sum: Box::new(FigureSum::of(["lost".parse().unwrap(), "left".parse().unwrap()]).unwrap()),
            given: "-1".into(),
            allowed: "a count: a whole number from 0",
        },
        inner,
    ]
}

#[test]
fn surveys() {
    let (place, given, scale) = ("questions[0]".to_owned(), "x".to_owned(), Scale::FIVE);
    let question = || "overall".parse().unwrap();
    let response = || "R-1".parse().unwrap();
    styled(&texts(vec![
        SurveyError::Scale { from: 5, to: 1 },
        SurveyError::Cut { place: place.clone(), cut: "at_least", given: 6, allowed: "2 to 5".into() },
        SurveyError::NoCustomaryCut { points: 11 },
        SurveyError::Empty { place: place.clone(), wanted: "question" },
        SurveyError::Duplicate { place: place.clone(), given: given.clone() },
        SurveyError::NoWeight { place: place.clone() },
        SurveyError::ZeroWeight { response: response() },
        SurveyError::Answered { response: response(), outcome: ResponseOutcome::NotReturned },
        SurveyError::OtherSurvey {
            response: response(),
            given: "monthly".parse().unwrap(),
            survey: "yearly".parse().unwrap(),
        },
        SurveyError::OtherVersion {
            response: response(),
            given: "2".parse().unwrap(),
            survey: "yearly".parse().unwrap(),
            version: "1".parse().unwrap(),
        },
        SurveyError::UnknownQuestion {
            place: place.clone(),
            question: question(),
            survey: "yearly".parse().unwrap(),
        },
        SurveyError::OffScale { response: response(), question: question(), given: 6, scale },
        SurveyError::OtherScale { place: place.clone(), question: question(), scale, wanted: Scale::SEVEN },
        SurveyError::OtherHalf {
            place: place.clone(),
            question: question(),
            asks: "perception",
            wanted: "expectation",
        },
        SurveyError::NoDefinition { question: question(), reading: Reading::Net },
        SurveyError::NoMean { place: "ideal", given: given.clone(), scale },
        SurveyError::Full { tally: "survey tally", part: "n", limit: "2^64 - 1" },
        SurveyError::Unfit { place, given: given.clone(), allowed: "more than 0" },
        SurveyError::OtherParts { left: given.clone(), right: given.clone() },
        SurveyError::SeveralScales { scale, given: Scale::SEVEN },
        SurveyError::OtherCount { left: given.clone(), right: given },
        SurveyError::UnknownVersion { given: 2, known: 1 },
    ]));
}

#[test]
fn indicators_and_scores() {
    let indicator = || "kept".parse().unwrap();
    let limit = Limit::AtLeast(90.into());
    styled(&texts(vec![
        IndicatorError::Range { least: 2.into(), most: 1.into() },
        IndicatorError::WrongLimit {
            indicator: indicator(),
            place: "target",
            given: limit,
            direction: Direction::Lower,
            allowed: "`at_most`",
        },
        IndicatorError::Figures { given: "lost".into() },
        IndicatorError::NoSuchFact {
            indicator: indicator(),
            fact: "@age".parse().unwrap(),
            records: Source::Response,
        },
        IndicatorError::Derivation {
            indicator: indicator(),
            given: "mean of ".into(),
            allowed: "at least one indicator",
        },
        IndicatorError::LimitOrder {
            indicator: indicator(),
            place: "warning",
            given: limit,
            inner_place: "target",
            inner: limit,
        },
        IndicatorError::LimitOutOfUnit {
            indicator: indicator(),
            place: "target",
            given: 2.into(),
            unit: "share".to_owned(),
            allowed: "0 to 1",
        },
        IndicatorError::WrongUnit {
            indicator: indicator(),
            unit: "hours".to_owned(),
            formula: "share",
            allowed: "`share`",
        },
        IndicatorError::Places { indicator: indicator(), given: 10 },
        IndicatorError::NoQuantity { indicator: indicator(), given: "@open".to_owned() },
        IndicatorError::NotInCatalogue { given: indicator(), allowed: "`nps`".to_owned() },
        IndicatorError::NoSuchScope {
            indicator: indicator(),
            scope: "agreement",
            given: "desk".to_owned(),
            formula: "survey",
            instead: "; it takes `survey`".to_owned(),
        },
    ]));
    styled(&texts(tally_errors()));
    let place = || "root.children".to_owned();
    styled(&texts(vec![
        ScoreError::FlatGoalposts { place: place(), given: 1.into() },
        ScoreError::PointsNotRising { place: place(), given: 1.into(), before: 1.into() },
        ScoreError::TooFew { place: place(), given: 1, least: "2 points" },
        ScoreError::TooMany { place: place(), given: 10, what: "decimal places", most: 9 },
        ScoreError::NoWeight { place: place() },
        ScoreError::Duplicate { place: place(), given: "a".to_owned(), first: place(), what: "node id" },
        ScoreError::GradeGap { place: place(), lowest: "10".parse().unwrap() },
        ScoreError::BandTooFine { place: place(), given: "89.995".parse().unwrap(), places: 2 },
        ScoreError::GradeOutOfReach {
            place: place(),
            grade: "A".to_owned(),
            from: "90".parse().unwrap(),
            best: "80".parse().unwrap(),
        },
        ScoreError::RuleTooFine { place: place(), given: "59.999".parse().unwrap(), places: 2 },
        ScoreError::UnknownPart { place: place(), given: "csat".to_owned() },
        ScoreError::UnknownGrade { place: place(), given: "D".to_owned() },
        ScoreError::OrderWeights { place: place(), given: 2, wanted: 3 },
        ScoreError::Unweighed { place: place(), given: "fcr".to_owned(), what: "has no weight" },
        ScoreError::NoPoints { place: place() },
        ScoreError::Orphan { place: place(), given: "servce".to_owned() },
        ScoreError::Cycle { place: place(), given: "speed".to_owned() },
        ScoreError::NoScore { place: place(), gap: Gap::NothingApplies },
        ScoreError::NoPath { place: place() },
        ScoreError::NoFingerprint { place: place(), given: "xyz".to_owned() },
        ScoreError::Unwritable { place: place(), fault: "no room".to_owned() },
        ScoreError::OtherModel { place: place(), given: "70".parse().unwrap(), found: "75".to_owned() },
        ScoreError::Missing { place: place(), remedy: "give it" },
        ScoreError::Misplaced { place: place(), remedy: "leave it out" },
        ScoreError::Inconsistent { place: place(), given: "7".to_owned(), with: "the total score" },
    ]));
}

#[test]
fn indicator_systems() {
    let place = || "indicators[0]".to_owned();
    let id = || "a".parse().unwrap();
    let path = || "a within b within a".to_owned();
    styled(&texts(vec![
        SystemError::Duplicate { place: place(), given: id() },
        SystemError::NoGroup { place: place(), given: id() },
        SystemError::GroupCycle { place: place(), path: path() },
        SystemError::TooDeep { place: place(), path: path(), levels: 4 },
        SystemError::NoInput { place: place(), given: id() },
        SystemError::DerivationCycle { place: place(), path: path() },
        SystemError::OtherDimension { place: place(), given: Dimension::Cost, wanted: Dimension::Accuracy },
        SystemError::OtherUnit { place: place(), input: id(), given: Unit::Percent, wanted: Unit::Points },
    ]));
}

#[test]
fn standards() {
    let place = || "model.root".to_owned();
    let of =
        |version: &str| StandardVersion { id: "desk".parse().unwrap(), version: version.parse().unwrap() };
    let agreement = AgreementError::Empty { place: "policies".to_owned(), wanted: "policy" };
    let calendar = CalendarError::Empty { place: "calendar".to_owned() };
    let standard = || ServiceTallyError::Standard { given: of("1"), expected: of("2") };
    styled(&texts(vec![
        StandardError::Malformed { place: place(), message: "missing field `id`".to_owned() },
        StandardError::Duplicate { place: place(), given: "a".to_owned() },
        StandardError::NoInstrument { place: place(), what: "survey" },
        StandardError::SeveralScales { place: place(), question: "csat".parse().unwrap() },
        StandardError::Undefined {
            place: place(),
            what: "indicator",
            given: "a".to_owned(),
            known: "`b`".to_owned(),
        },
        StandardError::Calendar { calendar: "office".parse().unwrap(), source: calendar },
        StandardError::Agreement { index: 0, source: agreement },
    ]));
    styled(&texts(vec![
        standard(),
        ServiceTallyError::Lacks { standard: of("1"), what: "indicator", id: "kept".to_owned() },
        ServiceTallyError::Uncounted { standard: of("1"), what: "agreement", id: "promise".to_owned() },
        ServiceTallyError::Grouping { given: "a".parse().unwrap(), expected: "b".parse().unwrap() },
        ServiceTallyError::Indicator(TallyError::NotEvaluated),
    ]));
    styled(&texts(vec![
        RecordError::Tally(TallyError::NotEvaluated),
        RecordError::OtherStandard(standard()),
    ]));
}

#[test]
fn run_rules() {
    let rule = || "nine_on_one_side".to_owned();
    styled(&texts(vec![
        RuleError::Length { rule: rule(), what: "points", given: 65, least: 2 },
        RuleError::Hits { rule: rule(), hits: 4, of: 3 },
        RuleError::NoneLeft { rule: rule() },
        RuleError::Repeated { position: 1, rule: rule() },
        RuleError::Count { given: 0 },
        RuleError::State { what: "a run longer than the series" },
    ]));
}

#[test]
fn alerts() {
    let (place, given) = (|| "policy".to_owned(), || "x".to_owned());
    let silence = || "move".parse().unwrap();
    styled(&texts(vec![
        AlertError::OutOfRange { place: place(), given: given(), allowed: "1 to 64" },
        AlertError::Empty { place: place(), wanted: "condition" },
        AlertError::Duplicate { place: place(), given: given() },
        AlertError::ClearsBeyond { place: place(), limit: given(), clear: given(), allowed: "below it" },
        AlertError::Descends { level: WarningLevel::Red, lower: WarningLevel::Blue },
        AlertError::NoCondition { place: place(), level: WarningLevel::Red },
        AlertError::Reversed { silence: silence(), from: at(), until: at() },
        AlertError::MatchesAll { silence: silence() },
        AlertError::NotFiring { at: at() },
        AlertError::Superseded { at: at(), since: at() },
        AlertError::AheadOfTime { at: at(), as_of: at() },
        AlertError::BrokenState { place: "levels", found: "one of them has nothing to remember" },
    ]));
}

#[test]
fn service_level_objectives() {
    let (place, given) = (|| "windows[0].long".to_owned(), || "PT721H".to_owned());
    styled(&texts(vec![
        SloError::NotAllowed {
            place: place(),
            given: given(),
            allowed: "at most the period, PT720H".to_owned(),
        },
        SloError::Repeated { place: place(), id: "test".to_owned() },
        SloError::TooLarge { what: "the budget".to_owned() },
        SloError::Quantity(QuantityError::TooPrecise { what: "share", given: "x".to_owned() }),
    ]));
}

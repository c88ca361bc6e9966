//! Conditions are Boolean algebra over whatever facts a ticket has.

use proptest::prelude::*;
use service_quality::quantity::{AttributeName, Timestamp};
use service_quality::ticket::{Comparison, Condition, Derived, Fact};

use super::sample::{bytes, ticket, value};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_fact_reads_back_as_what_it_was(name in "@?[a-z@]{1,4}|@reopens|@status") {
        let Ok(attribute) = name.parse::<AttributeName>() else {
            prop_assert!(name.starts_with('@'));
            return Ok(());
        };
        let fact = Fact::Attribute(attribute);
        prop_assert_eq!(fact.to_string().parse::<Fact>().unwrap(), fact);
    }
}

fn fact() -> impl Strategy<Value = Fact> {
    let derived = proptest::sample::select(Derived::ALL).prop_map(Fact::Derived);
    prop_oneof![derived, "priority|department|region|absent".prop_map(|name| name.parse().unwrap())]
}

fn condition() -> impl Strategy<Value = Condition> {
    let comparison = proptest::sample::select(&[
        Comparison::Below,
        Comparison::AtMost,
        Comparison::AtLeast,
        Comparison::Above,
    ]);
    let leaf = prop_oneof![
        Just(Condition::Always),
        (fact(), value()).prop_map(|(fact, value)| Condition::equals(fact, value)),
        (fact(), proptest::collection::vec(value(), 0..3))
            .prop_map(|(fact, values)| Condition::is_in(fact, values)),
        (fact(), comparison, value()).prop_map(|(fact, is, value)| Condition::compare(fact, is, value)),
        (fact(), "[a-c]?|单").prop_map(|(fact, text)| Condition::contains(fact, text)),
        fact().prop_map(Condition::exists),
    ];
    leaf.prop_recursive(5, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Condition::all),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Condition::any),
            inner.prop_map(Condition::negate),
        ]
    })
}

fn not(condition: &Condition) -> Condition {
    Condition::negate(condition.clone())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn boolean_algebra(
        ticket in ticket(),
        seconds in 0_i64..9_000_000,
        (a, b, c) in (condition(), condition(), condition()),
    ) {
        let view = ticket.at(Timestamp::from_seconds(1_767_225_600 + seconds).unwrap());
        let holds = |condition: &Condition| condition.matches(&view);
        let all = |parts: &[&Condition]| Condition::all(parts.iter().map(|part| (*part).clone()));
        let any = |parts: &[&Condition]| Condition::any(parts.iter().map(|part| (*part).clone()));
        prop_assert_eq!(holds(&not(&not(&a))), holds(&a), "double negation");
        prop_assert_eq!(holds(&not(&all(&[&a, &b]))), holds(&any(&[&not(&a), &not(&b)])), "De Morgan");
        prop_assert_eq!(holds(&not(&any(&[&a, &b]))), holds(&all(&[&not(&a), &not(&b)])), "De Morgan");
        prop_assert_eq!(holds(&all(&[&a, &any(&[&b, &c])])), holds(&any(&[&all(&[&a, &b]), &all(&[&a, &c])])));
        prop_assert!(holds(&any(&[&a, &not(&a)])) && !holds(&all(&[&a, &not(&a)])), "one of both");
        prop_assert!(holds(&Condition::all([])) && !holds(&Condition::any([])), "of nothing");
    }

    #[test]
    fn order_relations_agree_with_equality(ticket in ticket(), fact in fact(), value in value()) {
        let view = ticket.at(super::sample::as_of());
        let holds = |is| Condition::compare(fact.clone(), is, value.clone()).matches(&view);
        let (below, above) = (holds(Comparison::Below), holds(Comparison::Above));
        let equal = Condition::equals(fact.clone(), value.clone()).matches(&view);
        prop_assert_eq!(holds(Comparison::AtMost), below || equal);
        prop_assert_eq!(holds(Comparison::AtLeast), above || equal);
        prop_assert!(u8::from(below) + u8::from(equal) + u8::from(above) <= 1, "at most one of the three");
        prop_assert!(!equal || Condition::exists(fact).matches(&view), "what is absent equals nothing");
    }

    #[test]
    fn what_is_written_reads_back_and_as_a_sentence(condition in condition()) {
        let json = bytes(&condition);
        let back: Condition = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&back, &condition);
        prop_assert_eq!(bytes(&back), json);
        prop_assert!(!condition.to_string().is_empty());
    }
}

/// A list of one part is that part: the sentence must bracket what stands inside it.
#[test]
fn a_sentence_says_what_is_negated() {
    let [a, b] = ["a", "b"].map(|name| Condition::exists(name.parse().unwrap()));
    let either = Condition::any([a, b]);
    let wrapped = Condition::all([either.clone()]);
    assert_eq!(Condition::negate(either).to_string(), "not (a exists or b exists)");
    assert_eq!(Condition::negate(wrapped.clone()).to_string(), "not (a exists or b exists)");
    assert_eq!(Condition::all([Condition::Always, wrapped]).to_string(), "always and (a exists or b exists)");
}

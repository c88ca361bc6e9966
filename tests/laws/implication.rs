//! What is said to follow does follow: every fact is tried with every value of a small domain, and with none.

use proptest::prelude::*;
use service_quality::ticket::{Comparison, Condition, Fact, Facts, Value, ValueRef};

/// Two facts that are no ticket's.
struct Pair([Option<Value>; 2]);

const NAMES: [&str; 2] = ["a", "b"];

impl Facts for Pair {
    fn fact(&self, fact: &Fact) -> Option<ValueRef<'_>> {
        let place = NAMES.iter().position(|name| *name == fact.to_string())?;
        self.0[place].as_ref().map(Value::as_ref)
    }
}

fn values() -> Vec<Value> {
    let texts = ["", "a", "ab", "b"].map(Value::from);
    let numbers = [1, 2, 3].map(Value::from);
    [&texts[..], &numbers, &[false, true].map(Value::from)].concat()
}

fn every_pair() -> Vec<Pair> {
    let values: Vec<_> = values().into_iter().map(Some).chain([None]).collect();
    let pairs = values.iter().flat_map(|a| values.iter().map(|b| Pair([a.clone(), b.clone()])));
    pairs.collect()
}

const RELATIONS: [Comparison; 4] =
    [Comparison::Below, Comparison::AtMost, Comparison::AtLeast, Comparison::Above];

fn leaf() -> impl Strategy<Value = Condition> {
    let fact = || proptest::sample::select(&NAMES[..]).prop_map(|name| name.parse::<Fact>().unwrap());
    let value = || proptest::sample::select(values());
    let relation = proptest::sample::select(&RELATIONS[..]);
    prop_oneof![
        1 => Just(Condition::Always),
        4 => (fact(), value()).prop_map(|(fact, value)| Condition::equals(fact, value)),
        4 => (fact(), proptest::collection::vec(value(), 0..4))
            .prop_map(|(fact, values)| Condition::is_in(fact, values)),
        8 => (fact(), relation, value()).prop_map(|(fact, is, value)| Condition::compare(fact, is, value)),
        4 => (fact(), "a?b?").prop_map(|(fact, text)| Condition::contains(fact, text)),
        2 => fact().prop_map(Condition::exists),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    leaf().prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Condition::all),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Condition::any),
            inner.prop_map(Condition::negate),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_follows_has_no_counterexample(one in condition(), two in condition()) {
        let (implied, never) = (one.implies(&two), one.never_holds());
        for facts in every_pair() {
            let holds = one.matches(&facts);
            prop_assert!(!(never && holds), "`{one}` holds with {:?}", facts.0);
            prop_assert!(!implied || !holds || two.matches(&facts), "`{one}`, not `{two}`, with {:?}", facts.0);
        }
    }

    #[test]
    fn the_claims_of_one_fact_have_no_counterexample(parts in proptest::collection::vec(leaf(), 0..5), not in any::<u8>()) {
        let part = |(index, part)| if not >> index & 1 == 0 { part } else { Condition::negate(part) };
        let all = Condition::all(parts.into_iter().enumerate().map(part));
        let model = every_pair().into_iter().find(|facts| all.matches(facts));
        prop_assert!(!all.never_holds() || model.is_none(), "`{all}` holds with {:?}", model.unwrap().0);
    }

    #[test]
    fn it_is_an_order_with_a_least_and_a_greatest(a in condition(), b in condition()) {
        prop_assert!(a.implies(&a) && a.implies(&Condition::Always) && Condition::any([]).implies(&a));
        prop_assert!(Condition::all([a.clone(), b.clone()]).implies(&a), "`{a}` and `{b}`");
        prop_assert!(a.implies(&Condition::any([b.clone(), a.clone()])), "`{b}` or `{a}`");
        let not = Condition::negate;
        prop_assert!(not(not(a.clone())).implies(&a) && a.implies(&not(not(a.clone()))));
        prop_assert!(Condition::all([a.clone(), not(a.clone())]).never_holds());
        prop_assert_eq!(a.implies(&b), not(b).implies(&not(a)), "read backwards");
    }
}

fn read(json: &str) -> Condition {
    serde_json::from_str(json).unwrap()
}

#[test]
fn what_follows_is_seen() {
    let equals = |value| format!(r#"{{"equals": {{"fact": "a", "value": {value}}}}}"#);
    let is_in = |values| format!(r#"{{"in": {{"fact": "a", "values": {values}}}}}"#);
    let compare = |is, value| format!(r#"{{"compare": {{"fact": "a", "is": "{is}", "value": {value}}}}}"#);
    let contains = |text| format!(r#"{{"contains": {{"fact": "a", "text": "{text}"}}}}"#);
    let not = |part: String| format!(r#"{{"not": {part}}}"#);
    let both = |one, two| format!(r#"{{"all": [{one}, {two}]}}"#);
    let either = |one, two| format!(r#"{{"any": [{one}, {two}]}}"#);
    let exists = r#"{"exists": "a"}"#.to_owned();
    for (one, two, back) in [
        (equals("1"), is_in("[1, 2]"), false),
        (equals("1"), is_in("[1]"), true),
        (is_in("[1, 3]"), is_in("[3, 2, 1]"), false),
        (is_in("[1, 2]"), either(equals("2"), equals("1")), true),
        (is_in("[1, 2]"), compare("at_most", "2"), false),
        (equals("5"), compare("at_least", "3"), false),
        (compare("at_least", "5"), compare("at_least", "3"), false),
        (compare("at_least", "5"), compare("above", "3"), false),
        (compare("above", "3"), compare("at_least", "3"), false),
        (compare("below", "3"), compare("at_most", "3"), false),
        (equals("3"), both(compare("at_least", "3"), compare("at_most", "3")), true),
        (compare("above", "false"), equals("true"), true),
        (compare("above", "3"), not(equals("3")), false),
        (compare("above", "3"), not(compare("at_most", "3")), false),
        (compare("above", "3"), not(equals(r#""3""#)), false),
        (equals(r#""high""#), not(equals(r#""low""#)), false),
        (equals(r#""printer""#), contains("print"), false),
        (contains("abc"), contains("b"), false),
        (compare("above", r#""m""#), contains(""), false),
        (contains(""), exists.clone(), false),
        (is_in("[1]"), exists.clone(), false),
        (compare("below", "1"), exists.clone(), false),
        (not(contains("b")), not(contains("abc")), false),
        (both(not(equals("1")), is_in("[1, 2]")), equals("2"), true),
        (either(equals("1"), contains("x")), either(contains(""), is_in("[1, 2]")), false),
        (not(either(equals("1"), exists)), not(compare("above", "7")), false),
    ] {
        assert!(read(&one).implies(&read(&two)), "{one} to {two}");
        assert_eq!(read(&two).implies(&read(&one)), back, "{two} to {one}");
        assert!(read(&both(one.clone(), not(two.clone()))).never_holds(), "{one} to {two}");
        assert!(!read(&one).never_holds() && !read(&two).never_holds());
    }
}

#[test]
fn what_never_holds_is_seen() {
    for json in [
        r#"{"any": []}"#,
        r#"{"not": "always"}"#,
        r#"{"in": {"fact": "a", "values": []}}"#,
        r#"{"any": [{"not": {"all": []}}, {"in": {"fact": "a", "values": []}}]}"#,
        r#"{"all": [{"exists": "a"}, {"not": {"exists": "a"}}]}"#,
        r#"{"all": [{"equals": {"fact": "a", "value": 1}}, {"equals": {"fact": "a", "value": "1"}}]}"#,
        r#"{"all": [{"contains": {"fact": "a", "text": "x"}}, {"equals": {"fact": "a", "value": "y"}}]}"#,
        r#"{"all": [{"contains": {"fact": "a", "text": "x"}}, {"compare": {"fact": "a", "is": "above", "value": 1}}]}"#,
        r#"{"all": [{"compare": {"fact": "a", "is": "above", "value": 1}},
            {"all": [{"exists": "b"}, {"compare": {"fact": "a", "is": "at_most", "value": 1}}]}]}"#,
    ] {
        assert!(read(json).never_holds(), "{json}");
        assert!(!Condition::negate(read(json)).never_holds(), "{json}");
    }
}

/// Questions that would take ages are given up, in moderate time and memory.
#[test]
fn entangled_conditions_are_given_up() {
    let is = |fact: String, value: i32| Condition::equals(fact.parse().unwrap(), value);
    // Ten guests in nine rooms, no two in one.
    let seated = (0..10).map(|guest| {
        Condition::any((0..9).map(|room| Condition::equals(format!("{guest}-{room}").parse().unwrap(), true)))
    });
    let alone =
        (0..9).flat_map(|room| (0..10).flat_map(move |one| (0..one).map(move |two| (room, one, two))));
    let alone = alone.map(|(room, one, two)| {
        let both =
            [one, two].map(|guest| Condition::equals(format!("{guest}-{room}").parse().unwrap(), true));
        Condition::negate(Condition::all(both))
    });
    let hotel = Condition::all(seated.chain(alone));
    // Ten thousand free choices, a list of thousands, and a deep one.
    let free = Condition::all(
        (0..10_000).map(|fact| Condition::any([is(format!("f{fact}"), 1), is(format!("f{fact}"), 2)])),
    );
    let long = |from: i32| Condition::is_in("a".parse().unwrap(), from..from + 20_000);
    let deep = (0..400)
        .fold(is("a".to_owned(), 1), |part, _| Condition::all([Condition::any([part]), Condition::Always]));
    assert!(!hotel.never_holds() && !free.never_holds() && !long(0).implies(&long(1)));
    assert!(!free.implies(&hotel) && !hotel.implies(&free) && !deep.implies(&is("a".to_owned(), 2)));
    assert!(deep.implies(&is("a".to_owned(), 1)) && free.implies(&free) && hotel.implies(&hotel));
    assert!(
        Condition::is_in("a".parse().unwrap(), 0..1_000)
            .implies(&Condition::is_in("a".parse().unwrap(), -5..1_000))
    );
}

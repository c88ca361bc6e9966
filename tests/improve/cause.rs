#![cfg(test)]
//! Chains of whys: what is refused changes nothing, what is read is checked, and root causes are proven to the top.

use proptest::prelude::*;
use service_quality::improve::ImproveError;
use service_quality::improve::cause::{
    Cause, CauseCategory, CauseEvidence, CauseFinding, Causes, Examination, Hypothesis, Standing,
};
use service_quality::quantity::{AgentId, CauseId, Language, Timestamp};

#[track_caller]
fn cause(id: &str) -> CauseId {
    id.parse().unwrap()
}

#[track_caller]
fn at(day: u32) -> Timestamp {
    format!("2026-03-{day:02}T09:00:00Z").parse().unwrap()
}

fn by() -> AgentId {
    "li.wei".parse().unwrap()
}

fn seen() -> Vec<CauseEvidence> {
    vec![CauseEvidence::Observation("the rosters of three days".parse().unwrap())]
}

fn why(id: &str, explains: Option<&str>) -> Hypothesis {
    let hypothesis = Hypothesis::new(cause(id), CauseCategory::Process, "x".parse().unwrap());
    match explains {
        Some(above) => hypothesis.explaining(cause(above)),
        None => hypothesis.of_problem("P-1".parse().unwrap()),
    }
}

/// a ← b ← c, and b ← d.
fn tree() -> Causes {
    let mut causes = Causes::default();
    for (id, explains) in [("a", None), ("b", Some("a")), ("c", Some("b")), ("d", Some("b"))] {
        causes.add(why(id, explains)).unwrap();
    }
    causes
}

#[track_caller]
fn verified(causes: &mut Causes, ids: &[&str]) {
    for id in ids {
        causes.verify(&cause(id), seen(), by(), at(2)).unwrap();
    }
}

#[track_caller]
fn roots(causes: &Causes) -> Vec<&str> {
    causes.roots().map(|cause| cause.id().as_str()).collect()
}

#[test]
fn a_chain_leads_from_the_problem_to_the_root() {
    let causes = tree();
    let chain: Vec<&str> = causes.chain(&cause("c")).iter().map(|cause| cause.id().as_str()).collect();
    assert_eq!(chain, ["a", "b", "c"]);
    assert_eq!((causes.depth(&cause("c")), causes.depth(&cause("x"))), (Some(3), None));
    assert_eq!(causes.problem_of(&cause("d")).map(ToString::to_string).as_deref(), Some("P-1"));
    assert!(causes.chain(&cause("x")).is_empty());
}

#[test]
fn a_root_is_verified_as_is_all_above_and_nothing_below() {
    let mut causes = tree();
    assert!(roots(&causes).is_empty());
    verified(&mut causes, &["a"]);
    assert_eq!(roots(&causes), ["a"], "as deep as the whys are proven");
    verified(&mut causes, &["c"]);
    assert_eq!(roots(&causes), ["a"], "the chain to c is broken at b");
    let broken = CauseFinding::UnderUnverified { cause: cause("c"), above: cause("b") };
    assert_eq!(causes.findings(), [broken]);
    verified(&mut causes, &["b", "d"]);
    assert_eq!(roots(&causes), ["c", "d"]);
    assert!(causes.findings().is_empty());

    causes.reject(&cause("b"), seen(), by(), at(3)).unwrap();
    assert_eq!(roots(&causes), ["a"], "no proven chain leads further down");
    let told: Vec<String> = causes.findings().iter().map(|finding| finding.text(Language::Chinese)).collect();
    assert_eq!(told, ["`c`已证实，但其上级原因`b`已被排除", "`d`已证实，但其上级原因`b`已被排除"]);
}

#[track_caller]
fn refused(result: Result<(), ImproveError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut causes = tree();
    verified(&mut causes, &["a"]);
    let before = causes.clone();
    assert_eq!(refused(causes.add(why("a", None))), "causes: `a` is given twice; give each its own id");
    assert_eq!(
        refused(causes.add(why("e", Some("x")))),
        "causes[`e`].explains: there is no `x`; known are `a`, `b`, `c`, `d`"
    );
    assert_eq!(
        refused(causes.add(why("e", Some("e")))),
        "causes[`e`].explains: there is no `e`; known are `a`, `b`, `c`, `d`"
    );
    assert_eq!(
        refused(causes.add(why("e", Some("a")).of_problem("P-2".parse().unwrap()))),
        "causes[`e`].problem is `P-2`: allowed is the problem of the cause that it explains: `P-1` or none"
    );
    assert_eq!(
        refused(causes.verify(&cause("b"), vec![], by(), at(2))),
        "evidence is `[]`: allowed is at least one fact: nothing is judged without evidence"
    );
    assert_eq!(
        refused(causes.reject(&cause("x"), seen(), by(), at(2))),
        "causes: there is no `x`; known are `a`, `b`, `c`, `d`"
    );
    assert_eq!(
        refused(causes.reject(&cause("a"), seen(), by(), at(1))),
        "causes[`a`].at is `2026-03-01T09:00:00Z`: allowed is 2026-03-02T09:00:00Z or later, when it was examined before"
    );
    assert_eq!(causes, before);
    assert_eq!(
        refused(Causes::default().verify(&cause("x"), seen(), by(), at(2))),
        "causes: there is no `x`; known are none"
    );
}

#[test]
fn a_chain_ends_after_fifty_whys() {
    let mut causes = Causes::default();
    causes.add(why("0", None)).unwrap();
    for depth in 1..50 {
        causes.add(why(&depth.to_string(), Some(&(depth - 1).to_string()))).unwrap();
    }
    assert_eq!(causes.depth(&cause("49")), Some(50));
    assert!(causes.add(why("50", Some("49"))).is_err());
    assert_eq!(serde_json::from_str::<Causes>(&serde_json::to_string(&causes).unwrap()).unwrap(), causes);
}

#[test]
fn what_is_read_is_checked_as_what_is_added() {
    let read = |json: &str| serde_json::from_str::<Causes>(json).unwrap_err().to_string();
    let one = |id: &str, above: &str| {
        format!(
            r#"{{"hypothesis": {{"id": "{id}", "category": "people", "statement": "x"{above}}}, "standing": "proposed"}}"#
        )
    };
    let (a, b) = (one("a", ""), one("b", r#", "explains": "x""#));
    assert!(read(&format!("[{a}, {a}]")).contains("`a` is given twice"));
    assert!(read(&format!("[{a}, {b}]")).contains("there is no `x`; known are `a`, `b`"));
    let own = one("c", r#", "explains": "c""#);
    assert!(read(&format!("[{a}, {own}]")).contains("go in a circle"));
}

#[test]
fn the_fishbone_has_the_hosts_own_bones_last() {
    let mut causes = Causes::default();
    for (id, category) in [("m", "supplier"), ("n", "measurement"), ("o", "people"), ("p", "people")] {
        let category = category.parse().unwrap();
        causes.add(Hypothesis::new(cause(id), category, "x".parse().unwrap())).unwrap();
    }
    let bones: Vec<(&str, usize)> =
        causes.fishbone().iter().map(|(category, bone)| (category.as_str(), bone.len())).collect();
    assert_eq!(bones, [("people", 2), ("measurement", 1), ("supplier", 1)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Each cause explains an earlier one or none; each is proposed, verified or rejected.
    #[test]
    fn roots_and_findings_are_as_their_definitions_say(
        plan in proptest::collection::vec((any::<proptest::sample::Index>(), any::<bool>(), 0_u8..3), 1..24),
    ) {
        let mut causes = Causes::default();
        for (index, (above, first, standing)) in plan.iter().enumerate() {
            let above = (index > 0 && !first).then(|| above.index(index).to_string());
            causes.add(why(&index.to_string(), above.as_deref())).unwrap();
            let id = cause(&index.to_string());
            match standing {
                0 => {}
                1 => causes.verify(&id, seen(), by(), at(2)).unwrap(),
                _ => causes.reject(&id, seen(), by(), at(2)).unwrap(),
            }
        }
        let whole = |id: &CauseId| causes.chain(id).iter().all(|above| above.standing().is_verified());
        let told: Vec<&CauseId> = causes.findings().iter().map(|finding| match finding {
            CauseFinding::UnderRejected { cause, .. } | CauseFinding::UnderUnverified { cause, .. } => {
                causes.get(cause).unwrap().id()
            }
        }).collect();
        let roots: Vec<&CauseId> = causes.roots().map(Cause::id).collect();
        for one in causes.iter() {
            let is_verified = one.standing().is_verified();
            let below = causes.verified().any(|other| other.hypothesis().explains.as_ref() == Some(one.id()));
            prop_assert_eq!(told.contains(&one.id()), is_verified && !whole(one.id()));
            prop_assert_eq!(roots.contains(&one.id()), whole(one.id()) && !below);
            prop_assert_eq!(causes.chain(one.id()).len(), causes.depth(one.id()).unwrap());
        }
        let mut bones: Vec<_> = causes.fishbone().into_values().flatten().map(Cause::id).collect();
        bones.sort();
        prop_assert_eq!(bones.len(), causes.len());
        let text = serde_json::to_string(&causes).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Causes>(&text).unwrap(), &causes);
    }
}

#[test]
fn standings_say_who_examined_what() {
    let examination = Examination::new(by(), at(2), seen()).unwrap();
    assert_eq!((examination.by(), examination.at(), examination.evidence().len()), (&by(), at(2), 1));
    let standing = Standing::Rejected(examination);
    assert!(standing.is_rejected() && !standing.is_verified());
    assert_eq!(standing.word(Language::Chinese), "已排除");
}

#[test]
fn a_test_that_shows_nothing_verifies_nothing() {
    let evidence = |p: &str, alpha: &str| -> Vec<CauseEvidence> {
        let json = format!(r#"[{{"test": {{"of": "a", "effect": "0", "p": "{p}", "alpha": "{alpha}"}}}}]"#);
        serde_json::from_str(&json).unwrap()
    };
    let (id, by) = (|| "late".parse().unwrap(), || "li".parse().unwrap());
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let mut causes = Causes::default();
    causes.add(Hypothesis::new(id(), CauseCategory::Process, "x".parse().unwrap())).unwrap();
    let error = causes.verify(&id(), evidence("0.06", "0.05"), by(), now).unwrap_err();
    assert_eq!(
        error.to_string(),
        "evidence[0].p is `0.06`: allowed is at most 0.05, the test's alpha, and less than 1, to verify a cause"
    );
    assert!(causes.verify(&id(), evidence("1", "1"), by(), now).is_err());
    // To show that it is none, it will do.
    causes.reject(&id(), evidence("0.06", "0.05"), by(), now).unwrap();
    causes.verify(&id(), evidence("0.05", "0.05"), by(), now).unwrap();
    assert!(causes.get(&id()).unwrap().earlier()[0].is_rejected());
    let stored = serde_json::to_string(&causes).unwrap();
    assert_eq!(serde_json::from_str::<Causes>(&stored).unwrap(), causes);
    let forged = stored.replace(r#""p":"0.05""#, r#""p":"0.5""#);
    assert!(serde_json::from_str::<Causes>(&forged).is_err());
    let nobody = r#"{"key_driver": {"driver": "w", "share": "0", "n": 0}}"#;
    assert!(
        serde_json::from_str::<CauseEvidence>(nobody).unwrap_err().to_string().contains("at least 1 case")
    );
}

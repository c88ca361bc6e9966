//! Faulty documents: each is refused with its place and the remedy.

use service_quality::indicator::{Absence, Measurement};
use service_quality::quantity::Weight;
use service_quality::score::{Child, Curve, Leaf, Model, Node, Scorecard};

const LEAF: &str = r#"{"weight":"1","indicator":"a","curve":{"goalposts":{"worst":"0","best":"1"}}}"#;

fn document(leaf: &str, rest: &str) -> String {
    format!(
        r#"{{"root":{{"id":"top","children":[{LEAF},{{"weight":"1","id":"low","children":[{leaf}]}}]}}{rest}}}"#
    )
}

#[track_caller]
fn refused(document: &str, message: &str) {
    let fault = serde_json::from_str::<Model>(document).unwrap_err().to_string();
    assert!(fault.starts_with(message), "{fault}");
}

fn other() -> String {
    LEAF.replace("\"a\"", "\"b\"")
}

#[test]
fn the_sound_document_is_read() {
    assert!(serde_json::from_str::<Model>(&document(&other(), "")).is_ok());
}

#[test]
fn trees() {
    refused(r#"{"root":{"id":"top","children":[]}}"#, "root.children: is empty: give at least one");
    refused(r#"{"root":{"id":"top"}}"#, "root.children: is missing: give `indicator` and `curve`");
    refused(
        &document(&other().replace(r#""weight":"1""#, r#""weight":0"#), ""),
        "root.children[1].children: the weights sum to 0: give at least one child a weight above 0",
    );
    refused(
        &document(&other().replace(r#""weight":"1","#, ""), ""),
        "root.children[1].children[0].weight: is missing: give the weight among its siblings",
    );
    refused(
        &document(LEAF, ""),
        "root.children[1].children[0].indicator: `a` stands already at root.children[0].indicator: give each indicator once",
    );
    refused(
        &document(&other(), "").replace("\"low\"", "\"top\""),
        "root.children[1].id: `top` stands already at root.id: give each node id once",
    );
    refused(
        &document(&other().replace("\"b\"", "\"b\",\"children\":[]"), ""),
        "root.children[1].children[0].children: has no meaning here",
    );
}

#[test]
fn figures_that_are_none() {
    refused(
        &document(&other().replace(r#""1","indicator""#, r#""NaN","indicator""#), ""),
        "weight `NaN` cannot be read",
    );
    refused(
        &document(&other().replace(r#""1","indicator""#, r#"-1,"indicator""#), ""),
        "weight `-1` is out of range",
    );
    refused(
        &document(&other().replace(r#""1","indicator""#, r#""0.1234567891","indicator""#), ""),
        "weight `0.1234567891` has too many decimal places",
    );
    refused(
        &document(&other().replace(r#""best":"1""#, r#""best":"inf""#), ""),
        "number `inf` cannot be read",
    );
    let long = "9".repeat(10_000_000);
    refused(&document(&other().replace(r#""best":"1""#, &format!(r#""best":"{long}""#)), ""), "number `9999");
}

#[test]
fn fields_that_nobody_knows() {
    for field in [r#","rules":[]"#, r#","rounding":{"places":2}"#, r#","absence":{"mising":"worst"}"#] {
        refused(&document(&other(), field), "unknown field");
    }
    refused(&document(&other().replace("\"curve\"", "\"curves\""), ""), "unknown field `curves`");
    refused(&document(&other().replace("\"best\"", "\"worst\""), ""), "duplicate field `worst`");
    refused(&document(&other().replace("goalposts", "sigmoid"), ""), "unknown variant `sigmoid`");
}

#[test]
fn rounding_and_grades() {
    refused(
        &document(&other(), r#","rounding":{"total":10}"#),
        "rounding.total: 10 decimal places: give at most 9",
    );
    refused(
        &document(&other(), r#","grades":[{"grade":"A","from":"79.995"},{"grade":"B","from":0}]"#),
        "grades[0].from: `79.995` has more decimal places than the total, 2: round it",
    );
    refused(
        &document(&other(), r#","grades":[{"grade":"A","from":80}]"#),
        "grades: the lowest band starts at `80` and leaves a gap below: let it start at 0",
    );
    let capped = other().replace(r#""goalposts":{"worst":"0","best":"1"}"#, r#""piecewise":[[0,0],[1,50]]"#);
    refused(
        &document(&capped, r#","grades":[{"grade":"A","from":75.01},{"grade":"B","from":0}]"#),
        "grades[0].from: grade `A` from `75.01` is out of reach, the curves end at a total of `75`: let the curves reach 100 or lower the band",
    );
    let reached = document(&capped, r#","grades":[{"grade":"A","from":75},{"grade":"B","from":0}]"#);
    assert!(serde_json::from_str::<Model>(&reached).is_ok());
}

#[test]
fn depth() {
    let nested = |levels: usize| {
        (0..levels)
            .fold(other(), |inner, level| format!(r#"{{"weight":1,"id":"n{level}","children":[{inner}]}}"#))
    };
    let nested = |levels: usize| document(&nested(levels), "");
    assert!(serde_json::from_str::<Model>(&nested(48)).is_ok());
    let fault = serde_json::from_str::<Model>(&nested(49)).unwrap_err().to_string();
    assert!(fault.contains("children: 51 levels of nodes: give at most 50"), "{fault}");
    refused(&nested(200), "recursion limit exceeded");
}

#[test]
fn the_deepest_model_is_stored_and_read_back() {
    let leaf = Leaf::new("a".parse().unwrap(), Curve::goalposts(0.into(), 1.into()).unwrap());
    let mut node = Node::new("n1".parse().unwrap(), [Child::new(Weight::ONE, leaf)]).unwrap();
    for level in 2..=50 {
        node = Node::new(format!("n{level}").parse().unwrap(), [Child::new(Weight::ONE, node)]).unwrap();
    }
    let model = Model::builder(node).build().unwrap();
    let json = serde_json::to_string(&model).unwrap();
    assert_eq!(serde_json::from_str::<Model>(&json).unwrap(), model);
    let measured = [("a".parse().unwrap(), Measurement::present("0.25".parse().unwrap(), 1))].into();
    assert_eq!(model.score(&measured).score(), Some("25".parse().unwrap()));
}

#[test]
fn stored_scorecards_that_contradict_themselves() {
    let model: Model = serde_json::from_str(&document(
        &other(),
        r#","grades":[{"grade":"A","from":80},{"grade":"B","from":0}]"#,
    ))
    .unwrap();
    let measured = [
        ("a".parse().unwrap(), Measurement::present("0.8".parse().unwrap(), 1)),
        ("b".parse().unwrap(), Measurement::present("0.5".parse().unwrap(), 1)),
    ];
    let stored = serde_json::to_string(&model.score(&measured.into())).unwrap();
    let tampered = |from: &str, to: &str, message: &str| {
        assert!(stored.contains(from), "{stored}");
        let fault = serde_json::from_str::<Scorecard>(&stored.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(fault.starts_with(message), "{fault}");
    };
    tampered(r#""score":"65""#, r#""score":"66""#, "total.score: `66` does not agree with `low` and `high`");
    tampered(
        r#""points":"40""#,
        r#""points":"41""#,
        "total.score: `65` does not agree with the sum of the points",
    );
    tampered(r#""lost":"10""#, r#""lost":"9""#, "total.score: `65` does not agree with the lost points");
    tampered(r#""score":"80","#, "", "parts[0].score: `none` does not agree with `gap`");
    tampered(r#""from":"0""#, r#""from":"70""#, "band.from: `70` does not agree with the total score");
    tampered(r#""from":"80""#, r#""from":"60""#, "next_band.from: `60` does not agree with the total score");
    tampered(r#""depth":2"#, r#""depth":3"#, "parts[2].depth: `3` does not agree with the part before it");
    tampered(r#""depth":0"#, r#""depth":1"#, "total.depth: `1` does not agree with the root");
}

#[test]
fn suppressed_measurements_keep_their_n() {
    let model: Model = serde_json::from_str(&document(&other(), "")).unwrap();
    let measured = [
        ("a".parse().unwrap(), Measurement::present("0.8".parse().unwrap(), 1)),
        ("b".parse().unwrap(), Measurement::absent(Absence::Suppressed { n: 4 })),
    ];
    let text = model.score(&measured.into()).explain().to_string();
    assert!(text.contains("suppressed: only 4 observations"), "{text}");
    assert!(text.contains("top: no score"), "{text}");
}

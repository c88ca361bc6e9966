//! The engine equals the model: random trees, curves, policies, rules and grades, over rows of values that stand on knots,
//! between them, on rounding ties and at the ends of the range.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use service_quality::indicator::{Absence, Measurement};
use service_quality::quantity::{IndicatorId, Number};
use service_quality::score::{Cell, DetourReason, Gap, Model, Outcome, ScoreEngine};

/// Random choices out of a list that proptest shrinks; after its end every choice is the first.
struct Dice(std::vec::IntoIter<u32>);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0.next().unwrap_or_default() % sides
    }

    fn one_in(&mut self, sides: u32) -> bool {
        self.roll(sides) == sides - 1
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        let index = self.roll(u32::try_from(from.len()).unwrap());
        from[usize::try_from(index).unwrap()].clone()
    }

    /// A decimal from 0 up to `whole`, of at most `places` places.
    fn decimal(&mut self, whole: u32, places: u32) -> String {
        let places = self.roll(places + 1);
        let power = 10_u64.pow(places);
        let digits = (u64::from(self.0.next().unwrap_or_default()) << 12) % (u64::from(whole) * power + 1);
        let (whole, rest) = (digits / power, digits % power);
        if places == 0 {
            whole.to_string()
        } else {
            format!("{whole}.{rest:0width$}", width = places as usize)
        }
    }
}

/// A model while it is put together.
struct Draft {
    dice: Dice,
    next: usize,
    places: [u32; 3],
    graded: bool,
    /// The knots of each indicator, and values that rules ask for.
    knots: BTreeMap<String, Vec<String>>,
}

impl Draft {
    fn id(&mut self) -> String {
        self.next += 1;
        format!("p{}", self.next)
    }

    fn weight(&mut self) -> String {
        match self.dice.roll(8) {
            0 => "1".to_owned(),
            1 => "0".to_owned(),
            2 => self.dice.decimal(1, 9),
            3 => self.dice.decimal(1_000_000, 9),
            _ => self.dice.decimal(100, 2),
        }
    }

    fn curve(&mut self, id: &str) -> Value {
        if self.dice.one_in(6) {
            self.knots.insert(id.to_owned(), ["0", "1", "5", "80", "95"].map(str::to_owned).into());
            return self.dice.pick(&[
                json!({"likert": {"min": 1, "max": 5}}),
                json!({"target_range": {"low": 5, "target_low": 80, "target_high": 80, "high": 95}}),
                json!({"bands": {"below": 100, "steps": [[1, 80], [5, 0]]}}),
                json!({"attainment": {"target": {"at_least": 80}}}),
                json!({"efficacy": {"not_allowed": 5, "satisfactory": 95}}),
                json!({"exponential": {"worst": 0, "best": 80, "rho": 50}}),
                json!({"logarithmic": {"worst": 1, "best": 95}}),
            ]);
        }
        let (whole, places) =
            self.dice.pick(&[(100, 0), (1, 4), (10, 2), (1_000, 9), (1, 9), (4_000_000_000, 9)]);
        let count = self.dice.pick(&[2, 2, 3, 5, 12]);
        let mut values: Vec<Number> =
            (0..count).map(|_| self.dice.decimal(whole, places).parse().unwrap()).collect();
        if self.dice.one_in(4) {
            values.push(format!("-{}", self.dice.decimal(whole, places)).parse().unwrap());
        }
        if self.dice.one_in(40) {
            values.extend([
                "-1000000000000000".parse::<Number>().unwrap(),
                "1000000000000000".parse().unwrap(),
            ]);
        }
        values.extend([Number::ZERO, 1.into()].into_iter().take(2_usize.saturating_sub(values.len() / 2)));
        values.sort();
        values.dedup();
        if values.len() < 2 {
            values = vec![Number::ZERO, 1.into()];
        }
        self.knots.insert(id.to_owned(), values.iter().map(ToString::to_string).collect());
        let (first, last) = (values[0], values[values.len() - 1]);
        match self.dice.roll(3) {
            0 => json!({"goalposts": {"worst": first, "best": last}}),
            1 => json!({"goalposts": {"worst": last, "best": first}}),
            _ => {
                let points: Vec<Value> =
                    values.iter().map(|value| json!([value, self.dice.decimal(100, 3)])).collect();
                json!({"piecewise": points})
            }
        }
    }

    fn treatment(&mut self) -> Option<Value> {
        Some(match self.dice.roll(9) {
            0 => json!("worst"),
            1 => json!({"neutral": self.dice.decimal(100, 9)}),
            2 => json!("refuse"),
            3 => json!({"renormalise": {"min_coverage": self.dice.decimal(1, 2)}}),
            4 => json!({"renormalise": {"min_coverage": "0"}}),
            5 => json!({"previous": {"otherwise": "worst"}}),
            _ => return None,
        })
    }

    /// A node, and the parts below it: indicators, and nodes.
    fn node(&mut self, depth: u32) -> (Value, Vec<String>, Vec<String>) {
        let id = self.id();
        let (mut indicators, mut nodes) = (Vec::new(), Vec::new());
        let mut children = Vec::new();
        for index in 0..=self.dice.roll(if depth == 0 { 5 } else { 4 }) {
            let weight = if index == 0 { "2.5".to_owned() } else { self.weight() };
            let mut child = if depth < 3 && self.dice.one_in(3) {
                let (node, below, further) = self.node(depth + 1);
                nodes.push(node["id"].as_str().unwrap().to_owned());
                indicators.extend(below);
                nodes.extend(further);
                node
            } else {
                let id = self.id();
                let curve = self.curve(&id);
                indicators.push(id.clone());
                json!({"indicator": id, "curve": curve})
            };
            child["weight"] = json!(weight);
            children.push(child);
        }
        let mut node = json!({"id": id, "children": children});
        if self.dice.one_in(5) {
            let means = ["geometric", "harmonic", "minimum", "mazziotta_pareto"].map(|mean| json!(mean));
            let power = json!({"power": "2"});
            node["aggregation"] = self.dice.pick(&[&means[..], &[power]].concat());
        }
        for kind in ["missing", "suppressed", "not_applicable"] {
            if let Some(treatment) = self.treatment() {
                node["absence"][kind] = treatment;
            }
        }
        let rules: Vec<Value> = match self.dice.roll(2) {
            0 => Vec::new(),
            _ => (0..=self.dice.roll(3)).map(|_| self.rule(depth == 0, &indicators, &nodes)).collect(),
        };
        if !rules.is_empty() {
            node["rules"] = json!(rules);
            if self.dice.one_in(3) {
                node["limits"] = json!({"bonus": self.dice.roll(20), "penalty": self.dice.roll(20)});
            }
        }
        (node, indicators, nodes)
    }

    fn rule(&mut self, top: bool, indicators: &[String], nodes: &[String]) -> Value {
        let places = self.places[if top { 2 } else { 1 }];
        let mut when = Vec::new();
        for _ in 0..=self.dice.roll(2) {
            let of = self.dice.pick(indicators);
            let is = self.dice.pick(&["below", "at_most", "at_least", "above"]);
            let part = if nodes.is_empty() || self.dice.one_in(2) {
                json!({"indicator": of})
            } else {
                json!({"node": self.dice.pick(nodes)})
            };
            when.push(match self.dice.roll(3) {
                0 => {
                    let value = self.dice.pick(&self.knots[&of].clone());
                    json!({"value": {"of": of, "is": is, "value": value}})
                }
                1 => json!({"score": {"of": part, "is": is, "score": self.dice.decimal(100, 4)}}),
                _ => json!({"absent": {"of": part}}),
            });
        }
        let points = |dice: &mut Dice| match dice.decimal(20, places).parse::<Number>().unwrap() {
            points if points == Number::ZERO => "1".to_owned(),
            points => points.to_string(),
        };
        let effect = match self.dice.roll(7) {
            0 => json!({"cap": self.dice.decimal(100, places)}),
            1 => json!("knock_out"),
            2 => json!({"bonus": {"points": points(&mut self.dice)}}),
            3 => json!({"penalty": {"points": points(&mut self.dice)}}),
            4 => {
                json!({"bonus": {"points": self.dice.pick(&["0.5", "2", "0.333333333"]), "per": self.dice.pick(indicators),
                "limit": points(&mut self.dice)}})
            }
            5 => {
                json!({"penalty": {"points": "0.25", "per": self.dice.pick(indicators), "limit": points(&mut self.dice)}})
            }
            _ if top && self.graded => json!({"grade_at_most": self.dice.pick(&["B", "C"])}),
            _ => json!({"cap": "60"}),
        };
        let id = self.id();
        json!({"id": format!("r{id}"), "when": when, "effect": effect,
            "unknown": if self.dice.roll(4) == 0 { "applies" } else { "waits" }})
    }

    fn cell(&mut self, id: &str, gaps: u32) -> Cell {
        if self.dice.roll(100) < gaps {
            return Err(match self.dice.roll(3) {
                0 => Absence::Missing,
                1 => Absence::Suppressed { n: 2 },
                _ => Absence::NotApplicable,
            });
        }
        let knot: Number = self.dice.pick(&self.knots[id].clone()).parse().unwrap();
        let aside =
            |text: &str| Number::new(knot.value() + text.parse::<Number>().unwrap().value()).unwrap_or(knot);
        Ok(match self.dice.roll(9) {
            0 => knot,
            1 => aside("0.000000001"),
            2 => aside("-0.000000001"),
            3 => aside("0.5"),
            4 => self
                .dice
                .pick(&["1000000000000000", "-1000000000000000", "999999999999999.999999999"])
                .parse()
                .unwrap(),
            5 => self.dice.decimal(1, 9).parse().unwrap(),
            6 => self.dice.decimal(1_000, 9).parse().unwrap(),
            7 => aside(&format!("-{}", self.dice.decimal(10, 3))),
            _ => aside(&self.dice.decimal(1, 4)),
        })
    }
}

/// A model, and rows of cells for it: some without gaps, some with a few, some with many.
fn case(rolls: Vec<u32>) -> (String, Model, Vec<Vec<Cell>>) {
    let mut dice = Dice(rolls.into_iter());
    let places = if dice.one_in(3) {
        [0; 3].map(|_| dice.roll(10))
    } else {
        dice.pick(&[[4, 4, 2], [2, 2, 1], [9, 9, 9], [0, 0, 0]])
    };
    let graded = dice.one_in(2);
    let mut draft = Draft { dice, next: 0, places, graded, knots: BTreeMap::new() };
    let (root, ..) = draft.node(0);
    let [indicator, node, total] = places;
    let mut document =
        json!({"root": root, "rounding": {"indicator": indicator, "node": node, "total": total}});
    if graded {
        document["grades"] =
            json!([{"grade": "A", "from": "9"}, {"grade": "B", "from": "4"}, {"grade": "C", "from": "0"}]);
        document["hysteresis"] = json!("0");
    }
    let text = document.to_string();
    let model = serde_json::from_str::<Model>(&text).or_else(|fault| {
        // Curves that end below the best grade; the other tries have grades.
        assert!(fault.to_string().contains("out of reach"), "{fault}: {text}");
        let rules = document["root"]["rules"].as_array_mut();
        if let Some(rules) = rules {
            rules.retain(|rule| rule["effect"].get("grade_at_most").is_none());
        }
        let fields = document.as_object_mut().unwrap();
        fields.retain(|name, _| name != "grades" && name != "hysteresis");
        serde_json::from_value::<Model>(document)
    });
    let model = model.unwrap();
    let ids: Vec<String> = model.engine().indicators().iter().map(ToString::to_string).collect();
    let rows = [0, 0, 10, 10, 50, 100].map(|gaps| ids.iter().map(|id| draft.cell(id, gaps)).collect());
    (text, model, rows.into())
}

fn measured(engine: &ScoreEngine, row: &[Cell]) -> BTreeMap<IndicatorId, Measurement> {
    let measured = engine.indicators().iter().cloned().zip(row);
    measured
        .map(|(id, cell)| match cell {
            Ok(value) => (id, Measurement::present(*value, 5)),
            Err(absence) => (id, Measurement::absent(*absence)),
        })
        .collect()
}

#[track_caller]
fn same(model: &Model, engine: &ScoreEngine, row: &[Cell], found: &Outcome<'_>) -> Result<(), TestCaseError> {
    let measured = measured(engine, row);
    prop_assert_eq!(engine.row(&measured), row);
    let scorecard = model.score(&measured);
    let score = scorecard.score().ok_or_else(|| scorecard.gap().map(Gap::kind).unwrap());
    let mut parts = std::iter::once(scorecard.total()).chain(scorecard.parts());
    prop_assert_eq!(found.score(), score);
    prop_assert_eq!(found.grade(), scorecard.grade());
    prop_assert_eq!(found.coverage(), scorecard.coverage());
    prop_assert_eq!(found.is_ruled(), scorecard.rules().next().is_some());
    prop_assert_eq!(found.is_undetermined(), parts.any(|part| !part.undetermined().is_empty()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn outcomes_equal_the_scorecards(rolls in prop::collection::vec(any::<u32>(), 20..500)) {
        let (text, model, rows) = case(rolls);
        let engine = model.engine();
        let found: Vec<Outcome<'_>> = engine.batch(&rows.concat()).unwrap().collect();
        prop_assert_eq!(found.len(), rows.len());
        for (row, found) in rows.iter().zip(&found) {
            same(&model, &engine, row, found).map_err(|fault| TestCaseError::fail(format!("{fault}\n{row:?}\n{text}")))?;
        }
    }
}

fn model(rounding: &str, children: &str) -> Model {
    let text = format!(r#"{{"rounding": {rounding}, "root": {{"id": "top", "children": [{children}]}}}}"#);
    serde_json::from_str(&text).unwrap()
}

fn leaf(id: &str, weight: &str, best: &str) -> String {
    format!(
        r#"{{"weight": "{weight}", "indicator": "{id}", "curve": {{"goalposts": {{"worst": "0", "best": "{best}"}}}}}}"#
    )
}

#[test]
fn ties_round_away_from_zero_at_every_stage() {
    let exact = r#"{"indicator": 0, "node": 0, "total": 0}"#;
    for (best, weights, values, expected) in [
        ("200", ["1", "1"], ["1", "0"], "1"), // 0.5 becomes 1; 1/2 becomes 1
        ("200", ["1", "3"], ["1", "0"], "0"), // 1/4
        ("200", ["3", "3"], ["0", "1"], "1"),
        ("100", ["0.000000001", "0.000000001"], ["98", "99"], "99"), // 98.5
    ] {
        let model = model(exact, &format!("{},{}", leaf("a", weights[0], best), leaf("b", weights[1], best)));
        let engine = model.engine();
        let row = values.map(|value| Ok(value.parse().unwrap()));
        let outcome = engine.scorer().score(&row).unwrap();
        assert_eq!(outcome.score().unwrap().to_string(), expected, "{values:?}");
        same(&model, &engine, &row, &outcome).unwrap();
    }
}

#[test]
fn detours_say_why() {
    let nine = r#"{"indicator": 9, "node": 9, "total": 9}"#;
    let reasons = |model: &Model| -> Vec<(String, DetourReason)> {
        let engine = model.engine();
        assert_eq!(engine.is_fast(), engine.detours().is_empty());
        engine.detours().iter().map(|detour| (detour.place.to_string(), detour.reason)).collect()
    };
    let plain = format!("{},{}", leaf("a", "0.333333333", "0.98"), leaf("b", "0.666666667", "100000"));
    assert_eq!(reasons(&model("{}", &plain)), []);
    let wide = format!("{},{}", leaf("a", "1", "1000000000000000"), leaf("b", "0.333333333", "1"));
    let wide = model(nine, &wide);
    let fine = ("top".to_owned(), DetourReason::FineWeights);
    assert_eq!(reasons(&wide), [("a".to_owned(), DetourReason::WideCurve), fine]);
    let other = r#"{"weight": 1, "indicator": "a", "curve": {"bands": {"below": 0, "steps": [[60, 40], [80, 100]]}}},
        {"weight": 1, "id": "low", "aggregation": "minimum", "children": [CHILD]}"#;
    let other = model("{}", &other.replace("CHILD", &leaf("b", "1", "1")));
    let low = ("low".to_owned(), DetourReason::Aggregation);
    assert_eq!(reasons(&other), [("a".to_owned(), DetourReason::Curve), low]);
}

#[test]
fn rows_have_to_fit() {
    let model = model("{}", &format!("{},{}", leaf("a", "1", "1"), leaf("b", "1", "1")));
    let engine = model.engine();
    let cells = [Ok(Number::ZERO); 5];
    assert_eq!(
        engine.batch(&cells).unwrap_err().to_string(),
        "rows[2]: has 1 entry for 2 indicators: give one for each, in the engine's order"
    );
    assert_eq!(engine.batch(&cells[..4]).unwrap().len(), 2);
    assert_eq!(engine.batch(&[]).unwrap().count(), 0);
    assert!(engine.scorer().score(&cells[..3]).is_err());
}

#[test]
fn engines_cross_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<ScoreEngine>();
}

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Language, Name, Score};
use crate::score::tree::MAX_DEPTH;
use crate::score::{PartScore, Place, Reason, Scorecard};

/// A scorecard's reasons, part by part, as data (得分说明).
///
/// `Display` renders it in English, [`Explanation::text`] in Chinese too, both from these data alone.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::Measurement;
/// use service_quality::score::Model;
///
/// let model: Model = serde_json::from_str(r#"{
///     "grades": [{"grade": "good", "from": 80}, {"grade": "poor", "from": 0}],
///     "root": {"id": "service", "name": {"en": "Service quality", "zh": "服务质量"}, "children": [
///         {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}},
///         {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}
///     ]}
/// }"#)?;
/// let measured = BTreeMap::from([("on_time".parse()?, Measurement::present("0.9".parse()?, 412))]);
/// assert_eq!(model.score(&measured).explain().to_string(), "\
/// Service quality: 75
///   grade poor, from 0; good from 80
///   coverage 0.75; 56.25 to 81.25 with the gaps filled; leaving gaps out added 18.75
///   on_time: 75
///     measured 0.9 (n 412), between 0.6 (scores 0) and 1 (scores 100)
///     weighs 100 % of the total: 75 points, 25 lost
///   csat: no score
///     missing
///     the node above leaves it out
/// ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    lines: Vec<Line>,
}

/// What an [`Explanation`] says about one part.
///
/// ```
/// use service_quality::score::Line;
/// let json = r#"{"place":{"indicator":"csat"},"depth":1,"reasons":[{"treated":"worst"}]}"#;
/// let line: Line = serde_json::from_str(json)?;
/// assert_eq!(serde_json::to_string(&line)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The node or indicator.
    pub place: Place,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Levels below the root.
    pub depth: u32,
    /// Its score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Explanation {
    pub(in crate::score) fn new(scorecard: &Scorecard) -> Self {
        let total = Line::new(scorecard.total(), scorecard.reasons());
        let parts = scorecard.parts().iter().map(|part| Line::new(part, part.reasons()));
        Self { lines: std::iter::once(total).chain(parts).collect() }
    }

    /// One entry a part: the root, then each node before its children.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

impl Line {
    fn new(part: &PartScore, reasons: Vec<Reason>) -> Self {
        Self {
            place: part.place().clone(),
            name: part.name().cloned(),
            depth: part.depth(),
            score: part.score(),
            reasons,
        }
    }
}

impl Explanation {
    /// What the part is called.
    pub(in crate::score) fn name(&self, place: &Place, language: Language) -> String {
        let line = self.lines.iter().find(|line| line.place == *place);
        let name = line.and_then(|line| line.name.as_ref());
        name.map_or_else(|| place.to_string(), |name| name.in_language(language).to_owned())
    }
}

impl Line {
    /// Columns to the right. No model is deeper than that; what was stored by other means may claim to be, wider than text
    /// can be indented.
    pub(in crate::score) fn indent(&self) -> usize {
        usize::try_from(self.depth).map_or(MAX_DEPTH, |depth| depth.min(MAX_DEPTH)) * 2
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            let indent = line.indent();
            let name = line.name.as_ref().map_or(line.place.as_str(), Name::en);
            match line.score {
                Some(score) => writeln!(formatter, "{:indent$}{name}: {score}", "")?,
                None => writeln!(formatter, "{:indent$}{name}: no score", "")?,
            }
            for reason in &line.reasons {
                write!(formatter, "{:indent$}  ", "")?;
                reason.write(formatter, &|place| self.name(place, Language::English))?;
                writeln!(formatter)?;
            }
        }
        Ok(())
    }
}

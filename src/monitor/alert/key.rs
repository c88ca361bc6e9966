use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{AttributeName, Label};

/// Which alert it is: the rule's name and its labels. The same for the same trouble, however often it is told, so that a
/// host that is told twice shows one alert (去重键).
///
/// Its text is stable, and another key has another: labels in order of their names, values in double quotes, `"` and `\`
/// within them after a `\`; before the labels `{` and `\` stand after a `\`, in their names `=` and `\`.
///
/// ```
/// use service_quality::monitor::alert::AlertKey;
///
/// let key = AlertKey::new("late_share".parse()?).with_label("team".parse()?, "north".parse()?);
/// assert_eq!(key.to_string(), r#"late_share{team="north"}"#);
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertKey {
    /// The rule that raises it.
    pub alert: Label,
    /// What it is about.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    pub labels: BTreeMap<AttributeName, Label>,
}

impl AlertKey {
    /// The alert of a rule, without labels.
    #[must_use]
    pub const fn new(alert: Label) -> Self {
        Self { alert, labels: BTreeMap::new() }
    }

    /// With a label.
    #[must_use]
    pub fn with_label(mut self, name: AttributeName, value: Label) -> Self {
        self.labels.insert(name, value);
        self
    }
}

impl fmt::Display for AlertKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let escaped = |text: &str, mark: char| text.replace('\\', r"\\").replace(mark, &format!("\\{mark}"));
        formatter.write_str(&escaped(self.alert.as_str(), '{'))?;
        if self.labels.is_empty() {
            return Ok(());
        }
        formatter.write_str("{")?;
        for (index, (name, value)) in self.labels.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let (name, value) = (escaped(name.as_str(), '='), escaped(value.as_str(), '"'));
            write!(formatter, "{comma}{name}=\"{value}\"")?;
        }
        formatter.write_str("}")
    }
}

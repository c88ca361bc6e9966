use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::quantity::{AgentId, Timestamp};

/// An event as it is stored: what happened to which subject, as its how-manieth event, when and by whom.
///
/// On the wire it begins with the number of its format, so that a later version of this crate can read what an earlier
/// one wrote, and an earlier one refuses what it does not know.
///
/// ```
/// use service_quality::improve::history::Recorded;
/// use service_quality::quantity::CycleId;
///
/// let json = r#"{"format":1,"subject":"C-1","revision":3,"at":"2026-03-02T09:00:00Z","by":"li.wei","what":"closed"}"#;
/// let event: Recorded<CycleId, String> = serde_json::from_str(json)?;
/// assert_eq!((event.revision, event.what.as_str()), (3, "closed"));
/// assert_eq!(serde_json::to_string(&event)?, json);
/// let newer = json.replace(r#""format":1"#, r#""format":2"#);
/// assert!(serde_json::from_str::<Recorded<CycleId, String>>(&newer).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded<I, W> {
    /// The form of what follows.
    format: Format,
    /// To what it happened.
    pub subject: I,
    /// Its number among the subject's events, from 1 without gaps.
    pub revision: u64,
    /// When it was decided.
    pub at: Timestamp,
    /// Who wanted it.
    pub by: AgentId,
    /// What happened.
    pub what: W,
}

impl<I, W> Recorded<I, W> {
    /// An event in the format of this version.
    #[must_use]
    pub const fn new(subject: I, revision: u64, at: Timestamp, by: AgentId, what: W) -> Self {
        Self { format: Format, subject, revision, at, by, what }
    }
}

/// The one format there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Format;

impl Format {
    const NUMBER: u32 = 1;
}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(Self::NUMBER)
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            Self::NUMBER => Ok(Self),
            other => Err(de::Error::custom(format_args!(
                "format {other} of an event is not known, only {}: read it with the version of service-quality that wrote it, or a later one",
                Self::NUMBER
            ))),
        }
    }
}

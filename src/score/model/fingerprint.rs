use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::quantity::excerpt;
use crate::score::{Model, ScoreError};

/// The content of a model in 128 bits (模型指纹): models that say the same have the same, and models that say different
/// things practically never share one.
///
/// It tells whether a score was made by the ruler that is at hand. It is FNV-1a (Fowler, Noll, Vo) of the model's JSON form,
/// written as 32 hexadecimal digits: no secret, and no proof against those who search for another model that has it too.
///
/// ```
/// use service_quality::score::{Fingerprint, Model};
///
/// let read = |weight: &str| serde_json::from_str::<Model>(&format!(r#"{{"root": {{"id": "service", "children": [
///     {{"weight": {weight}, "indicator": "csat", "curve": {{"goalposts": {{"worst": 1, "best": 5}}}}}}]}}}}"#));
/// let model = read("3")?;
/// assert_eq!(model.fingerprint()?, read(r#""3.0""#)?.fingerprint()?); // written otherwise, the same model
/// assert_ne!(model.fingerprint()?, read("4")?.fingerprint()?);
/// let kept: Fingerprint = model.fingerprint()?.to_string().parse()?;
/// assert_eq!(kept, model.fingerprint()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint(u128);

const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

impl Fingerprint {
    fn of(bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME)))
    }
}

impl Model {
    /// The fingerprint of the model's content. Feature `json`.
    ///
    /// # Errors
    /// [`ScoreError::Unwritable`] when the model cannot be written as JSON, which no valid model is known to cause.
    pub fn fingerprint(&self) -> Result<Fingerprint, ScoreError> {
        let written = serde_json::to_vec(self)
            .map_err(|error| ScoreError::Unwritable { place: "model".into(), fault: error.to_string() })?;
        Ok(Fingerprint::of(&written))
    }
}

impl FromStr for Fingerprint {
    type Err = ScoreError;

    fn from_str(digits: &str) -> Result<Self, ScoreError> {
        let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let hash = Some(digits).filter(|digits| digits.len() == 32 && digits.bytes().all(lower));
        hash.and_then(|digits| u128::from_str_radix(digits, 16).ok())
            .map(Self)
            .ok_or_else(|| ScoreError::NoFingerprint { place: "fingerprint".into(), given: excerpt(digits) })
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = ScoreError;

    fn try_from(digits: String) -> Result<Self, ScoreError> {
        digits.parse()
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

//! Floats in a state that is kept: as text, which every reader gives back to the last bit.
//!
//! JSON readers may miss the nearest float of a written number by its last bit; the standard library's do not.

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serializer};

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over so")]
pub(crate) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let text = String::deserialize(deserializer)?;
    let value: Option<f64> = text.parse().ok();
    value.filter(|value| value.is_finite()).ok_or_else(|| {
        D::Error::invalid_value(Unexpected::Str(&crate::quantity::excerpt(&text)), &"a finite number as text")
    })
}

//! Floats in a state that is kept: as text, which every reader gives back to the last bit. Numbers are read as well.
//!
//! JSON readers may miss the nearest float of a written number by its last bit; the standard library's do not.

use std::str::FromStr;

use serde::{Deserializer, Serializer};

use crate::quantity::{excerpt, string_or_number};

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
pub(crate) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    string_or_number(deserializer, "a finite number, as text or as a number").map(|Finite(value)| value)
}

struct Finite(f64);

impl FromStr for Finite {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let value: Option<f64> = text.parse().ok();
        let value = value.filter(|value| value.is_finite());
        value.map(Self).ok_or_else(|| format!("`{}` is no finite number", excerpt(text)))
    }
}

/// A list of them.
pub(crate) mod list {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Text(#[serde(with = "super")] f64);

    #[expect(clippy::ptr_arg, reason = "serde hands the field over so")]
    pub(crate) fn serialize<S: Serializer>(values: &Vec<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().copied().map(Text))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
        let values = Vec::<Text>::deserialize(deserializer)?;
        Ok(values.into_iter().map(|Text(value)| value).collect())
    }
}

//! A shrinkage as it is read: a name alone, or a name with settings. Which one stands there shows before anything is
//! read, so nothing is buffered.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{Error, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::Shrinkage;
use crate::quantity::{Number, Weight};

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    None,
    Declared,
    Estimated,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    weight: Weight,
    #[serde(default)]
    prior: Option<Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Estimated {
    #[serde(default)]
    prior: Option<Number>,
}

struct Document;

impl<'de> Visitor<'de> for Document {
    type Value = Shrinkage;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a shrinkage: a name, or a name with settings")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Shrinkage, E> {
        let name: StrDeserializer<'_, E> = name.into_deserializer();
        match Kind::deserialize(name)? {
            Kind::None => Ok(Shrinkage::None),
            Kind::Declared => {
                Err(E::custom("`declared` needs a weight: give `{\"declared\": {\"weight\": 20}}`"))
            }
            Kind::Estimated => Ok(Shrinkage::Estimated { prior: None }),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shrinkage, A::Error> {
        let Some(kind) = map.next_key()? else { return Err(A::Error::custom("no kind: give one")) };
        let found = match kind {
            Kind::None => {
                let () = map.next_value()?;
                Shrinkage::None
            }
            Kind::Declared => {
                let Declared { weight, prior } = map.next_value()?;
                Shrinkage::Declared { weight, prior }
            }
            Kind::Estimated => {
                let Estimated { prior } = map.next_value()?;
                Shrinkage::Estimated { prior }
            }
        };
        match map.next_key::<Kind>()? {
            None => Ok(found),
            Some(_) => Err(A::Error::custom("more than one kind: give one")),
        }
    }
}

impl<'de> Deserialize<'de> for Shrinkage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Document)
    }
}

//! How a level is written: as a decimal share where it is one, such as `"0.98"`, and otherwise as its two terms,
//! `{"missing": "1", "of": "3"}`.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::ServiceLevel;
use crate::quantity::{PLACES, Share};

impl Serialize for ServiceLevel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let share = Share::new(self.share(PLACES).value()).ok();
        if let Some(share) = share.filter(|share| Self::from(*share) == *self) {
            return share.serialize(serializer);
        }
        let (missing, of) = self.terms();
        let mut terms = serializer.serialize_struct("ServiceLevel", 2)?;
        terms.serialize_field("missing", &missing.to_string())?;
        terms.serialize_field("of", &of.to_string())?;
        terms.end()
    }
}

impl<'de> Deserialize<'de> for ServiceLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LevelVisitor)
    }
}

struct LevelVisitor;

impl LevelVisitor {
    fn share<'de, E: de::Error>(value: impl de::IntoDeserializer<'de, E>) -> Result<ServiceLevel, E> {
        Share::deserialize(value.into_deserializer()).map(ServiceLevel::from)
    }
}

impl<'de> Visitor<'de> for LevelVisitor {
    type Value = ServiceLevel;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a level as a share from 0 to 1, or as its terms `missing` and `of`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<ServiceLevel, E> {
        Self::share(text)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<ServiceLevel, E> {
        Self::share(number)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<ServiceLevel, E> {
        Self::share(number)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<ServiceLevel, E> {
        Self::share(number)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ServiceLevel, A::Error> {
        let (mut missing, mut of) = (None, None);
        while let Some(key) = map.next_key::<String>()? {
            let term = match key.as_str() {
                "missing" => &mut missing,
                "of" => &mut of,
                // How numbers arrive where `serde_json/arbitrary_precision` is switched on.
                crate::quantity::ARBITRARY_PRECISION_KEY => return Self::share(map.next_value::<String>()?),
                _ => return Err(de::Error::unknown_field(&key, &["missing", "of"])),
            };
            let text: String = map.next_value()?;
            let given: u128 = text.parse().map_err(|_| {
                de::Error::invalid_value(de::Unexpected::Str(&text), &"a whole number as a string")
            })?;
            if term.replace(given).is_some() {
                return Err(de::Error::custom(format!("`{key}` is given twice")));
            }
        }
        let missing = missing.ok_or_else(|| de::Error::missing_field("missing"))?;
        let of = of.ok_or_else(|| de::Error::missing_field("of"))?;
        ServiceLevel::without(missing, of).filter(|level| level.is_in_range()).ok_or_else(|| {
            de::Error::custom("`of` is `0`, or far less than `missing`: of nothing there is no level")
        })
    }
}

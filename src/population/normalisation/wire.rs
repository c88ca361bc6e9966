//! A normalisation as it is read: a name alone, or a name with settings. A kind whose settings have defaults is read in
//! both forms; which one stands there shows before anything is read, so nothing is buffered.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{Error, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Beyond, Normalisation};
use crate::population::{Order, Ties, ZScore};
use crate::quantity::Number;

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    MinMax,
    ZScore,
    Rank,
    PercentileRank,
    Borda,
    DistanceToMax,
    DistanceToTarget,
    FractionOfMax,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Rank {
    ties: Ties,
    order: Order,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DistanceToTarget {
    target: Number,
    #[serde(default)]
    beyond: Beyond,
}

impl From<Rank> for Normalisation {
    fn from(Rank { ties, order }: Rank) -> Self {
        Self::Rank { ties, order }
    }
}

struct Document;

impl<'de> Visitor<'de> for Document {
    type Value = Normalisation;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a normalisation: a name, or a name with settings")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Normalisation, E> {
        let name: StrDeserializer<'_, E> = name.into_deserializer();
        match Kind::deserialize(name)? {
            Kind::MinMax => {
                Err(E::custom("`min_max` needs the ends of its range: give `{\"min_max\": [0, 100]}`"))
            }
            Kind::DistanceToTarget => Err(E::custom(
                "`distance_to_target` needs a target: give `{\"distance_to_target\": {\"target\": 1}}`",
            )),
            Kind::ZScore => Ok(Normalisation::ZScore(ZScore::default())),
            Kind::Rank => Ok(Rank::default().into()),
            Kind::PercentileRank => Ok(Normalisation::PercentileRank),
            Kind::Borda => Ok(Normalisation::Borda),
            Kind::DistanceToMax => Ok(Normalisation::DistanceToMax),
            Kind::FractionOfMax => Ok(Normalisation::FractionOfMax),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Normalisation, A::Error> {
        let Some(kind) = map.next_key()? else { return Err(A::Error::custom("no kind: give one")) };
        let plain = |unit: (), kind| {
            let () = unit;
            kind
        };
        let found = match kind {
            Kind::MinMax => Normalisation::MinMax(map.next_value()?),
            Kind::ZScore => Normalisation::ZScore(map.next_value()?),
            Kind::Rank => map.next_value::<Rank>()?.into(),
            Kind::DistanceToTarget => {
                let DistanceToTarget { target, beyond } = map.next_value()?;
                Normalisation::DistanceToTarget { target, beyond }
            }
            Kind::PercentileRank => plain(map.next_value()?, Normalisation::PercentileRank),
            Kind::Borda => plain(map.next_value()?, Normalisation::Borda),
            Kind::DistanceToMax => plain(map.next_value()?, Normalisation::DistanceToMax),
            Kind::FractionOfMax => plain(map.next_value()?, Normalisation::FractionOfMax),
        };
        match map.next_key::<Kind>()? {
            None => Ok(found),
            Some(_) => Err(A::Error::custom("more than one kind: give one")),
        }
    }
}

impl<'de> Deserialize<'de> for Normalisation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Document)
    }
}

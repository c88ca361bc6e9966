//! How civil dates and weekdays look on the wire: `2026-03-02`, `mon`.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use chrono::{NaiveDate, Weekday};
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::quantity::Date;

/// The years that instants cover.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = Date::YEARS;

/// A date as a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct WireDate(#[serde(with = "date")] pub(super) NaiveDate);

/// For `#[serde(with)]`: one date.
pub(super) mod date {
    use super::{Date, Deserialize, Deserializer, NaiveDate, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(in super::super) fn serialize<S: Serializer>(
        date: &NaiveDate,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<NaiveDate, D::Error> {
        Date::deserialize(deserializer).map(Date::naive)
    }
}

/// For `#[serde(with)]`: a weekday as `mon`.
pub(super) mod weekday {
    use super::{Deserialize, Deserializer, Serialize, Serializer, Weekday};

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case", remote = "Weekday")]
    enum Day {
        Mon,
        Tue,
        Wed,
        Thu,
        Fri,
        Sat,
        Sun,
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(in super::super) fn serialize<S: Serializer>(
        day: &Weekday,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        Day::serialize(day, serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Weekday, D::Error> {
        Day::deserialize(deserializer)
    }
}

/// For `#[serde(with)]`: weekdays as a list.
pub(super) mod weekdays {
    use super::{Deserialize, Deserializer, Serialize, Serializer, Weekday};

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Day(#[serde(with = "super::weekday")] Weekday);

    pub(in super::super) fn serialize<S: Serializer>(
        days: &[Weekday],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(days.iter().copied().map(Day))
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Weekday>, D::Error> {
        let days = Vec::<Day>::deserialize(deserializer)?;
        Ok(days.into_iter().map(|Day(day)| day).collect())
    }
}

/// A map of dates that refuses to read one date twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DateMap<T>(pub(super) BTreeMap<NaiveDate, T>);

impl<T> Default for DateMap<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> DateMap<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for DateMap<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(date, value)| (WireDate(*date), value)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for DateMap<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DateMapVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for DateMapVisitor<T> {
            type Value = DateMap<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object with dates such as \"2026-03-02\" as keys")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<DateMap<T>, A::Error> {
                let mut dates = BTreeMap::new();
                while let Some(WireDate(date)) = map.next_key()? {
                    if dates.insert(date, map.next_value()?).is_some() {
                        return Err(de::Error::custom(format_args!(
                            "the date {date} is given twice: keep one entry, with all its hours"
                        )));
                    }
                }
                Ok(DateMap(dates))
            }
        }

        deserializer.deserialize_map(DateMapVisitor(PhantomData))
    }
}

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Holiday;

/// Holidays that several calendars share: a country's, a region's, a company's.
///
/// Cheap to clone. In a document, sets have names and calendars refer to them: see
/// [`CalendarSpec`](super::CalendarSpec).
///
/// ```
/// # #[cfg(feature = "tz")] {
/// use service_quality::calendar::{Calendar, Holiday, HolidaySet, Week};
///
/// let national = HolidaySet::new([Holiday::yearly("01-01".parse()?).named("New Year's Day")?]);
/// let week = Week::new().mon_fri("09:00-17:00")?;
/// for office in ["+00:00", "+01:00"] {
///     let calendar = Calendar::builder(office.parse()?).weekly(week.clone()).holidays(&national).build()?;
///     assert_eq!(calendar.holiday("2027-01-01".parse()?).and_then(Holiday::name), Some("New Year's Day"));
/// }
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Holiday>", into = "Vec<Holiday>")]
pub struct HolidaySet(Arc<[Holiday]>);

impl HolidaySet {
    /// Collects holidays.
    pub fn new(holidays: impl IntoIterator<Item = Holiday>) -> Self {
        Self(holidays.into_iter().collect())
    }

    /// The holidays, in the order given.
    pub fn iter(&self) -> std::slice::Iter<'_, Holiday> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a HolidaySet {
    type Item = &'a Holiday;
    type IntoIter = std::slice::Iter<'a, Holiday>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Vec<Holiday>> for HolidaySet {
    fn from(holidays: Vec<Holiday>) -> Self {
        Self(holidays.into())
    }
}

impl From<HolidaySet> for Vec<Holiday> {
    fn from(set: HolidaySet) -> Self {
        set.0.to_vec()
    }
}

//! The date of Easter Sunday.
//!
//! Gregorian: the algorithm of J.-M. Oudin (1940), printed in the *Explanatory Supplement to the Astronomical
//! Almanac*; Julian (the orthodox churches): J. Meeus, *Astronomical Algorithms*, chapter 8.

use chrono::{Days, NaiveDate};

/// Easter Sunday of the western churches.
pub(super) fn gregorian(year: i32) -> Option<NaiveDate> {
    let century = year / 100;
    let golden = year % 19;
    let sun = (century - 17).div_euclid(25);
    let mut epact = (century - century / 4 - (century - sun) / 3 + 19 * golden + 15) % 30;
    epact -= (epact / 28) * (1 - (epact / 28) * (29 / (epact + 1)) * ((21 - golden) / 11));
    let weekday = (year + year / 4 + epact + 2 - century + century / 4) % 7;
    let moon = epact - weekday;
    let month = 3 + (moon + 40) / 44;
    let day = moon + 28 - 31 * (month / 4);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// Easter Sunday of the orthodox churches, as a Gregorian date.
pub(super) fn julian(year: i32) -> Option<NaiveDate> {
    let moon = (19 * (year % 19) + 15) % 30;
    let weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
    let total = u32::try_from(moon + weekday + 114).ok()?;
    let date = NaiveDate::from_ymd_opt(year, total / 31, total % 31 + 1)?;
    let behind = year / 100 - year / 400 - 2;
    match u64::try_from(behind) {
        Ok(days) => date.checked_add_days(Days::new(days)),
        Err(_) => date.checked_sub_days(Days::new(behind.unsigned_abs().into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_sundays_as_published() {
        // The earliest date there is, the latest, and years in which the two coincide.
        let table = [
            (1818, "1818-03-22", "1818-04-26"),
            (1954, "1954-04-18", "1954-04-25"),
            (1981, "1981-04-19", "1981-04-26"),
            (2000, "2000-04-23", "2000-04-30"),
            (2019, "2019-04-21", "2019-04-28"),
            (2024, "2024-03-31", "2024-05-05"),
            (2025, "2025-04-20", "2025-04-20"),
            (2026, "2026-04-05", "2026-04-12"),
            (2038, "2038-04-25", "2038-04-25"),
        ];
        for (year, western, orthodox) in table {
            assert_eq!(gregorian(year).unwrap().to_string(), western);
            assert_eq!(julian(year).unwrap().to_string(), orthodox);
        }
        assert!((1..=9_999).all(|year| gregorian(year).is_some() && julian(year).is_some()));
    }
}

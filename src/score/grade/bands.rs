use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::quantity::{QuantityError, Score, checked_name, excerpt};
use crate::score::ScoreError;

/// The name of a grade (等级): `A`, `excellent`, `优秀`.
///
/// 1 to 200 bytes without control characters or outer blanks.
///
/// ```
/// use service_quality::score::Grade;
/// assert_eq!("优秀".parse::<Grade>()?.as_str(), "优秀");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Grade(Arc<str>);

/// A grade and the score from which it is given.
///
/// ```
/// use service_quality::score::Band;
/// let band: Band = serde_json::from_str(r#"{"grade": "A", "from": "90"}"#)?;
/// assert_eq!(band.grade.as_str(), "A");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The grade.
    pub grade: Grade,
    /// The lowest score of the band.
    pub from: Score,
}

/// Grade bands (等级划分): every score from 0 to 100 has exactly one grade.
///
/// A band reaches from its lowest score, included, up to the next band. The score that is compared is the
/// total rounded to the model's places, so that the grade follows from the score that is shown.
///
/// ```
/// use service_quality::score::Grades;
///
/// let grades: Grades = serde_json::from_str(r#"[{"grade": "A", "from": 80}, {"grade": "B", "from": 0}]"#)?;
/// assert_eq!(grades.of("80".parse()?).grade.as_str(), "A");
/// assert_eq!(grades.of("79.99".parse()?).grade.as_str(), "B");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Band>", into = "Vec<Band>")]
pub struct Grades {
    /// By falling score, without the lowest.
    upper: Vec<Band>,
    /// From 0.
    lowest: Band,
}

impl Grade {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Grades {
    /// Bands in any order; they are kept from the best down.
    ///
    /// # Errors
    /// [`ScoreError::TooFew`] without a band, [`ScoreError::Duplicate`] for a grade or a lowest score that occurs
    /// twice, [`ScoreError::GradeGap`] when no band starts at 0.
    pub fn new(bands: impl IntoIterator<Item = Band>) -> Result<Self, ScoreError> {
        let mut bands: Vec<Band> = bands.into_iter().collect();
        unique(&bands, "grade", "grade", |band| band.grade.to_string())?;
        unique(&bands, "from", "lowest score", |band| band.from.to_string())?;
        bands.sort_by_key(|band| std::cmp::Reverse(band.from));
        let Some(lowest) = bands.pop() else {
            return Err(ScoreError::TooFew { place: "grades".into(), given: 0, least: "one band, from 0" });
        };
        if lowest.from != Score::MIN {
            return Err(ScoreError::GradeGap { place: "grades".into(), lowest: lowest.from });
        }
        Ok(Self { upper: bands, lowest })
    }

    /// The bands from the best down.
    pub fn bands(&self) -> impl Iterator<Item = &Band> {
        self.upper.iter().chain([&self.lowest])
    }

    /// The band of a score.
    #[must_use]
    pub fn of(&self, score: Score) -> &Band {
        self.upper.iter().find(|band| score >= band.from).unwrap_or(&self.lowest)
    }

    /// The band above that of a score; absent at the top.
    #[must_use]
    pub fn above(&self, score: Score) -> Option<&Band> {
        self.upper.iter().rev().find(|band| score < band.from)
    }
}

/// Refuses the second band with the same key.
fn unique(
    bands: &[Band],
    field: &str,
    what: &'static str,
    key: impl Fn(&Band) -> String,
) -> Result<(), ScoreError> {
    let mut seen = BTreeMap::new();
    for (index, band) in bands.iter().enumerate() {
        let place = format!("grades[{index}].{field}");
        match seen.entry(key(band)) {
            btree_map::Entry::Vacant(free) => free.insert(place),
            btree_map::Entry::Occupied(taken) => {
                let (given, first) = (excerpt(taken.key()), taken.get().clone());
                return Err(ScoreError::Duplicate { place, given, first, what });
            }
        };
    }
    Ok(())
}

impl FromStr for Grade {
    type Err = QuantityError;

    fn from_str(name: &str) -> Result<Self, QuantityError> {
        checked_name("grade", name).map(Self)
    }
}

impl TryFrom<String> for Grade {
    type Error = QuantityError;

    fn try_from(name: String) -> Result<Self, QuantityError> {
        name.parse()
    }
}

impl From<Grade> for String {
    fn from(grade: Grade) -> Self {
        grade.as_str().to_owned()
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl TryFrom<Vec<Band>> for Grades {
    type Error = ScoreError;

    fn try_from(bands: Vec<Band>) -> Result<Self, ScoreError> {
        Self::new(bands)
    }
}

impl From<Grades> for Vec<Band> {
    fn from(grades: Grades) -> Self {
        let mut bands = grades.upper;
        bands.push(grades.lowest);
        bands
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grades(bands: &[(&str, &str)]) -> Result<Grades, ScoreError> {
        Grades::new(
            bands
                .iter()
                .map(|(grade, from)| Band { grade: grade.parse().unwrap(), from: from.parse().unwrap() }),
        )
    }

    #[test]
    fn lower_bounds_are_included() {
        let grades = grades(&[("E", "0"), ("D", "60"), ("C", "70"), ("A", "90"), ("B", "80")]).unwrap();
        let cases = [("59.999", "E", "D"), ("60", "D", "C"), ("70", "C", "B"), ("89.99", "B", "A")];
        for (score, grade, next) in cases {
            let score = score.parse().unwrap();
            assert_eq!(grades.of(score).grade.as_str(), grade);
            assert_eq!(grades.above(score).unwrap().grade.as_str(), next);
        }
        assert_eq!(grades.above(Score::MAX), None);
        assert_eq!(grades.bands().map(|band| band.grade.as_str()).collect::<String>(), "ABCDE");
    }

    #[test]
    fn faults_say_what_to_do() {
        let message = |bands: &[(&str, &str)]| grades(bands).unwrap_err().to_string();
        assert_eq!(message(&[]), "grades: is empty: give at least one band, from 0");
        assert_eq!(
            message(&[("A", "90"), ("B", "10")]),
            "grades: the lowest band starts at `10` and leaves a gap below: let it start at 0"
        );
        assert_eq!(
            message(&[("A", "90"), ("A", "0")]),
            "grades[1].grade: `A` stands already at grades[0].grade: give each grade once"
        );
        assert_eq!(
            message(&[("A", "0"), ("B", "0.0")]),
            "grades[1].from: `0` stands already at grades[0].from: give each lowest score once"
        );
        assert!(" A".parse::<Grade>().is_err());
    }
}

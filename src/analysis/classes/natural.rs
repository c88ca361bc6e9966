use serde::Serialize;

use crate::analysis::Undefined;
use crate::analysis::change_point::{Point, check_work, optimal};
use crate::analysis::distribution::float;
use crate::analysis::series::{check, kept, mean, out_of_range, same, sorted, squares, varied};
use crate::analysis::wording::{counted, figure, percent};

/// A list of figures parted into the classes whose members lie closest together.
///
/// ```
/// use service_quality::analysis::classes;
///
/// let found = classes::natural(&[9.0, 1.0, 2.0, 8.0, 10.0], 2)?;
/// assert_eq!(found.labels(), [1, 0, 0, 1, 1]);
/// assert_eq!(
///     found.interpretation(),
///     "2 classes of 5 values: 2 from 1 to 2, 3 from 8 to 10; they take up 96.4 % of the variance (natural breaks)."
/// );
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NaturalClasses {
    method: &'static str,
    n: usize,
    classes: Vec<Class>,
    labels: Vec<usize>,
    within: f64,
    goodness_of_fit: f64,
}

/// A class of figures.
///
/// ```
/// use service_quality::analysis::classes;
/// let found = classes::natural(&[9.0, 1.0, 2.0, 8.0, 10.0], 2)?;
/// let top = found.classes().last().ok_or("none")?;
/// assert_eq!((top.low, top.high, top.count, top.mean), (8.0, 10.0, 3, 9.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Class {
    /// Its smallest value.
    pub low: f64,
    /// Its largest value.
    pub high: f64,
    /// How many values it has.
    pub count: usize,
    /// Their mean.
    pub mean: f64,
    /// Their squared deviations from it, summed.
    pub squares: f64,
}

/// Parts figures into k classes with the least squared deviations from the means of the classes, exactly: Fisher, *On
/// grouping for maximum homogeneity* (1958), known as the natural breaks of Jenks (1977).
///
/// Equal values share a class. Of equally good partings the one with the larger upper classes is taken. With d different
/// values it takes up to d²/2 updates of a running mean, each compared with k partings; mostly far fewer.
///
/// ```
/// use service_quality::analysis::classes;
/// let found = classes::natural(&[1.0, 2.0, 3.0, 4.0, 50.0, 51.0], 3)?;
/// assert_eq!((found.breaks(), found.within()), (vec![1.0, 2.0, 4.0, 51.0], 1.5));
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of no values, of one that is not finite or beyond ±1e100, where all are equal, for no classes, and for more of them than
/// there are different values; of so many that the square of their number times k is more than two thousand million.
pub fn natural(values: &[f64], k: usize) -> Result<NaturalClasses, Undefined> {
    check("values", values, 1)?;
    varied("values", values)?;
    let sorted = sorted(values);
    let groups: Vec<&[f64]> = sorted.chunk_by(|a, b| same(*a, *b)).collect();
    let points: Vec<Point> = groups
        .iter()
        .map(|group| Point {
            value: group.first().copied().unwrap_or_default(),
            weight: float(group.len() as u64),
        })
        .collect();
    check_work(points.len(), k)?;
    let Some(ends) = optimal(&points, k, 1) else {
        return Err(out_of_range("the number of classes", &k, "from 1 to the number of different values"));
    };
    let mut classes = Vec::with_capacity(k);
    let (mut rest, mut start) = (sorted.as_slice(), 0);
    for end in ends {
        let size = groups.iter().take(end).skip(start).map(|group| group.len()).sum();
        let (members, higher) = rest.split_at_checked(size).unwrap_or((rest, &[]));
        let [low, high] = [members.first(), members.last()].map(|end| end.copied().unwrap_or_default());
        classes.push(Class { low, high, count: size, mean: mean(members), squares: squares(members) });
        (rest, start) = (higher, end);
    }
    let within: f64 = classes.iter().map(|class| class.squares).sum();
    let goodness_of_fit = kept("the goodness of fit", 1.0 - within / squares(values))?.clamp(0.0, 1.0);
    let labels = values.iter().map(|value| classes.partition_point(|class| class.high < *value)).collect();
    Ok(NaturalClasses { method: "natural breaks", n: values.len(), classes, labels, within, goodness_of_fit })
}

impl NaturalClasses {
    /// The method.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// How many values were given.
    #[must_use]
    pub const fn n(&self) -> usize {
        self.n
    }

    /// The classes, from the lowest.
    #[must_use]
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// The smallest value, and the largest of each class.
    #[must_use]
    pub fn breaks(&self) -> Vec<f64> {
        let first = self.classes.first().map(|class| class.low);
        first.into_iter().chain(self.classes.iter().map(|class| class.high)).collect()
    }

    /// The class of each value, as they were given: 0 is the lowest.
    #[must_use]
    pub fn labels(&self) -> &[usize] {
        &self.labels
    }

    /// The squared deviations from the means of the classes, summed.
    #[must_use]
    pub const fn within(&self) -> f64 {
        self.within
    }

    /// Which part of the variance lies between the classes: the goodness of variance fit, from 0 to 1.
    #[must_use]
    pub const fn goodness_of_fit(&self) -> f64 {
        self.goodness_of_fit
    }

    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let classes: Vec<String> = self
            .classes
            .iter()
            .map(|class| format!("{} from {} to {}", class.count, figure(class.low), figure(class.high)))
            .collect();
        format!(
            "{} of {}: {}; they take up {} of the variance ({}).",
            if classes.len() == 1 { "1 class".to_owned() } else { format!("{} classes", classes.len()) },
            counted(self.n, "value"),
            classes.join(", "),
            percent(self.goodness_of_fit),
            self.method
        )
    }
}

use serde::{Deserialize, Serialize};

use crate::quantity::Number;

use super::{Check, Criterion, ObjectiveError, Operator};

/// Sets of criteria, of which any one must hold in all its criteria (OR of AND).
///
/// Without a set nothing is asked. A set without criteria holds for every figure: it asks only that there be one.
///
/// ```
/// use service_quality::score::objective::Criteria;
///
/// let criteria: Criteria = serde_json::from_str(r#"[["<=10"], ["<=+10%", "<600"]]"#)?;
/// let checks = criteria.check(Some(11.into()), Some(10.into()))?;
/// assert!(Criteria::hold(&checks));
/// assert!(!checks[0][0].holds(), "the other set does");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Criteria {
    sets: Vec<Vec<Criterion>>,
}

/// Between which bounds a figure meets a set of criteria.
///
/// ```
/// use service_quality::score::objective::Limits;
/// let limits: Limits = serde_json::from_str(r#"{"most": "5.5"}"#)?;
/// assert_eq!(limits.least, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The greatest of the lower bounds; absent where nothing bounds the figure below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Number>,
    /// The least of the upper bounds; absent where nothing bounds the figure above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Number>,
}

impl Criteria {
    /// Any of the sets must hold.
    #[must_use]
    pub fn any_of<S: IntoIterator<Item = Criterion>>(sets: impl IntoIterator<Item = S>) -> Self {
        Self { sets: sets.into_iter().map(|set| set.into_iter().collect()).collect() }
    }

    /// All criteria must hold.
    #[must_use]
    pub fn all_of(criteria: impl IntoIterator<Item = Criterion>) -> Self {
        Self::any_of([criteria])
    }

    /// The sets, in the order given.
    #[must_use]
    pub fn sets(&self) -> &[Vec<Criterion>] {
        &self.sets
    }

    /// Whether nothing is asked.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// Holds a figure against each criterion, also where the verdict is clear before: set by set, in the order given.
    ///
    /// # Errors
    /// [`ObjectiveError::Target`] where a target is no [`Number`].
    pub fn check(
        &self,
        value: Option<Number>,
        previous: Option<Number>,
    ) -> Result<Vec<Vec<Check>>, ObjectiveError> {
        let set = |(index, set): (usize, &Vec<Criterion>)| {
            let check = |(inner, criterion): (usize, &Criterion)| {
                let checked = criterion.check(value, previous);
                checked.map_err(|error| error.at(&format!("[{index}][{inner}]")))
            };
            set.iter().enumerate().map(check).collect()
        };
        self.sets.iter().enumerate().map(set).collect()
    }

    /// Whether any of the checked sets holds in all its criteria. An unmeasured figure meets none, not even a set without
    /// criteria; that is for the caller to know, who has the figure.
    #[must_use]
    pub fn hold(checks: &[Vec<Check>]) -> bool {
        checks.iter().any(|set| set.iter().all(Check::holds))
    }

    /// The bounds that each set puts on a figure, given the previous one: what it would take to meet it.
    ///
    /// A bound counts whether or not it belongs to the set itself: `<600` bounds at 600. `!=` and `not in` leave a gap
    /// and bound nothing.
    ///
    /// ```
    /// use service_quality::score::objective::Criteria;
    ///
    /// let criteria: Criteria = serde_json::from_str(r#"[["<=+10%", "<600"]]"#)?;
    /// assert_eq!(criteria.limits(Some(5.into()))?[0].most, Some("5.5".parse()?));
    /// assert_eq!(criteria.limits(None)?[0].most, Some(600.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ObjectiveError::Target`] where a target is no [`Number`].
    pub fn limits(&self, previous: Option<Number>) -> Result<Vec<Limits>, ObjectiveError> {
        let narrowed = |set: &Vec<Criterion>| {
            set.iter().try_fold(Limits::default(), |limits, criterion| limits.narrowed(criterion, previous))
        };
        self.sets.iter().map(narrowed).collect()
    }
}

impl Limits {
    fn narrowed(self, criterion: &Criterion, previous: Option<Number>) -> Result<Self, ObjectiveError> {
        let target = criterion.target(previous)?;
        let (least, most) = match criterion {
            Criterion::Within(range) => (Some(range.least()), Some(range.most())),
            Criterion::Outside(_) => (None, None),
            Criterion::Value { operator, .. }
            | Criterion::Difference { operator, .. }
            | Criterion::Percent { operator, .. } => match operator {
                Operator::Below | Operator::AtMost => (None, target),
                Operator::Equal => (target, target),
                Operator::NotEqual => (None, None),
                Operator::AtLeast | Operator::Above => (target, None),
            },
        };
        // `None` is less than any number, as the lower bounds want it; the upper ones want it greatest.
        let most = self.most.into_iter().chain(most).min();
        Ok(Self { least: self.least.max(least), most })
    }
}

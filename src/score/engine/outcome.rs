use crate::quantity::{Score, Share};
use crate::score::{AbsenceKind, Grade};

/// What an engine says about one subject: the figures of the total in the subject's
/// [`Scorecard`](crate::score::Scorecard), without their reasons.
///
/// ```
/// use service_quality::indicator::Absence;
/// use service_quality::score::{AbsenceKind, Model};
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 1, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}}]}}"#)?;
/// let engine = model.engine();
/// let mut scorer = engine.scorer();
/// assert_eq!(scorer.score(&[Ok("0.9".parse()?)])?.score(), Ok("75".parse()?));
/// let gap = scorer.score(&[Err(Absence::Suppressed { n: 3 })])?;
/// assert_eq!((gap.score(), gap.grade()), (Err(AbsenceKind::Suppressed), None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome<'e> {
    pub(super) score: Result<Score, AbsenceKind>,
    pub(super) grade: Option<&'e Grade>,
    pub(super) coverage: Share,
    pub(super) ruled: bool,
    pub(super) undetermined: bool,
}

impl<'e> Outcome<'e> {
    /// The total score, or the [kind](crate::score::Gap::kind) of gap for which there is none.
    ///
    /// # Errors
    /// The kind of gap.
    pub const fn score(&self) -> Result<Score, AbsenceKind> {
        self.score
    }

    /// The grade of the total, where the model has grades and the total a score.
    #[must_use]
    pub const fn grade(&self) -> Option<&'e Grade> {
        self.grade
    }

    /// The [coverage](crate::score::PartScore::coverage) of the total.
    #[must_use]
    pub const fn coverage(&self) -> Share {
        self.coverage
    }

    /// Whether any rule applied, at the total or below.
    #[must_use]
    pub const fn is_ruled(&self) -> bool {
        self.ruled
    }

    /// Whether it could not be told of any rule if it applies, since something that it looks at is absent.
    #[must_use]
    pub const fn is_undetermined(&self) -> bool {
        self.undetermined
    }
}

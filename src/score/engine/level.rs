//! A part's score, or why it has none, in one word.

use crate::indicator::Absence;
use crate::score::AbsenceKind;

/// A score in steps of the part's last decimal, 0 or more; or a reason for having none, below 0.
///
/// One word for both, so that a node sees by the sign of all its children together whether each has a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level(pub(super) i64);

impl Level {
    pub(super) const MISSING: Self = Self(-1);
    pub(super) const SUPPRESSED: Self = Self(-2);
    pub(super) const NOT_APPLICABLE: Self = Self(-3);

    /// The steps of a score, or why there is none.
    pub(super) const fn get(self) -> Result<i64, AbsenceKind> {
        match self {
            Self(steps @ 0..) => Ok(steps),
            Self::MISSING => Err(AbsenceKind::Missing),
            Self::SUPPRESSED => Err(AbsenceKind::Suppressed),
            Self(_) => Err(AbsenceKind::NotApplicable),
        }
    }

    pub(super) const fn is_score(self) -> bool {
        self.0 >= 0
    }
}

impl From<AbsenceKind> for Level {
    fn from(kind: AbsenceKind) -> Self {
        match kind {
            AbsenceKind::Missing => Self::MISSING,
            AbsenceKind::Suppressed => Self::SUPPRESSED,
            AbsenceKind::NotApplicable => Self::NOT_APPLICABLE,
        }
    }
}

impl From<Absence> for Level {
    fn from(absence: Absence) -> Self {
        AbsenceKind::from(absence).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_come_back() {
        for kind in [AbsenceKind::Missing, AbsenceKind::Suppressed, AbsenceKind::NotApplicable] {
            assert_eq!(Level::from(kind).get(), Err(kind));
            assert!(!Level::from(kind).is_score());
        }
        assert_eq!(Level(0).get(), Ok(0));
    }
}

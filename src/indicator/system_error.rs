use thiserror::Error;

use super::{Dimension, Unit};
use crate::quantity::IndicatorId;

/// Why groups and indicators are no system.
///
/// ```
/// use service_quality::indicator::{IndicatorSystem, SystemError, built_in};
///
/// let twice = [built_in("reopen_rate"), built_in("reopen_rate")].into_iter().flatten().collect();
/// let error: SystemError = IndicatorSystem::new(Vec::new(), twice).unwrap_err();
/// assert_eq!(error.to_string(), "indicators[1].id: `reopen_rate` is given twice: ids are unique");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SystemError {
    /// A group or an indicator has the id of another.
    #[error("{place}.id: `{given}` is given twice: ids are unique")]
    Duplicate {
        /// Where it stands the second time.
        place: String,
        /// The id.
        given: IndicatorId,
    },
    /// A group or an indicator belongs to what is no group.
    #[error("{place}.within: `{given}` is no group: give the id of one of `groups`")]
    NoGroup {
        /// Where.
        place: String,
        /// The name that was given.
        given: IndicatorId,
    },
    /// Groups contain each other.
    #[error("{place}.within: the group contains itself, by way of `{path}`: take one of them out")]
    GroupCycle {
        /// The group, where it stands.
        place: String,
        /// The groups, each within the next.
        path: String,
    },
    /// More than three levels.
    #[error("{place}.within: `{path}` has {levels} levels: give at most 3, indicators included")]
    TooDeep {
        /// Where.
        place: String,
        /// From the first level down.
        path: String,
        /// How many levels.
        levels: usize,
    },
    /// An indicator is calculated from one that is not there.
    #[error("{place}.formula.derived: indicator `{given}` is not defined: define it, or derive from others")]
    NoInput {
        /// The indicator, where it stands.
        place: String,
        /// The name that was given.
        given: IndicatorId,
    },
    /// Indicators are calculated from each other.
    #[error(
        "{place}.formula.derived: the indicator is calculated from itself, by way of `{path}`: break the circle"
    )]
    DerivationCycle {
        /// The indicator, where it stands.
        place: String,
        /// The indicators, each calculated from the next.
        path: String,
    },
    /// An indicator stands in a group of another dimension.
    #[error("{place}.dimension: `{given}` is not that of its group: give `{wanted}`, or another group")]
    OtherDimension {
        /// The indicator, where it stands.
        place: String,
        /// Its dimension.
        given: Dimension,
        /// The group's.
        wanted: Dimension,
    },
    /// An indicator is added up from, or compared with, what is told in another unit.
    #[error(
        "{place}.formula.derived: `{input}` is told in `{given}`, not in `{wanted}`: convert it by a multiple, or tell both alike"
    )]
    OtherUnit {
        /// The indicator, where it stands.
        place: String,
        /// What it is calculated from.
        input: IndicatorId,
        /// The unit of that.
        given: Unit,
        /// Its own unit.
        wanted: Unit,
    },
}

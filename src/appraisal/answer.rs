use std::fmt::{self, Write};

use serde::Serialize;

use super::AppraisalRule;
use crate::population::league::Strength;
use crate::quantity::{IndicatorId, Number, RuleId, Score, StandardVersion};
use crate::score::{Gap, Grade, ScoreRange, Scorecard};
use crate::ticket::Fact;

/// Groups with their scorecards, in the order that the rule allows. See [`Engine::appraise`].
///
/// It is written and not read back: the tallies and the rule give it again. `Display` is a table in text.
///
/// ```
/// # use service_quality::appraisal::{Apart, Appraisal};
/// fn sure_winner(appraisal: &Appraisal) -> Option<&str> {
///     let first = appraisal.rows.first().filter(|row| row.apart_from_next == Some(Apart::Above))?;
///     Some(&first.group)
/// }
/// ```
///
/// [`Engine::appraise`]: crate::standard::Engine::appraise
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Appraisal {
    /// The version of the standard.
    pub standard: StandardVersion,
    /// By which fact records were grouped.
    pub by: Fact,
    /// The rule.
    pub rule: AppraisalRule,
    /// The score of all records together, also of those without the fact.
    pub overall: Option<Score>,
    /// What the means of the totals were drawn to; absent without shrinkage.
    pub prior: Option<Number>,
    /// How strongly; absent without shrinkage.
    pub strength: Option<Strength>,
    /// The groups with a place, the best first, equals by name.
    pub rows: Vec<AppraisalRow>,
    /// The others by name, records without the fact last.
    pub unranked: Vec<UnrankedGroup>,
}

/// A group with its place.
///
/// ```
/// # use service_quality::appraisal::AppraisalRow;
/// fn told(row: &AppraisalRow) -> String {
///     format!("{}: {} by {} observations of {}", row.group, row.figure, row.n, row.n_of)
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppraisalRow {
    /// The rank, 1 for the best; absent where the order is by grades alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u64>,
    /// The value of the fact.
    pub group: String,
    /// Its own score.
    pub score: Score,
    /// What is compared: the mean of the total drawn to the prior as the n allows, rounded to the total's places, under
    /// the rules that hold for the group.
    pub figure: Score,
    /// The grade of the figure, where the model has grades; no better than the rules that hold for the group allow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// What rules made of figure and grade.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ruled: Vec<Ruled>,
    /// The n of the group.
    pub n: u64,
    /// The indicator that has it.
    pub n_of: IndicatorId,
    /// The interval of the score; absent where nothing is known of its error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<ScoreRange>,
    /// Indicators without a known error: with them the interval is too narrow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exact: Vec<IndicatorId>,
    /// Where its own interval lies, seen from that of the next row; absent for the last, and without ranks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apart_from_next: Option<Apart>,
    /// The scorecard.
    pub scorecard: Scorecard,
}

/// Where the interval of a group's own score lies, seen from that of the group that is ranked next.
///
/// The ranks are those of the figures: drawn in, they can stand in another order than the scores do.
///
/// ```
/// use service_quality::appraisal::Apart;
/// assert_eq!(serde_json::to_string(&Apart::Overlaps)?, r#""overlaps""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Apart {
    /// Above: by its own score too the group is better, by more than chance.
    Above,
    /// Below: by its own score the group is worse, and few observations of the next drew that further down.
    Below,
    /// Neither: chance may account for the difference.
    Overlaps,
    /// Nothing is known of the error of one of them.
    Unknown,
}

/// What rules made of a row. Few observations draw a score in; they do not take a veto off.
///
/// ```
/// use service_quality::appraisal::Ruled;
/// let ruled = Ruled::Figure { without: "68.18".parse()?, rules: vec!["identity".parse()?] };
/// assert_eq!(ruled.to_string(), "68.18 without identity");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ruled {
    /// The figure: rules of the total apply to the mean as it was drawn in, and where a cap or a knock-out lowered a part
    /// below, the figure is no higher than the score.
    Figure {
        /// The figure without them.
        without: Score,
        /// The rules.
        rules: Vec<RuleId>,
    },
    /// The grade: the total may not be graded better.
    Grade {
        /// The grade of the figure.
        without: Grade,
        /// The rules.
        rules: Vec<RuleId>,
    },
}

/// A group beside the table.
///
/// ```
/// # use service_quality::appraisal::UnrankedGroup;
/// fn told(group: &UnrankedGroup) -> String {
///     format!("{}: {}", group.group.as_deref().unwrap_or("no value"), group.reason)
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnrankedGroup {
    /// The value of the fact; absent for records without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Why it has no place.
    pub reason: NotRanked,
    /// The scorecard.
    pub scorecard: Scorecard,
}

/// Why a group has no place.
///
/// ```
/// use service_quality::appraisal::NotRanked;
/// let few = NotRanked::BelowMinimum { n: 3, of: "csat".parse()?, minimum: 30 };
/// assert_eq!(few.to_string(), "3 observations of csat, at least 30 wanted");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotRanked {
    /// Fewer observations than the least n.
    BelowMinimum {
        /// How many.
        n: u64,
        /// Of which indicator.
        of: IndicatorId,
        /// The least n.
        minimum: u64,
    },
    /// The total has no score.
    NoScore {
        /// Why.
        gap: Gap,
    },
    /// The score holds no measurement: what it counts was set by the policy for gaps.
    NothingMeasured,
    /// The records do not have the fact.
    NoValue,
}

impl Appraisal {
    /// The row of a group; absent for one without a place.
    #[must_use]
    pub fn row(&self, group: &str) -> Option<&AppraisalRow> {
        self.rows.iter().find(|row| row.group == group)
    }
}

impl fmt::Display for Ruled {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules = match self {
            Self::Figure { without, rules } => {
                write!(formatter, "{without} without ")?;
                rules
            }
            Self::Grade { without, rules } => {
                write!(formatter, "{without} without ")?;
                rules
            }
        };
        for (index, rule) in rules.iter().enumerate() {
            write!(formatter, "{}{rule}", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Display for NotRanked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BelowMinimum { n, of, minimum } => {
                write!(formatter, "{n} observations of {of}, at least {minimum} wanted")
            }
            Self::NoScore { gap } => write!(formatter, "no score, {gap}"),
            Self::NothingMeasured => formatter.write_str("nothing was measured"),
            Self::NoValue => formatter.write_str("records without a value"),
        }
    }
}

/// A table in text: a line a group.
impl fmt::Display for Appraisal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { by, rule, prior, strength, .. } = self;
        write!(formatter, "by {by}, from {} observations on", rule.minimum_n())?;
        match (prior, strength) {
            (Some(prior), Some(Strength::Records(records))) => {
                write!(formatter, "; drawn to {prior}, worth {records} observations")?;
            }
            (Some(prior), Some(Strength::Complete)) => {
                write!(formatter, "; all {prior}: groups differ by no more than chance")?;
            }
            _ => formatter.write_str("; scores as they are")?,
        }
        let name = |group: &str| group.chars().count();
        let width = self.rows.iter().map(|row| name(&row.group)).max().unwrap_or_default().max("group".len());
        let rank = |rank: Option<u64>| rank.map_or_else(String::new, |rank| rank.to_string());
        let line = |cells: [&str; 6]| {
            let [rank, group, figure, score, n, rest] = cells;
            let line = format!("\n{rank:>4}  {group:<width$}  {figure:>7}  {score:>7}  {n:>7}  {rest}");
            line.trim_end().to_owned()
        };
        formatter.write_str(&line(["rank", "group", "figure", "score", "n", "interval"]))?;
        for row in &self.rows {
            let interval =
                row.interval.map_or_else(|| "no known error".to_owned(), |range| range.to_string());
            let grade = row.grade.as_ref().map_or_else(String::new, |grade| format!("  {grade}"));
            let near = match row.apart_from_next {
                Some(Apart::Overlaps | Apart::Unknown) => "  not distinguishable from the next",
                Some(Apart::Below) => "  its own score lies below that of the next",
                Some(Apart::Above) | None => "",
            };
            let mut rest = format!("{interval}{grade}");
            for ruled in &row.ruled {
                write!(rest, "  {ruled}")?;
            }
            rest.push_str(near);
            let figures = [row.figure.to_string(), row.score.to_string(), row.n.to_string()];
            let [figure, score, n] = &figures;
            formatter.write_str(&line([&rank(row.rank), &row.group, figure, score, n, &rest]))?;
        }
        for UnrankedGroup { group, reason, .. } in &self.unranked {
            match group {
                Some(group) => write!(formatter, "\nnot ranked: {group}: {reason}")?,
                None => write!(formatter, "\nnot ranked: {reason}")?,
            }
        }
        Ok(())
    }
}

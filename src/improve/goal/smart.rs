use serde::Serialize;

use super::{Baseline, Criterion, CriterionVerdict, Goal, SmartReason};
use crate::indicator::{Indicator, Limit};
use crate::monitor::capability::Stability;
use crate::quantity::{Date, Language, Number};

/// What a goal is reviewed against; what is not known may be left out, and is then said not to be known.
///
/// ```
/// use service_quality::improve::goal::SmartContext;
/// let bare = SmartContext::on("2026-03-02".parse()?);
/// assert!(bare.baseline.is_none());
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct SmartContext<'a> {
    /// The day of the review.
    pub as_of: Date,
    /// The definition of the indicator.
    pub indicator: Option<&'a Indicator>,
    /// What was measured before.
    pub baseline: Option<&'a Baseline>,
    /// The last day of the after-period, as a [`TestPlan`](crate::improve::effect::TestPlan::after_ends) has it.
    pub after_ends: Option<Date>,
    /// How many sigma of single points from the centre a target may be and still be called achievable, unless a point of the
    /// baseline reached it.
    pub within_sigmas: u32,
}

impl SmartContext<'_> {
    /// So far a target may be unless it is said otherwise: twice the reach of the natural process limits. A convention of this
    /// crate, to be set by whoever knows what changes of the process have brought; no source has a number for it.
    pub const WITHIN_SIGMAS: u32 = 6;

    /// A day alone.
    #[must_use]
    pub const fn on(as_of: Date) -> Self {
        Self { as_of, indicator: None, baseline: None, after_ends: None, within_sigmas: Self::WITHIN_SIGMAS }
    }
}

/// One criterion, whether it is met, and why.
///
/// ```
/// use service_quality::improve::goal::{Criterion, Goal, SmartContext};
/// use service_quality::indicator::Limit;
/// use service_quality::quantity::Language;
///
/// let goal = Goal::new("csat".parse()?, Limit::AtLeast(90.into()), "2026-02-28".parse()?);
/// let review = goal.review(&SmartContext::on("2026-03-02".parse()?));
/// let when = review.finding(Criterion::TimeBound);
/// assert_eq!(when.text(Language::English), "time-bound: not met: it is due on 2026-02-28, which is not after 2026-03-02");
/// assert_eq!(when.text(Language::Chinese), "有时限：不符合：期限 2026-02-28 不晚于 2026-03-02");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SmartFinding {
    /// Which criterion.
    pub criterion: Criterion,
    /// Whether the goal meets it.
    pub verdict: CriterionVerdict,
    /// Why.
    pub reason: SmartReason,
}

impl SmartFinding {
    const fn new(criterion: Criterion, reason: SmartReason) -> Self {
        Self { criterion, verdict: reason.verdict(), reason }
    }

    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let Self { criterion, verdict, reason } = self;
        let (criterion, verdict, reason) =
            (criterion.text(language), verdict.text(language), reason.text(language));
        match language {
            Language::English => format!("{criterion}: {verdict}: {reason}"),
            Language::Chinese => format!("{criterion}：{verdict}：{reason}"),
        }
    }
}

/// A goal held against the five criteria.
///
/// ```
/// use service_quality::improve::goal::{Criterion, CriterionVerdict, Goal, SmartContext};
/// use service_quality::indicator::Limit;
///
/// let goal = Goal::new("csat".parse()?, Limit::AtLeast(90.into()), "2026-12-31".parse()?);
/// let review = goal.review(&SmartContext::on("2026-03-02".parse()?));
/// assert_eq!(review.finding(Criterion::TimeBound).verdict, CriterionVerdict::Met);
/// assert_eq!(review.finding(Criterion::Measurable).verdict, CriterionVerdict::NotMet);
/// assert_eq!(review.open().count(), 4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SmartReview {
    specific: SmartFinding,
    measurable: SmartFinding,
    achievable: SmartFinding,
    relevant: SmartFinding,
    time_bound: SmartFinding,
}

impl SmartReview {
    pub(super) fn of(goal: &Goal, context: &SmartContext<'_>) -> Self {
        let relevant =
            if goal.because().is_some() { SmartReason::Serves } else { SmartReason::ReasonMissing };
        Self {
            specific: SmartFinding::new(Criterion::Specific, specific(goal, context.indicator)),
            measurable: SmartFinding::new(Criterion::Measurable, measurable(goal, context.baseline)),
            achievable: SmartFinding::new(Criterion::Achievable, achievable(goal, context)),
            relevant: SmartFinding::new(Criterion::Relevant, relevant),
            time_bound: SmartFinding::new(Criterion::TimeBound, time_bound(goal, context)),
        }
    }

    /// All five, in their order.
    #[must_use]
    pub const fn findings(&self) -> [&SmartFinding; 5] {
        [&self.specific, &self.measurable, &self.achievable, &self.relevant, &self.time_bound]
    }

    /// That of one criterion.
    #[must_use]
    pub const fn finding(&self, criterion: Criterion) -> &SmartFinding {
        match criterion {
            Criterion::Specific => &self.specific,
            Criterion::Measurable => &self.measurable,
            Criterion::Achievable => &self.achievable,
            Criterion::Relevant => &self.relevant,
            Criterion::TimeBound => &self.time_bound,
        }
    }

    /// Those that are not met or cannot be told.
    pub fn open(&self) -> impl Iterator<Item = &SmartFinding> {
        self.findings().into_iter().filter(|finding| finding.verdict != CriterionVerdict::Met)
    }

    /// Whether all are met.
    #[must_use]
    pub fn is_smart(&self) -> bool {
        self.open().next().is_none()
    }
}

fn specific(goal: &Goal, indicator: Option<&Indicator>) -> SmartReason {
    let told = goal.direction().filter(|_| goal.agrees_with_direction() == Some(false));
    match indicator {
        Some(given) if given.id() != goal.indicator() => {
            SmartReason::OtherIndicator { given: given.id().clone() }
        }
        Some(given) if given.direction() != goal.target().direction() => {
            SmartReason::DirectionDiffers { indicator: given.direction(), target: goal.target() }
        }
        given => match (told, given) {
            (Some(indicator), _) => SmartReason::DirectionDiffers { indicator, target: goal.target() },
            (None, Some(_)) => SmartReason::IndicatorDefined,
            (None, None) => SmartReason::IndicatorUnknown,
        },
    }
}

/// From so many points on a baseline is usable: see [`BaselineLevel`](crate::monitor::baseline::BaselineLevel).
const NEEDED: u64 = 12;

fn measurable(goal: &Goal, baseline: Option<&Baseline>) -> SmartReason {
    match baseline {
        None => SmartReason::BaselineMissing,
        Some(given) if given.indicator() != goal.indicator() => {
            SmartReason::OtherBaseline { given: given.indicator().clone() }
        }
        Some(given) if given.points() < NEEDED => {
            SmartReason::FewPoints { points: given.points(), needed: NEEDED }
        }
        Some(given) => SmartReason::Measured { value: given.value(), points: given.points() },
    }
}

fn achievable(goal: &Goal, context: &SmartContext<'_>) -> SmartReason {
    let own = context.indicator.filter(|indicator| indicator.id() == goal.indicator());
    if let Some((_, least, most)) = own.and_then(|indicator| indicator.unit().range())
        && !is_within(goal.target(), least, most)
    {
        return SmartReason::BeyondUnit { least, most };
    }
    let Some(baseline) = context.baseline.filter(|baseline| baseline.indicator() == goal.indicator()) else {
        return SmartReason::VariationUnknown;
    };
    if goal.met_by(baseline.value()) {
        return SmartReason::AlreadyMet { value: baseline.value() };
    }
    match (baseline.stability(), baseline.natural()) {
        (Some(Stability::Unstable { signals }), _) => SmartReason::Unstable { signals: *signals },
        (Some(_), Some(natural)) => {
            let sigmas = natural.sigmas_to(goal.nearest(baseline.value()));
            let (lower, upper) = (natural.lower(), natural.upper());
            let within = context.within_sigmas;
            let observed = || baseline.series().iter().any(|point| goal.met_by(point.value));
            if sigmas <= 3.0 {
                SmartReason::WithinVariation { sigmas, lower, upper }
            } else if sigmas <= f64::from(within) || observed() {
                SmartReason::NeedsChange { sigmas, lower, upper }
            } else {
                SmartReason::NeverObserved { sigmas, within, lower, upper }
            }
        }
        _ => SmartReason::VariationUnknown,
    }
}

/// Whether any value of a range keeps a target.
fn is_within(target: Limit, least: Number, most: Number) -> bool {
    match target {
        Limit::AtLeast(bound) => bound <= most,
        Limit::AtMost(bound) => bound >= least,
        Limit::Between(range) => range.least() <= most && range.most() >= least,
    }
}

fn time_bound(goal: &Goal, context: &SmartContext<'_>) -> SmartReason {
    let due = goal.due();
    if !goal.is_due_after(context.as_of) {
        return SmartReason::DuePassed { due, as_of: context.as_of };
    }
    match context.after_ends {
        Some(ends) if due < ends => SmartReason::DueBeforeTest { due, ends },
        _ => SmartReason::DueAhead { due },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::baseline::BaselineLevel;

    #[test]
    fn as_many_points_are_needed_as_make_a_baseline_usable() {
        let needed = usize::try_from(NEEDED).unwrap();
        assert_eq!(BaselineLevel::of(needed), BaselineLevel::Usable);
        assert_eq!(BaselineLevel::of(needed - 1), BaselineLevel::Provisional);
    }
}

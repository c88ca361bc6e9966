//! The questions about improvements, asked of the search.

use crate::quantity::{Number, PLACES, Score};
use crate::score::exact;

use super::improvement::MAX_IMPROVEMENTS;
use super::needed::unknown;
use super::search::{Found, Search};
use super::target::Goal;
use super::trial::Trial;
use super::{Best, Cheapest, Improvement, Package, Target, WhatIf, WhatIfError};

impl WhatIf<'_> {
    /// The improvements, at most one an indicator, that reach the target at the least cost together.
    ///
    /// Of equally cheap ones the fewest are chosen; of equally many those that come first in the model's order, and of one
    /// indicator the one given first. The cheapest are found by branch and bound: sets are left untried only where a bound
    /// shows that none of them reaches the target, or none at a lower cost. Bounds are the model's own: the total with
    /// everything undecided at its best; and, where no mean of the model exceeds the arithmetic one, a continuous
    /// knapsack over the effective weights.
    ///
    /// How much the bounds rule out depends on the case: a dozen improvements are settled at once, hundreds may never be.
    /// The search stops when its [effort](WhatIf::with_effort) is spent, and gives what it then knows:
    /// [`Cheapest::Unproved`] or [`Cheapest::Unsettled`].
    ///
    /// # Errors
    /// [`WhatIfError::UnknownIndicator`], [`WhatIfError::UnknownGrade`], [`WhatIfError::OutOfRange`] for a negative cost and
    /// costs beyond 10^15 together, [`WhatIfError::TooManyImprovements`] above 500.
    pub fn cheapest(&self, options: &[Improvement], target: &Target) -> Result<Cheapest, WhatIfError> {
        let mut trial = self.trial();
        check(options, &trial)?;
        let goal = Goal::new(target, &mut trial)?;
        let limit = self.effort();
        let mut search = Search::new(&mut trial, &goal, options, None, limit);
        let ceiling = search.ceiling();
        Ok(match search.run() {
            Found { package: Some(package), settled: true, .. } => Cheapest::Reached(package),
            Found { package: Some(package), at_least, .. } => Cheapest::Unproved { package, at_least },
            Found { settled: false, highest, .. } => {
                let (best, at_most) = (highest.unwrap_or_else(nothing), exact::score(ceiling));
                Cheapest::Unsettled { best, at_most }
            }
            Found { .. } => match best(&mut trial, options, None, limit) {
                Best::Proved(package) => Cheapest::OutOfReach(package),
                Best::Unproved { package, at_most } => Cheapest::Unsettled { best: package, at_most },
            },
        })
    }

    /// The improvements, at most one an indicator, with the highest total that a budget buys; of equal totals the cheapest, as
    /// [`WhatIf::cheapest`] has them. All searches for it share one [effort](WhatIf::with_effort).
    ///
    /// # Errors
    /// As [`WhatIf::cheapest`], [`WhatIfError::OutOfRange`] for a negative budget too.
    pub fn best_within(&self, options: &[Improvement], budget: Number) -> Result<Best, WhatIfError> {
        let mut trial = self.trial();
        check(options, &trial)?;
        if budget < Number::ZERO {
            let (place, allowed) = ("budget".into(), "0 or more");
            return Err(WhatIfError::OutOfRange { place, given: budget, allowed });
        }
        Ok(best(&mut trial, options, Some(budget), self.effort()))
    }
}

/// The cheapest improvements with the highest total within a budget: by bisection on the total's last decimal, since what
/// reaches a total reaches all below it.
fn best(trial: &mut Trial<'_>, options: &[Improvement], budget: Option<Number>, limit: u64) -> Best {
    let step = exact::step(trial.plan().rounding().total());
    // Any score at all; without one, nothing helps.
    let any = Goal::score(Score::MIN);
    let mut search = Search::new(trial, &any, options, budget, limit);
    let ceiling = search.ceiling() / step;
    let at_most = |high: i128| exact::score(high * step);
    let Found { package, mut settled, highest, .. } = search.run();
    let Some(mut package) = package else {
        if settled {
            return Best::Proved(nothing());
        }
        return Best::Unproved { package: highest.unwrap_or_else(nothing), at_most: at_most(ceiling) };
    };
    let reached = |package: &Package| package.total.map_or(0, Score::to_scaled) / step;
    // A good set from the start, that the effort may not be spent on poor ones: what reaches as much may cost less, though.
    let bought = Search::new(trial, &any, options, budget, limit).bought();
    let mut dear = false;
    if let Some(bought) = bought.filter(|bought| reached(bought) > reached(&package)) {
        (package, dear) = (bought, true);
    }
    let (mut low, mut high) = (reached(&package), ceiling + 1);
    while settled && (dear || high - low > 1) {
        let middle = if high - low > 1 { i128::midpoint(low, high) } else { low };
        let goal = Goal::score(at_most(middle));
        let found = Search::new(trial, &goal, options, budget, limit).run();
        settled = found.settled;
        match found.package.or(found.highest.filter(|highest| !settled && reached(highest) > low)) {
            Some(better) if settled || reached(&better) > low => {
                (low, package, dear) = (reached(&better), better, false);
            }
            None if settled && middle > low => high = middle,
            // No better one before the effort was spent, nor one that is cheaper for sure.
            _ => dear = false,
        }
    }
    if settled { Best::Proved(package) } else { Best::Unproved { package, at_most: at_most(high - 1) } }
}

const fn nothing() -> Package {
    Package { improvements: Vec::new(), cost: Number::ZERO, total: None, grade: None }
}

fn check(options: &[Improvement], trial: &Trial<'_>) -> Result<(), WhatIfError> {
    if options.len() > MAX_IMPROVEMENTS {
        let (place, given) = ("improvements".into(), options.len());
        return Err(WhatIfError::TooManyImprovements { place, given, most: MAX_IMPROVEMENTS });
    }
    let mut sum = 0;
    for (index, Improvement { indicator, cost, .. }) in options.iter().enumerate() {
        let place = format!("improvements[{index}]");
        if trial.leaf(indicator).is_none() {
            return Err(unknown(&format!("{place}.indicator"), indicator, trial));
        }
        sum += cost.to_scaled();
        let allowed = if *cost < Number::ZERO {
            "0 or more"
        } else if Number::from_scaled(sum, PLACES).is_none() {
            "costs that come to 10^15 at most together"
        } else {
            continue;
        };
        return Err(WhatIfError::OutOfRange { place: format!("{place}.cost"), given: *cost, allowed });
    }
    Ok(())
}

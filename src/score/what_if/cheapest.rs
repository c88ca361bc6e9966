//! The questions about improvements, asked of the search.

use crate::quantity::{Number, PLACES, Score};
use crate::score::exact;

use super::improvement::MAX_IMPROVEMENTS;
use super::needed::unknown;
use super::search::Search;
use super::target::Goal;
use super::trial::Trial;
use super::{Cheapest, Improvement, Package, Target, WhatIf, WhatIfError};

impl WhatIf<'_> {
    /// The improvements, at most one an indicator, that reach the target at the least cost together.
    ///
    /// Of equally cheap ones the fewest are chosen; of equally many those that come first in the model's order, and of one
    /// indicator the one given first. The cheapest are found by branch and bound: sets are left untried only where a bound
    /// shows that none of them reaches the target, or none at a lower cost. Bounds are the model's own: the total with
    /// everything undecided at its best; and, where no mean of the model exceeds the arithmetic one, a continuous
    /// knapsack over the effective weights. Up to 17 improvements are always settled; with hundreds it depends on how much
    /// the bounds can rule out, and beyond 131,072 sets tried the search gives up.
    ///
    /// # Errors
    /// [`WhatIfError::UnknownIndicator`], [`WhatIfError::UnknownGrade`], [`WhatIfError::OutOfRange`] for a negative cost and
    /// costs beyond 10^15 together, [`WhatIfError::TooManyImprovements`] above 500, [`WhatIfError::TooHard`].
    pub fn cheapest(&self, options: &[Improvement], target: &Target) -> Result<Cheapest, WhatIfError> {
        let trial = self.trial();
        check(options, &trial)?;
        let goal = Goal::new(target, &trial)?;
        match Search::new(&trial, &goal, options, None).run()? {
            Some(package) => Ok(Cheapest::Reached(package)),
            None => best(&trial, options, None).map(Cheapest::OutOfReach),
        }
    }

    /// The improvements, at most one an indicator, with the highest total that a budget buys; of equal totals the cheapest, as
    /// [`WhatIf::cheapest`] has them.
    ///
    /// # Errors
    /// As [`WhatIf::cheapest`], [`WhatIfError::OutOfRange`] for a negative budget too.
    pub fn best_within(&self, options: &[Improvement], budget: Number) -> Result<Package, WhatIfError> {
        let trial = self.trial();
        check(options, &trial)?;
        if budget < Number::ZERO {
            let (place, allowed) = ("budget".into(), "0 or more");
            return Err(WhatIfError::OutOfRange { place, given: budget, allowed });
        }
        best(&trial, options, Some(budget))
    }
}

/// The cheapest improvements with the highest total within a budget: by bisection on the total's last decimal, since what
/// reaches a total reaches all below it.
fn best(trial: &Trial<'_>, options: &[Improvement], budget: Option<Number>) -> Result<Package, WhatIfError> {
    let reaching = |units: i128| Search::new(trial, &Goal::score(exact::score(units)), options, budget).run();
    let step = exact::step(trial.plan().rounding().total());
    // Any score at all; without one, nothing helps.
    let Some(mut package) = reaching(0)? else {
        return Ok(Package { improvements: Vec::new(), cost: Number::ZERO, total: None, grade: None });
    };
    let reached = |package: &Package| package.total.map_or(0, Score::to_scaled) / step;
    let (mut low, mut high) = (reached(&package), exact::HUNDRED / step + 1);
    while high - low > 1 {
        let middle = i128::midpoint(low, high);
        match reaching(middle * step)? {
            Some(better) => (low, package) = (reached(&better), better),
            None => high = middle,
        }
    }
    Ok(package)
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

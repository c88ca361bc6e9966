//! Branch and bound over improvements: the cheapest set that reaches a goal.

use std::collections::BTreeMap;

use crate::quantity::{IndicatorId, Number, PLACES};
use crate::score::exact;

use super::relaxation::Relaxation;
use super::target::Goal;
use super::trial::{Reading, Thoughts, Trial};
use super::{Improvement, Package, WhatIfError};

/// How many improvements are always few enough: each set of them is tried at most once.
const ALWAYS: u32 = 17;
const TRIALS: u32 = 1 << ALWAYS;
/// What one trial is worth.
const TRIAL: u32 = 8;

/// The improvements of one indicator.
pub(super) struct Group<'a> {
    pub(super) slot: usize,
    indicator: &'a IndicatorId,
    /// The present score and the best that there is, in units.
    pub(super) now: i128,
    low: i128,
    pub(super) high: i128,
    pub(super) options: Vec<Choice<'a>>,
}

/// One improvement.
pub(super) struct Choice<'a> {
    improvement: &'a Improvement,
    pub(super) cost: i128,
    pub(super) score: i128,
}

/// Chosen improvements: slot and index among those of the indicator.
type Picks = Vec<(usize, usize)>;

/// Cost and number of improvements.
type Price = (i128, usize);

pub(super) struct Search<'a> {
    trial: &'a Trial<'a>,
    goal: &'a Goal<'a>,
    /// Indicators with a present value, in the model's order.
    present: Vec<Group<'a>>,
    /// Indicators without one: an improvement changes what is covered, so that no bound holds before they are decided.
    absent: Vec<Group<'a>>,
    given: usize,
    /// What was done, in eighths of a trial.
    work: u32,
    /// Nothing dearer is wanted.
    cap: Price,
    /// The best so far, and the choice for the absent ones with which it was found.
    found: Option<(Price, Picks, usize)>,
    /// Which choice for the absent ones it is now, their part of it and the bound for it.
    branch: usize,
    fixed: Picks,
    relaxation: Option<Relaxation>,
    /// Whether the model's own bound may rule out more than the relaxation.
    ruled: bool,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        trial: &'a Trial<'a>,
        goal: &'a Goal<'a>,
        options: &'a [Improvement],
        budget: Option<Number>,
    ) -> Self {
        let mut groups: BTreeMap<usize, Group<'a>> = BTreeMap::new();
        for improvement in options {
            let Some((slot, curve)) = trial.leaf(&improvement.indicator) else { continue };
            let score = trial.units(curve, improvement.value);
            let now = trial.value(&improvement.indicator).map_or(score, |value| trial.units(curve, value));
            let new =
                Group { slot, indicator: &improvement.indicator, now, low: now, high: now, options: vec![] };
            let group = groups.entry(slot).or_insert(new);
            (group.low, group.high) = (group.low.min(score), group.high.max(score));
            group.options.push(Choice { improvement, cost: improvement.cost.to_scaled(), score });
        }
        let (present, absent) =
            groups.into_values().partition(|group: &Group<'_>| trial.value(group.indicator).is_some());
        Self {
            trial,
            goal,
            present,
            absent,
            given: options.len(),
            work: 0,
            cap: (budget.map_or(i128::MAX, Number::to_scaled), usize::MAX),
            found: None,
            branch: 0,
            fixed: Vec::new(),
            relaxation: None,
            ruled: !trial.is_plain(),
        }
    }

    /// The cheapest improvements; absent where none reach the goal within the budget.
    pub(super) fn run(mut self) -> Result<Option<Package>, WhatIfError> {
        self.branch(0, 0)?;
        let Some(((cost, _), picks, _)) = self.found.take() else { return Ok(None) };
        let total = self.trial.total(&self.thoughts(&picks, None));
        let improvements =
            picks.iter().filter_map(|pick| Some(self.choice(pick)?.improvement.clone())).collect();
        Ok(Some(Package {
            improvements,
            cost: Number::from_scaled(cost, PLACES).unwrap_or(Number::ZERO),
            grade: self.trial.band(&total).map(|band| band.grade),
            total: total.outcome.ok().map(exact::score),
        }))
    }

    /// Decides on the indicators without a value, then on the others.
    fn branch(&mut self, at: usize, cost: i128) -> Result<(), WhatIfError> {
        let Some(group) = self.absent.get(at) else {
            return self.settle(cost);
        };
        let (slot, costs): (usize, Vec<i128>) =
            (group.slot, group.options.iter().map(|option| option.cost).collect());
        for (index, price) in costs.into_iter().enumerate() {
            if (cost + price, self.fixed.len() + 1) > self.cap {
                continue;
            }
            self.fixed.push((slot, index));
            self.branch(at + 1, cost + price)?;
            self.fixed.pop();
        }
        self.branch(at + 1, cost)
    }

    /// With the indicators without a value decided, searches the others.
    fn settle(&mut self, cost: i128) -> Result<(), WhatIfError> {
        self.branch += 1;
        let fixed = self.fixed.clone();
        if !self.may_reach(0, &fixed) {
            return self.spend(TRIAL);
        }
        let best = self.thoughts(&fixed, Some(0));
        let least = self.goal.least_score(self.trial.margin());
        self.relaxation = Relaxation::new(self.trial, &self.present, &best, least);
        if self.branch == 1 {
            self.guess(cost);
        }
        let mut picks = fixed;
        let price = (cost, picks.len());
        if self.beaten(0, price, 0) {
            return self.spend(TRIAL);
        }
        self.visit(0, price, 0, &mut picks)
    }

    fn spend(&mut self, work: u32) -> Result<(), WhatIfError> {
        self.work += work;
        if self.work > TRIALS * TRIAL {
            let (place, given) = ("improvements".into(), self.given);
            return Err(WhatIfError::TooHard { place, given, trials: TRIALS, always: ALWAYS });
        }
        Ok(())
    }

    /// Tries a set, and if it is not enough, all that add improvements of the groups from `from` on.
    fn visit(&mut self, from: usize, price: Price, lost: i128, picks: &mut Picks) -> Result<(), WhatIfError> {
        let possible = self.relaxation.as_ref().is_none_or(|bound| bound.deficit(from, lost) <= 0);
        // What is ruled out without scoring takes an eighth of the time, or less.
        self.spend(if possible || self.ruled { TRIAL } else { 1 })?;
        if possible && self.reaches(picks) {
            self.note(price, picks);
            return Ok(()); // more would cost more, or be more
        }
        if self.ruled && !self.may_reach(from, picks) {
            return Ok(());
        }
        let mut lost = lost;
        for index in from..self.present.len() {
            let Some(group) = self.present.get(index) else { break };
            let (slot, costs): (usize, Vec<i128>) =
                (group.slot, group.options.iter().map(|option| option.cost).collect());
            for (option, cost) in costs.into_iter().enumerate() {
                let price = (price.0 + cost, price.1 + 1);
                let lost = lost + self.loss(index, Some(option));
                if self.beaten(index + 1, price, lost) {
                    continue;
                }
                picks.push((slot, option));
                self.visit(index + 1, price, lost, picks)?;
                picks.pop();
            }
            lost += self.loss(index, None);
            if self.beaten(index + 1, price, lost) {
                break;
            }
        }
        Ok(())
    }

    /// Whether no set beyond can be better than what was found.
    fn beaten(&self, from: usize, (cost, count): Price, lost: i128) -> bool {
        let more = match &self.relaxation {
            Some(bound) => bound.least(from, bound.deficit(from, lost)),
            None => Some((0, 0)),
        };
        let Some((dearer, further)) = more else { return true };
        let price = (cost + dearer, count + further);
        // Of equals, what comes first in the model's order is visited first, within one branch.
        let equal = self.found.as_ref().is_some_and(|(_, _, branch)| *branch == self.branch);
        price > self.cap || (equal && price == self.cap)
    }

    fn loss(&self, group: usize, option: Option<usize>) -> i128 {
        self.relaxation.as_ref().map_or(0, |bound| bound.loss(group, option))
    }

    /// Keeps a set, if it is better than the one before.
    fn note(&mut self, price: Price, picks: &Picks) {
        let mut picks = picks.clone();
        picks.sort_unstable();
        let better = self.found.as_ref().is_none_or(|(old, before, _)| (price, &picks) < (*old, before));
        if price <= self.cap && better {
            self.cap = price;
            self.found = Some((price, picks, self.branch));
        }
    }

    /// Lowers the cap to a set that a person would think of: by the best rates until it is enough, and then without what
    /// can be spared.
    fn guess(&mut self, cost: i128) {
        let Some(bound) = &self.relaxation else { return };
        let slots: Vec<(usize, usize)> = bound
            .by_rate()
            .filter_map(|(group, option)| Some((self.present.get(group)?.slot, option)))
            .collect();
        let mut picks = self.fixed.clone();
        for pick in slots {
            if self.reaches(&picks) {
                break;
            }
            picks.retain(|(slot, _)| *slot != pick.0);
            picks.push(pick);
        }
        if !self.reaches(&picks) {
            return;
        }
        for index in (self.fixed.len()..picks.len()).rev() {
            let mut fewer = picks.clone();
            fewer.remove(index);
            if self.reaches(&fewer) {
                picks = fewer;
            }
        }
        let added = picks.iter().skip(self.fixed.len()).filter_map(|pick| Some(self.choice(pick)?.cost));
        self.cap = self.cap.min((cost + added.sum::<i128>(), picks.len()));
    }

    fn reaches(&self, picks: &Picks) -> bool {
        let total = self.trial.total(&self.thoughts(picks, None));
        let standing = self.trial.standing(&total, self.goal.band.is_some());
        standing.is_some_and(|standing| standing >= self.goal.least)
    }

    /// Whether the total could reach the goal with the groups from `from` on anywhere between their worst and their best.
    fn may_reach(&self, from: usize, picks: &Picks) -> bool {
        let total = self.trial.total(&self.thoughts(picks, Some(from)));
        let high = total.outcome.is_ok().then_some(total.bounds).flatten();
        high.is_some_and(|(_, high)| high >= self.goal.least_score(self.trial.margin()))
    }

    fn choice(&self, (slot, option): &(usize, usize)) -> Option<&Choice<'a>> {
        let mut groups = self.present.iter().chain(&self.absent);
        groups.find(|group| group.slot == *slot)?.options.get(*option)
    }

    /// The values of the chosen improvements; from a group on, what is undecided.
    fn thoughts(&self, picks: &[(usize, usize)], undecided: Option<usize>) -> Thoughts<'a> {
        let groups = undecided.map_or(&[][..], |from| self.present.get(from..).unwrap_or_default());
        let open = groups.iter().map(|group| (group.indicator, Reading::Between(group.low, group.high)));
        let chosen = picks.iter().filter_map(|pick| {
            let improvement = self.choice(pick)?.improvement;
            Some((&improvement.indicator, Reading::Value(improvement.value)))
        });
        open.chain(chosen).collect()
    }
}

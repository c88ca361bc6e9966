//! Branch and bound over improvements: the cheapest set that reaches a goal.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::quantity::{IndicatorId, Number, PLACES};
use crate::score::exact::{self, HUNDRED};
use crate::score::plan::State;

use super::relaxation::Relaxation;
use super::target::Goal;
use super::trial::{Reading, Standing, Thoughts, Trial};
use super::{Improvement, Package};

/// What so many steps of a bound take is worth the scoring of one part.
const STEPS: usize = 32;

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

/// All effort is spent.
struct Spent;

/// What a search found.
pub(super) struct Found {
    /// The cheapest set that reaches the goal; unless that is settled, the cheapest known.
    pub(super) package: Option<Package>,
    pub(super) settled: bool,
    /// What reaches the goal costs at least this.
    pub(super) at_least: Number,
    /// Of the sets tried, the one that stands highest.
    pub(super) highest: Option<Package>,
}

pub(super) struct Search<'a, 'm> {
    trial: &'a mut Trial<'m>,
    goal: &'a Goal<'m>,
    /// The trial may score so many parts.
    limit: u64,
    /// Indicators with a present value, in the model's order.
    present: Vec<Group<'a>>,
    /// Indicators without one: an improvement changes what is covered, so that no bound holds before they are decided.
    absent: Vec<Group<'a>>,
    budget: i128,
    /// Nothing dearer is wanted.
    cap: Price,
    /// What reaches the goal costs at least this.
    floor: i128,
    /// A set that reaches the goal, for the case that no other is found.
    guess: Option<(Price, Picks)>,
    /// Of the sets tried, the one that stands highest.
    highest: Option<(Standing, Price, Picks)>,
    /// The best so far, and the choice for the absent ones with which it was found.
    found: Option<(Price, Picks, usize)>,
    /// Which choice for the absent ones it is now, their part of it and the bound for it.
    branch: usize,
    fixed: Picks,
    relaxation: Option<Relaxation>,
    /// Whether the model's own bound may rule out more than the relaxation.
    ruled: bool,
}

impl<'a, 'm> Search<'a, 'm> {
    pub(super) fn new(
        trial: &'a mut Trial<'m>,
        goal: &'a Goal<'m>,
        options: &'a [Improvement],
        budget: Option<Number>,
        limit: u64,
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
        let budget = budget.map_or(i128::MAX, Number::to_scaled);
        Self {
            ruled: !trial.is_plain(),
            trial,
            goal,
            limit,
            present,
            absent,
            budget,
            cap: (budget, usize::MAX),
            floor: 0,
            guess: None,
            highest: None,
            found: None,
            branch: 0,
            fixed: Vec::new(),
            relaxation: None,
        }
    }

    /// The cheapest improvements, if any reach the goal within the budget.
    pub(super) fn run(mut self) -> Found {
        let settled = self.branch(0, 0).is_ok();
        let found = self.found.take().map(|(price, picks, _)| (price, picks)).or(self.guess.take());
        let highest = self.highest.take().map(|(_, price, picks)| (price, picks));
        Found {
            package: found.map(|(price, picks)| self.package(price, &picks)),
            settled,
            at_least: number(self.floor),
            highest: highest.map(|(price, picks)| self.package(price, &picks)),
        }
    }

    /// The highest total that any set could give, in units: a bound where all indicators have a value.
    pub(super) fn ceiling(&mut self) -> i128 {
        let open = self.thoughts(&[], Some(0));
        match (self.trial.total(&open), self.absent.is_empty()) {
            (State { outcome: Ok(_), bounds: Some((_, high)), .. }, true) => *high,
            _ => HUNDRED,
        }
    }

    fn package(&mut self, (cost, _): Price, picks: &Picks) -> Package {
        let thoughts = self.thoughts(picks, None);
        let total = self.trial.total(&thoughts).clone();
        let improvements =
            picks.iter().filter_map(|pick| Some(self.choice(pick)?.improvement.clone())).collect();
        Package {
            improvements,
            cost: number(cost),
            grade: self.trial.band(&total).map(|band| band.grade),
            total: total.outcome.ok().map(exact::score),
        }
    }

    /// Decides on the indicators without a value, then on the others.
    fn branch(&mut self, at: usize, cost: i128) -> Result<(), Spent> {
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
    fn settle(&mut self, cost: i128) -> Result<(), Spent> {
        self.branch += 1;
        let fixed = self.fixed.clone();
        if !self.may_reach(0, &fixed) {
            return self.spend(0);
        }
        let best = self.thoughts(&fixed, Some(0));
        let least = self.goal.least_score(self.trial.margin());
        self.relaxation = Relaxation::new(self.trial, &self.present, &best, least);
        if let (Some(bound), true) = (&self.relaxation, self.absent.is_empty()) {
            self.floor = bound.least(0, bound.deficit(0, 0)).map_or(0, |(cost, _)| cost);
        }
        if self.branch == 1 {
            self.guess(cost);
        }
        let mut picks = fixed;
        let price = (cost, picks.len());
        if self.beaten(0, price, 0) {
            return self.spend(0);
        }
        self.visit(0, price, 0, &mut picks)
    }

    /// Notes work that scored nothing, and stops where all effort is spent.
    fn spend(&mut self, steps: usize) -> Result<(), Spent> {
        self.trial.spend((1 + steps / STEPS) as u64);
        if self.trial.scored() > self.limit { Err(Spent) } else { Ok(()) }
    }

    /// Tries a set, and if it is not enough, all that add improvements of the groups from `from` on.
    fn visit(&mut self, from: usize, price: Price, lost: i128, picks: &mut Picks) -> Result<(), Spent> {
        self.spend(0)?;
        let possible = self.relaxation.as_ref().is_none_or(|bound| bound.deficit(from, lost) <= 0);
        if possible && self.reaches(picks) {
            self.note(price, picks);
            return Ok(()); // more would cost more, or be more
        }
        if picks.is_empty() {
            // Something has to be done.
            let costs = self.present.iter().chain(&self.absent).flat_map(|group| &group.options);
            let least = costs.map(|option| option.cost).min().unwrap_or_default();
            self.floor = self.floor.max(least);
        }
        if self.ruled && !self.may_reach(from, picks) {
            return Ok(());
        }
        let steps = self.relaxation.as_ref().map_or(0, Relaxation::steps);
        let mut lost = lost;
        for index in from..self.present.len() {
            let Some(group) = self.present.get(index) else { break };
            let (slot, costs): (usize, Vec<i128>) =
                (group.slot, group.options.iter().map(|option| option.cost).collect());
            for (option, cost) in costs.into_iter().enumerate() {
                let price = (price.0 + cost, price.1 + 1);
                let lost = lost + self.loss(index, Some(option));
                self.spend(steps)?;
                if self.beaten(index + 1, price, lost) {
                    continue;
                }
                picks.push((slot, option));
                self.visit(index + 1, price, lost, picks)?;
                picks.pop();
            }
            lost += self.loss(index, None);
            self.spend(steps)?;
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
    /// can be spared. Where no rates are known, all indicators at their best.
    fn guess(&mut self, cost: i128) {
        let mut picks = self.fixed.clone();
        for pick in self.by_rate() {
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
        let added = self.cost(picks.get(self.fixed.len()..).unwrap_or_default());
        let price = (cost + added, picks.len());
        if price <= self.cap {
            self.cap = price;
            picks.sort_unstable();
            self.guess = Some((price, picks));
        }
    }

    /// What a person would buy: by the best rates, as long as the budget lasts.
    pub(super) fn bought(mut self) -> Option<Package> {
        let best = self.thoughts(&[], Some(0));
        self.relaxation = Relaxation::new(self.trial, &self.present, &best, 0);
        let mut picks = Picks::new();
        for pick in self.by_rate() {
            let mut more: Picks = picks.iter().copied().filter(|(slot, _)| *slot != pick.0).collect();
            more.push(pick);
            if self.cost(&more) <= self.budget {
                self.reaches(&more);
                picks = more;
            }
        }
        let (_, price, picks) = self.highest.take()?;
        Some(self.package(price, &picks))
    }

    /// The improvements of indicators with a value, the best rates first; where no rates are known, the best of each.
    fn by_rate(&self) -> Picks {
        let slot = |group: usize| self.present.get(group).map(|group| group.slot);
        match &self.relaxation {
            Some(bound) => {
                bound.by_rate().filter_map(|(group, option)| Some((slot(group)?, option))).collect()
            }
            None => self.present.iter().filter_map(|group| Some((group.slot, group.best()?))).collect(),
        }
    }

    fn cost(&self, picks: &[(usize, usize)]) -> i128 {
        picks.iter().filter_map(|pick| Some(self.choice(pick)?.cost)).sum()
    }

    fn reaches(&mut self, picks: &Picks) -> bool {
        let thoughts = self.thoughts(picks, None);
        let standing = self.trial.standing_of(&thoughts, self.goal.band.is_some());
        if let Some(standing) = standing
            && self.highest.as_ref().is_none_or(|(highest, ..)| standing >= *highest)
        {
            let cost = self.cost(picks);
            let (price, mut picks) = ((cost, picks.len()), picks.clone());
            picks.sort_unstable();
            let higher = self.highest.as_ref().is_none_or(|(highest, paid, before)| {
                standing > *highest || (price, &picks) < (*paid, before)
            });
            if cost <= self.budget && higher {
                self.highest = Some((standing, price, picks));
            }
        }
        standing.is_some_and(|standing| standing >= self.goal.least)
    }

    /// Whether the total could reach the goal with the groups from `from` on anywhere between their worst and their best.
    fn may_reach(&mut self, from: usize, picks: &Picks) -> bool {
        let (thoughts, least) =
            (self.thoughts(picks, Some(from)), self.goal.least_score(self.trial.margin()));
        let total = self.trial.total(&thoughts);
        let high = total.outcome.is_ok().then_some(total.bounds).flatten();
        high.is_some_and(|(_, high)| high >= least)
    }

    fn choice(&self, (slot, option): &(usize, usize)) -> Option<&Choice<'a>> {
        let mut groups = self.present.iter().chain(&self.absent);
        groups.find(|group| group.slot == *slot)?.options.get(*option)
    }

    /// The values of the chosen improvements; from a group on, what is undecided.
    fn thoughts(&self, picks: &[(usize, usize)], undecided: Option<usize>) -> Thoughts {
        let groups = undecided.map_or(&[][..], |from| self.present.get(from..).unwrap_or_default());
        let open = groups.iter().map(|group| (group.slot, Reading::Between(group.low, group.high)));
        let chosen = picks
            .iter()
            .filter_map(|pick| Some((pick.0, Reading::Value(self.choice(pick)?.improvement.value))));
        open.chain(chosen).collect()
    }
}

impl Group<'_> {
    /// The improvement with the best score, of several the cheapest.
    fn best(&self) -> Option<usize> {
        let options = self.options.iter().enumerate();
        options.min_by_key(|(_, option)| (Reverse(option.score), option.cost)).map(|(index, _)| index)
    }
}

/// Costs are 10^15 at most together.
fn number(cost: i128) -> Number {
    Number::from_scaled(cost, PLACES).unwrap_or(Number::ZERO)
}

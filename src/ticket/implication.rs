//! Which conditions follow from which, whatever the facts are.
//!
//! One condition implies another when the first cannot hold together with the negation of the second; so both
//! questions are one: can these claims hold together? The claims are taken apart, the alternatives of an `any` tried
//! in turn, until every way leads to a fact that no value can satisfy (the method of analytic tableaux: R. M. Smullyan,
//! First-Order Logic, 1968). What is claimed of one fact is judged by its kind, its bounds and its candidates.

use std::cell::Cell;

use super::{Comparison, Condition, Fact, Facts, Value, ValueRef};

/// How many comparisons an answer may cost: milliseconds. Lists of a thousand values are compared within them.
const STEPS: usize = 2_000_000;

impl Condition {
    /// Whether the other holds whenever this one does, whatever the facts.
    ///
    /// `true` is certain; `false` may also mean that the conditions are too entangled to be sure. Every condition
    /// implies itself.
    ///
    /// ```
    /// use service_quality::ticket::{Comparison, Condition};
    ///
    /// let high = Condition::equals("priority".parse()?, "high");
    /// let urgent = Condition::is_in("priority".parse()?, ["high", "critical"]);
    /// assert!(high.implies(&urgent) && !urgent.implies(&high));
    /// let often = Condition::compare("@reopens".parse()?, Comparison::AtLeast, 3);
    /// assert!(often.implies(&Condition::compare("@reopens".parse()?, Comparison::Above, 1)));
    /// # Ok::<(), service_quality::ticket::TicketError>(())
    /// ```
    #[must_use]
    pub fn implies(&self, other: &Self) -> bool {
        self == other
            || refuted([Claim { holds: true, condition: self }, Claim { holds: false, condition: other }])
    }

    /// Whether no facts can fulfil it.
    ///
    /// `true` is certain; `false` may also mean that the condition is too entangled to be sure.
    ///
    /// ```
    /// use service_quality::ticket::Condition;
    ///
    /// let high = Condition::equals("priority".parse()?, "high");
    /// let low = Condition::equals("priority".parse()?, "low");
    /// assert!(Condition::all([high.clone(), low.clone()]).never_holds());
    /// assert!(!Condition::any([high, low]).never_holds());
    /// # Ok::<(), service_quality::ticket::TicketError>(())
    /// ```
    #[must_use]
    pub fn never_holds(&self) -> bool {
        refuted([Claim { holds: true, condition: self }])
    }

    /// What a condition about a single fact asks.
    const fn asks(&self) -> Option<&Fact> {
        match self {
            Self::Equals { fact, .. }
            | Self::In { fact, .. }
            | Self::Compare { fact, .. }
            | Self::Contains { fact, .. }
            | Self::Exists(fact) => Some(fact),
            Self::Always | Self::All(_) | Self::Any(_) | Self::Not(_) => None,
        }
    }
}

impl Comparison {
    /// What stands in the relation does not stand in this one, and the other way round.
    const fn complement(self) -> Self {
        match self {
            Self::Below => Self::AtLeast,
            Self::AtMost => Self::Above,
            Self::AtLeast => Self::Below,
            Self::Above => Self::AtMost,
        }
    }

    const fn is_lower_bound(self) -> bool {
        matches!(self, Self::AtLeast | Self::Above)
    }
}

/// A condition holds, or it does not.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Claim<'c> {
    // First, as the cheaper one to compare.
    holds: bool,
    condition: &'c Condition,
}

/// What a claim asks for.
enum Demand<'c> {
    /// All of these; the flag says whether they shall hold.
    Every(&'c [Condition], bool),
    /// One of these.
    Some(&'c [Condition], bool),
    /// Something of a single fact.
    Fact,
}

impl<'c> Claim<'c> {
    fn each(parts: &'c [Condition], holds: bool) -> impl Iterator<Item = Self> {
        parts.iter().map(move |condition| Self { holds, condition })
    }

    /// Without the `not`s around it.
    fn bare(mut self) -> Self {
        while let Condition::Not(part) = self.condition {
            self = Self { holds: !self.holds, condition: part };
        }
        self
    }

    fn demand(self) -> Demand<'c> {
        let Self { holds, condition } = self.bare();
        match condition {
            Condition::All(parts) if holds => Demand::Every(parts, true),
            Condition::All(parts) => Demand::Some(parts, false),
            Condition::Any(parts) if holds => Demand::Some(parts, true),
            Condition::Any(parts) => Demand::Every(parts, false),
            condition => match condition.asks() {
                Some(_) => Demand::Fact,
                // Always: nothing is to be shown, or nothing can.
                None if holds => Demand::Every(&[], true),
                None => Demand::Some(&[], true),
            },
        }
    }

    /// Whether a value of the fact that it asks agrees with it.
    fn admits(self, value: ValueRef<'_>) -> bool {
        self.condition.matches(&Known(value)) == self.holds
    }

    /// What it costs to ask that.
    const fn cost(self) -> usize {
        match self.condition {
            Condition::In { values, .. } => values.len(),
            _ => 1,
        }
    }

    /// The bound that it sets to values of its own kind.
    fn bound(self) -> Option<(Comparison, ValueRef<'c>)> {
        match self.condition {
            Condition::Compare { is, value, .. } if self.holds => Some((*is, value.as_ref())),
            Condition::Compare { is, value, .. } => Some((is.complement(), value.as_ref())),
            _ => None,
        }
    }

    /// A value of the kind that the fact must be of, where the claim says that.
    fn kind(self) -> Option<ValueRef<'c>> {
        match self.condition {
            Condition::Compare { value, .. } if self.holds => Some(value.as_ref()),
            Condition::Contains { .. } if self.holds => Some(ValueRef::Text("")),
            _ => None,
        }
    }
}

/// The one fact that is asked has this value.
struct Known<'v>(ValueRef<'v>);

impl Facts for Known<'_> {
    fn fact(&self, _: &Fact) -> Option<ValueRef<'_>> {
        Some(self.0)
    }
}

/// The steps that are left.
struct Steps(Cell<usize>);

impl Steps {
    /// Whether there are that many left; they are used up then.
    fn take(&self, count: usize) -> bool {
        let left = self.0.get().checked_sub(count);
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// Whether the claims certainly cannot hold together.
fn refuted<'c>(claims: impl IntoIterator<Item = Claim<'c>>) -> bool {
    let steps = Steps(Cell::new(STEPS));
    let mut branches = vec![Branch { todo: claims.into_iter().collect(), ..Branch::default() }];
    while let Some(mut branch) = branches.pop() {
        match branch.grow(&steps) {
            Growth::Closed => {}
            Growth::Open | Growth::Unsure => return false,
            Growth::Split(ways) => {
                branches.extend(ways.into_iter().map(|way| Branch { todo: vec![way], ..branch.clone() }));
            }
        }
    }
    true
}

/// Claims that are to hold together: one of the ways in which the first ones can.
#[derive(Clone, Default)]
struct Branch<'c> {
    /// Not looked at yet.
    todo: Vec<Claim<'c>>,
    /// Taken apart, without `not`s around them.
    known: Vec<Claim<'c>>,
    /// Of each, one part is still to be chosen.
    choices: Vec<(&'c [Condition], bool)>,
}

/// What became of a branch when all of it was taken apart.
enum Growth<'c> {
    /// It contradicts itself.
    Closed,
    /// It does not, as far as can be seen.
    Open,
    /// It goes on in one of these ways.
    Split(Vec<Claim<'c>>),
    /// The steps are used up.
    Unsure,
}

impl<'c> Branch<'c> {
    fn grow(&mut self, steps: &Steps) -> Growth<'c> {
        while let Some(claim) = self.todo.pop().map(Claim::bare) {
            if !steps.take(self.known.len().saturating_add(1)) {
                return Growth::Unsure;
            }
            if self.known.contains(&Claim { holds: !claim.holds, ..claim }) {
                return Growth::Closed;
            }
            match claim.demand() {
                Demand::Every(parts, holds) => self.todo.extend(Claim::each(parts, holds)),
                Demand::Some(parts, holds) => self.choices.push((parts, holds)),
                Demand::Fact if self.excludes(claim, steps) => return Growth::Closed,
                Demand::Fact => {}
            }
            self.known.push(claim);
        }
        // The choice with the fewest ways on comes first; with none the branch ends there.
        let mut narrowest: Option<(usize, Vec<Claim<'c>>)> = None;
        for (index, (parts, holds)) in self.choices.iter().enumerate() {
            if !steps.take(self.known.len().saturating_add(1).saturating_mul(parts.len())) {
                return Growth::Unsure;
            }
            let ways: Vec<_> =
                Claim::each(parts, *holds).filter(|part| !self.excludes(part.bare(), steps)).collect();
            if narrowest.as_ref().is_none_or(|(_, fewest)| ways.len() < fewest.len()) {
                narrowest = Some((index, ways));
            }
        }
        match narrowest {
            None => Growth::Open,
            Some((index, ways)) => {
                self.choices.swap_remove(index);
                Growth::Split(ways)
            }
        }
    }

    /// Whether the claim is about a single fact, and no value of it, nor its absence, agrees with the claim and with
    /// all that is known.
    fn excludes(&self, claim: Claim<'c>, steps: &Steps) -> bool {
        let Some(fact) = claim.condition.asks() else {
            return false;
        };
        let known = || self.known.iter().filter(|known| known.condition.asks() == Some(fact));
        let claims = || known().copied().chain([claim]);
        // Without steps anything may be.
        let fits =
            |value: ValueRef<'_>| claims().all(|claim| !steps.take(claim.cost()) || claim.admits(value));
        if claims().all(|claim| !claim.holds) {
            return false; // it may be absent
        }
        // With few candidates each is tried.
        for claim in claims().filter(|claim| claim.holds) {
            match claim.condition {
                Condition::Equals { value, .. } => return !fits(value.as_ref()),
                Condition::In { values, .. } => return !values.iter().map(Value::as_ref).any(fits),
                Condition::Compare { value: Value::Flag(_), .. } => {
                    return ![false, true].map(ValueRef::Flag).into_iter().any(fits);
                }
                _ => {}
            }
        }
        if claims().any(|claim| matches!(claim.condition, Condition::Exists(_)) && !claim.holds) {
            return true;
        }
        let Some(kind) = claims().find_map(Claim::kind) else {
            return false;
        };
        let of_kind = |value: &ValueRef<'_>| value.partial_cmp(&kind).is_some();
        if !claims().filter_map(Claim::kind).all(|other| of_kind(&other)) {
            return true;
        }
        let bounds = || claims().filter_map(Claim::bound).filter(|(_, value)| of_kind(value));
        let crossed = bounds().filter(|(is, _)| is.is_lower_bound()).any(|(_, low)| {
            bounds()
                .filter(|(is, _)| !is.is_lower_bound())
                .any(|(_, high)| low > high || (low == high && !fits(low)))
        });
        // Of texts, those with one part have every part of that part.
        let missing = |text: &str| {
            claims().any(|claim| match claim.condition {
                Condition::Contains { text: part, .. } => !claim.holds && text.contains(part.as_str()),
                _ => false,
            })
        };
        crossed
            || (of_kind(&ValueRef::Text("")) && missing(""))
            || claims().any(|claim| match claim.condition {
                Condition::Contains { text, .. } => claim.holds && missing(text),
                _ => false,
            })
    }
}

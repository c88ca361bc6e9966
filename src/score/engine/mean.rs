//! The mean of a node's children: one fraction while all have scores, the absence policy where not.

use crate::quantity::{PLACES, divide_half_away};
use crate::score::absence::Settled;
use crate::score::arithmetic::exact::{ONE, rounded, step};
use crate::score::{AbsenceKind, Aggregation, Treatment};

use super::DetourReason;
use super::level::Level;
use super::reciprocal::{LARGEST, Reciprocal};

const KINDS: [AbsenceKind; 3] = [AbsenceKind::Missing, AbsenceKind::Suppressed, AbsenceKind::NotApplicable];

/// How a node comes to the mean of its children.
#[derive(Debug, Clone)]
pub(super) struct Mean {
    quick: Option<Quick>,
    terms: Box<[Term]>,
    aggregation: Aggregation,
    /// Decimals of the mean.
    pub(super) places: u32,
    /// What happens to a child without a score, by [`KINDS`].
    policy: [Filling; 3],
}

/// A child with a weight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    /// Its place among the levels.
    pub(super) from: usize,
    pub(super) weight: i128,
    /// The decimals of its score.
    pub(super) places: u32,
}

/// `⌊(half + Σ factor · level) / divisor⌋` over all children.
#[derive(Debug, Clone)]
struct Quick {
    factors: Box<[(usize, i64)]>,
    half: i64,
    divisor: Reciprocal,
}

/// A [`Treatment`] without a period before. Scores and shares are in units of 10⁻⁹.
#[derive(Debug, Clone, Copy)]
enum Filling {
    LeftOut { least: i128 },
    Enters(i128),
    Refuses,
}

impl Mean {
    pub(super) fn new(
        aggregation: &Aggregation,
        mut terms: Vec<Term>,
        places: u32,
        policy: Settled,
    ) -> (Self, Option<DetourReason>) {
        let quick = if *aggregation == Aggregation::Arithmetic {
            // One factor on all weights changes no arithmetic mean, and keeps the sums small.
            let divisor = terms.iter().fold(0, |divisor, term| common(divisor, term.weight));
            for term in &mut terms {
                term.weight = term.weight.checked_div(divisor).unwrap_or(term.weight);
            }
            Quick::new(&terms, places).ok_or(DetourReason::FineWeights)
        } else {
            Err(DetourReason::Aggregation)
        };
        let detour = quick.as_ref().err().copied();
        let (aggregation, terms) = (aggregation.clone(), terms.into());
        let policy = KINDS.map(|kind| Filling::of(policy.treatment(kind)));
        (Self { quick: quick.ok(), terms, aggregation, places, policy }, detour)
    }

    /// The mean in its own steps; none where a child has no score, or where this node has no quick way.
    #[inline]
    pub(super) fn quick(&self, levels: &[Level]) -> Option<i64> {
        let quick = self.quick.as_ref()?;
        let (mut numerator, mut signs) = (quick.half, 0);
        for (from, factor) in &quick.factors {
            let Level(level) = *levels.get(*from)?;
            signs |= level;
            numerator += factor * level;
        }
        (signs >= 0).then(|| quick.divisor.quotient(numerator))
    }

    /// The coverage of a node, in units.
    pub(super) fn coverage(&self, levels: &[Level], coverages: &[i128]) -> i128 {
        let (mut base, mut covered) = (0, 0);
        for (term, level, coverage) in self.children(levels, coverages) {
            let (applies, coverage) = match level.get() {
                Ok(_) => (true, coverage),
                Err(kind) => (self.applies(kind), 0),
            };
            if applies {
                base += term.weight;
                covered += term.weight * coverage;
            }
        }
        if covered == base * ONE && base > 0 {
            ONE
        } else {
            divide_half_away(covered, base).unwrap_or_default()
        }
    }

    /// The mean in its own steps, with children without a score treated as the policy says; or the reason for which the
    /// node has none. `coverage` is the node's own, `entered` room for the scores that enter.
    pub(super) fn treated(
        &self,
        levels: &[Level],
        coverage: i128,
        entered: &mut Vec<(i128, i128)>,
    ) -> Result<i64, AbsenceKind> {
        entered.clear();
        let (mut all, mut base) = (0, 0);
        let mut absent = [false; 3];
        for (term, level, _) in self.children(levels, &[]) {
            all += term.weight;
            match level.get() {
                Ok(steps) => {
                    base += term.weight;
                    entered.push((term.weight, i128::from(steps) * step(term.places)));
                }
                Err(kind) => {
                    if self.applies(kind) {
                        base += term.weight;
                    }
                    if let Filling::Enters(score) = self.filling(kind) {
                        entered.push((term.weight, score));
                    }
                    absent.iter_mut().zip(KINDS).for_each(|(absent, known)| *absent |= known == kind);
                }
            }
        }
        if let Some(kind) = self.gap(absent, (all, base), coverage, entered.is_empty()) {
            return Err(kind);
        }
        let mean = self.aggregation.combine(entered, self.places).ok_or(AbsenceKind::NotApplicable)?;
        // A mean is at most 10^11 units, and whole steps.
        let steps = mean.checked_div(step(self.places)).and_then(|steps| i64::try_from(steps).ok());
        steps.ok_or(AbsenceKind::NotApplicable)
    }

    /// Why there is no mean, if there is none: the gravest refusal, then that nothing applies, then too little coverage.
    fn gap(
        &self,
        absent: [bool; 3],
        (all, base): (i128, i128),
        coverage: i128,
        empty: bool,
    ) -> Option<AbsenceKind> {
        let found = || KINDS.into_iter().zip(absent).filter(|(_, absent)| *absent).map(|(kind, _)| kind);
        if let Some(kind) = found().find(|kind| matches!(self.filling(*kind), Filling::Refuses)) {
            return Some(kind);
        }
        if base == 0 {
            return Some(AbsenceKind::NotApplicable);
        }
        let mut left_out = None;
        for kind in found() {
            let Filling::LeftOut { least } = self.filling(kind) else { continue };
            left_out = left_out.or(Some(kind));
            let remains = match kind {
                AbsenceKind::Missing | AbsenceKind::Suppressed => coverage,
                AbsenceKind::NotApplicable => rounded(base * ONE, all, PLACES).unwrap_or_default(),
            };
            if remains < least {
                return Some(kind);
            }
        }
        empty.then(|| left_out.unwrap_or(AbsenceKind::Missing))
    }

    fn filling(&self, kind: AbsenceKind) -> Filling {
        let [missing, suppressed, not_applicable] = self.policy;
        match kind {
            AbsenceKind::Missing => missing,
            AbsenceKind::Suppressed => suppressed,
            AbsenceKind::NotApplicable => not_applicable,
        }
    }

    /// Whether a child that is absent for a reason stays in the node's weight: a gap does, and what is counted with a score.
    fn applies(&self, kind: AbsenceKind) -> bool {
        kind != AbsenceKind::NotApplicable || matches!(self.filling(kind), Filling::Enters(_))
    }

    fn children<'a>(
        &'a self,
        levels: &'a [Level],
        coverages: &'a [i128],
    ) -> impl Iterator<Item = (&'a Term, Level, i128)> {
        self.terms.iter().filter_map(|term| {
            let coverage = coverages.get(term.from).copied().unwrap_or_default();
            Some((term, *levels.get(term.from)?, coverage))
        })
    }
}

impl Quick {
    /// None where the bound fails.
    fn new(terms: &[Term], places: u32) -> Option<Self> {
        let finest = terms.iter().map(|term| term.places).max()?;
        let power = |more: u32, less: u32| 10_i128.pow(more.saturating_sub(less));
        // One of both is 1: scores have more decimals than are kept, or not.
        let (over, under) = (power(places, finest), power(finest, places));
        let weight = terms.iter().try_fold(0_i128, |sum, term| sum.checked_add(term.weight))?;
        let half = weight.checked_mul(under)?;
        // Every score at 100.
        let full = 100_i128.checked_mul(power(finest, 0))?;
        let most = weight.checked_mul(over)?.checked_mul(2)?.checked_mul(full)?.checked_add(half)?;
        if most > LARGEST {
            return None;
        }
        let factor = |term: &Term| {
            let factor =
                term.weight.checked_mul(over)?.checked_mul(2)?.checked_mul(power(finest, term.places))?;
            Some((term.from, i64::try_from(factor).ok()?))
        };
        let factors = terms.iter().map(factor).collect::<Option<_>>()?;
        let divisor = Reciprocal::of(u64::try_from(half.checked_mul(2)?).ok()?)?;
        Some(Self { factors, half: i64::try_from(half).ok()?, divisor })
    }
}

impl Filling {
    fn of(treatment: Treatment) -> Self {
        match treatment {
            Treatment::Renormalise { min_coverage } => Self::LeftOut { least: min_coverage.to_scaled() },
            Treatment::Worst => Self::Enters(0),
            Treatment::Neutral(score) => Self::Enters(score.to_scaled()),
            Treatment::Previous { otherwise } => Self::of(otherwise.into()),
            Treatment::Refuse => Self::Refuses,
        }
    }
}

/// The greatest common divisor (Euclid).
fn common(left: i128, right: i128) -> i128 {
    match left.checked_rem(right) {
        Some(rest) => common(right, rest),
        None => left,
    }
}

//! An independent reading of the scoring rules: recursion over a plain tree, in decimals, slowly.

use rust_decimal::{Decimal, RoundingStrategy};
use service_quality::indicator::Absence;
use service_quality::score::{AbsenceKind, Treatment};

/// Three treatments: missing, suppressed, not applicable.
pub(super) type Policy = [Treatment; 3];

#[derive(Debug, Clone)]
pub(super) enum Tree {
    Leaf { curve: Vec<(Decimal, Decimal)>, reading: Result<Decimal, Absence> },
    Node { own: [Option<Treatment>; 3], children: Vec<(Decimal, Tree)> },
}

/// The figures of one part.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figures {
    pub(super) score: Result<Decimal, AbsenceKind>,
    pub(super) coverage: Decimal,
    pub(super) bounds: Option<(Decimal, Decimal)>,
    pub(super) floor: Decimal,
}

pub(super) struct Places {
    pub(super) indicator: u32,
    pub(super) node: u32,
}

fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

fn scored(score: Decimal) -> Figures {
    Figures { score: Ok(score), coverage: Decimal::ONE, bounds: Some((score, score)), floor: score }
}

/// Straight lines through the points, flat outside.
pub(super) fn on_curve(points: &[(Decimal, Decimal)], value: Decimal) -> Decimal {
    let (first, last) = (points[0], points[points.len() - 1]);
    if value <= first.0 {
        return first.1;
    }
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        if value <= x1 {
            return (y0 * (x1 - x0) + (value - x0) * (y1 - y0)) / (x1 - x0);
        }
    }
    last.1
}

/// The figures of a tree, and of all parts below it, each node before its children.
///
/// `places` rounds the top; `inner` says how parts below round; `policy` is what the top inherits.
pub(super) fn figures(tree: &Tree, places: u32, inner: &Places, policy: Policy) -> (Figures, Vec<Figures>) {
    let (own, children) = match tree {
        Tree::Leaf { curve, reading } => {
            let figures = match reading {
                Ok(value) => scored(round(on_curve(curve, *value), inner.indicator)),
                Err(absence) => Figures {
                    score: Err((*absence).into()),
                    coverage: Decimal::ZERO,
                    bounds: (*absence != Absence::NotApplicable)
                        .then_some((Decimal::ZERO, Decimal::ONE_HUNDRED)),
                    floor: Decimal::ZERO,
                },
            };
            return (figures, Vec::new());
        }
        Tree::Node { own, children } => (own, children),
    };
    let policy = [0, 1, 2].map(|reason| own[reason].unwrap_or(policy[reason]));
    let mut below = Vec::new();
    let mut direct = Vec::new();
    for (weight, child) in children {
        let (figures, mut deeper) = figures(child, inner.node, inner, policy);
        direct.push((*weight, figures.clone()));
        below.push(figures);
        below.append(&mut deeper);
    }
    (mean(&direct, places, policy), below)
}

/// A node's figures, each written as the mean that it is.
fn mean(children: &[(Decimal, Figures)], places: u32, policy: Policy) -> Figures {
    let zero = Decimal::ZERO;
    let children: Vec<_> = children.iter().filter(|(weight, _)| *weight > zero).collect();
    let sum = |figure: &dyn Fn(&Figures) -> Option<Decimal>| -> Decimal {
        children.iter().filter_map(|(weight, child)| Some(*weight * figure(child)?)).sum()
    };
    let treatment = |kind: AbsenceKind| policy[kind as usize];
    let filling = |kind| match treatment(kind) {
        Treatment::Worst => Some(zero),
        Treatment::Neutral(score) => Some(score.value()),
        _ => None,
    };
    let entered = |child: &Figures| match child.score {
        Ok(score) => Some(score),
        Err(kind) => filling(kind),
    };
    let is_gap = |child: &Figures| matches!(child.score, Err(AbsenceKind::Missing | AbsenceKind::Suppressed));
    let applies = |child: &Figures| is_gap(child) || entered(child).is_some();
    let all = sum(&|_| Some(Decimal::ONE));
    let base = sum(&|child| applies(child).then_some(Decimal::ONE));
    let counted = sum(&|child| entered(child).map(|_| Decimal::ONE));
    let over_base =
        |total: Decimal, places| if base == zero { None } else { Some(round(total / base, places)) };
    let coverage =
        over_base(sum(&|child| child.score.is_ok().then_some(child.coverage)), 9).unwrap_or_default();
    let bound = |gap: Decimal, own: &dyn Fn(&Figures) -> Decimal| {
        let total = sum(&|child| {
            if child.score.is_ok() {
                Some(own(child))
            } else if is_gap(child) {
                Some(gap)
            } else {
                entered(child)
            }
        });
        over_base(total, places)
    };
    let low = bound(zero, &|child| child.bounds.unwrap().0);
    let high = bound(Decimal::ONE_HUNDRED, &|child| child.bounds.unwrap().1);
    let floor =
        over_base(sum(&|child| if child.score.is_ok() { Some(child.floor) } else { entered(child) }), places);
    let left_out = |kind: AbsenceKind| {
        let any = children.iter().any(|(_, child)| child.score == Err(kind));
        match treatment(kind) {
            Treatment::Renormalise { min_coverage } if any => Some(min_coverage.value()),
            _ => None,
        }
    };
    let refused = children
        .iter()
        .filter_map(|(_, child)| child.score.err())
        .filter(|kind| treatment(*kind) == Treatment::Refuse)
        .min();
    let short = |kind: AbsenceKind, coverage: Decimal| left_out(kind).is_some_and(|least| coverage < least);
    let score = if let Some(kind) = refused {
        Err(kind)
    } else if base == zero {
        Err(AbsenceKind::NotApplicable)
    } else if short(AbsenceKind::Missing, coverage) {
        Err(AbsenceKind::Missing)
    } else if short(AbsenceKind::Suppressed, coverage) {
        Err(AbsenceKind::Suppressed)
    } else if short(AbsenceKind::NotApplicable, round(base / all, 9)) {
        Err(AbsenceKind::NotApplicable)
    } else if counted == zero {
        let missing = left_out(AbsenceKind::Missing).is_some();
        Err(if missing { AbsenceKind::Missing } else { AbsenceKind::Suppressed })
    } else {
        Ok(round(sum(&entered) / counted, places))
    };
    Figures { score, coverage, bounds: low.zip(high), floor: floor.unwrap_or_default() }
}

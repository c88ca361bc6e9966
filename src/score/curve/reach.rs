//! The nearest value that is good enough.

use crate::quantity::{Number, PLACES};

/// The value nearest to `from` for which `enough` holds, the smaller of two equally near.
///
/// `corners` are values by rising value. On the way from one of them to the next, `enough` changes once at most after
/// it has failed at the first, so that the change is found by halving.
pub(super) fn nearest(enough: impl Fn(Number) -> bool, corners: &[Number], from: Number) -> Option<Number> {
    if enough(from) {
        return Some(from);
    }
    let above = corners.iter().copied().filter(|corner| *corner > from);
    let below = corners.iter().rev().copied().filter(|corner| *corner < from);
    let up = first(&enough, from, above);
    let down = first(&enough, from, below);
    let distance = |value: Number| value.to_scaled().abs_diff(from.to_scaled());
    match (down, up) {
        (Some(down), Some(up)) => Some(if distance(up) < distance(down) { up } else { down }),
        (down, up) => down.or(up),
    }
}

/// The first value on the way over the corners for which `enough` holds.
fn first(
    enough: &impl Fn(Number) -> bool,
    from: Number,
    mut corners: impl Iterator<Item = Number>,
) -> Option<Number> {
    let mut before = from;
    let reached = corners.find(|corner| {
        let holds = enough(*corner);
        if !holds {
            before = *corner;
        }
        holds
    })?;
    let (mut fails, mut holds) = (before.to_scaled(), reached.to_scaled());
    while fails.abs_diff(holds) > 1 {
        let middle = fails.midpoint(holds);
        if enough(Number::from_scaled(middle, PLACES)?) {
            holds = middle;
        } else {
            fails = middle;
        }
    }
    Number::from_scaled(holds, PLACES)
}

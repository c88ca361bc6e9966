//! The figures of one column, by method. Values are in units of 10⁻⁹ and turned so that more is better; a figure beyond
//! the range of numbers makes all absent.

use super::{Beyond, NoFigure, Normalisation, Relative};
use crate::indicator::{Direction, Range};
use crate::population::exact::{ONE, blend, fraction};
use crate::population::rank::{Place, places};
use crate::population::z_score::standardised;
use crate::population::{Order, Ties, ZScore};
use crate::quantity::{Number, PLACES, billionths, nearest};

type Figures = Option<Vec<Relative>>;

/// Values as they are, or negated where less is better.
pub(super) fn turn(direction: Direction, value: Number) -> i128 {
    // Within 10^24 either side of 0: the negative is there.
    let scaled = value.to_scaled();
    if direction == Direction::Lower { scaled.saturating_neg() } else { scaled }
}

/// The figures of those who have a value.
pub(super) fn figures(by: &Normalisation, direction: Direction, values: &[i128]) -> Figures {
    let (Some(&least), Some(&most)) = (values.iter().min(), values.iter().max()) else {
        return Some(vec![]);
    };
    let column = Column { values, least, most };
    match by {
        Normalisation::MinMax(range) => column.min_max(range),
        Normalisation::ZScore(scale) => column.z_scores(scale),
        Normalisation::Rank { ties, order } => column.ranks(*ties, *order),
        Normalisation::PercentileRank => column.percentile_ranks(),
        Normalisation::Borda => column.placed(|place| fraction(worse(place)?, ONE, 1)),
        Normalisation::DistanceToMax => column.distances_to_max(),
        Normalisation::DistanceToTarget { target, beyond } => {
            column.distances_to_target(turn(direction, *target), *beyond)
        }
        Normalisation::FractionOfMax if direction == Direction::Lower => column.fractions_of_least(),
        Normalisation::FractionOfMax => column.fractions_of_max(),
    }
}

/// How many values come before.
fn worse(place: Place) -> Option<i128> {
    i128::from(place.first).checked_sub(1)
}

/// Values of which there is one at least.
struct Column<'a> {
    values: &'a [i128],
    least: i128,
    most: i128,
}

impl Column<'_> {
    fn each(&self, figure: impl Fn(i128) -> Option<Number>) -> Figures {
        self.values.iter().map(|value| figure(*value).map(Relative::Figure)).collect()
    }

    fn placed(&self, figure: impl Fn(Place) -> Option<Number>) -> Figures {
        places(self.values).into_iter().map(|place| figure(place).map(Relative::Figure)).collect()
    }

    /// No value has a figure.
    fn none(&self, reason: NoFigure) -> Vec<Relative> {
        vec![Relative::Absent(reason); self.values.len()]
    }

    /// How many there are beside one.
    fn others(&self) -> Option<i128> {
        i128::try_from(self.values.len()).ok()?.checked_sub(1)
    }

    fn min_max(&self, range: &Range) -> Figures {
        if self.least == self.most {
            return Some(self.none(NoFigure::NoSpread));
        }
        let (from, to) = (range.least().to_scaled(), range.most().to_scaled());
        self.each(|x| {
            let (above, below) = (x.checked_sub(self.least)?, self.most.checked_sub(x)?);
            let blended = blend((from, below), (to, above), self.most.checked_sub(self.least)?);
            Number::from_scaled(blended?, PLACES)
        })
    }

    fn z_scores(&self, scale: &ZScore) -> Figures {
        if self.least == self.most {
            return Some(self.none(NoFigure::NoSpread));
        }
        let (deviations, root) = standardised(self.values, scale.divisor())?;
        let (mean, sd) = (billionths(scale.mean().to_scaled()), billionths(scale.sd().to_scaled()));
        let figures = deviations.into_iter().map(|deviation| nearest(mean + sd * (deviation / root)));
        figures.map(|figure| figure.map(Relative::Figure)).collect()
    }

    fn ranks(&self, ties: Ties, order: Order) -> Figures {
        let n = self.others()?.checked_add(1)?;
        self.placed(|place| {
            let (first, last) = (i128::from(place.first), i128::from(place.last));
            let from_top = |rank: i128| n.checked_add(1)?.checked_sub(rank);
            let (first, last) = match order {
                Order::Ascending => (first, last),
                Order::Descending => (from_top(last)?, from_top(first)?),
            };
            match ties {
                Ties::Min => fraction(first, ONE, 1),
                Ties::Max => fraction(last, ONE, 1),
                Ties::Mean => fraction(first.checked_add(last)?, ONE, 2),
            }
        })
    }

    fn percentile_ranks(&self) -> Figures {
        match self.others()? {
            0 => Some(self.none(NoFigure::Alone)),
            others => self.placed(|place| fraction(worse(place)?, ONE, others)),
        }
    }

    fn distances_to_max(&self) -> Figures {
        if self.least == self.most {
            return Some(self.none(NoFigure::NoSpread));
        }
        self.each(|x| fraction(x.checked_sub(self.least)?, ONE, self.most.checked_sub(self.least)?))
    }

    fn distances_to_target(&self, target: i128, beyond: Beyond) -> Figures {
        if target <= self.least {
            return Some(self.none(NoFigure::TargetAtWorst));
        }
        self.each(|x| match beyond {
            Beyond::Capped if x >= target => Some(1.into()),
            _ => fraction(x.checked_sub(self.least)?, ONE, target.checked_sub(self.least)?),
        })
    }

    fn fractions_of_max(&self) -> Figures {
        if self.most <= 0 {
            return Some(self.none(NoFigure::NotPositive));
        }
        self.each(|x| fraction(x, ONE, self.most))
    }

    /// Turned values are negative: the best is the least in size.
    fn fractions_of_least(&self) -> Figures {
        if self.most >= 0 {
            return Some(self.none(NoFigure::NotPositive));
        }
        self.each(|x| fraction(self.most, ONE, x))
    }
}

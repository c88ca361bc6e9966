//! Aggregation (聚合): how a node makes one score of those below it, and which part of it each of them has.
//!
//! | [`Aggregation`] | value | weak spots |
//! | --- | --- | --- |
//! | `arithmetic`, 加权算术平均 | `Σ w·s / Σ w` | are made up for in full |
//! | `geometric`, 加权几何平均 | `Π s^(w / Σ w)` | are made up for less the weaker they are; a 0 makes the node 0 |
//! | `harmonic`, 调和平均 | `Σ w / Σ (w / s)` | as geometric, but stronger |
//! | `power`, 幂平均 | `(Σ w·s^p / Σ w)^(1/p)` | below `p = 1` weigh more, above it less |
//! | `minimum`, 短板 | `min s` | are the score |
//! | `owa`, 有序加权平均 | `Σ v·s` by rank, from the best score to the worst | as the order weights say |
//! | `mazziotta_pareto` | `M − S² / M` with the mean and the variance | cost points: imbalance is penalised |
//!
//! Every value is rounded once, half away from zero. Arithmetic, minimum, `owa` and `mazziotta_pareto` are fractions of
//! integers; the others come from logarithms of 30 decimal places, and what then lies within 10⁻¹⁵ below a tie counts as
//! the tie.
//!
//! # Parts
//! All of these are homogeneous: scores twice as high give twice the value. So the value is the sum of `s · ∂value/∂s`
//! over the children (Euler's theorem), and that is what a child contributes. What it loses is its part of the value's
//! distance to 100 by `(100 − s) · ∂value/∂s`: what the value would gain, at its present slope, if the child came to 100.
//! Where a geometric, harmonic or low power mean has children at 0, they lose all of it, by weight; so do those
//! with the minimum. A negative slope, which `mazziotta_pareto` has for a child far above the others, counts 0.
//!
//! Sources: OECD/JRC, *Handbook on Constructing Composite Indicators* (2008), 6.5 to 6.9; R. R. Yager, "On ordered
//! weighted averaging aggregation operators in multicriteria decisionmaking", *IEEE Transactions on Systems, Man, and
//! Cybernetics* 18 (1988), and "Quantifier guided aggregation using OWA operators", *International Journal of Intelligent
//! Systems* 11 (1996); P. De Muro, M. Mazziotta, A. Pareto, "Composite indices of development and poverty",
//! *Social Indicators Research* 104 (2011).

mod division;
mod function;
mod order;
mod penalty;
mod power;

pub use division::Contribution;
pub use function::Aggregation;
pub use order::OrderWeights;
pub use power::Exponent;

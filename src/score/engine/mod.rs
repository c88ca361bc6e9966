//! The engine (批量评分引擎): one model, many subjects, no scorecard.
//!
//! [`Model::score`](super::Model::score) gives a scorecard in which everything is explained, and is the reference.
//! [`Model::engine`](super::Model::engine) compiles the same model into a [`ScoreEngine`], which takes rows of
//! [`Cell`]s and gives an [`Outcome`] each: total, grade, coverage, whether rules applied. Both give the same figures,
//! always; what follows is why.
//!
//! # What is fast
//! A score of a part is one machine word, in steps of the part's last decimal. An indicator whose curve is made of points,
//! and a node with the weighted arithmetic mean, come to theirs by one fraction of integers `n / d`, with `n ≥ 0` and a `d`
//! that is known beforehand. Rounding half away from zero is then `⌊(2n + d) / 2d⌋`, and that division is a multiplication
//! by a reciprocal. No step of it is inexact:
//!
//! 1. **Integers.** The places of values, points and weights are limited, so each of them is an integer in steps small
//!    enough. On a line from `(x₀, y₀)` to `(x₁, y₁)` the score is `(y₀·dx + (x − x₀)·dy) / dx`. A mean is `Σ w·s / Σ w`,
//!    where the weights are divided by their greatest common divisor, which changes no mean.
//! 2. **Division.** For a divisor `d ≥ 2` with `2^l ≤ d < 2^(l+1)` let `k = 63 + l` and `m = ⌊2^k / d⌋ + 1`. Then
//!    `e = m·d − 2^k` lies above 0 and at most at `d`, and `n·m / 2^k = n/d + n·e / (d·2^k)`. The second term is below `1/d`
//!    when `n·e < 2^k`, which holds for every `n ≤ 2^62`, since then `n·e ≤ 2^62·d < 2^(63+l)`. A term below `1/d` carries
//!    no fraction with denominator `d` over the next integer: `⌊n·m / 2^k⌋ = ⌊n/d⌋`. `m` fits a word, since `2^k/d ≤ 2^63`.
//! 3. **The bound that is checked** when the model is compiled, once for each line of each curve and once for each node: the
//!    largest numerator that any input can lead to, `2n + d`, is at most `2^62`. It is reached at the ends of a line, since
//!    values beyond a curve count as its ends, and by scores of 100 at a node. It bounds every intermediate sum too.
//!
//! Values are held to as many places, up to 9, as the bound of their curve allows; ordinary curves allow all 9.
//!
//! # What is slower, and as exact
//! * A curve of bands or by a formula, or one too wide for the bound, calls [`Curve::score`](super::Curve::score), and so does
//!   a value with more places than the bound of its curve allows or beyond a word.
//! * A node with another mean, or with weights too fine for the bound, takes the mean of the reference.
//! * A node with a child without a score follows its absence policy with 128-bit sums. The other nodes of that row do not.
//! * A row in which a rule asks for the score of a node that has none is scored by the model: whether the rule could go either
//!   way depends on the node's low and high bound, which only a scorecard has.
//!
//! [`ScoreEngine::detours`] names the parts of a model of which the first two hold for every row.
//!
//! # What it does not say
//! Bounds, points, weights, traces: for those, score the subject by the model. What an earlier period lends to a score
//! ([`Model::score_after`](super::Model::score_after)) the engine does not know; like [`Model::score`](super::Model::score)
//! it takes what a policy says where there was none.

mod cell;
mod compile;
mod detour;
mod gate;
mod level;
mod line;
mod mean;
mod outcome;
mod reciprocal;
mod score_engine;
mod scorer;

pub use cell::Cell;
pub use detour::{Detour, DetourReason};
pub use outcome::Outcome;
pub use score_engine::ScoreEngine;
pub use scorer::{Batch, Scorer};

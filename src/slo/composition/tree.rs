use serde::{Deserialize, Serialize};

use super::CombinedAvailability;
use super::fraction::Fraction;
use crate::quantity::Share;
use crate::slo::SloError;

/// How the availability of a service follows from that of its parts (组合可用性).
///
/// | | available when | formula |
/// | --- | --- | --- |
/// | serial 串联 | all parts are | `∏ aᵢ`; 1 without parts |
/// | parallel 并联 | one part is | `1 − ∏ (1 − aᵢ)`; 0 without parts |
/// | at least k of n 表决 | k parts are | the sum over all ways that k or more are |
///
/// All assume that parts fail independently of each other; parts that share a cause of failure do not, and then a redundant
/// service is less available than this says. At most 256 parts, at most 32 levels.
///
/// ```
/// use service_quality::slo::composition::Composition;
///
/// let part = |share: &str| share.parse().map(Composition::part);
/// let region = || Composition::serial([part("0.9995")?, part("0.9999")?]);
/// let service = Composition::serial([part("0.9999")?, Composition::parallel([region()?, region()?])?])?;
/// assert_eq!(service.availability().share(9).to_string(), "0.99989964");
///
/// let voters = Composition::at_least(2, [part("0.99")?, part("0.99")?, part("0.99")?])?;
/// assert_eq!(voters.availability().share(6).to_string(), "0.999702");
/// assert_eq!(
///     Composition::at_least(2, [part("0.99")?]).unwrap_err().to_string(),
///     "`k` is `2`: allowed is 1 to the number of parts, 1"
/// );
/// # Ok::<(), service_quality::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Node", into = "Node")]
pub struct Composition {
    node: Node,
    parts: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Node {
    Part(Share),
    Serial(Vec<Node>),
    Parallel(Vec<Node>),
    AtLeast { k: usize, of: Vec<Node> },
}

const MOST_PARTS: usize = 256;
const MOST_LEVELS: usize = 32;

impl Composition {
    /// A part with its availability.
    #[must_use]
    pub const fn part(availability: Share) -> Self {
        Self { node: Node::Part(availability), parts: 1 }
    }

    /// Parts that are all needed.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for more than 256 parts or 32 levels; likewise for the others.
    pub fn serial(parts: impl IntoIterator<Item = Self>) -> Result<Self, SloError> {
        Node::Serial(nodes(parts)).try_into()
    }

    /// Parts of which one is enough.
    ///
    /// # Errors
    /// As of [`Composition::serial`].
    pub fn parallel(parts: impl IntoIterator<Item = Self>) -> Result<Self, SloError> {
        Node::Parallel(nodes(parts)).try_into()
    }

    /// Parts of which `k` are enough.
    ///
    /// # Errors
    /// As of [`Composition::serial`], and for a `k` of 0 or above the number of parts.
    pub fn at_least(k: usize, parts: impl IntoIterator<Item = Self>) -> Result<Self, SloError> {
        Node::AtLeast { k, of: nodes(parts) }.try_into()
    }

    /// The availability of the whole, exact.
    #[must_use]
    pub fn availability(&self) -> CombinedAvailability {
        CombinedAvailability::new(&self.node.availability(), self.parts > 1)
    }

    /// What is missing of availability by the rule of thumb that adds up what is missing of each part in series: the
    /// downtime of parts that are never down together. Within the parts it is exact.
    #[must_use]
    pub fn first_order(&self) -> CombinedAvailability {
        let missing = match &self.node {
            Node::Serial(parts) => {
                let missing = parts.iter().map(|part| part.availability().complement());
                missing.fold(Fraction::zero(), |sum, missing| sum.plus(&missing))
            }
            other => other.availability().complement(),
        };
        CombinedAvailability::without(missing, self.parts > 1)
    }
}

fn nodes(parts: impl IntoIterator<Item = Composition>) -> Vec<Node> {
    parts.into_iter().map(|part| part.node).collect()
}

impl Node {
    fn availability(&self) -> Fraction {
        match self {
            Self::Part(share) => Fraction::of(*share),
            Self::Serial(parts) => {
                parts.iter().fold(Fraction::one(), |all, part| all.times(&part.availability()))
            }
            Self::Parallel(parts) => {
                let down = |all: Fraction, part: &Self| all.times(&part.availability().complement());
                parts.iter().fold(Fraction::one(), down).complement()
            }
            Self::AtLeast { k, of } => at_least(*k, of),
        }
    }

    /// How many parts there are; refused where that is too many, before anything is worked out.
    fn size(&self, level: usize) -> Result<usize, SloError> {
        if level > MOST_LEVELS {
            return Err(SloError::not_allowed("the depth of a composition", &level, "at most 32 levels"));
        }
        let of = match self {
            Self::Part(_) => return Ok(1),
            Self::Serial(of) | Self::Parallel(of) | Self::AtLeast { of, .. } => of,
        };
        if let Self::AtLeast { k, .. } = self
            && !(1..=of.len()).contains(k)
        {
            let allowed = format!("1 to the number of parts, {}", of.len());
            return Err(SloError::not_allowed("`k`", k, allowed));
        }
        // An empty group counts as a part: there may not be ever so many either.
        let mut parts = usize::from(of.is_empty());
        for node in of {
            parts = parts.saturating_add(node.size(level + 1)?);
            if parts > MOST_PARTS {
                return Err(SloError::not_allowed("the size of a composition", &parts, "at most 256 parts"));
            }
        }
        Ok(parts)
    }
}

/// The probability that `k` or more are available, by how many of those seen so far are, `k` and more taken together.
fn at_least(k: usize, of: &[Node]) -> Fraction {
    let mut available = vec![Fraction::zero(); k];
    available.insert(0, Fraction::one());
    for part in of {
        let up = part.availability();
        let down = up.complement();
        let mut before = Fraction::zero();
        for (count, probability) in available.iter_mut().enumerate() {
            let stays = if count == k { probability.clone() } else { probability.times(&down) };
            let next = stays.plus(&before.times(&up));
            before = std::mem::replace(probability, next);
        }
    }
    available.pop().unwrap_or_else(Fraction::zero)
}

impl TryFrom<Node> for Composition {
    type Error = SloError;

    fn try_from(node: Node) -> Result<Self, SloError> {
        let parts = node.size(1)?;
        Ok(Self { node, parts })
    }
}

impl From<Composition> for Node {
    fn from(composition: Composition) -> Self {
        composition.node
    }
}

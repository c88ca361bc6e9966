use serde::{Deserialize, Serialize};

use super::CertaintyError;
use crate::quantity::Share;

/// How draws are made (蒙特卡罗模拟): the seed, which fixes them all, their number, and the confidence of intervals.
///
/// By default 10,000 draws and a confidence of 0.95. Same seed, same bytes, on every machine. Each indicator has a
/// stream of draws of its own, from the seed and its id: one more indicator does not change those of the others.
///
/// ```
/// use service_quality::score::Simulation;
///
/// let simulation = Simulation::new(2026).with_draws(2_000)?;
/// assert_eq!(serde_json::to_string(&simulation)?, r#"{"seed":2026,"draws":2000,"confidence":"0.95"}"#);
/// assert_eq!(serde_json::from_str::<Simulation>(r#"{"seed": 2026}"#)?, Simulation::new(2026));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawSimulation", into = "RawSimulation")]
pub struct Simulation {
    seed: u64,
    draws: u32,
    confidence: Share,
}

impl Simulation {
    /// 10,000 draws from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, draws: ten_thousand(), confidence: ninety_five() }
    }

    /// The same with another number of draws.
    ///
    /// # Errors
    /// [`CertaintyError::OutOfRange`] for fewer than 100 or more than 1,000,000.
    pub fn with_draws(self, draws: u32) -> Result<Self, CertaintyError> {
        Self { draws, ..self }.checked()
    }

    /// The same with another confidence of intervals (置信水平).
    ///
    /// # Errors
    /// [`CertaintyError::OutOfRange`] for 0 and 1.
    pub fn with_confidence(self, confidence: Share) -> Result<Self, CertaintyError> {
        Self { confidence, ..self }.checked()
    }

    /// The seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// How many draws are made.
    #[must_use]
    pub const fn draws(&self) -> u32 {
        self.draws
    }

    /// The confidence of intervals.
    #[must_use]
    pub const fn confidence(&self) -> Share {
        self.confidence
    }

    fn checked(self) -> Result<Self, CertaintyError> {
        let fault = |place, given, allowed| Err(CertaintyError::OutOfRange { place, given, allowed });
        if !(100..=1_000_000).contains(&self.draws) {
            return fault("draws", self.draws.to_string(), "100 to 1000000");
        }
        if self.confidence == Share::ZERO || self.confidence == Share::ONE {
            return fault("confidence", self.confidence.to_string(), "more than 0 and less than 1");
        }
        Ok(self)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSimulation {
    seed: u64,
    #[serde(default = "ten_thousand")]
    draws: u32,
    #[serde(default = "ninety_five")]
    confidence: Share,
}

const fn ten_thousand() -> u32 {
    10_000
}

fn ninety_five() -> Share {
    Share::from_scaled(95, 2).unwrap_or(Share::ZERO)
}

impl TryFrom<RawSimulation> for Simulation {
    type Error = CertaintyError;

    fn try_from(raw: RawSimulation) -> Result<Self, CertaintyError> {
        Self { seed: raw.seed, draws: raw.draws, confidence: raw.confidence }.checked()
    }
}

impl From<Simulation> for RawSimulation {
    fn from(simulation: Simulation) -> Self {
        Self { seed: simulation.seed, draws: simulation.draws, confidence: simulation.confidence }
    }
}

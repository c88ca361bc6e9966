use serde::Serialize;

use super::ServiceLevel;
use crate::quantity::{Language, Number, PLACES, Share};

/// Whether a level meets a target (达标判定), whatever was counted, with the figures it follows from.
///
/// [`AvailabilityVerdict`](super::AvailabilityVerdict) says the same of time, in seconds.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::availability::{RequestTally, ServiceLevel};
///
/// let day = RequestTally::new(3, 2_000)?.level().ok_or("no requests")?;
/// let verdict = day.verdict("0.999".parse()?);
/// assert_eq!(verdict.met(), Some(false));
/// assert_eq!(
///     verdict.text(Language::English),
///     "99.85 % misses 99.9 %: 0.15 % is missing, 0.1 % is allowed to be"
/// );
/// assert_eq!(serde_json::to_string(&verdict)?, r#"{"level":"0.9985","target":"0.999","met":false}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelVerdict {
    level: ServiceLevel,
    target: Share,
    met: Option<bool>,
}

impl ServiceLevel {
    /// Whether the level is at least the target, and why.
    #[must_use]
    pub fn verdict(self, target: Share) -> LevelVerdict {
        LevelVerdict::new(self, target, Some(self.met(target)))
    }
}

impl LevelVerdict {
    pub(super) const fn new(level: ServiceLevel, target: Share, met: Option<bool>) -> Self {
        Self { level, target, met }
    }

    /// The level.
    #[must_use]
    pub const fn level(&self) -> ServiceLevel {
        self.level
    }

    /// What was promised.
    #[must_use]
    pub const fn target(&self) -> Share {
        self.target
    }

    /// Whether it was kept: a level equal to the target meets it. Absent where rounding leaves that open; see
    /// [`ErrorRateTally::verdict`](super::ErrorRateTally::verdict).
    #[must_use]
    pub const fn met(&self) -> Option<bool> {
        self.met
    }

    /// What of the whole is missing, in percent, rounded to `places` decimals (at most 9).
    #[must_use]
    pub fn missing_percent(&self, places: u32) -> Number {
        less(HUNDRED, self.level.percent(places).to_scaled())
    }

    /// What of the whole the target allows to be missing, in percent.
    #[must_use]
    pub fn allowed_percent(&self) -> Number {
        less(HUNDRED, self.target_percent())
    }

    /// The verdict and its reasons in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let places = self.places();
        let (level, target) = (self.level.percent(places), self.target.percent());
        let (missing, allowed) = (self.missing_percent(places), self.allowed_percent());
        let (verb, figures) = match (language, self.met) {
            (Language::English, Some(true)) => ("meets", None),
            (Language::English, Some(false)) => ("misses", None),
            (Language::English, None) => ("is too close to tell from", Some("error rates were rounded")),
            (Language::Chinese, Some(true)) => ("达到", None),
            (Language::Chinese, Some(false)) => ("未达到", None),
            (Language::Chinese, None) => ("无法判定是否达到", Some("错误率经过舍入")),
        };
        match language {
            Language::English => {
                let because = figures.map_or(String::new(), |figures| format!("; {figures}"));
                format!(
                    "{level} % {verb} {target} %: {missing} % is missing, {allowed} % is allowed to be{because}"
                )
            }
            Language::Chinese => {
                let because = figures.map_or(String::new(), |figures| format!("；{figures}"));
                format!("{level} % {verb}目标 {target} %：缺失 {missing} %，允许 {allowed} %{because}")
            }
        }
    }

    fn target_percent(&self) -> i128 {
        Number::from(self.target).to_scaled() * 100
    }

    /// Three places, or as many as it takes to show on which side of the target the level is.
    fn places(&self) -> u32 {
        let side = |places| self.level.percent(places).to_scaled().cmp(&self.target_percent());
        let exact = side(PLACES);
        (3..PLACES).find(|places| side(*places) == exact).unwrap_or(PLACES)
    }
}

const HUNDRED: i128 = 100 * 10_i128.pow(PLACES);

fn less(from: i128, what: i128) -> Number {
    Number::from_scaled(from - what, PLACES).unwrap_or(Number::LARGEST)
}

/// As data; without `met` where that is open.
impl Serialize for LevelVerdict {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'a> {
            level: Number,
            target: &'a Share,
            #[serde(skip_serializing_if = "Option::is_none")]
            met: Option<bool>,
        }
        Shown { level: self.level.share(PLACES), target: &self.target, met: self.met }.serialize(serializer)
    }
}

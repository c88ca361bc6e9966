use serde::{Deserialize, Serialize};

use crate::analysis::pareto::Pareto;
use crate::improve::ImproveError;
use crate::quantity::{Label, Language, Share, divide_half_away};

/// A kind among all that happens (帕累托占比): how often it occurs, alone and with all more frequent ones.
///
/// ```
/// use service_quality::improve::problem::ParetoShare;
///
/// let late = ParetoShare::new("late reply".parse()?, 120, 200, 300)?;
/// assert_eq!(late.share().percent().to_string(), "40");
/// assert_eq!(late.to_string(), "`late reply` is 120 of 300; with all more frequent kinds 200");
/// assert_eq!(
///     ParetoShare::new("late reply".parse()?, 120, 100, 300).unwrap_err().to_string(),
///     "pareto.cumulative is `100`: allowed is 120 to 300, from the kind's own count to the total"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawShare", into = "RawShare")]
pub struct ParetoShare {
    kind: Label,
    count: u64,
    cumulative: u64,
    of: u64,
}

impl ParetoShare {
    /// So many of so many, and so many together with all more frequent kinds.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] unless count ≤ cumulative ≤ total, which is not 0.
    pub fn new(kind: Label, count: u64, cumulative: u64, of: u64) -> Result<Self, ImproveError> {
        if of == 0 || count > of {
            let allowed = format!("at least the count of the kind, {count}, and not 0");
            return Err(ImproveError::not_allowed("pareto.of", &of, allowed));
        }
        if !(count..=of).contains(&cumulative) {
            let allowed = format!("{count} to {of}, from the kind's own count to the total");
            return Err(ImproveError::not_allowed("pareto.cumulative", &cumulative, allowed));
        }
        Ok(Self { kind, count, cumulative, of })
    }

    /// A kind of an analysis; absent where it has none of that name.
    ///
    /// ```
    /// use service_quality::analysis::pareto;
    /// use service_quality::improve::problem::ParetoShare;
    ///
    /// let found = pareto::analyse([("late", 6), ("rude", 2)], "0.8".parse()?)?;
    /// let rude = ParetoShare::among(&found, &"rude".parse()?).ok_or("no such kind")?;
    /// assert_eq!((rude.count(), rude.cumulative(), rude.total()), (2, 8, 8));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn among(analysis: &Pareto, kind: &Label) -> Option<Self> {
        let row = analysis.rows().iter().find(|row| row.name == kind.as_str())?;
        Self::new(kind.clone(), row.count, row.cumulative, analysis.total()).ok()
    }

    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> &Label {
        &self.kind
    }

    /// How often it occurs.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// How often it and all more frequent ones occur.
    #[must_use]
    pub const fn cumulative(&self) -> u64 {
        self.cumulative
    }

    /// How often anything occurs.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.of
    }

    /// Its share of all, rounded half away from zero to nine places.
    #[must_use]
    pub fn share(&self) -> Share {
        let scaled = divide_half_away(i128::from(self.count) * Share::ONE.to_scaled(), i128::from(self.of));
        scaled.and_then(|scaled| Share::from_scaled(scaled, 9)).unwrap_or(Share::ONE)
    }

    /// The counts in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let Self { kind, count, cumulative, of } = self;
        match language {
            Language::English => {
                format!("`{kind}` is {count} of {of}; with all more frequent kinds {cumulative}")
            }
            Language::Chinese => format!("`{kind}`占 {of} 中的 {count}；累计 {cumulative}"),
        }
    }
}

impl std::fmt::Display for ParetoShare {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShare {
    kind: Label,
    count: u64,
    cumulative: u64,
    of: u64,
}

impl TryFrom<RawShare> for ParetoShare {
    type Error = ImproveError;

    fn try_from(RawShare { kind, count, cumulative, of }: RawShare) -> Result<Self, ImproveError> {
        Self::new(kind, count, cumulative, of)
    }
}

impl From<ParetoShare> for RawShare {
    fn from(ParetoShare { kind, count, cumulative, of }: ParetoShare) -> Self {
        Self { kind, count, cumulative, of }
    }
}

use serde::{Deserialize, Serialize};

use crate::analysis::driver::DriverImportance;
use crate::analysis::wording::figure;
use crate::improve::ImproveError;
use crate::quantity::{IndicatorId, Language, Share, billionths, nearest};

/// How much of what is explained of an outcome a driver explains (关键驱动因素): its LMG share, to nine places.
///
/// ```
/// use service_quality::improve::problem::DriverShare;
///
/// let driver: DriverShare = serde_json::from_str(r#"{"driver": "waiting", "share": "0.412", "n": 2804}"#)?;
/// assert_eq!(driver.to_string(), "`waiting` explains 41.2 % of what is explained (n 2804)");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawShare")]
pub struct DriverShare {
    /// The driver.
    pub driver: IndicatorId,
    /// Its share.
    pub share: Share,
    /// On how many cases, at least 1.
    pub n: u64,
}

impl DriverShare {
    /// The share of an indicator that goes by its id in the analysis; absent where none does.
    ///
    /// ```
    /// use service_quality::analysis::driver::{Driver, importance};
    /// use service_quality::improve::problem::DriverShare;
    ///
    /// let waiting = [1.0, 2.0, 3.0, 4.0, 5.0, 2.0];
    /// let found = importance(&[Driver::new("waiting", &waiting)], &[1.0, 3.0, 2.0, 5.0, 4.0, 2.0])?;
    /// let share = DriverShare::of(&found, &"waiting".parse()?).ok_or("no such driver")?;
    /// assert_eq!((share.share, share.n), ("1".parse()?, 6));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(analysis: &DriverImportance, driver: &IndicatorId) -> Option<Self> {
        let part = analysis.drivers.iter().find(|part| part.name == driver.as_str())?;
        let share = nearest(part.lmg_share).and_then(|share| Share::new(share.value()).ok())?;
        Some(Self { driver: driver.clone(), share, n: u64::try_from(analysis.n).ok()? })
    }

    /// The share in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (driver, n) = (&self.driver, self.n);
        let percent = figure(100.0 * billionths(self.share.to_scaled()));
        match language {
            Language::English => format!("`{driver}` explains {percent} % of what is explained (n {n})"),
            Language::Chinese => format!("`{driver}` 占可解释部分的 {percent}%（n {n}）"),
        }
    }
}

impl std::fmt::Display for DriverShare {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShare {
    driver: IndicatorId,
    share: Share,
    n: u64,
}

impl TryFrom<RawShare> for DriverShare {
    type Error = ImproveError;

    fn try_from(RawShare { driver, share, n }: RawShare) -> Result<Self, ImproveError> {
        if n == 0 {
            return Err(ImproveError::not_allowed("driver.n", &n, "at least 1 case"));
        }
        Ok(Self { driver, share, n })
    }
}

use serde::{Deserialize, Serialize};

use super::{AfterPeriod, EffectTest, Sizing};
use crate::analysis::power::Size;
use crate::improve::ImproveError;
use crate::quantity::{Date, Share};

/// How an effect will be tested, said before anything is done (检验方案): so that nobody picks the test that pleases.
///
/// ```
/// use service_quality::analysis::mean::Variances;
/// use service_quality::improve::effect::{AfterPeriod, EffectTest, Sizing, TestPlan};
///
/// let sizing = Sizing::Means { effect: "0.5".parse()?, power: "0.8".parse()? };
/// let test = EffectTest::TwoMeans(Variances::Unequal);
/// let plan = TestPlan::sized(test, "0.05".parse()?, sizing, AfterPeriod::Days(28))?;
/// assert_eq!(plan.minimum(), 64);
/// assert_eq!(
///     serde_json::to_string(&plan)?,
///     r#"{"test":{"two_means":"unequal"},"alpha":"0.05","minimum":64,"sizing":{"means":{"effect":"0.5","power":"0.8"}},"after":{"days":28}}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawPlan", into = "RawPlan")]
pub struct TestPlan {
    test: EffectTest,
    alpha: Share,
    minimum: u64,
    sizing: Option<Sizing>,
    after: AfterPeriod,
}

impl TestPlan {
    /// By which test, at which two-sided significance (显著性水平), on at least how many after, and when.
    ///
    /// How many are counted as [`Sample::n`](super::Sample::n) does, in each group: before and after.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for a significance of 0 or 1, a minimum of 0, an after-period of no days.
    pub fn new(
        test: EffectTest,
        alpha: Share,
        minimum: u64,
        after: AfterPeriod,
    ) -> Result<Self, ImproveError> {
        Self { test, alpha, minimum, sizing: None, after }.checked()
    }

    /// The same with the minimum that a wanted effect takes; the [`Sizing`] is kept as its reason.
    ///
    /// # Errors
    /// As [`new`](Self::new); [`ImproveError::NotAllowed`] for a sizing that does not [fit](Sizing::fits) the test,
    /// [`ImproveError::Undefined`] for an effect or a power for which there is no size.
    pub fn sized(
        test: EffectTest,
        alpha: Share,
        sizing: Sizing,
        after: AfterPeriod,
    ) -> Result<Self, ImproveError> {
        let minimum = size(sizing, alpha)?;
        Self { test, alpha, minimum, sizing: Some(sizing), after }.checked()
    }

    /// By which test.
    #[must_use]
    pub const fn test(&self) -> &EffectTest {
        &self.test
    }

    /// How improbable a difference must be by chance to be called shown.
    #[must_use]
    pub const fn alpha(&self) -> Share {
        self.alpha
    }

    /// On how many at least, after.
    #[must_use]
    pub const fn minimum(&self) -> u64 {
        self.minimum
    }

    /// Why on so many.
    #[must_use]
    pub const fn sizing(&self) -> Option<Sizing> {
        self.sizing
    }

    /// When.
    #[must_use]
    pub const fn after(&self) -> AfterPeriod {
        self.after
    }

    /// The last day of the after-period, where it is fixed.
    #[must_use]
    pub const fn after_ends(&self) -> Option<Date> {
        self.after.ends()
    }

    fn checked(self) -> Result<Self, ImproveError> {
        check_alpha("plan.alpha", self.alpha)?;
        if self.minimum == 0 {
            return Err(ImproveError::not_allowed("plan.minimum", &self.minimum, "1 or more"));
        }
        if self.after == AfterPeriod::Days(0) {
            return Err(ImproveError::not_allowed("plan.after.days", &0, "1 or more"));
        }
        if let Some(sizing) = self.sizing {
            if !sizing.fits(&self.test) {
                let allowed = format!("what fits the {}, or none", self.test);
                return Err(ImproveError::not_allowed("plan.sizing", &sizing.kind(), allowed));
            }
            let least = size(sizing, self.alpha)?;
            if self.minimum < least {
                let allowed = format!("{least} or more, which its sizing takes");
                return Err(ImproveError::not_allowed("plan.minimum", &self.minimum, allowed));
            }
        }
        Ok(self)
    }
}

fn size(sizing: Sizing, alpha: Share) -> Result<u64, ImproveError> {
    sizing.size(alpha).map(Size::n).map_err(|why| ImproveError::undefined("plan.sizing", why))
}

pub(super) fn check_alpha(place: &str, alpha: Share) -> Result<(), ImproveError> {
    if alpha > Share::ZERO && alpha < Share::ONE {
        return Ok(());
    }
    Err(ImproveError::not_allowed(place, &alpha, "above 0 and below 1, such as 0.05"))
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlan {
    test: EffectTest,
    alpha: Share,
    minimum: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sizing: Option<Sizing>,
    after: AfterPeriod,
}

impl TryFrom<RawPlan> for TestPlan {
    type Error = ImproveError;

    fn try_from(raw: RawPlan) -> Result<Self, ImproveError> {
        let RawPlan { test, alpha, minimum, sizing, after } = raw;
        Self { test, alpha, minimum, sizing, after }.checked()
    }
}

impl From<TestPlan> for RawPlan {
    fn from(plan: TestPlan) -> Self {
        let TestPlan { test, alpha, minimum, sizing, after } = plan;
        Self { test, alpha, minimum, sizing, after }
    }
}

use serde::Serialize;

use super::{
    Claim, ClaimRule, Combination, CreditBreach, CreditCase, CreditMinimum, CreditSchedule, CreditTier,
};
use crate::quantity::{Language, Money, Number, Share, Span};
use crate::slo::ExactRatio;
use crate::slo::SloError;

/// What is owed, and how that came about (补偿金额). The changes of the steps add up to the credit.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::credit::{CreditCase, CreditSchedule};
///
/// let schedule: CreditSchedule =
///     serde_json::from_str(r#"{"currency": "USD", "per_breach": "0.25", "period_cap": "0.5"}"#)?;
/// let case: CreditCase = serde_json::from_str(
///     r#"{"fee": {"amount": "80", "currency": "USD"}, "breaches": ["breach", "breach", "breach"]}"#,
/// )?;
/// let award = schedule.award(&case)?;
/// assert_eq!(award.credit.to_string(), "40 USD");
/// assert_eq!(award.percent_of_fee(), Some("50".parse()?));
/// let told: Vec<String> = award.steps.iter().map(|step| step.text(Language::English)).collect();
/// assert_eq!(told[2], "breach 3: 0.25 of the fee: +20 USD");
/// assert_eq!(told[3], "at most 40 USD in the period, 0 USD granted already: -20 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditAward {
    /// What is owed.
    pub credit: Money,
    /// The fee.
    pub fee: Money,
    /// Each step, in order.
    pub steps: Vec<CreditStep>,
    /// Whether it was asked for in time; absent where nobody has to ask.
    pub claim: Option<Claim>,
}

/// A step of the calculation.
///
/// ```
/// # use service_quality::slo::credit::{CreditCase, CreditSchedule};
/// let schedule: CreditSchedule = serde_json::from_str(r#"{"currency": "JPY", "places": 0, "per_breach": "0.333"}"#)?;
/// let case: CreditCase =
///     serde_json::from_str(r#"{"fee": {"amount": "1000.5", "currency": "JPY"}, "breaches": ["breach"]}"#)?;
/// assert_eq!(schedule.award(&case)?.steps[0].change.to_string(), "333 JPY");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditStep {
    /// What it is about.
    pub reason: CreditReason,
    /// By how much it changes the credit.
    pub change: Money,
}

/// Why a step changes the credit.
///
/// ```
/// use service_quality::slo::credit::CreditReason;
/// let kept = CreditReason::Kept { breach: 0, reached: "0.9995".parse()? };
/// assert_eq!(serde_json::to_string(&kept)?, r#"{"kept":{"breach":0,"reached":"0.9995"}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CreditReason {
    /// What was reached is what was promised.
    Kept {
        /// Which breach, from 0.
        breach: usize,
        /// What was reached, rounded to nine places.
        reached: Number,
    },
    /// Nothing was counted: 0 of 0 is no breach.
    NothingCounted {
        /// Which breach.
        breach: usize,
    },
    /// What was reached lies in a tier.
    Tier {
        /// Which breach.
        breach: usize,
        /// What was reached, rounded to nine places.
        reached: Number,
        /// Which tier, from 0.
        tier: usize,
        /// The share of the fee that it credits.
        credit: Share,
    },
    /// A breach of which each is worth the same.
    Breach {
        /// Which.
        breach: usize,
        /// The share of the fee.
        credit: Share,
    },
    /// Downtime, of which each unit is worth a share of the fee.
    Downtime {
        /// Which breach.
        breach: usize,
        /// How long it was.
        downtime: Span,
        /// How many units that are.
        units: u64,
        /// The share of the fee of all of them.
        credit: Share,
    },
    /// An amount that another rule gave.
    Amount {
        /// Which breach.
        breach: usize,
    },
    /// No breach is credited more.
    BreachCap {
        /// Which breach.
        breach: usize,
        /// The most.
        most: Money,
    },
    /// The period is not credited more.
    PeriodCap {
        /// The most.
        most: Money,
        /// What was granted in it already.
        granted: Money,
    },
    /// Twelve months are not credited more.
    AnnualCap {
        /// The most.
        most: Money,
        /// What was granted in them already.
        granted: Money,
    },
    /// Another remedy pays for the same.
    OtherRemedy {
        /// What it pays.
        pays: Money,
    },
    /// So little is not paid.
    Minimum(CreditMinimum),
    /// It was not asked for in time.
    NotClaimed(Claim),
}

impl CreditAward {
    /// The credit in percent of the fee, rounded to nine places; absent for a fee of 0.
    #[must_use]
    pub fn percent_of_fee(&self) -> Option<Number> {
        let share = ExactRatio::from(self.credit.amount()).checked_div(self.fee.amount().into())?;
        share.percent()?.rounded(9)
    }
}

impl CreditSchedule {
    /// What is owed for a period.
    ///
    /// In this order: each breach by its tier, or at its price, with the cap of a breach; the cap of the period; the cap of
    /// twelve months; another remedy; the minimum; whether it was asked for. A cap is reached together with what was granted
    /// before.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] naming the field where the case lacks what the schedule needs, and where an amount is negative
    /// or of another currency.
    pub fn award(&self, case: &CreditCase) -> Result<CreditAward, SloError> {
        let terms = &self.terms;
        let zero = Money::new(Number::ZERO, &terms.currency)?;
        let checked = |place: &str, money: &Money| {
            if money.currency() != terms.currency || money.amount() < Number::ZERO {
                let allowed = format!("0 {} or more", terms.currency);
                return Err(SloError::not_allowed(place, money, allowed));
            }
            Ok(money.clone())
        };
        let given = |place: &str, money: &Option<Money>| {
            money.as_ref().map_or_else(|| Ok(zero.clone()), |money| checked(place, money))
        };
        let fee = checked("fee", &case.fee)?;
        let mut steps = Steps { credit: zero.clone(), steps: Vec::new() };
        for (index, breach) in case.breaches.iter().enumerate() {
            if let CreditBreach::Amount(amount) = breach {
                checked(&format!("breaches[{index}].amount"), amount)?;
            }
            let before = steps.credit.clone();
            let (reason, amount) = self.of_breach(index, breach, &fee)?;
            steps.add(reason, amount)?;
            if let Some(cap) = terms.breach_cap {
                let most = fee.part(cap, terms.places);
                let reason = CreditReason::BreachCap { breach: index, most: most.clone() };
                steps.at_most(reason, &before.checked_add(&most)?)?;
            }
        }
        let granted = given("granted", &case.granted)?;
        if let Some(cap) = terms.period_cap {
            let most = fee.part(cap, terms.places);
            let left = most.checked_sub(&granted)?;
            steps.at_most(CreditReason::PeriodCap { most, granted }, &left)?;
        }
        if let Some(cap) = terms.annual_cap {
            let fees = case.annual_fees.as_ref().ok_or_else(|| {
                SloError::not_allowed(
                    "annual_fees",
                    &"absent",
                    "the fees of twelve months, of which a share is the cap",
                )
            })?;
            let most = checked("annual_fees", fees)?.part(cap, terms.places);
            let granted = given("annual_granted", &case.annual_granted)?;
            let left = most.checked_sub(&granted)?;
            steps.at_most(CreditReason::AnnualCap { most, granted }, &left)?;
        }
        let pays = given("other_remedy", &case.other_remedy)?;
        if pays != zero {
            let left = match terms.combination {
                Combination::Added => steps.credit.clone(),
                Combination::Higher => steps.credit.checked_sub(&pays)?,
                Combination::Exclusive => zero.clone(),
            };
            steps.at_most(CreditReason::OtherRemedy { pays }, &left)?;
        }
        if let Some(minimum) = terms.minimum.filter(|minimum| !minimum.is_reached(steps.credit.amount())) {
            steps.at_most(CreditReason::Minimum(minimum), &zero)?;
        }
        let claim = match terms.claim {
            ClaimRule::Automatic => None,
            ClaimRule::OnRequest(deadline) => {
                let period = case.period.as_ref().ok_or_else(|| {
                    SloError::not_allowed(
                        "period",
                        &"absent",
                        "the billing period, from which the deadline counts",
                    )
                })?;
                Some(deadline.claim(period, case.asked)?)
            }
        };
        if let Some(late) = claim.filter(|claim| !claim.in_time) {
            steps.at_most(CreditReason::NotClaimed(late), &zero)?;
        }
        Ok(CreditAward { credit: steps.credit, fee, steps: steps.steps, claim })
    }

    /// What a breach is worth by itself.
    fn of_breach(
        &self,
        index: usize,
        breach: &CreditBreach,
        fee: &Money,
    ) -> Result<(CreditReason, Money), SloError> {
        let places = self.terms.places;
        let place = || format!("breaches[{index}]");
        let reached = match breach {
            CreditBreach::Reached(share) => ExactRatio::from(*share),
            CreditBreach::Counted { good, of } if good > of => {
                return Err(SloError::not_allowed(
                    format!("{}.counted.good", place()),
                    good,
                    format!("at most {of}"),
                ));
            }
            CreditBreach::Counted { good, of } => match ExactRatio::new((*good).into(), (*of).into()) {
                Some(share) => share,
                None => return Ok((CreditReason::NothingCounted { breach: index }, fee.zero())),
            },
            CreditBreach::Breach => {
                let credit = self.terms.per_breach.ok_or_else(|| {
                    SloError::not_allowed(
                        place(),
                        &"breach",
                        "a share that was reached; the schedule has no `per_breach`",
                    )
                })?;
                return Ok((CreditReason::Breach { breach: index, credit }, fee.part(credit, places)));
            }
            CreditBreach::Downtime(downtime) => {
                let accrual = self.terms.accrual.ok_or_else(|| {
                    SloError::not_allowed(
                        place(),
                        &"downtime",
                        "a share that was reached; the schedule has no `accrual`",
                    )
                })?;
                if downtime.is_negative() {
                    return Err(SloError::not_allowed(
                        format!("{}.downtime", place()),
                        downtime,
                        "no time or more",
                    ));
                }
                let (units, credit) = (accrual.units(*downtime), accrual.share(*downtime));
                let reason = CreditReason::Downtime { breach: index, downtime: *downtime, units, credit };
                return Ok((reason, fee.part(credit, places)));
            }
            CreditBreach::Amount(amount) => {
                return Ok((CreditReason::Amount { breach: index }, amount.part(Share::ONE, places)));
            }
        };
        let tiers = self.terms.tiers.as_ref().ok_or_else(|| {
            SloError::not_allowed(place(), &"a share", "`breach` or an amount; the schedule has no `tiers`")
        })?;
        let judged = self.judged(reached)?;
        let shown = judged.rounded(9).ok_or_else(|| SloError::too_large("the share that was reached"))?;
        Ok(match tiers.find(judged) {
            None => (CreditReason::Kept { breach: index, reached: shown }, fee.zero()),
            Some((tier, CreditTier { credit, .. })) => (
                CreditReason::Tier { breach: index, reached: shown, tier, credit: *credit },
                fee.part(*credit, places),
            ),
        })
    }

    /// The share of which the tier is found: as it is, or rounded in percent as the terms say.
    fn judged(&self, reached: ExactRatio) -> Result<ExactRatio, SloError> {
        let Some(places) = self.terms.percent_places else { return Ok(reached) };
        let rounded = reached.percent().and_then(|percent| percent.rounded(places));
        let share = rounded.and_then(|percent| ExactRatio::from(percent).checked_div(ExactRatio::whole(100)));
        share.ok_or_else(|| SloError::too_large("the share that was reached"))
    }
}

struct Steps {
    credit: Money,
    steps: Vec<CreditStep>,
}

impl Steps {
    fn add(&mut self, reason: CreditReason, change: Money) -> Result<(), SloError> {
        self.credit = self.credit.checked_add(&change)?;
        self.steps.push(CreditStep { reason, change });
        Ok(())
    }

    /// Takes away what exceeds the most, which is never less than nothing.
    fn at_most(&mut self, reason: CreditReason, most: &Money) -> Result<(), SloError> {
        let most = most.with_amount(most.amount().max(Number::ZERO));
        if self.credit.amount() <= most.amount() {
            return Ok(());
        }
        let change = most.checked_sub(&self.credit)?;
        self.add(reason, change)
    }
}

impl CreditStep {
    /// In a sentence, with the change.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let sign = if self.change.amount() < Number::ZERO { "" } else { "+" };
        match language {
            Language::English => format!("{}: {sign}{}", self.reason.text(language), self.change),
            Language::Chinese => format!("{}：{sign}{}", self.reason.text(language), self.change),
        }
    }
}

impl CreditReason {
    /// In a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Kept { breach, reached } => {
                format!("breach {}: {reached} reached, as promised", nth(*breach))
            }
            Self::NothingCounted { breach } => format!("breach {}: nothing was counted", nth(*breach)),
            Self::Tier { breach, reached, tier, credit } => {
                format!(
                    "breach {}: {reached} reached, tier {}, {credit} of the fee",
                    nth(*breach),
                    nth(*tier)
                )
            }
            Self::Breach { breach, credit } => format!("breach {}: {credit} of the fee", nth(*breach)),
            Self::Downtime { breach, downtime, units, credit } => {
                format!("breach {}: {downtime} of downtime, {units} units, {credit} of the fee", nth(*breach))
            }
            Self::Amount { breach } => format!("breach {}: an amount by another rule", nth(*breach)),
            Self::BreachCap { breach, most } => format!("breach {}: at most {most}", nth(*breach)),
            Self::PeriodCap { most, granted } => {
                format!("at most {most} in the period, {granted} granted already")
            }
            Self::AnnualCap { most, granted } => {
                format!("at most {most} in twelve months, {granted} granted already")
            }
            Self::OtherRemedy { pays } => format!("another remedy pays {pays}"),
            Self::Minimum(CreditMinimum::Above(least)) => format!("not paid unless above {least}"),
            Self::Minimum(CreditMinimum::AtLeast(least)) => format!("not paid below {least}"),
            Self::NotClaimed(claim) => claim.text(Language::English),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::Kept { breach, reached } => format!("违约 {}：达到 {reached}，符合承诺", nth(*breach)),
            Self::NothingCounted { breach } => format!("违约 {}：没有计入任何数据", nth(*breach)),
            Self::Tier { breach, reached, tier, credit } => {
                format!("违约 {}：达到 {reached}，第 {} 档，补偿费用的 {credit}", nth(*breach), nth(*tier))
            }
            Self::Breach { breach, credit } => format!("违约 {}：补偿费用的 {credit}", nth(*breach)),
            Self::Downtime { breach, downtime, units, credit } => {
                format!("违约 {}：停机 {downtime}，计 {units} 个单位，补偿费用的 {credit}", nth(*breach))
            }
            Self::Amount { breach } => format!("违约 {}：按其他规则计算的金额", nth(*breach)),
            Self::BreachCap { breach, most } => format!("违约 {}：上限 {most}", nth(*breach)),
            Self::PeriodCap { most, granted } => format!("本周期上限 {most}，已补偿 {granted}"),
            Self::AnnualCap { most, granted } => format!("十二个月上限 {most}，已补偿 {granted}"),
            Self::OtherRemedy { pays } => format!("其他补救已支付 {pays}"),
            Self::Minimum(CreditMinimum::Above(least)) => format!("超过 {least} 才支付"),
            Self::Minimum(CreditMinimum::AtLeast(least)) => format!("低于 {least} 不支付"),
            Self::NotClaimed(claim) => claim.text(Language::Chinese),
        }
    }
}

/// People count from one.
const fn nth(index: usize) -> usize {
    index.saturating_add(1)
}

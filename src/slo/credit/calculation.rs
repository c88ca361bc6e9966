//! How an award is calculated, step by step.

use super::{
    ClaimRule, ClaimState, CreditAward, CreditBreach, CreditCase, CreditCombination, CreditReason,
    CreditSchedule, CreditStep,
};
use crate::quantity::{Money, Number, PLACES, Share, Span, Timestamp};
use crate::slo::availability::ServiceLevel;
use crate::slo::{ExactRatio, SloError};

impl CreditSchedule {
    /// What is owed for a period, as known at an instant.
    ///
    /// In this order: each breach by its tier, at its price or by its downtime, with the cap of a breach; the cap of the
    /// period; the cap of twelve months; another remedy; the minimum; whether it was asked for. A cap is reached together
    /// with what was granted before.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] naming the field where the case lacks what the schedule needs, where an amount is negative or
    /// of another currency, and for a claim before its period or after `as_of`; [`SloError::TooLarge`].
    pub fn award(&self, case: &CreditCase, as_of: Timestamp) -> Result<CreditAward, SloError> {
        let terms = &self.terms;
        let zero = Money::new(Number::ZERO, &terms.currency)?;
        let given = |place: &str, money: &Option<Money>| {
            money.as_ref().map_or_else(|| Ok(zero.clone()), |money| self.checked(place, money))
        };
        let fee = self.checked("fee", &case.fee)?;
        let mut steps = Steps { credit: zero.clone(), steps: Vec::new() };
        let mut down = Span::ZERO;
        for (index, breach) in case.breaches.iter().enumerate() {
            let before = steps.credit.clone();
            let (reason, amount) = self.of_breach(index, breach, &fee, &mut down)?;
            steps.add(reason, amount)?;
            if let Some(cap) = terms.breach_cap {
                let most = fee.part(cap, terms.places);
                let reason = CreditReason::BreachCap { index, most: most.clone() };
                steps.at_most(reason, &before.checked_add(&most)?)?;
            }
        }
        let granted = given("granted", &case.granted)?;
        if let Some(cap) = terms.period_cap {
            let most = fee.part(cap, terms.places);
            let left = most.checked_sub(&granted)?;
            steps.at_most(CreditReason::PeriodCap { most, granted: granted.clone() }, &left)?;
        }
        if let Some(cap) = terms.annual_cap {
            let fees = case.annual_fees.as_ref().ok_or_else(|| {
                let allowed = "the fees of twelve months, of which a share is the cap";
                SloError::not_allowed("annual_fees", &"absent", allowed)
            })?;
            let most = self.checked("annual_fees", fees)?.part(cap, terms.places);
            let granted = given("annual_granted", &case.annual_granted)?.checked_add(&granted)?;
            let left = most.checked_sub(&granted)?;
            steps.at_most(CreditReason::AnnualCap { most, granted }, &left)?;
        }
        let pays = given("other_remedy", &case.other_remedy)?;
        if pays != zero {
            let left = match terms.combination {
                CreditCombination::Added => steps.credit.clone(),
                CreditCombination::Higher => steps.credit.checked_sub(&pays)?,
                CreditCombination::Exclusive => zero.clone(),
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
                    let allowed = "the billing period, from which the deadline counts";
                    SloError::not_allowed("period", &"absent", allowed)
                })?;
                Some(deadline.claim(period, case.asked, as_of)?)
            }
        };
        let open = claim.is_some_and(|claim| claim.state == ClaimState::Open);
        let claimable = open.then(|| steps.credit.clone());
        if let Some(claim) = claim.filter(|claim| claim.state != ClaimState::InTime) {
            steps.at_most(CreditReason::NotClaimed(claim), &zero)?;
        }
        Ok(CreditAward {
            credit: steps.credit,
            claimable,
            fee,
            places: terms.places,
            steps: steps.steps,
            claim,
        })
    }

    /// An amount of the schedule's currency, 0 or more.
    fn checked(&self, place: &str, money: &Money) -> Result<Money, SloError> {
        let currency = &self.terms.currency;
        if money.currency() != currency {
            return Err(SloError::not_allowed(place, money, format!("an amount in {currency}")));
        }
        if money.amount() < Number::ZERO {
            return Err(SloError::not_allowed(place, money, format!("0 {currency} or more")));
        }
        Ok(money.clone())
    }

    /// What a breach is worth by itself; of downtime, what it adds to that before it.
    fn of_breach(
        &self,
        index: usize,
        breach: &CreditBreach,
        fee: &Money,
        down: &mut Span,
    ) -> Result<(CreditReason, Money), SloError> {
        let places = self.terms.places;
        let place = || format!("breaches[{index}]");
        match breach {
            CreditBreach::Reached(level) => self.of_level(index, *level, fee),
            CreditBreach::Counted { good, of } if good > of => {
                let allowed = format!("at most {of}");
                Err(SloError::not_allowed(format!("{}.counted.good", place()), good, allowed))
            }
            CreditBreach::Counted { good, of } => match ServiceLevel::of(*good, *of) {
                Some(level) => self.of_level(index, level, fee),
                None => Ok((CreditReason::NothingCounted { index }, fee.zero())),
            },
            CreditBreach::Breach => {
                let credit = self.terms.per_breach.ok_or_else(|| {
                    let allowed = "a level that was reached; the schedule has no `per_breach`";
                    SloError::not_allowed(place(), &"breach", allowed)
                })?;
                Ok((CreditReason::Breach { index, credit }, fee.part(credit, places)))
            }
            CreditBreach::Downtime(downtime) => self.of_downtime(index, *downtime, fee, down),
            CreditBreach::Amount(amount) => {
                let amount = self.checked(&format!("{}.amount", place()), amount)?;
                Ok((CreditReason::Amount { index }, amount.part(Share::ONE, places)))
            }
        }
    }

    fn of_downtime(
        &self,
        index: usize,
        downtime: Span,
        fee: &Money,
        down: &mut Span,
    ) -> Result<(CreditReason, Money), SloError> {
        let place = || format!("breaches[{index}]");
        let accrual = self.terms.accrual.ok_or_else(|| {
            let allowed = "a level that was reached; the schedule has no `accrual`";
            SloError::not_allowed(place(), &"downtime", allowed)
        })?;
        if downtime.is_negative() {
            return Err(SloError::not_allowed(format!("{}.downtime", place()), &downtime, "no time or more"));
        }
        let before = if accrual.is_of_each_breach() { Span::ZERO } else { *down };
        let after = before.checked_add(downtime).ok_or_else(|| SloError::too_large("the downtime"))?;
        *down = after;
        let amount = |span: Span| {
            let part = ExactRatio::from(fee.amount()).checked_mul(accrual.ratio(span));
            let part = part.and_then(|part| part.rounded(self.terms.places));
            part.map(|part| fee.with_amount(part)).ok_or_else(|| SloError::too_large("the credit"))
        };
        let units = accrual.units(after).saturating_sub(accrual.units(before));
        let reason = CreditReason::Downtime { index, downtime, units };
        Ok((reason, amount(after)?.checked_sub(&amount(before)?)?))
    }

    fn of_level(
        &self,
        index: usize,
        level: ServiceLevel,
        fee: &Money,
    ) -> Result<(CreditReason, Money), SloError> {
        let tiers = self.terms.tiers.as_ref().ok_or_else(|| {
            let allowed = "`breach`, downtime or an amount; the schedule has no `tiers`";
            SloError::not_allowed(format!("breaches[{index}]"), &"a level", allowed)
        })?;
        let (promised, nine) = (tiers.commitment(), level.percent(PLACES));
        let told = (nine.value() >= promised.percent()) == level.met(promised);
        let percent = if told { nine } else { level.percent_against(promised) };
        let rounded = self.terms.percent_places.map(|places| level.percent(places));
        let judged = rounded.and_then(ServiceLevel::of_percent).unwrap_or(level);
        Ok(match tiers.find(judged) {
            None => (CreditReason::Kept { index, percent, rounded }, fee.zero()),
            Some((tier, found)) => {
                let credit = found.credit;
                let reason = CreditReason::Tier { index, percent, rounded, tier, credit };
                (reason, fee.part(credit, self.terms.places))
            }
        })
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

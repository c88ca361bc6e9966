//! How a report is calculated: exact quotients throughout, rounded where they are shown.

use super::{
    BudgetAmount, BudgetBasis, BudgetFigures, BudgetReason, BudgetReport, EventCounts, FiguresOf,
    NothingCounted, Overdraft, ServiceLevelObjective, SloGoal, SloStatus, SloTally,
};
use crate::quantity::{Language, Number, Share, Span};
use crate::slo::{ExactRatio, SloError};

/// Decimal places of every figure.
const SHOWN: u32 = 9;

/// An objective, held against a window of which so much has passed.
pub(super) struct Judged<'o> {
    pub(super) objective: &'o ServiceLevelObjective,
    pub(super) length: Span,
    pub(super) elapsed: Span,
}

pub(super) enum Counted<'t> {
    Tally(&'t SloTally),
    Share(Option<ExactRatio>),
}

impl Judged<'_> {
    pub(super) fn report(&self, counted: &Counted<'_>) -> Result<BudgetReport, SloError> {
        let (gross, excluded, net) = match counted {
            Counted::Tally(tally) => (tally.gross(), tally.excluded().clone(), tally.net()?),
            Counted::Share(_) => Default::default(),
        };
        let mut report = BudgetReport {
            objective: self.objective.id().clone(),
            goal: self.objective.goal(),
            basis: self.objective.basis(),
            gross,
            excluded,
            net,
            sli: None,
            gap: None,
            status: SloStatus::NoData,
            burn_rate: None,
            figures: Vec::new(),
            reasons: Vec::new(),
            from: None,
            until: None,
            left: None,
            length: self.length,
        };
        self.fits(gross)?;
        match self.objective.goal() {
            SloGoal::Share(target) => self.share(counted, target, &mut report)?,
            SloGoal::AtMost(most) => self.count(net, most, &mut report)?,
        }
        let excluded = report.excluded.iter();
        let basis = self.objective.basis();
        report.reasons.extend(excluded.map(|(reason, counts)| BudgetReason::Excluded {
            reason: reason.clone(),
            counts: *counts,
            basis,
        }));
        if self.elapsed < self.length {
            report.reasons.push(BudgetReason::Unfinished { elapsed: self.elapsed, length: self.length });
        }
        Ok(report)
    }

    /// Refuses more time than has passed.
    fn fits(&self, gross: EventCounts) -> Result<(), SloError> {
        let total = ExactRatio::whole(gross.total()?.into());
        let seconds = self.in_minutes(total).and_then(|minutes| minutes.checked_mul(ExactRatio::whole(60)));
        if seconds.is_some_and(|seconds| seconds > self.elapsed.into()) {
            let given = format!("{} {}", gross.total()?, self.objective.basis().unit(Language::English));
            let allowed = format!("at most {}, the time that they are of", self.elapsed);
            return Err(SloError::not_allowed("tally", &given, allowed));
        }
        Ok(())
    }

    fn share(&self, counted: &Counted<'_>, target: Share, report: &mut BudgetReport) -> Result<(), SloError> {
        let total = match counted {
            Counted::Tally(_) => Some(report.net.total()?),
            Counted::Share(_) => None,
        };
        let sli = match (counted, total) {
            (Counted::Share(sli), _) => *sli,
            (_, Some(valid)) if self.too_few(valid, report) => return Ok(()),
            _ => report.net.ratio(),
        };
        let sli = match sli {
            Some(sli) => sli,
            None => match self.assumed(report) {
                Some(true) => ExactRatio::ONE,
                Some(false) => ExactRatio::ZERO,
                None => return Ok(()),
            },
        };
        let promised = ExactRatio::from(target);
        let errors = less(ExactRatio::ONE, sli)?;
        let allowed = less(ExactRatio::ONE, promised)?;
        report.sli = Some(shown(sli, "the share")?);
        report.gap = Some(shown(less(sli, promised)?, "the gap")?);
        let reached = sli >= promised;
        // A share that misses is never shown as the one promised.
        let short = shown(sli, "the share")?;
        let short = if reached { Some(short) } else { sli.cut(SHOWN) }.unwrap_or(short);
        report.reasons.push(BudgetReason::Share { sli: short, target, reached });
        let consumed = errors.checked_div(allowed);
        report.burn_rate = consumed.map(|rate| shown(rate, "the burn rate")).transpose()?;
        if consumed.is_none() {
            report.reasons.push(BudgetReason::NoBudget);
        }
        let total = total.map(|total| ExactRatio::whole(total.into()));
        let unfinished = self.elapsed < self.length;
        let first = if unfinished { FiguresOf::SoFar } else { FiguresOf::Whole };
        report.figures.push(self.of_share(first, errors, allowed, total, ExactRatio::ONE)?);
        let mut spent = consumed;
        if unfinished {
            let passed = ExactRatio::new(self.elapsed.seconds().into(), self.length.seconds().into());
            let passed = passed.ok_or_else(|| SloError::too_large("the share that has passed"))?;
            report.figures.push(self.of_share(FiguresOf::Projected, errors, allowed, total, passed)?);
            spent = consumed.and_then(|consumed| consumed.checked_mul(passed));
        }
        // Without a budget nothing remains.
        let remaining = spent.map_or(Ok(ExactRatio::ZERO), |spent| less(ExactRatio::ONE, spent))?;
        report.left = consumed.map(|_| remaining);
        report.status = SloStatus::of(Some(sli), promised, remaining);
        Ok(())
    }

    /// The budget of a promised share of which, of the whole that it is of, `passed` has passed.
    fn of_share(
        &self,
        of: FiguresOf,
        errors: ExactRatio,
        allowed: ExactRatio,
        total: Option<ExactRatio>,
        passed: ExactRatio,
    ) -> Result<BudgetFigures, SloError> {
        let large = || SloError::too_large("the budget");
        // Spent is what was spent so far, whatever it is of: of the whole, it is the smaller share.
        let spent_share = errors.checked_mul(passed).ok_or_else(large)?;
        let counted = total.and_then(|total| self.in_minutes(total));
        let minutes = counted.or_else(|| ExactRatio::new(self.elapsed.seconds().into(), 60));
        let minutes = minutes.ok_or_else(large)?;
        let scale = |by: ExactRatio| -> Result<BudgetAmount, SloError> {
            let whole = by.checked_div(passed).and_then(|whole| whole.checked_mul(allowed));
            let spent = by.checked_mul(errors).ok_or_else(large)?;
            amount(whole.ok_or_else(large)?, spent)
        };
        let consumed = spent_share.checked_div(allowed);
        Ok(BudgetFigures {
            of,
            units: total.map(scale).transpose()?,
            minutes: Some(scale(minutes)?),
            ratio: Some(amount(allowed, spent_share)?),
            ..self.consumption(of, consumed)?
        })
    }

    /// Whether something was counted, and less than a verdict needs; the report says so.
    fn too_few(&self, valid: u64, report: &mut BudgetReport) -> bool {
        let needed = self.objective.min_valid();
        let few = 0 < valid && valid < needed;
        if few {
            report.reasons.push(BudgetReason::TooFew { valid, needed, basis: self.objective.basis() });
        }
        few
    }

    /// Whether nothing counts as kept; absent where it is no data. The report says so.
    fn assumed(&self, report: &mut BudgetReport) -> Option<bool> {
        let kept = match self.objective.nothing_counted() {
            NothingCounted::Absent => None,
            NothingCounted::Kept => Some(true),
            NothingCounted::Missed => Some(false),
        };
        report.reasons.push(kept.map_or(BudgetReason::NothingCounted, |kept| BudgetReason::Assumed { kept }));
        kept
    }

    /// How many minutes so many of what is counted are; absent where it is no time.
    fn in_minutes(&self, count: ExactRatio) -> Option<ExactRatio> {
        let each = match self.objective.basis() {
            BudgetBasis::Events | BudgetBasis::Tickets => return None,
            BudgetBasis::Time => ExactRatio::ONE,
            BudgetBasis::Slices(slice) => slice.into(),
        };
        count.checked_mul(each)?.checked_div(ExactRatio::whole(60))
    }

    fn count(&self, net: EventCounts, most: u64, report: &mut BudgetReport) -> Result<(), SloError> {
        let valid = net.total()?;
        if self.too_few(valid, report) {
            return Ok(());
        }
        if valid == 0 {
            match self.assumed(report) {
                None => return Ok(()),
                Some(false) => {
                    report.status = SloStatus::Violated;
                    return Ok(());
                }
                Some(true) => {}
            }
        }
        let (bad, allowed) = (ExactRatio::whole(net.bad.into()), ExactRatio::whole(most.into()));
        report.sli = net.ratio().map(|sli| shown(sli, "the share")).transpose()?;
        report.status = if net.bad <= most { SloStatus::Healthy } else { SloStatus::Violated };
        report.reasons.push(BudgetReason::Count {
            bad: net.bad,
            at_most: most,
            basis: self.objective.basis(),
        });
        let consumed = bad.checked_div(allowed);
        if consumed.is_none() {
            report.reasons.push(BudgetReason::NoBudget);
        }
        report.left = consumed.map(|consumed| less(ExactRatio::ONE, consumed)).transpose()?;
        let passed = ExactRatio::new(self.elapsed.seconds().into(), self.length.seconds().into());
        let rate = consumed.zip(passed).and_then(|(consumed, passed)| consumed.checked_div(passed));
        report.burn_rate = rate.map(|rate| shown(rate, "the burn rate")).transpose()?;
        let minutes = self.in_minutes(allowed).zip(self.in_minutes(bad));
        report.figures.push(BudgetFigures {
            units: Some(amount(allowed, bad)?),
            minutes: minutes.map(|(allowed, spent)| amount(allowed, spent)).transpose()?,
            ..self.consumption(FiguresOf::Whole, consumed)?
        });
        Ok(())
    }

    /// Shares of the budget itself.
    fn consumption(&self, of: FiguresOf, consumed: Option<ExactRatio>) -> Result<BudgetFigures, SloError> {
        let what = "the share of the budget";
        let rounded = consumed.map(|share| shown(share, what)).transpose()?;
        let percent = consumed.map(|share| share.percent().ok_or_else(|| SloError::too_large(what)));
        let percent = percent.transpose()?.map(|percent| shown(percent, what)).transpose()?;
        let remaining = rounded.map(|consumed| difference(Number::from(1), consumed)).transpose()?;
        let remaining = remaining.map(|left| match self.objective.overdraft() {
            Overdraft::Negative => left,
            Overdraft::AtZero => left.max(Number::ZERO),
        });
        Ok(BudgetFigures {
            of,
            units: None,
            minutes: None,
            ratio: None,
            consumed: rounded,
            consumed_percent: percent,
            remaining,
        })
    }
}

/// Left is the difference of the figures as shown, so that they add up.
fn amount(allowed: ExactRatio, spent: ExactRatio) -> Result<BudgetAmount, SloError> {
    let (allowed, spent) = (shown(allowed, "the budget")?, shown(spent, "what was spent")?);
    Ok(BudgetAmount { allowed, spent, left: difference(allowed, spent)? })
}

fn shown(ratio: ExactRatio, what: &str) -> Result<Number, SloError> {
    ratio.rounded(SHOWN).ok_or_else(|| SloError::too_large(what))
}

fn less(from: ExactRatio, part: ExactRatio) -> Result<ExactRatio, SloError> {
    from.checked_sub(part).ok_or_else(|| SloError::too_large("the difference"))
}

fn difference(from: Number, part: Number) -> Result<Number, SloError> {
    // Both have at most 24 digits.
    let difference = from.to_scaled().checked_sub(part.to_scaled());
    let difference = difference.and_then(|scaled| Number::from_scaled(scaled, SHOWN));
    difference.ok_or_else(|| SloError::too_large("the difference"))
}

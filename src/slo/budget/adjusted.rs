use serde::Serialize;

use super::adjustment::already_excluded;
use super::{
    AdjustmentKind, BudgetAdjustment, BudgetAdjustments, EventCounts, SloTally, TallySeries, TallySlice,
};
use crate::calendar::interval::{Interval, intersection, merge};
use crate::quantity::{Label, Language, Number, ObjectiveId, Timestamp};
use crate::slo::SloError;
use crate::slo::availability::OnceWindow;

/// What is counted after the adjustments, and what each did.
///
/// ```
/// # use service_quality::slo::budget::{BudgetAdjustments, TallySeries};
/// let now = "2026-03-03T08:00:00Z".parse()?;
/// let adjusted = BudgetAdjustments::default().apply(&"web".parse()?, &TallySeries::default(), now)?;
/// assert!(adjusted.effects.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdjustedTally {
    /// The tally of all slices; what was taken out is listed in it by the id of the adjustment.
    pub tally: SloTally,
    /// The same slice by slice: burn rates are those of its windows.
    pub series: TallySeries,
    /// What each did, in order.
    pub effects: Vec<AdjustmentEffect>,
}

/// What an adjustment did.
///
/// ```
/// # use service_quality::slo::budget::{BudgetAdjustments, SloTally, TallySeries, TallySlice};
/// let at = |text: &str| text.parse();
/// let day = TallySlice { from: at("2026-03-02T00:00:00Z")?, until: at("2026-03-03T00:00:00Z")?, tally: SloTally::new(1, 1)? };
/// let back: BudgetAdjustments = serde_json::from_str(
///     r#"[{"id": "back", "effect": {"give_back": {"bad": 1, "at": "2026-03-02T14:00:00Z"}}, "reason": "double entry",
///         "author": "ops", "at": "2026-03-03T08:00:00Z"}]"#,
/// )?;
/// let adjusted = back.apply(&"web".parse()?, &TallySeries::new(vec![day])?, at("2026-03-04T00:00:00Z")?)?;
/// assert_eq!(adjusted.effects[0].sli_after, Some(1.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdjustmentEffect {
    /// Which.
    pub adjustment: BudgetAdjustment,
    /// What it took out.
    pub removed: EventCounts,
    /// The share of good ones before it, rounded to nine places; absent where none counted.
    pub sli_before: Option<Number>,
    /// The share after it.
    pub sli_after: Option<Number>,
}

impl BudgetAdjustments {
    /// Takes out of what was counted for an objective what does not count, by the adjustments of that objective that had
    /// been made by an instant.
    ///
    /// What lies before or after the series is not there to be taken out: so a [part](TallySeries::part) of a series is
    /// adjusted alone, and the effect says 0.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for adjustments that exclude the same stretch, for one that begins or ends inside a slice, of
    /// which nobody knows when in it what happened, for more given back than bad ones are left in the slice, for some given
    /// back between slices, and for an id by which something is excluded in the slices already.
    pub fn apply(
        &self,
        objective: &ObjectiveId,
        series: &TallySeries,
        as_of: Timestamp,
    ) -> Result<AdjustedTally, SloError> {
        let mut left: Vec<TallySlice> = series.slices().to_vec();
        let (first, last) = (left.first(), left.last());
        let range = first
            .zip(last)
            .map(|(first, last)| Interval { open: first.from.seconds(), close: last.until.seconds() });
        let mut tally = SloTally::default();
        for slice in series.slices() {
            tally.merge(&slice.tally)?;
        }
        let mut excluded: Vec<(&BudgetAdjustment, Vec<Interval>)> = Vec::new();
        let mut effects = Vec::new();
        let known = |adjustment: &BudgetAdjustment| adjustment.is_for(objective) && adjustment.at <= as_of;
        let known = self.all().iter().enumerate().filter(|(_, adjustment)| known(adjustment));
        for (index, adjustment) in known {
            let place = format!("adjustments[{index}]");
            // Another adjustment has another id: so what is listed there was in the slices.
            if tally.excluded().contains_key(&adjustment.id) {
                let allowed = "an id by which nothing is excluded in the slices yet";
                return Err(SloError::not_allowed(format!("{place}.id"), &adjustment.id, allowed));
            }
            let before = shown(&tally);
            let mut removed = EventCounts::default();
            let stretches = match &adjustment.effect {
                AdjustmentKind::Exclude(time) => {
                    let mut stretches = range.map(|range| time.within(range)).unwrap_or_default();
                    merge(&mut stretches);
                    apart(&place, adjustment, &stretches, &excluded)?;
                    excluded.push((adjustment, stretches.clone()));
                    stretches
                }
                AdjustmentKind::Reset(at) => {
                    vec![Interval { open: Timestamp::MIN.seconds(), close: at.seconds() }]
                }
                AdjustmentKind::GiveBack { bad, at } => {
                    if range.is_some_and(|range| range.open <= at.seconds() && at.seconds() < range.close) {
                        removed.bad = *bad;
                        give_back(
                            &format!("{place}.effect.give_back"),
                            &adjustment.id,
                            *bad,
                            *at,
                            &mut left,
                        )?;
                    }
                    Vec::new()
                }
            };
            // Only the slices from the first stretch to the last.
            let bound = |end: Option<&Interval>, bound: fn(&Interval) -> i64| end.map_or(i64::MIN, bound);
            let (begin, end) = (
                bound(stretches.first(), |stretch| stretch.open),
                bound(stretches.last(), |stretch| stretch.close),
            );
            let first = left.partition_point(|slice| slice.until.seconds() <= begin);
            let mut stretches = stretches.into_iter().peekable();
            for slice in left.iter_mut().skip(first).take_while(|slice| slice.from.seconds() < end) {
                let own = Interval { open: slice.from.seconds(), close: slice.until.seconds() };
                while stretches.next_if(|stretch| stretch.close <= own.open).is_some() {}
                let Some(shared) = stretches.peek().and_then(|stretch| stretch.shared(own)) else { continue };
                if shared != own {
                    let inside = if shared.open > own.open { shared.open } else { shared.close };
                    let (from, until) = (slice.from, slice.until);
                    let allowed = format!("a border of the slices, not within {from} to {until}");
                    let place = format!("{place}.effect");
                    return Err(SloError::not_allowed(place, &Timestamp::clamped(inside), allowed));
                }
                let net = slice.tally.net()?;
                slice.tally.exclude(&adjustment.id, net)?;
                removed = removed.plus(net)?;
            }
            tally.exclude(&adjustment.id, removed)?;
            effects.push(AdjustmentEffect {
                adjustment: adjustment.clone(),
                removed,
                sli_before: before,
                sli_after: shown(&tally),
            });
        }
        Ok(AdjustedTally { tally, series: TallySeries::new(left)?, effects })
    }
}

fn shown(tally: &SloTally) -> Option<Number> {
    tally.sli().and_then(|sli| sli.rounded(9))
}

/// Takes so many bad ones out of the slice that holds an instant.
fn give_back(
    place: &str,
    id: &Label,
    bad: u64,
    at: Timestamp,
    slices: &mut [TallySlice],
) -> Result<(), SloError> {
    let index = slices.partition_point(|slice| slice.until <= at);
    let slice = slices.get_mut(index).filter(|slice| slice.from <= at).ok_or_else(|| {
        SloError::not_allowed(
            format!("{place}.at"),
            &at,
            "an instant within a slice; nothing was counted then",
        )
    })?;
    let there = slice.tally.net()?.bad;
    if bad > there {
        let (from, until) = (slice.from, slice.until);
        let allowed = format!("at most the {there} bad ones of {from} to {until} that still count");
        return Err(SloError::not_allowed(format!("{place}.bad"), &bad, allowed));
    }
    slice.tally.exclude(id, EventCounts { good: 0, bad })
}

/// Refuses stretches that an adjustment of the same objective excludes already.
fn apart(
    place: &str,
    adjustment: &BudgetAdjustment,
    stretches: &[Interval],
    excluded: &[(&BudgetAdjustment, Vec<Interval>)],
) -> Result<(), SloError> {
    for (other, before) in excluded.iter().filter(|(other, _)| adjustment.shares_objectives(other)) {
        if let Some(shared) = intersection(stretches, before).first() {
            let at = Timestamp::clamped(shared.open);
            let window = OnceWindow::new(at, Timestamp::clamped(shared.close))?;
            return Err(already_excluded(place, at, &other.id, window));
        }
    }
    Ok(())
}

impl AdjustmentEffect {
    /// In a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let BudgetAdjustment { id, reason, author, .. } = &self.adjustment;
        let EventCounts { good, bad } = self.removed;
        let share =
            |share: Option<Number>, none: &str| share.map_or(none.to_owned(), |share| share.to_string());
        match language {
            Language::English => format!(
                "{id} by {author} ({reason}): {good} good and {bad} bad not counted; {} good before, {} after",
                share(self.sli_before, "nothing"),
                share(self.sli_after, "nothing"),
            ),
            Language::Chinese => format!(
                "{id}，{author}（{reason}）：不计入：良好 {good}，不良 {bad}；良好占比调整前 {}，调整后 {}",
                share(self.sli_before, "无"),
                share(self.sli_after, "无"),
            ),
        }
    }
}

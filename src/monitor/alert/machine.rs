//! How a state takes an evaluation.

use std::collections::BTreeMap;

use super::super::warning::{Standing, WarningLevel};
use super::state::Episode;
use super::{
    Acknowledgement, AlertError, AlertEvent, AlertPolicy, AlertState, EndOfAcknowledgement, Evaluation,
    Flapping, Happening, MissingData, Step, Timing,
};
use crate::indicator::Absence;
use crate::quantity::{Span, Timestamp};

impl AlertPolicy {
    /// Takes an evaluation and says what happened.
    ///
    /// One that is not later than the last changes nothing, and is called [stale](Timing::Stale): a host may give
    /// evaluations twice or late without harm.
    pub fn step(&self, state: &mut AlertState, evaluation: &Evaluation) -> Step {
        let at = evaluation.at();
        if let Some(last) = state.last.filter(|last| at <= *last) {
            return Step { timing: Timing::Stale { last }, events: Vec::new() };
        }
        state.note_absence(evaluation);
        state.last = Some(at);
        let before = (state.level(), state.pending());
        let firing_since = self.latch(state, evaluation);
        let after = (state.level(), state.pending());
        let mut events = Vec::new();
        let mut tell = |what| events.push(AlertEvent { at, what, held: false });
        match (before.0, after.0) {
            (None, Some(level)) => {
                let since = firing_since.unwrap_or(at);
                state.episode = Some(Episode::new(at, level));
                tell(Happening::Fired { level, since });
            }
            (Some(_), None) => {
                if let Some(Episode { fired, peak, .. }) = state.episode.take() {
                    tell(Happening::Resolved { peak, fired, lasted: at.since(fired) });
                }
            }
            (Some(from), Some(to)) if from < to => tell(Happening::Raised { from, to }),
            (Some(from), Some(to)) if from > to => tell(Happening::Lowered { from, to }),
            (Some(_), Some(_)) => {}
            (None, None) => match (before.1, after.1) {
                (None, Some(level)) => tell(Happening::Pending { level }),
                (Some(level), None) => tell(Happening::Withdrawn { level }),
                _ => {}
            },
        }
        self.settle(state, at, &mut events);
        self.pass_time(state, at, &mut events);
        Step { timing: Timing::Taken, events }
    }

    /// Looks at the clock between evaluations: reminders, escalation, acknowledgements whose time is up and the end of
    /// flapping. Neither fires nor clears anything, and is no evaluation: one at an earlier instant is still taken.
    pub fn tick(&self, state: &mut AlertState, at: Timestamp) -> Step {
        if let Some(last) = state.last.filter(|last| at < *last) {
            return Step { timing: Timing::Stale { last }, events: Vec::new() };
        }
        let mut events = Vec::new();
        self.pass_time(state, at, &mut events);
        Step { timing: Timing::Taken, events }
    }

    /// The next instant at which [time alone](Self::tick) brings something about, so that a host can set one timer.
    #[must_use]
    pub fn next_tick(&self, state: &AlertState) -> Option<Timestamp> {
        let flaps = self.raw.flapping.and_then(|rule| state.flaps.ends(&rule));
        let episode = state.episode.as_ref().zip(state.level());
        let due = episode.and_then(|(episode, level)| self.next_of_episode(episode, level));
        flaps.into_iter().chain(due).min()
    }

    fn next_of_episode(&self, episode: &Episode, level: WarningLevel) -> Option<Timestamp> {
        if let Some(taken) = &episode.acknowledgement {
            return taken.at.checked_add(self.raw.acknowledged_for?);
        }
        let steps = self.raw.escalation.iter();
        let ahead = steps.filter(|step| level >= step.from_level && !episode.escalated.contains(&step.to));
        let ahead = ahead.filter_map(|step| episode.unattended.checked_add(step.after));
        let reminder = self.raw.remind_every.and_then(|every| episode.told.checked_add(every));
        ahead.chain(reminder).min()
    }

    /// Takes the alert on for someone, as of the present instant. Nothing happens where someone already has, and where the
    /// acknowledgement would have ended by now.
    ///
    /// # Errors
    /// [`AlertError::NotFiring`] where nothing fires, or did not at that instant; [`AlertError::Superseded`] for one that
    /// is delivered after the level rose above any that it had, or after an acknowledgement ended, and is dated before;
    /// [`AlertError::AheadOfTime`] for one that is dated after the present.
    pub fn acknowledge(
        &self,
        state: &mut AlertState,
        by: Acknowledgement,
        as_of: Timestamp,
    ) -> Result<Option<AlertEvent>, AlertError> {
        let (at, level) = (by.at, state.level());
        if at > as_of {
            return Err(AlertError::AheadOfTime { at, as_of });
        }
        let Some((episode, level)) =
            state.episode.as_mut().zip(level).filter(|(episode, _)| at >= episode.fired)
        else {
            return Err(AlertError::NotFiring { at });
        };
        if at < episode.unattended {
            return Err(AlertError::Superseded { at, since: episode.unattended });
        }
        let now = state.last.map_or(as_of, |last| last.max(as_of));
        let expired = self.raw.acknowledged_for.is_some_and(|span| now.since(at) >= span);
        if episode.acknowledgement.is_some() || expired {
            return Ok(None);
        }
        episode.acknowledgement = Some(by.clone());
        Ok(Some(AlertEvent { at, what: Happening::Acknowledged { level, by }, held: false }))
    }

    /// Steps the latches, from the highest level down. Since when the highest that now fires was pending.
    fn latch(&self, state: &mut AlertState, evaluation: &Evaluation) -> Option<Timestamp> {
        let at = evaluation.at();
        let mut given = evaluation.standings.clone();
        for level in state.latches.keys() {
            given.entry(*level).or_insert(Standing::Clear); // its condition was taken out of the definition
        }
        if evaluation.is_unknown() {
            self.replace_unknown(&mut given, state.missing_since, evaluation);
        }
        let (mut beyond, mut passed, mut since) = (false, false, None);
        for (level, own) in given.into_iter().rev() {
            // A level holds where a higher one does; it clears, or stays, by what is known of itself.
            beyond |= own == Standing::Beyond;
            let standing = if beyond { Standing::Beyond } else { own };
            let latch = state.latches.entry(level).or_default();
            if standing != Standing::Unknown || (passed && !latch.firing) {
                latch.step(at, standing, &self.rule(level), passed);
            }
            if latch.firing && !passed {
                since = latch.since;
            }
            passed |= latch.firing;
        }
        state.latches.retain(|_, latch| !latch.is_idle());
        since
    }

    /// What is still unknown afterwards stays as it is.
    fn replace_unknown(
        &self,
        given: &mut BTreeMap<WarningLevel, Standing>,
        missing_since: Option<Timestamp>,
        evaluation: &Evaluation,
    ) {
        if evaluation.absence == Some(Absence::NotApplicable) {
            return;
        }
        match self.raw.missing {
            MissingData::Keep => {}
            MissingData::Clear => {
                let unknown = given.values_mut().filter(|standing| **standing == Standing::Unknown);
                unknown.for_each(|standing| *standing = Standing::Clear);
            }
            MissingData::Breach { level, after } => {
                let missing = missing_since.map_or(Span::ZERO, |since| evaluation.at().since(since));
                if missing >= after {
                    given.insert(level, Standing::Beyond);
                }
            }
        }
    }

    /// What a change does to the episode and to flapping, and whether it is held back.
    fn settle(&self, state: &mut AlertState, at: Timestamp, events: &mut Vec<AlertEvent>) {
        let Some(event) = events.last_mut() else { return };
        let rise = match event.what {
            Happening::Fired { level, .. } | Happening::Raised { to: level, .. } => Some(level),
            Happening::Lowered { .. } | Happening::Resolved { .. } => None,
            _ => return,
        };
        let was_flapping = state.flaps.since.is_some();
        let rule = self.raw.flapping;
        let begins = rule.is_some_and(|rule| state.flaps.change(at, rise.is_some(), &rule));
        let higher = rise > state.flaps.told;
        event.held = (was_flapping || begins) && !higher;
        if self.raw.flapping.is_some() {
            state.flaps.told = state.flaps.told.max(rise);
        }
        let Some(episode) = &mut state.episode else {
            return self.note_flapping(state, at, begins, events);
        };
        if !event.held {
            episode.told = at;
        }
        if let Some(level) = rise.filter(|level| *level > episode.peak) {
            episode.peak = level;
            episode.forget_escalation(at);
            if let Some(by) = episode.acknowledgement.take() {
                let what = Happening::AcknowledgementEnded { level, by, why: EndOfAcknowledgement::Rise };
                events.push(AlertEvent { at, what, held: false });
            }
        }
        self.note_flapping(state, at, begins, events);
    }

    fn note_flapping(
        &self,
        state: &mut AlertState,
        at: Timestamp,
        begins: bool,
        events: &mut Vec<AlertEvent>,
    ) {
        let Some(Flapping { turns, within, .. }) = self.raw.flapping.filter(|_| begins) else { return };
        let what = Happening::FlappingStarted { level: state.level(), turns, within };
        events.push(AlertEvent { at, what, held: false });
        state.episode.iter_mut().for_each(|episode| episode.told = at);
    }

    /// What time alone brings about.
    fn pass_time(&self, state: &mut AlertState, at: Timestamp, events: &mut Vec<AlertEvent>) {
        let mut tell = |what| events.push(AlertEvent { at, what, held: false });
        let level = state.level();
        let calm = self.raw.flapping.and_then(|rule| state.flaps.ends(&rule)).is_some_and(|ends| ends <= at);
        if let Some(since) = state.flaps.since.filter(|_| calm || self.raw.flapping.is_none()) {
            state.flaps.calm_down(level);
            tell(Happening::FlappingEnded { level, lasted: at.since(since) });
            state.episode.iter_mut().for_each(|episode| episode.told = at);
        }
        let Some((episode, level)) = state.episode.as_mut().zip(level) else { return };
        let expired =
            |by: &mut Acknowledgement| self.raw.acknowledged_for.is_some_and(|span| at.since(by.at) >= span);
        if let Some(by) = episode.acknowledgement.take_if(expired) {
            tell(Happening::AcknowledgementEnded { level, by, why: EndOfAcknowledgement::Expiry });
            episode.forget_escalation(at);
        }
        if episode.acknowledgement.is_some() {
            return;
        }
        let unacknowledged = at.since(episode.unattended);
        episode.escalated.retain(|to| self.raw.escalation.iter().any(|step| step.to == *to));
        for step in &self.raw.escalation {
            if level >= step.from_level
                && unacknowledged >= step.after
                && episode.escalated.insert(step.to.clone())
            {
                tell(Happening::Escalated { level, to: step.to.clone(), unacknowledged });
                episode.told = at;
            }
        }
        if self.raw.remind_every.is_some_and(|every| at.since(episode.told) >= every) {
            tell(Happening::Reminder { level, age: at.since(episode.fired) });
            episode.told = at;
        }
    }
}

impl AlertState {
    /// Since when data are missing, where they are.
    fn note_absence(&mut self, evaluation: &Evaluation) {
        if !evaluation.is_unknown() {
            self.missing_since = None;
        } else if evaluation.absence != Some(Absence::NotApplicable) {
            self.missing_since = self.missing_since.or(self.last).or(Some(evaluation.at()));
        }
    }
}

impl Episode {
    const fn new(at: Timestamp, level: WarningLevel) -> Self {
        let escalated = std::collections::BTreeSet::new();
        Self { fired: at, peak: level, told: at, unattended: at, escalated, acknowledgement: None }
    }

    /// Nobody has it on any longer: escalation begins anew.
    fn forget_escalation(&mut self, at: Timestamp) {
        self.unattended = at;
        self.escalated.clear();
    }
}

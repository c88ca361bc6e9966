//! A clock's rules, compiled: which events matter, and which of them need a look at the facts.

use super::counted::{Cause, Holds, Measure};
use super::signal::{KINDS, Signals};
use super::{ClockRules, Trigger};
use crate::ticket::{Condition, EventKind, Facts};

/// What an event does to a clock: a set of the actions below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Actions(u8);

impl Actions {
    pub(super) const START: u8 = 1;
    pub(super) const STOP: u8 = 1 << 1;
    pub(super) const RESET: u8 = 1 << 2;
    pub(super) const CANCEL: u8 = 1 << 3;
    pub(super) const PAUSE: u8 = 1 << 4;
    pub(super) const RESUME: u8 = 1 << 5;
    /// It pauses if it begins or goes on here.
    pub(super) const HOLD: u8 = 1 << 6;
    /// In the order of [`ClockRules::lists`].
    const LISTS: [u8; 6] = [Self::START, Self::STOP, Self::RESET, Self::CANCEL, Self::PAUSE, Self::RESUME];

    #[inline]
    pub(super) const fn has(self, action: u8) -> bool {
        self.0 & action != 0
    }

    #[inline]
    pub(super) const fn none(self) -> bool {
        self.0 == 0
    }
}

#[derive(Debug, Clone)]
pub(super) struct Program {
    /// Actions of each kind of signal that need no look.
    sure: [u8; KINDS],
    /// Actions that depend on an attribute's name or on facts.
    maybe: [u8; KINDS],
    /// The kinds of signals that can do anything, as bits.
    heard: u32,
    /// Whether a pause asks for a condition.
    waits: bool,
    rules: ClockRules,
    /// The classes of status in which it counts, as bits.
    counts_in: u8,
}

impl Program {
    pub(super) fn new(rules: &ClockRules) -> Self {
        let (mut sure, mut maybe) = ([0_u8; KINDS], [0_u8; KINDS]);
        for ((_, triggers), action) in rules.lists().into_iter().zip(Actions::LISTS) {
            for trigger in triggers {
                let plain = trigger.when == Condition::Always;
                for (kind, (sure, maybe)) in (0_u8..).zip(sure.iter_mut().zip(&mut maybe)) {
                    if trigger.on.is_empty() {
                        *(if plain { sure } else { maybe }) |= action;
                        continue;
                    }
                    for signal in trigger.on.iter().filter(|signal| signal.kind() == kind) {
                        let named = matches!(signal, super::Signal::AttributeChanged(_));
                        *(if plain && !named { &mut *sure } else { &mut *maybe }) |= action;
                    }
                }
            }
        }
        if !rules.pause.is_empty() && rules.resume.is_empty() {
            for maybe in &mut maybe {
                *maybe |= Actions::RESUME;
            }
        }
        let given = rules.counts_in.iter().fold(0, |bits, class| bits | class.bit());
        let heard = (0_u32..).zip(sure.iter().zip(&maybe)).filter(|(_, (sure, maybe))| **sure | **maybe != 0);
        let heard = heard.fold(0, |bits, (kind, _)| bits | (1 << kind));
        let counts_in = if given == 0 { u8::MAX } else { given };
        let waits = rules.pause.iter().any(|trigger| trigger.when != Condition::Always);
        Self { sure, maybe, heard, waits, rules: rules.clone(), counts_in }
    }

    /// The kinds of signals that can do anything, as [`Signals::bits`].
    #[inline]
    pub(super) const fn heard(&self) -> u32 {
        self.heard
    }

    /// The classes of status in which it counts, as bits.
    #[inline]
    pub(super) const fn counts_in(&self) -> u8 {
        self.counts_in
    }

    /// What an event does, given the facts right after it.
    #[inline]
    pub(super) fn fire(&self, signals: Signals, event: &EventKind, facts: &impl Facts) -> Actions {
        let (mut sure, mut maybe) = (0, 0);
        let mut bits = signals.bits() & self.heard;
        while bits != 0 {
            let kind = bits.trailing_zeros() as usize;
            sure |= self.sure.get(kind).copied().unwrap_or_default();
            maybe |= self.maybe.get(kind).copied().unwrap_or_default();
            bits &= bits - 1;
        }
        if maybe & !sure != 0 {
            sure |= self.look(maybe & !sure, signals, event, facts);
        }
        if self.waits && sure & (Actions::START | Actions::RESET) != 0 && self.is_awaited(facts) {
            sure |= Actions::HOLD;
        }
        Actions(sure)
    }

    /// Whether a condition holds that pauses it.
    fn is_awaited(&self, facts: &impl Facts) -> bool {
        let mut conditions = self.rules.pause.iter().map(|trigger| &trigger.when);
        conditions.any(|when| *when != Condition::Always && when.matches(facts))
    }

    /// Which of the doubtful actions happen.
    fn look(&self, doubtful: u8, signals: Signals, event: &EventKind, facts: &impl Facts) -> u8 {
        let fires = |trigger: &Trigger| {
            (trigger.on.is_empty() || trigger.on.iter().any(|signal| signals.has(signal, event)))
                && trigger.when.matches(facts)
        };
        let mut found = 0;
        for ((_, triggers), action) in self.rules.lists().into_iter().zip(Actions::LISTS) {
            if doubtful & action != 0 && triggers.iter().any(fires) {
                found |= action;
            }
        }
        // Without triggers of its own, what paused it no longer holding lets it go on.
        let resumes = doubtful & Actions::RESUME != 0 && self.rules.resume.is_empty();
        if resumes && !self.rules.pause.iter().any(|trigger| trigger.when.matches(facts)) {
            found |= Actions::RESUME;
        }
        found
    }

    /// Why a clock that is started and not finished stands still, if it does; the first that holds is told.
    #[inline]
    pub(super) fn cause(&self, measure: Measure, holds: Holds, held: bool) -> Option<Cause> {
        if held {
            return Some(Cause::Rule);
        }
        if measure.pausable {
            if holds.explicit {
                return Some(Cause::Explicit);
            }
            if holds.pauses {
                return Some(Cause::Status(holds.status));
            }
        }
        if self.counts_in & holds.class.bit() == 0 { Some(Cause::Class(holds.class)) } else { None }
    }
}

//! A state advanced event by event, a batch, and a replay of the whole history say the same; timers change nothing.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use serde::Serialize;
use service_quality::quantity::{Span, Timestamp};
use service_quality::sla::{
    Action, ActionKey, ActionStep, Advance, Attainment, Budget, Evaluation, Reason, SlaEngine, SlaState,
    StateError, Verdict,
};
use service_quality::ticket::{Event, EventKind, Milestone, OrderPolicy, Ticket, Visibility};

use super::sample::{HORIZON, START, cases, instant, moment, prefix, promise, ticket};

fn bytes<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

fn begin(engine: &SlaEngine, ticket: &Ticket) -> SlaState {
    engine.begin(ticket.id().clone(), ticket.created(), ticket.attributes())
}

/// Stored by the host and read again.
fn stored(state: &SlaState) -> SlaState {
    serde_json::from_str(&bytes(state)).unwrap()
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.checked_add(Span::from_seconds(seconds)).unwrap()
}

fn without_reasons(mut evaluation: Evaluation) -> Evaluation {
    for outcome in &mut evaluation.outcomes {
        outcome.reasons.clear();
    }
    evaluation
}

/// What was told, by key; each once.
fn collect(told: &mut BTreeMap<ActionKey, Action>, actions: Vec<Action>) {
    for action in actions {
        let twice = told.insert(action.key.clone(), action);
        assert_eq!(twice, None, "told twice");
    }
}

fn advance(engine: &SlaEngine, state: &mut SlaState, event: &Event) -> Vec<Action> {
    match engine.advance(state, state.events(), event).unwrap() {
        Advance::Applied { actions } => actions,
        Advance::Repeated => panic!("{event:?} was not told before"),
    }
}

/// Whether an event can tell of an action: of what was reached before it, and of what it made late.
fn known_at(action: &Action, event: &Event) -> bool {
    action.at < event.at || (action.at == event.at && action.key.step == ActionStep::Breach)
}

/// The instants at which a host may wake without foreseeing events: at none of them does an event come later.
fn free(ticket: &Ticket, at: Timestamp) -> bool {
    ticket.events().iter().all(|event| event.at != at)
}

fn by_key(actions: Vec<Action>) -> BTreeMap<ActionKey, Action> {
    let count = actions.len();
    let keyed: BTreeMap<_, _> = actions.into_iter().map(|action| (action.key.clone(), action)).collect();
    assert_eq!(keyed.len(), count, "a key twice");
    keyed
}

proptest! {
    #![proptest_config(cases(160))]

    #[test]
    fn a_state_advanced_equals_a_replay_at_every_prefix(
        promise in promise(), ticket in ticket(), store in any::<u32>(), after in 0..HORIZON,
    ) {
        let engine = promise.engine();
        let mut state = begin(&engine, &ticket);
        for (index, event) in ticket.events().iter().enumerate() {
            if index > 0 {
                advance(&engine, &mut state, event);
            }
            let so_far = prefix(&ticket, index + 1);
            let replayed = engine.state(&so_far, event.at).unwrap();
            prop_assert_eq!(bytes(&state), bytes(&replayed), "after event {}: {:?}", index, event);
            if store & (1 << (index % 32)) != 0 {
                let back = stored(&state);
                prop_assert_eq!(&back, &state);
                state = back;
            }
            for as_of in [event.at, later(event.at, after)] {
                let read = engine.read(&state, as_of).unwrap();
                let evaluated = without_reasons(engine.evaluate(&so_far, as_of).unwrap());
                prop_assert_eq!(read, evaluated, "after event {} as of {}", index, as_of);
                prop_assert_eq!(engine.next_of(&state, as_of).unwrap(), engine.next_action(&so_far, as_of));
            }
        }
    }

    #[test]
    fn what_is_told_twice_or_late_changes_nothing(
        promise in promise(), ticket in ticket(), again in any::<Index>(), seconds in 1_i64..4_000,
    ) {
        let engine = promise.engine();
        let mut state = begin(&engine, &ticket);
        for event in &ticket.events()[1..] {
            advance(&engine, &mut state, event);
            let before = bytes(&state);
            for (nth, known) in (0..state.events()).zip(ticket.events()) {
                prop_assert_eq!(engine.advance(&mut state, nth, known), Ok(Advance::Repeated));
            }
            let next = state.events();
            let missing = StateError::Missing { given: next + 1, expected: next };
            prop_assert_eq!(engine.advance(&mut state, next + 1, event), Err(missing));
            let late = Event { at: later(state.last_event(), -seconds), kind: EventKind::CustomerMessage };
            let refused = StateError::Late { at: late.at, last: state.last_event() };
            prop_assert_eq!(engine.advance(&mut state, next, &late), Err(refused));
            let past = later(state.last_event(), -1);
            let refused = StateError::Past { as_of: past, last: state.last_event() };
            prop_assert_eq!(engine.read(&state, past), Err(refused.clone()));
            prop_assert_eq!(engine.wake(&mut state, past), Err(refused));
            prop_assert_eq!(bytes(&state), before);
        }
        // One event comes late: what the host replays is the history in order.
        let mut shuffled = ticket.events().to_vec();
        let moved = shuffled.remove(again.index(shuffled.len()));
        if moved.kind != EventKind::Created && ticket.events().iter().filter(|one| one.at == moved.at).count() == 1 {
            shuffled.push(moved);
            let builder = Ticket::builder(ticket.id().clone()).attributes(ticket.attributes().clone());
            let sorted = builder.events(shuffled).order(OrderPolicy::Sort).build().unwrap();
            prop_assert_eq!(bytes(&engine.state(&sorted, state.last_event())), bytes(&Some(state)));
        }
    }

    #[test]
    fn a_batch_judges_as_an_evaluation_whatever_it_saw_before(
        promise in promise(), tickets in proptest::collection::vec((ticket(), 0..HORIZON), 1..6),
    ) {
        let engine = promise.engine();
        let mut evaluator = engine.evaluator();
        let objectives: Vec<_> = evaluator.objectives().cloned().collect();
        let mut attainment = Attainment::default();
        for (ticket, as_of) in &tickets {
            let as_of = instant(START + as_of);
            let evaluation = engine.evaluate(ticket, as_of);
            let outcomes = evaluation.iter().flat_map(|evaluation| &evaluation.outcomes);
            let told: Vec<_> = outcomes
                .flat_map(|outcome| {
                    let current = (outcome.cycle, outcome.verdict, outcome.due, outcome.used, outcome.paused);
                    let earlier = outcome.earlier.iter();
                    let earlier = earlier.map(|one| (one.number, one.verdict, one.due, one.used, one.paused));
                    earlier.chain([current]).map(|one| (outcome.objective.clone(), one)).collect::<Vec<_>>()
                })
                .collect();
            let judged = evaluator.judge(ticket, as_of).iter();
            let judged: Vec<_> = judged
                .map(|one| {
                    let figures = (one.cycle, one.verdict, one.due, one.used, one.paused);
                    (objectives[one.objective].clone(), figures)
                })
                .collect();
            prop_assert_eq!(judged, told);
            evaluator.count();
            if let Some(evaluation) = evaluation {
                attainment.record(&evaluation);
            }
            prop_assert_eq!(bytes(&evaluator.attainment()), bytes(&attainment));
        }
    }

    #[test]
    fn any_wake_ups_tell_every_action_once(
        promise in promise(),
        ticket in ticket(),
        wakes in proptest::collection::vec((0..HORIZON, 1_usize..3), 0..12),
        last in 0..HORIZON,
    ) {
        let engine = promise.engine();
        let last = ticket.events().last().unwrap().at.max(later(ticket.created(), last));
        let mut state = begin(&engine, &ticket);
        let mut told = BTreeMap::new();
        let mut wakes: Vec<_> = wakes.into_iter().map(|(after, times)| (later(ticket.created(), after), times)).collect();
        wakes.sort();
        for (index, event) in ticket.events().iter().enumerate() {
            if index > 0 {
                let actions = advance(&engine, &mut state, event);
                prop_assert!(actions.iter().all(|action| known_at(action, event)), "{:?} at {}", actions, event.at);
                collect(&mut told, actions);
            }
            let next = ticket.events().get(index + 1).map_or(last, |next| next.at);
            let due = wakes.iter().filter(|(at, _)| *at >= event.at && *at < next);
            for (at, times) in due.filter(|(at, _)| free(&ticket, *at)) {
                for _ in 0..*times {
                    let actions = engine.wake(&mut state, *at).unwrap();
                    prop_assert!(actions.iter().all(|action| action.at <= *at) && actions.is_sorted_by_key(|one| one.at));
                    collect(&mut told, actions);
                }
            }
            state = stored(&state);
        }
        for _ in 0..2 {
            collect(&mut told, engine.wake(&mut state, last).unwrap());
        }
        prop_assert_eq!(told, by_key(engine.actions(&ticket, last)));
    }

    #[test]
    fn a_timer_at_every_next_instant_tells_every_action_at_its_own(
        promise in promise(), ticket in ticket(), last in 0..HORIZON,
    ) {
        let engine = promise.engine();
        let last = ticket.events().last().unwrap().at.max(later(ticket.created(), last));
        let mut state = begin(&engine, &ticket);
        let mut told = BTreeMap::new();
        for (index, event) in ticket.events().iter().enumerate() {
            if index > 0 {
                // Only what the event itself made late.
                let actions = advance(&engine, &mut state, event);
                prop_assert!(actions.iter().all(|one| one.at == event.at && known_at(one, event)), "{:?}", actions);
                collect(&mut told, actions);
            }
            let following = ticket.events().get(index + 1).map(|next| next.at);
            let until = following.unwrap_or(later(last, 1));
            if event.at == until {
                continue;
            }
            let mut now = event.at;
            loop {
                let actions = engine.wake(&mut state, now).unwrap();
                prop_assert!(actions.iter().all(|action| action.at == now), "{:?} at {}", actions, now);
                collect(&mut told, actions);
                match engine.next_of(&state, now).unwrap() {
                    Some(next) if next.at < until => {
                        prop_assert!(next.at > now);
                        now = next.at;
                    }
                    _ => break,
                }
            }
        }
        prop_assert_eq!(told, by_key(engine.actions(&ticket, last)));
    }

    #[test]
    fn nothing_changes_before_the_next_instant(
        promise in promise(), ticket in ticket(), asked in 0..HORIZON, between in any::<Index>(),
    ) {
        let engine = promise.engine();
        let as_of = later(ticket.created(), asked);
        let known = ticket.events().iter().take_while(|event| event.at <= as_of).count();
        let quiet = prefix(&ticket, known);
        let end = later(as_of, 2 * HORIZON);
        let next = engine.next_action(&quiet, as_of).map(|next| next.at);
        prop_assert!(next.is_none_or(|next| next > as_of));
        let until = next.unwrap_or(end).min(end);
        let middle = later(as_of, i64::try_from(between.index(until.since(as_of).seconds().try_into().unwrap())).unwrap());
        let told = |at: Timestamp| {
            let evaluation = engine.evaluate(&quiet, at).unwrap();
            let outcomes = evaluation.outcomes.iter();
            let verdicts: Vec<_> = outcomes.map(|one| (one.objective.clone(), one.cycle, one.verdict)).collect();
            (evaluation.version, evaluation.policy, verdicts, engine.actions(&quiet, at))
        };
        for at in [middle, later(until, -1)] {
            prop_assert_eq!(told(at), told(as_of), "as of {} and {}", as_of, at);
        }
        // At it something does.
        if let Some(next) = next.filter(|next| *next < end) {
            prop_assert_ne!(told(next), told(as_of), "at {}", next);
        }
    }

    #[test]
    fn what_happens_later_changes_no_earlier_answer(
        promise in promise(), ticket in ticket(), asked in 0..HORIZON, more in 0..HORIZON,
    ) {
        let engine = promise.engine();
        let as_of = later(ticket.created(), asked);
        let known = ticket.events().iter().take_while(|event| event.at <= as_of).count();
        let evaluation = engine.evaluate(&ticket, as_of).unwrap();
        prop_assert_eq!(&engine.evaluate(&prefix(&ticket, known), as_of).unwrap(), &evaluation);
        // What was breached stays so, in its turn.
        let then = engine.evaluate(&ticket, later(as_of, more)).unwrap();
        for outcome in &evaluation.outcomes {
            let same = then.outcome(&outcome.objective).unwrap();
            prop_assert_eq!(&outcome.earlier[..], &same.earlier[..outcome.earlier.len()]);
            if let (Some(current), Verdict::Breached { at, .. }) = (outcome.current(), outcome.verdict) {
                let again = same.cycles().find(|one| one.number == current.number).unwrap();
                prop_assert!(matches!(again.verdict, Verdict::Breached { at: same, .. } if same == at), "{:?}", again);
            }
        }
    }

    /// What no clock looks at changes nothing, also where budgets end, calendars turn and events stand.
    #[test]
    fn a_word_more_changes_no_verdict(
        promise in promise(), ticket in ticket(), at in moment(), word in 0_usize..4, more in 0..HORIZON,
    ) {
        prop_assume!(promise.clocks.iter().all(|clock| clock.rules.is_none()));
        let engine = promise.engine();
        let dues = engine.evaluate(&ticket, later(ticket.created(), HORIZON)).unwrap();
        let dues: Vec<_> = dues.outcomes.iter().filter_map(|outcome| outcome.due).collect();
        let at = dues.get(word).copied().unwrap_or(later(ticket.created(), at)).max(ticket.created());
        let known = ticket.events().partition_point(|event| event.at <= at);
        let before = prefix(&ticket, known);
        let status = before.events().iter().rev().find_map(|event| match &event.kind {
            EventKind::StatusChanged { to } => Some(to.clone()),
            _ => None,
        });
        let kind = match status {
            Some(to) if word < 2 && before.at(at).milestone(Milestone::Closed).is_none() => {
                EventKind::StatusChanged { to }
            }
            _ if word == 2 => EventKind::Complaint,
            _ => EventKind::AgentMessage { visibility: Visibility::Internal },
        };
        let mut events = ticket.events().to_vec();
        events.insert(known, Event { at, kind });
        let wordy = Ticket::builder(ticket.id().clone()).attributes(ticket.attributes().clone()).events(events);
        let (wordy, asked) = (wordy.build().unwrap(), later(at, more));
        prop_assert_eq!(engine.evaluate(&wordy, asked), engine.evaluate(&ticket, asked), "at {} as of {}", at, asked);
        prop_assert_eq!(engine.actions(&wordy, asked), engine.actions(&ticket, asked));
    }

    /// A due time that was told is kept: until then it runs, from the second after it is late.
    #[test]
    fn a_due_time_that_was_told_is_kept(promise in promise(), ticket in ticket(), asked in 0..HORIZON) {
        let mut promise = promise;
        promise.versions.truncate(1);
        let engine = promise.engine();
        let as_of = later(ticket.created(), asked);
        let quiet = prefix(&ticket, ticket.events().partition_point(|event| event.at <= as_of));
        for outcome in engine.evaluate(&quiet, as_of).unwrap().outcomes {
            let (Verdict::Running, Some(due)) = (outcome.verdict, outcome.due) else { continue };
            let verdict = |at| engine.evaluate(&quiet, at).unwrap().outcome(&outcome.objective).unwrap().verdict;
            prop_assert!(due >= as_of);
            prop_assert_eq!(verdict(due), Verdict::Running, "at the due time {}", due);
            prop_assert_eq!(verdict(later(due, 1)), Verdict::Breached { at: due, finished: None }, "as of {}", as_of);
        }
    }

    #[test]
    fn actions_only_become_more(promise in promise(), ticket in ticket(), one in 0..HORIZON, more in 0..HORIZON) {
        let engine = promise.engine();
        let first = later(ticket.created(), one);
        if free(&ticket, first) {
            let then = by_key(engine.actions(&ticket, later(first, more)));
            for (key, action) in by_key(engine.actions(&ticket, first)) {
                prop_assert_eq!(then.get(&key), Some(&action));
            }
        }
    }

    #[test]
    fn an_explanation_is_whole_and_adds_up(promise in promise(), ticket in ticket(), asked in 0..HORIZON) {
        let engine = promise.engine();
        let as_of = later(ticket.created(), asked);
        let evaluation = engine.evaluate(&ticket, as_of).unwrap();
        for outcome in &evaluation.outcomes {
            let timeline = engine.explain(&ticket, &outcome.objective, as_of).unwrap();
            let segments = &timeline.segments;
            prop_assert!(segments.iter().all(|one| one.from < one.to), "{:#?}", segments);
            for pair in segments.windows(2) {
                prop_assert!(pair[0].to <= pair[1].from && pair[0].cycle <= pair[1].cycle, "{:#?}", segments);
                let whole = pair[0].cycle != pair[1].cycle || pair[0].to == pair[1].from;
                prop_assert!(whole, "a gap: {:#?}", segments);
            }
            let zero = Span::ZERO;
            let used = outcome.cycles().fold(zero, |sum, one| sum + one.used.working);
            let spent = outcome.cycles().fold(zero, |sum, one| sum + one.used.elapsed + one.paused.elapsed);
            let covered = segments.iter().fold(zero, |sum, one| sum + one.to.since(one.from));
            prop_assert_eq!(covered, spent, "{:#?}", segments);
            let round_the_clock = |reason: &Reason| {
                matches!(reason, Reason::BudgetFrom { budget: Budget::Elapsed(_), .. })
            };
            if !outcome.reasons.iter().any(round_the_clock) {
                prop_assert_eq!(timeline.counted(), used, "{:#?}", segments);
            }
            let finished = outcome.verdict != Verdict::Running && outcome.verdict != Verdict::Paused;
            if !finished && let Some(started) = outcome.started && started < as_of {
                prop_assert_eq!(segments.last().map(|one| one.to), Some(as_of));
            }
        }
    }
}

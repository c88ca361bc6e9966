//! A clock that looks at every second, written from what the documents promise, against the engine.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use service_quality::calendar::Boundary;
use service_quality::quantity::{AgentId, GroupId, Span, Timestamp};
use service_quality::sla::{
    CountsFrom, Evaluation, Outcome, Reason, Reopening, Signal, StatusClass, Target, TimeBoth, Verdict,
};
use service_quality::ticket::{EventKind, Ticket, Value, Visibility};

use super::sample::{
    BudgetOf, BudgetsOf, CLASSES, HORIZON, HOURS, Hours, Need, ObjectiveOf, On, Promise, Rules, START, When,
    cases, instant, promise, ticket,
};

const DAY: i64 = 86_400;
/// A midnight before everything, and how many days are looked at.
const DAWN: i64 = START - START % DAY - DAY;
const DAYS: i64 = 7;

// --- Calendars, second by second -------------------------------------------------------------------------------------

struct Seconds {
    offset: i64,
    /// Working seconds from [`DAWN`] up to each second.
    worked: Vec<i64>,
}

static CALENDARS: LazyLock<Vec<Seconds>> = LazyLock::new(|| HOURS.iter().map(Seconds::new).collect());

impl Seconds {
    fn new(hours: &Hours) -> Self {
        let mut worked = vec![0];
        for second in DAWN..DAWN + DAYS * DAY {
            let local = second + hours.offset;
            // 1970-01-01 was a Thursday.
            let weekday = usize::try_from((local.div_euclid(DAY) + 3).rem_euclid(7)).unwrap();
            let of_day = local.rem_euclid(DAY);
            let open = hours.week[weekday].iter().any(|(from, to)| (*from..*to).contains(&of_day));
            worked.push(worked.last().unwrap() + i64::from(open));
        }
        Self { offset: hours.offset, worked }
    }

    fn worked(&self, at: i64) -> i64 {
        self.worked[usize::try_from(at - DAWN).unwrap()]
    }

    fn open(&self, at: i64) -> bool {
        self.worked(at + 1) > self.worked(at)
    }

    /// The end of the `left`th working second from an instant on.
    fn add(&self, from: i64, left: i64) -> i64 {
        let wanted = self.worked(from) + left;
        from.max(self.first(|worked| worked >= wanted))
    }

    fn next_open(&self, from: i64) -> i64 {
        let worked = self.worked(from);
        self.first(|later| later > worked) - 1
    }

    /// The first instant up to which so much was worked.
    fn first(&self, enough: impl Fn(i64) -> bool) -> i64 {
        let place = self.worked.partition_point(|worked| !enough(*worked));
        assert!(place < self.worked.len(), "more days are needed");
        DAWN + i64::try_from(place).unwrap()
    }

    /// The local midnight, as an instant, of the nth business day after the date of an instant; 0 is that date, or the
    /// first business day after it.
    fn business_day(&self, from: i64, n: u32) -> i64 {
        let date = (from + self.offset).div_euclid(DAY) * DAY - self.offset;
        let works = |midnight: &i64| self.worked(midnight + DAY) > self.worked(*midnight);
        let days = |first: i64| (first..).map(|day| date + day * DAY).filter(works);
        let nth = if n == 0 { days(0).next() } else { days(1).nth(usize::try_from(n).unwrap() - 1) };
        nth.unwrap()
    }

    fn closing(&self, midnight: i64) -> i64 {
        let worked = self.worked(midnight + DAY);
        self.first(|earlier| earlier >= worked)
    }
}

// --- What the documents say of each target ---------------------------------------------------------------------------

fn rules(target: Target) -> Rules {
    use Signal::{
        AgentChanged, Closed, Created, CustomerMessage, GroupChanged, PublicReply, Reopened, Resolved,
    };
    use StatusClass::{New, OnHold, Open, Pending};
    let on = |signals: &[Signal]| On { signals: signals.to_vec(), needs: vec![] };
    let when = |signals: &[Signal], needs: &[Need]| On { signals: signals.to_vec(), needs: needs.to_vec() };
    let over =
        |what: Option<Signal>| vec![on(&what.into_iter().chain([Resolved, Closed]).collect::<Vec<_>>())];
    let (start, stop, counts_in) = match target {
        Target::FirstResponse => (vec![on(&[Created])], over(Some(PublicReply)), vec![]),
        Target::NextResponse => {
            let question = when(&[CustomerMessage], &[Need::Answered, Need::Open]);
            let reopened = when(&[Reopened], &[Need::Answered, Need::Asked]);
            (vec![question, reopened], over(Some(PublicReply)), vec![])
        }
        Target::PeriodicUpdate | Target::PausableUpdate => {
            (vec![when(&[PublicReply], &[Need::Open]), on(&[Reopened])], over(Some(PublicReply)), vec![])
        }
        Target::TimeToOwn => (vec![on(&[Created])], over(Some(AgentChanged)), vec![]),
        Target::GroupOwnership => {
            let start = vec![when(&[GroupChanged], &[Need::Open]), when(&[Reopened], &[Need::Grouped])];
            (start, over(Some(GroupChanged)), vec![])
        }
        Target::Resolution => (vec![on(&[Created, Reopened])], over(None), vec![]),
        Target::RequesterWait => (vec![on(&[Created, Reopened])], over(None), vec![New, Open, OnHold]),
        Target::AgentWork => (vec![on(&[Created, Reopened])], over(None), vec![New, Open]),
        Target::AgentWait => (vec![on(&[Created, Reopened])], over(None), vec![Pending]),
        Target::OnHold => (vec![on(&[Created, Reopened])], over(None), vec![OnHold]),
        other => panic!("{other} has no rules of its own"),
    };
    Rules { start, stop, counts_in, ..Rules::default() }
}

fn pausable(target: Target) -> bool {
    matches!(target, Target::Resolution | Target::PausableUpdate | Target::GroupOwnership)
}

// --- The ticket ------------------------------------------------------------------------------------------------------

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "as many facts of a ticket")]
struct Facts {
    status: Option<String>,
    agent: Option<String>,
    group: Option<String>,
    paused: bool,
    finished: bool,
    answered: bool,
    /// The customer wrote after the last message to the customer.
    asked: bool,
    attributes: std::collections::BTreeMap<String, Value>,
}

impl Facts {
    /// Takes an event in, and says which signals it gives.
    fn take(&mut self, kind: &EventKind) -> Vec<Signal> {
        let mut signals = vec![];
        match kind {
            EventKind::Created => signals.push(Signal::Created),
            EventKind::Assigned { agent, group } => {
                signals.push(Signal::Assigned);
                let mut put = |place: &mut Option<String>, to: Option<&str>, signal| {
                    if let Some(to) = to
                        && place.as_deref() != Some(to)
                    {
                        *place = Some(to.to_owned());
                        signals.push(signal);
                    }
                };
                put(&mut self.agent, agent.as_ref().map(AgentId::as_str), Signal::AgentChanged);
                put(&mut self.group, group.as_ref().map(GroupId::as_str), Signal::GroupChanged);
            }
            EventKind::CustomerMessage => {
                self.asked = true;
                signals.push(Signal::CustomerMessage);
            }
            EventKind::AgentMessage { visibility: Visibility::Public } => {
                (self.answered, self.asked) = (true, false);
                signals.push(Signal::PublicReply);
            }
            EventKind::AgentMessage { visibility: Visibility::Internal } => {
                signals.push(Signal::InternalNote);
            }
            EventKind::StatusChanged { to } => {
                self.status = Some(to.as_str().to_owned());
                signals.push(Signal::StatusChanged);
            }
            EventKind::AttributeChanged { name, to } => {
                match to {
                    Some(to) => self.attributes.insert(name.as_str().to_owned(), to.clone()),
                    None => self.attributes.remove(name.as_str()),
                };
                signals.push(Signal::AttributeChanged(name.clone()));
            }
            EventKind::Paused => {
                self.paused = true;
                signals.push(Signal::Paused);
            }
            EventKind::Resumed => {
                self.paused = false;
                signals.push(Signal::Resumed);
            }
            EventKind::Resolved => {
                self.finished = true;
                signals.push(Signal::Resolved);
            }
            EventKind::Closed => {
                self.finished = true;
                signals.push(Signal::Closed);
            }
            EventKind::Reopened => {
                (self.finished, self.paused) = (false, false);
                signals.push(Signal::Reopened);
            }
            EventKind::Complaint => signals.push(Signal::Complaint),
            EventKind::FollowUp => signals.push(Signal::FollowUp),
            other => panic!("{other:?} is not drawn"),
        }
        signals
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.attributes.get(name)?.as_ref() {
            service_quality::ticket::ValueRef::Text(text) => Some(text),
            _ => None,
        }
    }

    fn instant(&self, name: &str) -> Option<i64> {
        match self.attributes.get(name)?.as_ref() {
            service_quality::ticket::ValueRef::Instant(at) => Some(at.seconds()),
            service_quality::ticket::ValueRef::Text(text) => {
                text.parse().ok().map(|at: Timestamp| at.seconds())
            }
            _ => None,
        }
    }

    fn needs(&self, need: Need) -> bool {
        match need {
            Need::Open => !self.finished,
            Need::Answered => self.answered,
            Need::Asked => self.asked,
            Need::Grouped => self.group.is_some(),
            Need::Permit(value) => self.text("permit") == Some(value),
        }
    }

    fn when(&self, when: When) -> bool {
        match when {
            When::Vip => self.attributes.get("vip") == Some(&Value::from(true)),
            When::First => self.text("priority") == Some("1"),
            When::GroupB => self.group.as_deref() == Some("b"),
            When::Open => !self.finished,
            When::FirstOrSecond => matches!(self.text("priority"), Some("1" | "2")),
            When::Always => true,
        }
    }
}

// --- One clock -------------------------------------------------------------------------------------------------------

/// What makes a clock stand still, as it was for one second.
#[derive(Debug, Clone, Copy)]
struct Hold {
    explicit: bool,
    /// The agreement pauses in the status.
    status: bool,
    class: StatusClass,
    /// The clock's own rule.
    rule: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Terms {
    version: usize,
    policy: usize,
    calendar: usize,
    pausable: bool,
    boundary: Boundary,
    budget: Option<Limit>,
    counts_from: CountsFrom,
    retroactive: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Limit {
    Of(BudgetOf),
    /// Pinned, or the instant of [`BudgetOf::Until`].
    Given(i64),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    Idle,
    Running,
    Finished(i64),
    Cancelled(i64),
}

/// What is said of a cycle.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    number: u32,
    started: Option<i64>,
    verdict: Verdict,
    due: Option<i64>,
    used: (i64, i64),
    paused: (i64, i64),
    /// Working and elapsed.
    margin: Option<(i64, i64)>,
    /// Version and policy.
    goal: Option<(usize, usize)>,
}

/// Terms, or that there are none.
struct Pending(Option<Terms>);

struct Clock {
    rules: Rules,
    reopening: Reopening,
    phase: Phase,
    cycle: u32,
    started: i64,
    held: bool,
    terms: Option<Terms>,
    /// Terms that came while it was over.
    pending: Option<Pending>,
    /// Any policy so far had it.
    known: bool,
    /// The calendar, whether pauses count, whether the due time is given: as the last terms said.
    measure: Option<(usize, bool, bool)>,
    /// Seconds before it was known how to count them; no hold for those between finish and reopening.
    early: Vec<(i64, Option<Hold>)>,
    used: (i64, i64),
    paused: (i64, i64),
    spent: Option<i64>,
    breach: Option<(i64, i64)>,
    dropped: Option<i64>,
    done: Vec<Told>,
}

impl Clock {
    fn cause(&self, (_, pausable, _): (usize, bool, bool), hold: Hold) -> bool {
        let class = self.rules.counts_in.is_empty() || self.rules.counts_in.contains(&hold.class);
        hold.rule || (pausable && (hold.explicit || hold.status)) || !class
    }

    fn limit(&self) -> Option<Limit> {
        self.terms.as_ref()?.budget
    }

    /// When the budget is used up if the clock runs on from an instant.
    fn due(&self, from: i64) -> Option<i64> {
        let terms = self.terms.as_ref()?;
        let calendar = &CALENDARS[terms.calendar];
        let past = |day: u32, at: &dyn Fn(u32) -> i64| {
            if at(day) > self.started { at(day) } else { at(day + 1) }
        };
        let fixed = match terms.budget? {
            Limit::Given(at) => return Some(at),
            Limit::Of(BudgetOf::Working(budget)) => {
                let left = budget - self.used.0;
                return Some(match terms.boundary {
                    _ if left < 0 => from,
                    Boundary::AtClosing => calendar.add(from, left),
                    Boundary::NextOpening => calendar.next_open(calendar.add(from, left)),
                });
            }
            Limit::Of(BudgetOf::Elapsed(budget)) => return Some(from + (budget - self.used.1).max(0)),
            Limit::Of(BudgetOf::EndOfDay(n)) => {
                past(n, &|n| calendar.closing(calendar.business_day(self.started, n)))
            }
            Limit::Of(BudgetOf::DayAt(n, at)) => past(n, &|n| calendar.business_day(self.started, n) + at),
            Limit::Of(BudgetOf::Until) => panic!("looked up"),
        };
        Some(if self.paused.0 == 0 { fixed } else { calendar.add(fixed, self.paused.0) })
    }

    fn used_of_budget(&self) -> Option<(i64, i64)> {
        match self.limit()? {
            Limit::Of(BudgetOf::Working(budget)) => Some((self.used.0, budget)),
            Limit::Of(BudgetOf::Elapsed(budget)) => Some((self.used.1, budget)),
            _ => None,
        }
    }

    /// At an instant at which the clock is not finished: is it late, or is the budget just used up?
    fn look(&mut self, at: i64) {
        self.spent = None;
        if self.phase == Phase::Idle || self.breach.is_some() {
            return;
        }
        let Some(due) = self.due(at) else { return };
        let used = self.used_of_budget();
        if used.is_some_and(|(used, budget)| used > budget) {
            self.breach = Some((at, at));
        } else if due < at {
            self.breach = Some((at, due));
        } else if due == at || used.is_some_and(|(used, budget)| used == budget) {
            self.spent = Some(due);
        }
    }

    /// One second, from `at` on, while it runs or between finish and reopening.
    fn count(&mut self, at: i64, still: bool, finished: bool) {
        let (calendar, _, given) = self.measure.unwrap();
        let open = CALENDARS[calendar].open(at);
        let before = self.due(at);
        if still {
            self.paused = (self.paused.0 + i64::from(open), self.paused.1 + 1);
        } else {
            self.used = (self.used.0 + i64::from(open), self.used.1 + 1);
        }
        if finished || self.breach.is_some() || self.limit().is_none() {
            return;
        }
        if self.spent.is_none() {
            self.spent = match self.used_of_budget() {
                Some((used, budget)) => before.filter(|_| used >= budget),
                // A pause lends the working time that it has.
                None if still && open && !given => None,
                None => before.filter(|due| *due <= at + 1),
            };
        }
        self.breach = self.spent.filter(|due| *due <= at).map(|due| (at.max(due), due));
    }

    /// Time passes from `at` to the next second.
    fn tick(&mut self, at: i64, hold: Hold) {
        let hold = Hold { rule: self.held, ..hold };
        match (self.phase, self.measure) {
            (Phase::Running, Some(measure)) => self.count(at, self.cause(measure, hold), false),
            (Phase::Running, None) => self.early.push((at, Some(hold))),
            _ => {}
        }
    }

    fn adopt(&mut self, at: i64, terms: Option<Terms>) {
        self.known |= terms.is_some();
        if let Some(terms) = &terms {
            let given = matches!(terms.budget, Some(Limit::Given(_)));
            let measure = (terms.calendar, terms.pausable, given);
            let adopts = terms.counts_from == CountsFrom::Adoption;
            if self.measure.is_some() {
                self.measure = Some(measure);
            } else if !adopts {
                self.measure = Some(measure);
                for (second, hold) in std::mem::take(&mut self.early) {
                    match hold {
                        None => self.count(second, true, true),
                        Some(hold) => {
                            self.count(second, terms.retroactive && self.cause(measure, hold), false);
                        }
                    }
                }
            } else if terms.budget.is_some() {
                self.measure = Some(measure);
                self.early.clear();
                if self.phase == Phase::Running {
                    self.started = at;
                }
            }
        }
        if self.terms.is_some() && self.terms == terms {
            return;
        }
        let promised = self.limit().is_some();
        if terms.as_ref().is_some_and(|terms| terms.budget.is_some()) {
            self.dropped = None;
        } else if promised {
            // What a cycle lost at its first instant was never promised.
            self.dropped = Some(at).filter(|at| *at > self.started);
        }
        self.terms = terms;
        self.look(at);
    }

    fn change(&mut self, at: i64, created: bool, terms: Option<Terms>) {
        self.known |= terms.is_some();
        if matches!(self.phase, Phase::Finished(_) | Phase::Cancelled(_)) && !created {
            self.pending = Some(Pending(terms));
        } else {
            self.adopt(at, terms);
        }
    }

    fn begin(&mut self, at: i64) {
        self.phase = Phase::Running;
        self.cycle += 1;
        (self.started, self.held) = (at, false);
        (self.used, self.paused, self.spent, self.breach) = ((0, 0), (0, 0), None, None);
        self.early.clear();
        if let Some(Pending(terms)) = self.pending.take() {
            self.adopt(at, terms);
        }
        // Only what this cycle was promised can be called off.
        self.dropped = None;
        self.look(at);
    }

    fn go_on(&mut self, end: i64, at: i64) {
        // A stop ends what holds a clock, be it that the same event starts it again.
        (self.phase, self.held) = (Phase::Running, false);
        for second in end..at {
            match self.measure {
                Some(_) => self.count(second, true, true),
                None => self.early.push((second, None)),
            }
        }
        if let Some(Pending(terms)) = self.pending.take() {
            self.adopt(at, terms);
        }
        self.look(at);
    }

    fn act(&mut self, at: i64, signals: &[Signal], facts: &Facts) {
        let fires = |triggers: &[On]| {
            triggers.iter().any(|on| {
                (on.signals.is_empty() || on.signals.iter().any(|one| signals.contains(one)))
                    && on.needs.iter().all(|need| facts.needs(*need))
            })
        };
        let rules = self.rules.clone();
        let mut begun = false;
        if self.phase == Phase::Running {
            if fires(&rules.cancel) {
                self.phase = Phase::Cancelled(at);
            } else if fires(&rules.stop) {
                self.phase = Phase::Finished(at);
            } else if fires(&rules.reset) {
                self.phase = Phase::Cancelled(at);
                self.put_away(at, false);
                self.begin(at);
                begun = true;
            }
        }
        if self.phase != Phase::Running && fires(&rules.start) {
            begun = true;
            match (self.phase, self.reopening) {
                (Phase::Idle, _) => self.begin(at),
                (Phase::Finished(end), Reopening::Continue) => self.go_on(end, at),
                (_, reopening) => {
                    self.put_away(at, reopening == Reopening::Reset);
                    self.begin(at);
                }
            }
        }
        let holds = |on: &On| on.needs.iter().all(|need| facts.needs(*need));
        let goes_on =
            if rules.resume.is_empty() { !rules.pause.iter().any(holds) } else { fires(&rules.resume) };
        let awaited = begun && rules.pause.iter().any(|on| !on.needs.is_empty() && holds(on));
        if fires(&rules.pause) || awaited {
            self.held = true;
        } else if goes_on {
            self.held = false;
        }
        self.held &= self.phase == Phase::Running;
    }

    fn put_away(&mut self, at: i64, withdrawn: bool) {
        let mut told = self.told(at, None);
        // A cycle that promised nothing is none.
        if told.verdict == Verdict::NotApplicable {
            self.cycle -= 1;
            return;
        }
        if let Verdict::Met { at } = told.verdict
            && withdrawn
        {
            told.verdict = Verdict::Cancelled { at };
        }
        self.done.push(told);
    }

    fn told(&self, as_of: i64, hold: Option<Hold>) -> Told {
        let ended = match self.phase {
            Phase::Finished(at) | Phase::Cancelled(at) => Some(at),
            _ => None,
        };
        let promised = self.limit().is_some();
        let still = self.measure.zip(hold).is_some_and(|(measure, hold)| {
            !measure.2 && self.cause(measure, Hold { rule: self.held, ..hold })
        });
        let verdict = match self.phase {
            Phase::Idle if promised => Verdict::NotStarted,
            Phase::Idle => Verdict::NotApplicable,
            _ if self.breach.is_some() => {
                Verdict::Breached { at: instant(self.breach.unwrap().0), finished: ended.map(instant) }
            }
            Phase::Cancelled(at) => Verdict::Cancelled { at: instant(at) },
            _ if !promised => {
                self.dropped.map_or(Verdict::NotApplicable, |at| Verdict::Cancelled { at: instant(at) })
            }
            Phase::Finished(at) => Verdict::Met { at: instant(at) },
            Phase::Running if still => Verdict::Paused,
            Phase::Running => Verdict::Running,
        };
        let end = ended.unwrap_or(as_of);
        let due = match self.breach {
            _ if self.phase == Phase::Idle => None,
            Some((_, due)) => Some(due),
            None => self.spent.filter(|_| promised).or_else(|| self.due(end)),
        };
        let margin = due.zip(self.measure).map(|(due, (calendar, ..))| {
            let calendar = &CALENDARS[calendar];
            (calendar.worked(due) - calendar.worked(end), due - end)
        });
        Told {
            number: self.cycle,
            started: Some(self.started).filter(|_| self.cycle > 0),
            verdict,
            due,
            used: self.used,
            paused: self.paused,
            margin,
            goal: self.terms.as_ref().filter(|_| promised).map(|terms| (terms.version, terms.policy)),
        }
    }
}

// --- All clocks of a ticket ------------------------------------------------------------------------------------------

struct Naive<'a> {
    promise: &'a Promise,
    facts: Facts,
    version: Option<usize>,
    clocks: Vec<Clock>,
}

impl Naive<'_> {
    fn hold(&self) -> Hold {
        let version = self.version.map(|version| &self.promise.versions[version]);
        let status = self.facts.status.as_deref();
        let class = match (status, version) {
            (None, _) => StatusClass::New,
            (Some(_), None) => StatusClass::Open,
            (Some(status), Some(_)) => CLASSES
                .iter()
                .find(|(name, _)| *name == status)
                .map_or(StatusClass::Open, |(_, class)| *class),
        };
        let pauses = version.is_some_and(|version| {
            status.is_some_and(|status| version.paused_in.contains(&status))
                || version.paused_in_classes.contains(&class)
        });
        Hold { explicit: self.facts.paused && !self.facts.finished, status: pauses, class, rule: false }
    }

    fn terms(&self, clock: usize) -> Option<Terms> {
        let version = self.version?;
        let policies = &self.promise.versions[version].policies;
        let policy = policies.iter().position(|policy| self.facts.when(policy.when))?;
        let objective = policies[policy].objectives.iter().find(|objective| objective.clock == clock)?;
        let by_group = objective.by_group.and_then(|[a, b]| match self.facts.group.as_deref() {
            Some("a") => Some(a),
            Some("b") => Some(b),
            _ => None,
        });
        let own = objective.calendar.unwrap_or(self.promise.versions[version].calendar);
        Some(Terms {
            version,
            policy,
            calendar: by_group.unwrap_or(own),
            pausable: objective.pausable.unwrap_or_else(|| pausable(self.promise.clocks[clock].target)),
            boundary: objective.boundary,
            budget: self.limit(objective),
            counts_from: objective.counts_from,
            retroactive: objective.retroactive_pauses,
        })
    }

    fn limit(&self, objective: &ObjectiveOf) -> Option<Limit> {
        let pinned = self.facts.instant("promised").filter(|_| objective.pinned);
        if let Some(at) = pinned {
            return Some(Limit::Given(at));
        }
        let budget = match &objective.budgets {
            BudgetsOf::Same(budget) => *budget,
            BudgetsOf::By([first, second], otherwise) => match self.facts.text("priority") {
                Some("1") => first.or(*otherwise)?,
                Some("2") => second.or(*otherwise)?,
                _ => (*otherwise)?,
            },
        };
        match budget {
            BudgetOf::Until => self.facts.instant("agreed").map(Limit::Given),
            budget => Some(Limit::Of(budget)),
        }
    }
}

/// The clocks that any policy so far had, by place, each with its cycles.
fn naive(promise: &Promise, ticket: &Ticket, as_of: i64) -> Vec<(usize, Vec<Told>)> {
    let created = ticket.created().seconds();
    let begins: Vec<Option<i64>> =
        promise.versions.iter().map(|version| version.from.map(|from| START + from)).collect();
    let clocks = promise.clocks.iter().map(|kind| Clock {
        rules: kind.rules.clone().unwrap_or_else(|| rules(kind.target)),
        reopening: kind.reopening,
        phase: Phase::Idle,
        cycle: 0,
        started: created,
        held: false,
        terms: None,
        pending: None,
        known: false,
        measure: None,
        early: vec![],
        used: (0, 0),
        paused: (0, 0),
        spent: None,
        breach: None,
        dropped: None,
        done: vec![],
    });
    let mut naive = Naive {
        promise,
        facts: Facts::default(),
        version: begins.iter().rposition(|from| from.is_none_or(|from| from <= created)).filter(|version| {
            version + 1 < begins.len() || promise.until.is_none_or(|until| created < START + until)
        }),
        clocks: clocks.collect(),
    };
    for (name, value) in ticket.attributes() {
        naive.facts.attributes.insert(name.as_str().to_owned(), value.clone());
    }
    let mut events = ticket.events().iter().peekable();
    for now in created..=as_of {
        let mut happened = now == created;
        while let Some(event) = events.next_if(|event| event.at.seconds() == now) {
            happened = true;
            let signals = naive.facts.take(&event.kind);
            for clock in &mut naive.clocks {
                clock.act(now, &signals, &naive.facts);
            }
        }
        if now > created
            && let Some(next) = begins.iter().position(|from| *from == Some(now))
            && promise.versions[next].takes_over
        {
            naive.version = Some(next);
            happened = true;
        }
        if happened {
            for index in 0..naive.clocks.len() {
                let terms = naive.terms(index);
                naive.clocks[index].change(now, now == created, terms);
            }
        }
        if now < as_of {
            let hold = naive.hold();
            for clock in &mut naive.clocks {
                clock.tick(now, hold);
            }
        }
    }
    let hold = naive.hold();
    let known = naive.clocks.iter().enumerate().filter(|(_, clock)| clock.known);
    known
        .map(|(index, clock)| {
            let current = clock.told(as_of, Some(hold));
            let shown = current.verdict != Verdict::NotApplicable || clock.done.is_empty();
            (index, clock.done.iter().cloned().chain(shown.then_some(current)).collect())
        })
        .collect()
}

/// The same of the engine's answer.
fn told(evaluation: &Evaluation) -> Vec<(usize, Vec<Told>)> {
    let both = |time: TimeBoth| (time.working.seconds(), time.elapsed.seconds());
    let place = |name: &str| name[1..].parse::<usize>().unwrap();
    let goal = |goal: &Option<service_quality::sla::Goal>| {
        goal.as_ref().map(|goal| (place(goal.version.as_str()), place(goal.policy.as_str())))
    };
    let mut told: Vec<_> = evaluation
        .outcomes
        .iter()
        .map(|outcome| {
            let earlier = outcome.earlier.iter().map(|cycle| Told {
                number: cycle.number,
                started: Some(cycle.started.seconds()),
                verdict: cycle.verdict,
                due: cycle.due.map(Timestamp::seconds),
                used: both(cycle.used),
                paused: both(cycle.paused),
                margin: cycle.margin.map(both),
                goal: goal(&cycle.goal),
            });
            let current = Told {
                number: outcome.cycle,
                started: outcome.started.map(Timestamp::seconds),
                verdict: outcome.verdict,
                due: outcome.due.map(Timestamp::seconds),
                used: both(outcome.used),
                paused: both(outcome.paused),
                margin: outcome.margin.map(both),
                goal: goal(&outcome.goal),
            };
            (place(outcome.objective.as_str()), earlier.chain([current]).collect())
        })
        .collect();
    told.sort_by_key(|(index, _)| *index);
    told
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn the_engine_counts_as_a_clock_that_looks_at_every_second(
        promise in promise(),
        ticket in ticket(),
        asked in 0..HORIZON,
        turn in proptest::option::weighted(0.7, (any::<Index>(), -1_i64..=1)),
    ) {
        let engine = promise.engine();
        let mut as_of = ticket.created().checked_add(Span::from_seconds(asked)).unwrap();
        let mut evaluation = engine.evaluate(&ticket, as_of).unwrap();
        // Most often where something turns: at an event, a due time, the end of a version, or a second beside.
        if let Some((turn, beside)) = turn {
            let cycles = evaluation.outcomes.iter().flat_map(Outcome::cycles);
            let dues = cycles.filter_map(|cycle| cycle.due).map(Timestamp::seconds);
            let events = ticket.events().iter().map(|event| event.at.seconds());
            let versions = promise.versions.iter().filter_map(|version| Some(START + version.from?));
            let turns: Vec<i64> = dues.chain(events).chain(versions).filter(|at| *at <= START + 2 * HORIZON).collect();
            as_of = instant(turn.get(&turns) + beside).max(ticket.created());
            evaluation = engine.evaluate(&ticket, as_of).unwrap();
        }
        prop_assert_eq!(told(&evaluation), naive(&promise, &ticket, as_of.seconds()), "as of {}: {:#?}", as_of, evaluation);
        for outcome in &evaluation.outcomes {
            prop_assert!(outcome.reasons.is_sorted_by_key(Reason::from), "{:?}", outcome);
            let left = outcome.margin.is_none_or(|margin| !margin.elapsed.is_negative() && !margin.working.is_negative());
            let in_time = matches!(outcome.verdict, Verdict::Met { .. } | Verdict::Running | Verdict::Paused);
            prop_assert!(left || !in_time, "{:?}", outcome);
        }
    }
}

//! Random agreements and histories, small enough that a clock can look at every second.
//!
//! Everything happens in the five hours around a midnight, in calendars with odd openings, on a grid that lets events,
//! closings, budgets and due times meet.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Value as Json, json};
use service_quality::calendar::{Boundary, Calendar, WorkingTimeIndex};
use service_quality::quantity::{CalendarId, Timestamp};
use service_quality::sla::{
    Agreement, AgreementSeries, CountsFrom, Reopening, Signal, SlaEngine, StatusClass, Target,
};
use service_quality::ticket::{AnomalyPolicy, Event, EventKind, OrderPolicy, Ticket, Value, Visibility};

/// 2026-03-02T21:00:00Z, a Monday.
pub(crate) const START: i64 = 1_772_485_200;
/// How long after it things happen.
pub(crate) const HORIZON: i64 = 5 * 3_600;

/// Proptest's settings: `PROPTEST_CASES` for more.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let given = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: given.unwrap_or(cases),
        failure_persistence: None,
        max_global_rejects: 1_000_000,
        max_shrink_iters: default.max_shrink_iters.min(4_000),
        ..default
    }
}

/// An instant, by seconds.
pub(crate) fn instant(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds).unwrap()
}

// --- Calendars -------------------------------------------------------------------------------------------------------

/// A week's openings by day from Monday, in seconds of the local day, at a fixed offset from UTC.
pub(crate) struct Hours {
    pub(crate) name: &'static str,
    pub(crate) offset: i64,
    pub(crate) week: [&'static [(i64, i64)]; 7],
}

const fn hms(hour: i64, minute: i64, second: i64) -> i64 {
    hour * 3_600 + minute * 60 + second
}

const WORKDAY: &[(i64, i64)] = &[(hms(9, 0, 0), hms(17, 0, 0))];
const NIGHT: &[(i64, i64)] = &[(hms(0, 0, 0), hms(1, 15, 0)), (hms(22, 30, 0), hms(24, 0, 0))];

pub(crate) const HOURS: [Hours; 3] = [
    Hours {
        name: "office",
        offset: 0,
        week: [
            &[
                (hms(9, 0, 0), hms(21, 10, 7)),
                (hms(21, 30, 0), hms(21, 30, 1)),
                (hms(22, 0, 13), hms(23, 59, 50)),
            ],
            &[(hms(0, 0, 5), hms(0, 20, 30)), (hms(1, 0, 0), hms(1, 0, 59)), (hms(1, 30, 0), hms(17, 0, 0))],
            WORKDAY,
            WORKDAY,
            WORKDAY,
            &[],
            &[],
        ],
    },
    Hours { name: "night", offset: 0, week: [NIGHT; 7] },
    Hours {
        name: "east",
        offset: 3_600,
        week: [
            &[(hms(8, 0, 0), hms(22, 40, 0)), (hms(23, 0, 0), hms(23, 59, 59))],
            &[(hms(0, 30, 0), hms(0, 30, 30)), (hms(1, 10, 0), hms(9, 0, 0))],
            &[],
            WORKDAY,
            WORKDAY,
            WORKDAY,
            &[],
        ],
    },
];

fn calendar(hours: &Hours) -> Calendar {
    let clock = |second: i64| format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].into_iter().zip(hours.week);
    let weekly: serde_json::Map<String, Json> = days
        .map(|(day, open)| {
            let open: Vec<_> =
                open.iter().map(|(from, to)| format!("{}-{}", clock(*from), clock(*to))).collect();
            (day.to_owned(), json!(open))
        })
        .collect();
    let zone = if hours.offset == 0 { "UTC" } else { "+01:00" };
    serde_json::from_value(json!({"time_zone": zone, "weekly": weekly})).unwrap()
}

static CALENDARS: LazyLock<BTreeMap<CalendarId, Arc<WorkingTimeIndex>>> = LazyLock::new(|| {
    let range = || instant(START - 40 * 86_400)..instant(START + 400 * 86_400);
    let compiled = |hours: &Hours| Arc::new(calendar(hours).compile(range()).unwrap());
    HOURS.iter().map(|hours| (hours.name.parse().unwrap(), compiled(hours))).collect()
});

// --- Agreements ------------------------------------------------------------------------------------------------------

/// A series of versions.
#[derive(Debug, Clone)]
pub(crate) struct Promise {
    pub(crate) clocks: Vec<ClockKind>,
    pub(crate) versions: Vec<VersionOf>,
    /// When the last version ends, after [`START`].
    pub(crate) until: Option<i64>,
}

/// What objectives of one name have in common.
#[derive(Debug, Clone)]
pub(crate) struct ClockKind {
    pub(crate) target: Target,
    /// Of a named clock.
    pub(crate) rules: Option<Rules>,
    pub(crate) reopening: Reopening,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    pub(crate) start: Vec<On>,
    pub(crate) stop: Vec<On>,
    pub(crate) reset: Vec<On>,
    pub(crate) cancel: Vec<On>,
    pub(crate) pause: Vec<On>,
    pub(crate) resume: Vec<On>,
    pub(crate) counts_in: Vec<StatusClass>,
}

/// Events, any where none is given, and what must hold after them.
#[derive(Debug, Clone, Default)]
pub(crate) struct On {
    pub(crate) signals: Vec<Signal>,
    pub(crate) needs: Vec<Need>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Need {
    Open,
    Answered,
    Asked,
    Grouped,
    /// The attribute `permit` has a value.
    Permit(&'static str),
}

#[derive(Debug, Clone)]
pub(crate) struct VersionOf {
    /// From when, after [`START`]; the first may have no beginning.
    pub(crate) from: Option<i64>,
    pub(crate) takes_over: bool,
    pub(crate) calendar: usize,
    /// Statuses and classes in which it pauses.
    pub(crate) paused_in: Vec<&'static str>,
    pub(crate) paused_in_classes: Vec<StatusClass>,
    pub(crate) policies: Vec<PolicyOf>,
}

#[derive(Debug, Clone)]
pub(crate) struct PolicyOf {
    pub(crate) when: When,
    pub(crate) objectives: Vec<ObjectiveOf>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum When {
    Vip,
    First,
    GroupB,
    Open,
    FirstOrSecond,
    Always,
}

#[derive(Debug, Clone)]
pub(crate) struct ObjectiveOf {
    /// Its place in [`Promise::clocks`].
    pub(crate) clock: usize,
    pub(crate) budgets: BudgetsOf,
    /// The attribute `promised` pins it.
    pub(crate) pinned: bool,
    pub(crate) calendar: Option<usize>,
    /// Calendars of groups `a` and `b`.
    pub(crate) by_group: Option<[usize; 2]>,
    pub(crate) pausable: Option<bool>,
    pub(crate) boundary: Boundary,
    pub(crate) counts_from: CountsFrom,
    pub(crate) retroactive_pauses: bool,
    pub(crate) levels: Vec<Json>,
}

#[derive(Debug, Clone)]
pub(crate) enum BudgetsOf {
    Same(BudgetOf),
    /// For priorities 1 and 2, and otherwise.
    By([Option<BudgetOf>; 2], Option<BudgetOf>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum BudgetOf {
    Working(i64),
    Elapsed(i64),
    EndOfDay(u32),
    /// A day and a second of it.
    DayAt(u32, i64),
    /// The instant in the attribute `agreed`.
    Until,
}

/// How statuses are classified; any other is open.
pub(crate) const CLASSES: [(&str, StatusClass); 3] =
    [("pending", StatusClass::Pending), ("held", StatusClass::OnHold), ("solved", StatusClass::Solved)];

impl Promise {
    /// As documents.
    pub(crate) fn versions(&self) -> Vec<Agreement> {
        let versions = self.versions.iter().enumerate();
        versions
            .map(|(index, _)| {
                let document = self.document(index);
                serde_json::from_value(document.clone()).unwrap_or_else(|error| panic!("{error}: {document}"))
            })
            .collect()
    }

    /// Whether it is one: random budgets may promise a response later than the resolution.
    pub(crate) fn is_sound(&self) -> bool {
        (0..self.versions.len())
            .all(|index| serde_json::from_value::<Agreement>(self.document(index)).is_ok())
    }

    pub(crate) fn engine(&self) -> SlaEngine {
        AgreementSeries::new(self.versions()).unwrap().engine(&CALENDARS).unwrap()
    }

    fn document(&self, index: usize) -> Json {
        let version = &self.versions[index];
        let policies: Vec<_> =
            version.policies.iter().enumerate().map(|(p, policy)| self.policy(p, policy)).collect();
        let mut effective = version.from.map_or(json!({}), |from| json!({"from": instant(START + from)}));
        if let Some(until) = self.until.filter(|_| index + 1 == self.versions.len()) {
            effective["until"] = json!(instant(START + until));
        }
        json!({
            "id": "desk", "version": format!("v{index}"), "calendar": HOURS[version.calendar].name,
            "effective": effective,
            "takes_over_open": version.takes_over,
            "paused_in": version.paused_in, "paused_in_classes": version.paused_in_classes,
            "status_classes": CLASSES.into_iter().collect::<BTreeMap<_, _>>(),
            "policies": policies,
        })
    }

    fn policy(&self, index: usize, policy: &PolicyOf) -> Json {
        let when = match policy.when {
            When::Vip => json!({"equals": {"fact": "vip", "value": true}}),
            When::First => json!({"equals": {"fact": "priority", "value": "1"}}),
            When::GroupB => json!({"equals": {"fact": "@group", "value": "b"}}),
            When::Open => json!({"equals": {"fact": "@open", "value": true}}),
            When::FirstOrSecond => json!({"in": {"fact": "priority", "values": ["1", "2"]}}),
            When::Always => json!("always"),
        };
        let objectives: Vec<_> =
            policy.objectives.iter().map(|objective| self.objective(objective)).collect();
        json!({"id": format!("p{index}"), "when": when, "objectives": objectives})
    }

    fn objective(&self, objective: &ObjectiveOf) -> Json {
        let kind = &self.clocks[objective.clock];
        let allowance = match &objective.budgets {
            BudgetsOf::Same(budget) => json!({"same": budget.json()}),
            BudgetsOf::By(listed, otherwise) => {
                let budgets: BTreeMap<_, _> = ["1", "2"]
                    .into_iter()
                    .zip(listed)
                    .filter_map(|(value, budget)| Some((value, (*budget)?.json())))
                    .collect();
                let mut by = json!({"fact": "priority", "budgets": budgets});
                if let Some(budget) = otherwise {
                    by["otherwise"] = budget.json();
                }
                json!({"by": by})
            }
        };
        let mut document = json!({
            "id": format!("o{}", objective.clock), "target": kind.target, "allowance": allowance,
            "boundary": objective.boundary, "counts_from": objective.counts_from,
            "retroactive_pauses": objective.retroactive_pauses, "reopening": kind.reopening,
            "levels": objective.levels,
        });
        if let Some(rules) = &kind.rules {
            document["rules"] = rules.json();
        }
        if objective.pinned {
            document["pinned_by"] = json!("promised");
        }
        if let Some(calendar) = objective.calendar {
            document["calendar"] = json!(HOURS[calendar].name);
        }
        if let Some([a, b]) = objective.by_group {
            document["calendar_by"] =
                json!({"fact": "@group", "calendars": {"a": HOURS[a].name, "b": HOURS[b].name}});
        }
        if let Some(pausable) = objective.pausable {
            document["pausable"] = json!(pausable);
        }
        document
    }
}

impl BudgetOf {
    fn json(self) -> Json {
        match self {
            Self::Working(seconds) => json!({"working": seconds}),
            Self::Elapsed(seconds) => json!({"elapsed": seconds}),
            Self::EndOfDay(day) => json!({"end_of_business_day": day}),
            Self::DayAt(day, at) => {
                let at = format!("{:02}:{:02}:{:02}", at / 3_600, at / 60 % 60, at % 60);
                json!({"business_day_at": {"day": day, "at": at}})
            }
            Self::Until => json!({"until": "agreed"}),
        }
    }
}

impl Rules {
    fn json(&self) -> Json {
        let need = |need: &Need| match need {
            Need::Open => json!({"equals": {"fact": "@open", "value": true}}),
            Need::Answered => json!({"exists": "@first_response"}),
            Need::Asked => json!({"exists": "@unanswered_since"}),
            Need::Grouped => json!({"exists": "@group"}),
            Need::Permit(value) => json!({"equals": {"fact": "permit", "value": value}}),
        };
        let on = |on: &On| {
            let needs: Vec<_> = on.needs.iter().map(need).collect();
            let mut document = json!({"on": on.signals});
            if !needs.is_empty() {
                document["when"] = json!({"all": needs});
            }
            document
        };
        let list = |triggers: &[On]| triggers.iter().map(on).collect::<Vec<_>>();
        json!({
            "start": list(&self.start), "stop": list(&self.stop), "reset": list(&self.reset),
            "cancel": list(&self.cancel), "pause": list(&self.pause), "resume": list(&self.resume),
            "counts_in": self.counts_in,
        })
    }
}

/// Lengths of budgets: odd ones, round ones, and ones that end at closings.
fn length() -> impl Strategy<Value = i64> {
    prop_oneof![3 => (1_i64..=60).prop_map(|steps| steps * 120), 1 => 1_i64..9_000, 1 => select(vec![607, 1, 7_177, 1_225])]
}

fn budget() -> impl Strategy<Value = BudgetOf> {
    prop_oneof![
        6 => length().prop_map(BudgetOf::Working),
        3 => length().prop_map(BudgetOf::Elapsed),
        1 => (0_u32..2).prop_map(BudgetOf::EndOfDay),
        1 => (0_u32..2, select(vec![hms(0, 10, 0), hms(0, 40, 0), hms(1, 0, 30), hms(21, 20, 0), hms(22, 30, 0)]))
            .prop_map(|(day, at)| BudgetOf::DayAt(day, at)),
        1 => Just(BudgetOf::Until),
    ]
}

fn budgets() -> impl Strategy<Value = BudgetsOf> {
    let some = proptest::option::weighted(0.8, budget());
    prop_oneof![
        2 => budget().prop_map(BudgetsOf::Same),
        1 => (budget(), some, proptest::option::of(budget()))
            .prop_map(|(first, second, otherwise)| BudgetsOf::By([Some(first), second], otherwise)),
    ]
}

fn levels() -> impl Strategy<Value = Vec<Json>> {
    let spans = select(vec![-3_600_i64, -607, -60, 0, 1, 600, 1_800]);
    let parts = select(vec!["0.5", "0.75", "1", "1.25", "0.0001", "3"]);
    let at = prop_oneof![
        spans.clone().prop_map(|span| json!({"working": span})),
        spans.prop_map(|span| json!({"elapsed": span})),
        (-1_i32..=1).prop_map(|days| json!({"business_days": days})),
        parts.prop_map(|part| json!({"used": part})),
    ];
    let level = (at, any::<bool>());
    proptest::collection::vec(level, 0..4).prop_map(|levels| {
        let named = levels.into_iter().enumerate();
        named
            .map(|(index, (at, open))| json!({"id": format!("l{index}"), "at": at, "in_service_hours": open}))
            .collect()
    })
}

fn objective(clock: usize) -> impl Strategy<Value = ObjectiveOf> {
    let place = 0..HOURS.len();
    let counting = (
        select(vec![Boundary::AtClosing, Boundary::AtClosing, Boundary::NextOpening]),
        select(vec![CountsFrom::Start, CountsFrom::Start, CountsFrom::Adoption]),
        proptest::bool::weighted(0.75),
    );
    let calendars = (
        proptest::option::weighted(0.3, place.clone()),
        proptest::option::weighted(0.3, [place.clone(), place]),
    );
    let pausable = proptest::option::of(any::<bool>());
    (budgets(), proptest::bool::weighted(0.15), calendars, pausable, counting, levels()).prop_map(
        move |(budgets, pinned, (calendar, by_group), pausable, counting, levels)| {
            let (boundary, counts_from, retroactive_pauses) = counting;
            ObjectiveOf {
                clock,
                budgets,
                pinned,
                calendar,
                by_group,
                pausable,
                boundary,
                counts_from,
                retroactive_pauses,
                levels,
            }
        },
    )
}

fn policy(when: When, clocks: usize) -> impl Strategy<Value = PolicyOf> {
    let every: Vec<usize> = (0..clocks).collect();
    subsequence(every, 1..=clocks)
        .prop_flat_map(|chosen| chosen.into_iter().map(objective).collect::<Vec<_>>())
        .prop_map(move |objectives| PolicyOf { when, objectives })
}

fn version(clocks: usize) -> impl Strategy<Value = VersionOf> {
    const WHEN: [When; 6] =
        [When::Vip, When::First, When::GroupB, When::Open, When::FirstOrSecond, When::Always];
    let policies = prop_oneof![
        2 => Just(vec![When::Always]),
        3 => subsequence(WHEN.to_vec(), 1..=3),
    ];
    let policies = policies
        .prop_flat_map(move |chosen| chosen.into_iter().map(|when| policy(when, clocks)).collect::<Vec<_>>());
    let paused = (
        subsequence(vec!["waiting", "pending"], 0..=2),
        subsequence(vec![StatusClass::New, StatusClass::OnHold], 0..=1),
    );
    (any::<bool>(), 0..HOURS.len(), paused, policies).prop_map(
        |(takes_over, calendar, (paused_in, paused_in_classes), policies)| VersionOf {
            from: None,
            takes_over,
            calendar,
            paused_in,
            paused_in_classes,
            policies,
        },
    )
}

fn on() -> impl Strategy<Value = Vec<On>> {
    use Signal::{
        Assigned, Complaint, Created, CustomerMessage, FollowUp, InternalNote, PublicReply, StatusChanged,
    };
    let permit = || Signal::AttributeChanged("permit".parse().unwrap());
    let signals = vec![
        Created,
        Assigned,
        Signal::AgentChanged,
        Signal::GroupChanged,
        CustomerMessage,
        PublicReply,
        InternalNote,
        StatusChanged,
        permit(),
        permit(),
        Signal::Paused,
        Signal::Resumed,
        Signal::Resolved,
        Signal::Reopened,
        Signal::Closed,
        Complaint,
        FollowUp,
    ];
    let needs = vec![Need::Open, Need::Answered, Need::Grouped, Need::Permit("asked"), Need::Permit("given")];
    let signals = subsequence(signals, 1..=3);
    let needs = proptest::option::weighted(0.4, select(needs));
    let on = (signals, needs).prop_map(|(signals, needs)| On { signals, needs: needs.into_iter().collect() });
    proptest::collection::vec(on, 1..=2)
}

fn rules() -> impl Strategy<Value = Rules> {
    let start = prop_oneof![
        1 => Just(vec![On { signals: vec![Signal::Created, Signal::Reopened], needs: vec![] }]),
        1 => on(),
    ];
    let some = || proptest::option::weighted(0.4, on()).prop_map(Option::unwrap_or_default);
    let awaited = || Just(vec![On { signals: vec![], needs: vec![Need::Permit("asked")] }]);
    let pause = prop_oneof![2 => Just(vec![]), 2 => awaited(), 1 => on()];
    let resume = prop_oneof![3 => Just(vec![]), 1 => on()];
    let classes = subsequence(StatusClass::ALL.to_vec(), 0..=3);
    let classes = prop_oneof![2 => Just(vec![]), 1 => classes];
    (start, on(), some(), some(), pause, resume, classes).prop_map(
        |(start, stop, reset, cancel, pause, resume, counts_in)| Rules {
            start,
            stop,
            reset,
            cancel,
            pause,
            resume,
            counts_in,
        },
    )
}

fn clock_kind() -> impl Strategy<Value = ClockKind> {
    let targets = vec![
        Target::FirstResponse,
        Target::NextResponse,
        Target::PeriodicUpdate,
        Target::PausableUpdate,
        Target::TimeToOwn,
        Target::Resolution,
        Target::Resolution,
        Target::RequesterWait,
        Target::AgentWork,
        Target::AgentWait,
        Target::OnHold,
        Target::GroupOwnership,
    ];
    let target = prop_oneof![
        3 => select(targets).prop_map(|target| (target, None)),
        1 => rules().prop_map(|rules| (Target::Named, Some(rules))),
    ];
    let reopening = select(vec![Reopening::Continue, Reopening::NewCycle, Reopening::Reset]);
    (target, reopening).prop_map(|((target, rules), reopening)| ClockKind { target, rules, reopening })
}

/// Agreements of one to three versions.
pub(crate) fn promise() -> impl Strategy<Value = Promise> {
    let clocks = proptest::collection::vec(clock_kind(), 1..=3);
    let shape = (clocks, prop_oneof![3 => Just(1_usize), 2 => Just(2), 1 => Just(3)]);
    let made = shape.prop_flat_map(|(clocks, count)| {
        let versions = proptest::collection::vec(version(clocks.len()), count);
        let steps = proptest::collection::btree_set(moment(), count);
        let until =
            proptest::option::weighted(0.2, prop_oneof![moment(), (0_i64..60).prop_map(|steps| steps * 60)]);
        (Just(clocks), versions, steps, proptest::bool::weighted(0.8), until)
    });
    made.prop_filter_map(
        "not enough moments, or unsound",
        |(clocks, mut versions, steps, unbounded, until)| {
            if steps.len() < versions.len() {
                return None;
            }
            let until = until.filter(|until| steps.last() < Some(until));
            for (version, from) in versions.iter_mut().zip(steps) {
                version.from = Some(from);
            }
            if unbounded {
                versions.first_mut()?.from = None;
            }
            Some(Promise { clocks, versions, until }).filter(Promise::is_sound)
        },
    )
}

// --- Histories -------------------------------------------------------------------------------------------------------

/// Seconds after [`START`]: on a grid, where calendars turn, or anywhere.
pub(crate) fn moment() -> impl Strategy<Value = i64> {
    let turns = vec![607, 1_800, 1_801, 3_613, 5_400, 10_790, 10_805, 12_030, 14_400, 14_459, 15_300, 16_200];
    prop_oneof![
        4 => (0_i64..90).prop_map(|steps| steps * 120),
        1 => 0..11_000_i64,
        1 => select(turns),
    ]
}

/// A due time, as an instant or as text, or a text that is none.
fn at() -> BoxedStrategy<Value> {
    let due = (moment(), 0..10_u8).prop_map(|(second, kind)| match (instant(START + second), kind) {
        (at, 0..2) => Value::from(at.to_string()),
        (_, 2) => Value::from("soon"),
        (at, _) => Value::from(at),
    });
    due.boxed()
}

fn kind() -> impl Strategy<Value = EventKind> {
    let attribute =
        |name: &str, to: Option<Value>| EventKind::AttributeChanged { name: name.parse().unwrap(), to };
    let assigned = |agent: Option<&str>, group: Option<&str>| EventKind::Assigned {
        agent: agent.map(|agent| agent.parse().unwrap()),
        group: group.map(|group| group.parse().unwrap()),
    };
    prop_oneof![
        3 => select(vec!["open", "waiting", "pending", "held", "solved"])
            .prop_map(|to| EventKind::StatusChanged { to: to.parse().unwrap() }),
        2 => Just(EventKind::Paused),
        2 => Just(EventKind::Resumed),
        3 => Just(EventKind::Resolved),
        1 => Just(EventKind::Closed),
        3 => Just(EventKind::Reopened),
        2 => Just(EventKind::CustomerMessage),
        2 => Just(EventKind::public_reply()),
        1 => Just(EventKind::AgentMessage { visibility: Visibility::Internal }),
        2 => select(vec![Some("1"), Some("2"), Some("3"), None])
            .prop_map(move |to| attribute("priority", to.map(Value::from))),
        1 => proptest::option::of(any::<bool>()).prop_map(move |to| attribute("vip", to.map(Value::from))),
        2 => select(vec![Some("asked"), Some("given"), None])
            .prop_map(move |to| attribute("permit", to.map(Value::from))),
        1 => proptest::option::weighted(0.8, at()).prop_map(move |to| attribute("promised", to)),
        1 => proptest::option::weighted(0.8, at()).prop_map(move |to| attribute("agreed", to)),
        2 => (select(vec![None, Some("x"), Some("y")]), select(vec![None, Some("a"), Some("b"), Some("c")]))
            .prop_map(move |(agent, group)| assigned(agent, group)),
        1 => Just(EventKind::Complaint),
        1 => Just(EventKind::FollowUp),
    ]
}

/// A ticket whose history is possible and tells nothing twice in one instant.
pub(crate) fn ticket() -> impl Strategy<Value = Ticket> {
    let attribute = |name: &'static str, value: BoxedStrategy<Value>| {
        proptest::option::weighted(0.4, value.prop_map(move |value| (name.parse().unwrap(), value)))
    };
    let attributes = (
        attribute("priority", select(vec!["1", "2", "3"]).prop_map(Value::from).boxed()),
        attribute("vip", any::<bool>().prop_map(Value::from).boxed()),
        attribute("permit", select(vec!["asked", "given"]).prop_map(Value::from).boxed()),
        attribute("agreed", at()),
        attribute("promised", at()),
    );
    let created = (0_i64..30).prop_map(|steps| steps * 120);
    let events = proptest::collection::vec((moment(), kind()), 0..14);
    (created, attributes, events, any::<Index>()).prop_map(|(created, (a, b, c, d, e), events, _)| {
        let mut told: Vec<Event> = Vec::new();
        for (second, kind) in events {
            let event = Event { at: instant(START + created + second), kind };
            if !told.contains(&event) {
                told.push(event);
            }
        }
        let builder = || {
            Ticket::builder("T-1".parse().unwrap())
                .attributes([a.clone(), b.clone(), c.clone(), d.clone(), e.clone()].into_iter().flatten())
        };
        let dirty = builder()
            .event(instant(START + created), EventKind::Created)
            .events(told)
            .order(OrderPolicy::Sort)
            .anomalies(AnomalyPolicy::SetAside)
            .build()
            .unwrap();
        builder().events(dirty.events().iter().cloned()).build().unwrap()
    })
}

/// The ticket as it was after so many events.
pub(crate) fn prefix(ticket: &Ticket, events: usize) -> Ticket {
    Ticket::builder(ticket.id().clone())
        .attributes(ticket.attributes().clone())
        .events(ticket.events()[..events].iter().cloned())
        .build()
        .unwrap()
}

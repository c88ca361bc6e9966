use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::alert::{
    Acknowledgement, AlertError, AlertEvent, AlertKey, AlertPolicy, Evaluation, Happening, Silence, Timing,
};
use super::words::joined;
use super::{Condition, Delivery, Evidence, Finding, Notice, Standing, WarningLevel, WatchState, WatchStep};
use crate::quantity::{AttributeName, Label, Language, Name, Timestamp};

/// A figure, a promise or a chart that is watched: which condition makes which level, and by which policy it is told.
///
/// A higher level that is plainly reached more easily than a lower one is refused: where both ask for the same figure and
/// the higher has the milder limit, or the same limit and the shorter wait.
///
/// ```
/// use service_quality::monitor::warning::Watch;
///
/// let watch = |red: &str| serde_json::from_str::<Watch>(&format!(
///     r#"{{"id": "csat", "when": {{"yellow": {{"value": {{"below": {{"limit": "4.2"}}}}}},
///                                  "red": {{"value": {{"below": {{"limit": "{red}"}}}}}}}}}}"#
/// ));
/// assert!(watch("3.8").is_ok());
/// assert_eq!(
///     watch("4.5").unwrap_err().to_string(),
///     "when.red: it is reached more easily than yellow: give it a stricter limit or a longer wait",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawWatch", into = "RawWatch")]
pub struct Watch {
    raw: RawWatch,
    key: AlertKey,
    /// How many values its conditions look back on.
    lookback: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWatch {
    id: Label,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    labels: BTreeMap<AttributeName, Label>,
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    when: BTreeMap<WarningLevel, Condition>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    level_names: BTreeMap<WarningLevel, Name>,
    #[serde(default)]
    policy: AlertPolicy,
}

impl Watch {
    /// A watch by its id and its conditions, under the default policy.
    ///
    /// # Errors
    /// [`AlertError::Empty`], [`AlertError::OutOfRange`], [`AlertError::ClearsBeyond`] and [`AlertError::Duplicate`] for
    /// what is no condition, [`AlertError::Descends`] where a higher level is reached more easily.
    pub fn new(id: Label, when: BTreeMap<WarningLevel, Condition>) -> Result<Self, AlertError> {
        let (labels, level_names, policy) = Default::default();
        RawWatch { id, name: None, labels, when, level_names, policy }.try_into()
    }

    /// With what people call it.
    #[must_use]
    pub fn with_name(mut self, name: Name) -> Self {
        self.raw.name = Some(name);
        self
    }

    /// With a label, which tells it from other watches of its id and which silences match.
    #[must_use]
    pub fn with_label(mut self, name: AttributeName, value: Label) -> Self {
        self.raw.labels.insert(name.clone(), value.clone());
        self.key = self.key.with_label(name, value);
        self
    }

    /// With what people call a level.
    ///
    /// # Errors
    /// [`AlertError::NoCondition`] for a level without a condition.
    pub fn with_level_name(mut self, level: WarningLevel, name: Name) -> Result<Self, AlertError> {
        self.raw.level_names.insert(level, name);
        self.raw.try_into()
    }

    /// Under a policy.
    ///
    /// # Errors
    /// [`AlertError::NoCondition`] for a policy that speaks of a level without a condition, [`AlertError::Descends`].
    pub fn with_policy(mut self, policy: AlertPolicy) -> Result<Self, AlertError> {
        self.raw.policy = policy;
        self.raw.try_into()
    }

    /// Which alert it raises.
    #[must_use]
    pub const fn key(&self) -> &AlertKey {
        &self.key
    }

    /// What people call it, where that is given.
    #[must_use]
    pub const fn name(&self) -> Option<&Name> {
        self.raw.name.as_ref()
    }

    /// The labels that tell it from other watches of its id.
    #[must_use]
    pub const fn labels(&self) -> &BTreeMap<AttributeName, Label> {
        &self.raw.labels
    }

    /// What people call the levels that have a name of their own.
    #[must_use]
    pub const fn level_names(&self) -> &BTreeMap<WarningLevel, Name> {
        &self.raw.level_names
    }

    /// Each level's condition.
    #[must_use]
    pub const fn conditions(&self) -> &BTreeMap<WarningLevel, Condition> {
        &self.raw.when
    }

    /// Its policy.
    #[must_use]
    pub const fn policy(&self) -> &AlertPolicy {
        &self.raw.policy
    }

    /// Takes evidence: judges the conditions, steps the alert, and says what happened and who is told.
    ///
    /// Silences change nothing but what is told. Where none matches any more and the alert fires still, that is told, and
    /// so is everyone to whom the alert was escalated meanwhile; nobody is where someone has taken the alert on.
    /// Evidence that is not later than the last changes nothing.
    pub fn step(&self, state: &mut WatchState, evidence: &Evidence, silences: &[Silence]) -> WatchStep {
        let left = state.alert.level().or(state.alert.pending());
        if let Some(last) = state.alert.last().filter(|last| evidence.at <= *last) {
            return WatchStep {
                timing: Timing::Stale { last },
                findings: BTreeMap::new(),
                notices: Vec::new(),
            };
        }
        let find = |(level, condition): (&WarningLevel, &Condition)| {
            (*level, condition.find(evidence, state.history()))
        };
        let findings: BTreeMap<WarningLevel, Finding> = self.raw.when.iter().map(find).collect();
        let evaluation = findings
            .iter()
            .fold(Evaluation::new(evidence.at), |evaluation, (level, finding)| {
                evaluation.with(*level, finding.standing)
            })
            .with_absence(evidence.absence());
        let step = self.raw.policy.step(&mut state.alert, &evaluation);
        state.remember(evidence, self.lookback);
        let found = Found { left, findings: &findings };
        let mut notices = self.notices(step.events, found, silences);
        let ended = self.after_silence(state, evidence.at, silences, &notices);
        notices.extend(self.notices(ended, found, silences));
        WatchStep { timing: step.timing, findings, notices }
    }

    /// Looks at the clock between evaluations, as [`AlertPolicy::tick`] does; here the end of a silence is told too.
    pub fn tick(&self, state: &mut WatchState, at: Timestamp, silences: &[Silence]) -> WatchStep {
        let step = self.raw.policy.tick(&mut state.alert, at);
        let findings = BTreeMap::new();
        let found = Found { left: None, findings: &findings };
        let mut notices = self.notices(step.events, found, silences);
        if step.timing == Timing::Taken {
            let ended = self.after_silence(state, at, silences, &notices);
            notices.extend(self.notices(ended, found, silences));
        }
        WatchStep { timing: step.timing, findings, notices }
    }

    /// The next instant at which [time alone](Self::tick) brings something about: what the policy's time does, or the end
    /// of a silence that keeps something from being told.
    #[must_use]
    pub fn next_tick(&self, state: &WatchState, silences: &[Silence]) -> Option<Timestamp> {
        let due = self.raw.policy.next_tick(&state.alert);
        due.into_iter().chain(self.end_of_silence(state, silences)).min()
    }

    fn end_of_silence(&self, state: &WatchState, silences: &[Silence]) -> Option<Timestamp> {
        state.silenced.as_ref()?;
        state.alert.unattended()?;
        let (level, last) = (state.alert.level(), state.alert.last()?);
        let ends = silences.iter().map(|silence| silence.window().1).filter(|end| *end > last);
        ends.filter(|end| self.silenced(level, *end, silences).is_none()).min()
    }

    /// Takes the alert on for someone, as of the present instant; nothing happens where someone already has.
    ///
    /// # Errors
    /// As [`AlertPolicy::acknowledge`].
    pub fn acknowledge(
        &self,
        state: &mut WatchState,
        by: Acknowledgement,
        as_of: Timestamp,
    ) -> Result<Option<Notice>, AlertError> {
        let event = self.raw.policy.acknowledge(&mut state.alert, by, as_of)?;
        let found = Found { left: None, findings: &BTreeMap::new() };
        Ok(event.map(|event| self.notice(event, found, &[])))
    }

    /// What people call a level.
    #[must_use]
    pub fn level_name(&self, level: WarningLevel, language: Language) -> &str {
        let own = self.raw.level_names.get(&level).map(|name| name.in_language(language));
        own.unwrap_or(level.word(language))
    }

    /// A notice as a line of text: what is watched, what happened, and why.
    #[must_use]
    pub fn text(&self, notice: &Notice, language: Language) -> String {
        let name = self.raw.name.as_ref().map_or(self.raw.id.as_str(), |name| name.in_language(language));
        let labels = joined(notice.key.labels.values().map(ToString::to_string), language);
        let event =
            notice.event.what.in_words(language, &|level| self.level_name(level, language).to_owned());
        let (open, close, colon) = match language {
            Language::English => (" (", ")", ": "),
            Language::Chinese => ("（", "）", "："),
        };
        let labels = if labels.is_empty() { labels } else { format!("{open}{labels}{close}") };
        let why = notice.because.as_ref().map(|why| format!("{colon}{}", why.text(language)));
        format!("{name}{labels}{colon}{event}{}", why.unwrap_or_default())
    }

    fn notices(&self, events: Vec<AlertEvent>, found: Found<'_>, silences: &[Silence]) -> Vec<Notice> {
        events.into_iter().map(|event| self.notice(event, found, silences)).collect()
    }

    fn notice(&self, event: AlertEvent, found: Found<'_>, silences: &[Silence]) -> Notice {
        let silence = self.silenced(event.what.level(), event.at, silences);
        let delivery = match silence {
            _ if !event.what.is_news() => Delivery::Record,
            _ if event.held => Delivery::Held,
            Some(silence) => Delivery::Silenced { by: silence.id().clone() },
            None => Delivery::Tell,
        };
        let because = found.because(&event.what).cloned();
        Notice { key: self.key.clone(), event, because, delivery }
    }

    fn silenced<'a>(
        &self,
        level: Option<WarningLevel>,
        at: Timestamp,
        silences: &'a [Silence],
    ) -> Option<&'a Silence> {
        silences.iter().find(|silence| silence.mutes(&self.key, level, at))
    }

    /// Remembers what a silence keeps from being told. Once none does any more: that it fires still, unless something
    /// else is told anyway, and the escalations that hold still.
    fn after_silence(
        &self,
        state: &mut WatchState,
        at: Timestamp,
        silences: &[Silence],
        notices: &[Notice],
    ) -> Vec<AlertEvent> {
        let before = state.silenced.take();
        let Some(level) = state.alert.level() else { return Vec::new() };
        let told = |to: &Label| {
            let escalated = |notice: &Notice| matches!(&notice.event.what, Happening::Escalated { to: other, .. } if to == other);
            notices.iter().any(|notice| notice.delivery == Delivery::Tell && escalated(notice))
        };
        if self.silenced(Some(level), at, silences).is_some() {
            let fresh = notices.iter().filter_map(|notice| match (&notice.event.what, &notice.delivery) {
                (Happening::Escalated { to, .. }, Delivery::Silenced { .. }) => Some(to.clone()),
                _ => None,
            });
            let mut kept: BTreeSet<Label> = before.into_iter().flatten().chain(fresh).collect();
            kept.retain(|to| state.alert.escalated().any(|other| other == to));
            state.silenced = Some(kept);
            return Vec::new();
        }
        let (Some(kept), Some(since)) = (before, state.alert.unattended()) else { return Vec::new() };
        let unacknowledged = at.since(since);
        let due = state.alert.escalated().filter(|to| kept.contains(*to) && !told(to));
        let due = due.map(|to| Happening::Escalated { level, to: to.clone(), unacknowledged });
        let silent = !notices.iter().any(|notice| notice.delivery == Delivery::Tell);
        let ended = silent.then_some(Happening::SilenceEnded { level });
        ended.into_iter().chain(due).map(|what| AlertEvent { at, what, held: false }).collect()
    }
}

/// What the conditions found, and the level before.
#[derive(Clone, Copy)]
struct Found<'a> {
    left: Option<WarningLevel>,
    findings: &'a BTreeMap<WarningLevel, Finding>,
}

impl<'a> Found<'a> {
    /// The finding that decided: of a rise, the level's own or that of a higher level that is reached; of a fall, that of
    /// the level that was left. Of what people do, and of what is only counted, there is none.
    fn because(self, what: &Happening) -> Option<&'a Finding> {
        let Self { left, findings } = self;
        match what {
            Happening::Resolved { .. } | Happening::Lowered { .. } | Happening::Withdrawn { .. } => {
                findings.get(&left?)
            }
            Happening::Pending { level }
            | Happening::Fired { level, .. }
            | Happening::Raised { to: level, .. }
            | Happening::Reminder { level, .. }
            | Happening::SilenceEnded { level } => {
                let decided = |finding: &&Finding| finding.standing == Standing::Beyond;
                let mut higher = findings.range(level..).map(|(_, finding)| finding);
                higher.find(decided).or(findings.get(level))
            }
            _ => None,
        }
    }
}

impl TryFrom<RawWatch> for Watch {
    type Error = AlertError;

    fn try_from(raw: RawWatch) -> Result<Self, AlertError> {
        if raw.when.is_empty() {
            return Err(AlertError::Empty { place: "when".to_owned(), wanted: "level with a condition" });
        }
        for (level, condition) in &raw.when {
            condition.check(&format!("when.{level}"))?;
        }
        let names = raw.level_names.keys().map(|level| ("level_names", *level));
        for (place, level) in names.chain(raw.policy.named_levels()) {
            if !raw.when.contains_key(&level) {
                return Err(AlertError::NoCondition { place: place.to_owned(), level });
            }
        }
        ascend(&raw)?;
        let lookback = raw.when.values().map(Condition::lookback).max().unwrap_or_default();
        let key = AlertKey { alert: raw.id.clone(), labels: raw.labels.clone() };
        Ok(Self { raw, key, lookback })
    }
}

fn ascend(raw: &RawWatch) -> Result<(), AlertError> {
    for (level, condition) in &raw.when {
        for (lower, other) in raw.when.range(..level) {
            let sooner = raw.policy.rule(*level).raise.is_sooner_than(raw.policy.rule(*lower).raise);
            let easier =
                condition.is_easier_than(other) == Some(true) || (condition == other && sooner == Some(true));
            if easier {
                return Err(AlertError::Descends { level: *level, lower: *lower });
            }
        }
    }
    Ok(())
}

impl From<Watch> for RawWatch {
    fn from(watch: Watch) -> Self {
        watch.raw
    }
}

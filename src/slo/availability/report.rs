use serde::Serialize;

use super::measure::lost_user_seconds;
use super::{AvailabilityTally, AvailabilityVerdict, ExclusionReason, ServiceLevel, UserTimeTally};
use crate::calendar::interval::Interval;
use crate::quantity::{IncidentId, Language, Share, Span, Timestamp};
use crate::slo::SloError;

/// Availability in a range of time (可用性报告): gross, taken out and why, net; each outage and what counted of it.
///
/// ```
/// use service_quality::quantity::{Language, Timestamp};
/// use service_quality::slo::availability::{
///     AvailabilityRule, Exclusion, ExclusionReason, ExclusionTime, Outage, ServiceRecord,
/// };
///
/// let at = |text: &str| text.parse::<Timestamp>();
/// let window = ExclusionTime::once(at("2026-04-05T02:00:00Z")?, at("2026-04-05T05:00:00Z")?)?;
/// let maintenance =
///     [Exclusion::new(ExclusionReason::PlannedMaintenance, window, "upgrade".parse()?, "operations".parse()?)];
/// let outages = [Outage::new("INC-7".parse()?, at("2026-04-05T04:30:00Z")?, Some(at("2026-04-05T06:00:00Z")?))?];
///
/// let record = ServiceRecord::new(&outages).excluding(&maintenance);
/// let april = at("2026-04-01T00:00:00Z")?..at("2026-05-01T00:00:00Z")?;
/// let report = AvailabilityRule::default().measure(&record, april.clone(), april.end)?;
/// assert_eq!(
///     report.text(Language::English),
///     "2026-04-01T00:00:00Z to 2026-05-01T00:00:00Z
/// gross: PT1H30M of downtime in PT720H
/// excluded, planned maintenance: PT3H, with PT30M of downtime
/// net: PT1H of downtime in PT717H, availability 99.861 %
/// INC-7: counts PT1H; not PT30M (planned maintenance)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AvailabilityReport {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) tally: AvailabilityTally,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) downtimes: Vec<Downtime>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) outages: Vec<CountedOutage>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) refused: Vec<RefusedExclusion>,
}

/// A stretch of downtime that counts, half-open.
///
/// ```
/// use service_quality::quantity::Timestamp;
/// use service_quality::slo::availability::{AvailabilityRule, Outage, ServiceRecord};
///
/// let at = |text: &str| text.parse::<Timestamp>();
/// let outages = [Outage::new("INC-7".parse()?, at("2026-04-05T04:30:00Z")?, None)?];
/// let day = at("2026-04-05T00:00:00Z")?..at("2026-04-06T00:00:00Z")?;
/// let report = AvailabilityRule::default().measure(&ServiceRecord::new(&outages), day, at("2026-04-05T05:00:00Z")?)?;
/// assert_eq!(report.downtimes()[0].span().to_string(), "PT30M");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Downtime {
    from: Timestamp,
    until: Timestamp,
}

/// What became of an outage in the count.
///
/// Counted and uncounted time add up to the outage as known at `as_of`. Rounding partial minutes is no part of it: that
/// is done to stretches of downtime, which outages may share.
///
/// ```
/// use service_quality::quantity::Timestamp;
/// use service_quality::slo::availability::{AvailabilityRule, Outage, ServiceRecord, UncountedReason};
///
/// let at = |text: &str| text.parse::<Timestamp>();
/// let outage = |id: &str, from, until| Outage::new(id.parse()?, at(from)?, Some(at(until)?));
/// let outages = [
///     outage("INC-7", "2026-04-05T04:30:00Z", "2026-04-05T06:00:00Z")?,
///     outage("INC-8", "2026-04-05T05:00:00Z", "2026-04-05T06:30:00Z")?,
/// ];
/// let day = at("2026-04-05T00:00:00Z")?..at("2026-04-06T00:00:00Z")?;
/// let report = AvailabilityRule::default().measure(&ServiceRecord::new(&outages), day.clone(), day.end)?;
/// let second = &report.outages()[1];
/// assert_eq!((second.counted.to_string(), second.uncounted[0].span.to_string()), ("PT30M".into(), "PT1H".into()));
/// assert_eq!(second.uncounted[0].why, UncountedReason::OtherOutage);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CountedOutage {
    /// The incident that it was.
    pub id: IncidentId,
    /// Its first instant in the range.
    pub from: Timestamp,
    /// Its end in the range.
    pub until: Timestamp,
    /// Whether it is over, as far as is known.
    pub ended: bool,
    /// How many users had no service; absent where all had none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub users: Option<u64>,
    /// What counted.
    pub counted: Span,
    /// What did not, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uncounted: Vec<Uncounted>,
}

/// A part of an outage that does not count.
///
/// ```
/// use service_quality::quantity::{Language, Span};
/// use service_quality::slo::availability::{Uncounted, UncountedReason};
/// let short = Uncounted { why: UncountedReason::TooShort, span: Span::from_minutes(3) };
/// assert_eq!(short.why.text(Language::English), "too short");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Uncounted {
    /// Why.
    pub why: UncountedReason,
    /// How much.
    pub span: Span,
}

/// Why a part of an outage does not count.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::availability::{ExclusionReason, UncountedReason};
/// assert_eq!(UncountedReason::Excluded(ExclusionReason::ForceMajeure).text(Language::Chinese), "不可抗力");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UncountedReason {
    /// It lies before or after the range that is measured.
    OutsideRange,
    /// An outage that began before it, or with it, has it already.
    OtherOutage,
    /// The service need not be there then.
    OutsideHours,
    /// The contract excludes it.
    Excluded(ExclusionReason),
    /// The outage is shorter than the minimum.
    TooShort,
}

/// Time that an exclusion claims, and that counts all the same.
///
/// ```
/// use service_quality::quantity::{Language, Span, Timestamp};
/// use service_quality::slo::availability::{
///     AvailabilityRule, Exclusion, ExclusionReason, ExclusionTerms, ExclusionTime, ServiceRecord,
/// };
///
/// let at = |text: &str| text.parse::<Timestamp>();
/// let window = ExclusionTime::once(at("2026-04-05T02:00:00Z")?, at("2026-04-05T05:00:00Z")?)?;
/// let sudden = [Exclusion::new(ExclusionReason::PlannedMaintenance, window, "upgrade".parse()?, "operations".parse()?)];
/// let rule = AvailabilityRule::default()
///     .terms(ExclusionReason::PlannedMaintenance, ExclusionTerms::default().notice(Span::from_hours(72))?);
/// let day = at("2026-04-05T00:00:00Z")?..at("2026-04-06T00:00:00Z")?;
/// let report = rule.measure(&ServiceRecord::new(&[]).excluding(&sudden), day.clone(), day.end)?;
/// assert_eq!(
///     report.refused()[0].text(Language::English),
///     "exclusions[0], planned maintenance, from 2026-04-05T02:00:00Z to 2026-04-05T05:00:00Z counts: \
///      PT72H of notice is asked for, and there was none"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct RefusedExclusion {
    /// Which exclusion of the record, from 0.
    pub index: usize,
    /// What reason it gives.
    pub reason: ExclusionReason,
    /// The first instant.
    pub from: Timestamp,
    /// The end.
    pub until: Timestamp,
    /// Why it counts.
    pub why: Refusal,
}

/// Why a contract does not let time be excluded.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::availability::Refusal;
/// let late = Refusal::Notice { given: Some(Span::from_hours(1)), wanted: Span::from_hours(72) };
/// assert_eq!(serde_json::to_string(&late)?, r#"{"notice":{"given":"PT1H","wanted":"PT72H"}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// It was announced too late, or not at all.
    Notice {
        /// How long before; absent where it was not announced.
        #[serde(skip_serializing_if = "Option::is_none")]
        given: Option<Span>,
        /// How long before it has to be.
        wanted: Span,
    },
    /// More of the reason was taken out before than the contract allows.
    Limit {
        /// The most.
        limit: Span,
    },
}

impl AvailabilityReport {
    /// The first instant that was measured.
    #[must_use]
    pub const fn from(&self) -> Timestamp {
        self.from
    }

    /// The end of what was measured: of the range, or `as_of` where that comes first.
    #[must_use]
    pub const fn until(&self) -> Timestamp {
        self.until
    }

    /// The figures, ready to be merged with those of other ranges and places.
    #[must_use]
    pub const fn tally(&self) -> &AvailabilityTally {
        &self.tally
    }

    /// The stretches of downtime that count, by time.
    #[must_use]
    pub fn downtimes(&self) -> &[Downtime] {
        &self.downtimes
    }

    /// The outages in the range, by time, and what counted of each.
    #[must_use]
    pub fn outages(&self) -> &[CountedOutage] {
        &self.outages
    }

    /// What was claimed to be excluded and counts all the same, by reason, then by time.
    #[must_use]
    pub fn refused(&self) -> &[RefusedExclusion] {
        &self.refused
    }

    /// The availability; absent where no time counts.
    #[must_use]
    pub fn level(&self) -> Option<ServiceLevel> {
        self.tally.level()
    }

    /// Whether the target was met; see [`AvailabilityTally::verdict`].
    ///
    /// # Errors
    /// As there.
    pub fn verdict(&self, target: Share) -> Result<Option<AvailabilityVerdict>, SloError> {
        self.tally.verdict(target)
    }

    /// The same time by users (用户分钟): at each moment of counted downtime the users of all outages that go on, taken as
    /// different people, up to all there are; an outage without a number of users has all of them.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for an outage of more users than there are, [`SloError::TooLarge`] where user time leaves
    /// the range of counts.
    pub fn user_time(&self, users: u64) -> Result<UserTimeTally, SloError> {
        let lost = lost_user_seconds(self, users)?;
        UserTimeTally::new(users, self.tally.net().time)?.lose(lost)
    }

    /// The report in words, a line a figure.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (tally, english) = (&self.tally, language == Language::English);
        let (gross, net, closed) = (tally.gross(), tally.net(), tally.outside_hours());
        let mut lines = vec![if english {
            format!(
                "{} to {}\ngross: {} of downtime in {}",
                self.from, self.until, gross.downtime, gross.time
            )
        } else {
            format!("{} 至 {}\n总计：{} 中停机 {}", self.from, self.until, gross.time, gross.downtime)
        }];
        let mut taken = |what: &str, time: Span, down: Span| {
            lines.push(if english {
                format!("{what}: {time}, with {down} of downtime")
            } else {
                format!("{what}：{time}，其中停机 {down}")
            });
        };
        if closed.time != Span::ZERO {
            taken(
                if english { "outside operating hours" } else { "服务时间以外" },
                closed.time,
                closed.downtime,
            );
        }
        for (reason, figures) in tally.excluded() {
            let reason = reason.text(language);
            let what = if english { format!("excluded, {reason}") } else { format!("免责（{reason}）") };
            taken(&what, figures.time, figures.downtime);
        }
        for (what, span) in [
            (if english { "too short to count" } else { "过短不计" }, tally.too_short()),
            (if english { "rounding" } else { "取整" }, tally.rounding()),
        ] {
            if span != Span::ZERO {
                lines.push(if english { format!("{what}: {span}") } else { format!("{what}：{span}") });
            }
        }
        let level = self.level().map(|level| level.to_string());
        lines.push(if english {
            let level = level.map_or("no time counts".to_owned(), |level| format!("availability {level}"));
            format!("net: {} of downtime in {}, {level}", net.downtime, net.time)
        } else {
            let level = level.map_or("无计入时间".to_owned(), |level| format!("可用性 {level}"));
            format!("净计：{} 中停机 {}，{level}", net.time, net.downtime)
        });
        lines.extend(self.outages.iter().map(|outage| outage.text(language)));
        lines.extend(self.refused.iter().map(|refused| refused.text(language)));
        lines.join("\n")
    }
}

impl Downtime {
    pub(super) const fn new(stretch: Interval) -> Self {
        Self { from: Timestamp::clamped(stretch.open), until: Timestamp::clamped(stretch.close) }
    }

    pub(super) const fn stretch(self) -> Interval {
        Interval { open: self.from.seconds(), close: self.until.seconds() }
    }

    /// Its first instant.
    #[must_use]
    pub const fn from(self) -> Timestamp {
        self.from
    }

    /// Its end.
    #[must_use]
    pub const fn until(self) -> Timestamp {
        self.until
    }

    /// How long it is.
    #[must_use]
    pub const fn span(self) -> Span {
        self.until.since(self.from)
    }
}

impl CountedOutage {
    /// The outage in words: what counts, what does not and why.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let parts = self.uncounted.iter().map(|part| match language {
            Language::English => format!("{} ({})", part.span, part.why.text(language)),
            Language::Chinese => format!("{}（{}）", part.span, part.why.text(language)),
        });
        let parts: Vec<String> = parts.collect();
        let (id, counted) = (&self.id, self.counted);
        match (language, parts.is_empty()) {
            (Language::English, true) => format!("{id}: counts {counted}"),
            (Language::English, false) => format!("{id}: counts {counted}; not {}", parts.join(", ")),
            (Language::Chinese, true) => format!("{id}：计入 {counted}"),
            (Language::Chinese, false) => format!("{id}：计入 {counted}；不计 {}", parts.join("、")),
        }
    }
}

impl UncountedReason {
    /// The reason in words.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match (language, self) {
            (_, Self::Excluded(reason)) => reason.text(language),
            (Language::English, Self::OutsideRange) => "outside the range",
            (Language::English, Self::OtherOutage) => "counted with another outage",
            (Language::English, Self::OutsideHours) => "outside operating hours",
            (Language::English, Self::TooShort) => "too short",
            (Language::Chinese, Self::OutsideRange) => "统计区间以外",
            (Language::Chinese, Self::OtherOutage) => "已计入其他中断",
            (Language::Chinese, Self::OutsideHours) => "服务时间以外",
            (Language::Chinese, Self::TooShort) => "过短",
        }
    }
}

impl RefusedExclusion {
    pub(super) fn new(index: usize, reason: &ExclusionReason, at: Interval, why: Refusal) -> Self {
        let (from, until) = (Timestamp::clamped(at.open), Timestamp::clamped(at.close));
        Self { index, reason: reason.clone(), from, until, why }
    }

    /// Which exclusion, and why its time counts all the same.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let Self { index, from, until, .. } = self;
        let reason = self.reason.text(language);
        match language {
            Language::English => {
                let why = match &self.why {
                    Refusal::Notice { given: Some(given), wanted } => {
                        format!("{wanted} of notice is asked for, and there was {given}")
                    }
                    Refusal::Notice { given: None, wanted } => {
                        format!("{wanted} of notice is asked for, and there was none")
                    }
                    Refusal::Limit { limit } => format!("no more than {limit} may be taken out"),
                };
                format!("exclusions[{index}], {reason}, from {from} to {until} counts: {why}")
            }
            Language::Chinese => {
                let why = match &self.why {
                    Refusal::Notice { given: Some(given), wanted } => {
                        format!("须提前 {wanted} 通知，实际提前 {given}")
                    }
                    Refusal::Notice { given: None, wanted } => format!("须提前 {wanted} 通知，实际未通知"),
                    Refusal::Limit { limit } => format!("最多免责 {limit}"),
                };
                format!("exclusions[{index}]（{reason}）{from} 至 {until} 仍计入：{why}")
            }
        }
    }
}

use serde::Serialize;

use super::lost_users::lost_user_seconds;
use super::{
    AvailabilityTally, AvailabilityVerdict, CountedOutage, Downtime, RefusedExclusion, ServiceLevel,
    TimeFigures, UserTimeTally,
};
use crate::quantity::{Language, Number, Share, Span, Timestamp};
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
///     "2026-04-01T00:00:00Z to 2026-05-01T00:00:00Z, as of 2026-05-01T00:00:00Z
/// gross: PT1H30M of downtime in PT720H
/// excluded, planned maintenance: PT3H, with PT30M of downtime
/// net: PT1H of downtime in PT717H, availability 99.861 %
/// INC-7: counts PT1H; not PT30M (planned maintenance)"
/// );
/// let data = serde_json::to_value(&report)?;
/// assert_eq!(data["net"], serde_json::json!({"time": "PT717H", "downtime": "PT1H"}));
/// assert_eq!((data["level"].as_str(), data["as_of"].as_str()), (Some("0.9986053"), Some("2026-05-01T00:00:00Z")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailabilityReport {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) as_of: Timestamp,
    pub(super) tally: AvailabilityTally,
    pub(super) downtimes: Vec<Downtime>,
    pub(super) outages: Vec<CountedOutage>,
    pub(super) refused: Vec<RefusedExclusion>,
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

    /// The instant whose knowledge this is.
    #[must_use]
    pub const fn as_of(&self) -> Timestamp {
        self.as_of
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
    /// different people, up to all there are; an outage without a number of users has all of them. A moment that rounding
    /// adds counts the most users of its minute.
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
                "{} to {}, as of {}\ngross: {} of downtime in {}",
                self.from, self.until, self.as_of, gross.downtime, gross.time
            )
        } else {
            format!(
                "{} 至 {}，截至 {}\n毛值：{} 中停机 {}",
                self.from, self.until, self.as_of, gross.time, gross.downtime
            )
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
        for (reason, figures) in tally.excused() {
            let reason = reason.text(language);
            let what = if english {
                format!("no downtime, {reason}")
            } else {
                format!("不计停机（{reason}）")
            };
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
            format!("净值：{} 中停机 {}，{level}", net.time, net.downtime)
        });
        lines.extend(self.outages.iter().map(|outage| outage.text(language)));
        lines.extend(self.refused.iter().map(|refused| refused.text(language)));
        lines.join("\n")
    }
}

/// As data, with the net figures and the level that follow from the tally.
impl Serialize for AvailabilityReport {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'a> {
            from: &'a Timestamp,
            until: &'a Timestamp,
            as_of: &'a Timestamp,
            tally: &'a AvailabilityTally,
            net: TimeFigures,
            #[serde(skip_serializing_if = "Option::is_none")]
            level: Option<Number>,
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            downtimes: &'a [Downtime],
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            outages: &'a [CountedOutage],
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            refused: &'a [RefusedExclusion],
        }
        let Self { from, until, as_of, tally, downtimes, outages, refused } = self;
        let (net, level) = (tally.net(), self.level().map(|level| level.share(9)));
        Shown { from, until, as_of, tally, net, level, downtimes, outages, refused }.serialize(serializer)
    }
}

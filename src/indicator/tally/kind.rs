use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use super::{
    MeanTally, QuantileTally, RateTally, RatioTally, Readout, ShareTally, TallyError, TotalTally, mean,
    quantile, rate, ratio, share, total,
};
use crate::assessment::{AgreementTally, PanelTally};
use crate::indicator::Measurement;
use crate::survey::SurveyTally;

/// A tally of any kind, as workers exchange and hosts store it.
///
/// The stored form names the version of its format first; a version that this build does not know is refused.
///
/// ```
/// use service_quality::indicator::{ShareTally, Tally};
///
/// let mut monday = Tally::from(ShareTally::new(9, 10)?);
/// let tuesday: Tally = serde_json::from_str(r#"{"version":1,"share":{"k":12,"n":15}}"#)?;
/// monday.merge(&tuesday)?;
/// assert_eq!(serde_json::to_string(&monday)?, r#"{"version":1,"share":{"k":21,"n":25}}"#);
/// assert!(serde_json::from_str::<Tally>(r#"{"version":2,"share":{"k":1,"n":1}}"#).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawTally")]
pub enum Tally {
    /// k of n.
    Share(ShareTally),
    /// A mean of numbers.
    Mean(MeanTally),
    /// Events per exposure.
    Rate(RateTally),
    /// A histogram for quantiles.
    Quantile(QuantileTally),
    /// A sum.
    Total(TotalTally),
    /// One sum per another.
    Ratio(RatioTally),
    /// Answers to a survey.
    Survey(SurveyTally),
    /// Ratings by assessor.
    Panel(PanelTally),
    /// Ratings side by side.
    Agreement(AgreementTally),
}

/// The kind of a tally.
///
/// ```
/// use service_quality::indicator::{MeanTally, Tally, TallyKind};
/// assert_eq!(Tally::from(MeanTally::default()).kind(), TallyKind::Mean);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TallyKind {
    /// k of n.
    Share,
    /// A mean of numbers.
    Mean,
    /// Events per exposure.
    Rate,
    /// A histogram for quantiles.
    Quantile,
    /// A sum.
    Total,
    /// One sum per another.
    Ratio,
    /// Answers to a survey.
    Survey,
    /// Ratings by assessor.
    Panel,
    /// Ratings side by side.
    Agreement,
}

impl Tally {
    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> TallyKind {
        match self {
            Self::Share(_) => TallyKind::Share,
            Self::Mean(_) => TallyKind::Mean,
            Self::Rate(_) => TallyKind::Rate,
            Self::Quantile(_) => TallyKind::Quantile,
            Self::Total(_) => TallyKind::Total,
            Self::Ratio(_) => TallyKind::Ratio,
            Self::Survey(_) => TallyKind::Survey,
            Self::Panel(_) => TallyKind::Panel,
            Self::Agreement(_) => TallyKind::Agreement,
        }
    }

    /// The observations: the tickets or other records that were counted; of a share, its trials.
    #[must_use]
    pub fn n(&self) -> u64 {
        match self {
            Self::Share(tally) => tally.n(),
            Self::Mean(tally) => tally.n(),
            Self::Rate(tally) => tally.n(),
            Self::Quantile(tally) => tally.n(),
            Self::Total(tally) => tally.n(),
            Self::Ratio(tally) => tally.n(),
            Self::Survey(tally) => tally.responses().n(),
            Self::Panel(tally) => {
                tally.assessors().map(|assessor| tally.n(assessor)).fold(0, u64::saturating_add)
            }
            Self::Agreement(tally) => tally.units(),
        }
    }

    /// Adds the observations of another tally of the same kind.
    ///
    /// # Errors
    /// [`TallyError::DifferentKinds`], and those of the kind's own `merge`; this tally then stays as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        match (self, other) {
            (Self::Share(ours), Self::Share(theirs)) => ours.merge(theirs),
            (Self::Mean(ours), Self::Mean(theirs)) => ours.merge(theirs),
            (Self::Rate(ours), Self::Rate(theirs)) => ours.merge(theirs),
            (Self::Quantile(ours), Self::Quantile(theirs)) => ours.merge(theirs),
            (Self::Total(ours), Self::Total(theirs)) => ours.merge(theirs),
            (Self::Ratio(ours), Self::Ratio(theirs)) => ours.merge(theirs),
            (Self::Survey(ours), Self::Survey(theirs)) => Ok(ours.merge(theirs)?),
            (Self::Panel(ours), Self::Panel(theirs)) => Ok(ours.merge(theirs)?),
            (Self::Agreement(ours), Self::Agreement(theirs)) => Ok(ours.merge(theirs)?),
            (ours, theirs) => {
                Err(TallyError::DifferentKinds { left: ours.kind().name(), right: theirs.kind().name() })
            }
        }
    }

    /// Whether another tally is of the same kind and precision.
    pub(super) fn fits(&self, other: &Self) -> Result<(), TallyError> {
        match (self, other) {
            (Self::Quantile(ours), Self::Quantile(theirs)) => ours.fits(theirs),
            (Self::Survey(ours), Self::Survey(theirs)) => Ok(ours.fits(theirs)?),
            _ if self.kind() == other.kind() => Ok(()),
            _ => Err(TallyError::DifferentKinds { left: self.kind().name(), right: other.kind().name() }),
        }
    }

    /// What the tally says: a value, or why there is none.
    ///
    /// # Errors
    /// [`TallyError::ValueOutOfRange`] when the value, in the readout's unit, exceeds 10^15.
    pub fn measure(&self, readout: &Readout) -> Result<Measurement, TallyError> {
        match self {
            Self::Share(tally) => tally.measure(readout),
            Self::Mean(tally) => tally.measure(readout),
            Self::Rate(tally) => tally.measure(readout),
            Self::Quantile(tally) => tally.measure(readout),
            Self::Total(tally) => tally.measure(readout),
            Self::Ratio(tally) => tally.measure(readout),
            Self::Survey(tally) => readout.survey(tally),
            Self::Panel(tally) => readout.panel(tally),
            Self::Agreement(tally) => readout.agreement(tally),
        }
    }
}

impl TallyKind {
    /// The kind's name in messages.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Share => share::NAME,
            Self::Mean => mean::NAME,
            Self::Rate => rate::NAME,
            Self::Quantile => quantile::NAME,
            Self::Total => total::NAME,
            Self::Ratio => ratio::NAME,
            Self::Survey => "survey tally",
            Self::Panel => "panel tally",
            Self::Agreement => "agreement tally",
        }
    }
}

impl fmt::Display for TallyKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

macro_rules! from_kinds {
    ($($variant:ident($tally:ty),)*) => {$(
        impl From<$tally> for Tally {
            fn from(tally: $tally) -> Self {
                Self::$variant(tally)
            }
        }
    )*};
}

from_kinds! {
    Share(ShareTally),
    Mean(MeanTally),
    Rate(RateTally),
    Quantile(QuantileTally),
    Total(TotalTally),
    Ratio(RatioTally),
    Survey(SurveyTally),
    Panel(PanelTally),
    Agreement(AgreementTally),
}

/// The format version that this build reads and writes.
///
/// Checked as soon as it is read: it is written first, so a later format is refused by its version and not by
/// some field that it added.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
struct Version;

impl Version {
    const KNOWN: u32 = 1;
}

impl TryFrom<u32> for Version {
    type Error = TallyError;

    fn try_from(given: u32) -> Result<Self, TallyError> {
        if given == Self::KNOWN {
            Ok(Self)
        } else {
            Err(TallyError::UnknownVersion { given, known: Self::KNOWN })
        }
    }
}

impl From<Version> for u32 {
    fn from(_: Version) -> Self {
        Version::KNOWN
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTally {
    #[expect(dead_code, reason = "reading it checks it")]
    version: Version,
    share: Option<ShareTally>,
    mean: Option<MeanTally>,
    rate: Option<RateTally>,
    quantile: Option<QuantileTally>,
    total: Option<TotalTally>,
    ratio: Option<RatioTally>,
    survey: Option<SurveyTally>,
    panel: Option<PanelTally>,
    agreement: Option<AgreementTally>,
}

impl TryFrom<RawTally> for Tally {
    type Error = TallyError;

    fn try_from(raw: RawTally) -> Result<Self, TallyError> {
        let mut given = [
            raw.share.map(Self::Share),
            raw.mean.map(Self::Mean),
            raw.rate.map(Self::Rate),
            raw.quantile.map(Self::Quantile),
            raw.total.map(Self::Total),
            raw.ratio.map(Self::Ratio),
            raw.survey.map(Self::Survey),
            raw.panel.map(Self::Panel),
            raw.agreement.map(Self::Agreement),
        ]
        .into_iter()
        .flatten();
        match (given.next(), given.count()) {
            (Some(tally), 0) => Ok(tally),
            (first, others) => Err(TallyError::Unfit {
                tally: "tally",
                part: "kinds",
                given: (others.saturating_add(usize::from(first.is_some()))).to_string(),
                allowed: "exactly one of `share`, `mean`, `rate`, `quantile`, `total`, `ratio`, `survey`, `panel`, `agreement`".into(),
            }),
        }
    }
}

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut stored = serializer.serialize_struct("Tally", 2)?;
        stored.serialize_field("version", &Version)?;
        match self {
            Self::Share(tally) => stored.serialize_field("share", tally)?,
            Self::Mean(tally) => stored.serialize_field("mean", tally)?,
            Self::Rate(tally) => stored.serialize_field("rate", tally)?,
            Self::Quantile(tally) => stored.serialize_field("quantile", tally)?,
            Self::Total(tally) => stored.serialize_field("total", tally)?,
            Self::Ratio(tally) => stored.serialize_field("ratio", tally)?,
            Self::Survey(tally) => stored.serialize_field("survey", tally)?,
            Self::Panel(tally) => stored.serialize_field("panel", tally)?,
            Self::Agreement(tally) => stored.serialize_field("agreement", tally)?,
        }
        stored.end()
    }
}

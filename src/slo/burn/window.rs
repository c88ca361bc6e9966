use serde::{Deserialize, Serialize};

use super::BurnRate;
use super::rate::quotient;
use crate::quantity::{Language, Number, Share, Span};
use crate::slo::ExactRatio;
use crate::slo::SloError;

/// A pair of windows over which a rate is watched, and the limit: a long window says that it matters, a short one that it
/// is still so.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::burn::{BurnRate, BurnWindow};
///
/// let page: BurnWindow =
///     serde_json::from_str(r#"{"limit": {"spends": "0.02"}, "long": "PT1H", "short": "PT5M", "severity": "page"}"#)?;
/// assert_eq!(page.factor(Span::from_hours(720)), Some(BurnRate::new("14.4".parse()?)?));
/// assert_eq!(page.factor(Span::from_hours(168)).and_then(|factor| factor.rounded(2)), Some("3.36".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BurnWindow {
    /// The limit.
    pub limit: BurnLimit,
    /// The long window.
    pub long: Span,
    /// The short one, where there is one; a twelfth of the long one is usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Span>,
    /// What it calls for.
    pub severity: BurnSeverity,
}

/// What a rate may not exceed.
///
/// ```
/// use service_quality::slo::burn::BurnLimit;
/// let limit: BurnLimit = serde_json::from_str(r#"{"factor": "14.4"}"#)?;
/// assert_eq!(limit, BurnLimit::Factor("14.4".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurnLimit {
    /// The rate that uses up this share of the budget in the long window: right for every period.
    Spends(Share),
    /// A rate, right for the period that it was made for.
    Factor(Number),
}

/// What an alert calls for.
///
/// ```
/// use service_quality::slo::burn::BurnSeverity;
/// assert_eq!(serde_json::to_string(&BurnSeverity::Page)?, r#""page""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurnSeverity {
    /// Work in office hours (工单).
    Ticket,
    /// Somebody at once (呼叫值班).
    Page,
}

impl BurnSeverity {
    /// The word.
    ///
    /// ```
    /// use service_quality::quantity::Language;
    /// use service_quality::slo::burn::BurnSeverity;
    /// assert_eq!(BurnSeverity::Page.text(Language::Chinese), "呼叫值班");
    /// assert_eq!(BurnSeverity::Ticket.text(Language::English), "ticket");
    /// ```
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Ticket, Language::English) => "ticket",
            (Self::Ticket, Language::Chinese) => "工单",
            (Self::Page, Language::English) => "page",
            (Self::Page, Language::Chinese) => "呼叫值班",
        }
    }
}

impl BurnWindow {
    /// The limit as a rate, for budgets of such a period; absent where the window has no length.
    #[must_use]
    pub fn factor(&self, period: Span) -> Option<BurnRate> {
        match self.limit {
            BurnLimit::Spends(share) => BurnRate::that_spends(share, self.long, period),
            BurnLimit::Factor(factor) => BurnRate::new(factor).ok(),
        }
    }

    /// What part of the long window the short one is: 1/12.
    #[must_use]
    pub fn short_part(&self) -> Option<ExactRatio> {
        quotient(self.short?, self.long)
    }

    /// How long an alert waits before it fires, half the short window, as Pyrra has it.
    #[must_use]
    pub fn hold(&self) -> Option<Span> {
        self.short.map(|short| Span::from_seconds(short.seconds() / 2))
    }

    /// Its windows, the long one first, as [`warning::Burn`](crate::monitor::warning::Burn) takes them.
    #[must_use]
    pub fn windows(&self) -> Vec<Span> {
        std::iter::once(self.long).chain(self.short).collect()
    }

    pub(super) fn check(&self, place: &str, period: Span) -> Result<(), SloError> {
        if self.long <= Span::ZERO || self.long > period {
            let allowed = format!("more than PT0S and at most the period, {period}");
            return Err(SloError::not_allowed(format!("{place}.long"), &self.long, allowed));
        }
        if let Some(short) = self.short.filter(|short| *short <= Span::ZERO || *short >= self.long) {
            let allowed = format!("more than PT0S and less than the long window, {}", self.long);
            return Err(SloError::not_allowed(format!("{place}.short"), &short, allowed));
        }
        match self.limit {
            BurnLimit::Spends(share) if share == Share::ZERO => {
                Err(SloError::not_allowed(format!("{place}.limit.spends"), &0, "more than 0 and at most 1"))
            }
            BurnLimit::Factor(factor) if factor <= Number::ZERO => {
                Err(SloError::not_allowed(format!("{place}.limit.factor"), &factor, "more than 0"))
            }
            _ => Ok(()),
        }
    }
}

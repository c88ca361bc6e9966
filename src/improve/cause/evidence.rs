use std::fmt;

use serde::{Deserialize, Serialize};

use crate::analysis::wording::figure;
use crate::improve::problem::{DriverShare, ParetoShare};
use crate::quantity::{Label, Language, Number, Share, Statement, billionths, nearest};

/// What speaks for or against a cause (证据).
///
/// ```
/// use service_quality::improve::cause::CauseEvidence;
/// use service_quality::quantity::Language;
///
/// let tried: CauseEvidence = serde_json::from_str(
///     r#"{"test": {"of": "noon against morning", "effect": "-0.07", "p": "0.0012", "alpha": "0.05"}}"#,
/// )?;
/// assert_eq!(tried.to_string(), "noon against morning: effect -0.07, p 0.0012");
/// assert_eq!(tried.text(Language::Chinese), "noon against morning：效应 -0.07，p 0.0012");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum CauseEvidence {
    /// It drives the outcome, 关键驱动因素.
    KeyDriver(DriverShare),
    /// It is one of few kinds that make up most, 帕累托.
    Pareto(ParetoShare),
    /// A test of two groups, or of before and after, 检验.
    Test {
        /// What was tested against what.
        of: Label,
        /// How large the effect is, in the unit of what was measured.
        effect: Number,
        /// How probable that is where nothing differs, to nine places.
        p: Share,
        /// At which significance it was tested: what verifies a cause has no larger p.
        alpha: Share,
    },
    /// What records show, 数据.
    Data {
        /// Where they are.
        reference: Label,
        /// What they show.
        found: Statement,
    },
    /// What somebody saw, 现场观察.
    Observation(Statement),
}

impl CauseEvidence {
    /// What a test of [`analysis`](crate::analysis) found at a significance, effect and two-sided p to nine places; absent
    /// where one is no number of its kind.
    ///
    /// ```
    /// use service_quality::analysis::mean::{self, Variances};
    /// use service_quality::improve::cause::CauseEvidence;
    ///
    /// let (calm, busy) = ([21.0, 22.5, 20.5, 23.0], [27.0, 26.0, 28.5, 25.5]);
    /// let found = mean::test(&calm, &busy, "0.95".parse()?, Variances::Unequal)?;
    /// let (of, p) = ("busy against calm weeks".parse()?, found.p_value.two_sided());
    /// let evidence = CauseEvidence::tested(of, found.difference, p, "0.05".parse()?);
    /// assert_eq!(
    ///     evidence.map(|evidence| evidence.to_string()).as_deref(),
    ///     Some("busy against calm weeks: effect 5, p 0.00141")
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tested(of: Label, effect: f64, p: f64, alpha: Share) -> Option<Self> {
        let p = Share::new(nearest(p)?.value()).ok()?;
        Some(Self::Test { of, effect: nearest(effect)?, p, alpha })
    }

    /// Whether it is no test, or a significant one.
    #[must_use]
    pub fn is_significant(&self) -> bool {
        match self {
            Self::Test { p, alpha, .. } => p <= alpha && *alpha < Share::ONE,
            _ => true,
        }
    }

    /// The evidence in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::KeyDriver(share), _) => share.text(language),
            (Self::Pareto(share), _) => share.text(language),
            (Self::Test { of, effect, p, .. }, _) => {
                let [effect, p] = [effect.to_scaled(), p.to_scaled()].map(billionths);
                let effect = figure(effect);
                let p = if p < 0.001 { "p < 0.001".to_owned() } else { format!("p {}", figure(p)) };
                match language {
                    Language::English => format!("{of}: effect {effect}, {p}"),
                    Language::Chinese => format!("{of}：效应 {effect}，{p}"),
                }
            }
            (Self::Data { reference, found }, Language::English) => format!("{reference}: {found}"),
            (Self::Data { reference, found }, Language::Chinese) => format!("{reference}：{found}"),
            (Self::Observation(seen), _) => seen.to_string(),
        }
    }
}

impl fmt::Display for CauseEvidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}

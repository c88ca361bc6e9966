use std::fmt::{self, Debug, Display};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::quantity::Language;

pub(crate) mod sealed {
    /// Only this crate has guards.
    pub trait Sealed {}
}

/// A rule that a command must not violate. Written as its code, such as `baseline_missing`.
///
/// ```
/// use service_quality::improve::cycle::CycleGuard;
/// use service_quality::improve::history::Guard;
/// use service_quality::quantity::Language;
///
/// assert_eq!(CycleGuard::BaselineMissing.code(), "baseline_missing");
/// assert_eq!(CycleGuard::BaselineMissing.text(Language::Chinese), "没有基线");
/// assert!(CycleGuard::BaselineMissing.can_be_switched_off());
/// assert!(!CycleGuard::ClosedIsFinal.can_be_switched_off());
/// ```
pub trait Guard:
    sealed::Sealed + Copy + Ord + Debug + Display + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// Every one there is.
    const ALL: &'static [Self];

    /// How it is written.
    fn code(self) -> &'static str;

    /// What its violation means.
    fn text(self, language: Language) -> &'static str;

    /// Whether a policy may switch it off; what makes the order of the life cycle itself stays on.
    fn can_be_switched_off(self) -> bool;
}

/// A guard that a command violates, and by what.
///
/// ```
/// use service_quality::improve::cycle::CycleGuard;
/// use service_quality::improve::history::Violation;
///
/// let violation = Violation::of(CycleGuard::MeasuresUnfinished, ["train", "hire"]);
/// assert_eq!(violation.to_string(), "measures_unfinished: an action is neither done nor cancelled (`train`, `hire`)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "G: Guard"))]
pub struct Violation<G> {
    /// The rule.
    pub guard: G,
    /// The ids of what violates it; empty where it is the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
}

impl<G: Guard> Violation<G> {
    /// By the whole.
    #[must_use]
    pub const fn new(guard: G) -> Self {
        Self { guard, of: Vec::new() }
    }

    /// By some of its parts.
    #[must_use]
    pub fn of<S: ToString>(guard: G, parts: impl IntoIterator<Item = S>) -> Self {
        Self { guard, of: parts.into_iter().map(|part| part.to_string()).collect() }
    }

    /// What it means, and of what.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let meaning = self.guard.text(language);
        if self.of.is_empty() {
            return meaning.to_owned();
        }
        let parts: Vec<String> = self.of.iter().map(|part| format!("`{part}`")).collect();
        match language {
            Language::English => format!("{meaning} ({})", parts.join(", ")),
            Language::Chinese => format!("{meaning}（{}）", parts.join("、")),
        }
    }
}

impl<G: Guard> Display for Violation<G> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.guard.code(), self.text(Language::English))
    }
}

/// An enum of guards: code, English, Chinese; those of `fixed` cannot be switched off.
macro_rules! guards {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$soft_doc:meta])* $soft:ident => $soft_code:literal, $soft_en:literal, $soft_zh:literal;)*
    } fixed {
        $($(#[$hard_doc:meta])* $hard:ident => $hard_code:literal, $hard_en:literal, $hard_zh:literal;)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$soft_doc])* #[serde(rename = $soft_code)] $soft,)*
            $($(#[$hard_doc])* #[serde(rename = $hard_code)] $hard,)*
        }

        impl $crate::improve::history::sealed::Sealed for $name {}

        impl $crate::improve::history::Guard for $name {
            const ALL: &'static [Self] = &[$(Self::$soft,)* $(Self::$hard,)*];

            fn code(self) -> &'static str {
                match self {
                    $(Self::$soft => $soft_code,)*
                    $(Self::$hard => $hard_code,)*
                }
            }

            fn text(self, language: $crate::quantity::Language) -> &'static str {
                let (en, zh) = match self {
                    $(Self::$soft => ($soft_en, $soft_zh),)*
                    $(Self::$hard => ($hard_en, $hard_zh),)*
                };
                match language {
                    $crate::quantity::Language::English => en,
                    $crate::quantity::Language::Chinese => zh,
                }
            }

            fn can_be_switched_off(self) -> bool {
                match self {
                    $(Self::$soft => true,)*
                    $(Self::$hard => false,)*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad($crate::improve::history::Guard::code(*self))
            }
        }
    };
}
pub(crate) use guards;

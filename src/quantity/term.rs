//! Words of the field that a host may add to: dimensions, units, assessors.

use super::Label;

/// A word that the host added; never one of the built-in words, which read as themselves.
///
/// ```
/// use service_quality::indicator::Dimension;
///
/// let own: Dimension = "sustainability".parse()?;
/// assert!(matches!(&own, Dimension::Other(term) if term.as_str() == "sustainability"));
/// assert_eq!("accuracy".parse::<Dimension>()?, Dimension::Accuracy);
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnTerm(Label);

impl OwnTerm {
    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// A word already found not to be built in.
    pub(crate) const fn new(word: Label) -> Self {
        Self(word)
    }
}

/// An enum of built-in words and the host's own, written as a plain string.
macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident => $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A word of the host's own.
            Other(crate::quantity::OwnTerm),
        }

        impl $name {
            /// The built-in ones.
            pub const BUILT_IN: &'static [Self] = &[$(Self::$variant,)*];

            /// The word as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(term) => term.as_str(),
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::quantity::QuantityError;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Ok(match word {
                    $($word => Self::$variant,)*
                    own => Self::Other(crate::quantity::OwnTerm::new(own.parse()?)),
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use terms;

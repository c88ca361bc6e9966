//! What causes it, and how do we know? Hypotheses (假设) in chains of whys (五个为什么) and by category (鱼骨图).
//!
//! A [`Hypothesis`] says what might be a cause, and what it would explain: a problem, or another cause, of which it is
//! the why. In [`Causes`] it is proposed, verified or rejected, the latter two never without evidence.
//!
//! ```
//! use service_quality::improve::cause::{CauseCategory, CauseEvidence, Causes, Hypothesis};
//!
//! let mut causes = Causes::default();
//! causes.add(Hypothesis::new("late".parse()?, CauseCategory::Process, "calls are returned late".parse()?))?;
//! causes.add(
//!     Hypothesis::new("shift".parse()?, CauseCategory::People, "nobody is on duty at noon".parse()?)
//!         .explaining("late".parse()?),
//! )?;
//! let seen = || CauseEvidence::Observation("three days of rosters".parse().unwrap());
//! let at = "2026-03-02T09:00:00Z".parse()?;
//! causes.verify(&"late".parse()?, vec![seen()], "li.wei".parse()?, at)?;
//! causes.verify(&"shift".parse()?, vec![seen()], "li.wei".parse()?, at)?;
//! assert_eq!(causes.roots().map(|cause| cause.id().as_str()).collect::<Vec<_>>(), ["shift"]);
//! assert!(causes.verify(&"shift".parse()?, vec![], "li.wei".parse()?, at).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod category;
mod causes;
mod evidence;
mod finding;
mod hypothesis;
mod standing;

pub use category::CauseCategory;
pub use causes::{Cause, Causes};
pub use evidence::CauseEvidence;
pub use finding::CauseFinding;
pub use hypothesis::Hypothesis;
pub use standing::{Examination, Standing};

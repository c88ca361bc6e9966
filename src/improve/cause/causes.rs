use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{CauseCategory, CauseEvidence, CauseFinding, Examination, Hypothesis, Standing};
use crate::improve::ImproveError;
use crate::quantity::{AgentId, CauseId, ProblemId, Timestamp, excerpt};

/// The most whys in a chain; as many as levels of a scoring model.
const DEEPEST: usize = 50;

/// All hypotheses of an improvement: chains of whys that branch, by id.
///
/// Each change is whole or none. What is read is checked as what is added is.
///
/// ```
/// use service_quality::improve::cause::Causes;
///
/// let error = serde_json::from_str::<Causes>(r#"[
///     {"hypothesis": {"id": "a", "category": "people", "statement": "x", "explains": "b"}, "standing": "proposed"},
///     {"hypothesis": {"id": "b", "category": "people", "statement": "y", "explains": "a"}, "standing": "proposed"}
/// ]"#).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "causes[`a`].explains is `b`: allowed is a cause that does not rest on this one: whys that go in a circle explain nothing"
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Cause>", into = "Vec<Cause>")]
pub struct Causes {
    causes: BTreeMap<CauseId, Cause>,
}

/// A hypothesis and how it stands.
///
/// ```
/// use service_quality::improve::cause::{CauseCategory, Causes, Hypothesis};
///
/// let mut causes = Causes::default();
/// causes.add(Hypothesis::new("late".parse()?, CauseCategory::Process, "calls are returned late".parse()?))?;
/// let late = causes.get(&"late".parse()?).ok_or("not there")?;
/// assert!(!late.standing().is_verified());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    hypothesis: Hypothesis,
    standing: Standing,
    /// How it stood before, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<Standing>,
}

impl Cause {
    /// What names it.
    #[must_use]
    pub const fn id(&self) -> &CauseId {
        &self.hypothesis.id
    }

    /// What it says.
    #[must_use]
    pub const fn hypothesis(&self) -> &Hypothesis {
        &self.hypothesis
    }

    /// How it stands.
    #[must_use]
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }

    /// How it stood after earlier examinations, in order.
    #[must_use]
    pub fn earlier(&self) -> &[Standing] {
        &self.earlier
    }
}

impl Causes {
    /// Adds a hypothesis, as proposed.
    ///
    /// # Errors
    /// [`ImproveError::Repeated`] for an id that is taken, [`ImproveError::Unknown`] where it would explain a cause that is
    /// not there, [`ImproveError::NotAllowed`] where it names another problem than the cause does that it would explain, and
    /// for the 51st why of a chain.
    pub fn add(&mut self, hypothesis: Hypothesis) -> Result<(), ImproveError> {
        if self.causes.contains_key(&hypothesis.id) {
            return Err(repeated(&hypothesis.id));
        }
        self.check(&hypothesis)?;
        let cause = Cause { hypothesis, standing: Standing::Proposed, earlier: Vec::new() };
        self.causes.insert(cause.id().clone(), cause);
        Ok(())
    }

    /// Finds a hypothesis to be true.
    ///
    /// # Errors
    /// [`ImproveError::Unknown`], and [`ImproveError::NotAllowed`] without evidence, by a test that is not significant, and
    /// before an earlier examination.
    pub fn verify(
        &mut self,
        id: &CauseId,
        evidence: Vec<CauseEvidence>,
        by: AgentId,
        at: Timestamp,
    ) -> Result<(), ImproveError> {
        self.examine(id, Examination::new(by, at, evidence)?, Standing::Verified)
    }

    /// Finds a hypothesis to be false.
    ///
    /// # Errors
    /// As of [`Causes::verify`].
    pub fn reject(
        &mut self,
        id: &CauseId,
        evidence: Vec<CauseEvidence>,
        by: AgentId,
        at: Timestamp,
    ) -> Result<(), ImproveError> {
        self.examine(id, Examination::new(by, at, evidence)?, Standing::Rejected)
    }

    /// A later examination takes the place of an earlier one, which stays to be read.
    fn examine(
        &mut self,
        id: &CauseId,
        examination: Examination,
        standing: fn(Examination) -> Standing,
    ) -> Result<(), ImproveError> {
        let Some(cause) = self.causes.get_mut(id) else { return Err(self.unknown("causes", id)) };
        let earlier = cause.standing.examination().map(Examination::at);
        if let Some(earlier) = earlier.filter(|earlier| examination.at() < *earlier) {
            let place = format!("causes[`{}`].at", excerpt(id.as_str()));
            let allowed = format!("{earlier} or later, when it was examined before");
            return Err(ImproveError::not_allowed(place, &examination.at(), allowed));
        }
        let before = std::mem::replace(&mut cause.standing, standing(examination).checked()?);
        cause.earlier.extend(Some(before).filter(|before| before.examination().is_some()));
        Ok(())
    }

    /// A cause by its id.
    #[must_use]
    pub fn get(&self, id: &CauseId) -> Option<&Cause> {
        self.causes.get(id)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.causes.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.causes.len()
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Cause> {
        self.causes.values()
    }

    /// Those found to be true, by id.
    pub fn verified(&self) -> impl Iterator<Item = &Cause> {
        self.iter().filter(|cause| cause.standing.is_verified())
    }

    /// The whys from the problem down to a cause, itself the last; empty for an id that is not there.
    #[must_use]
    pub fn chain(&self, id: &CauseId) -> Vec<&Cause> {
        let mut chain: Vec<&Cause> = self.upwards(id).collect();
        chain.reverse();
        chain
    }

    /// How many whys lead from the problem to a cause: 1 for the first; absent for an id that is not there.
    #[must_use]
    pub fn depth(&self, id: &CauseId) -> Option<usize> {
        Some(self.upwards(id).count()).filter(|depth| *depth > 0)
    }

    /// The problem at the head of a cause's chain, where that names one.
    #[must_use]
    pub fn problem_of(&self, id: &CauseId) -> Option<&ProblemId> {
        self.upwards(id).last().and_then(|first| first.hypothesis.problem.as_ref())
    }

    /// The root causes (根本原因), by id: verified, as is all that they explain, with nothing verified below.
    pub fn roots(&self) -> impl Iterator<Item = &Cause> {
        let explained: BTreeSet<&CauseId> =
            self.verified().filter_map(|cause| cause.hypothesis.explains.as_ref()).collect();
        let ends = self.verified().filter(move |cause| !explained.contains(cause.id()));
        ends.filter(|cause| self.upwards(cause.id()).all(|above| above.standing.is_verified()))
    }

    /// The fishbone diagram (鱼骨图): the causes of each category, built-in categories first, by id.
    #[must_use]
    pub fn fishbone(&self) -> BTreeMap<&CauseCategory, Vec<&Cause>> {
        let mut bones: BTreeMap<_, Vec<&Cause>> = BTreeMap::new();
        for cause in self.iter() {
            bones.entry(&cause.hypothesis.category).or_default().push(cause);
        }
        bones
    }

    /// Where chains are broken: each verified cause that hangs on one that is not, by id.
    #[must_use]
    pub fn findings(&self) -> Vec<CauseFinding> {
        self.verified().filter_map(|cause| self.finding(cause.id())).collect()
    }

    fn finding(&self, id: &CauseId) -> Option<CauseFinding> {
        let above = || self.upwards(id).skip(1);
        let rejected = above().find(|cause| cause.standing.is_rejected());
        if let Some(rejected) = rejected {
            return Some(CauseFinding::UnderRejected { cause: id.clone(), above: rejected.id().clone() });
        }
        let open = above().find(|cause| !cause.standing.is_verified())?;
        Some(CauseFinding::UnderUnverified { cause: id.clone(), above: open.id().clone() })
    }

    /// A cause, then what it explains, up to the first why.
    fn upwards(&self, id: &CauseId) -> impl Iterator<Item = &Cause> {
        let above = |cause: &&Cause| self.causes.get(cause.hypothesis.explains.as_ref()?);
        std::iter::successors(self.causes.get(id), above)
    }

    /// Whether what a hypothesis would explain is there, and of the same problem.
    fn check(&self, hypothesis: &Hypothesis) -> Result<(), ImproveError> {
        let Some(above) = &hypothesis.explains else { return Ok(()) };
        let place = |field: &str| format!("causes[`{}`].{field}", excerpt(hypothesis.id.as_str()));
        if !self.causes.contains_key(above) {
            return Err(self.unknown(&place("explains"), above));
        }
        if self.depth(above) >= Some(DEEPEST) {
            let allowed = format!("a cause with fewer than {DEEPEST} whys above it and with it");
            return Err(ImproveError::not_allowed(place("explains"), above, allowed));
        }
        let (own, theirs) = (hypothesis.problem.as_ref(), self.problem_of(above));
        match own.filter(|own| Some(*own) != theirs) {
            Some(own) => {
                let theirs = theirs.map_or("none".to_owned(), |theirs| format!("`{theirs}` or none"));
                let allowed = format!("the problem of the cause that it explains: {theirs}");
                Err(ImproveError::not_allowed(place("problem"), own, allowed))
            }
            None => Ok(()),
        }
    }

    fn unknown(&self, place: &str, id: &CauseId) -> ImproveError {
        /// As many as a message tells.
        const TOLD: usize = 10;
        let mut known: Vec<String> = self.causes.keys().take(TOLD).map(|id| format!("`{id}`")).collect();
        match self.causes.len().checked_sub(TOLD) {
            _ if known.is_empty() => known.push("none".to_owned()),
            Some(more) if more > 0 => known.push(format!("{more} more")),
            _ => {}
        }
        ImproveError::Unknown { place: place.to_owned(), id: excerpt(id.as_str()), known: known.join(", ") }
    }
}

fn repeated(id: &CauseId) -> ImproveError {
    ImproveError::Repeated { place: "causes".to_owned(), id: excerpt(id.as_str()) }
}

impl TryFrom<Vec<Cause>> for Causes {
    type Error = ImproveError;

    fn try_from(given: Vec<Cause>) -> Result<Self, ImproveError> {
        let mut waiting: BTreeMap<CauseId, Cause> = BTreeMap::new();
        for cause in given {
            if waiting.contains_key(cause.id()) {
                return Err(repeated(cause.id()));
            }
            waiting.insert(cause.id().clone(), cause);
        }
        // Level by level from the first whys down, so that whatever is left over goes in a circle.
        let mut below: BTreeMap<Option<CauseId>, Vec<CauseId>> = BTreeMap::new();
        for cause in waiting.values() {
            let above = cause.hypothesis.explains.clone();
            let missing = above.as_ref().filter(|above| !waiting.contains_key(*above));
            if let Some(missing) = missing {
                let place = format!("causes[`{}`].explains", excerpt(cause.id().as_str()));
                return Err(Self { causes: waiting.clone() }.unknown(&place, missing));
            }
            below.entry(above).or_default().push(cause.id().clone());
        }
        let mut causes = Self::default();
        let mut next = below.remove(&None).unwrap_or_default();
        while let Some(id) = next.pop() {
            let Some(cause) = waiting.remove(&id) else { continue };
            causes.check(&cause.hypothesis)?;
            causes.causes.insert(id.clone(), cause);
            next.extend(below.remove(&Some(id)).unwrap_or_default());
        }
        match waiting.into_values().next() {
            Some(Cause { hypothesis: Hypothesis { id, explains: Some(above), .. }, .. }) => {
                let place = format!("causes[`{}`].explains", excerpt(id.as_str()));
                let allowed =
                    "a cause that does not rest on this one: whys that go in a circle explain nothing";
                Err(ImproveError::not_allowed(place, &above, allowed))
            }
            _ => Ok(causes),
        }
    }
}

impl From<Causes> for Vec<Cause> {
    fn from(causes: Causes) -> Self {
        causes.causes.into_values().collect()
    }
}

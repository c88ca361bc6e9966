//! Finds the complaints that come back.

use std::collections::{BTreeMap, BTreeSet};

use super::newest::newest;
use super::recurrence::Common;
use super::{
    Complaint, ComplaintCategory, ComplaintEnd, ComplaintRecurrence, RecurrenceGround, RecurrenceRule,
    SameKind,
};
use crate::quantity::{CauseId, ComplaintId, Label, Timestamp};

/// What comes back: each as many of a kind as the rule says, and what returned after a closing or is named as
/// repeated.
///
/// A customer who came back belongs to every complaint of that category whose closing is that near; a complaint that names
/// the one it repeats belongs to it, whatever category and customer either has. Received up to the instant counts, withdrawn or not upheld too: that somebody complained is a fact. Stretches of time
/// that are each full enough and share a complaint are one. Ordered by ground, then by what they have in common, then by
/// time. Of a complaint given twice the newest state counts.
///
/// ```
/// # use service_quality::improve::complaint::{Channel, Complaint, ComplaintCategory, ComplaintCommand, Receipt, RecurrenceRule, SameKind, recurrences};
/// # use service_quality::improve::history::{Command, GuardPolicy};
/// # fn received(id: &str, customer: &str, at: &str) -> Result<Complaint, Box<dyn std::error::Error>> {
/// #     let mut complaint = Complaint::new(id.parse()?);
/// #     let receipt = Receipt::new(customer.parse()?, Channel::Phone, ComplaintCategory::Delay, "Waited.".parse()?, at.parse()?);
/// #     let receive = Command::new("li.wei".parse()?, ComplaintCommand::Receive(receipt));
/// #     for event in complaint.decide(&receive, &GuardPolicy::default(), at.parse()?)? { complaint.apply(&event)?; }
/// #     Ok(complaint)
/// # }
/// let complaints = [
///     received("B-1", "K-1", "2026-03-02T09:00:00Z")?,
///     received("B-2", "K-2", "2026-03-09T09:00:00Z")?,
///     received("B-3", "K-3", "2026-03-30T09:00:00Z")?,
/// ];
/// let rule = RecurrenceRule::new(SameKind::Category, 2, 14)?;
/// let found = recurrences(&complaints, rule, "2026-04-01T00:00:00Z".parse()?);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].complaints(), ["B-1".parse()?, "B-2".parse()?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn recurrences<'c>(
    complaints: impl IntoIterator<Item = &'c Complaint>,
    rule: RecurrenceRule,
    as_of: Timestamp,
) -> Vec<ComplaintRecurrence> {
    let received = newest(complaints).into_values().filter_map(|complaint| {
        let at = complaint.receipt()?.what.received_at;
        (at <= as_of).then_some((at, complaint))
    });
    let mut received: Vec<(Timestamp, &Complaint)> = received.collect();
    // Those of one instant stay in the order of their ids.
    received.sort_by_key(|(at, _)| *at);
    let mut kinds: BTreeMap<Kind<'_>, Vec<(Timestamp, &Complaint)>> = BTreeMap::new();
    for (at, complaint) in &received {
        for kind in Kind::of(complaint, rule.same(), as_of) {
            kinds.entry(kind).or_default().push((*at, complaint));
        }
    }
    let mut found: Vec<_> = kinds.iter().flat_map(|(kind, of)| frequent(rule, *kind, of)).collect();
    found.extend(returned(rule, &received));
    found
}

/// What complaints have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Kind<'c> {
    category: Option<&'c ComplaintCategory>,
    key: Option<&'c Label>,
    cause: Option<&'c CauseId>,
    customer: Option<&'c Label>,
}

impl<'c> Kind<'c> {
    /// The kinds that a complaint is of.
    fn of(complaint: &'c Complaint, same: SameKind, as_of: Timestamp) -> Vec<Self> {
        let (category, key) = (complaint.category(), complaint.key());
        match same {
            SameKind::Category => vec![Self { category, ..Self::default() }],
            SameKind::CategoryAndKey => vec![Self { category, key, ..Self::default() }],
            SameKind::Customer => {
                let customer = complaint.customer();
                customer.map(|_| Self { customer, ..Self::default() }).into_iter().collect()
            }
            SameKind::Cause => {
                let rounds = complaint.earlier().iter().chain([complaint.round()]);
                let known = rounds.filter_map(|round| round.investigation.as_ref());
                let known = known.filter(|entry| entry.at <= as_of);
                let causes: BTreeSet<_> = known.flat_map(|entry| &entry.what.causes).collect();
                causes.into_iter().map(|cause| Self { cause: Some(cause), ..Self::default() }).collect()
            }
        }
    }

    /// What all of them have in common.
    fn shared(of: &[(Timestamp, &'c Complaint)]) -> Self {
        let whole = |complaint: &'c Complaint| Self {
            category: complaint.category(),
            key: complaint.key(),
            cause: None,
            customer: complaint.customer(),
        };
        let all = of.iter().map(|(_, complaint)| whole(complaint));
        let same = |one: Self, other: Self| Self {
            category: one.category.filter(|_| one.category == other.category),
            key: one.key.filter(|_| one.key == other.key),
            cause: None,
            customer: one.customer.filter(|_| one.customer == other.customer),
        };
        all.reduce(same).unwrap_or_default()
    }

    fn found(
        self,
        ground: RecurrenceGround,
        most: usize,
        of: &[(Timestamp, &Complaint)],
    ) -> Option<ComplaintRecurrence> {
        let ((first, _), (last, _)) = (of.first()?, of.last()?);
        let common = Common {
            category: self.category.cloned(),
            key: self.key.cloned(),
            cause: self.cause.cloned(),
            customer: self.customer.cloned(),
        };
        let complaints = of.iter().map(|(_, complaint)| complaint.id().clone()).collect();
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        ComplaintRecurrence::new(ground, common, complaints, most, (*first, *last)).ok()
    }
}

/// For each complaint, the place of the first that is within the rule's time of it.
fn windows(rule: RecurrenceRule, of: &[(Timestamp, &Complaint)]) -> impl Iterator<Item = (usize, usize)> {
    let mut from = 0;
    of.iter().enumerate().map(move |(last, (at, _))| {
        let outside = of.iter().skip(from).take_while(|(earlier, _)| !rule.spans(*earlier, *at));
        from += outside.count();
        (from, last)
    })
}

/// The longest stretches in which every complaint stands in a window that is full enough.
fn frequent(
    rule: RecurrenceRule,
    kind: Kind<'_>,
    of: &[(Timestamp, &Complaint)],
) -> Vec<ComplaintRecurrence> {
    let enough = usize::try_from(rule.at_least()).unwrap_or(usize::MAX);
    let mut stretches: Vec<(usize, usize, usize)> = Vec::new();
    for (from, last) in windows(rule, of) {
        let n = last + 1 - from;
        if n < enough {
            continue;
        }
        match stretches.last_mut().filter(|(_, end, _)| from <= *end) {
            Some((_, end, most)) => (*end, *most) = (last, n.max(*most)),
            None => stretches.push((from, last, n)),
        }
    }
    let found = stretches.into_iter().filter_map(|(first, last, most)| {
        kind.found(RecurrenceGround::Frequent, most, of.get(first..=last)?)
    });
    found.collect()
}

/// What came back, with the complaints that belong together.
fn returned(rule: RecurrenceRule, received: &[(Timestamp, &Complaint)]) -> Vec<ComplaintRecurrence> {
    let places: BTreeMap<&ComplaintId, usize> =
        received.iter().enumerate().map(|(place, (_, complaint))| (complaint.id(), place)).collect();
    let mut chains = Chains::new(received.len());
    // Of each customer and category, the closings so far that may be followed, with the place of their complaint.
    let mut ends: BTreeMap<_, BTreeSet<(Timestamp, usize)>> = BTreeMap::new();
    for (place, (at, complaint)) in received.iter().enumerate() {
        let repeated = complaint.receipt().and_then(|entry| entry.what.repeats.as_ref());
        if let Some(earlier) = repeated.and_then(|id| places.get(id)) {
            chains.join(*earlier, place);
        }
        let Some(of) = complaint.customer().zip(complaint.category()) else { continue };
        let ends = ends.entry(of).or_default();
        let later = ends.split_off(&(*at, usize::MAX));
        // Those that are too old stay so. Of those that are followed, they are one now, the last stands for all.
        let followed = std::mem::replace(ends, later);
        for (_, earlier) in followed.iter().filter(|(closed, _)| rule.spans(*closed, *at)) {
            chains.join(*earlier, place);
        }
        ends.extend(followed.last().copied());
        ends.extend(closings(complaint).map(|closed| (closed, place)));
    }
    let found = chains.into_groups().into_iter().filter(|group| group.len() > 1).filter_map(|group| {
        let of: Vec<_> = group.into_iter().filter_map(|place| received.get(place).copied()).collect();
        let kind = Kind::shared(&of);
        let most = windows(rule, &of).map(|(from, last)| last + 1 - from).max()?;
        Some((kind, kind.found(RecurrenceGround::Returned, most, &of)?))
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by(|(one, left), (other, right)| (one, left.first()).cmp(&(other, right.first())));
    found.into_iter().map(|(_, found)| found).collect()
}

/// When a complaint was closed, each time; a withdrawal is no end that the customer could be disappointed with.
fn closings(complaint: &Complaint) -> impl Iterator<Item = Timestamp> + '_ {
    let undone = complaint.undone().iter().map(|undone| &undone.closing);
    let all = undone.chain(complaint.closing());
    all.filter(|closing| closing.end != ComplaintEnd::Withdrawn).map(|closing| closing.at)
}

/// Places that belong together, each known by the first of them.
struct Chains(Vec<usize>);

impl Chains {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    /// The first place of the chain of a place.
    fn first(&mut self, place: usize) -> usize {
        let mut at = place;
        while let Some(up) = self.0.get(at).copied().filter(|up| *up != at) {
            // Each look shortens the way of the next.
            let further = self.0.get(up).copied().unwrap_or(up);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = further;
            }
            at = further;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        if let Some(slot) = self.0.get_mut(one.max(other)) {
            *slot = one.min(other);
        }
    }

    /// The chains, each in order.
    fn into_groups(mut self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in 0..self.0.len() {
            groups.entry(self.first(place)).or_default().push(place);
        }
        groups.into_values().collect()
    }
}

//! Passes over a chain's links: the order of work, forward, backward, and the path that takes longest.

use std::collections::{BTreeMap, BTreeSet};

use super::{Chain, ChainError, Link};
use crate::quantity::LinkId;

/// Places of the links, each after those that it waits for; as given where that leaves a choice.
///
/// Links are taken when nothing that they wait for is left (Kahn 1962); what is never taken holds a cycle.
pub(super) fn order(links: &[Link]) -> Result<Vec<usize>, ChainError> {
    let mut waiting: BTreeMap<usize, usize> = BTreeMap::new();
    let mut followers: BTreeMap<&LinkId, Vec<usize>> = BTreeMap::new();
    let mut ready = BTreeSet::new();
    for (index, link) in links.iter().enumerate() {
        if link.after().is_empty() {
            ready.insert(index);
        } else {
            waiting.insert(index, link.after().len());
        }
        for before in link.after() {
            followers.entry(before).or_default().push(index);
        }
    }
    let mut order = Vec::with_capacity(links.len());
    while let Some(index) = ready.pop_first() {
        order.push(index);
        for follower in links.get(index).and_then(|link| followers.get(link.id())).into_iter().flatten() {
            if let Some(left) = waiting.get_mut(follower) {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    waiting.remove(follower);
                    ready.insert(*follower);
                }
            }
        }
    }
    if waiting.is_empty() {
        return Ok(order);
    }
    let stuck = waiting.keys().filter_map(|index| links.get(*index)).map(|link| (link.id(), link));
    Err(ChainError::Cycle { links: cycle(&stuck.collect()) })
}

/// A cycle among links each of which waits for another of them; every link of it waits for the next.
fn cycle(stuck: &BTreeMap<&LinkId, &Link>) -> Vec<LinkId> {
    let mut walked: Vec<&LinkId> = Vec::new();
    let mut seen: BTreeMap<&LinkId, usize> = BTreeMap::new();
    let mut here = stuck.values().next().copied();
    while let Some(link) = here {
        if let Some(first) = seen.insert(link.id(), walked.len()) {
            return walked.into_iter().skip(first).cloned().collect();
        }
        walked.push(link.id());
        here = link.after().iter().find_map(|id| stuck.get(id).copied());
    }
    Vec::new()
}

impl Chain {
    /// When each link finishes, if `finish` says it from where its predecessors finished; they are absent for links
    /// that begin with the promise.
    pub(super) fn forward<T: Ord + Copy, E>(
        &self,
        mut finish: impl FnMut(&Link, Option<T>) -> Result<T, E>,
    ) -> Result<BTreeMap<&LinkId, T>, E> {
        let mut finished = BTreeMap::new();
        for link in self.in_order() {
            let at = finish(link, begin(link, &finished))?;
            finished.insert(link.id(), at);
        }
        Ok(finished)
    }

    /// Until when each link has to begin and to finish, if all have to by `end` and `start` says until when a link
    /// has to begin that has to finish by an instant.
    pub(super) fn backward<T: Ord + Copy, E>(
        &self,
        end: T,
        mut start: impl FnMut(&Link, T) -> Result<T, E>,
    ) -> Result<BTreeMap<&LinkId, (T, T)>, E> {
        let mut latest: BTreeMap<&LinkId, T> = BTreeMap::new();
        let mut windows = BTreeMap::new();
        for link in self.in_order().rev() {
            let finish = latest.get(link.id()).copied().unwrap_or(end);
            let begin = start(link, finish)?;
            windows.insert(link.id(), (begin, finish));
            for before in link.after() {
                latest.entry(before).and_modify(|known| *known = begin.min(*known)).or_insert(begin);
            }
        }
        Ok(windows)
    }

    /// The links that, one after another, lead to the last finish; those given first where several do.
    pub(super) fn path<T: Ord + Copy>(&self, finished: &BTreeMap<&LinkId, T>) -> Vec<LinkId> {
        let mut path = Vec::new();
        let mut last = last_of(self.links().iter(), finished);
        while let Some(link) = last {
            path.push(link.id().clone());
            last = last_of(self.links().iter().filter(|other| link.after().contains(other.id())), finished);
        }
        path.reverse();
        path
    }
}

/// When the last predecessor finished; absent where there is none.
pub(super) fn begin<T: Ord + Copy>(link: &Link, finished: &BTreeMap<&LinkId, T>) -> Option<T> {
    link.after().iter().filter_map(|id| finished.get(id).copied()).max()
}

/// The first of those links that finish last.
fn last_of<'a, T: Ord + Copy>(
    links: impl DoubleEndedIterator<Item = &'a Link>,
    finished: &BTreeMap<&LinkId, T>,
) -> Option<&'a Link> {
    // `max_by_key` gives the last of equals.
    links.rev().max_by_key(|link| finished.get(link.id()).copied())
}

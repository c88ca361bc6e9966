use std::collections::BTreeSet;

use super::{
    CatalogueEntry, accuracy, complaints, efficiency, friendliness, process, reliability, responsiveness,
    satisfaction, security, timeliness,
};
use crate::indicator::{Dimension, Indicator};

static SECTIONS: [&[CatalogueEntry]; 14] = [
    accuracy::ACCURACY,
    timeliness::TIMELINESS,
    satisfaction::SATISFACTION,
    reliability::RELIABILITY,
    responsiveness::RESPONSIVENESS,
    responsiveness::ACCESSIBILITY,
    friendliness::FRIENDLINESS,
    friendliness::TANGIBLES,
    security::SECURITY,
    security::COMPLIANCE,
    complaints::COMPLAINTS,
    efficiency::EFFICIENCY,
    process::PROCESS,
    process::PEOPLE,
];

/// Every ready definition (内置指标), dimension by dimension.
///
/// Formulas name what they count, the same thing always by the same name:
///
/// * figures that the host [reports](crate::indicator::Report), such as `contacts_handled` or `complaints_received`;
///   amounts of time, such as `talk_time`, are durations;
/// * questions of surveys, `csat`, `follow_up`, `complaint_handling` and `staff_satisfaction`, of a kind that says who is
///   satisfied; `ces`, how easy it was, of the kind of that name; `loyalty`, `courtesy`, `competence` and `facilities`, from 1
///   to 5; `nps` from 0 to 10; `acsi_satisfaction`, `acsi_expectancy` and `acsi_ideal` from 1 to 10; those of
///   [SERVQUAL](crate::survey::Servqual::standard);
/// * the checklist `quality` of quality monitoring, with its item `empathy`, and `documents`, an item for each that has to
///   be handed over;
/// * the objective `follow_up` of agreements, and the attribute `waiting_time`, a duration, of tickets.
///
/// [`CatalogueUse`](crate::indicator::CatalogueUse) names another question, checklist or items, and the one survey that counts.
///
/// ```
/// use service_quality::indicator::catalogue;
/// assert!(catalogue().all(|entry| entry.indicator().is_some()));
/// ```
pub fn catalogue() -> impl Iterator<Item = &'static CatalogueEntry> {
    SECTIONS.into_iter().flatten()
}

/// The ready definitions of one side of quality.
///
/// ```
/// use service_quality::indicator::{Dimension, catalogue_of};
/// let ids: Vec<_> = catalogue_of(&Dimension::Security).map(|entry| entry.id()).collect();
/// assert_eq!(ids, ["security_incident_count", "access_review_rate", "privacy_breach_rate"]);
/// ```
pub fn catalogue_of(dimension: &Dimension) -> impl Iterator<Item = &'static CatalogueEntry> {
    catalogue().filter(move |entry| entry.dimension() == dimension)
}

/// A ready definition by its id; absent for an id that is not in the [`catalogue`].
///
/// ```
/// use service_quality::indicator::built_in;
///
/// let reopened = built_in("reopen_rate").ok_or("unknown")?;
/// assert_eq!(reopened.name().zh(), Some("工单重开率"));
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn built_in(id: &str) -> Option<Indicator> {
    catalogue().find(|entry| entry.id() == id)?.indicator()
}

/// Most ids that are suggested.
const SUGGESTED: usize = 3;

/// The ids that may have been meant: those that differ in a few letters, otherwise those with the most words in common.
pub(super) fn near(given: &str) -> Vec<&'static str> {
    let letters = (given.chars().count() / 4).max(2);
    let mut misspelt: Vec<_> = catalogue()
        .map(|entry| (distance(given, entry.id()), entry.id()))
        .filter(|(distance, _)| *distance <= letters)
        .collect();
    misspelt.sort_unstable();
    if misspelt.is_empty() {
        let common = |entry: &&CatalogueEntry| words_in_common(given, entry);
        let most = catalogue().map(|entry| common(&entry)).max().unwrap_or_default();
        let alike = catalogue().filter(|entry| most > 0 && common(entry) == most);
        return alike.map(CatalogueEntry::id).take(SUGGESTED).collect();
    }
    misspelt.into_iter().map(|(_, id)| id).take(SUGGESTED).collect()
}

/// How many letters have to be changed, added or removed (Levenshtein). Ids are short: no sum leaves its range.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (index, letter) in one.chars().enumerate() {
        let (mut diagonal, mut left) = (index, index.saturating_add(1));
        let mut cells = row.iter_mut();
        if let Some(first) = cells.next() {
            *first = left;
        }
        for (cell, opposite) in cells.zip(other.chars()) {
            let replaced = diagonal.saturating_add(usize::from(letter != opposite));
            diagonal = *cell;
            left = replaced.min(diagonal.min(left).saturating_add(1));
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// How many of the words stand in the id or the English name. Words that say nothing of what is measured do not count.
fn words_in_common(given: &str, entry: &CatalogueEntry) -> usize {
    let known = format!("{}_{}", entry.id(), entry.name_en()).to_lowercase();
    let known: BTreeSet<_> = known.split(|letter: char| !letter.is_alphanumeric()).collect();
    let telling = |word: &&str| !matches!(*word, "rate" | "mean" | "score");
    given.split('_').filter(telling).filter(|word| known.contains(word)).count()
}

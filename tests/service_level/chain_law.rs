//! Laws of chains, against every path of a small graph.

use proptest::prelude::*;
use service_quality::quantity::{Span, Timestamp};
use service_quality::sla::{Agreement, Chain, ChainCheck, DatedChain};

use super::chain::{NOTHING, agreement, chain, engine};

/// A graph of up to 7 links: for each its budget in minutes and its predecessors, which stand before it.
#[derive(Debug, Clone)]
struct Graph {
    promise: i64,
    links: Vec<(i64, Vec<usize>)>,
    /// In which order the chain gives the links.
    order: Vec<usize>,
}

const NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

fn graphs() -> impl Strategy<Value = Graph> {
    let links = prop::collection::vec((1_i64..600, any::<u8>()), 1..=7);
    (10_i64..2_000, links).prop_flat_map(|(promise, links)| {
        let links: Vec<(i64, Vec<usize>)> = links
            .into_iter()
            .enumerate()
            .map(|(place, (budget, bits))| {
                (budget, (0..place).filter(|before| bits >> before & 1 == 1).collect())
            })
            .collect();
        let places: Vec<usize> = (0..links.len()).collect();
        (Just(promise), Just(links), Just(places).prop_shuffle()).prop_map(|(promise, links, order)| Graph {
            promise,
            links,
            order,
        })
    })
}

impl Graph {
    fn chain(&self) -> Chain {
        let after: Vec<Vec<&str>> =
            self.links.iter().map(|(_, after)| after.iter().map(|before| NAMES[*before]).collect()).collect();
        let links: Vec<(&str, &[&str])> =
            self.order.iter().map(|place| (NAMES[*place], after[*place].as_slice())).collect();
        chain(&links).unwrap()
    }

    /// The promise and the links as agreements, each by its unit and calendar.
    fn agreements(&self, unit: impl Fn(usize) -> (&'static str, &'static str)) -> Vec<Agreement> {
        let budget = |place: usize, minutes: i64| {
            let (unit, calendar) = unit(place);
            (format!(r#"{{"same": {{"{unit}": {}}}}}"#, minutes * 60), calendar)
        };
        let (allowance, calendar) = budget(self.links.len(), self.promise);
        let desk = agreement("desk", calendar, &allowance);
        let links = self.links.iter().enumerate().map(|(place, (minutes, _))| {
            let (allowance, calendar) = budget(place, *minutes);
            agreement(NAMES[place], calendar, &allowance)
        });
        std::iter::once(desk).chain(links).collect()
    }

    fn check(&self) -> ChainCheck {
        let agreements = self.agreements(|_| ("working", "office"));
        self.chain().check(&agreements.iter().collect::<Vec<_>>(), &NOTHING).unwrap()
    }

    /// The length of every path that ends at a link.
    fn paths_to(&self, link: usize) -> Vec<i64> {
        let (budget, after) = &self.links[link];
        if after.is_empty() {
            return vec![*budget];
        }
        after.iter().flat_map(|before| self.paths_to(*before)).map(|length| length + budget).collect()
    }

    fn longest(&self) -> i64 {
        (0..self.links.len()).flat_map(|link| self.paths_to(link)).max().unwrap()
    }
}

fn minutes(minutes: i64) -> Span {
    Span::from_seconds(minutes * 60)
}

/// Every quarter of an hour of two weeks from Monday, 2 March 2026.
fn starts() -> impl Strategy<Value = Timestamp> {
    (0_i64..2 * 7 * 96).prop_map(|quarter| Timestamp::from_seconds(1_772_409_600 + quarter * 900).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_longest_path_is_that_of_all_paths(graph in graphs()) {
        let check = graph.check();
        prop_assert_eq!(check.longest, minutes(graph.longest()));
        prop_assert_eq!(check.slack, minutes(graph.promise - graph.longest()));
        let place = |id: &str| NAMES.iter().position(|name| *name == id).unwrap();
        let path: Vec<usize> = check.critical_path.iter().map(|id| place(id.as_str())).collect();
        prop_assert_eq!(path.iter().map(|link| graph.links[*link].0).sum::<i64>(), graph.longest());
        prop_assert!(graph.links[path[0]].1.is_empty());
        prop_assert!(path.windows(2).all(|pair| graph.links[pair[1]].1.contains(&pair[0])));
        for link in &check.links {
            let longest = graph.paths_to(place(link.link.as_str())).into_iter().max().unwrap();
            prop_assert_eq!(link.earliest_finish, minutes(longest));
        }
    }

    #[test]
    fn a_chain_fits_where_no_link_lacks_time(graph in graphs()) {
        let check = graph.check();
        prop_assert_eq!(check.fits(), check.links.iter().all(|link| !link.slack.is_negative()));
        for link in &check.links {
            prop_assert!(link.slack >= check.slack);
            prop_assert_eq!(link.critical, link.slack == check.slack);
            prop_assert_eq!(link.latest_finish - link.latest_start, link.budget);
            prop_assert!(link.critical || !check.critical_path.contains(&link.link));
        }
    }

    #[test]
    fn slack_is_what_one_link_may_take_more(graph in graphs(), link in 0_usize..7) {
        let link = link % graph.links.len();
        let check = graph.check();
        let slack = check.links.iter().find(|plan| plan.link.as_str() == NAMES[link]).unwrap().slack;
        prop_assume!(check.fits());
        let mut longer = graph.clone();
        longer.links[link].0 += slack.seconds() / 60;
        prop_assert!(longer.longest() <= graph.promise);
        longer.links[link].0 += 1;
        prop_assert!(longer.longest() > graph.promise);
    }

    #[test]
    fn in_one_unit_the_dated_check_says_the_same(graph in graphs(), start in starts(), working in any::<bool>()) {
        let unit = if working { ("working", "office") } else { ("elapsed", "office") };
        let agreements = graph.agreements(|_| unit);
        let engines: Vec<_> = agreements.iter().map(engine).collect();
        let check = graph.check();
        let dated = graph.chain().check_from(&engines.iter().collect::<Vec<_>>(), &NOTHING, start).unwrap();
        prop_assert_eq!(dated.fits(), check.fits());
        if !working {
            prop_assert_eq!(dated.slack, check.slack);
            prop_assert_eq!(&dated.critical_path, &check.critical_path);
            for (link, plan) in dated.links.iter().zip(&check.links) {
                prop_assert_eq!(link.slack, Some(plan.slack));
                prop_assert_eq!(link.due.since(start), plan.earliest_finish);
                prop_assert_eq!(link.latest_start.map(|at| at.since(start)), Some(plan.latest_start));
            }
        }
    }

    #[test]
    fn a_dated_chain_fits_where_no_link_lacks_time(graph in graphs(), start in starts(), units in any::<u16>()) {
        let unit = |place: usize| match units >> (2 * place) & 3 {
            0 => ("elapsed", "office"),
            1 => ("working", "shifts"),
            _ => ("working", "office"),
        };
        let agreements = graph.agreements(unit);
        let engines: Vec<_> = agreements.iter().map(engine).collect();
        let engines: Vec<_> = engines.iter().collect();
        let chain = graph.chain();
        let dated = chain.check_from(&engines, &NOTHING, start).unwrap();
        let enough = |slack: Option<Span>| slack.is_some_and(|slack| !slack.is_negative());
        prop_assert_eq!(dated.fits(), dated.links.iter().all(|link| enough(link.slack)));
        prop_assert_eq!(dated.links.iter().map(|link| link.due).max(), Some(dated.finish));
        prop_assert_eq!(dated.due.since(dated.finish), dated.slack);
        // A single link under a promise that is due when the link has to finish: the latest start is just in time.
        for link in &dated.links {
            let place = NAMES.iter().position(|name| *name == link.link.as_str()).unwrap();
            let (from, by) = (link.latest_start.unwrap(), link.latest_finish.unwrap());
            let own = super::chain::chain(&[(NAMES[place], &[])]).unwrap();
            let ends = |from| own.check_from(&engines, &NOTHING, from).unwrap().finish;
            prop_assert!(ends(from) <= by);
            prop_assert!(ends(from.checked_add(Span::from_seconds(1)).unwrap()) > by);
        }
        let text = serde_json::to_string(&dated).unwrap();
        prop_assert_eq!(serde_json::from_str::<DatedChain>(&text).unwrap(), dated);
    }

    #[test]
    fn a_chain_reads_what_it_writes(graph in graphs()) {
        let chain = graph.chain();
        let text = serde_json::to_string(&chain).unwrap();
        let back: Chain = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), text);
        prop_assert_eq!(back, chain);
        let check = graph.check();
        let text = serde_json::to_string(&check).unwrap();
        prop_assert_eq!(serde_json::from_str::<ChainCheck>(&text).unwrap(), check);
    }
}

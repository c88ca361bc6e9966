//! A month of daily figures (预警): who is warned of what, and when it is over.
//!
//! ```text
//! cargo run --example early_warning
//! ```
//!
//! `watch.json` says what is watched: the share of late answers of a hotline, in per cent, with four levels and a policy.
//! `month.json` holds the figures, what people did, and a silence. The host evaluates every morning, and sets one timer
//! for what time alone brings about. `log.txt` is what the example prints; in short
//! (`->` is told, `..` is for the record):
//!
//! ```text
//! Sat 07 Mar 08:00    -> Late share (hotline): blue warning: at 4.1 now, the trend (0.238 a day) goes above 5 in 4 days 7 hours
//! Mon 09 Mar 08:00    -> Late share (hotline): raised from blue to yellow: 5.4 is above 5
//! Wed 11 Mar 08:00    -> Late share (hotline): escalated to team lead: yellow, not acknowledged for 2 days
//! Fri 13 Mar 09:30    .. Late share (hotline): acknowledged by kim, who says: two agents are ill
//! Mon 16 Mar 08:00    (silenced: migration) Late share (hotline): lowered from red to orange: 9 is not above 12
//! Sun 22 Mar 08:00    -> Late share (hotline): resolved after 15 days, red at worst: 3.7 is not above 4
//! Sat 28 Mar 08:00    -> Late share (hotline): flapping, with 4 turns in 6 days: changes are held back; not firing now
//! ```
//!
//! All figures are made up.

#![expect(clippy::print_stdout, reason = "a program for people")]

use std::error::Error;
use std::fmt::Write as _;

use serde::Deserialize;
use service_quality::monitor::alert::{Acknowledgement, AlertPhase, Silence};
use service_quality::monitor::warning::{Delivery, Evidence, Notice, Watch, WatchState};
use service_quality::quantity::{Language, Number, Span, Timestamp};

/// What happened.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Month {
    days: Vec<Option<Number>>,
    acknowledgements: Vec<Acknowledgement>,
    silences: Vec<Silence>,
}

/// The host: what it keeps, and what it wrote down.
struct Host {
    watch: Watch,
    silences: Vec<Silence>,
    state: WatchState,
    log: String,
    told: Vec<Notice>,
}

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", run()?);
    Ok(())
}

fn run() -> Result<String, Box<dyn Error>> {
    let watch: Watch = serde_json::from_str(include_str!("watch.json"))?;
    let month: Month = serde_json::from_str(include_str!("month.json"))?;
    let (state, silences) = (WatchState::default(), month.silences);
    let mut host = Host { watch, silences, state, log: String::new(), told: Vec::new() };
    let mut morning: Timestamp = "2026-03-01T08:00:00Z".parse()?;
    for figure in month.days {
        host.evaluate(morning, figure);
        let next = morning.checked_add(Span::from_hours(24)).ok_or("the end of time")?;
        let today = month.acknowledgements.iter().filter(|taken| (morning..next).contains(&taken.at));
        for taken in today {
            host.wait(taken.at);
            if let Some(notice) = host.watch.acknowledge(&mut host.state, taken.clone(), taken.at)? {
                host.write(vec![notice]);
            }
        }
        host.wait(next);
        morning = next;
    }
    let kept = serde_json::to_string(&host.state)?.len();
    let mut text = host.log;
    writeln!(text, "\nThe state that the host keeps between two mornings has {kept} bytes.")?;
    writeln!(text, "\nWhat people were told, in Chinese (通知):\n")?;
    for notice in &host.told {
        writeln!(text, "{}  {}", date(notice.event.at), host.watch.text(notice, Language::Chinese))?;
    }
    Ok(text)
}

impl Host {
    fn evaluate(&mut self, at: Timestamp, figure: Option<Number>) {
        let evidence = figure.map_or(Evidence::new(at), |figure| Evidence::new(at).with_value(figure));
        // The chart was read too, and is silent.
        let step = self.watch.step(&mut self.state, &evidence.with_signals(vec![]), &self.silences);
        let alert = self.state.alert();
        let level = alert.level().or(alert.pending());
        let level = level.map_or("", |level| self.watch.level_name(level, Language::English));
        let phase = match alert.phase() {
            AlertPhase::Inactive => "",
            AlertPhase::Pending => ", pending",
            AlertPhase::Firing => ", firing",
            AlertPhase::Clearing => ", clearing",
        };
        let figure = figure.map_or("none".to_owned(), |figure| figure.to_string());
        let line = format!("{}  {figure:>4}  {level}{phase}", date(at));
        self.log += line.trim_end();
        self.log.push('\n');
        self.write(step.notices);
    }

    /// Lets the timer ring until an instant.
    fn wait(&mut self, until: Timestamp) {
        while let Some(at) = self.watch.next_tick(&self.state, &self.silences).filter(|at| *at < until) {
            let step = self.watch.tick(&mut self.state, at, &self.silences);
            self.write(step.notices);
        }
    }

    fn write(&mut self, notices: Vec<Notice>) {
        for notice in notices {
            let mark = match &notice.delivery {
                Delivery::Tell => "->".to_owned(),
                Delivery::Record => "..".to_owned(),
                Delivery::Held => "(held)".to_owned(),
                Delivery::Silenced { by } => format!("(silenced: {by})"),
            };
            let words = self.watch.text(&notice, Language::English);
            self.log += &[date(notice.event.at).as_str(), "    ", &mark, " ", &words, "\n"].concat();
            if notice.delivery == Delivery::Tell {
                self.told.push(notice);
            }
        }
    }
}

fn date(at: Timestamp) -> String {
    at.to_datetime().format("%a %d %b %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `cargo run --example early_warning > examples/early_warning/log.txt` writes the log anew.
    #[test]
    fn the_month_goes_as_the_log_says() {
        assert_eq!(run().unwrap(), include_str!("log.txt"));
    }
}

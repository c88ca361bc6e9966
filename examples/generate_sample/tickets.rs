//! Three months of an imaginary service desk in Shanghai.
//!
//! One row an event, in wall time of Asia/Shanghai. Work happens in the hours of the calendar `office` of
//! `examples/data/standard.json`, so that the Spring Festival and its make-up working days show. What is built in,
//! for the scorecard to find: the group `devices` is slow, `applications` hands tickets on too often and has many
//! reopened, priority 1 is missed most. Twelve tickets carry impossible events and four rows cannot be read, as in
//! any real export.

use std::error::Error;
use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveDateTime};
use service_quality::calendar::{WorkingTime, WorkingTimeIndex};
use service_quality::quantity::{Span, Timestamp, Zone};
use service_quality::standard::Standard;

use crate::random::Random;

const SEED: u64 = 20_260_101;
const TICKETS: u64 = 3_000;

/// Name, share of tickets in percent, slowness in percent, hand-overs in percent, reopenings in percent.
const GROUPS: [(&str, u64, i64, u64, u64); 5] = [
    ("network", 18, 90, 12, 3),
    ("accounts", 30, 60, 6, 2),
    ("devices", 20, 190, 16, 4),
    ("applications", 22, 110, 34, 9),
    ("facilities", 10, 100, 10, 3),
];
/// Share of tickets in percent, mean minutes to the first reply and to the resolution, both of working time.
const PRIORITIES: [(&str, u64, i64, i64); 4] =
    [("1", 6, 22, 260), ("2", 16, 40, 480), ("3", 56, 90, 900), ("4", 22, 170, 1_700)];
const CHANNELS: [(&str, u64); 4] = [("phone", 40), ("portal", 35), ("mail", 20), ("chat", 5)];

struct Desk {
    random: Random,
    zone: Zone,
    office: WorkingTimeIndex,
    until: Timestamp,
    csv: String,
}

impl Desk {
    fn row(&mut self, ticket: &str, at: Timestamp, event: &str, detail: &str) -> Result<(), Box<dyn Error>> {
        // The export ends with the quarter.
        if at < self.until {
            writeln!(
                self.csv,
                "{ticket},{},{event},{detail}",
                self.zone.wall(at).format("%Y-%m-%dT%H:%M:%S")
            )?;
        }
        Ok(())
    }

    /// So many working minutes later, give or take seconds.
    fn later(&mut self, from: Timestamp, minutes: i64) -> Result<Timestamp, Box<dyn Error>> {
        let seconds = i64::try_from(self.random.below(60))?;
        Ok(self.office.add(from, Span::from_seconds(minutes * 60 + seconds))?)
    }

    fn ticket(&mut self, number: u64, opened: Timestamp) -> Result<(), Box<dyn Error>> {
        let id = format!("SD-{number:05}");
        let &(group, _, slowness, hand_overs, reopenings) = self.random.pick(&GROUPS, |group| group.1);
        let &(priority, _, reply, resolution) = self.random.pick(&PRIORITIES, |priority| priority.1);
        let &(channel, _) = self.random.pick(&CHANNELS, |channel| channel.1);
        self.row(
            &id,
            opened,
            "created",
            &format!("priority={priority};department={group};channel={channel}"),
        )?;
        self.row(&id, opened, "status", "new")?;
        if number % 250 == 7 {
            self.row(&id, opened.checked_sub(Span::from_minutes(95)).ok_or("too early")?, "closed", "")?;
            return Ok(());
        }
        let assigned = self.later(opened, 3)?;
        let agent = format!("{group}-{}", 1 + self.random.below(6));
        self.row(&id, assigned, "assigned", &agent)?;
        let mut now = assigned;
        if self.random.percent(hand_overs) {
            now = self.later(now, 25)?;
            let agent = format!("{group}-{}", 7 + self.random.below(3));
            self.row(&id, now, "assigned", &agent)?;
        }
        let wait = self.random.around(reply * slowness / 100);
        let replied = self.later(now, wait)?;
        self.row(&id, replied, "agent_message", "")?;
        self.row(&id, replied, "status", "in progress")?;
        now = replied;
        if self.random.percent(24) {
            now = self.later(now, 30)?;
            self.row(&id, now, "status", "waiting for customer")?;
            let silence = self.random.around(700);
            now = self.later(now, silence)?;
            self.row(&id, now, "customer_message", "")?;
            self.row(&id, now, "status", "in progress")?;
        }
        let work = self.random.around(resolution * slowness / 100);
        now = self.later(now, work)?;
        self.row(&id, now, "resolved", "")?;
        if self.random.percent(reopenings) {
            now = self.later(now, 400)?;
            self.row(&id, now, "reopened", "")?;
            let rework = self.random.around(resolution / 2);
            now = self.later(now, rework)?;
            self.row(&id, now, "resolved", "")?;
        }
        let late = self.office.between(opened, now) > Span::from_minutes(i32::try_from(resolution)?);
        if self.random.percent(35) {
            let stars = 5 - self.random.below(if late { 4 } else { 2 });
            let rated = self.later(now, 200)?;
            self.row(&id, rated, "rated", &stars.to_string())?;
        }
        if self.random.percent(if late { 5 } else { 1 }) {
            let complained = self.later(now, 60)?;
            self.row(&id, complained, "complaint", "")?;
        }
        let closed = self.later(now, 3 * 8 * 60)?;
        self.row(&id, closed, "closed", "")
    }
}

/// When a ticket comes in: every day, most in office hours.
fn arrival(random: &mut Random, zone: Zone) -> Result<Timestamp, Box<dyn Error>> {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).ok_or("no such date")?;
    let mut day = random.below(90);
    // Fewer at weekends: draw again, once. 2026-01-01 is a Thursday.
    if matches!(day % 7, 2 | 3) && random.percent(75) {
        day = random.below(90);
    }
    let minute = if random.percent(85) { 8 * 60 + random.below(10 * 60) } else { random.below(24 * 60) };
    let wall: NaiveDateTime = (first + chrono::Days::new(day)).and_hms_opt(0, 0, 0).ok_or("no midnight")?
        + chrono::TimeDelta::seconds(i64::try_from(minute * 60 + random.below(60))?);
    Ok(zone.instant(wall)?)
}

pub(crate) fn generate() -> Result<String, Box<dyn Error>> {
    let standard = Standard::from_json(include_str!("../data/standard.json"))?;
    let zone: Zone = "Asia/Shanghai".parse()?;
    let (from, until): (Timestamp, Timestamp) =
        ("2025-12-31T16:00:00Z".parse()?, "2026-03-31T16:00:00Z".parse()?);
    let office = standard.calendar(&"office".parse()?).ok_or("no calendar `office`")?.compile(from..until)?;
    let mut desk = Desk {
        random: Random::new(SEED),
        zone,
        office,
        until,
        csv: String::from("ticket,at,event,detail\n"),
    };
    let mut arrivals = Vec::new();
    for _ in 0..TICKETS {
        arrivals.push(arrival(&mut desk.random, zone)?);
    }
    arrivals.sort_unstable();
    for (number, opened) in (1..).zip(arrivals) {
        desk.ticket(number, opened)?;
        match number {
            400 => desk.csv.push_str("SD-90001,2026-02-30T09:00:00,created,priority=3;department=network\n"),
            900 => desk.csv.push_str("SD-90002,yesterday,created,priority=3;department=accounts\n"),
            1_500 => desk.csv.push_str(",2026-02-10T09:00:00,created,priority=3;department=devices\n"),
            2_200 => desk.csv.push_str("SD-90003,2026-03-10T09:00:00,teleported,\n"),
            _ => {}
        }
    }
    Ok(desk.csv)
}

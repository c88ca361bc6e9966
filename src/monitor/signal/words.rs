//! Signals in sentences.

use std::fmt::{self, Display, Formatter};

use super::Signal;
use crate::monitor::figure::Figure;
use crate::monitor::{Pattern, Side, Sides, Variation, Zone};
use crate::quantity::{Language, Timestamp};

/// How a reader names the point at a place in the series.
type Naming<'a> = &'a dyn Fn(usize) -> String;

impl Signal {
    /// The signal in a sentence, in a language; in English that of `Display`.
    ///
    /// ```
    /// use service_quality::indicator::Direction;
    /// use service_quality::monitor::{Limits, RuleSet};
    /// use service_quality::quantity::Language;
    ///
    /// let limits = Limits::symmetric(10.0, 1.0, 3.0);
    /// let signals = RuleSet::nhs().signals(&[(14.5, limits)], Some(Direction::Higher))?;
    /// let signal = &signals.as_slice()[0];
    /// assert_eq!(signal.text(Language::English), "point 1 lies above the upper control limit of 13: a change for the better");
    /// assert_eq!(signal.text(Language::Chinese), "第 1 点高于控制上限 13：改善");
    /// # Ok::<(), service_quality::analysis::Undefined>(())
    /// ```
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let number = |at: usize| at.saturating_add(1).to_string();
        match (language, self.from, self.until) {
            (Language::English, Some(from), Some(until)) => {
                English { signal: self, points: "", name: &|at| self.instant(at, from, until) }.to_string()
            }
            (Language::English, ..) => English { signal: self, points: "point", name: &number }.to_string(),
            (Language::Chinese, Some(from), Some(until)) => {
                Chinese { signal: self, name: &|at| self.instant(at, from, until) }.to_string()
            }
            (Language::Chinese, ..) => {
                Chinese { signal: self, name: &|at| format!("第 {} 点", number(at)) }.to_string()
            }
        }
    }

    /// The signal in a sentence where a reader has names for the points, "week 12" say.
    ///
    /// ```
    /// use service_quality::monitor::{Limits, RuleSet};
    /// use service_quality::quantity::Language;
    ///
    /// let limits = Limits::symmetric(10.0, 1.0, 3.0);
    /// let points = [9.1, 12.2, 9.0, 12.4].map(|value| (value, limits));
    /// let signals = RuleSet::western_electric().signals(&points, None)?;
    /// let text = signals.as_slice()[0].text_with(Language::English, &|at| format!("week {}", at + 9));
    /// assert_eq!(text, "2 of 3 points in a row (week 10 to week 12) lie above the upper warning line of 12: a change");
    /// # Ok::<(), service_quality::analysis::Undefined>(())
    /// ```
    #[must_use]
    pub fn text_with(&self, language: Language, name: &dyn Fn(usize) -> String) -> String {
        match language {
            Language::English => English { signal: self, points: "", name }.to_string(),
            Language::Chinese => Chinese { signal: self, name }.to_string(),
        }
    }

    /// The instant of the first or the completing point; dates alone where both are midnights, UTC.
    fn instant(&self, at: usize, from: Timestamp, until: Timestamp) -> String {
        let text = if at == self.at { until.to_string() } else { from.to_string() };
        let is_midnight = |at: Timestamp| at.to_string().ends_with("T00:00:00Z");
        match text.strip_suffix("T00:00:00Z") {
            Some(date) if is_midnight(from) && is_midnight(until) => date.to_owned(),
            _ => text,
        }
    }

    fn line(&self) -> Figure {
        Figure(self.line.unwrap_or_default())
    }
}

impl Display for Signal {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}

struct English<'a> {
    signal: &'a Signal,
    /// What stands before a point's name.
    points: &'static str,
    name: Naming<'a>,
}

impl English<'_> {
    fn reach(&self) -> String {
        let (first, last) = ((self.name)(self.signal.first), (self.name)(self.signal.at));
        let points = self.points;
        if points.is_empty() { format!("{first} to {last}") } else { format!("{points}s {first} to {last}") }
    }
}

impl Display for English<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let signal = self.signal;
        let (counted, line) = (signal.counted, signal.line());
        let below = signal.side == Some(Side::Below);
        let (beside, end) = if below { ("below", "lower") } else { ("above", "upper") };
        match signal.pattern {
            Pattern::BeyondLimits => {
                let blank = if self.points.is_empty() { "" } else { " " };
                let name = (self.name)(signal.at);
                write!(
                    formatter,
                    "{}{blank}{name} lies {beside} the {end} control limit of {line}",
                    self.points
                )?;
            }
            Pattern::Beyond { zone, of, .. } => {
                let line_name = match zone {
                    Zone::One => "one-sigma line",
                    Zone::Two => "warning line",
                    Zone::Limit => "control limit",
                };
                let verb = if counted == 1 { "lies" } else { "lie" };
                let reach = self.reach();
                write!(
                    formatter,
                    "{counted} of {of} points in a row ({reach}) {verb} {beside} the {end} {line_name} of {line}"
                )?;
            }
            Pattern::Shift { .. } => {
                write!(
                    formatter,
                    "{counted} points in a row ({}) lie {beside} the centre line of {line}",
                    self.reach()
                )?;
            }
            Pattern::Trend { .. } => {
                let way = if below { "fall" } else { "rise" };
                write!(formatter, "{counted} points in a row ({}) {way}", self.reach())?;
            }
            Pattern::Alternation { .. } => {
                write!(formatter, "{counted} points in a row ({}) rise and fall in turn", self.reach())?;
            }
            Pattern::Within { zone, .. } => {
                let part = thirds(
                    zone,
                    [
                        "a third of the way from the centre line to",
                        "two thirds of the way from the centre line to",
                        "",
                    ],
                );
                let blank = if part.is_empty() { "" } else { " " };
                write!(
                    formatter,
                    "{counted} points in a row ({}) lie within {part}{blank}the control limits",
                    self.reach()
                )?;
            }
            Pattern::Outside { zone, sides, .. } => {
                let part = thirds(zone, ["one-sigma lines", "warning lines", "control limits"]);
                let both = if sides == Sides::Both { ", on both sides" } else { "" };
                write!(
                    formatter,
                    "{counted} points in a row ({}) lie beyond the {part}{both}",
                    self.reach()
                )?;
            }
        }
        formatter.write_str(match (signal.variation, signal.pattern) {
            (Variation::Improvement, _) => ": a change for the better",
            (Variation::Concern, _) => ": a change for the worse",
            (Variation::Neutral, Pattern::Alternation { .. }) => ": two causes may take turns",
            (Variation::Neutral, Pattern::Within { .. }) => ": less variation than the limits allow for",
            (Variation::Neutral, Pattern::Outside { .. }) => ": two processes may be mixed",
            (Variation::Neutral, _) => ": a change",
        })
    }
}

struct Chinese<'a> {
    signal: &'a Signal,
    name: Naming<'a>,
}

impl Display for Chinese<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let signal = self.signal;
        let (counted, line) = (signal.counted, signal.line());
        let below = signal.side == Some(Side::Below);
        let (beside, end) = if below { ("低于", "下") } else { ("高于", "上") };
        let (first, last) = ((self.name)(signal.first), (self.name)(signal.at));
        let reach = format!("{}至{}{last}", set_off(&first), if starts_with_digit(&last) { " " } else { "" });
        match signal.pattern {
            Pattern::BeyondLimits => write!(formatter, "{}{beside}控制{end}限 {line}", set_off(&last))?,
            Pattern::Beyond { zone, of, .. } => {
                let name = match zone {
                    Zone::One => format!("{end} 1σ 线"),
                    Zone::Two => format!("警戒{end}限"),
                    Zone::Limit => format!("控制{end}限"),
                };
                write!(formatter, "{reach}，连续 {of} 点中有 {counted} 点{beside}{name} {line}")?;
            }
            Pattern::Shift { .. } => {
                let beside = if below { "下方" } else { "上方" };
                write!(formatter, "{reach}，连续 {counted} 点位于中心线 {line} {beside}")?;
            }
            Pattern::Trend { .. } => {
                let way = if below { "下降" } else { "上升" };
                write!(formatter, "{reach}，连续 {counted} 点{way}")?;
            }
            Pattern::Alternation { .. } => {
                write!(formatter, "{reach}，连续 {counted} 点交替升降")?;
            }
            Pattern::Within { zone, .. } => {
                let part = thirds(zone, ["1σ 线", "警戒线", "控制限"]);
                write!(formatter, "{reach}，连续 {counted} 点位于{part}以内")?;
            }
            Pattern::Outside { zone, sides, .. } => {
                let part = thirds(zone, ["1σ 线", "警戒线", "控制限"]);
                let both = if sides == Sides::Both { "，两侧均有" } else { "" };
                write!(formatter, "{reach}，连续 {counted} 点位于{part}以外{both}")?;
            }
        }
        formatter.write_str(match (signal.variation, signal.pattern) {
            (Variation::Improvement, _) => "：改善",
            (Variation::Concern, _) => "：恶化",
            (Variation::Neutral, Pattern::Alternation { .. }) => "：可能有两种原因交替作用",
            (Variation::Neutral, Pattern::Within { .. }) => "：波动异常偏小（可能分层不当）",
            (Variation::Neutral, Pattern::Outside { .. }) => "：可能混有两个过程",
            (Variation::Neutral, _) => "：有变化",
        })
    }
}

/// A name with a blank after it where it ends as a date does, and would run into the words that follow.
fn set_off(name: &str) -> String {
    let blank = if name.ends_with(|end: char| end.is_ascii_alphanumeric()) { " " } else { "" };
    format!("{name}{blank}")
}

fn starts_with_digit(name: &str) -> bool {
    name.starts_with(|start: char| start.is_ascii_digit())
}

const fn thirds(zone: Zone, names: [&'static str; 3]) -> &'static str {
    let [one, two, limit] = names;
    match zone {
        Zone::One => one,
        Zone::Two => two,
        Zone::Limit => limit,
    }
}

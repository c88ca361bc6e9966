//! Charts, their constants, capability and over-dispersion.

use serde_json::{Value, json};
use service_quality::indicator::Direction;
use service_quality::monitor::baseline::{Baseline, FitRange, Parameters, Segment};
use service_quality::monitor::capability::{Capability, Family, Index, Indices, Specification, Stability};
use service_quality::monitor::chart::{
    Chart, ChartKind, Conventions, DispersionTest, Plotted, PlottedPoint, Point, RangeSpan, Reach, Sample,
    Screening, Spread, Within, dispersion,
};
use service_quality::monitor::constants::{Constants, Tables};
use service_quality::monitor::{Limits, Marking, RuleSet, RunsRule, Side, Zone};
use service_quality::quantity::Timestamp;

use crate::{Answer, Case, Values};

type Fault = Box<dyn std::error::Error>;

pub(super) fn answer(case: &Case) -> Option<Answer> {
    let input = &case.input;
    match case.kind.as_str() {
        "monitor.control_chart_constants" => Some(constants(input)),
        "monitor.capability" => Some(capability(input)),
        "monitor.capability_from_parameters" => Some(from_parameters(input)),
        "monitor.overdispersion_test" => Some(overdispersion(input)),
        "monitor.individuals" => Some(individuals(input)),
        "monitor.plot_the_dots" => Some(plot_the_dots(input)),
        "monitor.control_chart" => Some(published(input)),
        kind if kind.starts_with("monitor.control_chart:") => Some(qcc(input, &case.expected)),
        kind if kind.starts_with("monitor.control_chart_qic:") => Some(qicharts2(input)),
        _ => None,
    }
}

fn float(value: &Value) -> Option<f64> {
    value.as_f64()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn values(keys: &[(&str, Value)]) -> Values {
    keys.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

/// One point a day.
fn days(samples: impl IntoIterator<Item = Sample>) -> Result<Vec<Point>, Fault> {
    samples.into_iter().zip(0..).map(|(sample, day)| Ok(Point::new(day_at(day)?, sample))).collect()
}

fn day_at(day: i64) -> Result<Timestamp, Fault> {
    Ok(Timestamp::from_seconds(day * 86_400)?)
}

fn value_or_missing(value: &Value) -> Sample {
    float(value).map_or(Sample::Missing, Sample::Value)
}

fn members(group: &Value) -> Sample {
    Sample::Subgroup(list(group).iter().filter_map(float).collect())
}

fn reach(input: &Value) -> Result<Reach, Fault> {
    Ok(match (input.get("probability_limits").filter(|limits| !limits.is_null()), input.get("nsigmas")) {
        (Some(probability), _) => Reach::probability(probability.to_string().parse()?)?,
        (None, Some(sigmas)) if !sigmas.is_null() => Reach::sigmas(sigmas.to_string().parse()?)?,
        _ => Reach::default(),
    })
}

/// A chart frozen on its first points, with those excluded by place.
fn baseline(
    freeze: Option<u64>,
    starts: &Value,
    excluded: &Value,
    centre: Option<f64>,
) -> Result<Baseline, Fault> {
    let fit = match freeze {
        Some(first) => FitRange::first(u32::try_from(first)?)?,
        None => FitRange::Growing,
    };
    let parameters = centre.map_or(Parameters::Fitted, Parameters::Centre);
    let mut segments = vec![Segment::first().fitted_to(fit)?.with(parameters)?];
    for start in list(starts) {
        segments
            .push(Segment::since(day_at(start.as_i64().ok_or("start")?)?).fitted_to(fit)?.with(parameters)?);
    }
    let mut baseline = Baseline::new(segments)?;
    for place in list(excluded) {
        baseline = baseline.excluding(day_at(place.as_i64().ok_or("place")?)?, "excluded in the case")?;
    }
    Ok(baseline)
}

fn column(plotted: &Plotted, what: impl Fn(&PlottedPoint) -> Option<f64>) -> Value {
    plotted.points().iter().map(|point| json!(what(point))).collect()
}

fn line(of: impl Fn(&Limits) -> Option<f64>) -> impl Fn(&PlottedPoint) -> Option<f64> {
    move |point| point.limits().and_then(&of)
}

/// qcc: one number where it is the same at every point.
fn once(column: Value, expected: &Value) -> Value {
    let all = list(&column);
    match all.as_slice() {
        [first, rest @ ..] if expected.as_array().is_some_and(|wanted| wanted.len() == 1) => {
            let same = rest.iter().all(|other| float(other) == float(first));
            if same { json!([first]) } else { column }
        }
        _ => column,
    }
}

fn qcc(input: &Value, expected: &Value) -> Answer {
    let mut conventions = Conventions { reach: reach(input)?, ..Conventions::qcc() };
    let sized = |counts: &str, sizes: &str, make: &dyn Fn(u64, &Value) -> Option<Sample>| -> Vec<Sample> {
        let counts = list(&input[counts]);
        let sizes = list(&input[sizes]);
        let at = |place: usize| sizes.get(place).cloned().unwrap_or(Value::Null);
        counts.iter().enumerate().filter_map(|(place, count)| make(count.as_u64()?, &at(place))).collect()
    };
    let share = |events: u64, of: &Value| Some(Sample::Share { events, of: of.as_u64()? });
    let rate = |events: u64, of: &Value| Some(Sample::Rate { events, of: of.as_f64()? });
    let count = |events: u64, _: &Value| Some(Sample::Count(events));
    let counted = |make: &dyn Fn(u64, &Value) -> Option<Sample>| {
        (sized("counts", "sizes", make), sized("new_counts", "new_sizes", make))
    };
    let plain =
        |key: &str, make: &dyn Fn(&Value) -> Sample| list(&input[key]).iter().map(make).collect::<Vec<_>>();
    let groups = || (plain("subgroups", &members), plain("new_subgroups", &members));
    let (kind, (old, new)) = match input["chart"].as_str().ok_or("no chart")? {
        "p" => (ChartKind::P, counted(&share)),
        "np" => (ChartKind::Np, counted(&share)),
        "c" => (ChartKind::C, counted(&count)),
        "u" => (ChartKind::U, counted(&rate)),
        "g" => {
            let counts = list(&input["values"]).iter().filter_map(Value::as_u64).map(Sample::Count).collect();
            (ChartKind::G, (counts, Vec::new()))
        }
        "xbar.one" => {
            let singles = |key| plain(key, &value_or_missing);
            (ChartKind::Individuals, (singles("values"), singles("new_values")))
        }
        "xbar" => (ChartKind::Xbar, groups()),
        "R" => (ChartKind::R, groups()),
        "S" => (ChartKind::S, groups()),
        other => return Err(format!("chart {other}").into()),
    };
    conventions.within = match input["sigma_method"].as_str() {
        Some("UWAVE-R") => Some(Within::MeanRange),
        Some("MVLUE-R") => Some(Within::WeightedRange),
        Some("UWAVE-SD") => Some(Within::MeanDeviation),
        Some("MVLUE-SD") => Some(Within::WeightedDeviation),
        Some("RMSDF") => Some(Within::RootMeanSquare),
        _ => None,
    };
    if input["sigma_method"] == "SD" {
        conventions.spread = Spread::Deviation;
    }
    if let Some(span) = input["mr_span"].as_u64() {
        conventions.span = RangeSpan::new(u32::try_from(span)?)?;
    }
    // A constant of three places is the printed one.
    if input["d2"].as_str().is_some_and(|d2| d2.len() > "1.128".len()) {
        conventions.tables = Tables::Exact;
    }
    let known = old.len();
    let chart = Chart::builder(kind)
        .conventions(conventions)
        .baseline(baseline(Some(known as u64), &Value::Null, &Value::Null, None)?)
        .build()?;
    let plotted = chart.plot(&days(old.into_iter().chain(new))?)?;
    let statistics = list(&column(&plotted, PlottedPoint::value));
    let (old, new) = statistics.split_at(known);
    let fit = plotted.segments()[0];
    // qcc's `std.dev`: of a share and a number of cases that of the figure, else that of one unit.
    let sigma = match kind {
        ChartKind::P | ChartKind::Np => column(&plotted, PlottedPoint::sigma),
        _ => json!([fit.sigma()]),
    };
    let sigma: Value = match (kind, list(&sigma)) {
        (ChartKind::P | ChartKind::Np, all) => all.into_iter().take(known).collect(),
        (_, all) => all.into(),
    };
    let centre = column(&plotted, line(|limits| Some(limits.centre())));
    // R's `qtukey` stops at 0.0001: limits of ranges by probability are compared to that, and ours are exact.
    let near = |found: Value, expected: &Value| match (kind, input["probability_limits"].is_null()) {
        (ChartKind::R, false) if within(&found, expected, 1e-4 * fit.sigma()) => expected.clone(),
        _ => found,
    };
    let limit = |of: &dyn Fn(&Limits) -> Option<f64>, key: &str| {
        near(once(column(&plotted, line(of)), &expected[key]), &expected[key])
    };
    let (western_electric, nelson) = (RuleSet::western_electric(), RuleSet::nelson());
    let violations = json!({
        "western_electric": super::rule::by_number(&western_electric, &plotted.signals(&western_electric)?),
        "nelson": super::rule::by_number(&nelson, &plotted.signals(&nelson)?),
    });
    Ok(values(&[
        ("violations", violations),
        ("statistics", json!(old)),
        ("new_statistics", json!(new)),
        ("center", once(centre, &expected["center"])),
        ("sigma", once(sigma, &expected["sigma"])),
        ("lcl", limit(&|limits| limits.lower(Zone::Limit), "lcl")),
        ("ucl", limit(&|limits| limits.upper(Zone::Limit), "ucl")),
    ]))
}

fn within(found: &Value, expected: &Value, reach: f64) -> bool {
    let (found, expected) = (list(found), list(expected));
    let near = |(a, b): (&Value, &Value)| float(a).zip(float(b)).is_some_and(|(a, b)| (a - b).abs() <= reach);
    found.len() == expected.len() && found.iter().zip(&expected).all(near)
}

fn published(input: &Value) -> Answer {
    let counts = list(&input["counts"]);
    let shares = counts
        .iter()
        .zip(list(&input["sizes"]))
        .filter_map(|(events, of)| Some(Sample::Share { events: events.as_u64()?, of: of.as_u64()? }));
    let conventions = Conventions { reach: reach(input)?, ..Conventions::default() };
    let plotted = Chart::builder(ChartKind::P).conventions(conventions).build()?.plot(&days(shares)?)?;
    let limits = plotted.points()[0].limits().ok_or("no limits")?;
    Ok(values(&[
        ("center", json!(limits.centre())),
        ("lcl", json!(limits.lower(Zone::Limit))),
        ("ucl", json!(limits.upper(Zone::Limit))),
    ]))
}

fn individuals(input: &Value) -> Answer {
    let tables = if input["d2"] == 1.128 { Tables::Rounded } else { Tables::Exact };
    let conventions = Conventions { tables, ..Conventions::default() };
    let points = days(list(&input["values"]).iter().map(value_or_missing))?;
    let plot = |kind| Chart::builder(kind).conventions(conventions).build()?.plot(&points);
    let plotted = plot(ChartKind::Individuals)?;
    let limits = plotted.points()[0].limits().ok_or("no limits")?;
    Ok(values(&[
        ("centre", json!(limits.centre())),
        ("mean_moving_range", json!(plot(ChartKind::MovingRange)?.segments()[0].centre())),
        ("lcl", json!(limits.lower(Zone::Limit))),
        ("ucl", json!(limits.upper(Zone::Limit))),
    ]))
}

fn plot_the_dots(input: &Value) -> Answer {
    let screening = if input["screen_moving_ranges"] == true { Screening::Once } else { Screening::Off };
    let conventions = Conventions { screening, ..Conventions::nhs() };
    let baseline = baseline(input["fix_after_n"].as_u64(), &input["rebase_at"], &Value::Null, None)?;
    let mut builder = Chart::builder(ChartKind::Individuals).conventions(conventions).baseline(baseline);
    if !input["target"].is_null() {
        builder = builder.target(input["target"].to_string().parse()?);
    }
    let chart = match input["improvement"].as_str() {
        Some("increase") => builder.direction(Direction::Higher).build()?,
        Some("decrease") => builder.direction(Direction::Lower).build()?,
        _ => builder.build()?,
    };
    let plotted = chart.plot(&days(list(&input["values"]).iter().map(value_or_missing))?)?;
    let signals = plotted.signals(&RuleSet::nhs())?;
    let kinds = json!(signals.point_kinds(Marking::Pattern));
    let marks = signals.marks(Marking::Pattern);
    let causes = marks.into_iter().map(|mark| match mark.map(|signal| (signal.rank, signal.side)) {
        None => "Common Cause",
        Some((0, Some(Side::Above))) => "Above UCL",
        Some((0, _)) => "Below LCL",
        Some((1, Some(Side::Above))) => "7 Point Trend (Increasing)",
        Some((1, _)) => "7 Point Trend (Decreasing)",
        Some((2, Some(Side::Above))) => "2 in 3 Above CL",
        Some((2, _)) => "2 in 3 Below CL",
        Some((_, Some(Side::Above))) => "7 Points Above CL",
        Some((_, _)) => "7 Points Below CL",
    });
    Ok(values(&[
        ("special_cause", causes.collect()),
        ("variation_icon", list(&kinds).last().cloned().unwrap_or_default()),
        ("point_type", kinds),
        ("assurance", super::rule::assured(plotted.assurance()?.and_then(|found| found.assurance))),
        ("mean", column(&plotted, line(|limits| Some(limits.centre())))),
        ("lpl", column(&plotted, line(|limits| limits.lower(Zone::Limit)))),
        ("upl", column(&plotted, line(|limits| limits.upper(Zone::Limit)))),
    ]))
}

fn qicharts2(input: &Value) -> Answer {
    let screening = if input["screen_moving_ranges"] == true { Screening::Once } else { Screening::Off };
    let mut conventions = Conventions { screening, ..Conventions::qicharts2() };
    if input["mr_divisor"] != 1.128 {
        conventions.tables = Tables::Exact;
    }
    let y = list(&input["y"]);
    let whole = |value: &Value| value.as_u64();
    let sizes = input["n"].as_array().cloned();
    let ratio = |make: &dyn Fn(u64, &Value) -> Option<Sample>| -> Vec<Sample> {
        y.iter()
            .zip(sizes.iter().flatten())
            .map(|(events, of)| whole(events).and_then(|events| make(events, of)).unwrap_or(Sample::Missing))
            .collect()
    };
    let share = |events, of: &Value| Some(Sample::Share { events, of: whole(of)? });
    let rate = |events, of: &Value| Some(Sample::Rate { events, of: of.as_f64()? });
    let count = || y.iter().map(|events| whole(events).map_or(Sample::Missing, Sample::Count)).collect();
    let single = || match sizes {
        Some(_) => ratio(&rate),
        None => y.iter().map(value_or_missing).collect(),
    };
    let (kind, samples): (_, Vec<Sample>) = match input["chart"].as_str().ok_or("no chart")? {
        "run" => (ChartKind::Run, single()),
        "i" => (ChartKind::Individuals, single()),
        "mr" => (ChartKind::MovingRange, single()),
        "t" => (ChartKind::T, single()),
        "p" => (ChartKind::P, ratio(&share)),
        "pp" => (ChartKind::PPrime, ratio(&share)),
        "u" => (ChartKind::U, ratio(&rate)),
        "up" => (ChartKind::UPrime, ratio(&rate)),
        "c" => (ChartKind::C, count()),
        "g" => (ChartKind::G, count()),
        "xbar" => (ChartKind::Xbar, grouped(input)),
        "s" => (ChartKind::S, grouped(input)),
        other => return Err(format!("chart {other}").into()),
    };
    let baseline = baseline(
        input["freeze"].as_u64(),
        &input["part_after"],
        &input["exclude"],
        input["centre"].as_f64(),
    )?;
    let chart = Chart::builder(kind)
        .conventions(conventions)
        .per(input["multiply"].to_string().parse()?)
        .baseline(baseline)
        .build()?;
    let plotted = chart.plot(&days(samples)?)?;
    let numbered = plotted.points().iter().enumerate();
    let beyond: Value =
        numbered.filter(|(_, point)| point.beyond(Zone::Limit).is_some()).map(|(place, _)| place).collect();
    let part: Value = plotted.points().iter().map(PlottedPoint::segment).collect();
    let runs: Value = plotted
        .segments()
        .iter()
        .map(|segment| {
            let test = plotted.runs(segment.segment(), RunsRule::Anhoej)?;
            Ok(json!({
                "n_obs": test.n,
                "n_useful": test.useful,
                "longest_run": test.longest_run,
                "longest_run_max": test.bounds.longest_run_max,
                "crossings": test.crossings,
                "crossings_min": test.bounds.crossings_min,
                // qicharts2 tells no runs on a chart of moving ranges, since neighbours share a value.
                "runs_signal": test.is_signal && kind != ChartKind::MovingRange,
            }))
        })
        .collect::<Result<_, Fault>>()?;
    Ok(values(&[
        ("runs", runs),
        ("y", column(&plotted, PlottedPoint::value)),
        ("cl", column(&plotted, line(|limits| Some(limits.centre())))),
        ("lcl", column(&plotted, line(|limits| limits.lower(Zone::Limit)))),
        ("ucl", column(&plotted, line(|limits| limits.upper(Zone::Limit)))),
        ("lcl_2sigma", column(&plotted, line(|limits| limits.lower(Zone::Two)))),
        ("ucl_2sigma", column(&plotted, line(|limits| limits.upper(Zone::Two)))),
        ("beyond_limits", beyond),
        ("part", part),
    ]))
}

/// The values of each subgroup, in the order of its first.
fn grouped(input: &Value) -> Vec<Sample> {
    let mut groups: Vec<(Value, Vec<f64>)> = Vec::new();
    for (group, value) in list(&input["subgroup"]).into_iter().zip(list(&input["y"])) {
        let place = groups.iter().position(|(known, _)| *known == group).unwrap_or_else(|| {
            groups.push((group, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.extend(float(&value));
    }
    groups.into_iter().map(|(_, values)| Sample::Subgroup(values)).collect()
}

fn constants(input: &Value) -> Answer {
    let of = Constants::of_size(u32::try_from(input["n"].as_u64().ok_or("n")?)?)?;
    Ok(values(&[
        ("d2", json!(of.d2())),
        ("d3", json!(of.d3())),
        ("c4", json!(of.c4())),
        ("A", json!(of.mean_of_sigma())),
        ("A2", json!(of.mean_of_range())),
        ("A3", json!(of.mean_of_deviation())),
        ("B3", json!(of.lower_deviation())),
        ("B4", json!(of.upper_deviation())),
        ("B5", json!(of.lower_deviation_of_sigma())),
        ("B6", json!(of.upper_deviation_of_sigma())),
        ("D1", json!(of.lower_range_of_sigma())),
        ("D2", json!(of.upper_range_of_sigma())),
        ("D3", json!(of.lower_range())),
        ("D4", json!(of.upper_range())),
        ("E2", json!(of.individual_of_range())),
    ]))
}

fn specification(input: &Value) -> Result<Specification, Fault> {
    Ok(Specification::new(float(&input["lsl"]), float(&input["usl"]), float(&input["target"]))?)
}

fn index(index: Option<&Index>) -> Value {
    json!({
        "value": index.map(Index::value),
        "lo": index.map(|index| index.interval().low()),
        "hi": index.map(|index| index.interval().high()),
    })
}

fn capability(input: &Value) -> Answer {
    let singles = list(&input["values"]).into_iter().flat_map(|value| match value {
        Value::Array(group) => group,
        single => vec![single],
    });
    let singles: Vec<f64> = singles.filter_map(|value| float(&value)).collect();
    let sigma = float(&input["within_sigma"]).ok_or("within_sigma")?;
    let confidence = input["confidence"].to_string().parse()?;
    let found = Capability::of(&singles, sigma, &specification(input)?, Stability::Stable, confidence)?;
    let mut keys = vec![
        ("expected_below", json!(found.expected_below())),
        ("expected_above", json!(found.expected_above())),
        ("observed_below", json!(found.observed_below())),
        ("observed_above", json!(found.observed_above())),
    ];
    let family = |names: [&'static str; 5], family: &Family| {
        let [width, lower, upper, worst, target] = names;
        [
            (width, index(family.width())),
            (lower, index(family.lower())),
            (upper, index(family.upper())),
            (worst, index(Some(family.worst()))),
            (target, index(family.target())),
        ]
    };
    keys.extend(family(["cp", "cpl", "cpu", "cpk", "cpm"], found.within()));
    keys.extend(family(["pp", "ppl", "ppu", "ppk", "ppm"], found.overall()));
    Ok(values(&keys))
}

fn from_parameters(input: &Value) -> Answer {
    let mean = float(&input["mean"]).ok_or("mean")?;
    let found = Indices::of(mean, float(&input["sigma"]).ok_or("sigma")?, &specification(input)?)?;
    Ok(values(&[
        ("cp", json!(found.cp)),
        ("cpl", json!(found.cpl)),
        ("cpu", json!(found.cpu)),
        ("cpk", json!(found.cpk)),
        ("cpm", json!(found.cpm)),
        ("k", json!(found.k)),
    ]))
}

fn overdispersion(input: &Value) -> Answer {
    let counts: Vec<u64> = list(&input["counts"]).iter().filter_map(Value::as_u64).collect();
    let samples: Vec<Sample> = match input["sizes"].as_array() {
        None => counts.into_iter().map(Sample::Count).collect(),
        Some(sizes) => counts
            .into_iter()
            .zip(sizes.iter().filter_map(Value::as_u64))
            .map(|(events, of)| Sample::Share { events, of })
            .collect(),
    };
    let found = dispersion(&samples, DispersionTest::Variance)?;
    Ok(values(&[
        ("ratio", json!(found.ratio())),
        ("statistic", json!(found.statistic())),
        ("df", json!(found.freedom())),
        ("p_value", json!(found.p_value())),
    ]))
}

//! Whether the services were there: gross, excluded and why, net; each outage; how fast they were back; the desk as a whole.

use std::collections::BTreeMap;
use std::error::Error;

use service_quality::quantity::{ServiceId, Share, Span};
use service_quality::slo::TimeUnit;
use service_quality::slo::incident::{MeanTimes, Reliability, TimeTo};

use crate::month::{Measured, Month};
use crate::page::{Page, minutes, shown};

pub(crate) fn write(page: &mut Page, month: &Month, services: &[Measured<'_>]) -> Result<(), Box<dyn Error>> {
    figures(page, services)?;
    outages(page, services);
    reliability(page, month, services)?;
    whole(page, month, services)
}

fn figures(page: &mut Page, services: &[Measured<'_>]) -> Result<(), Box<dyn Error>> {
    page.heading("Availability, in minutes", "可用性（分钟）");
    let mut rows = Vec::new();
    for Measured { service, report, .. } in services {
        let tally = report.tally();
        let mut line = |what: &str, time: Span, downtime: Span, level: String| {
            rows.push(vec![what.to_owned(), minutes(time), minutes(downtime), level]);
        };
        let (gross, closed, net) = (tally.gross(), tally.outside_hours(), tally.net());
        line(
            &format!("{}{}", service.id, page.word(": gross", "：总计")),
            gross.time,
            gross.downtime,
            shown(tally.gross_level()),
        );
        if closed.time != Span::ZERO {
            let what = format!("  {}", page.word("outside hours", "服务时间以外"));
            line(&what, -closed.time, -closed.downtime, String::new());
        }
        for (reason, figures) in tally.excluded() {
            let what = format!("  {}", reason.text(page.language));
            line(&what, -figures.time, -figures.downtime, String::new());
        }
        if tally.too_short() != Span::ZERO {
            let what = format!("  {}", page.word("too short to count", "过短不计"));
            line(&what, Span::ZERO, -tally.too_short(), String::new());
        }
        line(&format!("  {}", page.word("net", "净计")), net.time, net.downtime, shown(report.level()));
    }
    page.table(
        &[("service", "服务"), ("time", "时间"), ("downtime", "停机"), ("availability", "可用性")],
        rows,
    );
    for Measured { service, report, .. } in services {
        let verdict = report.verdict(service.promised)?;
        page.named(&service.id, shown(verdict.map(|verdict| verdict.text(page.language))));
    }
    Ok(())
}

fn outages(page: &mut Page, services: &[Measured<'_>]) {
    page.heading("Outages, and what counts of them", "中断及计入情况");
    for Measured { service, report, .. } in services {
        for outage in report.outages() {
            let at = page.wall(outage.from).format("%m-%d %H:%M");
            page.line(format!("{at}  {}, {}", service.id, outage.text(page.language)));
        }
        for refused in report.refused() {
            let at = page.wall(refused.from).format("%m-%d %H:%M");
            page.line(format!("{at}  {}, {}", service.id, refused.text(page.language)));
        }
    }
}

fn reliability(page: &mut Page, month: &Month, services: &[Measured<'_>]) -> Result<(), Box<dyn Error>> {
    page.heading("How often they failed, how fast they were back", "故障频率与恢复速度");
    let mut rows = Vec::new();
    for Measured { service, report, .. } in services {
        let failing = Reliability::of_report(report);
        rows.push(vec![
            service.id.to_string(),
            failing.failures().to_string(),
            shown(failing.mtbf(TimeUnit::Hour, 1)?),
            shown(failing.mtrs(TimeUnit::Hour, 1)?),
            shown(failing.mtbsi(TimeUnit::Hour, 1)?),
        ]);
    }
    let names = [
        ("service", "服务"),
        ("failures", "故障次数"),
        ("MTBF, h", "MTBF（小时）"),
        ("MTRS, h", "MTRS（小时）"),
        ("MTBSI, h", "MTBSI（小时）"),
    ];
    page.table(&names, rows);
    let mut means = MeanTimes::default();
    for times in month.happened.incidents.values() {
        means.record(times)?;
    }
    for measure in [TimeTo::Detect, TimeTo::Acknowledge, TimeTo::Repair, TimeTo::Restore] {
        let mean = means.of(measure);
        let (name, minutes) = (measure.text(page.language), shown(mean.mean(TimeUnit::Minute, 1)?));
        let (unit, of) = (page.word("min of", "分钟，事件数"), mean.n());
        page.named(name, format_args!("{minutes} {unit} {of}"));
    }
    Ok(())
}

fn whole(page: &mut Page, month: &Month, services: &[Measured<'_>]) -> Result<(), Box<dyn Error>> {
    page.heading("The whole, from its parts", "整体（由各部分推算）");
    let mut levels: BTreeMap<&ServiceId, Share> = BTreeMap::new();
    for Measured { service, report, .. } in services {
        let level = report.level().ok_or("no time counts")?;
        levels.insert(&service.id, Share::new(level.share(9).value())?);
    }
    let whole = month.contract.whole.composition(&levels)?.availability();
    let (from, until) = (month.contract.month.start()?, month.contract.month.end()?);
    let down = whole.downtime(until.since(from), TimeUnit::Minute, 1)?;
    page.line(whole.text(page.language));
    page.named(
        page.word("downtime to expect of such a month", "此类月份预计停机"),
        format_args!("{down} {}", page.word("min", "分钟")),
    );
    Ok(())
}

//! Sample sizes, allocation, weights and design effects.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;
use service_quality::quantity::{Label, Share};
use service_quality::survey::sampling::{
    Allocation, AllocationRule, Observation, Population, PostStratification, SampleSize, StratifiedMean,
    Stratum,
};

use super::{Fallible, input};
use crate::{Answer, Case, Values};

pub(super) fn proportion(case: &Case) -> Answer {
    let (p, margin) = (input(case, "p")?, input(case, "margin")?);
    let size = SampleSize::for_proportion(p, margin, input(case, "confidence")?, input(case, "population")?)?;
    let mut answers = sizes(size);
    answers.insert("n_with_response_rate_30pct".to_owned(), json!(size.invitations("0.3".parse()?)?));
    Ok(answers)
}

pub(super) fn mean(case: &Case) -> Answer {
    let (sd, margin) = (input(case, "sd")?, input(case, "margin")?);
    Ok(sizes(SampleSize::for_mean(sd, margin, input(case, "confidence")?, input(case, "population")?)?))
}

pub(super) fn net_promoter(case: &Case) -> Answer {
    let (promoters, detractors) = (input(case, "promoters")?, input(case, "detractors")?);
    let (margin, confidence) = (input(case, "margin")?, input(case, "confidence")?);
    let population = input(case, "population")?;
    Ok(sizes(SampleSize::for_net_promoter(promoters, detractors, margin, confidence, population)?))
}

pub(super) fn two_proportions(case: &Case) -> Answer {
    let (first, second) = (input(case, "p1")?, input(case, "p2")?);
    let size = SampleSize::for_two_proportions(first, second, input(case, "alpha")?, input(case, "power")?)?;
    Ok(values([("n_per_group_raw", json!(size.raw())), ("n_per_group", json!(size.n()))]))
}

pub(super) fn krejcie_morgan(case: &Case) -> Answer {
    let (population, chi_square) = (input(case, "population")?, input(case, "chi2")?);
    let size = SampleSize::krejcie_morgan(population, chi_square, input(case, "p")?, input(case, "d")?)?;
    Ok(values([("raw", json!(size.raw())), ("rounded", json!(size.n()))]))
}

fn sizes(size: SampleSize) -> Values {
    values([("n0", json!(size.unlimited())), ("n_raw", json!(size.raw())), ("n", json!(size.n()))])
}

/// The strata have no names in the case: they get their places.
pub(super) fn allocation(case: &Case) -> Answer {
    let (sizes, deviations): (Vec<u64>, Vec<f64>) = (input(case, "strata")?, input(case, "sd")?);
    let strata = sizes.iter().zip(&deviations).enumerate().map(|(place, (size, deviation))| {
        Ok(Stratum::new(place.to_string().parse()?, *size)?.with_deviation(*deviation)?)
    });
    let strata = strata.collect::<Fallible<Vec<_>>>()?;
    let n = input(case, "n")?;
    let mut answers = Values::new();
    for (name, rule) in [("proportional", AllocationRule::Proportional), ("neyman", AllocationRule::Neyman)] {
        let plan = Allocation::new(&strata, n, rule, 0)?;
        let quotas: Vec<_> = plan.strata().iter().map(|stratum| stratum.quota).collect();
        let drawn: Vec<_> = plan.strata().iter().map(|stratum| stratum.n).collect();
        answers.insert(name.to_owned(), json!(quotas));
        answers.insert(format!("{name}_integer"), json!(drawn));
    }
    Ok(answers)
}

pub(super) fn post_stratification(case: &Case) -> Answer {
    let sample: BTreeMap<Label, u64> = input(case, "sample")?;
    let shares: BTreeMap<Label, Share> = input(case, "population_share")?;
    let weights = PostStratification::new(&sample, &Population::shares(shares)?)?;
    let by_stratum: BTreeMap<_, _> =
        weights.strata().iter().map(|(stratum, cell)| (stratum.as_str(), cell.value)).collect();
    let effect = weights.design_effect();
    Ok(values([
        ("weights", json!(by_stratum)),
        ("kish_deff", json!(effect.factor)),
        ("effective_n", json!(effect.effective_n)),
    ]))
}

pub(super) fn design_effect(case: &Case) -> Answer {
    // The one estimator that the table of the case is for; its 95 % are in the key `ci95_normal`.
    let estimator: String = input(case, "estimator")?;
    if estimator != "deff of mean api00" {
        return Err(format!("unknown estimator `{estimator}`").into());
    }
    let mut rows = csv::Reader::from_path(table(&input::<PathBuf>(case, "file")?)?)?;
    let (mut observations, mut people) = (Vec::new(), BTreeMap::new());
    for row in rows.deserialize() {
        let School { stype, pw, fpc, api00 } = row?;
        people.insert(stype.parse()?, fpc);
        observations.push(Observation { stratum: stype.parse()?, weight: pw.parse()?, value: api00 });
    }
    let mean = StratifiedMean::new(&observations, &people, "0.95".parse()?)?;
    let interval = [mean.interval.low(), mean.interval.high()];
    Ok(values([("deff", json!(mean.design_effect)), ("ci95_normal", json!(interval))]))
}

#[derive(serde::Deserialize)]
struct School {
    stype: String,
    pw: String,
    fpc: u64,
    api00: f64,
}

/// The table that a case names, below the folder of the cases or among those of this crate.
fn table(file: &Path) -> Fallible<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let given = std::env::var_os("SERVICE_QUALITY_CASES").map(PathBuf::from);
    let folders = given.into_iter().chain([own]).flat_map(|folder| [folder.join("survey"), folder]);
    let found = folders.map(|folder| folder.join(file)).find(|path| path.is_file());
    found.ok_or_else(|| format!("no table `{}`", file.display()).into())
}

fn values<const N: usize>(pairs: [(&str, serde_json::Value); N]) -> Values {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

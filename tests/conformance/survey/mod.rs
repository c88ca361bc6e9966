//! `survey.*`: what surveys say, and how far it can be trusted.

mod reliability;
mod sampling;
mod scores;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Answer, Case};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    Some(match case.kind.as_str() {
        "survey.proportion_margin" => sampling::proportion(case),
        "survey.mean_margin" => sampling::mean(case),
        "survey.nps_sample_size" => sampling::net_promoter(case),
        "survey.two_proportion_power" => sampling::two_proportions(case),
        "survey.krejcie_morgan" => sampling::krejcie_morgan(case),
        "survey.stratified_allocation" => sampling::allocation(case),
        "survey.post_strat_weights" => sampling::post_stratification(case),
        "survey.design_effect" => sampling::design_effect(case),
        "survey.nps_counts" => scores::net_promoter_counts(case),
        "survey.nps_raw" => scores::net_promoter_raw(case),
        "survey.nps_difference" => scores::net_promoter_difference(case),
        "survey.csat_top_box" => scores::top_box(case),
        "survey.csat_definitions" => scores::definitions(case),
        "survey.ces" => scores::effort(case),
        "survey.acsi" => scores::acsi(case),
        "survey.servqual" => scores::servqual(case),
        "survey.servqual_gaps" => scores::gaps(case),
        "survey.cronbach_alpha" => reliability::cronbach_alpha(case),
        "survey.cohen_kappa" => reliability::cohen_kappa(case),
        "survey.krippendorff_alpha" => reliability::krippendorff_alpha(case),
        _ => return None,
    })
}

/// A part of a case's input, in whatever type the crate takes.
fn input<T: DeserializeOwned>(case: &Case, key: &str) -> Fallible<T> {
    let value = case.input.get(key).cloned().unwrap_or(Value::Null);
    serde_json::from_value(value).map_err(|error| format!("`{key}`: {error}").into())
}

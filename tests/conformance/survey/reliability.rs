//! Consistency of items and agreement of assessors.

use serde_json::json;
use service_quality::survey::reliability::{
    CohenKappa, CronbachAlpha, KrippendorffAlpha, LevelOfMeasurement,
};

use super::input;
use crate::{Answer, Case, Values};

pub(super) fn cronbach_alpha(case: &Case) -> Answer {
    let data: Vec<Vec<Option<f64>>> = input(case, "data")?;
    let alpha = CronbachAlpha::new(&data, "0.95".parse()?)?;
    let if_deleted: Vec<_> = alpha.items.iter().map(|item| item.alpha_if_deleted).collect();
    let with_total: Vec<_> = alpha.items.iter().map(|item| item.corrected_total).collect();
    Ok(Values::from([
        ("alpha".to_owned(), json!(alpha.alpha)),
        ("ci95_feldt".to_owned(), json!([alpha.interval.low(), alpha.interval.high()])),
        ("standardised_alpha".to_owned(), json!(alpha.standardised)),
        ("mean_inter_item_r".to_owned(), json!(alpha.mean_inter_item)),
        ("alpha_if_deleted".to_owned(), json!(if_deleted)),
        ("corrected_item_total_r".to_owned(), json!(with_total)),
    ]))
}

/// Counts are written as `20.0` in the cases.
pub(super) fn cohen_kappa(case: &Case) -> Answer {
    let table: Vec<Vec<f64>> = input(case, "table")?;
    let count = |count: f64| -> Result<u64, _> { format!("{count:.0}").parse() };
    let table: Vec<Vec<u64>> =
        table.into_iter().map(|row| row.into_iter().map(count).collect()).collect::<Result<_, _>>()?;
    let kappa = CohenKappa::from_table(&table)?;
    Ok(Values::from([
        ("kappa_unweighted".to_owned(), json!(kappa.unweighted)),
        ("kappa_linear".to_owned(), json!(kappa.linear)),
        ("kappa_quadratic".to_owned(), json!(kappa.quadratic)),
        ("se_fleiss_cohen_everitt".to_owned(), json!(kappa.standard_error)),
        ("se_null".to_owned(), json!(kappa.null_standard_error)),
        ("observed_agreement".to_owned(), json!(kappa.observed)),
        ("expected_agreement".to_owned(), json!(kappa.expected)),
        ("scott_pi".to_owned(), json!(kappa.scott_pi)),
        ("gwet_ac1".to_owned(), json!(kappa.gwet_ac1)),
    ]))
}

pub(super) fn krippendorff_alpha(case: &Case) -> Answer {
    let ratings: Vec<Vec<Option<f64>>> = input(case, "ratings_by_rater")?;
    let mut answers = Values::new();
    for name in ["nominal", "ordinal", "interval", "ratio"] {
        let level: LevelOfMeasurement = serde_json::from_value(json!(name))?;
        answers.insert(name.to_owned(), json!(KrippendorffAlpha::new(&ratings, level)?.alpha));
    }
    Ok(answers)
}

//! Analyses.

use service_quality::analysis::correlation::Coefficient;
use service_quality::analysis::driver::Quadrant;
use service_quality::analysis::season::Model;
use service_quality::analysis::trend::Course;

use super::reads;

pub(super) fn rows() -> Vec<&'static str> {
    vec![
        reads::<Coefficient>(&[r#""pearson""#, r#""spearman""#, r#""kendall""#]),
        reads::<Course>(&[r#""rising""#, r#""falling""#, r#""no_trend""#]),
        reads::<Model>(&[r#""additive""#, r#""multiplicative""#]),
        reads::<Quadrant>(&[
            r#""keep_up""#,
            r#""concentrate""#,
            r#""low_priority""#,
            r#""possible_overkill""#,
        ]),
    ]
}

//! Analyses.

use service_quality::analysis::correlation::CorrelationMethod;
use service_quality::analysis::driver::Quadrant;
use service_quality::analysis::season::Model;
use service_quality::analysis::trend::TrendDirection;
use service_quality::analysis::{mean, multiplicity, proportion, rank, rate};

use super::reads;

pub(super) fn rows() -> Vec<&'static str> {
    vec![
        reads::<CorrelationMethod>(&[r#""pearson""#, r#""spearman""#, r#""kendall""#]),
        reads::<TrendDirection>(&[r#""rising""#, r#""falling""#, r#""no_trend""#]),
        reads::<Model>(&[r#""additive""#, r#""multiplicative""#]),
        reads::<Quadrant>(&[
            r#""keep_up""#,
            r#""concentrate""#,
            r#""low_priority""#,
            r#""possible_overkill""#,
        ]),
        reads::<proportion::Method>(&[r#""wilson""#, r#""jeffreys_modified""#]),
        reads::<proportion::DifferenceMethod>(&[r#""newcombe_corrected""#]),
        reads::<proportion::TestMethod>(&[r#""fisher""#]),
        reads::<mean::Variances>(&[r#""unequal""#, r#""equal""#]),
        reads::<rank::Approximation>(&[r#""normal_corrected""#]),
        reads::<rate::Method>(&[r#""exact""#]),
        reads::<rate::TestMethod>(&[r#""square_root""#]),
        reads::<multiplicity::Correction>(&[r#""benjamini_yekutieli""#]),
    ]
}

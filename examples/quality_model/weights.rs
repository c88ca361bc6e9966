//! From judgements to weights, round by round.

use std::error::Error;
use std::fmt::Write as _;

use rust_decimal::Decimal;
use service_quality::weighting::{ConsistencyVerdict, PriorityRule};

use crate::study::Study;
use crate::table::{align, row};

/// How consistent each round was, what spoilt it most, and the weights of the last one.
pub(crate) fn report(study: &Study) -> Result<String, Box<dyn Error>> {
    let mut text = "Weights, judged two by two (AHP 层次分析法)\n".to_owned();
    let rule = PriorityRule::default();
    for (index, judgements) in study.rounds.iter().enumerate() {
        let priorities = judgements.weigh(&rule)?;
        let consistency = priorities.consistency();
        let ratio = consistency.ratio().ok_or("no consistency ratio for so many criteria")?;
        let verdict = match consistency.verdict() {
            ConsistencyVerdict::Acceptable => "is within",
            _ => "is above",
        };
        let _ = write!(
            text,
            "  round {}: consistency ratio {ratio:.3} {verdict} {}",
            index + 1,
            consistency.limit()
        );
        if let Some(mend) = judgements.most_inconsistent(&rule)? {
            let after = mend.after_on_scale.ratio().unwrap_or_default();
            let _ = write!(
                text,
                "; least consistent is {} over {}, {}: the others ask for {}, and {} gives {after:.3}",
                mend.of,
                mend.over,
                mend.given,
                mend.value_text(),
                mend.on_scale
            );
        }
        text.push('\n');
    }
    let mut rows = vec![row(["criterion", "weight"])];
    for (criterion, share) in study.weights.iter() {
        rows.push(vec![criterion.to_string(), format!("{:.9}", share.value())]);
    }
    let sum: Decimal = study.weights.iter().map(|(_, share)| share.value()).sum();
    rows.push(vec!["together".to_owned(), format!("{sum:.9}")]);
    Ok(text + &align(&rows))
}

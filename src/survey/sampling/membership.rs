use std::collections::BTreeMap;

use super::SamplingError;
use crate::quantity::{AttributeName, Label};
use crate::survey::{Response, ResponseOutcome};
use crate::ticket::Value;

/// How many of each stratum answered, by an attribute of their responses; what was not returned is no answer.
///
/// This is what [`CoverageReport`](super::CoverageReport) compares and [`PostStratification`](super::PostStratification)
/// weighs.
///
/// # Errors
/// [`SamplingError::NoStratum`] for a returned response without that attribute.
///
/// ```
/// use service_quality::quantity::AttributeName;
/// use service_quality::survey::Response;
/// use service_quality::survey::sampling::{Population, PostStratification, answers_by};
///
/// let region: AttributeName = "region".parse()?;
/// let mut responses = Vec::new();
/// for (id, name) in [("R-1", "north"), ("R-2", "north"), ("R-3", "south")] {
///     let response = Response::builder(id.parse()?, "yearly".parse()?);
///     responses.push(response.attribute(region.clone(), name).build()?);
/// }
/// let people = Population::counts([("north".parse()?, 50), ("south".parse()?, 50)])?;
/// let weights = PostStratification::new(&answers_by(&region, &responses)?, &people)?;
/// for response in &mut responses {
///     *response = weights.weigh(&region, response.clone())?;
/// }
/// let weights: Vec<_> = responses.iter().map(|response| response.weight().to_string()).collect();
/// assert_eq!(weights, ["0.75", "0.75", "1.5"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn answers_by<'r>(
    attribute: &AttributeName,
    responses: impl IntoIterator<Item = &'r Response>,
) -> Result<BTreeMap<Label, u64>, SamplingError> {
    let mut answers = BTreeMap::new();
    for response in responses {
        if response.outcome() == ResponseOutcome::Returned {
            *answers.entry(stratum(attribute, response)?).or_default() += 1;
        }
    }
    Ok(answers)
}

/// The stratum that a response names in an attribute.
pub(super) fn stratum(attribute: &AttributeName, response: &Response) -> Result<Label, SamplingError> {
    let name = match response.attributes().get(attribute) {
        Some(Value::Text(name)) => name.parse().ok(),
        _ => None,
    };
    name.ok_or_else(|| SamplingError::NoStratum {
        response: response.id().clone(),
        attribute: attribute.clone(),
    })
}

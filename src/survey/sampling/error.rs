use thiserror::Error;

use crate::quantity::{AttributeName, Label, ResponseId, Share};

/// Why a sample cannot be planned, compared or weighted.
///
/// ```
/// use service_quality::survey::sampling::{SampleSize, SamplingError};
///
/// let error: SamplingError = SampleSize::for_proportion(0.5, 0.0, "0.95".parse()?, None).unwrap_err();
/// assert_eq!(error.to_string(), "margin `0` is out of range: give more than 0 and less than 1");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SamplingError {
    /// An assumption, a margin, a rate or an observed value that none can be.
    #[error("{what} `{given}` is out of range: give {allowed}")]
    OutOfRange {
        /// The figure's name.
        what: &'static str,
        /// What was given.
        given: String,
        /// What would have been accepted.
        allowed: &'static str,
    },
    /// The sample would be larger than any that can be asked.
    #[error("the sample exceeds 10^15 answers: allow a wider margin or a larger difference")]
    TooLarge,
    /// More answers than any survey has.
    #[error("there are more than 10^15 answers: correct the counts")]
    TooManyAnswers,
    /// Two proportions that do not differ cannot be told apart.
    #[error("both proportions are `{given}`: give two that differ by what the survey shall detect")]
    NoDifference {
        /// The proportion.
        given: String,
    },
    /// Where no answer differs from another, spread cannot guide the sample.
    #[error("{what} shows no spread: {remedy}")]
    NoSpread {
        /// What was assumed or observed.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// There is nothing to divide a sample among.
    #[error("no stratum is given: give at least one")]
    NoStrata,
    /// A stratum is named twice.
    #[error("stratum `{stratum}` is given twice: strata are unique")]
    Duplicate {
        /// The stratum.
        stratum: Label,
    },
    /// A stratum of the population in which there is nobody.
    #[error("stratum `{stratum}` of the population is empty: leave it out")]
    Nobody {
        /// The stratum.
        stratum: Label,
    },
    /// A stratum from which nobody answered stands for nothing, whatever its weight.
    #[error("stratum `{stratum}` has no answer: join it with a stratum that resembles it")]
    EmptyStratum {
        /// The stratum.
        stratum: Label,
    },
    /// A stratum of the sample that the population does not have.
    #[error("stratum `{stratum}` is not in the population: give its count or share there")]
    UnknownStratum {
        /// The stratum.
        stratum: Label,
    },
    /// A response that does not say of which stratum it is.
    #[error("response `{response}` names no stratum in `{attribute}`: give it that attribute, a short text")]
    NoStratum {
        /// The response.
        response: ResponseId,
        /// The attribute that names the stratum.
        attribute: AttributeName,
    },
    /// A variance within a stratum needs two observations, unless it has one person.
    #[error("stratum `{stratum}` has one observation: join it with a stratum that resembles it")]
    SingleObservation {
        /// The stratum.
        stratum: Label,
    },
    /// More people answered than there are.
    #[error(
        "stratum `{stratum}` has {given} answers, more than its {size} people: correct one of the counts"
    )]
    AboveStratum {
        /// The stratum.
        stratum: Label,
        /// Its answers.
        given: u64,
        /// Its size.
        size: u64,
    },
    /// Shares of a population that leave a part of it out, or count one twice.
    #[error("the shares of the population sum to `{sum}`: give shares that sum to 1 within 0.001")]
    ShareSum {
        /// Their sum.
        sum: String,
    },
    /// Nobody answered.
    #[error("there is no answer: nothing can be compared or weighted")]
    NoAnswers,
    /// A sample larger than the population.
    #[error("a sample of {given} exceeds the population of {size}: ask everyone")]
    AbovePopulation {
        /// The sample.
        given: u64,
        /// The population.
        size: u64,
    },
    /// The least numbers of all strata together exceed the sample.
    #[error(
        "a minimum of {minimum} in each stratum needs {needed} of a sample of {given}: lower the minimum or enlarge the sample"
    )]
    MinimumAboveSample {
        /// The minimum.
        minimum: u64,
        /// What all strata need together.
        needed: u64,
        /// The sample.
        given: u64,
    },
    /// A weight outside what a weight can be.
    #[error("stratum `{stratum}` would weigh `{weight}`: join it with a stratum that resembles it")]
    ExtremeWeight {
        /// The stratum.
        stratum: Label,
        /// The weight.
        weight: String,
    },
    /// Raking found no weights that reproduce both margins.
    #[error("no weights reproduce both margins after {rounds} rounds: join rare strata")]
    NotConverged {
        /// Rounds made.
        rounds: u32,
    },
}

/// A figure strictly between two others; not a number is not.
pub(super) fn between(
    what: &'static str,
    value: f64,
    (least, most): (f64, f64),
    allowed: &'static str,
) -> Result<f64, SamplingError> {
    if least < value && value < most {
        return Ok(value);
    }
    Err(SamplingError::OutOfRange { what, given: value.to_string(), allowed })
}

/// A share that is neither 0 nor 1: a confidence, a significance, a power.
pub(super) fn inner(what: &'static str, share: Share) -> Result<Share, SamplingError> {
    if share == Share::ZERO || share == Share::ONE {
        let allowed = "more than 0 and less than 1";
        return Err(SamplingError::OutOfRange { what, given: share.to_string(), allowed });
    }
    Ok(share)
}

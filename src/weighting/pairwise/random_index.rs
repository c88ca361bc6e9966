use serde::{Deserialize, Serialize};

/// Which table of random indices (随机一致性指标, RI) a consistency ratio is measured by: the mean consistency index of
/// random reciprocal matrices of that size. Tables differ with the number of matrices drawn, and so do ratios.
///
/// | n | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |
/// | --- | --- | --- | --- | --- | --- | --- | --- | --- |
/// | Saaty 1980 | 0.58 | 0.90 | 1.12 | 1.24 | 1.32 | 1.41 | 1.45 | 1.49 |
/// | Saaty 2005 | 0.52 | 0.89 | 1.11 | 1.25 | 1.35 | 1.40 | 1.45 | 1.49 |
/// | Donegan and Dodd 1991 | 0.4914 | 0.8286 | 1.0591 | 1.1797 | 1.2519 | 1.3171 | 1.3733 | 1.4055 |
///
/// ```
/// use service_quality::weighting::RandomIndex;
///
/// assert_eq!(RandomIndex::Saaty1980.of(4), Some(0.9));
/// assert_eq!(RandomIndex::Saaty1980.of(16), None, "not published, so not guessed");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RandomIndex {
    /// T. L. Saaty, *The Analytic Hierarchy Process* (1980): 3 to 15 criteria. The table of most textbooks.
    #[default]
    Saaty1980,
    /// T. L. Saaty, *Theory and Applications of the Analytic Network Process* (2005), page 31: 3 to 15 criteria.
    Saaty2005,
    /// H. A. Donegan and F. J. Dodd, *A note on Saaty's random indexes* (1991): 3 to 20 criteria.
    DoneganDodd1991,
}

// From three criteria on. Of Saaty's of 1980 the twelfth is smaller than the eleventh, as it was printed.
const SAATY_1980: [f64; 13] = [0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];
const SAATY_2005: [f64; 13] = [0.52, 0.89, 1.11, 1.25, 1.35, 1.4, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59];
const DONEGAN_DODD_1991: [f64; 18] = [
    0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055, 1.4213, 1.4497, 1.4643, 1.4822, 1.4969,
    1.5078, 1.5153, 1.5262, 1.5313, 1.5371,
];

impl RandomIndex {
    /// The index for so many criteria; absent below 3, where no matrix is inconsistent, and beyond the table.
    #[must_use]
    pub fn of(self, criteria: usize) -> Option<f64> {
        self.table().get(criteria.checked_sub(3)?).copied()
    }

    /// The most criteria that the table knows.
    #[must_use]
    pub const fn largest(self) -> usize {
        self.table().len() + 2
    }

    /// The table's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Saaty1980 => "Saaty (1980)",
            Self::Saaty2005 => "Saaty (2005)",
            Self::DoneganDodd1991 => "Donegan and Dodd (1991)",
        }
    }

    const fn table(self) -> &'static [f64] {
        match self {
            Self::Saaty1980 => &SAATY_1980,
            Self::Saaty2005 => &SAATY_2005,
            Self::DoneganDodd1991 => &DONEGAN_DODD_1991,
        }
    }
}

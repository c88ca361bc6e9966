use rust_decimal::Decimal;

use super::number::bounded_decimal;

bounded_decimal! {
    /// A score (得分): 0 is the worst, 100 the best.
    ///
    /// ```
    /// use service_quality::quantity::Score;
    ///
    /// let score: Score = "87.40".parse()?;
    /// assert_eq!(score.to_string(), "87.4");
    /// assert!(score < Score::MAX);
    /// assert!("100.01".parse::<Score>().is_err());
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    Score, "score", Decimal::ZERO, Decimal::ONE_HUNDRED, "0 to 100"
}

impl Score {
    /// 0, the worst score.
    pub const MIN: Self = Self(Decimal::ZERO);
    /// 100, the best score.
    pub const MAX: Self = Self(Decimal::ONE_HUNDRED);
}

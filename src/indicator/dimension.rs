use super::term::terms;

terms! {
    /// A side of service quality (维度) that indicators are grouped by.
    ///
    /// Written as a plain word; a word that is not built in is the host's own.
    ///
    /// ```
    /// use service_quality::indicator::Dimension;
    /// assert_eq!(serde_json::from_str::<Dimension>(r#""timeliness""#)?, Dimension::Timeliness);
    /// assert_eq!("efficiency".parse::<Dimension>()?.to_string(), "efficiency");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Dimension {
        /// Done right, 准确性.
        Accuracy => "accuracy",
        /// Done in time, 及时性.
        Timeliness => "timeliness",
        /// The customer is content, 满意度.
        Satisfaction => "satisfaction",
        /// Done as promised, each time, 可靠性.
        Reliability => "reliability",
        /// Reacts soon and gives notice, 响应性.
        Responsiveness => "responsiveness",
        /// Treats people well, 友好性.
        Friendliness => "friendliness",
        /// Knows the trade, 专业性.
        Professionalism => "professionalism",
        /// Nothing is left out, 完整性.
        Completeness => "completeness",
        /// There when needed, 可用性.
        Availability => "availability",
        /// Protects people and data, 安全性.
        Security => "security",
        /// What it costs, 成本.
        Cost => "cost",
        /// What it does to the surroundings, 环境.
        Environment => "environment",
        /// Becomes better by new means, 创新.
        Innovation => "innovation",
    }
}

use crate::quantity::terms;

terms! {
    /// A side of service quality (维度) that indicators are grouped by.
    ///
    /// Written as a plain word; a word that is not built in is the host's own.
    ///
    /// ```
    /// use service_quality::indicator::Dimension;
    /// assert_eq!(serde_json::from_str::<Dimension>(r#""timeliness""#)?, Dimension::Timeliness);
    /// assert_eq!("sustainability".parse::<Dimension>()?.to_string(), "sustainability");
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
        /// People get through, 可及性.
        Accessibility => "accessibility",
        /// Keeps the rules, 合规性.
        Compliance => "compliance",
        /// What can be seen: sites, documents, people, 有形性.
        Tangibles => "tangibles",
        /// What it takes to serve, 效率.
        Efficiency => "efficiency",
        /// Complaints and how they are handled, 投诉处理.
        Complaints => "complaints",
        /// How work is run and changed, 过程.
        Process => "process",
        /// Those who serve, 人员.
        People => "people",
    }
}

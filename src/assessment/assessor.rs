use crate::quantity::terms;

terms! {
    /// From which side somebody assesses a service (评价主体).
    ///
    /// Written as a plain word; a word that is not built in is the host's own.
    ///
    /// ```
    /// use service_quality::assessment::Assessor;
    /// assert_eq!(serde_json::from_str::<Assessor>(r#""third_party""#)?, Assessor::ThirdParty);
    /// assert_eq!("regulator".parse::<Assessor>()?.to_string(), "regulator");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Assessor {
        /// Those who run the service: supervisors, quality staff, 内部评价.
        Internal => "internal",
        /// Those who are served, 客户评价.
        Customer => "customer",
        /// Neither: auditors, mystery shoppers, 第三方评价.
        ThirdParty => "third_party",
        /// The assessed themselves, 自评.
        SelfAssessment => "self",
    }
}

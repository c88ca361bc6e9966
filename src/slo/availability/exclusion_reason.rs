use crate::quantity::{Language, terms};

terms! {
    /// Why time does not count (免责事由): what contracts name, or a word of one's own.
    ///
    /// The order here is the order in which time is attributed where exclusions overlap: planned maintenance first, own
    /// words last, those by the alphabet. Time is taken out once.
    ///
    /// ```
    /// use service_quality::slo::availability::ExclusionReason;
    ///
    /// assert_eq!("force_majeure".parse::<ExclusionReason>()?, ExclusionReason::ForceMajeure);
    /// let own: ExclusionReason = "regulator's order".parse()?;
    /// assert!(ExclusionReason::PlannedMaintenance < ExclusionReason::Dependency && ExclusionReason::Dependency < own);
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    ExclusionReason {
        /// Work on the service, announced, 计划维护.
        PlannedMaintenance => "planned_maintenance",
        /// What the customer did or did not do, 客户原因.
        CustomerCaused => "customer_caused",
        /// A service of someone else on which this one depends, 第三方依赖.
        Dependency => "dependency",
        /// What nobody could prevent, 不可抗力.
        ForceMajeure => "force_majeure",
    }
}

impl ExclusionReason {
    /// The reason in words.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match (language, self) {
            (Language::English, Self::PlannedMaintenance) => "planned maintenance",
            (Language::English, Self::CustomerCaused) => "caused by the customer",
            (Language::English, Self::Dependency) => "dependency on others",
            (Language::English, Self::ForceMajeure) => "force majeure",
            (Language::Chinese, Self::PlannedMaintenance) => "计划维护",
            (Language::Chinese, Self::CustomerCaused) => "客户原因",
            (Language::Chinese, Self::Dependency) => "第三方依赖",
            (Language::Chinese, Self::ForceMajeure) => "不可抗力",
            (_, Self::Other(own)) => own.as_str(),
        }
    }
}

use crate::quantity::{Language, terms};

terms! {
    /// A bone of the fishbone diagram (鱼骨图, 人机料法环测): where a cause lies. Ishikawa, *Guide to Quality Control*
    /// (1968), in the words of services.
    ///
    /// Written as a plain word; a word that is not built in is the host's own.
    ///
    /// ```
    /// use service_quality::improve::cause::CauseCategory;
    /// use service_quality::quantity::Language;
    ///
    /// assert_eq!(serde_json::from_str::<CauseCategory>(r#""process""#)?, CauseCategory::Process);
    /// assert_eq!(CauseCategory::Process.name(Language::Chinese), "法");
    /// assert_eq!("supplier".parse::<CauseCategory>()?.name(Language::Chinese), "supplier");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    CauseCategory {
        /// Who does the work: number, skill, attention, 人.
        People => "people",
        /// How the work is done, 法.
        Process => "process",
        /// What the work is done with and on: material, information, 料.
        Material => "material",
        /// Equipment, systems, tools, 机.
        Equipment => "equipment",
        /// Surroundings: sites, seasons, demand, 环.
        Environment => "environment",
        /// How it is measured, 测.
        Measurement => "measurement",
    }
}

impl CauseCategory {
    /// What people call it; the host's own word as it stands.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        match (self, language) {
            (Self::People, Language::Chinese) => "人",
            (Self::Process, Language::Chinese) => "法",
            (Self::Material, Language::Chinese) => "料",
            (Self::Equipment, Language::Chinese) => "机",
            (Self::Environment, Language::Chinese) => "环",
            (Self::Measurement, Language::Chinese) => "测",
            (own, _) => own.as_str(),
        }
    }
}

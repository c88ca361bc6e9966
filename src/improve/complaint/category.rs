use crate::quantity::{Language, terms};

terms! {
    /// What a complaint is about (投诉类别).
    ///
    /// Written as a plain word; a word that is not built in is the host's own.
    ///
    /// ```
    /// use service_quality::improve::complaint::ComplaintCategory;
    /// assert_eq!(serde_json::from_str::<ComplaintCategory>(r#""delay""#)?, ComplaintCategory::Delay);
    /// assert_eq!("noise".parse::<ComplaintCategory>()?.to_string(), "noise");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ComplaintCategory {
        /// The product or the result of the service is faulty, 产品或服务质量.
        Quality => "quality",
        /// It came late, or the customer waited too long, 时效.
        Delay => "delay",
        /// How people behaved, 服务态度.
        Conduct => "conduct",
        /// What was said was wrong, missing or misleading, 信息.
        Information => "information",
        /// The bill, the price, a refund, 收费.
        Billing => "billing",
        /// What was agreed was not kept, 合同与承诺.
        Contract => "contract",
        /// Nobody could be reached, 渠道不畅.
        Access => "access",
        /// Somebody was or may be hurt, 安全.
        Safety => "safety",
        /// Personal data, 隐私.
        Privacy => "privacy",
        /// How an earlier complaint was handled, 投诉处理.
        ComplaintHandling => "complaint_handling",
    }
}

terms! {
    /// How a complaint came in, or how the customer was told (渠道).
    ///
    /// Written as a plain word; a word that is not built in is the host's own.
    ///
    /// ```
    /// use service_quality::improve::complaint::Channel;
    /// assert_eq!(serde_json::from_str::<Channel>(r#""phone""#)?, Channel::Phone);
    /// assert_eq!("wechat".parse::<Channel>()?.to_string(), "wechat");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Channel {
        /// 电话.
        Phone => "phone",
        /// 电子邮件.
        Email => "email",
        /// A form on a web page, 网站.
        Web => "web",
        /// 在线聊天.
        Chat => "chat",
        /// In an app, 应用.
        App => "app",
        /// 信函.
        Letter => "letter",
        /// Face to face, 当面.
        InPerson => "in_person",
        /// A public review or a social network, 社交媒体.
        SocialMedia => "social_media",
        /// An authority, an ombudsman or an association, 监管或第三方转交.
        ThirdParty => "third_party",
    }
}

impl ComplaintCategory {
    /// What people call it; a word of the host's own is itself in every language.
    ///
    /// ```
    /// use service_quality::improve::complaint::ComplaintCategory;
    /// use service_quality::quantity::Language;
    /// assert_eq!(ComplaintCategory::ComplaintHandling.text(Language::English), "complaint handling");
    /// assert_eq!(ComplaintCategory::Delay.text(Language::Chinese), "时效");
    /// ```
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        let (english, chinese) = match self {
            Self::Quality => ("quality", "产品或服务质量"),
            Self::Delay => ("delay", "时效"),
            Self::Conduct => ("conduct", "服务态度"),
            Self::Information => ("information", "信息"),
            Self::Billing => ("billing", "收费"),
            Self::Contract => ("contract", "合同与承诺"),
            Self::Access => ("access", "渠道不畅"),
            Self::Safety => ("safety", "安全"),
            Self::Privacy => ("privacy", "隐私"),
            Self::ComplaintHandling => ("complaint handling", "投诉处理"),
            Self::Other(own) => (own.as_str(), own.as_str()),
        };
        match language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }
}

impl Channel {
    /// What people call it; a word of the host's own is itself in every language.
    ///
    /// ```
    /// use service_quality::improve::complaint::Channel;
    /// use service_quality::quantity::Language;
    /// assert_eq!(Channel::InPerson.text(Language::English), "in person");
    /// assert_eq!(Channel::ThirdParty.text(Language::Chinese), "监管或第三方转交");
    /// ```
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        let (english, chinese) = match self {
            Self::Phone => ("phone", "电话"),
            Self::Email => ("email", "电子邮件"),
            Self::Web => ("web", "网站"),
            Self::Chat => ("chat", "在线聊天"),
            Self::App => ("app", "应用"),
            Self::Letter => ("letter", "信函"),
            Self::InPerson => ("in person", "当面"),
            Self::SocialMedia => ("social media", "社交媒体"),
            Self::ThirdParty => ("an authority or a third party", "监管或第三方转交"),
            Self::Other(own) => (own.as_str(), own.as_str()),
        };
        match language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }
}

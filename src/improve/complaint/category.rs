use crate::quantity::terms;

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

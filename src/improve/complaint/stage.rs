use super::scale::scale;

scale! {
    /// What an open complaint lacks next (下一步).
    ///
    /// ```
    /// use service_quality::improve::complaint::ComplaintTask;
    /// use service_quality::quantity::Language;
    /// assert_eq!(ComplaintTask::HearCustomer.text(Language::English), "hear the customer");
    /// ```
    ComplaintTask {
        /// Tell the customer that it was received.
        Acknowledge => "acknowledge", "acknowledge", "确认收到";
        /// Judge it.
        Assess => "assess", "assess", "评估";
        /// Take the immediate action that the assessment asks for.
        Contain => "contain", "take immediate action", "采取立即措施";
        /// Wait for what the customer was asked, or go on without it.
        AwaitCustomer => "await_customer", "wait for the customer", "等待客户补充";
        /// Find out what happened.
        Investigate => "investigate", "investigate", "调查";
        /// Decide.
        Respond => "respond", "decide", "作出决定";
        /// Tell the customer the decision.
        Communicate => "communicate", "tell the customer", "告知客户";
        /// Hear what the customer says to it.
        HearCustomer => "hear_customer", "hear the customer", "听取客户意见";
        /// Say where the customer can turn to instead.
        OfferAlternatives => "offer_alternatives", "offer alternatives", "告知其他途径";
        /// Carry out the promised remedy.
        CarryOutRemedy => "carry_out_remedy", "carry out the remedy", "落实补救";
        /// Close it.
        Close => "close", "close", "关闭";
    }
}

scale! {
    /// Where a complaint stands.
    ///
    /// ```
    /// use service_quality::improve::complaint::ComplaintState;
    /// assert_eq!(serde_json::to_string(&ComplaintState::InWork)?, r#""in_work""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ComplaintState {
        /// Nothing was received yet under this id.
        Empty => "empty", "nothing received", "未受理";
        /// Received, and no decision told.
        InWork => "in_work", "in work", "处理中";
        /// The customer is asked for something that is missing.
        Waiting => "waiting", "waiting for the customer", "待客户补充";
        /// The decision is told.
        Answered => "answered", "answered", "已答复";
        /// Closed.
        Closed => "closed", "closed", "已关闭";
    }
}

scale! {
    /// How a complaint ended (关闭方式).
    ///
    /// ```
    /// use service_quality::improve::complaint::ComplaintEnd;
    /// assert_eq!(ComplaintEnd::AlternativesOffered.as_str(), "alternatives_offered");
    /// ```
    ComplaintEnd {
        /// The customer accepts the decision.
        Accepted => "accepted", "accepted by the customer", "客户接受";
        /// The customer did not answer in the time that was given.
        NoAnswer => "no_answer", "the customer did not answer", "客户未答复";
        /// The customer rejects it, and knows where to turn to: ended here, open elsewhere.
        AlternativesOffered => "alternatives_offered", "rejected, alternatives offered", "客户不接受，已告知其他途径";
        /// The customer rejects it, and no alternative was offered, since that guard was off.
        Rejected => "rejected", "rejected by the customer", "客户不接受";
        /// The customer was not heard, since that guard was off.
        NotHeard => "not_heard", "the customer was not heard", "未听取客户意见";
        /// The customer does not pursue it.
        Withdrawn => "withdrawn", "withdrawn by the customer", "客户撤回投诉";
    }
}

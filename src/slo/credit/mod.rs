//! Service credits (服务补偿).

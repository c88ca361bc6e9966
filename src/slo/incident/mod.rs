//! Incidents and mean times (故障与平均时间).

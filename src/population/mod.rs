//! What is relative to a population (同侪比较).

//! The register of cycles (台账).

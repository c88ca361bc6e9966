//! Burn rates (燃烧率).

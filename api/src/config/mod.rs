//! Settings: one struct per concern, read once.

//! Every door: anything a caller can address.

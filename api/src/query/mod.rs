//! Every read.

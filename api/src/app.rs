//! `App`: the running parts, built once.

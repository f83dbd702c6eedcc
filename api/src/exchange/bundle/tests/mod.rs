//! Stories about bundles, told on every database there is.

mod bed;
mod refusals;
mod round_trip;
mod saving;

//! Stories about bundles, told on every database there is.

mod bed;
mod editing;
mod lists;
mod random;
mod refusals;
mod round_trip;
mod saving;
mod truth;

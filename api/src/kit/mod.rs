//! Tools that know no word of our trade.

//! JSON kept as text in a column: what cannot be read is damage, and said.

use sea_orm::DbErr;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// The value in a column; an error that only the log tells where it is no such JSON.
pub fn json<T: DeserializeOwned>(column: &str) -> Result<T> {
    serde_json::from_str(column).map_err(|cause| Error::Database(DbErr::Json(format!("a column: {cause}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_an_error() {
        assert_eq!(json::<Vec<u8>>("[1,17]").unwrap(), [1, 17]);
        for damaged in ["", "[1", "{}", "[300]"] {
            assert!(matches!(json::<Vec<u8>>(damaged), Err(Error::Database(_))), "{damaged}");
        }
    }
}

//! The scopes that derived lists are kept by: content stands for itself, values get a UUID of their own.

use uuid::{Uuid, uuid};

const NAMESPACE: Uuid = uuid!("6f1c1d5e-0b4e-5d0a-9c53-1f6c2b7a9d10");

/// Everything there is.
pub const ALL: Uuid = Uuid::nil();

/// Cities that some live cluster features: the UUID of the name `featured`.
pub const FEATURED: Uuid = uuid!("5bb3385f-3d07-5acd-842f-990eb34483b4");

/// Cities that none does: the UUID of the name `not featured`.
pub const NOT_FEATURED: Uuid = uuid!("daa65ae0-0963-58e3-8571-2be6dbfe2b53");

/// `code` is ISO 3166-1 alpha-2, in capitals.
pub fn country(code: &str) -> Uuid {
    named(&format!("country:{code}"))
}

/// `goal` is the number of a Sustainable Development Goal, 1 to 17.
pub fn sdg(goal: u8) -> Uuid {
    named(&format!("sdg:{goal}"))
}

/// `code` is a UN M49 region of three digits.
pub fn region(code: &str) -> Uuid {
    named(&format!("region:{code}"))
}

/// `name` is a media source's provider as it is stored, `youtube`.
pub fn provider(name: &str) -> Uuid {
    named(&format!("provider:{name}"))
}

fn named(name: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stored in every database: these may never change.
    #[test]
    fn scopes_stay_what_they_are() {
        assert_eq!(FEATURED, named("featured"));
        assert_eq!(NOT_FEATURED, named("not featured"));
        for (scope, stored) in [
            (country("CN"), "d34253e2-0342-5241-948e-3d245f54d51f"),
            (sdg(11), "8cf62d01-2711-5179-8033-10a15f3d7b77"),
            (region("142"), "ed5ad4a6-2ab0-56a4-8ca7-626eee663e55"),
            (provider("youtube"), "1b21920a-da12-5719-984c-886a344032b9"),
        ] {
            assert_eq!(scope.to_string(), stored);
        }
    }
}

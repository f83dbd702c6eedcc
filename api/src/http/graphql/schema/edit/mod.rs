//! Changing content: what the mutations of all nouns share.
//!
//! A noun's `mutation.rs` says which fields it has and how they are changed; the verbs are the same for all, written
//! once, in the macros here, and done by `service::content`.

pub mod id;
mod many;
mod patch;
mod settled;
mod texts;
mod verb;
mod workflow;
mod writing;

pub use many::ManyMutation;
pub use patch::{Changes, Patch, RichTextInput, TextInputStatus, patch};
pub mod set {
    //! How one field is changed.
    pub use super::patch::{
        body, goals, id, ids, json, json_in_order, list, naming, optional, required, text, word,
    };
}
pub use settled::{Conflict, Settled, author, settle, thing};
pub use texts::{TextPatch, Texts};
pub use verb::{
    CommentInput, ContentInput, PublishInput, PurgeInput, RestoreRevisionInput, ReturnInput, from, request,
    until,
};

pub(super) use workflow::workflow;
pub(super) use writing::writing;

/// The inputs that make a thing and that change one, and the struct of changes that both become.
macro_rules! inputs {
    (
        $(#[$create_doc:meta])* create $create:ident;
        $(#[$update_doc:meta])* update $update:ident;
        changes $changes:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* }
    ) => {
        $(#[$create_doc])*
        #[derive(async_graphql::InputObject)]
        pub struct $create {
            /// The language it is first written in; its text in that language is required.
            pub locale: $crate::http::graphql::schema::scalar::Locale,
            $($(#[$doc])* pub $field: async_graphql::MaybeUndefined<$type>,)*
        }

        $(#[$update_doc])*
        #[derive(async_graphql::InputObject)]
        pub struct $update {
            /// Of what is to change.
            pub id: async_graphql::ID,
            /// The `version` of the one thing that you read with `view: DRAFT`, or of its `document`; lists tell that of what is
            /// live. If somebody else was faster, nothing is overwritten, and `conflict` tells what differs.
            pub expected_version: i32,
            $($(#[$doc])* pub $field: async_graphql::MaybeUndefined<$type>,)*
        }

        /// What is to be written: nothing of what is left out, nothing over what is null.
        pub struct $changes {
            $(pub $field: async_graphql::MaybeUndefined<$type>,)*
        }

        impl $create {
            fn parts(self) -> (String, $changes) {
                (self.locale.0, $changes { $($field: self.$field,)* })
            }
        }

        impl $update {
            fn parts(self) -> (async_graphql::ID, i32, $changes) {
                (self.id, self.expected_version, $changes { $($field: self.$field,)* })
            }
        }
    };
}
pub(super) use inputs;

/// The answer to every mutation of a noun.
macro_rules! payload {
    ($payload:ident { $field:ident: $object:ident, $words:literal, $noun:path }) => {
        pub struct $payload($crate::http::graphql::schema::edit::Settled);

        impl $payload {
            pub fn of(settled: $crate::http::graphql::schema::edit::Settled) -> Self {
                Self(settled)
            }
        }

        #[doc = concat!("What came of a mutation of a ", $words, ".")]
        #[async_graphql::Object]
        impl $payload {
            #[doc = concat!(
                "The ", $words, " as it now stands for its editors, its working draft laid over it. Null when there are errors, and \
                 when it was purged."
            )]
            async fn $field(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(
                    name = "locale",
                    desc = "The language wanted, for everything beneath; the original when absent."
                )]
                _locale: Option<$crate::http::graphql::schema::scalar::Locale>,
            ) -> $crate::http::graphql::schema::root::Nullable<$object> {
                // Where it cannot be read back, it is still to be told that it was done.
                $crate::http::graphql::schema::root::nullable($crate::http::graphql::schema::edit::thing(ctx, &self.0, &$noun).await)
            }

            /// What to mend; empty when it is done.
            async fn user_errors(&self) -> &[$crate::http::graphql::schema::user_error::UserError] {
                &self.0.user_errors
            }

            /// What stands in the way of a stale update; null when nothing does.
            async fn conflict(&self) -> Option<&$crate::http::graphql::schema::edit::Conflict> {
                self.0.conflict.as_ref()
            }
        }
    };
}
pub(super) use payload;

//! The workflow: to review and back, before the public and away again.

/// The steps of the workflow, for all nouns that have one.
macro_rules! workflow {
    (
        $object:ident, $payload:ident, $words:literal, $input:path, $noun:path;
        $submit:ident, $return:ident, $publish:ident, $unpublish:ident, $archive:ident, $restore:ident,
        $discard:ident, $comment:ident
    ) => {
        #[derive(Default)]
        pub struct $object;

        impl $object {
            async fn advance(
                ctx: &async_graphql::Context<'_>,
                (id, expected): (&async_graphql::ID, Option<i32>),
                step: $crate::service::content::Advance,
            ) -> async_graphql::Result<$payload> {
                use $crate::http::graphql::schema::{context::ContextExt, edit};
                let author = edit::author(ctx, step.action()).await?;
                let app = &ctx.session().app;
                let request = edit::request(&$noun, id, expected);
                let outcome = $crate::service::content::advance::<$input>(app, author, request, step).await;
                Ok($payload::of(edit::settle(outcome)?))
            }
        }

        #[async_graphql::Object]
        impl $object {
            /// Gives a draft, or the working draft of what is published, to an editor: `IN_REVIEW`.
            async fn $submit(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "Which.")] input: $crate::http::graphql::schema::edit::ContentInput,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::service::content::Advance;
                $crate::http::graphql::schema::root::alone(async {
                    Self::advance(ctx, (&input.id, input.expected_version), Advance::Submit).await
                })
                .await
            }

            /// Gives what is `IN_REVIEW` back to its author, with a comment if one is given. Editors only.
            async fn $return(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "Which, and why.")] input: $crate::http::graphql::schema::edit::ReturnInput,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::service::content::Advance;
                $crate::http::graphql::schema::root::alone(async {
                    Self::advance(ctx, (&input.id, input.expected_version), Advance::Return(input.comment)).await
                })
                .await
            }

            #[doc = concat!(
                "Shows a ", $words, " to the public, now or at a given time, with what its working draft says. \
                 Editors only."
            )]
            async fn $publish(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "Which, and when.")] input: $crate::http::graphql::schema::edit::PublishInput,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::service::content::Advance;
                $crate::http::graphql::schema::root::alone(async {
                    let (id, expected, when) = input.parts();
                    Self::advance(ctx, (&id, expected), Advance::Publish(when)).await
                })
                .await
            }

            #[doc = concat!(
                "Takes a ", $words, " back from the public: it is a DRAFT again, and says what its working draft said, \
                 unless that cannot be any more; IN_REVIEW if that waits for a decision. Editors only."
            )]
            async fn $unpublish(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "Which.")] input: $crate::http::graphql::schema::edit::ContentInput,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::service::content::Advance;
                $crate::http::graphql::schema::root::alone(async {
                    Self::advance(ctx, (&input.id, input.expected_version), Advance::Unpublish).await
                })
                .await
            }

            #[doc = concat!("Puts a ", $words, " away: this is how things are deleted. Editors only.")]
            async fn $archive(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "Which.")] input: $crate::http::graphql::schema::edit::ContentInput,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::service::content::Advance;
                $crate::http::graphql::schema::root::alone(async {
                    Self::advance(ctx, (&input.id, input.expected_version), Advance::Archive).await
                })
                .await
            }

            #[doc = concat!("Takes an archived ", $words, " out again, as a DRAFT. Editors only.")]
            async fn $restore(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "Which.")] input: $crate::http::graphql::schema::edit::ContentInput,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::service::content::Advance;
                $crate::http::graphql::schema::root::alone(async {
                    Self::advance(ctx, (&input.id, input.expected_version), Advance::Restore).await
                })
                .await
            }

            #[doc = concat!(
                "Throws the working draft of a published ", $words, " away; it stays among the revisions. Editors only."
            )]
            async fn $discard(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "Which.")] input: $crate::http::graphql::schema::edit::ContentInput,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::http::graphql::schema::{context::ContextExt, edit};
                $crate::http::graphql::schema::root::alone(async {
                    let author = edit::author(ctx, $crate::domain::permission::Action::Write).await?;
                    let app = &ctx.session().app;
                    let outcome = match edit::request(&$noun, &input.id, input.expected_version) {
                        Ok(request) => $crate::service::content::discard::<$input>(app, author, request).await,
                        Err(wrong) => Err(wrong),
                    };
                    Ok($payload::of(edit::settle(outcome)?))
                })
                .await
            }

            #[doc = concat!(
                "Says something about a ", $words, " that is to be decided on, to its author and all editors."
            )]
            async fn $comment(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "On which, and what.")] input: $crate::http::graphql::schema::edit::CommentInput,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::http::graphql::schema::{context::ContextExt, edit};
                $crate::http::graphql::schema::root::alone(async {
                    let author = edit::author(ctx, $crate::domain::permission::Action::Comment).await?;
                    let app = &ctx.session().app;
                    let (request, words) = (edit::request(&$noun, &input.id, None), &input.comment);
                    let outcome = $crate::service::content::comment::<$input>(app, author, request, words).await;
                    Ok($payload::of(edit::settle(outcome)?))
                })
                .await
            }
        }
    };
}
pub(in crate::http::graphql) use workflow;

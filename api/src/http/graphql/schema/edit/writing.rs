//! Writing: making, changing, restoring and purging things of a noun.

/// Making and changing things of a noun, for all nouns.
macro_rules! writing {
    (
        $object:ident, $payload:ident, $words:literal, $input:path, $noun:path;
        $create:ident($create_input:ident), $update:ident($update_input:ident), $purge:ident, $restore:ident
    ) => {
        #[derive(Default)]
        pub struct $object;

        #[async_graphql::Object]
        impl $object {
            #[doc = concat!(
                "Writes a new ", $words, ". What an editor writes is a DRAFT, what a city's focal point writes is \
                 `IN_REVIEW`."
            )]
            async fn $create(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "What it says.")] input: $create_input,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::http::graphql::schema::{context::ContextExt, edit};
                $crate::http::graphql::schema::root::alone(async {
                    let (locale, changes) = input.parts();
                    let made = edit::patch::<$input, _>(changes).await;
                    let author = edit::author(ctx, $crate::domain::permission::Action::Propose).await?;
                    let app = &ctx.session().app;
                    let outcome = $crate::service::content::create(app, author, &locale, made).await;
                    Ok($payload::of(edit::settle(outcome)?))
                })
                .await
            }

            #[doc = concat!(
                "Changes a ", $words, ": what is left out stays, `null` clears. Of what is published the working draft \
                 is changed; the public sees it once it is published again. What a city's focal point changes goes to \
                 review."
            )]
            async fn $update(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "What is to be different.")] input: $update_input,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::http::graphql::schema::{context::ContextExt, edit};
                $crate::http::graphql::schema::root::alone(async {
                    let (id, expected, changes) = input.parts();
                    let changed = edit::patch::<$input, _>(changes).await;
                    let author = edit::author(ctx, $crate::domain::permission::Action::Propose).await?;
                    let app = &ctx.session().app;
                    let outcome = match edit::request(&$noun, &id, Some(expected)) {
                        Ok(request) => $crate::service::content::update(app, author, request, changed).await,
                        Err(wrong) => Err(wrong),
                    };
                    Ok($payload::of(edit::settle(outcome)?))
                })
                .await
            }

            #[doc = concat!(
                "Makes a ", $words, " what one of its revisions says, as a change like any other. What is said at once stays as \
                 it is: the members of a cluster, and deadlines that the public was told. What was purged since is left out, and a \
                 `slug` or `externalRef` that became another's since stays as it is live. Editors only."
            )]
            async fn $restore(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "Which, and to what.")] input: $crate::http::graphql::schema::edit::RestoreRevisionInput,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::http::graphql::schema::{context::ContextExt, edit};
                $crate::http::graphql::schema::root::alone(async {
                    let author = edit::author(ctx, $crate::domain::permission::Action::Write).await?;
                    let app = &ctx.session().app;
                    let outcome = match input.request(&$noun) {
                        Ok((request, revision)) => {
                            $crate::service::content::restore_revision::<$input>(app, author, request, revision).await
                        }
                        Err(wrong) => Err(wrong),
                    };
                    Ok($payload::of(edit::settle(outcome)?))
                })
                .await
            }

            #[doc = concat!(
                "Makes a ", $words, " as if it had never been, with its history; the audit log keeps that it was. It \
                 must be ARCHIVED, where it has a status. What names it no longer does, each with a revision that \
                 says so: at most 5,000 things. Admins only."
            )]
            async fn $purge(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "Which.")] input: $crate::http::graphql::schema::edit::PurgeInput,
            ) -> $crate::http::graphql::schema::root::Nullable<$payload> {
                use $crate::http::graphql::schema::{context::ContextExt, edit};
                $crate::http::graphql::schema::root::alone(async {
                    let author = edit::author(ctx, $crate::domain::permission::Action::Purge).await?;
                    let app = &ctx.session().app;
                    let outcome = match edit::request(&$noun, &input.id, input.expected_version) {
                        Ok(request) => $crate::service::content::purge::<$input>(app, author, request).await,
                        Err(wrong) => Err(wrong),
                    };
                    Ok($payload::of(edit::settle(outcome)?.gone()))
                })
                .await
            }
        }
    };
}
pub(in crate::http::graphql) use writing;

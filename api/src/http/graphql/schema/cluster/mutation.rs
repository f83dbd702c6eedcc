//! Writing and changing in GraphQL: clusters.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::Cluster;
use crate::http::graphql::schema::edit::{
    Changes, Patch, RichTextInput, TextInputStatus, TextPatch, Texts, inputs, payload, set, workflow, writing,
};
use crate::http::graphql::schema::scalar::Locale;
use crate::query;
use crate::service::cluster;

inputs! {
    /// A cluster to be.
    create CreateClusterInput;
    /// What is to be different of a cluster: what is left out stays, `null` clears.
    update UpdateClusterInput;
    changes ClusterChanges {
        /// The readable part of its address: `[a-z0-9]+(-[a-z0-9]+)*`, at most 96 characters. Made from the title of
        /// something new, if left out. The old one goes on finding what was public by it.
        slug: String,
        /// The id another system knows it by; unique among its kind.
        external_ref: String,
        /// The picture above the text.
        hero: ID,
        /// Its place among the clusters, from 0 up.
        position: i32,
        /// What it says, language by language: each is laid over the text there is in that language.
        text: Vec<ClusterTextInput>,
        /// Languages it is no longer to be read in.
        remove_text: Vec<Locale>,
    }
}

/// What a cluster says in one language.
#[derive(InputObject)]
pub struct ClusterTextInput {
    /// Which language.
    pub locale: Locale,
    /// PUBLISHED unless it is told otherwise; that of the original must be.
    pub status: MaybeUndefined<TextInputStatus>,
    /// What it is called; required, at most 300 characters.
    pub title: MaybeUndefined<String>,
    /// A sentence or two; at most 2,000 characters.
    pub summary: MaybeUndefined<String>,
    /// The text in full.
    pub body: MaybeUndefined<RichTextInput>,
}

payload! { ClusterPayload { cluster: Cluster, "cluster", query::cluster::NOUN } }

writing! {
    ClusterWriting, ClusterPayload, "cluster", cluster::Input, query::cluster::NOUN;
    create_cluster(CreateClusterInput), update_cluster(UpdateClusterInput), purge_cluster, restore_cluster_revision
}

workflow! {
    ClusterWorkflow, ClusterPayload, "cluster", cluster::Input, query::cluster::NOUN;
    submit_cluster, return_cluster, publish_cluster, unpublish_cluster, archive_cluster, restore_cluster,
    discard_cluster_draft, comment_on_cluster
}

impl Changes<cluster::Input> for ClusterChanges {
    fn ready(self) -> Patch<cluster::Input> {
        let texts = Texts::ready(self.text, self.remove_text, ClusterTextInput::ready);
        Box::new(move |item, check| {
            set::naming(item, check, self.slug, self.external_ref);
            set::id(check, "hero", &mut item.hero, self.hero);
            set::required(check, "position", &mut item.position, self.position, |position| position);
            texts.apply(item, check);
        })
    }
}

impl ClusterTextInput {
    fn ready(self) -> (String, TextPatch<cluster::Text>) {
        let body = set::body(self.body);
        let patch: TextPatch<cluster::Text> = Box::new(move |text, check| {
            set::required(check, "status", &mut text.status, self.status, Into::into);
            set::text(&mut text.title, self.title);
            set::text(&mut text.summary, self.summary);
            if let Some(body) = body {
                text.body = body;
            }
        });
        (self.locale.0, patch)
    }
}

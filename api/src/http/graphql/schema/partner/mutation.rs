//! Writing and changing in GraphQL: partners.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::Partner;
use crate::http::graphql::schema::edit::{
    Changes, Patch, TextInputStatus, TextPatch, Texts, inputs, payload, set, workflow, writing,
};
use crate::http::graphql::schema::kind::PartnerKind;
use crate::http::graphql::schema::scalar::{Locale, Url};
use crate::query;
use crate::service::partner;

inputs! {
    /// A partner to be.
    create CreatePartnerInput;
    /// What is to be different of a partner: what is left out stays, `null` clears.
    update UpdatePartnerInput;
    changes PartnerChanges {
        /// The readable part of its address: `[a-z0-9]+(-[a-z0-9]+)*`, at most 96 characters. Made from the title of
        /// something new, if left out. The old one goes on finding what was public by it.
        slug: String,
        /// The id another system knows it by; unique among its kind.
        external_ref: String,
        /// What sort of organisation it is; OTHER if never told.
        kind: PartnerKind,
        /// Its own site.
        website: Url,
        /// Its logo.
        logo: ID,
        /// The clusters it supports, in this order; at most 50.
        clusters: Vec<ID>,
        /// What it says, language by language: each is laid over the text there is in that language.
        text: Vec<PartnerTextInput>,
        /// Languages it is no longer to be read in.
        remove_text: Vec<Locale>,
    }
}

/// What a partner says in one language.
#[derive(InputObject)]
pub struct PartnerTextInput {
    /// Which language.
    pub locale: Locale,
    /// PUBLISHED unless it is told otherwise; that of the original must be.
    pub status: MaybeUndefined<TextInputStatus>,
    /// What it is called; required, at most 300 characters.
    pub name: MaybeUndefined<String>,
    /// What it does; at most 2,000 characters.
    pub description: MaybeUndefined<String>,
}

payload! { PartnerPayload { partner: Partner, "partner", query::partner::NOUN } }

writing! {
    PartnerWriting, PartnerPayload, "partner", partner::Input, query::partner::NOUN;
    create_partner(CreatePartnerInput), update_partner(UpdatePartnerInput), purge_partner, restore_partner_revision
}

workflow! {
    PartnerWorkflow, PartnerPayload, "partner", partner::Input, query::partner::NOUN;
    submit_partner, return_partner, publish_partner, unpublish_partner, archive_partner, restore_partner,
    discard_partner_draft, comment_on_partner
}

impl Changes<partner::Input> for PartnerChanges {
    fn ready(self) -> Patch<partner::Input> {
        let texts = Texts::ready(self.text, self.remove_text, PartnerTextInput::ready);
        Box::new(move |item, check| {
            set::naming(item, check, self.slug, self.external_ref);
            set::required(check, "kind", &mut item.kind, self.kind, set::word);
            set::optional(&mut item.website, self.website, |url| url.0);
            set::id(check, "logo", &mut item.logo, self.logo);
            set::ids(check, "clusters", &mut item.clusters, self.clusters);
            texts.apply(item, check);
        })
    }
}

impl PartnerTextInput {
    fn ready(self) -> (String, TextPatch<partner::Text>) {
        let patch: TextPatch<partner::Text> = Box::new(move |text, check| {
            set::required(check, "status", &mut text.status, self.status, Into::into);
            set::text(&mut text.name, self.name);
            set::text(&mut text.description, self.description);
        });
        (self.locale.0, patch)
    }
}

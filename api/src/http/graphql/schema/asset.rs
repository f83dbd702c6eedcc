//! Files in GraphQL.

use async_graphql::{Context, MergedObject, Object as GraphqlObject};

use entity::id::AssetId;

use super::content::Localised;
use super::context::ContextExt;
use super::scalar::{Locale, Url};
use super::seen::{Object, Seen};
use crate::domain::view::View;
use crate::error::Result;
use crate::query::{asset, content};

/// An uploaded file: a picture or a document. It is public as long as something live uses it.
#[derive(MergedObject)]
pub struct Asset(Localised, AssetFields);

impl Object for Asset {
    fn over(seen: Seen) -> Self {
        Self(Localised(seen.clone()), AssetFields(seen))
    }

    fn seen(&self) -> &Seen {
        &self.0.0
    }
}

pub struct AssetFields(Seen);

#[GraphqlObject]
impl AssetFields {
    /// Where its bytes are; the address changes when the bytes do, so what is public may be cached for ever. With `view: DRAFT`
    /// it ends with a signature, by which a page that sends no token can load it for 15 to 30 minutes, though nothing live
    /// uses it: ask again for another, and keep none.
    async fn url(&self, ctx: &Context<'_>) -> Result<Url> {
        let (id, name, hash) = (self.0.id()?, self.0.text(&asset::NAME)?, self.0.text(&asset::SHA256)?);
        let address = ctx.session().addresses.asset(&id.0, name, hash);
        match self.0.viewing().view {
            View::Live => Ok(Url(address)),
            View::Draft => Ok(Url(ctx.session().link(AssetId(self.0.uuid()?))?.put_on(&address))),
        }
    }

    /// The name of the file.
    async fn name(&self) -> Result<&str> {
        self.0.text(&asset::NAME)
    }

    /// Its media type, such as "image/png".
    async fn media_type(&self) -> Result<&str> {
        self.0.text(&asset::MEDIA_TYPE)
    }

    /// Its size in bytes.
    async fn bytes(&self) -> Result<i32> {
        Ok(self.0.int(&asset::BYTES)?.unwrap_or_default())
    }

    /// The SHA-256 of its bytes in hexadecimal.
    async fn sha256(&self) -> Result<&str> {
        self.0.text(&asset::SHA256)
    }

    /// In pixels; null when it is no picture.
    async fn width(&self) -> Result<Option<i32>> {
        self.0.int(&asset::WIDTH)
    }

    /// In pixels; null when it is no picture.
    async fn height(&self) -> Result<Option<i32>> {
        self.0.int(&asset::HEIGHT)
    }

    /// What the picture shows, for those who cannot see it; where the language wanted has none, the
    /// original's is served and `isFallback` says so. Empty for decoration.
    async fn alt_text(&self) -> Result<&str> {
        self.0.text(&asset::ALT_TEXT)
    }

    /// Whom to name beside it; null when nobody.
    async fn credit(&self) -> Result<Option<&str>> {
        self.0.optional_text(&asset::CREDIT)
    }

    /// The locale its alternative text was first written in.
    async fn locale(&self) -> Result<Locale> {
        Ok(Locale(self.0.text(&content::LOCALE)?.to_owned()))
    }

    /// The id another system knows it by; null when it was uploaded here.
    async fn external_ref(&self) -> Result<Option<&str>> {
        self.0.optional_text(&content::EXTERNAL_REF)
    }
}

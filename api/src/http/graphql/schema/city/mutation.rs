//! Writing and changing in GraphQL: citys.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::City;
use crate::http::graphql::schema::edit::{
    Changes, Patch, RichTextInput, TextInputStatus, TextPatch, Texts, inputs, payload, set, workflow, writing,
};
use crate::http::graphql::schema::scalar::{CountryCode, Locale, Url};
use crate::query;
use crate::service::city;

inputs! {
    /// A city to be.
    create CreateCityInput;
    /// What is to be different of a city: what is left out stays, `null` clears.
    update UpdateCityInput;
    changes CityChanges {
        /// The readable part of its address: `[a-z0-9]+(-[a-z0-9]+)*`, at most 96 characters. Made from the title of
        /// something new, if left out. The old one goes on finding what was public by it.
        slug: String,
        /// The id another system knows it by; unique among its kind.
        external_ref: String,
        /// Its country; required.
        country_code: CountryCode,
        /// Its province, state or the like.
        admin_region: String,
        /// Its own site.
        website: Url,
        /// Degrees, -90 to 90.
        latitude: f64,
        /// Degrees, -180 to 180.
        longitude: f64,
        /// How many people live there.
        population: i32,
        /// A picture of it.
        photo: ID,
        /// What it says, language by language: each is laid over the text there is in that language.
        text: Vec<CityTextInput>,
        /// Languages it is no longer to be read in.
        remove_text: Vec<Locale>,
    }
}

/// What a city says in one language.
#[derive(InputObject)]
pub struct CityTextInput {
    /// Which language.
    pub locale: Locale,
    /// PUBLISHED unless it is told otherwise; that of the original must be.
    pub status: MaybeUndefined<TextInputStatus>,
    /// What it is called; required, at most 300 characters.
    pub name: MaybeUndefined<String>,
    /// A sentence or two; at most 2,000 characters.
    pub summary: MaybeUndefined<String>,
    /// The text in full.
    pub body: MaybeUndefined<RichTextInput>,
}

payload! { CityPayload { city: City, "city", query::city::NOUN } }

writing! {
    CityWriting, CityPayload, "city", city::Input, query::city::NOUN;
    create_city(CreateCityInput), update_city(UpdateCityInput), purge_city, restore_city_revision
}

workflow! {
    CityWorkflow, CityPayload, "city", city::Input, query::city::NOUN;
    submit_city, return_city, publish_city, unpublish_city, archive_city, restore_city,
    discard_city_draft, comment_on_city
}

impl Changes<city::Input> for CityChanges {
    fn ready(self) -> Patch<city::Input> {
        let texts = Texts::ready(self.text, self.remove_text, CityTextInput::ready);
        Box::new(move |item, check| {
            set::naming(item, check, self.slug, self.external_ref);
            set::required(check, "countryCode", &mut item.country_code, self.country_code, |code| code.0);
            set::optional(&mut item.admin_region, self.admin_region, |region| region);
            set::optional(&mut item.website, self.website, |url| url.0);
            set::optional(&mut item.latitude, self.latitude, |degrees| degrees);
            set::optional(&mut item.longitude, self.longitude, |degrees| degrees);
            set::optional(&mut item.population, self.population, i64::from);
            set::id(check, "photo", &mut item.photo, self.photo);
            texts.apply(item, check);
        })
    }
}

impl CityTextInput {
    fn ready(self) -> (String, TextPatch<city::Text>) {
        let body = set::body(self.body);
        let patch: TextPatch<city::Text> = Box::new(move |text, check| {
            set::required(check, "status", &mut text.status, self.status, Into::into);
            set::text(&mut text.name, self.name);
            set::text(&mut text.summary, self.summary);
            if let Some(body) = body {
                text.body = body;
            }
        });
        (self.locale.0, patch)
    }
}

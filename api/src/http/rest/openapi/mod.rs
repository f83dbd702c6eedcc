//! The document of the plain doors (OpenAPI 3.1), made of the tables that requests are judged by: `v1/told`, the filters
//! of `http/parameters`, the kinds of problems. What is sent in is described by the types that read it.

mod attachment;
mod example;
mod parameter;
mod reading;
mod refusal;
mod schema;
mod sending;

use std::sync::LazyLock;

use utoipa::openapi::info::LicenseBuilder;
use utoipa::openapi::path::PathsBuilder;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::server::Server;
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{Components, ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder};

const ABOUT: &str = "The content of a network of cities as plain JSON, and the forms the public sends in. Names, values \
    and filters are those of the GraphQL door. Reading needs no key. Every mistake in a request is named at once, in a \
    problem (RFC 9457) whose `type` is an address that tells about it.";

/// The bytes that are served and kept in `openapi.json`.
pub fn printed() -> &'static str {
    static PRINTED: LazyLock<String> = LazyLock::new(|| {
        let mut text = document().to_pretty_json().expect("a document of text and numbers is JSON");
        text.push('\n');
        text
    });
    &PRINTED
}

pub fn document() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Cities")
        .version("1")
        .description(Some(ABOUT))
        .license(Some(
            LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build(),
        ))
        .build();
    let mut paths = PathsBuilder::new();
    for (path, item) in reading::paths().into_iter().chain(sending::paths()) {
        paths = paths.path(path, item);
    }
    let tag = |name: &str, says: &str| TagBuilder::new().name(name).description(Some(says)).build();
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([Server::new("/")]))
        .tags(Some([
            tag("Content", "What is published, read-only. Whatever is here is live."),
            tag("Submissions", "What the public sends in to a call, and the files that go with it."),
        ]))
        .paths(paths)
        .components(Some(components()))
        .build()
}

fn components() -> Components {
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "An access token, an API token, or, for what belongs to one submission, the token its sender got.",
    ));
    let mut components = ComponentsBuilder::new();
    let of_content = schema::all().into_iter().map(|(name, schema)| (name.to_owned(), schema));
    for (name, schema) in of_content.chain(sending::schemas()) {
        components = components.schema(name, schema);
    }
    for (name, response) in refusal::all() {
        components = components.response(name, response);
    }
    components.security_scheme("token", SecurityScheme::Http(bearer.build())).build()
}

//! The addresses that are read: nine collections and their things.

use serde_json::json;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, PathItem};
use utoipa::openapi::response::{ResponseBuilder, ResponsesBuilder};
use utoipa::openapi::schema::{ArrayBuilder, Type};
use utoipa::openapi::{ContentBuilder, Response};

use super::super::v1::collection::{COLLECTIONS, Collection};
use super::example;
use super::parameter::{of_path, of_query};
use super::refusal::named_response;
use super::schema::{Shape, named, object, plain};
use crate::http::linked_data;
use crate::http::told::{self, Thing};

/// What else a read may be answered with.
const LIST_REFUSALS: [(&str, &str); 3] =
    [("400", "BadRequest"), ("406", "NotAcceptable"), ("503", "Unavailable")];

pub fn paths() -> Vec<(String, PathItem)> {
    let mut paths: Vec<(String, PathItem)> = Vec::new();
    for of in &COLLECTIONS {
        let thing = told::of(of.list.noun);
        paths.push((format!("/v1/{}", of.path), list(of, thing)));
        paths.push((format!("/v1/{}/{{slug}}", of.path), one(of, thing)));
    }
    paths
}

fn list(of: &Collection, thing: &'static Thing) -> PathItem {
    let mut operation = OperationBuilder::new()
        .tag("Content")
        .operation_id(Some(of.path))
        .summary(Some(format!("List {}", of.path)))
        .description(Some(about_list(of)));
    for known in of.of_list() {
        operation = operation.parameter(of_query(&known, thing));
    }
    let page = object("A page.")
        .property("data", ArrayBuilder::new().items(named(thing.noun.name)))
        .property("pageInfo", named("PageInfo"))
        .property("links", named("Links"))
        .required("data")
        .required("pageInfo")
        .required("links");
    let link = HeaderBuilder::new()
        .schema(plain(Type::String, ""))
        .description(Some("`<address>; rel=\"next\"`, absent on the last page (RFC 8288)."));
    let example = json!({ "data": [example::of(thing)], "pageInfo": { "hasNextPage": false, "endCursor": "WyJuZXdzIl0" },
                          "links": { "next": null } });
    let told = answer("A page of the list.", page.into(), example).header("link", link.build()).build();
    let mut responses = ResponsesBuilder::new().response("200", told).response("304", unchanged());
    for (status, name) in LIST_REFUSALS {
        responses = responses.response(status, named_response(name));
    }
    PathItem::new(HttpMethod::Get, operation.responses(responses.build()).build())
}

fn about_list(of: &Collection) -> String {
    let order = of.list.orders[0].name;
    format!(
        "What is live, by {order} unless `orderBy` says otherwise. Long fields (`body`, forms and criteria) are left out \
         unless `fields` names them."
    )
}

fn one(of: &Collection, thing: &'static Thing) -> PathItem {
    let says = format!("The slug of the {}; one it once had leads on to the present one.", of.one);
    let mut operation = OperationBuilder::new()
        .tag("Content")
        .operation_id(Some(format!("{}BySlug", of.path)))
        .summary(Some(format!("Get one {}", of.one)))
        .description(Some("With all its fields, long ones too, unless `fields` names some."))
        .parameter(of_path("slug", &says, example::slug(thing)));
    for known in Collection::of_one() {
        operation = operation.parameter(of_query(known, thing));
    }
    let document = object("A thing.").property("data", named(thing.noun.name)).required("data");
    let mut told = answer("The thing.", document.into(), json!({ "data": example::of(thing) }));
    if linked_data::has(of.list.noun) {
        let document = object(
            "In the vocabulary of schema.org, for whom the parameters `include` and `fields` are none.",
        );
        let content = ContentBuilder::new().schema(Some(Shape::from(document))).build();
        told = told.content(linked_data::MEDIA_TYPE, content);
    }
    let told = told.build();
    let moved = HeaderBuilder::new().schema(plain(Type::String, "")).description(Some("Where it is now."));
    let moved =
        ResponseBuilder::new().description("It was renamed.").header("location", moved.build()).build();
    let mut responses =
        ResponsesBuilder::new().response("200", told).response("304", unchanged()).response("308", moved);
    for (status, name) in LIST_REFUSALS.into_iter().chain([("404", "NotFound")]) {
        responses = responses.response(status, named_response(name));
    }
    PathItem::new(HttpMethod::Get, operation.responses(responses.build()).build())
}

fn answer(says: &str, shape: Shape, example: serde_json::Value) -> ResponseBuilder {
    let content = ContentBuilder::new().schema(Some(shape)).example(Some(example)).build();
    let tag = HeaderBuilder::new()
        .schema(plain(Type::String, ""))
        .description(Some("For `If-None-Match`."))
        .build();
    ResponseBuilder::new().description(says).header("etag", tag).content("application/json", content)
}

fn unchanged() -> Response {
    ResponseBuilder::new().description("It is what `If-None-Match` or `If-Modified-Since` names.").build()
}

//! Refusals: problems by RFC 9457, one response a status.

use serde_json::{Value, json};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ArrayBuilder, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response};

use super::schema::{Shape, named, object, plain, words};
use crate::http::problem::KINDS;

/// The name in `components/responses`, when it is answered, and an example.
type Refusal = (&'static str, &'static str, fn() -> Value);

static REFUSALS: [Refusal; 13] = [
    ("BadRequest", "Something in the request is wrong: `errors` names each mistake.", mistaken),
    ("Unauthenticated", "A token is needed, or the one sent is not good.", || {
        told("UNAUTHENTICATED", 401, "sign in first")
    }),
    ("Forbidden", "Whoever asks may not.", || {
        told("FORBIDDEN", 403, "an export is not allowed: it is for those who judge")
    }),
    ("NotFound", "There is nothing of that name that the public may see.", || {
        told(
            "NOT_FOUND",
            404,
            "there is no cluster of the slug `x` that is public: /v1/clusters lists what there is",
        )
    }),
    ("NotAcceptable", "`Accept` excludes all that is answered here.", || {
        told("NOT_ACCEPTABLE", 406, "it is answered as application/json: accept that, or leave `Accept` out")
    }),
    ("Timeout", "What was awaited did not come in time.", || {
        told("TIMEOUT", 408, "the body took longer than 30s")
    }),
    ("Conflict", "The request is fine, but not now.", || told("CONFLICT", 409, "the call is closed")),
    ("PreconditionFailed", "Uploads speak tus 1.0.0.", || {
        told("BAD_REQUEST", 412, "send `Tus-Resumable: 1.0.0`")
    }),
    ("TooLarge", "The body is too large.", || told("TOO_LARGE", 413, "a body has at most 1048576 bytes")),
    ("UnsupportedMediaType", "The body is of a kind that is not taken.", || {
        told("UNSUPPORTED_MEDIA_TYPE", 415, "send application/json")
    }),
    ("Unprocessable", "Fields are wrong: `errors` names each.", fields),
    ("RateLimited", "It came too often: see `Retry-After`.", || {
        told("RATE_LIMITED", 429, "too many attempts: try again in 30 seconds")
    }),
    ("Unavailable", "It cannot be done just now: see `Retry-After`.", || {
        told("UNAVAILABLE", 503, "too much is under way here: try again in 5 seconds")
    }),
];

/// By the name in `components/responses`.
pub fn all() -> Vec<(&'static str, Response)> {
    let response = |(name, says, example): &Refusal| {
        let content = ContentBuilder::new().schema(Some(named("Problem"))).example(Some(example())).build();
        (
            *name,
            ResponseBuilder::new().description(*says).content("application/problem+json", content).build(),
        )
    };
    REFUSALS.iter().map(response).collect()
}

pub fn named_response(name: &str) -> RefOr<Response> {
    RefOr::Ref(Ref::from_response_name(name))
}

pub fn schema() -> Shape {
    let codes = KINDS.iter().map(|kind| kind.code.to_owned());
    let address = plain(Type::String, "The address of the kind of problem; it tells about it.");
    plain(Type::Object, "What went wrong (RFC 9457).")
        .property("type", super::schema::formatted(address, "uri"))
        .property("title", plain(Type::String, "The kind of problem in words; the same each time."))
        .property("status", plain(Type::Integer, "The status of the answer."))
        .property("code", words(codes, "The kind of problem as a word, for programs."))
        .property("detail", plain(Type::String, "What is wrong this time, and what to do."))
        .property(
            "errors",
            ArrayBuilder::new()
                .items(mistake())
                .description(Some("Each mistake, where there are several places to make one.")),
        )
        .property("limit", plain(Type::String, "Which bound was passed."))
        .property("allowed", plain(Type::Integer, "How much it lets through."))
        .property("found", plain(Type::Integer, "How much there was."))
        .property("requestId", plain(Type::String, "What the log of the server has, too."))
        .required("type")
        .required("title")
        .required("status")
        .required("code")
        .required("detail")
        .into()
}

fn mistake() -> Shape {
    let codes = [
        "UNKNOWN",
        "REPEATED",
        "REQUIRED",
        "INVALID",
        "TOO_LONG",
        "TOO_MANY",
        "TAKEN",
        "NOT_FOUND",
        "INVALID_STATE",
        "UNAVAILABLE",
    ];
    object("One mistake: in a parameter, or in a field of the body.")
        .property("parameter", plain(Type::String, "The name of the parameter, as it was sent."))
        .property("pointer", plain(Type::String, "The way to the field, a JSON Pointer in a fragment."))
        .property("code", words(codes.into_iter().map(str::to_owned), "What is wrong, for programs."))
        .property("detail", plain(Type::String, "What is wrong, and what to do."))
        .required("code")
        .required("detail")
        .into()
}

fn told(code: &str, status: u16, detail: &str) -> Value {
    let kind = KINDS.iter().find(|kind| kind.code == code).expect("a kind that there is");
    json!({ "type": kind.address("https://api.cities.example"), "title": kind.title, "status": status,
            "code": code, "detail": detail, "requestId": "0198c8b2d5f1" })
}

fn mistaken() -> Value {
    let detail = "must be a whole number from 1 to 100, not `0`";
    let mut example = told("BAD_REQUEST", 400, &format!("`first` {detail}"));
    example["errors"] = json!([{ "parameter": "first", "code": "INVALID", "detail": detail }]);
    example
}

fn fields() -> Value {
    let mut example = told("BAD_REQUEST", 422, "some fields are wrong: `errors` tells each");
    example["errors"] =
        json!([{ "pointer": "#/contact/email", "code": "REQUIRED", "detail": "is required" }]);
    example
}

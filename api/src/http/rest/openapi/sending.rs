//! What the public sends in, and who takes it away.

use serde_json::json;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn, PathItem,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::Type;
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{ContentBuilder, Required};
use utoipa::{PartialSchema, ToSchema};

use super::super::submission::answer::Told;
use super::super::submission::sent::Sent;
use super::attachment;
use super::parameter::of_path;
use super::refusal::named_response;
use super::schema::{Shape, named, object, plain};
use crate::service::submission::export::Format;

/// The schemas that requests and answers name.
pub fn schemas() -> Vec<(String, Shape)> {
    let mut all = Vec::new();
    Sent::schemas(&mut all);
    all.extend([(Sent::name().into_owned(), Sent::schema()), (Told::name().into_owned(), Told::schema())]);
    all.push(("Challenge".to_owned(), challenge_schema()));
    all.push(("Problem".to_owned(), super::refusal::schema()));
    all
}

pub fn paths() -> Vec<(String, PathItem)> {
    let mut paths = vec![
        ("/v1/calls/{slug}/submissions".to_owned(), {
            let mut item = PathItem::new(HttpMethod::Post, send_in());
            item.merge_operations(PathItem::new(HttpMethod::Get, export(None)));
            item
        }),
        ("/v1/challenge".to_owned(), PathItem::new(HttpMethod::Get, challenge())),
    ];
    for format in Format::ALL {
        let path = format!("/v1/calls/{{slug}}/submissions.{}", format.word());
        paths.push((path, PathItem::new(HttpMethod::Get, export(Some(format)))));
    }
    paths.extend(attachment::paths());
    paths
}

pub fn operation(id: &str, summary: &str, says: &str) -> OperationBuilder {
    OperationBuilder::new()
        .tag("Submissions")
        .operation_id(Some(id))
        .summary(Some(summary))
        .description(Some(says))
}

pub fn refused(mut operation: OperationBuilder, refusals: &[(&str, &str)]) -> Operation {
    for (status, name) in refusals {
        operation = operation.response(*status, named_response(name));
    }
    operation.build()
}

pub fn response(says: &str) -> ResponseBuilder {
    ResponseBuilder::new().description(says)
}

pub fn header(name: &str, says: &str) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .description(Some(says))
        .schema(Some(plain(Type::String, "")))
}

fn of_call() -> utoipa::openapi::path::Parameter {
    of_path("slug", "The slug of the call, or one it once had.", "cleaner-streets")
}

fn send_in() -> Operation {
    let form = || ContentBuilder::new().schema(Some(plain(Type::Object, FORM))).build();
    let example = json!({ "title": "Trams for all", "cityName": "Gothenburg", "country": "SE", "answers": {},
                          "contact": { "name": "Ana Lind", "email": "ana@gothenburg.example" }, "consents": ["TEXT"] });
    let body = RequestBodyBuilder::new()
        .required(Some(Required::True))
        .content(
            "application/json",
            ContentBuilder::new().schema(Some(named("SubmissionInput"))).example(Some(example)).build(),
        )
        .content("application/x-www-form-urlencoded", form())
        .content("multipart/form-data", form())
        .build();
    let taken = response("It was taken. A browser gets a page, everybody else JSON.")
        .content("application/json", ContentBuilder::new().schema(Some(named("Submission"))).build())
        .content("text/html", ContentBuilder::new().schema(Some(plain(Type::String, "A page."))).build());
    let key = header(
        "Idempotency-Key",
        "16 to 200 characters that nobody guesses, such as a UUID; the same request with the same key is one submission.",
    );
    let operation = operation(
        "sendIn",
        "Send in to a call",
        "Takes part in a call without GraphQL. It counts when its last byte came before the deadline.",
    )
    .parameter(of_call())
    .parameter(key.required(Required::False).build())
    .request_body(Some(body))
    .response("201", taken.build());
    let refusals = [
        ("400", "BadRequest"),
        ("404", "NotFound"),
        ("408", "Timeout"),
        ("409", "Conflict"),
        ("413", "TooLarge"),
        ("415", "UnsupportedMediaType"),
        ("422", "Unprocessable"),
        ("429", "RateLimited"),
        ("503", "Unavailable"),
    ];
    refused(operation, &refusals)
}

const FORM: &str = "The same as fields of a form: those within others after a dot (`contact.email`, `answers.budget`), lists \
    by repeating the field. In a form of several parts files may come along.";

fn export(format: Option<Format>) -> Operation {
    let id =
        format.map_or_else(|| "export".to_owned(), |format| format!("exportAs{}", capital(format.word())));
    let as_kind = format.map_or_else(String::new, |format| format!(" as {}", format.word().to_uppercase()));
    let summary = format!("Take the submissions of a call away{as_kind}");
    let says = "What was submitted, with scores, to those who judge, and no more than they may see.";
    let mut file = response("The file. One that cannot be finished breaks off.");
    for one in Format::ALL.into_iter().filter(|one| format.is_none_or(|format| format.word() == one.word())) {
        let kind = one.media_type().split(';').next().unwrap_or_default();
        file =
            file.content(kind, ContentBuilder::new().schema(Some(plain(Type::String, "The file."))).build());
    }
    let operation =
        operation(&id, &summary, says).parameter(of_call()).security(token()).response("200", file.build());
    let mut refusals = vec![
        ("400", "BadRequest"),
        ("401", "Unauthenticated"),
        ("403", "Forbidden"),
        ("404", "NotFound"),
        ("503", "Unavailable"),
    ];
    if format.is_none() {
        refusals.push(("406", "NotAcceptable"));
    }
    refused(operation, &refusals)
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_ascii_uppercase() + rest
}

pub fn token() -> SecurityRequirement {
    SecurityRequirement::new("token", Vec::<String>::new())
}

fn challenge_schema() -> Shape {
    let text = |says| plain(Type::String, says);
    object("What a widget of ALTCHA solves before something is sent in.")
        .property("algorithm", text("SHA-256."))
        .property("challenge", text("SHA-256 of salt and number, in hexadecimal digits."))
        .property("maxnumber", plain(Type::Integer, "The number is at most this."))
        .property("salt", text("What is hashed before the number."))
        .property("signature", text("That it is from here."))
        .into()
}

fn challenge() -> Operation {
    let content = ContentBuilder::new().schema(Some(named("Challenge"))).build();
    let told = response("The challenge.").content("application/json", content).build();
    let says = "For forms, where the server asks for a proof of work; 404 where it asks for none.";
    let operation = operation("challenge", "Get a challenge", says).response("200", told);
    refused(operation, &[("404", "NotFound"), ("503", "Unavailable")])
}

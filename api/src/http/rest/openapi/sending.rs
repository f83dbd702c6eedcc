//! What the public sends in, and who takes it away.

use serde_json::json;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn, PathItem,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{ContentBuilder, Required, Response};
use utoipa::{PartialSchema, ToSchema};

use super::super::submission::answer::Told;
use super::super::submission::sent::Sent;
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
    paths.push((
        "/v1/submissions/{submission}/attachments".to_owned(),
        PathItem::new(HttpMethod::Post, begin()),
    ));
    let mut one = PathItem::new(HttpMethod::Get, fetch());
    for (method, operation) in
        [(HttpMethod::Head, ask()), (HttpMethod::Patch, append()), (HttpMethod::Delete, remove())]
    {
        one.merge_operations(PathItem::new(method, operation));
    }
    paths.push(("/v1/submissions/{submission}/attachments/{attachment}".to_owned(), one));
    paths
}

fn operation(id: &str, summary: &str, says: &str) -> OperationBuilder {
    OperationBuilder::new()
        .tag("Submissions")
        .operation_id(Some(id))
        .summary(Some(summary))
        .description(Some(says))
}

fn refused(mut operation: OperationBuilder, refusals: &[(&str, &str)]) -> Operation {
    for (status, name) in refusals {
        operation = operation.response(*status, named_response(name));
    }
    operation.build()
}

fn response(says: &str) -> ResponseBuilder {
    ResponseBuilder::new().description(says)
}

fn header(name: &str, says: &str) -> ParameterBuilder {
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
    let key = header("Idempotency-Key", "Any word; the same request with the same key is one submission.");
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
    let says = "What was submitted, with scores, to those who judge, and no more than they may see.";
    let mut file = response("The file. One that cannot be finished breaks off.");
    for one in Format::ALL.into_iter().filter(|one| format.is_none_or(|format| format.word() == one.word())) {
        let kind = one.media_type().split(';').next().unwrap_or_default();
        file =
            file.content(kind, ContentBuilder::new().schema(Some(plain(Type::String, "The file."))).build());
    }
    let operation = operation(&id, "Take the submissions of a call away", says)
        .parameter(of_call())
        .security(token())
        .response("200", file.build());
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

fn token() -> SecurityRequirement {
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

fn of_submission() -> ParameterBuilder {
    part("submission", "The id of the submission.")
}

fn of_attachment() -> ParameterBuilder {
    part("attachment", "The id of the file.")
}

fn part(name: &str, says: &str) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(says))
        .schema(Some(plain(Type::String, "An id.").pattern(Some("^[a-z_]+_[0-9a-z]{26}$"))))
}

fn tus(operation: OperationBuilder) -> OperationBuilder {
    let version = header("Tus-Resumable", "1.0.0").required(Required::True);
    operation.parameter(version.build()).security(token())
}

fn progress(says: &str) -> Response {
    let number = || plain(Type::Integer, "");
    let said = |says: &str| HeaderBuilder::new().schema(number()).description(Some(says)).build();
    response(says)
        .header("upload-offset", said("How many bytes came."))
        .header("upload-length", said("How many there are."))
        .build()
}

const OF_SENDER: [(&str, &str); 7] = [
    ("400", "BadRequest"),
    ("401", "Unauthenticated"),
    ("403", "Forbidden"),
    ("404", "NotFound"),
    ("412", "PreconditionFailed"),
    ("429", "RateLimited"),
    ("503", "Unavailable"),
];

const OF_BYTES: [(&str, &str); 4] =
    [("408", "Timeout"), ("413", "TooLarge"), ("415", "UnsupportedMediaType"), ("422", "Unprocessable")];

fn begin() -> Operation {
    let says = "Announces a file by tus 1.0, which goes on where a line broke: use a tus client. Its first bytes may come along.";
    let place =
        HeaderBuilder::new().schema(plain(Type::String, "")).description(Some("Where its bytes go.")).build();
    let mut begun = progress("It is awaited.");
    begun.headers.insert("location".to_owned(), place);
    let operation = tus(operation("beginAttachment", "Announce a file", says))
        .parameter(of_submission())
        .parameter(
            header("Upload-Length", "The size of the whole file in bytes.").required(Required::True).build(),
        )
        .parameter(
            header("Upload-Metadata", "`filename NAME`, the name in base64.")
                .required(Required::True)
                .build(),
        )
        .response("201", begun);
    refused(operation, &[&OF_SENDER[..], &OF_BYTES[..]].concat())
}

fn append() -> Operation {
    let bytes = ObjectBuilder::new().schema_type(Type::String).description(Some("The next bytes."));
    let body = RequestBodyBuilder::new()
        .required(Some(Required::True))
        .content("application/offset+octet-stream", ContentBuilder::new().schema(Some(bytes)).build())
        .build();
    let operation =
        tus(operation("appendAttachment", "Send bytes of a file", "More of it, from where it is."))
            .parameter(of_submission())
            .parameter(of_attachment())
            .parameter(header("Upload-Offset", "At which byte they begin.").required(Required::True).build())
            .request_body(Some(body))
            .response("204", progress("They were taken."));
    refused(operation, &[&OF_SENDER[..], &OF_BYTES[..], &[("409", "Conflict")]].concat())
}

fn ask() -> Operation {
    let operation = tus(operation("askAttachment", "Ask how far a file is", "What came of it so far."))
        .parameter(of_submission())
        .parameter(of_attachment())
        .response("200", progress("So far."));
    refused(operation, &OF_SENDER)
}

fn remove() -> Operation {
    let operation = tus(operation(
        "removeAttachment",
        "Take a file out",
        "Takes it out of the submission, or gives it up.",
    ))
    .parameter(of_submission())
    .parameter(of_attachment())
    .response("204", response("It is gone.").build());
    refused(operation, &OF_SENDER)
}

fn fetch() -> Operation {
    let says = "To whoever may read the submission; to be saved, never shown as a page.";
    let bytes = ContentBuilder::new().schema(Some(plain(Type::String, "The bytes."))).build();
    let operation = operation("fetchAttachment", "Fetch a file", says)
        .parameter(of_submission())
        .parameter(of_attachment())
        .security(token())
        .response("200", response("The file.").content("application/octet-stream", bytes).build())
        .response("410", named_response("NotFound"));
    refused(
        operation,
        &[
            ("400", "BadRequest"),
            ("401", "Unauthenticated"),
            ("403", "Forbidden"),
            ("404", "NotFound"),
            ("503", "Unavailable"),
        ],
    )
}

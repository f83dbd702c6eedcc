//! Files of submissions, by tus.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn, PathItem,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Required, Response};

use super::refusal::named_response;
use super::schema::plain;
use super::sending::{header, operation, refused, response, token};

pub fn paths() -> Vec<(String, PathItem)> {
    let all = PathItem::new(HttpMethod::Post, begin());
    let mut one = PathItem::new(HttpMethod::Get, fetch());
    for (method, operation) in
        [(HttpMethod::Head, ask()), (HttpMethod::Patch, append()), (HttpMethod::Delete, remove())]
    {
        one.merge_operations(PathItem::new(method, operation));
    }
    let path = "/v1/submissions/{submission}/attachments";
    vec![(path.to_owned(), all), (format!("{path}/{{attachment}}"), one)]
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

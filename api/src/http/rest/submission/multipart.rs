//! A form with files in it (RFC 7578), read as it comes in: words are kept, files go where files lie.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::stream::{Stream, unfold};
use multer::{Constraints, Field, Multipart, SizeLimit};

use crate::domain::attachment::{BYTES, FILES};
use crate::http::middleware::body::Pace;
use crate::http::problem::Problem;
use crate::service::submission::attachment::Staging;

/// Words of a form, and how many fields there may be.
const FIELDS: usize = 1_000;
/// What the fields with files in them are called.
const FILE: &str = "attachments";

/// Whether a body is such a form.
pub fn is_meant(kind: &str) -> bool {
    kind == "multipart/form-data"
}

/// The words of a form, by the names of their fields; its files are staged. `most`: bytes that the words may have.
pub async fn read(
    headers: &HeaderMap,
    (body, pace): (Body, Pace),
    most: usize,
    staging: &mut Staging<'_>,
) -> Result<Vec<(String, String)>, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(kind).map_err(|_| bad("has no boundary in its Content-Type"))?;
    let whole = BYTES * FILES as u64 + most as u64;
    let constraints = Constraints::new().size_limit(SizeLimit::new().whole_stream(whole));
    let mut form = Multipart::with_constraints(frames(body, pace), boundary, constraints);
    let (mut words, mut left) = (Vec::new(), most);
    for _ in 0..FIELDS {
        let Some(mut field) = form.next_field().await.map_err(problem)? else { return Ok(words) };
        let name = field.name().unwrap_or_default().to_owned();
        if name == FILE {
            Box::pin(file(field, staging)).await?;
            continue;
        }
        let mut word = Vec::new();
        while let Some(bytes) = field.chunk().await.map_err(problem)? {
            left = left.checked_sub(bytes.len()).ok_or_else(too_large)?;
            word.extend_from_slice(&bytes);
        }
        words.push((name, String::from_utf8(word).map_err(|_| bad("is not UTF-8"))?));
    }
    Err(bad("has more than a thousand fields"))
}

/// A browser sends a field in which no file was chosen as one without a name.
async fn file(mut field: Field<'_>, staging: &mut Staging<'_>) -> Result<(), Problem> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let mut first = field.chunk().await.map_err(problem)?;
    if name.is_empty() && first.as_ref().is_none_or(Bytes::is_empty) {
        return Ok(());
    }
    let mut upload = staging.begin(name).await?;
    loop {
        let Some(bytes) = first else { break };
        if let Some(mut taking) = upload.take() {
            match taking.take(bytes).await {
                Ok(()) => upload = Some(taking),
                Err(error) => staging.refuse(error)?,
            }
        }
        first = field.chunk().await.map_err(problem)?;
    }
    match upload {
        Some(upload) => Ok(staging.end(upload).await?),
        None => Ok(()),
    }
}

fn frames(body: Body, pace: Pace) -> impl Stream<Item = Result<Bytes, Broken>> {
    unfold((body, pace), async |(mut body, mut pace)| {
        let frame = pace.next(&mut body).await.map_err(Broken).transpose()?;
        Some((frame, (body, pace)))
    })
}

/// Goes through the library and comes out as it went in.
#[derive(Debug)]
struct Broken(Problem);

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.detail)
    }
}

impl std::error::Error for Broken {}

fn problem(error: multer::Error) -> Problem {
    match error {
        multer::Error::StreamReadFailed(cause) => match cause.downcast::<Broken>() {
            Ok(broken) => broken.0,
            Err(_) => bad("broke off"),
        },
        multer::Error::StreamSizeExceeded { .. } => too_large(),
        _ => bad("is no multipart/form-data as browsers send it"),
    }
}

fn bad(why: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", format!("the form {why}; send it again"))
}

fn too_large() -> Problem {
    let detail = format!(
        "the form is too large: send at most {FILES} files of {} MiB, and shorter words",
        BYTES >> 20
    );
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE", detail)
}

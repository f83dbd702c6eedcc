//! Who asks for a file: the sender of the submission, or those who read it.

use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use entity::id::{AttachmentId, SubmissionId};

use crate::app::App;
use crate::domain::permission::{self, Action, Thing};
use crate::error::Error;
use crate::http::problem::Problem;
use crate::service::session::{self, Bearer};
use crate::service::submission::{self, Seen};

pub type Asking = Option<Extension<Bearer>>;
pub type Of<T> = Result<Path<T>, PathRejection>;

/// The submission of an address, if its sender asks.
pub fn sender(asking: &Asking, of: &str) -> Result<SubmissionId, Problem> {
    match asking {
        Some(Extension(Bearer::Sender(id))) if id.to_string() == of => Ok(*id),
        Some(Extension(Bearer::Sender(_))) => Err(nothing()),
        Some(_) => {
            let detail = "only the sender of a submission changes its files: send its token, `Authorization: Bearer cities_sb_…`";
            Err(Problem::new(StatusCode::FORBIDDEN, "FORBIDDEN", detail))
        }
        None => Err(nobody()),
    }
}

/// The submission of an address, as far as it exists for whoever asks.
pub async fn seen(app: &App, asking: &Asking, of: &str) -> Result<Seen, Problem> {
    let found = match asking {
        Some(Extension(Bearer::Sender(_))) => submission::by_sender(app, sender(asking, of)?).await?,
        Some(Extension(bearer)) => {
            let actor = session::actor(app, bearer).await?;
            permission::require(&actor, Action::ReadSubmissions, Thing::Any)?;
            let id = of.parse().map_err(|_| nothing())?;
            submission::by_id(app, &actor, id).await?
        }
        None => return Err(nobody()),
    };
    found.ok_or_else(nothing)
}

/// What names no attachment is not there.
pub fn id(text: &str) -> Result<AttachmentId, Problem> {
    text.parse().map_err(|_| nothing())
}

pub fn nothing() -> Problem {
    let error = Error::NotFound("a file of that submission");
    Problem::from(error)
}

/// What there is to say to whoever did not say who they are (RFC 6750, 3).
pub async fn challenge(mut response: Response) -> Response {
    if response.status() == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Bearer");
        response.headers_mut().entry(header::WWW_AUTHENTICATE).or_insert(challenge);
    }
    response
}

fn nobody() -> Problem {
    let detail = "send the token of the submission, `Authorization: Bearer cities_sb_…`; to read it, your access token does, too";
    Problem::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", detail)
}

//! `GET /assets/{id}/{name}`: an original, to everybody once something live uses it, and until then to whoever was shown a
//! draft, by the link that they were given.

use std::str::FromStr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use entity::id::AssetId;
use serde::Deserialize;
use tokio_util::io::ReaderStream;

use crate::app::App;
use crate::domain::asset::Link;
use crate::domain::view::{Locales, View, Viewing};
use crate::error::{Error, Result};
use crate::http::problem::Problem;
use crate::query::node::Node;
use crate::query::selection::Selection;
use crate::query::{Key, asset, read};
use crate::service::asset_link;

/// Nothing in a file may run, load or be framed, whatever it says it is.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

pub fn router(app: Arc<App>) -> Router {
    Router::new().route("/assets/{id}/{name}", get(download)).with_state(app)
}

#[derive(Deserialize)]
struct Parameters {
    /// Begins the SHA-256 of the bytes that are meant.
    v: Option<String>,
    /// The two of a link.
    expires: Option<String>,
    signature: Option<String>,
}

async fn download(
    State(app): State<Arc<App>>,
    path: Result<Path<(String, String)>, PathRejection>,
    parameters: Result<Query<Parameters>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    // A path or parameters that cannot be read name nothing.
    let (Ok(Path((id, name))), Ok(Query(parameters))) = (path, parameters) else {
        return Problem::not_found().into_response();
    };
    match answer(&app, (&id, &name), parameters, &headers).await {
        Ok(response) => response,
        Err(Error::NotFound(_)) => Problem::not_found().into_response(),
        Err(err) => Problem::from(err).into_response(),
    }
}

async fn answer(
    app: &App,
    (id, name): (&str, &str),
    Parameters { v: version, expires, signature }: Parameters,
    headers: &HeaderMap,
) -> Result<Response> {
    let id = AssetId::from_str(id).map_err(|_| Error::NotFound("file"))?;
    let public = find(app, id, View::Live).await?;
    let is_public = public.is_some();
    let expires = expires.and_then(|seconds| seconds.parse().ok());
    let link = expires.zip(signature).map(|(expires, signature)| Link { expires, signature });
    let file = match (public, link) {
        (Some(file), _) => Some(file),
        (None, Some(link)) if asset_link::is_good(app, id, &link)? => find(app, id, View::Draft).await?,
        (None, _) => None,
    };
    let file = file.ok_or(Error::NotFound("file"))?;
    let text = |column| file.value(column).map(|value| value.text().unwrap_or_default().to_owned());
    if text(&asset::NAME)? != name {
        return Err(Error::NotFound("file"));
    }
    let hash = text(&asset::SHA256)?;
    let named = version.is_some_and(|version| version.len() >= 8 && hash.starts_with(&version));
    let tag = format!("\"{hash}\"");
    let mut response = if matches(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        bytes(app, &text(&asset::STORAGE_KEY)?, &text(&asset::MEDIA_TYPE)?).await?
    };
    describe(response.headers_mut(), &tag, is_public.then_some(named));
    Ok(response)
}

async fn find(app: &App, id: AssetId, view: View) -> Result<Option<Arc<Node>>> {
    let mut wanted = Selection::new(&asset::NOUN);
    for column in [&asset::NAME, &asset::MEDIA_TYPE, &asset::SHA256, &asset::STORAGE_KEY] {
        wanted.column(column);
    }
    wanted.seal();
    let viewing = Viewing { view, ..Viewing::live(app.clock.now(), Locales::default()) };
    read::one(&app.db.reader, &viewing, Key::Id(id.0), &Arc::new(wanted)).await
}

async fn bytes(app: &App, key: &str, media_type: &str) -> Result<Response> {
    let Some((file, length)) = app.blobs.open(key).await? else {
        return Err(Error::Environment(format!("the bytes {key} are missing from the asset folder")));
    };
    let mut response = Body::from_stream(ReaderStream::new(file)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, length.into());
    let kind = HeaderValue::from_str(media_type);
    let kind = kind.unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, kind);
    let shown = media_type.starts_with("image/");
    let disposition = if shown { "inline" } else { "attachment" };
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    Ok(response)
}

/// `named`: the address names these very bytes, so it will never mean others; `None` where only some may have them.
fn describe(headers: &mut HeaderMap, tag: &str, named: Option<bool>) {
    let caching = match named {
        Some(true) => "public, max-age=31536000, immutable",
        Some(false) => "public, max-age=60",
        None => "no-store",
    };
    if named.is_none() {
        headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::ETAG, HeaderValue::from_str(tag).expect("a hash is plain ASCII"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    let anywhere = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(anywhere, HeaderValue::from_static("cross-origin"));
}

fn matches(headers: &HeaderMap, tag: &str) -> bool {
    let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    given.flat_map(|value| value.split(',')).any(|one| {
        let one = one.trim();
        one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag
    })
}

//! Answers in brotli, zstd or gzip, where it pays: not tiny ones, not what is compressed already.
//!
//! An encoder takes some megabytes for as long as its answer goes out. So what is finished is compressed whole before the
//! first byte goes: what is small at once, what is large by few at a time, and where there are no turns left it goes as it
//! is. Of what is not finished, exports alone are compressed.

mod coding;

use std::sync::{Arc, LazyLock};
use std::thread::available_parallelism;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use hyper::body::Frame;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::yield_now;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

use crate::http::problem::Problem;
use coding::Codings;
pub use coding::accept;

/// Bytes below which an answer fits into its first packet anyway.
const WORTHWHILE: u64 = 860;

/// Bytes above which an answer lets others have the thread while it is compressed.
const LARGE: usize = 64 * 1024;

/// More at once would be no faster.
static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(2 * available_parallelism().map_or(1, usize::from)));

pub fn layer() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().compress_when(SizeAbove::new(WORTHWHILE).and(Text).and(InTurn))
}

/// Goes along with an answer that is finished.
#[derive(Clone)]
enum Finished {
    Small,
    Large(#[expect(dead_code, reason = "it is let go with it")] Arc<SemaphorePermit<'static>>),
}

/// Goes along with an answer that is large, and found no turn.
#[derive(Clone, Copy)]
struct Makeshift;

/// What has its turn, or needs none.
#[derive(Clone, Copy)]
struct InTurn;

impl Predicate for InTurn {
    fn should_compress<B: HttpBody>(&self, response: &axum::http::Response<B>) -> bool {
        let extensions = response.extensions();
        if extensions.get::<Makeshift>().is_some() {
            return false;
        }
        // Files are streamed and tell their length; exports do not.
        extensions.get::<Finished>().is_some() || !response.headers().contains_key(header::CONTENT_LENGTH)
    }
}

/// Stands around [`layer`]: the rest of what is finished is done here. [`mark`] stands within it.
pub async fn finish(request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    let takes_ours = Codings::of(request.headers()).take_ours();
    let mut response = next.run(request).await;
    if is_makeshift(&response) {
        if takes_ours {
            asked_for_again(&mut response);
        } else {
            response.extensions_mut().remove::<Makeshift>();
        }
    }
    let Some(finished) = response.extensions_mut().remove::<Finished>() else { return response };
    if is_head || !response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let is_large = matches!(finished, Finished::Large(_));
    let (head, mut body) = response.into_parts();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        match frame.map(Frame::into_data) {
            Ok(Ok(data)) => bytes.extend_from_slice(&data),
            Ok(Err(_)) => {}
            Err(error) => return broken(&error),
        }
        if is_large {
            yield_now().await;
        }
    }
    bytes.shrink_to_fit();
    Response::from_parts(head, Body::from(bytes))
}

/// Caches ask again at once: the next may have it in a better form.
fn asked_for_again(response: &mut Response) {
    if let Some(said) = response.headers_mut().get_mut(header::CACHE_CONTROL)
        && said.as_bytes().starts_with(b"public")
    {
        *said = HeaderValue::from_static("public, max-age=0");
    }
}

fn broken(error: &axum::Error) -> Response {
    tracing::error!(%error, "an answer cannot be compressed");
    Problem::internal().into_response()
}

/// Tells [`finish`] what it need not wait for.
pub async fn mark(mut response: Response) -> Response {
    let Some(bytes) = response.body().size_hint().exact() else { return response };
    if bytes <= LARGE as u64 {
        response.extensions_mut().insert(Finished::Small);
    } else if Text.should_compress(&response) {
        match TURNS.try_acquire() {
            Ok(turn) => {
                response.extensions_mut().insert(Finished::Large(Arc::new(turn)));
            }
            Err(_) => make_shift(&mut response),
        }
    }
    response
}

/// Has it go as it is.
pub fn make_shift(response: &mut Response) {
    response.extensions_mut().insert(Makeshift);
}

/// Whether the next who asks may be given it in a better form.
pub fn is_makeshift(response: &Response) -> bool {
    response.extensions().get::<Makeshift>().is_some()
}

/// Types made of text; pictures, archives and event streams go as they are.
#[derive(Clone, Copy)]
struct Text;

impl Predicate for Text {
    fn should_compress<B>(&self, response: &axum::http::Response<B>) -> bool {
        let media_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        media_type.is_some_and(is_text)
    }
}

fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence.split_once('/') {
        Some(("text", kind)) => kind != "event-stream",
        Some((_, kind)) => {
            matches!(kind, "json" | "x-ndjson" | "javascript" | "xml" | "wasm" | "vnd.ms-fontobject")
                || kind.ends_with("+json")
                || kind.ends_with("+xml")
        }
        None => false,
    }
}

/// Caches must know that the answer could have come in another encoding, even when this one did not.
pub async fn vary(mut response: Response) -> Response {
    let compressible = Text.should_compress(&response);
    let said = response.headers().get_all(header::VARY).iter().any(|value| {
        value.to_str().is_ok_and(|value| value.to_ascii_lowercase().contains("accept-encoding"))
    });
    if compressible && !said {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE};
    use axum::middleware::{from_fn, map_response};
    use axum::routing::get;
    use tokio_util::io::ReaderStream;
    use tower::ServiceExt;

    use super::*;

    fn answer(body: Body) -> Response {
        let mut answer = Response::new(body);
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        answer
    }

    #[tokio::test]
    async fn what_is_finished_and_exports_are_compressed_and_files_are_not() {
        let streamed = || answer(Body::from_stream(ReaderStream::new(&b"text"[..])));
        let mut file = streamed();
        file.headers_mut().insert(CONTENT_LENGTH, 4.into());
        assert!(!InTurn.should_compress(&mark(file).await));
        assert!(InTurn.should_compress(&mark(streamed()).await), "an export");
        assert!(InTurn.should_compress(&mark(answer(Body::from("text"))).await));
    }

    fn large_text() -> String {
        "x".repeat(LARGE + 1)
    }

    #[tokio::test]
    async fn what_is_large_goes_as_it_is_where_no_turn_is_left() {
        let large = || mark(answer(Body::from(large_text())));
        let mut in_turn = Vec::new();
        for _ in 0..TURNS.available_permits() {
            in_turn.push(large().await);
        }
        assert!(!in_turn.is_empty() && in_turn.iter().all(|one| InTurn.should_compress(one)));
        let late = large().await;
        assert!(!InTurn.should_compress(&late) && is_makeshift(&late));
        let small = mark(answer(Body::from(vec![b'x'; LARGE]))).await;
        assert!(InTurn.should_compress(&small) && !is_makeshift(&small), "it needs none");
        let document = async || ([(CACHE_CONTROL, "public, max-age=300")], large_text());
        let asked = Router::new().route("/", get(document)).layer(map_response(mark)).layer(from_fn(finish));
        for (codings, caching) in [("gzip", "public, max-age=0"), ("identity", "public, max-age=300")] {
            let request = Request::get("/").header(ACCEPT_ENCODING, codings).body(Body::empty()).unwrap();
            let response = asked.clone().oneshot(request).await.unwrap();
            assert_eq!(response.headers()[CACHE_CONTROL], caching, "who takes {codings}");
        }
        drop(in_turn);
        assert!(InTurn.should_compress(&large().await));
    }

    #[test]
    fn text_is_told_from_what_is_compressed_already() {
        for text in [
            "application/json",
            "application/graphql-response+json; charset=utf-8",
            "image/svg+xml",
            "application/x-ndjson",
            "text/html",
        ] {
            assert!(is_text(text), "{text}");
        }
        for other in
            ["image/png", "video/mp4", "application/zip", "font/woff2", "text/event-stream", "nonsense"]
        {
            assert!(!is_text(other), "{other}");
        }
    }
}

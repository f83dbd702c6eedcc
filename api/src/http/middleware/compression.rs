//! Answers in brotli, zstd or gzip, where it pays: not tiny ones, not what is compressed already.
//!
//! An encoder takes some megabytes for as long as its answer goes out. So what is finished is compressed whole before the
//! first byte goes: what is small at once, what is large by few at a time, and where there are no turns left it goes as it
//! is. Of what is not finished, exports alone are compressed.

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
    let mut response = next.run(request).await;
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
            Err(_) => {
                response.extensions_mut().insert(Makeshift);
            }
        }
    }
    response
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

/// Who takes no encoding we have, and not even none, gets none (RFC 9110, 12.5.3): an answer is better than 406.
pub async fn accept(mut request: Request) -> Request {
    let headers = request.headers_mut();
    let given = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let wanted: Vec<(&str, bool)> = given.flat_map(|value| value.split(',')).map(weighed).collect();
    let refused = |coding: &str| wanted.contains(&(coding, false));
    let takes_ours = wanted.iter().any(|(coding, wanted)| *wanted && ["br", "zstd", "gzip"].contains(coding));
    if (refused("identity") || refused("*")) && !takes_ours {
        headers.remove(header::ACCEPT_ENCODING);
    }
    request
}

/// A coding, and whether it is wanted at all.
fn weighed(one: &str) -> (&str, bool) {
    let (coding, weight) = one.split_once(';').unwrap_or((one, ""));
    let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
    (coding.trim(), weight.trim().parse() != Ok(0.0))
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
    use axum::body::Body;
    use axum::http::HeaderValue;
    use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
    use axum::response::Response;
    use tokio_util::io::ReaderStream;
    use tower_http::compression::predicate::Predicate;

    use super::{InTurn, LARGE, TURNS, is_makeshift, is_text, mark};

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

    #[tokio::test]
    async fn what_is_large_goes_as_it_is_where_no_turn_is_left() {
        let large = || mark(answer(Body::from(vec![b'x'; LARGE + 1])));
        let mut in_turn = Vec::new();
        for _ in 0..TURNS.available_permits() {
            in_turn.push(large().await);
        }
        assert!(!in_turn.is_empty() && in_turn.iter().all(|one| InTurn.should_compress(one)));
        let late = large().await;
        assert!(!InTurn.should_compress(&late) && is_makeshift(&late));
        let small = mark(answer(Body::from(vec![b'x'; LARGE]))).await;
        assert!(InTurn.should_compress(&small) && !is_makeshift(&small), "it needs none");
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

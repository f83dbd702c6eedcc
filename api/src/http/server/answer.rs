//! The body of an answer, and how its client takes it.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};
use tokio::time::Instant;

use super::activity::{Rank, Sending};
use crate::http::middleware::held::Held;

/// Bytes given away at once: the next are asked for when these went out, or nearly, so that they tell of a client's pace.
pub const PIECE: usize = 16 * 1024;

/// How long ago a client that reads may have taken the last piece.
const STEADY: Duration = Duration::from_secs(10);

/// How far an answer has come.
#[derive(Debug)]
pub struct Progress {
    /// When it was begun, or the last piece taken.
    pub moved: Instant,
    /// The first is taken before a client is ready for it.
    pieces: usize,
    /// Whether more is wanted than there is yet.
    wanted: bool,
}

impl Progress {
    pub fn new() -> Self {
        Self { moved: Instant::now(), pieces: 0, wanted: false }
    }

    pub fn taken(&mut self) {
        *self = Self { moved: Instant::now(), pieces: self.pieces + 1, wanted: false };
    }

    pub fn wanted(&mut self) {
        self.wanted = true;
    }

    /// Who takes nothing waits like who asks nothing; who takes it steadily, or waits for us, makes room last.
    pub fn rank(&self, now: Instant) -> Rank {
        if self.wanted {
            return (2, now);
        }
        let steady = self.pieces > 1 && now.duration_since(self.moved) < STEADY;
        (if steady { 2 } else { 0 }, self.moved)
    }
}

/// A body in pieces; the request is over when the last was written, or it is dropped.
pub struct Answer {
    body: Body,
    /// Of its last frame, what was not given away.
    rest: Bytes,
    open: Arc<Open>,
}

/// Goes when nobody has anything of it any more.
struct Open {
    sending: Sending,
    _held: Option<Held>,
}

/// A piece of an answer: on HTTP/2 the last, too, is taken before there is room for more than its first byte.
struct Piece {
    data: Bytes,
    _open: Arc<Open>,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.data
    }
}

/// A body that breaks off before it begins: `RST_STREAM` on HTTP/2, the end of the connection on HTTP/1.
pub fn torn() -> Body {
    let broken = std::io::Error::other("its client leaves too much untaken");
    Body::from_stream(futures_util::stream::iter([Err::<Bytes, _>(broken)]))
}

impl Answer {
    /// `held`: what counts it.
    pub fn new(body: Body, sending: Sending, held: Option<Held>) -> Self {
        Self { body, rest: Bytes::new(), open: Arc::new(Open { sending, _held: held }) }
    }

    fn tell(&self, news: impl FnOnce(&mut Progress)) {
        self.open.sending.tell(news);
    }

    fn piece(&mut self) -> Frame<Bytes> {
        let length = self.rest.len().min(PIECE);
        let data = self.rest.split_to(length);
        Frame::data(Bytes::from_owner(Piece { data, _open: Arc::clone(&self.open) }))
    }
}

impl hyper::body::Body for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) else {
                self.tell(Progress::wanted);
                return Poll::Pending;
            };
            self.tell(Progress::taken);
            match frame.map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => self.rest = data,
                Some(Ok(Err(other))) => return Poll::Ready(Some(Ok(other))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        } else {
            self.tell(Progress::taken);
        }
        Poll::Ready(Some(Ok(self.piece())))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (left, rest) = (self.body.size_hint(), self.rest.len() as u64);
        let mut hint = SizeHint::new();
        hint.set_lower(left.lower() + rest);
        if let Some(upper) = left.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;
    use hyper::body::Body as _;

    use super::super::activity::Activity;
    use super::*;

    #[test]
    fn an_answer_goes_in_pieces_and_each_after_the_first_is_progress() {
        let activity = Activity::new();
        let whole: Vec<u8> = (0..=u8::MAX).cycle().take(2 * PIECE + 1).collect();
        let mut answer = Answer::new(Body::from(whole.clone()), activity.work().answered(), None);
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let mut came = Vec::new();
        for (length, class) in [(PIECE, 0), (PIECE, 2), (1, 2)] {
            assert_eq!(answer.size_hint().exact(), Some((whole.len() - came.len()) as u64));
            assert!(!answer.is_end_stream());
            let Poll::Ready(Some(Ok(frame))) = Pin::new(&mut answer).poll_frame(&mut cx) else {
                panic!("there is more")
            };
            let data = frame.into_data().expect("data");
            assert_eq!((data.len(), activity.rank().map(|rank| rank.0)), (length, Some(class)));
            came.extend_from_slice(&data);
        }
        assert!(answer.is_end_stream() && came == whole);
    }

    #[tokio::test]
    async fn an_answer_is_open_until_its_last_piece_is_let_go_also_where_its_end_is_not_known() {
        let finished = Body::from("text");
        let streamed = Body::from_stream(tokio_util::io::ReaderStream::new(&b"text"[..]));
        for body in [finished, streamed] {
            let activity = Activity::new();
            let mut answer = Answer::new(body, activity.work().answered(), None);
            let frame = answer.frame().await.expect("a frame").expect("data");
            assert!(answer.frame().await.is_none());
            drop(answer);
            assert!(activity.is_answering());
            drop(frame);
            assert!(!activity.is_answering());
        }
    }
}

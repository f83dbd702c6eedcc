//! Accepts connections and speaks HTTP/1 and HTTP/2 (prior knowledge) on them, so that no client can starve another.
//!
//! Invariants: a connection on which nothing happens, or of which an answer is not taken, is closed in bounded time,
//! whatever was half-sent and whatever else comes; at the bound of connections the one that has waited longest for its
//! client makes room, and only if every one of them is at work is a newcomer refused with 503; on shutdown nothing new
//! is accepted and what is in flight is finished.

mod activity;
mod answer;
mod connections;
mod host;
mod io;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::StatusCode;
use axum::response::Response;
use hyper::body::{Body as _, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Version};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tower::ServiceExt;

use crate::config::Http;
use crate::http::middleware::body::Refused;
use crate::http::middleware::held::{Begun, Bound};

pub use activity::Activity;
use activity::Patience;
use connections::{Connections, Place};

/// Bytes of the head of a request; past it the answer is 431.
const MAX_HEAD: usize = 64 * 1024;

/// Bytes that a client may send on one HTTP/2 connection, and for one request of it, before they are read here: what doors
/// that wait leave in memory. It is enough for 1 MiB a second over a line of a tenth of a second.
const UNREAD: u32 = 256 * 1024;
const UNREAD_REQUEST: u32 = UNREAD / 2;

/// Answers until `stop` resolves, then finishes what is in flight, for at most the grace in the settings.
pub async fn serve(listener: TcpListener, router: Router, settings: &Http, stop: impl Future<Output = ()>) {
    let (stopping, stopped) = watch::channel(());
    let server = Server {
        router,
        patience: Patience::from(settings),
        http: Arc::new(protocol()),
        bound: Arc::new(Bound::new(Arc::clone(&settings.trusted_proxies))),
        connections: Connections::new(bound(settings.max_connections)),
        stopped,
    };
    tokio::select! {
        () = server.accept(&listener) => {}
        () = stop => {}
    }
    drop(listener);
    drop(server);
    stopping.send_replace(());
    if timeout(settings.shutdown_grace, stopping.closed()).await.is_err() {
        tracing::warn!(
            left = stopping.receiver_count(),
            "the grace is over; requests still in flight are cut off"
        );
    }
}

struct Server {
    router: Router,
    patience: Patience,
    http: Arc<Builder<TokioExecutor>>,
    bound: Arc<Bound>,
    connections: Connections,
    stopped: watch::Receiver<()>,
}

impl Server {
    async fn accept(&self, listener: &TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => self.welcome(stream, peer),
                Err(error) => {
                    // Out of file descriptors, most likely: make room and let the system breathe.
                    tracing::warn!(%error, "cannot accept a connection");
                    self.connections.make_room();
                    sleep(Duration::from_millis(20)).await;
                }
            }
        }
    }

    fn welcome(&self, stream: TcpStream, peer: SocketAddr) {
        // Answers are written whole: waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        io::hold_little(&stream);
        match self.connections.enter() {
            Some(place) => {
                tokio::spawn(self.converse(stream, peer, place));
            }
            None => self.connections.refuse(stream),
        }
    }

    /// One connection from its first byte to its last.
    fn converse(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        place: Place,
    ) -> impl Future<Output = ()> + use<> {
        let (router, http, patience) = (self.router.clone(), Arc::clone(&self.http), self.patience);
        let bound = Arc::clone(&self.bound);
        let mut stopped = self.stopped.clone();
        async move {
            let activity = place.activity();
            let io = TokioIo::new(io::Watched::new(stream, Arc::clone(activity)));
            let working = Arc::clone(activity);
            let service = service_fn(move |request| {
                answer(router.clone(), Arc::clone(&working), Arc::clone(&bound), peer, request)
            });
            let connection = http.serve_connection_with_upgrades(io, service);
            tokio::pin!(connection);
            let mut leaving = false;
            loop {
                // What comes meanwhile can make it earlier.
                let deadline = activity.deadline(&patience).min(Instant::now() + patience.shortest());
                tokio::select! {
                    _ = connection.as_mut() => return,
                    () = activity.evicted() => return,
                    _ = stopped.changed(), if !leaving => {}
                    () = sleep_until(deadline) => {
                        if activity.deadline(&patience) > Instant::now() {
                            continue;
                        }
                        if leaving {
                            return;
                        }
                    }
                }
                leaving = true;
                activity.leave();
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

async fn answer(
    router: Router,
    activity: Arc<Activity>,
    bound: Arc<Bound>,
    peer: SocketAddr,
    mut request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let work = activity.work();
    if request.version() < Version::HTTP_2 {
        activity.goes_in_turn();
    }
    request.extensions_mut().insert(ConnectInfo(peer));
    let (mut held, full) = match bound.begin(&request, work.is_alone()) {
        Begun::Yes(held) => (Some(held), None),
        Begun::No(held, full) => (Some(held), Some(full)),
        Begun::Over => {
            let mut torn = Response::new(answer::torn());
            *torn.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            return Ok(torn);
        }
    };
    if let Some(problem) = host::refusal(&request).or(full) {
        request.extensions_mut().insert(Refused(problem));
    }
    request.extensions_mut().insert(activity);
    let response = router.oneshot(request.map(Body::new)).await?;
    let bytes = response.body().size_hint().exact().and_then(|bytes| usize::try_from(bytes).ok());
    if held.as_mut().is_some_and(|held| !held.is(bytes.unwrap_or_default())) {
        // It alone ends: others on its connection may be of other clients.
        return Ok(response.map(|_| answer::torn()));
    }
    Ok(response.map(|body| Body::new(answer::Answer::new(body, work.answered(), held))))
}

fn protocol() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    // Time is kept by `Activity` for both protocols: hyper's own clock covers neither the choice of protocol nor HTTP/2.
    builder.http1().timer(TokioTimer::new()).header_read_timeout(None).max_buf_size(MAX_HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        // As few as RFC 9113, 6.5.2 recommends.
        .max_concurrent_streams(100)
        .initial_connection_window_size(UNREAD)
        .initial_stream_window_size(UNREAD_REQUEST)
        .max_header_list_size(u32::try_from(MAX_HEAD).expect("a small constant"));
    builder
}

/// Never more connections than the system gives file descriptors for, some kept for the database and files.
fn bound(wanted: usize) -> usize {
    const KEPT: usize = 100;
    let files = rlimit::increase_nofile_limit(u64::MAX).ok().and_then(|files| usize::try_from(files).ok());
    let possible = files.unwrap_or(usize::MAX).saturating_sub(KEPT).max(1);
    if possible < wanted {
        tracing::warn!(
            possible,
            wanted,
            "the system's limit of open files is below max-connections; raise it"
        );
    }
    wanted.min(possible)
}

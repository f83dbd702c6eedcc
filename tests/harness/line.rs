//! A line to a server, which can be cut, held and mended.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use url::Url;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Whole,
    /// Nobody comes through, and whoever was through is out.
    Cut,
    /// Nothing comes through any more, and nobody is told.
    Held,
}

#[derive(Debug)]
pub struct Line {
    address: SocketAddr,
    state: watch::Sender<State>,
}

impl Line {
    pub async fn to(server: &str) -> Self {
        let server = Url::parse(server).expect("a URL");
        let there = format!("{}:{}", server.host_str().expect("a host"), server.port().unwrap_or(5432));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = watch::Sender::new(State::Whole);
        let heard = state.subscribe();
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                tokio::spawn(connect(caller, there.clone(), heard.clone()));
            }
        });
        Self { address, state }
    }

    /// The same database by this line.
    pub fn url(&self, direct: &str) -> String {
        let mut url = Url::parse(direct).expect("a URL");
        url.set_host(Some("127.0.0.1")).expect("a host can be set");
        url.set_port(Some(self.address.port())).expect("a port can be set");
        url.into()
    }

    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    pub fn hold(&self) {
        self.state.send_replace(State::Held);
    }

    /// For those who come from here on.
    pub fn mend(&self) {
        self.state.send_replace(State::Whole);
    }
}

async fn connect(mut caller: TcpStream, there: String, mut state: watch::Receiver<State>) {
    if *state.borrow_and_update() == State::Whole {
        let mut server = TcpStream::connect(there).await.expect("the server is there");
        tokio::select! {
            _ = copy_bidirectional(&mut caller, &mut server) => return,
            _ = state.changed() => {}
        }
    }
    // Out with it, now or when the line is mended.
    let _ = state.wait_for(|state| *state != State::Held).await;
}

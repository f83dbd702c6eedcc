//! Somebody else's identity provider on a port of this machine: it publishes keys and signs what it is told to.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedRwLockWriteGuard, RwLock};

/// A running provider; its tasks end with the test.
#[derive(Clone)]
pub struct Issuer {
    /// Its `iss`.
    pub url: String,
    published: Arc<Mutex<Vec<Value>>>,
    /// The host that it says its keys are at; all of 127.0.0.0/8 is this machine.
    host: Arc<Mutex<&'static str>>,
    fetched: Arc<AtomicUsize>,
    /// Whether it answers with errors alone.
    broken: Arc<AtomicBool>,
    /// Read by each answer with keys.
    gate: Arc<RwLock<()>>,
}

/// One of its keys.
pub struct IssuerKey {
    pub kid: String,
    key: EncodingKey,
}

impl Issuer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").await.expect("a free port");
        let url = format!("http://127.0.0.1:{}", listener.local_addr().expect("an address").port());
        let host = Arc::new(Mutex::new("127.0.0.1"));
        let (published, fetched, gate) = (Arc::default(), Arc::default(), Arc::default());
        let issuer = Self { url, published, host, fetched, broken: Arc::default(), gate };
        let served = issuer.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let served = served.clone();
                tokio::spawn(async move { served.answer(stream).await });
            }
        });
        issuer
    }

    /// A new key, which it publishes from now on.
    pub fn publish(&self, kid: &str) -> IssuerKey {
        let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        let der: Pkcs8V1Der<'_> = pair.as_der().expect("a key can be written");
        // PKCS#8 (RFC 5208) leads a key of this size with 26 bytes; what follows is the key as RSA has it.
        let key = EncodingKey::from_rsa_der(&der.as_ref()[26..]);
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::RS256).expect("a public half");
        jwk.common.key_id = Some(kid.to_owned());
        let jwk = serde_json::to_value(jwk).expect("a JWK is JSON");
        self.published.lock().expect("no panic").push(jwk);
        IssuerKey { kid: kid.to_owned(), key }
    }

    /// What it says of keys, too, whatever that is.
    pub fn publish_also(&self, jwk: Value) {
        self.published.lock().expect("no panic").push(jwk);
    }

    /// From now on it answers with errors, or no more.
    pub fn set_broken(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }

    /// It stands by none of its keys any more.
    pub fn withdraw(&self) {
        self.published.lock().expect("no panic").clear();
    }

    /// It says that its keys are on another host.
    pub fn move_keys(&self, host: &'static str) {
        *self.host.lock().expect("no panic") = host;
    }

    /// Whoever asks for its keys waits until this is dropped, and hears then what was published when they asked.
    pub async fn hold(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.gate).write_owned().await
    }

    /// Until its keys were asked for so often.
    pub async fn asked(&self, times: usize) {
        while self.fetched() < times {
            tokio::task::yield_now().await;
        }
    }

    /// How often its keys were asked for.
    pub fn fetched(&self) -> usize {
        self.fetched.load(Ordering::SeqCst)
    }

    async fn answer(&self, mut stream: TcpStream) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut head).await.unwrap_or(0) == 0 {
                return;
            }
        }
        let body = if head.starts_with(b"GET /keys ") {
            self.fetched.fetch_add(1, Ordering::SeqCst);
            let body = json!({ "keys": *self.published.lock().expect("no panic") });
            let _open = self.gate.read().await;
            body
        } else {
            let keys = self.url.replace("127.0.0.1", *self.host.lock().expect("no panic"));
            json!({ "issuer": self.url, "jwks_uri": format!("{keys}/keys") })
        };
        let body = body.to_string();
        let status = if self.broken.load(Ordering::SeqCst) { "500 Broken" } else { "200 OK" };
        let head =
            format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
        // Who asked may have gone.
        let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
    }
}

impl IssuerKey {
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_as(Header::new(Algorithm::RS256), claims)
    }

    /// Under another header; the key is named in it.
    pub fn sign_as(&self, header: Header, claims: &Value) -> String {
        let header = Header { kid: Some(self.kid.clone()), ..header };
        encode(&header, claims, &self.key).expect("it can be signed")
    }
}

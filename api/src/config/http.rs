//! How the server listens, and how long it waits for whom.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;

use super::reader::Reader;
use super::setting::Setting;
use super::value;

pub static SETTINGS: [Setting; 12] = [
    Setting {
        name: "listen",
        env: "CITIES_LISTEN",
        value: "ADDRESS:PORT",
        default: Some("127.0.0.1:8080"),
        help: "Where to answer; port 0 picks a free one",
    },
    Setting {
        name: "public-url",
        env: "CITIES_PUBLIC_URL",
        value: "URL",
        default: None,
        help: "Where clients reach this server, for links in answers [default: the address it listens on]",
    },
    Setting {
        name: "explorer-assets",
        env: "CITIES_EXPLORER_ASSETS",
        value: "DIR",
        default: None,
        help: "Folder with the npm packages of GraphiQL, for closed networks [default: from a CDN]",
    },
    Setting {
        name: "max-body-size",
        env: "CITIES_MAX_BODY_SIZE",
        value: "SIZE",
        default: Some("1MiB"),
        help: "Largest request body",
    },
    Setting {
        name: "max-connections",
        env: "CITIES_MAX_CONNECTIONS",
        value: "COUNT",
        default: Some("4096"),
        help: "Connections open at once; past it the longest waiting one is closed",
    },
    Setting {
        name: "header-timeout",
        env: "CITIES_HEADER_TIMEOUT",
        value: "TIME",
        default: Some("10s"),
        help: "How long a client may take to send the head of a request",
    },
    Setting {
        name: "body-timeout",
        env: "CITIES_BODY_TIMEOUT",
        value: "TIME",
        default: Some("10s"),
        help: "How long a client may take to send a body, and a second more for each 4 KiB received",
    },
    Setting {
        name: "request-timeout",
        env: "CITIES_REQUEST_TIMEOUT",
        value: "TIME",
        default: Some("30s"),
        help: "How long a request may take, and each of its statements in the database, before it is answered with 503",
    },
    Setting {
        name: "idle-timeout",
        env: "CITIES_IDLE_TIMEOUT",
        value: "TIME",
        default: Some("75s"),
        help: "How long a connection is kept open between requests",
    },
    Setting {
        name: "shutdown-grace",
        env: "CITIES_SHUTDOWN_GRACE",
        value: "TIME",
        default: Some("20s"),
        help: "How long requests in flight may take to finish when the server is told to stop",
    },
    Setting {
        name: "answer-cache-size",
        env: "CITIES_ANSWER_CACHE_SIZE",
        value: "SIZE",
        default: Some("64MiB"),
        help: "Memory for finished public answers, given again until something in them changes; 0 keeps none",
    },
    Setting {
        name: "trusted-proxies",
        env: "CITIES_TRUSTED_PROXIES",
        value: "NET,…",
        default: None,
        help: "Proxies whose X-Forwarded-For is believed, like 10.0.0.0/8,fd00::/8; all who come by one that is not named count as one client [default: none]",
    },
];

#[derive(Clone, Debug)]
pub struct Http {
    pub listen: SocketAddr,
    /// Where clients reach this server, without a slash at the end; `None` is the address it listens on.
    pub public_url: Option<String>,
    /// Where the explorer's files are; `None` loads them from a CDN.
    pub explorer_assets: Option<PathBuf>,
    /// Bytes of a request body.
    pub max_body_size: usize,
    pub max_connections: usize,
    pub header_timeout: Duration,
    pub body_timeout: Duration,
    pub request_timeout: Duration,
    pub idle_timeout: Duration,
    pub shutdown_grace: Duration,
    /// Bytes of finished answers that are kept; 0 keeps none.
    pub answer_cache_size: usize,
    pub trusted_proxies: Arc<[IpNet]>,
}

impl Http {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [
            listen,
            public_url,
            explorer,
            body_size,
            connections,
            header,
            body,
            request,
            idle,
            grace,
            answers,
            proxies,
        ] = &SETTINGS;
        Self {
            listen: reader.read(listen, value::address),
            public_url: reader.optional(public_url, value::origin),
            explorer_assets: reader.optional(explorer, value::folder),
            max_body_size: reader.read(body_size, value::bytes(1024..=256 * 1024 * 1024)),
            max_connections: reader.read(connections, value::number(1..=1_000_000)),
            header_timeout: reader.read(header, value::duration),
            body_timeout: reader.read(body, value::duration),
            request_timeout: reader.read(request, value::duration),
            idle_timeout: reader.read(idle, value::duration),
            shutdown_grace: reader.read(grace, value::duration),
            answer_cache_size: reader.read(answers, value::bytes(0..=64 * 1024 * 1024 * 1024)),
            trusted_proxies: reader.optional(proxies, value::networks).unwrap_or_default().into(),
        }
    }
}

//! `/graphiql`: a pinned GraphiQL, from a CDN or from a local folder, with the same integrity hashes for both.
//!
//! How the hashes are made, and why this version: `docs/decisions/0004-explorer.md`.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderName, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha384};

use super::problem::Problem;
use crate::error::{Error, Result};

const PAGE: &str = include_str!("../../web/graphiql.html");
const BOOT: &str = include_str!("../../web/graphiql.js");
const CDN: &str = "https://cdn.jsdelivr.net/npm";

/// One file of an npm package.
struct Pinned {
    package: &'static str,
    version: &'static str,
    path: &'static str,
    /// SHA-384 of the bytes, as `integrity` says it.
    hash: &'static str,
}

/// In the order they must load.
const FILES: [Pinned; 4] = [
    Pinned {
        package: "graphiql",
        version: "4.1.2",
        path: "graphiql.min.css",
        hash: "1el1QShFBnnXTx9x/Cprg82hZWKt0ry29OAYIXt05swbi0KcZDFoj0CWguMpopJr",
    },
    Pinned {
        package: "react",
        version: "18.3.1",
        path: "umd/react.production.min.js",
        hash: "DGyLxAyjq0f9SPpVevD6IgztCFlnMF6oW/XQGmfe+IsZ8TqEiDrcHkMLKI6fiB/Z",
    },
    Pinned {
        package: "react-dom",
        version: "18.3.1",
        path: "umd/react-dom.production.min.js",
        hash: "gTGxhz21lVGYNMcdJOyq01Edg0jhn/c22nsx0kyqP0TxaV5WVdsSH1fSDUf5YJj1",
    },
    Pinned {
        package: "graphiql",
        version: "4.1.2",
        path: "graphiql.min.js",
        hash: "9XdHu7ajgGJziD4J1zNBKQ842Q/+zZfDv+ib1eMhZWBH6hPAs806x+Jbcf0yNO6B",
    },
];

impl Pinned {
    fn on_cdn(&self) -> String {
        format!("{CDN}/{}@{}/{}", self.package, self.version, self.path)
    }

    /// Below `/graphiql/assets/`, and below the folder.
    fn local(&self) -> String {
        format!("{}/{}", self.package, self.path)
    }

    fn is_style(&self) -> bool {
        Path::new(self.path).extension().is_some_and(|kind| kind == "css")
    }

    /// Only the very bytes that the page expects: any other would be refused by the browser anyway.
    fn read(&self, folder: &Path) -> Result<Bytes> {
        let path = folder.join(self.local());
        let cure = format!(
            "`npm install {}@{}` makes it; the setting names the folder node_modules",
            self.package, self.version
        );
        let bytes = std::fs::read(&path).map_err(|error| {
            Error::invalid("explorer-assets", format!("cannot read {}: {error}; {cure}", path.display()))
        })?;
        if BASE64.encode(Sha384::digest(&bytes)) == self.hash {
            return Ok(bytes.into());
        }
        Err(Error::invalid("explorer-assets", format!("{} is of another version; {cure}", path.display())))
    }
}

/// The explorer's page and, for a closed network, its files.
pub fn router(folder: Option<&Path>) -> Result<Router> {
    let page = Page::new(folder.is_some());
    let router = Router::new()
        .route("/graphiql", get(move || std::future::ready(page.clone())))
        .route("/graphiql/boot.js", get(|| std::future::ready(script(BOOT))));
    let Some(folder) = folder else { return Ok(router) };
    let files: Vec<Bytes> = FILES.iter().map(|file| file.read(folder)).collect::<Result<_>>()?;
    let assets = Router::new().route("/graphiql/assets/{*path}", get(asset)).with_state(files.into());
    Ok(router.merge(assets))
}

/// A path is one of the four or nothing: there is no way out of the folder.
async fn asset(State(files): State<Arc<[Bytes]>>, UrlPath(path): UrlPath<String>) -> Response {
    let found = FILES.iter().zip(files.iter()).find(|(file, _)| file.local() == path);
    let Some((file, bytes)) = found else { return Problem::not_found().into_response() };
    let media_type =
        if file.is_style() { "text/css; charset=utf-8" } else { "text/javascript; charset=utf-8" };
    // A new version has new hashes in the page, not a new address.
    ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "public, max-age=3600")], bytes.clone())
        .into_response()
}

fn script(text: &'static str) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
            (header::CACHE_CONTROL, "public, max-age=300"),
        ],
        text,
    )
}

#[derive(Clone)]
struct Page {
    html: Bytes,
    policy: Arc<str>,
}

impl Page {
    fn new(local: bool) -> Self {
        let mut tags = String::new();
        let (mut scripts, mut styles) = ("'self'".to_owned(), "'self' 'unsafe-inline'".to_owned());
        for file in &FILES {
            let url = if local { format!("/graphiql/assets/{}", file.local()) } else { file.on_cdn() };
            let attributes = format!("integrity=\"sha384-{}\" crossorigin=\"anonymous\"", file.hash);
            let tag = if file.is_style() {
                format!("<link rel=\"stylesheet\" href=\"{url}\" {attributes}>")
            } else {
                format!("<script defer src=\"{url}\" {attributes}></script>")
            };
            writeln!(tags, "{tag}").expect("writing to memory");
            if !local {
                let allowed = if file.is_style() { &mut styles } else { &mut scripts };
                write!(allowed, " {url}").expect("writing to memory");
            }
        }
        // The editor sets styles on its elements as people type; scripts are the pinned ones alone.
        let policy = format!(
            "default-src 'none'; script-src {scripts}; style-src {styles}; img-src 'self' data:; font-src data:; \
             connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
        Self { html: PAGE.replace("<!-- files -->\n", &tags).into(), policy: policy.into() }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        const POLICY: HeaderName = header::CONTENT_SECURITY_POLICY;
        ([(POLICY, &*self.policy), (header::CACHE_CONTROL, "public, max-age=300")], Html(self.html))
            .into_response()
    }
}

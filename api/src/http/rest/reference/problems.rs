//! `/docs/problems`: what the `type` of a problem leads to.

use super::{framed, text};
use crate::http::problem::{KINDS, Kind};

pub fn whole() -> String {
    let told = |kind: &Kind| {
        let anchor = kind.anchor();
        format!(
            "<section id=\"{anchor}\"><h2><a href=\"#{anchor}\"><code>{}</code></a></h2><p><strong>{}.</strong> {}</p></section>",
            kind.code,
            text(kind.title),
            text(kind.says)
        )
    };
    let all: String = KINDS.iter().map(told).collect();
    let about = "What goes wrong is told as <code>application/problem+json</code> (RFC 9457): <code>type</code> leads here, \
        <code>code</code> is for programs, <code>detail</code> says what to do. The GraphQL door has the same codes in \
        <code>extensions.code</code>.";
    let main =
        format!("<main><p><a href=\"/docs\">Reference</a></p><h1>Problems</h1><p>{about}</p>{all}</main>");
    framed("Problems", &main)
}

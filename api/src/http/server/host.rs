//! Whom a request is for: RFC 9112, section 3.2, has a server refuse HTTP/1.1 that does not say so, or not once.

use axum::http::uri::Authority;
use axum::http::{Request, StatusCode, Version, header};

use crate::http::problem::Problem;

/// Why the request is not looked at; `None` where it names one host, which may be empty, or need not.
pub fn refusal<B>(request: &Request<B>) -> Option<Problem> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let detail = match (hosts.next(), hosts.next()) {
        (Some(host), None) if is_host(host.as_bytes()) => return None,
        (Some(_), None) => "`Host` must be a name or an address, and a port where it is not the usual one",
        (Some(_), Some(_)) => "`Host` may be sent only once",
        // HTTP/1.0 need not say it, and HTTP/2 says it otherwise.
        (None, _) if request.version() != Version::HTTP_11 => return None,
        (None, _) => "HTTP/1.1 demands the header `Host` with the name of this server",
    };
    Some(Problem::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", detail))
}

/// `uri-host [ ":" port ]`, or nothing.
fn is_host(host: &[u8]) -> bool {
    if host.is_empty() {
        return true;
    }
    let Ok(authority) = Authority::try_from(host) else { return false };
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    // Where it begins with somebody's name and password, this is another part.
    let Some(port) = authority.as_str().strip_prefix(authority.host()) else { return false };
    port.is_empty() || port.strip_prefix(':').is_some_and(is_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_taken(version: Version, hosts: &[&str]) -> bool {
        let request = hosts
            .iter()
            .fold(Request::builder().version(version), |request, host| request.header(header::HOST, *host));
        refusal(&request.body(()).unwrap()).is_none()
    }

    #[test]
    fn one_host_is_taken_and_none_or_two_are_not() {
        for host in
            ["api.example", "api.example:8080", "127.0.0.1:80", "[::1]:8080", "[::1]", "a_b", "a:", ""]
        {
            assert!(is_taken(Version::HTTP_11, &[host]), "{host}");
        }
        for hosts in [
            &[][..],
            &["a", "a"],
            &["a", "b"],
            &["", ""],
            &["a b"],
            &["a/b"],
            &["a, b"],
            &["a:b"],
            &["a:1:2"],
            &["me@a"],
            &["me:secret@a"],
            &["http://a"],
            &["[::1"],
        ] {
            assert!(!is_taken(Version::HTTP_11, hosts), "{hosts:?}");
        }
        for version in [Version::HTTP_10, Version::HTTP_2] {
            assert!(is_taken(version, &[]) && is_taken(version, &["a"]));
            assert!(!is_taken(version, &["a", "a"]) && !is_taken(version, &["a b"]));
        }
    }
}

//! Which address a request comes from, for those who count attempts.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Extensions, HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

/// An extension of every request that came over a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// Of a request with this about it; `None` when it came over no connection.
    pub fn of(known: &Extensions, headers: &HeaderMap, trusted: &[IpNet]) -> Option<Self> {
        let ConnectInfo(peer) = known.get::<ConnectInfo<SocketAddr>>()?;
        Some(Self(client(peer.ip(), headers, trusted)))
    }
}

/// `trusted`: proxies whose `X-Forwarded-For` is believed.
pub async fn layer(State(trusted): State<Arc<[IpNet]>>, mut request: Request, next: Next) -> Response {
    if let Some(address) = ClientAddress::of(request.extensions(), request.headers(), &trusted) {
        request.extensions_mut().insert(address);
    }
    next.run(request).await
}

/// From the nearest on, the first that is no proxy of ours: whatever stands before it, anybody may have written.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    let peer = peer.to_canonical();
    if !is_trusted(&peer) {
        return peer;
    }
    // As bytes: one strange letter further back must not hide what our proxies wrote.
    let lines: Vec<_> = headers.get_all("x-forwarded-for").iter().map(HeaderValue::as_bytes).collect();
    let mut nearest = peer;
    for hop in lines.into_iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b',')) {
        // What cannot be read was not written by a proxy of ours.
        let Some(address) = read(hop) else { return nearest };
        nearest = address;
        if !is_trusted(&nearest) {
            return nearest;
        }
    }
    nearest
}

/// An address, with a port or without.
fn read(hop: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(hop).ok()?.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse::<SocketAddr>().map(|with_port| with_port.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let name = axum::http::HeaderName::from_static("x-forwarded-for");
        let headers =
            forwarded.iter().map(|line| (name.clone(), HeaderValue::from_str(line).unwrap())).collect();
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_proxies_of_ours_are_believed() {
        let proxies = ["10.0.0.0/8", "fd00::/8"];
        assert_eq!(found("198.51.100.7", &["203.0.113.1"], &proxies), "198.51.100.7", "anybody");
        assert_eq!(found("10.0.0.1", &["203.0.113.1"], &[]), "10.0.0.1", "nobody is trusted");
        assert_eq!(found("10.0.0.1", &["203.0.113.1"], &proxies), "203.0.113.1");
        assert_eq!(
            found("10.0.0.1", &["1.1.1.1, 203.0.113.1, 10.2.3.4"], &proxies),
            "203.0.113.1",
            "through two"
        );
        assert_eq!(found("10.0.0.1", &["1.1.1.1", "203.0.113.1"], &proxies), "203.0.113.1", "on two lines");
        assert_eq!(found("10.0.0.1", &["203.0.113.1, nonsense"], &proxies), "10.0.0.1");
        assert_eq!(found("10.0.0.1", &[], &proxies), "10.0.0.1");
        assert_eq!(found("10.0.0.1", &["203.0.113.1:5678, 10.2.3.4:80"], &proxies), "203.0.113.1");
        assert_eq!(found("10.0.0.1", &["[2001:db8::1]:443, [fd00::1]"], &proxies), "2001:db8::1");
        assert_eq!(found("10.0.0.1", &["1.1.1.1, \u{e9}, 203.0.113.1"], &proxies), "203.0.113.1");
        for unreadable in ["\u{e9}", "1.1.1.1, \u{e9}", "1.1.1.1,", "unknown"] {
            assert_eq!(found("10.0.0.1", &[unreadable], &proxies), "10.0.0.1", "{unreadable}");
        }
        assert_eq!(found("::ffff:10.0.0.1", &["2001:db8::1"], &proxies), "2001:db8::1");
    }
}

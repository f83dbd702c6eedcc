//! Bounds what answers take that wait for their clients: on one HTTP/2 connection there can be a hundred.

use std::sync::Arc;

use axum::http::Request;
use ipnet::IpNet;

use super::budget::{Budget, WAITING};
use super::client::ClientAddress;
use crate::http::health;
use crate::http::problem::Problem;
use crate::platform::attempts::Who;

/// What answers may take, and who asks for them.
#[derive(Debug)]
pub struct Bound {
    budget: Budget,
    trusted: Arc<[IpNet]>,
}

/// An answer that is asked for, and then waits for its client to take it: counted for as long.
#[derive(Debug)]
pub struct Held {
    bound: Arc<Bound>,
    client: Option<Who>,
    bytes: usize,
}

/// Whether a request is answered, which is known before anything is done for it: what was answered tells of what was done.
#[derive(Debug)]
pub enum Begun {
    Yes(Held),
    /// Its client leaves too much untaken.
    No(Held, Problem),
    /// It takes no refusals either.
    Over,
}

impl Bound {
    pub fn new(trusted: Arc<[IpNet]>) -> Self {
        Self { budget: Budget::of_answers(), trusted }
    }

    /// Room for the answer to such a request, until all of it was written. Its size is not known yet. While it `is_alone` on
    /// its connection it has a little for nothing, unless its client leaves too much elsewhere: there are no more of those than
    /// connections, and they need no lock.
    pub fn begin<B>(self: &Arc<Self>, request: &Request<B>, is_alone: bool) -> Begun {
        let address = ClientAddress::of(request.extensions(), request.headers(), &self.trusted);
        let client = address.map(|ClientAddress(address)| Who::address(address));
        let held = |bytes| Held { bound: Arc::clone(self), client, bytes };
        if is_alone {
            // Whoever asks whether this process is well may share the address of one who takes nothing.
            let may = !self.budget.is_beyond(client) || health::is_probe(request.uri().path());
            return if may { Begun::Yes(held(0)) } else { Begun::No(held(0), busy()) };
        }
        if self.budget.take(client, WAITING) {
            return Begun::Yes(held(WAITING));
        }
        let goes_on = self.budget.add(client, WAITING);
        let held = held(WAITING);
        if goes_on { Begun::No(held, busy()) } else { Begun::Over }
    }
}

impl Held {
    /// It is known now. Most are no larger than what is set aside for each, and take no further lock. Whether it may be
    /// given: nothing may to who leaves much more than there is room for.
    pub fn is(&mut self, bytes: usize) -> bool {
        if bytes <= WAITING {
            return true;
        }
        let more = bytes - self.bytes;
        self.bytes = bytes;
        self.bound.budget.add(self.client, more)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.bytes > 0 {
            self.bound.budget.give_back(self.client, self.bytes);
        }
    }
}

fn busy() -> Problem {
    Problem::busy(
        "too much of what was asked before was not taken yet: take it, and ask again in some seconds",
    )
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::extract::ConnectInfo;

    use super::*;

    const MIB: usize = 1024 * 1024;

    fn asking(last: u8) -> Request<()> {
        let mut request = Request::new(());
        let peer = SocketAddr::from(([192, 0, 2, last], 4711));
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    }

    fn begun(bound: &Arc<Bound>, last: u8) -> Held {
        match bound.begin(&asking(last), false) {
            Begun::Yes(held) => held,
            other => panic!("there is room: {other:?}"),
        }
    }

    #[test]
    fn who_leaves_too_much_untaken_is_told_so_and_nobody_else_is() {
        let bound = Arc::new(Bound::new(Arc::default()));
        let mut many: Vec<Held> = (0..100).map(|_| begun(&bound, 1)).collect();
        // Their sizes are known only when all of them are begun.
        for held in &mut many {
            assert!(held.is(MIB));
        }
        for is_alone in [true, false] {
            assert!(matches!(bound.begin(&asking(1), is_alone), Begun::No(..)));
            let alone = bound.begin(&asking(2), is_alone);
            assert!(matches!(alone, Begun::Yes(_)), "somebody else");
        }
        let mut probe = asking(1);
        *probe.uri_mut() = "/readyz".parse().unwrap();
        assert!(matches!(bound.begin(&probe, true), Begun::Yes(_)), "whoever starts us anew asks for that");
        let other = begun(&bound, 2);
        drop(many);
        drop((begun(&bound, 1), other));
        assert!(bound.budget.take(None, 64 * MIB), "all of it was given back");
    }

    #[test]
    fn who_takes_not_even_refusals_is_let_go() {
        let bound = Arc::new(Bound::new(Arc::default()));
        let mut open = Vec::new();
        while let Begun::Yes(held) | Begun::No(held, _) = bound.begin(&asking(1), false) {
            open.push(held);
        }
        assert_eq!(open.len(), 2 * 64 * MIB / WAITING);
        assert!(
            matches!(bound.begin(&asking(1), true), Begun::No(..)),
            "alone on its connection it is told still"
        );
        let mut one = begun(&bound, 2);
        assert!(one.is(90 * MIB), "it is not much more than its part");
        let mut next = open.pop().unwrap();
        assert!(!next.is(2 * WAITING), "much more than there is room for");
    }
}

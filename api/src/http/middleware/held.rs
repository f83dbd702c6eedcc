//! Bounds what answers take that wait for their clients: on one HTTP/2 connection there can be a hundred.

use std::sync::Arc;

use axum::http::Request;
use ipnet::IpNet;

use super::budget::{Budget, Held};
use super::client::ClientAddress;
use crate::http::problem::Problem;
use crate::platform::attempts::Who;

/// What answers may take, and who asks for them.
#[derive(Debug)]
pub struct Bound {
    budget: Arc<Budget>,
    trusted: Arc<[IpNet]>,
}

impl Bound {
    pub fn new(trusted: Arc<[IpNet]>) -> Self {
        Self { budget: Arc::new(Budget::of_answers()), trusted }
    }

    /// Room for the answer to such a request, until all of it was written. Fails for whoever leaves too much untaken, before
    /// anything is done for it: what was answered tells of what was done.
    pub fn begin<B>(&self, request: &Request<B>) -> Result<Held, Problem> {
        let address = ClientAddress::of(request.extensions(), request.headers(), &self.trusted);
        let client = address.map(|ClientAddress(address)| Who::address(address));
        Held::begin(&self.budget, client).ok_or_else(busy)
    }
}

fn busy() -> Problem {
    let detail =
        "too much of what was asked before was not taken yet: take it, and ask again in some seconds";
    Problem::busy(detail)
}

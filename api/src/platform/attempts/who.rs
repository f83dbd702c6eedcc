//! Whose attempts are counted, and how much each may try.

use std::net::{IpAddr, Ipv6Addr};

use entity::id::UserId;
use sha2::{Digest, Sha256};

use super::{QUARTER, Rule};

/// Whose attempts are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// An e-mail address, whether it is known or not, wherever it is tried from.
    Account(Name),
    /// Of IPv6 the network of 64 bits that one customer has.
    Address(IpAddr),
    /// An account as it is tried from one address: it waits, and the account of the person elsewhere does not.
    Pair(IpAddr, Name),
    /// Codes of somebody whose password was right.
    SecondFactor(UserId),
    /// Mails asked for to an e-mail address; each counts as a failure.
    Mailed(Name),
    /// Mails asked for from an address; each counts as a failure.
    Mailing(IpAddr),
    /// Confirmations sent to an e-mail address, whoever gave it; each counts as a failure.
    Confirmed(Name),
    /// Submissions begun from an address, and how many are free; each counts as a failure.
    Sending(IpAddr, u32),
    /// Files begun to be uploaded from an address, and how many are free; each counts as a failure.
    Uploading(IpAddr, u32),
    /// Files being received from an address; none counts as a failure.
    Receiving(IpAddr),
}

/// An e-mail address as it is counted: always as long, and not to be read.
pub type Name = [u8; 16];

impl Who {
    /// In lower case, as accounts are looked for.
    pub fn account(email: &str) -> Self {
        Self::Account(name(email))
    }

    pub fn address(address: IpAddr) -> Self {
        Self::Address(network(address))
    }

    pub fn pair(address: IpAddr, email: &str) -> Self {
        Self::Pair(network(address), name(email))
    }

    pub fn mailed(email: &str) -> Self {
        Self::Mailed(name(email))
    }

    pub fn mailing(address: IpAddr) -> Self {
        Self::Mailing(network(address))
    }

    pub fn confirmed(email: &str) -> Self {
        Self::Confirmed(name(&email.to_lowercase()))
    }

    pub fn sending(address: IpAddr, free: u32) -> Self {
        Self::Sending(network(address), free)
    }

    pub fn uploading(address: IpAddr, free: u32) -> Self {
        Self::Uploading(network(address), free)
    }

    pub fn receiving(address: IpAddr) -> Self {
        Self::Receiving(network(address))
    }

    /// Of an account as a whole the wait is short: strangers who guess from many addresses shall slow the person down,
    /// not keep them out.
    pub(super) fn rule(self) -> Rule {
        let (free, at_once, longest) = match self {
            Self::Pair(..) | Self::SecondFactor(_) => (5, None, QUARTER),
            Self::Account(_) => (30, None, QUARTER / 15),
            Self::Address(_) => (30, Some(100), QUARTER),
            Self::Mailed(_) => (3, None, QUARTER),
            Self::Mailing(_) => (10, None, QUARTER),
            Self::Confirmed(_) => (20, None, QUARTER),
            Self::Receiving(_) => (8, Some(8), QUARTER),
            Self::Sending(_, free) | Self::Uploading(_, free) => (free, Some(free.max(1)), QUARTER),
        };
        Rule { free, at_once, longest }
    }
}

fn name(email: &str) -> Name {
    let hash: [u8; 32] = Sha256::digest(email).into();
    *hash.first_chunk().expect("SHA-256 has 32 bytes")
}

fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(u128::from(address) >> 64 << 64)),
        other @ IpAddr::V4(_) => other,
    }
}

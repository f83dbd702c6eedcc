//! Clusters in GraphQL.

mod membership;
mod mutation;
mod object;
mod query;

use async_graphql::MergedObject;

use super::connection::{Listed, Member};
use super::content::{Content, Localised};
use super::seen::{Object, Seen};

pub use membership::MembershipMutation;
pub use mutation::{ClusterWorkflow, ClusterWriting};
use object::ClusterFields;
pub use query::{ClusterOrder, ClusterQuery};

/// A theme cities work on together, such as transport or waste.
#[derive(MergedObject)]
pub struct Cluster(Localised, Content, ClusterFields);

impl Object for Cluster {
    fn over(seen: Seen) -> Self {
        Self(Localised(seen.clone()), Content(seen.clone()), ClusterFields(seen))
    }

    fn seen(&self) -> &Seen {
        &self.0.0
    }
}

impl Listed for Cluster {
    const EDGE: &'static str = "ClusterEdge";
    const CONNECTION: &'static str = "ClusterConnection";
}

impl Member for Cluster {
    const EDGE: &'static str = "CityClusterEdge";
    const CONNECTION: &'static str = "CityClusterConnection";
}

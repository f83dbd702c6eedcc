//! What something is sent in for, and whether it is taken now.

use entity::id::CallId;
use entity::instant::Instant;
use entity::{call, call_cluster, cluster};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationDef,
};

use super::Aim;
use crate::app::listing::Live;
use crate::domain::deadline::{Acceptance, accepts};
use crate::domain::mistake::Code;
use crate::error::Result;
use crate::kit::time;
use crate::service::content::refused;

/// What is known of it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its slug, or that of the first cluster of a call: what references begin with.
    pub name: String,
    /// JSON Schema; `None` where no questions are asked.
    pub form: Option<String>,
}

impl Target {
    /// An error unless it is there for everybody, and takes submissions at this instant; `field` is to blame.
    pub async fn taking(db: &DatabaseTransaction, aim: Aim, at: Instant, field: &str) -> Result<Self> {
        match aim {
            Aim::Call(id) => {
                let call = call::Entity::find_by_id(id).one(db).await?.filter(|call| {
                    Live::of(call.status, call.published_at, call.expires_at)
                        .is_some_and(|live| live.holds(at))
                });
                let call = call.ok_or_else(|| refused(field, Code::NotFound, NO_CALL))?;
                check_open(&call, at, field)?;
                let named = first_cluster(db, id).await?;
                Ok(Self { name: named.unwrap_or(call.slug), form: call.form })
            }
            Aim::Cluster(id) => {
                let cluster = cluster::Entity::find_by_id(id).one(db).await?.filter(|cluster| {
                    Live::of(cluster.status, cluster.published_at, cluster.expires_at)
                        .is_some_and(|live| live.holds(at))
                });
                let cluster = cluster.ok_or_else(|| refused(field, Code::NotFound, NO_CLUSTER))?;
                Ok(Self { name: cluster.slug, form: None })
            }
        }
    }
}

const NO_CALL: &str = "is for no call that the public sees: give the id of one that is open";
const NO_CLUSTER: &str = "is for no cluster that the public sees: give the id of one that is there";

/// The server's clock decides, to the second.
fn check_open(call: &call::Model, at: Instant, field: &str) -> Result<()> {
    let zone = &call.time_zone;
    match accepts(at, call.opens_at, call.closes_at, call.grace_period) {
        Acceptance::Open | Acceptance::Grace => Ok(()),
        Acceptance::NotOpen => {
            let opens = call.opens_at.unwrap_or_default();
            let (local, opens) = (time::local(opens.0, zone).unwrap_or_default(), time::rfc3339(opens.0));
            Err(refused(
                field,
                Code::InvalidState,
                &format!("opens at {opens} ({local} {zone}): come back then"),
            ))
        }
        Acceptance::Closed => {
            let (local, closes) = (&call.closes_at_local, time::rfc3339(call.closes_at.0));
            Err(refused(
                field,
                Code::InvalidState,
                &format!("closed at {closes} ({local} {zone}): nothing is taken any more"),
            ))
        }
    }
}

/// An error once a call takes nothing any more; whether the public sees it does not matter.
pub async fn check_deadline(db: &DatabaseTransaction, aim: Aim, at: Instant) -> Result<()> {
    let Aim::Call(id) = aim else { return Ok(()) };
    match call::Entity::find_by_id(id).one(db).await? {
        Some(call) => check_open(&call, at, "token"),
        None => Ok(()),
    }
}

async fn first_cluster(db: &DatabaseTransaction, call: CallId) -> Result<Option<String>> {
    let filed: RelationDef = cluster::Entity::belongs_to(call_cluster::Entity)
        .from(cluster::Column::Id)
        .to(call_cluster::Column::ClusterId)
        .into();
    let found =
        cluster::Entity::find().select_only().column(cluster::Column::Slug).join(JoinType::InnerJoin, filed);
    let found =
        found.filter(call_cluster::Column::CallId.eq(call)).order_by_asc(call_cluster::Column::Position);
    Ok(found.into_tuple().one(db).await?)
}

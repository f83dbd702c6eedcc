//! What the cities of reviewers are called, since a sender may write the name of one that is here.

use std::collections::{BTreeSet, HashMap};

use entity::id::CityId;
use entity::{city, city_translation};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait,
    RelationDef,
};

use crate::app::bulk;
use crate::domain::review::conflict::CityName;
use crate::error::Result;

/// Those of each, in every language; one statement, and none for no city.
pub async fn names(
    db: &impl ConnectionTrait,
    cities: impl IntoIterator<Item = CityId>,
) -> Result<HashMap<CityId, Vec<CityName>>> {
    use city_translation::Column;
    let cities: Vec<CityId> = cities.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    let mut found: HashMap<CityId, Vec<CityName>> = HashMap::new();
    if cities.is_empty() {
        return Ok(found);
    }
    let of: RelationDef =
        city_translation::Entity::belongs_to(city::Entity).from(Column::ItemId).to(city::Column::Id).into();
    let rows = city_translation::Entity::find().select_only().columns([Column::ItemId, Column::SortKey]);
    let rows = rows.column(city::Column::CountryCode).join(JoinType::InnerJoin, of);
    let rows = rows.filter(Column::ItemId.is_in(bulk::padded(&cities)));
    for (id, key, country) in rows.into_tuple::<(CityId, String, String)>().all(db).await? {
        found.entry(id).or_default().push(CityName { country, key });
    }
    Ok(found)
}

/// The same as a condition on submissions: not one whose sender wrote a name of this city.
pub fn is_called_otherwise(city: CityId) -> Condition {
    use entity::submission::Column;
    use entity::submission_contact;
    let names = city_translation::Entity::find().select_only().column(city_translation::Column::SortKey);
    let names = names.filter(city_translation::Column::ItemId.eq(city)).into_query();
    let called = submission_contact::Entity::find().select_only();
    let called = called.column(submission_contact::Column::SubmissionId);
    let called = called.filter(submission_contact::Column::CityKey.in_subquery(names)).into_query();
    let country = city::Entity::find().select_only().column(city::Column::CountryCode);
    let country = country.filter(city::Column::Id.eq(city)).into_query();
    Condition::any()
        .add(Column::CountryCode.is_null())
        .add(Column::CountryCode.not_in_subquery(country))
        .add(Column::Id.not_in_subquery(called))
}

//! Reads of one step, asked together.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::ops::Range;

use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, IdenStatic, QueryFilter,
    QueryOrder, QueryResult, QuerySelect, QueryTrait, SelectA, SelectB, SelectTwo, Statement, TryGetableMany,
};
use uuid::Uuid;

use super::{IDS, padded};
use crate::error::Result;
use crate::platform::database;

/// Reads that need nothing of each other.
#[derive(Debug)]
pub struct Queries {
    backend: DbBackend,
    statements: Vec<Statement>,
}

/// Where the rows of one of them will be.
#[derive(Debug)]
pub struct Query<M>(Range<usize>, PhantomData<M>);

/// What they answered.
#[derive(Debug)]
pub struct Answers(Vec<Vec<QueryResult>>);

impl Queries {
    /// None yet, for this connection.
    pub fn of(db: &impl ConnectionTrait) -> Self {
        Self { backend: db.get_database_backend(), statements: Vec::new() }
    }

    /// The rows whose `column` is one of `ids`, in no order.
    pub fn find<E: EntityTrait>(&mut self, column: E::Column, ids: &[Uuid]) -> Query<E::Model> {
        self.each(ids, |some| E::find().filter(column.is_in(some)).into_query())
    }

    /// The same in the order of another column.
    pub fn ordered<E: EntityTrait>(
        &mut self,
        column: E::Column,
        order: E::Column,
        ids: &[Uuid],
    ) -> Query<E::Model> {
        self.each(ids, |some| E::find().filter(column.is_in(some)).order_by_asc(order).into_query())
    }

    /// Which of `ids` are there.
    pub fn existing<E: EntityTrait>(&mut self, column: E::Column, ids: &[Uuid]) -> Query<Uuid> {
        self.each(ids, |some| E::find().select_only().column(column).filter(column.is_in(some)).into_query())
    }

    /// The greatest number of each of `ids`, whose rows have several.
    pub fn greatest<E: EntityTrait>(
        &mut self,
        id: E::Column,
        number: E::Column,
        ids: &[Uuid],
    ) -> Query<(Uuid, i32)> {
        self.each(ids, |some| {
            let rows = E::find().select_only().column(id).column_as(number.max(), "greatest").group_by(id);
            rows.filter(id.is_in(some)).into_query()
        })
    }

    /// What `select` makes of some of the ids at a time.
    pub fn each<M>(&mut self, ids: &[Uuid], select: impl Fn(Vec<Uuid>) -> SelectStatement) -> Query<M> {
        let first = self.statements.len();
        for some in ids.chunks(IDS) {
            self.statements.push(self.backend.build(&select(padded(some))));
        }
        Query(first..self.statements.len(), PhantomData)
    }

    /// The same of rows of two tables, of which the second may have none.
    pub fn pairs<E: EntityTrait, F: EntityTrait>(
        &mut self,
        ids: &[Uuid],
        select: impl Fn(Vec<Uuid>) -> SelectTwo<E, F>,
    ) -> Query<(E::Model, Option<F::Model>)> {
        self.each(ids, |some| select(some).into_query())
    }

    /// One that answers rows of some kind.
    pub fn add<M>(&mut self, select: &SelectStatement) -> Query<M> {
        self.statements.push(self.backend.build(select));
        Query(self.statements.len() - 1..self.statements.len(), PhantomData)
    }

    pub async fn ask(self, db: &impl ConnectionTrait) -> Result<Answers> {
        Ok(Answers(database::query_all(db, self.statements).await?))
    }
}

impl Answers {
    pub fn rows<M: FromQueryResult>(&mut self, of: Query<M>) -> Result<Vec<M>> {
        let rows = self.0[of.0].iter_mut().flat_map(std::mem::take);
        Ok(rows.map(|row| M::from_query_result(&row, "")).collect::<std::result::Result<_, _>>()?)
    }

    /// The same of rows of two tables.
    pub fn pairs<M: FromQueryResult, N: FromQueryResult>(
        &mut self,
        of: Query<(M, Option<N>)>,
    ) -> Result<Vec<(M, Option<N>)>> {
        let rows = self.0[of.0].iter_mut().flat_map(std::mem::take);
        // Not by `from_query_result_optional`, to which a second row that cannot be read is none.
        let pair = |row| {
            let second = Option::from_query_result(&row, SelectB.as_str())?;
            Ok((M::from_query_result(&row, SelectA.as_str())?, second))
        };
        Ok(rows.map(pair).collect::<std::result::Result<_, DbErr>>()?)
    }

    /// The same of rows that are no models, by the place of their columns; of a single column, its values.
    pub fn tuples<T: TryGetableMany>(&mut self, of: Query<T>) -> Result<Vec<T>> {
        let rows = self.0[of.0].iter_mut().flat_map(std::mem::take);
        Ok(rows.map(|row| row.try_get_many_by_index()).collect::<std::result::Result<_, _>>()?)
    }

    /// The same of models, each under its id.
    pub fn grouped<M: FromQueryResult>(
        &mut self,
        of: Query<M>,
        id_of: impl Fn(&M) -> Uuid,
    ) -> Result<HashMap<Uuid, Vec<M>>> {
        let mut found: HashMap<Uuid, Vec<M>> = HashMap::new();
        for row in self.rows(of)? {
            found.entry(id_of(&row)).or_default().push(row);
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use entity::id::TopicId;
    use entity::instant::Instant;
    use entity::status::TextStatus;
    use entity::{topic, topic_translation};
    use sea_orm::{ConnectOptions, Database, IntoActiveModel, JoinType, RelationTrait};

    use super::*;

    const TABLES: &str = "
        CREATE TABLE topic (id, slug, external_ref, locale, created_at, updated_at, version);
        CREATE TABLE topic_translation (item_id, locale, status, label, sort_key)";

    fn topic(slug: &str) -> topic::Model {
        topic::Model {
            id: TopicId::derived(slug),
            slug: slug.to_owned(),
            external_ref: None,
            locale: "en".to_owned(),
            created_at: Instant(1),
            updated_at: Instant(1),
            version: 1,
        }
    }

    fn label(topic: &topic::Model) -> topic_translation::Model {
        topic_translation::Model {
            item_id: topic.id,
            locale: "en".to_owned(),
            status: TextStatus::Published,
            label: topic.slug.clone(),
            sort_key: topic.slug.clone(),
        }
    }

    async fn read(
        db: &impl ConnectionTrait,
        topics: &[topic::Model],
    ) -> Result<Vec<(topic::Model, Option<topic_translation::Model>)>> {
        let ids: Vec<Uuid> = topics.iter().map(|topic| topic.id.0).collect();
        let mut queries = Queries::of(db);
        let pairs = queries.pairs(&ids, |ids| {
            let label = topic_translation::Relation::Item.def().rev();
            let topics = topic::Entity::find().filter(topic::Column::Id.is_in(ids));
            let topics = topics.join(JoinType::LeftJoin, label).order_by_asc(topic::Column::Slug);
            topics.select_also(topic_translation::Entity)
        });
        queries.ask(db).await?.pairs(pairs)
    }

    #[tokio::test]
    async fn a_second_row_may_be_missing_but_not_unreadable() {
        let mut options = ConnectOptions::new("sqlite::memory:");
        let db = Database::connect(options.max_connections(1).to_owned()).await.unwrap();
        db.execute_unprepared(TABLES).await.unwrap();
        let topics = [topic("air"), topic("waste")];
        let labels = [label(&topics[0])];
        let rows = topics.clone().map(IntoActiveModel::into_active_model);
        topic::Entity::insert_many(rows).exec_without_returning(&db).await.unwrap();
        let rows = labels.clone().map(IntoActiveModel::into_active_model);
        topic_translation::Entity::insert_many(rows).exec_without_returning(&db).await.unwrap();
        let [air, waste] = topics.clone();
        let [text] = labels;
        assert_eq!(read(&db, &topics).await.unwrap(), [(air, Some(text)), (waste, None)]);
        db.execute_unprepared("UPDATE topic_translation SET status = 'lost'").await.unwrap();
        assert!(read(&db, &topics).await.is_err());
    }
}

//! Mutations that act once, however often they are sent: what ran under which key, and what it answered.
//!
//! A run has its key for a while, the lease. What it commits says so in the same transaction, and only while it still
//! has the key; so a run that crashed is repeated if it did nothing, and never if it did something.

use entity::id::UserId;
use entity::idempotency::{ActiveModel, Column, Entity, Model};
use entity::instant::Instant;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use crate::app::{App, Attempt, Tx};
use crate::error::{Error, Result};

/// How long a key is remembered, in milliseconds: 24 hours.
pub const KEPT_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// How long a run has its key, in milliseconds.
pub const LEASE_MILLIS: i64 = 60_000;
/// Keys of one user remembered at a time.
pub const MOST: u64 = 5_000;
/// Bytes of an answer that is kept.
pub const ANSWER_BYTES: usize = 64 << 10;

/// What a key stands for, when somebody comes with it.
#[derive(Debug)]
pub enum Begun {
    /// Nothing yet: it is this run's.
    Run(Attempt),
    /// It was done, and answered so.
    Done(String),
    /// It was done, at least in part; what it answered is not known any more.
    Unanswered,
    /// Another run has it, for so many seconds at most.
    Running(i64),
    /// It was asked for something else.
    Other,
    /// This user has too many.
    TooMany,
}

/// Takes the key for a run, unless there was one. `fingerprint`: of all that is asked for.
pub async fn begin(app: &App, user: UserId, key: &str, fingerprint: &str) -> Result<Begun> {
    let tx = app.begin().await?;
    let now = tx.now();
    let forgotten = Instant(now.0.saturating_sub(KEPT_MILLIS));
    Entity::delete_many().filter(Column::CreatedAt.lte(forgotten)).exec(&tx.db).await?;
    let found = Entity::find_by_id((user, key.to_owned())).lock_exclusive().one(&tx.db).await?;
    let begun = match found {
        Some(found) if found.fingerprint != fingerprint => return Ok(Begun::Other),
        Some(Model { answer: Some(answer), .. }) => return Ok(Begun::Done(answer)),
        Some(Model { finished_at: Some(_), .. }) => return Ok(Begun::Unanswered),
        Some(found) if found.leased_until > now => {
            return Ok(Begun::Running((found.leased_until.0 - now.0 + 999) / 1000));
        }
        Some(Model { acted: true, .. }) => return Ok(Begun::Unanswered),
        Some(found) => Ok(take_over(&tx, found).await?),
        None => take(&tx, user, key, fingerprint).await,
    };
    match begun {
        Ok(begun @ Begun::Run(_)) => tx.save().await.map(|()| begun),
        // Somebody took it between our look and our hand.
        Err(Error::Conflict(_)) => Ok(Begun::Running(1)),
        other => other,
    }
}

async fn take(tx: &Tx<'_>, user: UserId, key: &str, fingerprint: &str) -> Result<Begun> {
    if Entity::find().filter(Column::UserId.eq(user)).count(&tx.db).await? >= MOST {
        return Ok(Begun::TooMany);
    }
    let attempt = Attempt { user, key: key.to_owned(), id: Uuid::now_v7() };
    let row = ActiveModel {
        user_id: Set(user),
        key: Set(key.to_owned()),
        attempt: Set(attempt.id),
        fingerprint: Set(fingerprint.to_owned()),
        created_at: Set(tx.now()),
        leased_until: Set(Instant(tx.now().0 + LEASE_MILLIS)),
        acted: Set(false),
        finished_at: Set(None),
        answer: Set(None),
    };
    Entity::insert(row).exec_without_returning(&tx.db).await?;
    Ok(Begun::Run(attempt))
}

/// From a run that crashed before it did anything; should it live after all, it can do nothing any more.
async fn take_over(tx: &Tx<'_>, found: Model) -> Result<Begun> {
    let attempt = Attempt { user: found.user_id, key: found.key.clone(), id: Uuid::now_v7() };
    let mut row = found.into_active_model();
    row.attempt = Set(attempt.id);
    row.leased_until = Set(Instant(tx.now().0 + LEASE_MILLIS));
    Entity::update(row).exec(&tx.db).await?;
    Ok(Begun::Run(attempt))
}

/// Keeps what a run answered; `None` where that cannot be kept.
pub async fn finish(app: &App, attempt: &Attempt, answer: Option<String>) -> Result<()> {
    let answer = answer.filter(|answer| answer.len() <= ANSWER_BYTES);
    let finished_at = Set(Some(app.clock.now()));
    let row = ActiveModel { answer: Set(answer), finished_at, ..Default::default() };
    app.db.change(attempt.row().set(row)).await?;
    Ok(())
}

/// Gives the key back, for the next who comes with it; false if something was done under it.
pub async fn release(app: &App, attempt: &Attempt) -> Result<bool> {
    let own =
        Entity::delete_many().filter(Column::UserId.eq(attempt.user)).filter(Column::Key.eq(&*attempt.key));
    let own = own.filter(Column::Attempt.eq(attempt.id)).filter(Column::Acted.eq(false));
    Ok(app.db.change(own).await? > 0)
}

#[cfg(test)]
mod tests {
    use entity::user;

    use super::*;
    use crate::app::Settings;
    use crate::platform::clock::Clock;
    use crate::platform::database::tests::scratch::Scratch;

    async fn app(scratch: &Scratch, now: i64) -> App {
        let settings = Settings { clock: Clock::fixed(Instant(now)), ..Settings::new(&*scratch.url) };
        App::open(settings).await.unwrap()
    }

    async fn user(app: &App) -> UserId {
        let row = user::Model {
            id: UserId::new(Instant(1)),
            email: Some("ana@example.org".into()),
            issuer: None,
            subject: None,
            name: "Ana".into(),
            role: None,
            city_id: None,
            organisation: None,
            password_hash: None,
            disabled_at: None,
            created_at: Instant(1),
            updated_at: Instant(1),
            version: 1,
        };
        let id = row.id;
        user::Entity::insert(user::ActiveModel::from(row)).exec(&app.db.writer).await.unwrap();
        id
    }

    async fn run(app: &App, user: UserId) -> Attempt {
        match begin(app, user, "k", "same").await.unwrap() {
            Begun::Run(attempt) => attempt,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_run_whose_key_was_taken_over_can_do_nothing_any_more() {
        for scratch in Scratch::each().await {
            let (early, late) = (app(&scratch, 1_000).await, app(&scratch, 1_000 + LEASE_MILLIS).await);
            let user = user(&early).await;
            let slow = run(&early, user).await;
            let quick = run(&late, user).await;

            let (slow_app, quick_app) = (early.attempting(slow.clone()), late.attempting(quick.clone()));
            let refused = slow_app.begin().await.unwrap().save().await.unwrap_err();
            assert!(refused.to_string().contains("a repetition of it was let in"), "{refused}");
            assert!(!release(&early, &slow).await.unwrap(), "the key is another's");
            finish(&early, &slow, Some("too late".into())).await.unwrap();

            quick_app.begin().await.unwrap().save().await.unwrap();
            assert!(!release(&late, &quick).await.unwrap(), "something was done");
            finish(&late, &quick, Some("{}".into())).await.unwrap();
            let again = begin(&early, user, "k", "same").await.unwrap();
            assert!(matches!(again, Begun::Done(answer) if answer == "{}"));
            early.db.close().await;
            late.db.close().await;
        }
    }

    #[tokio::test]
    async fn what_was_undone_leaves_the_key_free() {
        for scratch in Scratch::each().await {
            let app = app(&scratch, 1_000).await;
            let user = user(&app).await;
            let attempt = run(&app, user).await;
            drop(app.attempting(attempt.clone()).begin().await.unwrap());
            assert!(release(&app, &attempt).await.unwrap());
            let attempt = run(&app, user).await;
            finish(&app, &attempt, Some("x".repeat(ANSWER_BYTES + 1))).await.unwrap();
            assert!(
                matches!(begin(&app, user, "k", "same").await.unwrap(), Begun::Unanswered),
                "too long to keep"
            );
            app.db.close().await;
        }
    }
}

//! The bytes of a file come in, in order.

use bytes::{Bytes, BytesMut};
use entity::instant::Instant;
use entity::removed_attachment;
use entity::submission_attachment::{ActiveModel, Column, Entity, Model};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::complete::{complete, seal};
use super::{Piece, expiry, pieces, written};
use crate::app::{App, bulk};
use crate::domain::mistake::Code;
use crate::error::{Error, Result};
use crate::platform::attempts::{Attempt, Who};
use crate::platform::keyring;
use crate::service::content::refused;
use crate::service::session::attempts;
use crate::service::submission::Arrival;

/// Bytes held in memory before they are stored.
const PIECE: usize = 512 << 10;
/// Pieces of one file: each time the line breaks makes one.
const PIECES: usize = 1_000;

/// A file that is being received. What it took is stored piece by piece, so that little is lost when the line breaks.
#[derive(Debug)]
pub struct Receiving {
    pub(super) app: App,
    pub(super) arrival: Arrival,
    pub(super) row: Model,
    pub(super) pieces: Vec<Piece>,
    buffer: BytesMut,
}

impl Receiving {
    /// From this byte on; an error where it is at another one.
    pub fn open(app: &App, arrival: Arrival, row: Model, offset: u64) -> Result<Self> {
        if u64::try_from(row.received) != Ok(offset) {
            let message =
                format!("the upload is at byte {}: ask for that by HEAD, and go on from there", row.received);
            return Err(Error::Conflict(message.into()));
        }
        let pieces = pieces(&row)?;
        Ok(Self { app: app.clone(), arrival, row, pieces, buffer: BytesMut::new() })
    }

    /// A seat among those from the same address that send at once, for as long as it is held.
    pub fn seat<'a>(&self, app: &'a App) -> Result<Seat<'a>> {
        Ok(Seat(attempts::begin(app, self.arrival.from.map(Who::receiving))?))
    }

    /// More of it.
    pub async fn take(&mut self, bytes: Bytes) -> Result<()> {
        let left = usize::try_from(self.row.bytes - self.row.received).unwrap_or_default();
        if self.buffer.len() + bytes.len() > left {
            let message = match self.row.submission_id {
                Some(_) => "is longer than was announced: nothing past that is taken",
                None => "is larger than 20 MiB: make it smaller, or send it in parts",
            };
            return Err(refused("bytes", Code::TooLong, message));
        }
        self.buffer.extend_from_slice(&bytes);
        while self.buffer.len() >= PIECE {
            let piece = self.buffer.split_to(PIECE).freeze();
            self.keep(piece).await?;
        }
        Ok(())
    }

    /// No more comes now: how it stands.
    pub async fn finish(mut self) -> Result<Model> {
        self.flush().await?;
        Ok(self.row)
    }

    /// All of it came, of a file whose length was not known.
    pub async fn seal(mut self) -> Result<Model> {
        self.flush().await?;
        seal(&self).await
    }

    pub fn id(&self) -> Uuid {
        self.row.id.0
    }

    async fn flush(&mut self) -> Result<()> {
        let rest = self.buffer.split().freeze();
        if rest.is_empty() { Ok(()) } else { self.keep(rest).await }
    }

    async fn keep(&mut self, bytes: Bytes) -> Result<()> {
        if self.pieces.len() >= PIECES {
            let message = "came in a thousand pieces: begin again, with larger ones";
            return Err(refused("bytes", Code::TooMany, message));
        }
        let id = Uuid::from_bytes(*keyring::random().first_chunk().expect("there are 32"));
        let piece = Piece { id, bytes: bytes.len() as u64 };
        self.app.attachments.put(self.row.id.0, id, bytes).await?;
        let outcome = self.note(piece).await;
        // Of any other failure nobody knows whether it was written: a row may name the piece.
        if let Err(Error::Conflict(_) | Error::Mistakes(_) | Error::NotFound(_) | Error::Busy(_)) = &outcome
            && let Err(error) = self.app.attachments.remove_piece(self.row.id.0, id).await
        {
            tracing::warn!(%error, "a piece that nothing names stays until its file goes");
        }
        outcome
    }

    /// Nobody else's bytes stand in the same place: whoever was slower is told.
    async fn note(&mut self, piece: Piece) -> Result<()> {
        let received = self.row.received + i64::try_from(piece.bytes).expect("a piece is short");
        let pieces = [&self.pieces[..], &[piece]].concat();
        self.row.expires_at = match self.row.submission_id {
            Some(of) if received == self.row.bytes => {
                // The last byte is what counts: until it came, it could have been another one.
                self.arrival.at = self.app.clock.now();
                complete(self, of, &pieces).await?;
                None
            }
            _ => Some(self.append(&pieces, received).await?),
        };
        (self.pieces, self.row.received) = (pieces, received);
        Ok(())
    }

    /// Until when somebody may go on with it.
    async fn append(&self, pieces: &[Piece], received: i64) -> Result<Instant> {
        let tx = self.app.begin_for(self.arrival.author()).await?;
        let until = expiry(tx.now());
        let further = ActiveModel {
            received: Set(received),
            pieces: Set(written(pieces)),
            expires_at: Set(Some(until)),
            ..Default::default()
        };
        let taken = Entity::update_many().set(further).filter(self.is_as_it_was()).exec(&tx.db).await?;
        if taken.rows_affected == 1 {
            tx.save().await?;
            return Ok(until);
        }
        // Gone meanwhile, perhaps with its folder: what was just put there goes, too.
        if Entity::find_by_id(self.row.id).one(&tx.db).await?.is_none() {
            let gone = removed_attachment::Model { id: self.row.id };
            bulk::upsert::<removed_attachment::Entity>(&tx.db, vec![gone]).await?;
            tx.save().await?;
        }
        Err(Error::Conflict(OTHERS.into()))
    }

    /// Holds as long as nobody else took more of it.
    pub(super) fn is_as_it_was(&self) -> Condition {
        let here = Condition::all().add(Column::Id.eq(self.row.id)).add(Column::AttachedAt.is_null());
        here.add(Column::Received.eq(self.row.received))
    }
}

/// Leaves nothing behind, however it ends.
pub struct Seat<'a>(Attempt<'a>);

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.0.withdraw();
    }
}

pub(super) const OTHERS: &str =
    "the upload went on by another request: ask by HEAD how far it is, and go on from there";

//! The kinds of file there are. They are written where nobody waits for the processor or the disk.

use super::column::Columns;
use super::line::Row;
use super::unread;
use crate::error::Result;
use crate::kit::sheet::{self, Cell, Workbook};

/// What an export is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
    Ndjson,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Ndjson];

    /// As the names of its files end.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Ndjson => "ndjson",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}

/// One that is being written.
pub enum File {
    Csv(Columns),
    Xlsx(Columns, Box<Workbook>),
    Ndjson,
}

impl File {
    pub async fn new(format: Format, columns: Columns) -> Result<Self> {
        blocking(move || match format {
            Format::Csv => Ok(Self::Csv(columns)),
            Format::Xlsx => {
                let book = Workbook::new("Submissions").map_err(|cause| unread(&cause))?;
                Ok(Self::Xlsx(columns, Box::new(book)))
            }
            Format::Ndjson => Ok(Self::Ndjson),
        })
        .await
    }

    /// What it begins with.
    pub async fn begin(self) -> Result<(Self, Vec<u8>)> {
        blocking(move || match self {
            Self::Csv(columns) => {
                let head = sheet::lines(&[columns.head()]);
                Ok((Self::Csv(columns), [sheet::BOM.as_bytes(), &head].concat()))
            }
            Self::Xlsx(columns, mut book) => {
                book.write(&[columns.head()]).map_err(|cause| unread(&cause))?;
                Ok((Self::Xlsx(columns, book), Vec::new()))
            }
            Self::Ndjson => Ok((self, Vec::new())),
        })
        .await
    }

    /// Adds these; the bytes that can be sent by now.
    pub async fn write(self, rows: Vec<Row>) -> Result<(Self, Vec<u8>)> {
        blocking(move || match self {
            Self::Csv(columns) => {
                let bytes = sheet::lines(&cells(&columns, &rows)?);
                Ok((Self::Csv(columns), bytes))
            }
            Self::Xlsx(columns, mut book) => {
                book.write(&cells(&columns, &rows)?).map_err(|cause| unread(&cause))?;
                Ok((Self::Xlsx(columns, book), Vec::new()))
            }
            Self::Ndjson => {
                let mut bytes = Vec::new();
                for row in &rows {
                    serde_json::to_writer(&mut bytes, &row.line()?).expect("a line is plain JSON");
                    bytes.push(b'\n');
                }
                Ok((self, bytes))
            }
        })
        .await
    }

    /// The whole of it, where nothing was sent yet.
    pub async fn finish(self) -> Result<Option<tokio::fs::File>> {
        let Self::Xlsx(_, book) = self else { return Ok(None) };
        let whole = blocking(move || book.finish().map_err(|cause| unread(&cause))).await?;
        Ok(Some(tokio::fs::File::from_std(whole)))
    }
}

fn cells(columns: &Columns, rows: &[Row]) -> Result<Vec<Vec<Cell>>> {
    let each = rows.iter().map(|row| {
        let line = serde_json::to_value(row.line()?).expect("a line is plain JSON");
        Ok(columns.row(&line))
    });
    each.collect()
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.expect("writing does not panic")
}

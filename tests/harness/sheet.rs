//! Sheets as other programs read them.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::Answer;

/// A sheet whose first row names its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub head: Vec<String>,
    pub rows: Vec<BTreeMap<String, String>>,
}

impl Sheet {
    /// Of a CSV file, which must begin with the mark of UTF-8.
    #[track_caller]
    pub fn of_csv(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").expect("it begins with the mark of UTF-8");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        let rows = reader.records().map(|row| row.expect("each row has every column"));
        Self::new(rows.map(|row| row.iter().map(str::to_owned).collect()))
    }

    /// Of a workbook; a formula in it fails the test.
    #[track_caller]
    pub fn of_xlsx(bytes: &[u8]) -> Self {
        let mut book = Xlsx::new(Cursor::new(bytes)).expect("it is a workbook");
        let name = book.sheet_names()[0].clone();
        let formulas = book.worksheet_formula(&name).expect("it can be read");
        assert!(formulas.used_cells().next().is_none(), "there is a formula");
        let range = book.worksheet_range(&name).expect("it can be read");
        let value = |cell: &Data| match cell {
            Data::Bool(yes) => yes.to_string(),
            other => other.to_string(),
        };
        Self::new(range.rows().map(|row| row.iter().map(value).collect()).collect::<Vec<_>>().into_iter())
    }

    #[track_caller]
    fn new(mut rows: impl Iterator<Item = Vec<String>>) -> Self {
        let head = rows.next().expect("a sheet has a head");
        let named = |row: Vec<String>| head.iter().cloned().zip(row).collect();
        let rows = rows.map(named).collect();
        Self { head, rows }
    }
}

impl Answer {
    /// A name and a kind that a browser saves it under.
    pub fn saved_as(&self) -> (&str, &str) {
        (
            self.header("content-disposition").unwrap_or_default(),
            self.header("content-type").unwrap_or_default(),
        )
    }
}

//! A workbook of one sheet, of which one row is in memory.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use rust_xlsxwriter::{Worksheet, XlsxError};
use serde_json::Number;

use super::Cell;

/// What a cell holds, in UTF-16 units.
const CELL: usize = 32_767;
/// Ends a text that was longer.
const CUT: &str = " […]";
/// Whole numbers up to here are exact in a spreadsheet, which knows 15 digits.
const EXACT: u64 = 999_999_999_999_999;

/// Written from the first row to the last. Its files have no name: they go with the process, however that ends.
pub struct Workbook {
    book: rust_xlsxwriter::Workbook,
    rows: u32,
}

impl Workbook {
    /// With a sheet of this name, whose first row stays in sight. May wait for the disk.
    pub fn new(name: &str) -> io::Result<Self> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(name).map_err(failed)?.set_freeze_panes(1, 0).map_err(failed)?;
        Ok(Self { book, rows: 0 })
    }

    /// Adds rows. May wait for the disk.
    pub fn write(&mut self, rows: &[Vec<Cell>]) -> io::Result<()> {
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        for row in rows {
            for (column, cell) in (0..).zip(row) {
                put(sheet, (self.rows, column), cell).map_err(failed)?;
            }
            self.rows += 1;
        }
        Ok(())
    }

    /// The whole file, to be read from its start. Compresses it, which takes a while.
    pub fn finish(mut self) -> io::Result<File> {
        let mut file = BufWriter::new(tempfile::tempfile()?);
        self.book.save_to_writer(&mut file).map_err(failed)?;
        file.flush()?;
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Yes(yes) => sheet.write_boolean(row, column, *yes)?,
        Cell::Number(number) => match exact(number) {
            Some(number) => sheet.write_number(row, column, number)?,
            None => sheet.write_string(row, column, number.to_string())?,
        },
        // Never as a formula or a link, whatever it says.
        Cell::Text(text) => sheet.write_string(row, column, fitting(text))?,
    };
    Ok(())
}

/// `None` for one that a spreadsheet would round.
fn exact(number: &Number) -> Option<f64> {
    let whole = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
    if whole.is_some_and(|whole| whole > EXACT) {
        return None;
    }
    number.as_f64()
}

/// As much of a text as a cell holds.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= CELL {
        return text.to_owned();
    }
    let mut room = CELL - CUT.encode_utf16().count();
    let fits = |letter: &char| {
        let left = room.checked_sub(letter.len_utf16());
        room = left.unwrap_or_default();
        left.is_some()
    };
    text.chars().take_while(fits).chain(CUT.chars()).collect()
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(cause) => cause,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_too_long_for_a_cell_says_that_it_goes_on() {
        for (text, count) in [("a".repeat(CELL), CELL), ("😀".repeat(20_000), CELL), (String::new(), 0)] {
            let fitted = fitting(&text);
            assert!(fitted.encode_utf16().count() <= count && fitted.ends_with(CUT) == (fitted != text));
        }
        assert_eq!(fitting("a_x0041_"), "a_x0041_");
    }

    #[test]
    fn a_number_that_would_be_rounded_is_none() {
        assert_eq!(exact(&Number::from(-12)), Some(-12.0));
        assert_eq!(exact(&Number::from(EXACT)), Some(999_999_999_999_999.0));
        assert_eq!((exact(&Number::from(EXACT + 1)), exact(&Number::from(i64::MIN))), (None, None));
    }
}

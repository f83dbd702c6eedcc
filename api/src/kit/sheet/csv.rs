//! CSV as RFC 4180 has it.

use csv::{ByteRecord, QuoteStyle, Terminator, WriterBuilder};

use super::Cell;
use super::guard::guarded;

/// Tells a spreadsheet that the file is UTF-8.
pub const BOM: &str = "\u{feff}";

/// The lines of these rows, each ended by CR LF. What is no number stands in quotes.
pub fn lines(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::NonNumeric)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        let mut record = ByteRecord::new();
        for cell in row {
            record.push_field(written(cell).as_bytes());
        }
        writer.write_byte_record(&record).expect("writing to memory");
    }
    writer.into_inner().expect("writing to memory")
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guarded(text).into_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Yes(yes) => yes.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Number;

    use super::*;

    #[test]
    fn numbers_stay_numbers_and_a_text_stays_one_cell() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let row = vec![
            Cell::Number(Number::from(-5)),
            text("-5"),
            text("a \"b\", c\r\nd"),
            text("x;=1+1"),
            Cell::Yes(true),
            Cell::Empty,
        ];
        let told = String::from_utf8(lines(&[row, vec![text("=2")]])).unwrap();
        assert_eq!(told, "-5,\"'-5\",\"a \"\"b\"\", c\r\nd\",\"x;'=1+1\",\"true\",\"\"\r\n\"'=2\"\r\n");
    }
}

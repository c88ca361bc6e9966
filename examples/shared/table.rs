//! Tables for people.

use std::fmt::Write as _;

/// Rows of text in aligned columns: the first to the left, the others to the right.
pub(crate) fn align(rows: &[Vec<String>]) -> String {
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell_width(cell)).max();
    let widths: Vec<usize> = (0..).map_while(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let padding = " ".repeat(width - cell_width(cell));
            let (left, right) = if column == 0 {
                (cell.as_str(), padding.as_str())
            } else {
                (padding.as_str(), cell.as_str())
            };
            let _ = write!(line, " {left}{right} ");
        }
        text.push(' ');
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Chinese characters take two places.
fn cell_width(cell: &str) -> usize {
    cell.chars().map(|one| if ('\u{2e80}'..='\u{ff60}').contains(&one) { 2 } else { 1 }).sum()
}

pub(crate) fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

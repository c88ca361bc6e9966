//! Tables for people.

use std::fmt::Write as _;

/// Rows of text in aligned columns: the first to the left, the others to the right.
pub(crate) fn align(rows: &[Vec<String>]) -> String {
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..).map_while(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let padding = " ".repeat(width - cell.chars().count());
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

pub(crate) fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

//! Makes the samples in `examples/data` that other examples read, each from one seed.
//!
//! ```text
//! cargo run --release --example generate_sample             # write the files
//! cargo run --release --example generate_sample -- --check  # compare them with what would be written
//! ```
//!
//! Every machine writes the same bytes.

#![expect(clippy::print_stdout, reason = "a program for people")]
#![expect(clippy::indexing_slicing, reason = "tables of its own making")]

mod random;
mod responses;
mod tickets;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let check = std::env::args().any(|argument| argument == "--check");
    for (file, csv) in [("tickets.csv", tickets::generate()?), ("responses.csv", responses::generate()?)] {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data")).join(file);
        let rows = csv.lines().count() - 1;
        if !check {
            std::fs::write(path, &csv)?;
            println!("examples/data/{file}: wrote {rows} rows");
        } else if std::fs::read_to_string(path)? == csv {
            println!("examples/data/{file} is what the generator writes: {rows} rows");
        } else {
            return Err(format!("examples/data/{file} is not what the generator writes").into());
        }
    }
    Ok(())
}

//! tmp
#![expect(clippy::print_stdout, reason = "a program for people")]

mod boston;
mod desk;
mod timeline;
mod weeks;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => print!("{}", boston::run()?),
        _ => return Err("give nothing or `sfo PATH`".into()),
    }
    Ok(())
}

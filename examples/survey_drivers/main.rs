//! Survey answers in; what customers think, how surely, whether it changed and what lies behind it out.
//!
//! ```text
//! cargo run --release --example survey_drivers                  # shipped sample: a citizen service centre
//! cargo run --release --example survey_drivers -- sfo PATH      # San Francisco airport, responses.csv.gz
//! cargo run --release --example survey_drivers -- sfo PATH --json
//! cargo run --release --example survey_drivers -- sfo PATH --check REFERENCE.json
//! ```
//!
//! `--check` walks a reference (such as the `reference.json` beside the answers): each of its figures agrees, or is
//! named as one of a later release; anything else fails. `log.txt` is what the first form prints; in short:
//!
//! ```text
//! The service centre as a whole: percent of 4 and above
//!   wave  answers  satisfied            95 %   mean            95 %  weighted   mean  effective n
//!   2024      629    83.94 %  80.87 to 86.60  4.113  4.061 to 4.165   83.47 %  4.101          604
//!   2025      673    73.85 %  70.40 to 77.03  3.883  3.833 to 3.932   73.02 %  3.874          634
//!
//! From wave to wave, points of a hundred
//!   2024 to 2025: -10.09 (z = -4.45, p < 0.0001), a significant fall; weighted -10.45 (z = -4.44, p < 0.0001), ...
//!
//! Item by item, 2025, and how the mean moved since the wave before
//!   item               answers  no answer  not applicable  mean          95 %  satisfied  moved by         p
//!   timeliness            1201         57             142  3.32                              -0.55
//!     Waiting time         528         30             142  3.12  3.06 to 3.18    28.98 %     -0.69  < 0.0001
//!     Handling time        673         27               0  3.48  3.43 to 3.54    50.37 %     -0.43  < 0.0001
//!
//! Who answered
//!   wave  responses  questions  answered  no answer  not applicable  design effect
//!   2025        700         16   70.46 %     3.15 %         26.39 %          1.061
//! ```

#![expect(clippy::print_stdout, reason = "a program for people")]
#![expect(
    clippy::indexing_slicing,
    reason = "the CSV reader gives rows of one length, columns are looked up before; JSON objects take any name"
)]

mod check;
mod figures;
mod items;
mod records;
mod report;
mod sample;
mod sfo;
#[path = "../shared/mod.rs"]
mod shared;
mod wave;

use std::error::Error;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// What a run found: text for people, figures for programs.
struct Report {
    text: String,
    json: Value,
}

/// What is printed.
enum Output {
    Text,
    Json,
    Check(PathBuf),
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut output = Output::Text;
    let mut words = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => output = Output::Json,
            "--check" => {
                let path = arguments.next().ok_or("`--check` wants a reference: give its path")?;
                output = Output::Check(path.into());
            }
            option if option.starts_with("--") => {
                let allowed = "give `--json`, `--check REFERENCE.json` or nothing";
                return Err(format!("unknown option `{option}`: {allowed}").into());
            }
            _ => words.push(argument),
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let report = match words[..] {
        [] => sample::run()?,
        ["sfo", path] => sfo::run(Path::new(path))?,
        _ => return Err("give nothing or `sfo PATH`".into()),
    };
    match output {
        Output::Text => print!("{}", report.text),
        Output::Json => println!("{}", report.json),
        Output::Check(reference) => print!("{}", check::run(&report.json, &reference)?),
    }
    Ok(())
}

//! What every file of the source keeps to.

use std::path::PathBuf;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// The files of the source and what is in them, by their paths below `src`.
pub(crate) fn files() -> Vec<(PathBuf, String)> {
    let (mut found, mut folders) = (Vec::new(), vec![PathBuf::from(ROOT)]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(ROOT).unwrap().to_owned(), text));
            }
        }
    }
    found.sort();
    found
}

/// The lines of examples in doc comments that include a file by a path relative to their own.
fn relative_includes(source: &str) -> Vec<&str> {
    let (mut found, mut in_example) = (Vec::new(), false);
    for line in source.lines() {
        let line = line.trim_start();
        let Some(doc) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
            in_example = false;
            continue;
        };
        let includes = |name: &str| {
            let mut calls = doc.split(name).skip(1).map(|rest| rest.trim_start_matches(['(', ' ']));
            calls.any(|path| path.starts_with('"') && !path.starts_with("\"/"))
        };
        if doc.trim_start().starts_with("```") {
            in_example = !in_example;
        } else if in_example && ["include_str!", "include_bytes!", "include!"].into_iter().any(includes) {
            found.push(doc);
        }
    }
    found
}

/// Such an example keeps rustdoc from compiling the examples of the crate together, since merged they lie elsewhere: one
/// makes all of them slow. Read the file from the crate's root when the example runs.
#[test]
fn no_example_includes_a_file_by_a_relative_path() {
    let found: Vec<String> = files()
        .iter()
        .flat_map(|(path, text)| {
            relative_includes(text).into_iter().map(move |line| format!("{}:{line}", path.display()))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));

    let example = |line: &str| format!("/// ```\n    /// {line}\n/// ```\nfn f() {{}}\n");
    for bad in [r#"let x = include_str!("../a.json");"#, r#"f(include_bytes!( "a.json"))"#] {
        assert_eq!(relative_includes(&example(bad)).len(), 1, "{bad}");
    }
    for good in [
        example(r#"let x = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/a.json"));"#),
        r#"#[doc = include_str!("a.md")]"#.to_owned(),
        r#"/// Not `include_str!("a.json")`, which is no example."#.to_owned(),
        r#"const A: &str = include_str!("a.json");"#.to_owned(),
    ] {
        assert_eq!(relative_includes(&good), [""; 0], "{good}");
    }
}

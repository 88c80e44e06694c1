//! The header that is committed is the one that cbindgen makes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

#[test]
fn the_header_is_current() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(home.join("cbindgen.toml")).unwrap();
    let made = cbindgen::Builder::new().with_src(home.join("src/lib.rs")).with_config(config).generate().unwrap();
    let mut text = Vec::new();
    made.write(&mut text);
    let (text, place) = (String::from_utf8(text).unwrap(), home.join("include/guichet.h"));
    let committed = std::fs::read_to_string(&place).unwrap_or_default();
    if committed != text {
        let beside = home.join("../../target/guichet.h");
        std::fs::write(&beside, text).unwrap();
        panic!("{} is out of date: what it should be is in {}", place.display(), beside.display());
    }
}

//! What was measured, said and written down.
#![allow(clippy::print_stdout)]

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::load::Figures;

/// The lines of one run.
pub struct Report {
    durable: Duration,
    lines: Vec<Value>,
}

impl Report {
    /// A report that begins with the time of one durable write on the disk.
    pub fn new(durable: Duration) -> Report {
        println!("one durable write on this disk: {durable:?} (median of 100)");
        Report { durable, lines: Vec::new() }
    }

    /// The product beside the floor: at least one part in `parts` of it (not a number: told, not judged).
    pub fn floor_ratio(&mut self, what: &str, floor: &Figures, product: &Figures, parts: f64) {
        let ratio = floor.per_second / product.per_second;
        let verdict = verdict(ratio, parts);
        println!(
            "  {what}: floor {:.0}/s, product {:.0}/s: 1/{ratio:.1} (at least 1/{parts}) {verdict}; product p50 {:?} p99 {:?}",
            floor.per_second, product.per_second, product.median, product.p99
        );
        self.lines.push(json!({
            "what": what, "floor_per_second": floor.per_second, "product_per_second": product.per_second,
            "floor_answers": floor.count, "product_answers": product.count,
            "floor_to_product": ratio, "at_most": parts, "verdict": verdict,
            "product_p50_us": product.median.as_micros() as u64, "product_p99_us": product.p99.as_micros() as u64,
        }));
    }

    /// A ratio of two figures of the product, at most (or at least) `bound`.
    pub fn ratio(&mut self, what: &str, ratio: f64, bound: f64, at_least: bool) {
        let verdict = if at_least { verdict(bound, ratio) } else { verdict(ratio, bound) };
        println!("  {what}: {ratio:.2} (bound {bound}) {verdict}");
        self.lines.push(json!({ "what": what, "ratio": ratio, "bound": bound, "verdict": verdict }));
    }

    /// A figure of the product, at most `bound`.
    pub fn figure(&mut self, what: &str, figure: f64, bound: f64) {
        let verdict = verdict(figure, bound);
        println!("  {what}: {figure:.1} (at most {bound}) {verdict}");
        self.lines.push(json!({ "what": what, "figure": figure, "at_most": bound, "verdict": verdict }));
    }

    /// Writes all of it to `path`.
    pub fn write(&self, path: &Path) -> Result<(), String> {
        let all = json!({ "durable_write_us": self.durable.as_micros() as u64, "figures": self.lines });
        std::fs::write(path, format!("{all:#}\n")).map_err(|error| error.to_string())?;
        println!("\nwritten to {}", path.display());
        Ok(())
    }
}

fn verdict(figure: f64, bound: f64) -> &'static str {
    if bound.is_nan() {
        "(told only)"
    } else if figure <= bound {
        "ok"
    } else {
        "MISSED"
    }
}

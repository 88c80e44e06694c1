//! Stacked bars over some months, as an SVG that the server makes: no script, printable, and a table twin beside it.

use kit_core::Text;

/// A bar chart: for each month one bar, stacked by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What it shows; also the caption of the table.
    pub caption: Text,
    /// The kinds that a bar is stacked of, the lowest first; at most four have a colour of their own.
    pub kinds: Vec<Text>,
    /// The months, the oldest first.
    pub columns: Vec<Column>,
}

/// A month of a [`Chart`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands under the bar.
    pub label: Text,
    /// The month in full, for the table.
    pub name: Text,
    /// Its year.
    pub year: i16,
    /// One value for each kind, zero or more.
    pub values: Vec<i64>,
}

impl Column {
    /// The column of a month, 1 to 12.
    pub fn month(year: i16, month: i8, values: Vec<i64>) -> Column {
        let (short, full) = month_keys(month);
        let name = Text::new("web-month-of-year").with("month", Text::new(full)).with("year", year.to_string());
        Column { label: Text::new(short), name, year, values }
    }

    fn total(&self) -> i64 {
        self.values.iter().fold(0, |sum, value| sum.saturating_add((*value).max(0)))
    }
}

fn month_keys(month: i8) -> (&'static str, &'static str) {
    match month {
        1 => ("web-month-short-1", "web-month-1"),
        2 => ("web-month-short-2", "web-month-2"),
        3 => ("web-month-short-3", "web-month-3"),
        4 => ("web-month-short-4", "web-month-4"),
        5 => ("web-month-short-5", "web-month-5"),
        6 => ("web-month-short-6", "web-month-6"),
        7 => ("web-month-short-7", "web-month-7"),
        8 => ("web-month-short-8", "web-month-8"),
        9 => ("web-month-short-9", "web-month-9"),
        10 => ("web-month-short-10", "web-month-10"),
        11 => ("web-month-short-11", "web-month-11"),
        _ => ("web-month-short-12", "web-month-12"),
    }
}

/// A rectangle, in percent of the plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// The kind's place in [`Chart::kinds`].
    pub series: usize,
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

/// A horizontal line and its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// Its height, in percent from the top.
    pub y: f64,
    /// What it stands for.
    pub value: i64,
}

/// The middle of a column and what stands under it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position<'a> {
    /// In percent from the left.
    pub x: f64,
    /// What stands there.
    pub label: &'a Text,
    /// The year, under the first month shown of it.
    pub year: Option<i16>,
}

/// The plot, in percent: room for the highest line's value above, for the months below; the values stand at its left.
const TOP: f64 = 8.0;
const BOTTOM: f64 = 82.0;
/// The part of a column that its bar takes.
const BAR: f64 = 0.6;

impl Chart {
    /// The highest line: an even number of one digit and zeros, not below any bar, so that its half is whole too.
    fn scale(&self) -> i64 {
        let highest = self.columns.iter().map(Column::total).max().unwrap_or(0);
        let mut power = 1_i64;
        loop {
            for step in [2, 4, 6, 8, 10] {
                let scale = power.saturating_mul(step);
                if scale >= highest {
                    return scale;
                }
            }
            power = power.saturating_mul(10);
        }
    }

    /// The kinds that there is something of, with their places: no other needs a colour explained.
    pub fn shown(&self) -> Vec<(usize, &Text)> {
        let is_there =
            |series: usize| self.columns.iter().any(|column| column.values.get(series).is_some_and(|n| *n > 0));
        self.kinds.iter().enumerate().filter(|(series, _)| is_there(*series)).collect()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.columns.iter().all(|column| column.total() == 0)
    }

    fn column_width(&self) -> f64 {
        100.0 / self.columns.len().max(1) as f64
    }

    /// The lines at nothing, half and the whole height.
    pub fn ticks(&self) -> Vec<Tick> {
        let scale = self.scale();
        let half = (TOP + BOTTOM) / 2.0;
        vec![Tick { y: BOTTOM, value: 0 }, Tick { y: half, value: scale / 2 }, Tick { y: TOP, value: scale }]
    }

    /// Every rectangle, column by column from the ground up; none for nothing.
    pub fn bars(&self) -> Vec<Bar> {
        let scale = self.scale() as f64;
        let width = self.column_width();
        let mut bars = Vec::new();
        for (index, column) in self.columns.iter().enumerate() {
            let x = round(width * (index as f64 + (1.0 - BAR) / 2.0));
            let mut y = BOTTOM;
            for (series, value) in column.values.iter().enumerate().filter(|(_, value)| **value > 0) {
                let height = (BOTTOM - TOP) * *value as f64 / scale;
                y -= height;
                bars.push(Bar { series, x, y: round(y), width: round(width * BAR), height: round(height) });
            }
        }
        bars
    }

    /// Where the months' names stand.
    pub fn positions(&self) -> Vec<Position<'_>> {
        let width = self.column_width();
        let middle = |index: usize| round(width * (index as f64 + 0.5));
        let starts = |index: usize| index == 0 || self.columns[index - 1].year != self.columns[index].year;
        self.columns
            .iter()
            .enumerate()
            .map(|(index, column)| Position {
                x: middle(index),
                label: &column.label,
                year: starts(index).then_some(column.year),
            })
            .collect()
    }
}

/// To a hundredth of a percent: finer than any screen, and short in the page.
fn round(percent: f64) -> f64 {
    (percent * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(columns: Vec<Vec<i64>>) -> Chart {
        let columns = columns.into_iter().map(|values| Column::month(2026, 1, values)).collect();
        Chart { caption: Text::new("web-chart-month"), kinds: Vec::new(), columns }
    }

    #[test]
    fn the_scale_is_round_and_above_every_bar() {
        for (highest, scale) in [(0, 2), (1, 2), (3, 4), (9, 10), (11, 20), (41, 60), (730, 800), (1001, 2000)] {
            assert_eq!(chart(vec![vec![highest]]).scale(), scale, "{highest}");
        }
        assert!(chart(vec![vec![i64::MAX, i64::MAX]]).scale() >= i64::MAX / 10);
    }

    #[test]
    fn bars_stand_on_each_other() {
        let bars = chart(vec![vec![5, 3], vec![0, 8]]).bars();
        assert_eq!(bars.len(), 3);
        assert_eq!(bars[0].y + bars[0].height, BOTTOM);
        assert_eq!(bars[1].y + bars[1].height, bars[0].y);
        assert_eq!(bars[1].x, bars[0].x);
        assert_eq!(bars[2].series, 1);
        assert!(bars[2].x > bars[0].x + bars[0].width);
    }

    #[test]
    fn the_lines_divide_the_height() {
        let ticks = chart(vec![vec![9]]).ticks();
        assert_eq!(ticks.iter().map(|tick| tick.value).collect::<Vec<_>>(), [0, 5, 10]);
        assert!(ticks[0].y > ticks[1].y && ticks[1].y > ticks[2].y);
    }
}

//! Figures of a few numbers, the same in whatever order they come.

/// Figures are told, and compared, to so many parts of a point: what looks equal is equal.
const PARTS: f64 = 10_000.0;

/// Numbers in order, so that what is added up does not depend on who was asked first.
#[derive(Clone, Debug, Default)]
pub struct Numbers(Vec<f64>);

impl FromIterator<f64> for Numbers {
    fn from_iter<T: IntoIterator<Item = f64>>(numbers: T) -> Self {
        let mut numbers: Vec<f64> = numbers.into_iter().collect();
        numbers.sort_by(f64::total_cmp);
        Self(numbers)
    }
}

impl Numbers {
    pub fn mean(&self) -> Option<f64> {
        (!self.0.is_empty()).then(|| rounded(self.exact_mean()))
    }

    /// Of an even number of them, the mean of the two in the middle.
    pub fn median(&self) -> Option<f64> {
        let middle = self.0.len() / 2;
        let upper = *self.0.get(middle)?;
        let is_odd = !self.0.len().is_multiple_of(2);
        Some(rounded(if is_odd { upper } else { f64::midpoint(self.0[middle - 1], upper) }))
    }

    /// Standard deviation, of these numbers as all there are; 0 of one.
    pub fn spread(&self) -> Option<f64> {
        (!self.0.is_empty()).then(|| rounded(self.exact_spread()))
    }

    /// What the distance of a number from them is told in.
    pub fn scale(&self) -> Scale {
        Scale { mean: self.exact_mean(), spread: self.exact_spread() }
    }

    fn exact_mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.count()
    }

    fn exact_spread(&self) -> f64 {
        let mean = self.exact_mean();
        let squares: Numbers = self.0.iter().map(|number| (number - mean).powi(2)).collect();
        squares.exact_mean().sqrt()
    }

    #[expect(clippy::cast_precision_loss, reason = "nobody has 2^52 reviews")]
    fn count(&self) -> f64 {
        self.0.len() as f64
    }
}

/// Distances from a mean in spreads.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    mean: f64,
    spread: f64,
}

impl Scale {
    /// 0 where all are the same.
    pub fn distance(self, number: f64) -> f64 {
        if self.spread * PARTS < 1.0 { 0.0 } else { (number - self.mean) / self.spread }
    }
}

pub fn rounded(number: f64) -> f64 {
    // Adding 0 makes -0 a plain one.
    (number * PARTS).round() / PARTS + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(numbers: &[f64]) -> [Option<f64>; 3] {
        let numbers: Numbers = numbers.iter().copied().collect();
        [numbers.mean(), numbers.median(), numbers.spread()]
    }

    #[test]
    fn mean_median_and_spread_are_those_of_the_textbook() {
        assert_eq!(figures(&[]), [None; 3]);
        assert_eq!(figures(&[70.0]), [Some(70.0), Some(70.0), Some(0.0)]);
        assert_eq!(figures(&[9.0, 2.0, 4.0, 4.0, 5.0, 4.0, 5.0, 7.0]), [Some(5.0), Some(4.5), Some(2.0)]);
        assert_eq!(figures(&[100.0, 0.0, 0.0]), [Some(33.3333), Some(0.0), Some(47.1405)]);
    }

    #[test]
    fn whoever_always_gives_the_same_is_neutral() {
        let same: Numbers = [66.6, 66.6, 66.6].into_iter().collect();
        assert!(same.scale().distance(66.6).abs() < f64::EPSILON);
        let two: Numbers = [40.0, 60.0].into_iter().collect();
        assert!((two.scale().distance(60.0) - 1.0).abs() < f64::EPSILON);
    }
}

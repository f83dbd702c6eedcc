//! How many rows and values go into one statement: few numbers, so that few distinct texts are prepared.

/// Values for an `IN` list in one of few lengths: the last is repeated up to the next power of two.
pub fn padded<T: Clone>(values: &[T]) -> Vec<T> {
    let mut padded = values.to_vec();
    if let Some(last) = values.last() {
        padded.resize(values.len().next_power_of_two(), last.clone());
    }
    padded
}

/// Up to so many rows are written in one statement whatever their number, and more by multiples of this.
const FEW: usize = 16;

/// Cuts a list into pieces of few lengths, none longer than `most` allows: one or two mostly do.
pub fn pieces<T>(rows: Vec<T>, most: usize) -> impl Iterator<Item = Vec<T>> {
    let mut rows = rows.into_iter();
    let most = if most > FEW { most - most % FEW } else { most.max(1) };
    std::iter::from_fn(move || {
        let left = rows.len();
        let size = if left > FEW { left - left % FEW } else { left };
        (left > 0).then(|| rows.by_ref().take(size.min(most)).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_few_lengths_and_lose_nothing() {
        let lengths = |count: usize, most: usize| -> Vec<usize> {
            pieces((0..count).collect(), most).map(|piece| piece.len()).collect()
        };
        assert_eq!(lengths(0, 8), Vec::<usize>::new());
        assert_eq!(lengths(21, 9), [9, 9, 3]);
        assert_eq!(lengths(53, 64), [48, 5]);
        assert_eq!(lengths(150, 72), [64, 64, 16, 6]);
        assert_eq!(lengths(3, 0), [1, 1, 1]);
        let all: Vec<usize> = pieces((0..1000).collect(), 300).flatten().collect();
        assert_eq!(all, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn in_lists_have_few_lengths() {
        assert!(padded::<u8>(&[]).is_empty());
        assert_eq!(padded(&[1, 2, 3]), [1, 2, 3, 3]);
        assert_eq!(padded(&[1, 2]), [1, 2]);
    }
}

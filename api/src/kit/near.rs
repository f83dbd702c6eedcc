//! Words that were probably meant.

/// Whether an edit or two of a letter make one of the other; fewer for short words.
pub fn is_near(given: &str, known: &str) -> bool {
    let (given, known) = (given.to_lowercase(), known.to_lowercase());
    let (given, known): (Vec<char>, Vec<char>) = (given.chars().take(64).collect(), known.chars().collect());
    let mut row: Vec<usize> = (0..=known.len()).collect();
    for (i, a) in given.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in known.iter().enumerate() {
            let changed = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[known.len()] <= 2.min(known.len() / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_near_and_another_word_is_not() {
        for (given, known) in
            [("titel", "title"), ("Title", "title"), ("publishedat", "publishedAt"), ("sdg", "sdgs")]
        {
            assert!(is_near(given, known), "{given}");
        }
        for (given, known) in [("name", "title"), ("id", "at"), ("", "ab"), ("colour", "clusters")] {
            assert!(!is_near(given, known), "{given}");
        }
    }
}

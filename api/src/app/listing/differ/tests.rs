use super::*;

fn row(item: u128, scope: u128, sort_at: i64) -> listing::Model {
    listing::Model {
        item_id: Uuid::from_u128(item),
        list: "news".to_owned(),
        scope_id: Uuid::from_u128(scope),
        locale: "*".to_owned(),
        kind: String::new(),
        sort_at: Instant(sort_at),
        live_from: Instant(0),
        live_until: Instant::MAX,
    }
}

#[test]
fn only_what_differs_is_written() {
    let found = [row(1, 1, 5), row(1, 2, 5), row(2, 1, 5)];
    let Changes { gone, parts, changed, new, .. } = between(&found, found.to_vec());
    assert!(gone.is_empty() && parts.is_empty() && changed.is_empty() && new.is_empty());
    let wanted = vec![row(1, 1, 6), row(1, 2, 5), row(2, 1, 5), row(2, 3, 5)];
    let Changes { gone, parts, changed, new, .. } = between(&found, wanted);
    assert!(gone.is_empty() && parts.is_empty());
    assert_eq!((changed, new), (vec![row(1, 1, 6)], vec![row(2, 3, 5)]));
}

#[test]
fn what_only_moves_does_so_as_one() {
    let to =
        |item, at: i64| Move { item: Uuid::from_u128(item), list: "news".to_owned(), to: Instant(at).into() };
    let found = [row(1, 1, 5), row(1, 2, 5), row(2, 1, 5)];
    let Changes { changed, moves, new, .. } =
        between(&found, vec![row(1, 1, 6), row(1, 2, 6), row(1, 3, 6), row(2, 1, 7)]);
    assert_eq!((changed, new), (vec![], vec![row(1, 3, 6)]));
    assert_eq!(moves, [to(1, 6), to(2, 7)]);
    let ends = listing::Model { live_until: Instant(9), ..row(1, 2, 6) };
    let Changes { changed, moves, .. } = between(&found, vec![row(1, 1, 6), ends.clone(), row(2, 1, 5)]);
    assert_eq!((changed, moves), (vec![row(1, 1, 6), ends], vec![]), "one differs in more");
    let many: Vec<_> = (0..=MOVES as u128).map(|item| row(item, 1, 5)).collect();
    let wanted: Vec<_> =
        many.iter().map(|was| listing::Model { sort_at: Instant(6), ..was.clone() }).collect();
    let Changes { changed, moves, .. } = between(&many, wanted.clone());
    assert_eq!((changed, moves), (wanted, vec![]), "of many things row by row");
    let Changes { gone, changed, moves, .. } = between(&found, vec![row(1, 1, 6)]);
    assert_eq!((gone, changed, moves), (vec![Uuid::from_u128(2)], vec![], vec![to(1, 6)]));
}

#[test]
fn what_goes_goes_by_list_or_by_scope_or_by_both() {
    let draft = |scope| listing::Model { list: "drafts_news".to_owned(), ..row(1, scope, 5) };
    let found = [row(1, 1, 5), row(1, 2, 5), draft(1), draft(2), row(2, 1, 5), row(3, 1, 5)];
    let others = [row(2, 1, 5), row(3, 1, 5)];
    let wanted = |own: &[listing::Model]| [own, &others].concat();
    let Changes { gone, parts, changed, new, .. } = between(&found, wanted(&[draft(1), draft(2)]));
    assert!(gone.is_empty() && changed.is_empty() && new.is_empty());
    assert_eq!((parts[0].lists.len(), parts[0].scopes.len()), (1, 0), "it was unpublished");
    let Changes { gone, parts, changed, new, .. } = between(&found, wanted(&[row(1, 1, 5), draft(1)]));
    assert!(gone.is_empty() && changed.is_empty() && new.is_empty());
    assert_eq!((parts[0].lists.len(), parts[0].scopes.len()), (0, 1), "it left a cluster");
    let left = [row(1, 1, 5), draft(1), draft(2)];
    let Changes { gone, parts, changed, new, .. } = between(&found, wanted(&left));
    assert!(gone.is_empty() && changed.is_empty() && new.is_empty());
    let places = BTreeMap::from([("news".to_owned(), BTreeSet::from([Uuid::from_u128(2)]))]);
    assert_eq!(parts[0].places, places, "one list has it there no longer, another one has");
    let Changes { gone, parts, .. } = between(&found, Vec::new());
    assert_eq!((gone.len(), parts.len()), (3, 0), "they were purged");
}

#[test]
fn what_goes_along_is_written_again() {
    let chinese = |scope| listing::Model { locale: "zh".to_owned(), ..row(1, scope, 5) };
    let found = [row(1, 1, 5), chinese(1), row(1, 2, 5), chinese(2)];
    let Changes { gone, parts, changed, new, .. } =
        between(&found, vec![row(1, 1, 5), row(1, 2, 6), chinese(2)]);
    assert!(gone.is_empty());
    assert!(parts[0].takes_along(&row(1, 1, 5)) && !parts[0].takes_along(&row(1, 2, 5)));
    assert_eq!((changed, new), (vec![row(1, 2, 6)], vec![row(1, 1, 5)]));
    let third = |list: &str| listing::Model { list: list.to_owned(), ..row(1, 1, 5) };
    let found =
        ["a", "b", "c"].map(|list| [third(list), listing::Model { locale: "zh".to_owned(), ..third(list) }]);
    let left: Vec<_> = ["a", "b", "c"].map(third).into();
    let Changes { gone, parts, new, .. } = between(&found.concat(), left.clone());
    assert_eq!(
        (gone, parts.len()),
        (vec![Uuid::from_u128(1)], 0),
        "three statements are as many as none saved"
    );
    assert_eq!(new, left);
}

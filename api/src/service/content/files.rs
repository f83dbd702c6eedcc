//! The files that a proposal names.

use std::collections::HashSet;
use std::sync::Arc;

use entity::id::AssetId;
use uuid::Uuid;

use super::Editable;
use crate::app::Tx;
use crate::domain::mistake::{Code, Mistake};
use crate::domain::view::{Locales, Viewing};
use crate::error::Result;
use crate::query::selection::Selection;
use crate::query::{asset, content, read};
use crate::service::input::Text;
use crate::service::save;

/// Of those that it names anew, the ones that nothing live uses: for whoever may only propose they do not exist. Otherwise a
/// draft of their own would show them what others keep to themselves. Whole addresses count, too: they may be of this
/// server.
pub async fn unseen<I: Editable>(tx: &Tx<'_>, before: Option<&I>, wanted: &I) -> Result<Vec<Mistake>> {
    let known: HashSet<Uuid> = before.iter().flat_map(|before| named(*before)).map(|(_, id)| id).collect();
    let new: Vec<_> = named(wanted).into_iter().filter(|(_, id)| !known.contains(id)).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let mut wanted = Selection::new(&asset::NOUN);
    wanted.column(&content::ID);
    wanted.seal();
    let (viewing, ids): (_, Vec<Uuid>) =
        (Viewing::live(tx.now(), Locales::default()), new.iter().map(|(_, id)| *id).collect());
    let public = read::several(&tx.db, &viewing, &ids, &Arc::new(wanted)).await?;
    let hidden = new.into_iter().filter(|(_, id)| !public.contains_key(id));
    Ok(hidden
        .map(|(field, id)| {
            let file = AssetId(id);
            let message =
                format!("shows {file}, which is no file that is public: leave it out, or ask an editor");
            Mistake { item: 0, field, code: Code::NotFound, message }
        })
        .collect())
}

/// Each file with the field that names it.
fn named<I: Editable>(item: &I) -> Vec<(Vec<String>, Uuid)> {
    let texts = item.texts().iter().filter_map(|text| Some((text.key().0, text.body()?)));
    let shown = texts.flat_map(|(locale, body)| {
        let field = vec!["text".to_owned(), locale.to_owned(), "body".to_owned()];
        body.mentioned().map(move |file| (field.clone(), file.0))
    });
    save::assets(item).into_iter().chain(shown).collect()
}

//! Videos, which lie elsewhere.

use super::{policy, town, values};

#[tokio::test]
async fn a_video_is_offered_everywhere_and_loaded_from_nowhere_until_somebody_asks() {
    let app = town().await;
    let list = app.client().get("/embed/media?fragment=true&lang=en").await;
    let players = values(list.text(), "data-player");
    let places: Vec<&str> = players.iter().map(|player| &player[player.len() - 8..]).collect();
    assert_eq!(places, ["source=1", "source=2", "source=3"], "{}", list.text());
    for words in
        ["Play on YouTube", "Also available on BiliBili", "Also available as a file", "tube.example.net"]
    {
        assert!(list.text().contains(words), "{words}: {}", list.text());
    }
    assert_eq!(values(list.text(), "src"), Vec::<String>::new());
    // What reaches the reader comes first: by language, or as the page says.
    for path in ["media?fragment=true&lang=zh", "media?fragment=true&lang=en&provider=bilibili"] {
        let list = app.client().get(&format!("/embed/{path}")).await;
        assert!(values(list.text(), "data-player")[0].ends_with("source=2"), "{}", list.text());
    }

    let player = app.client().get("/embed/media/film/player?source=1").await;
    assert_eq!(values(player.text(), "src"), ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"]);
    assert!(policy(&player).contains("frame-src https://www.youtube-nocookie.com"), "{}", policy(&player));
    let file = app.client().get("/embed/media/film/player?source=3").await;
    assert!(policy(&file).contains("media-src https://video.example.org;"), "{}", policy(&file));
    let card = app.client().get("/embed/media/film?play=2").await;
    let frames = values(card.text(), "src");
    assert!(
        frames.iter().any(|frame| frame.ends_with("/embed/media/film/player?lang=en&source=2")),
        "{frames:?}"
    );
}

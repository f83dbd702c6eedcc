//! What the lists are called, in the languages of the United Nations; English in any other.

/// Language, news, practices, media, calls, events, and a deadline of something.
type Words = [&'static str; 7];

const WORDS: [Words; 6] = [
    ["en", "News", "Good practices", "Media", "Calls for submissions", "Events", "Deadline: {}"],
    [
        "fr",
        "Actualités",
        "Bonnes pratiques",
        "Médias",
        "Appels à contributions",
        "Événements",
        "Date limite : {}",
    ],
    ["es", "Noticias", "Buenas prácticas", "Multimedia", "Convocatorias", "Eventos", "Fecha límite: {}"],
    ["ru", "Новости", "Передовая практика", "Медиа", "Приём заявок", "Мероприятия", "Крайний срок: {}"],
    ["zh", "新闻", "良好实践", "媒体", "征集", "活动", "截止：{}"],
    [
        "ar",
        "الأخبار",
        "الممارسات الجيدة",
        "الوسائط",
        "دعوات لتقديم المشاركات",
        "الفعاليات",
        "الموعد النهائي: {}",
    ],
];

/// A list by its name in addresses.
pub fn of(locale: &str, list: &str) -> &'static str {
    let at = match list {
        "practices" => 2,
        "media" => 3,
        "calls" => 4,
        "events" => 5,
        _ => 1,
    };
    words(locale)[at]
}

/// `Deadline: {}`.
pub fn deadline(locale: &str) -> &'static str {
    words(locale)[6]
}

fn words(locale: &str) -> &'static Words {
    let language = locale.split('-').next().unwrap_or_default();
    WORDS.iter().find(|words| words[0] == language).unwrap_or(&WORDS[0])
}

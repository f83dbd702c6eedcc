//! The words around what is shown on other sites, in the languages of the United Nations, and how each writes a date.

mod languages;

use crate::domain::deadline::ANYWHERE_ON_EARTH;
use crate::kit::time;

/// What feeds and cards say by themselves; `{}` stands for what is put in.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    pub lang: &'static str,
    pub news: &'static str,
    pub events: &'static str,
    pub calls: &'static str,
    pub practices: &'static str,
    pub media: &'static str,
    pub none: &'static str,
    pub more: &'static str,
    pub event: &'static str,
    pub webinar: &'static str,
    pub call: &'static str,
    pub starts: &'static str,
    pub cancelled: &'static str,
    pub online: &'static str,
    pub register: &'static str,
    pub website: &'static str,
    pub deadline: &'static str,
    pub open: &'static str,
    pub not_open: &'static str,
    pub closed: &'static str,
    pub play_on: &'static str,
    pub open_on: &'static str,
    pub also_on: &'static str,
    pub play_file: &'static str,
    pub open_file: &'static str,
    pub also_file: &'static str,
    pub anywhere: &'static str,
    /// With `{d}`, `{m}` and `{y}`.
    pub date: &'static str,
    /// What stands between a date and a time.
    pub at: &'static str,
    /// Separated by commas.
    pub months: &'static str,
}

impl Words {
    /// Those of a language; English where there are none.
    pub fn of(locale: &str) -> &'static Self {
        let language = locale.split('-').next().unwrap_or_default();
        let known = languages::ALL.iter().find(|words| words.lang == language);
        known.unwrap_or(&languages::ALL[0])
    }

    /// A list by its name in addresses.
    pub fn list(&self, name: &str) -> &'static str {
        match name {
            "practices" => self.practices,
            "media" => self.media,
            "calls" => self.calls,
            "events" => self.events,
            _ => self.news,
        }
    }

    /// The day of an instant by the clock of UTC: `30 April 2021`.
    pub fn day(&self, ms: i64) -> String {
        self.date(&time::rfc3339(ms))
    }

    /// By the clock of a zone, which is told, too: `20 June 2021, 23:59 (Asia/Shanghai)`.
    pub fn moment(&self, ms: i64, zone: &str) -> String {
        let local = time::local(ms, zone).unwrap_or_else(|| time::rfc3339(ms));
        let zone = if zone == ANYWHERE_ON_EARTH { self.anywhere } else { zone };
        format!("{}{}{} ({zone})", self.date(&local), self.at, local.get(11..16).unwrap_or_default())
    }

    /// Of a time that begins with `2021-04-30`.
    fn date(&self, time: &str) -> String {
        let part =
            |range| time.get(range).and_then(|part: &str| part.parse::<usize>().ok()).unwrap_or_default();
        let (year, month, day) = (part(0..4), part(5..7), part(8..10));
        let month = self.months.split(',').nth(month.wrapping_sub(1)).unwrap_or_default();
        self.date.replace("{d}", &day.to_string()).replace("{m}", month).replace("{y}", &year.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_the_language_writes_it() {
        let day = 1_619_740_800_000;
        for (locale, written) in [
            ("en", "30 April 2021"),
            ("pt-BR", "30 April 2021"),
            ("fr", "30 avril 2021"),
            ("es-419", "30 de abril de 2021"),
            ("ru", "30 апреля 2021 г."),
            ("zh-Hans", "2021年4月30日"),
            ("ar", "30 نيسان/أبريل 2021"),
        ] {
            assert_eq!(Words::of(locale).day(day), written, "{locale}");
        }
    }

    #[test]
    fn a_moment_is_told_by_the_clock_of_its_zone() {
        let deadline = 1_624_204_799_000;
        let told = |locale, zone| Words::of(locale).moment(deadline, zone);
        assert_eq!(told("en", "Asia/Shanghai"), "20 June 2021, 23:59 (Asia/Shanghai)");
        assert_eq!(told("fr", "UTC"), "20 juin 2021, 15:59 (UTC)");
        assert_eq!(told("en", "Etc/GMT+12"), "20 June 2021, 03:59 (anywhere on earth)");
    }

    #[test]
    fn every_phrase_has_its_place_for_what_is_put_in() {
        for words in &languages::ALL {
            assert_eq!(words.months.split(',').count(), 12, "{}", words.lang);
            for phrase in [words.starts, words.deadline, words.play_on, words.open_on, words.also_on] {
                assert_eq!(phrase.matches("{}").count(), 1, "{}: {phrase}", words.lang);
            }
        }
    }
}

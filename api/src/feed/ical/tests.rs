use super::*;

fn meeting() -> Date {
    Date {
        id: "event_01f1tqz7k0e4w8x9v2m3n4p5q6".to_owned(),
        version: 3,
        title: "市长会议, with; all\\ of \"us\"\r\nX-HEADER:x".to_owned(),
        description: "城市".repeat(60),
        address: "https://example.org/en/news/a".to_owned(),
        place: "Xiamen".to_owned(),
        categories: vec!["Waste, and more".to_owned(), "Transport".to_owned()],
        starts: 1_616_900_400_000,
        ends: Some(1_616_907_600_000),
        zone: "Europe/Berlin".to_owned(),
        created: 1_600_000_000_000,
        changed: 1_610_000_000_000,
        is_cancelled: false,
        is_busy: true,
    }
}

fn calendar(dates: Vec<Date>) -> String {
    let (title, address) =
        ("Events, all; of\nthem".to_owned(), "https://api.example.org/feeds/events.ics".to_owned());
    render(&Schedule { title, description: String::new(), address, dates })
}

fn unfolded(text: &str) -> String {
    text.replace("\r\n ", "")
}

#[test]
fn a_line_is_at_most_75_octets_and_no_character_is_cut() {
    let text = calendar(vec![meeting()]);
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let text = unfolded(&text);
    assert!(text.contains(&format!("DESCRIPTION:{}\r\n", "城市".repeat(60))), "{text}");
    assert!(text.contains(r#"SUMMARY:市长会议\, with\; all\\ of "us"\nX-HEADER:x"#), "{text}");
    assert!(text.contains("\r\nNAME:Events\\, all\\; of\\nthem\r\n"), "{text}");
    assert!(text.contains("X-WR-CALNAME:Events\\, all\\; of\\nthem\r\n"), "{text}");
    assert!(text.contains("CATEGORIES:Waste\\, and more\r\n"), "{text}");
}

#[test]
fn a_date_is_told_by_the_clock_of_its_place_which_is_described_once() {
    let text = unfolded(&calendar(vec![meeting(), meeting()]));
    // The night of 28 March 2021, when the clocks of Berlin went forward.
    assert!(text.contains("DTSTART;TZID=Europe/Berlin:20210328T050000\r\n"), "{text}");
    assert!(text.contains("DTEND;TZID=Europe/Berlin:20210328T070000\r\n"), "{text}");
    assert_eq!(text.matches("BEGIN:VTIMEZONE").count(), 1);
    let summer = "BEGIN:DAYLIGHT\r\nDTSTART:20210328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT";
    assert!(text.contains(summer), "{text}");
    let zone = &text[text.find("BEGIN:VTIMEZONE").unwrap()..text.find("END:VTIMEZONE").unwrap()];
    assert!(!zone.contains("DTSTAMP") && !zone.contains("UID"), "{zone}");
    assert!(text.find("END:VTIMEZONE") < text.find("BEGIN:VEVENT"));
}

#[test]
fn a_zone_without_changes_and_greenwich_are_told_too() {
    let shanghai = unfolded(&calendar(vec![Date { zone: "Asia/Shanghai".to_owned(), ..meeting() }]));
    assert!(shanghai.contains("DTSTART;TZID=Asia/Shanghai:20210328T110000\r\n"), "{shanghai}");
    assert_eq!(shanghai.matches("BEGIN:STANDARD").count(), 1, "{shanghai}");
    assert!(shanghai.contains("TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\n"), "{shanghai}");
    let utc = unfolded(&calendar(vec![Date { zone: "UTC".to_owned(), ends: None, ..meeting() }]));
    assert!(utc.contains("DTSTART:20210328T030000Z\r\n") && !utc.contains("VTIMEZONE"), "{utc}");
    assert!(!utc.contains("DTEND"));
}

#[test]
fn what_was_called_off_says_so_and_takes_nobodys_time() {
    let text = calendar(vec![Date { is_cancelled: true, ..meeting() }]);
    assert!(text.contains("STATUS:CANCELLED\r\n") && text.contains("TRANSP:TRANSPARENT\r\n"), "{text}");
    assert!(text.contains("SEQUENCE:3\r\n"), "{text}");
}

#[test]
fn a_calendar_without_dates_is_one() {
    let text = calendar(Vec::new());
    assert!(
        text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("\r\nEND:VCALENDAR\r\n"),
        "{text}"
    );
}

#[test]
fn a_time_that_the_clock_shows_twice_is_told_by_greenwich_and_so_is_the_end_of_time() {
    // The night of 25 October 2026: from three o'clock it was two again.
    let night = |starts, ends| Date { starts, ends: Some(ends), ..meeting() };
    let second = unfolded(&calendar(vec![night(1_792_889_100_000, 1_792_890_900_000)]));
    assert!(second.contains("DTSTART:20261025T004500Z\r\n"), "{second}");
    assert!(second.contains("DTEND:20261025T011500Z\r\n"), "{second}");
    let endless = night(1_792_889_100_000, 253_402_214_400_000);
    let both = unfolded(&calendar(vec![endless, meeting()]));
    assert!(both.contains("DTEND:99991231T000000Z\r\n"), "{both}");
    assert_eq!(both.matches("BEGIN:VTIMEZONE").count(), 1, "{both}");
    assert!(both.contains("DTSTART;TZID=Europe/Berlin:20210328T050000\r\n"), "{both}");
    // Dates far apart are not a reason to describe every year between them.
    let apart = unfolded(&calendar(vec![meeting(), night(200_000_000_000_000, 200_000_003_600_000)]));
    assert!(apart.matches("BEGIN:DAYLIGHT").count() < 10, "{apart}");
}

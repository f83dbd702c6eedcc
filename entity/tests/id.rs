//! How an id is written, read and made.

use entity::id::{CityId, ClusterId, NewsItemId, ParseIdError, decode, encode};
use entity::instant::Instant;
use uuid::Uuid;

#[test]
fn the_vectors_of_the_typeid_specification_hold() {
    let vectors = [
        ("00000000000000000000000000", 0),
        ("00000000000000000000000001", 1),
        ("0000000000000000000000000a", 10),
        ("0000000000000000000000000g", 16),
        ("00000000000000000000000010", 32),
        ("7zzzzzzzzzzzzzzzzzzzzzzzzz", u128::MAX),
        ("01h455vb4pex5vsknk084sn02q", 0x0189_0a5d_ac96_774b_bcce_b302_099a_8057),
    ];
    for (digits, bits) in vectors {
        let text = format!("news_{digits}");
        assert_eq!(encode("news", &Uuid::from_u128(bits)), text);
        assert_eq!(decode(&text), Some(("news", Uuid::from_u128(bits))));
    }
}

#[test]
fn anything_not_written_exactly_so_is_refused() {
    let good = "news_01h455vb4pex5vsknk084sn02q";
    assert!(good.parse::<NewsItemId>().is_ok());
    for bad in [
        "",
        "news",
        "news_",
        "_01h455vb4pex5vsknk084sn02q",
        "01h455vb4pex5vsknk084sn02q",
        "NEWS_01h455vb4pex5vsknk084sn02q",
        "news_01H455VB4PEX5VSKNK084SN02Q",
        "news_81h455vb4pex5vsknk084sn02q",
        "news_01h455vb4pex5vsknk084sn02",
        "news_01h455vb4pex5vsknk084sn02qq",
        "news_01h455vb4pex5vsknk084sn02u",
        "news_01h455vb4pex5vsknk084sn0é",
        "news-01h455vb4pex5vsknk084sn02q",
        " news_01h455vb4pex5vsknk084sn02q",
        "city_01h455vb4pex5vsknk084sn02q",
    ] {
        assert_eq!(bad.parse::<NewsItemId>(), Err(ParseIdError { prefix: "news" }), "{bad}");
    }
}

#[test]
fn a_new_id_carries_its_instant_and_a_derived_one_is_always_the_same() {
    let now = Instant(1_619_740_800_123);
    let id = NewsItemId::new(now);
    assert_eq!(id.0.get_version_num(), 7);
    assert_eq!(id.0.as_u128() >> 80, 1_619_740_800_123);
    assert_ne!(id, NewsItemId::new(now));
    assert_eq!(ClusterId::new(Instant(-5)).0.as_u128() >> 80, 0);

    assert_eq!(CityId::derived("xiamen"), CityId::derived("xiamen"));
    assert_ne!(CityId::derived("xiamen").0, ClusterId::derived("xiamen").0);
    assert_eq!(CityId::derived("xiamen").0.get_version_num(), 5);
}

//! The kinds of value a setting can have; each refusal says what would be right.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

pub fn address(text: &str) -> Result<SocketAddr, String> {
    let wrong =
        || format!("{text:?} is not an address with a port; write it like 127.0.0.1:8080 or [::1]:8080");
    match text.strip_prefix("localhost:") {
        Some(port) => {
            port.parse().map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(|_| wrong())
        }
        None => text.parse().map_err(|_| wrong()),
    }
}

/// A whole number within what makes sense for the setting.
pub fn number(range: RangeInclusive<usize>) -> impl Fn(&str) -> Result<usize, String> {
    move |text| {
        let wrong = || format!("{text:?} is not a whole number from {} to {}", range.start(), range.end());
        text.parse().ok().filter(|number| range.contains(number)).ok_or_else(wrong)
    }
}

/// A number of bytes, or of KiB, MiB or GiB.
pub fn bytes(range: RangeInclusive<usize>) -> impl Fn(&str) -> Result<usize, String> {
    move |text| {
        let wrong = || {
            let (least, most) = (range.start(), range.end());
            format!("{text:?} is not a size from {least} to {most} bytes; write it like 65536, 64KiB or 1MiB")
        };
        let (digits, unit) = split_unit(text);
        let unit: usize = match unit {
            "" => 1,
            "KiB" => 1024,
            "MiB" => 1024 * 1024,
            "GiB" => 1024 * 1024 * 1024,
            _ => return Err(wrong()),
        };
        let size = digits.parse().ok().and_then(|size: usize| size.checked_mul(unit));
        size.filter(|size| range.contains(size)).ok_or_else(wrong)
    }
}

/// A length of time from 10 milliseconds to one hour.
pub fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is not a time from 10ms to 1h; write it like 500ms, 10s or 2m");
    let (digits, unit) = split_unit(text);
    let unit = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(wrong()),
    };
    let millis = digits.parse().ok().and_then(|count: u64| count.checked_mul(unit));
    let millis = millis.filter(|millis| (10..=3_600_000).contains(millis)).ok_or_else(wrong)?;
    Ok(Duration::from_millis(millis))
}

/// Networks or single addresses, with commas between them.
pub fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    let one = |one: &str| {
        let address = one.parse::<IpAddr>().map(IpNet::from);
        address
            .or_else(|_| one.parse())
            .map_err(|_| format!("{one:?} is no network such as 10.0.0.0/8 or fd00::/8"))
    };
    text.split(',').map(str::trim).map(one).collect()
}

/// Where a folder is or will be.
pub fn place_of_folder(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    if path.is_file() { Err(format!("{text:?} is a file; name a folder")) } else { Ok(path) }
}

/// An http or https URL without query; a slash at its end goes.
pub fn origin(text: &str) -> Result<String, String> {
    let wrong = || "must be a URL such as https://api.example.org".to_owned();
    let url = url::Url::parse(text).map_err(|_| wrong())?;
    let plain = matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none();
    if plain && url.has_host() { Ok(url.as_str().trim_end_matches('/').to_owned()) } else { Err(wrong()) }
}

/// A file or a folder that is there already.
pub fn existing(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("{text:?} is neither a file nor a folder that can be read"))
    }
}

/// A folder that is there already.
pub fn folder(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    if path.is_dir() { Ok(path) } else { Err(format!("{text:?} is not a folder that can be read")) }
}

fn split_unit(text: &str) -> (&str, &str) {
    text.split_at(text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len()))
}

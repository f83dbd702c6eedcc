//! Countries and areas of ISO 3166-1 with their place in the UN's M49 regions.
//!
//! The facts are two tables beside this file; where they come from is told in `docs/decisions/0002-countries.md`.

use std::sync::LazyLock;

/// The day the groups ([`Country::least_developed`] and the like) were last checked.
pub const GROUPS_AS_OF: &str = "2026-11-23";

/// The languages names are kept in, in the order of the tables.
const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];

static COUNTRIES: LazyLock<Vec<Country>> =
    LazyLock::new(|| rows(include_str!("country/countries.tsv"), Country::read));

static REGIONS: LazyLock<Vec<Region>> =
    LazyLock::new(|| rows(include_str!("country/regions.tsv"), Region::read));

/// A country or area; there is one of each.
#[derive(Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2, `CN`.
    pub code: &'static str,
    /// ISO 3166-1 alpha-3, `CHN`.
    pub alpha3: &'static str,
    /// UN M49, the same as ISO 3166-1 numeric, `156`.
    pub m49: &'static str,
    /// The smallest M49 region it lies in; Antarctica lies in none.
    region: Option<&'static str>,
    /// The UN's group of least developed countries (LDC).
    pub least_developed: bool,
    /// The UN's group of landlocked developing countries (LLDC).
    pub landlocked_developing: bool,
    /// The UN's group of small island developing States (SIDS), territories included as in M49.
    pub small_island_developing: bool,
    names: Names,
}

/// A region of the UN's M49, the world itself left out.
#[derive(Debug, PartialEq, Eq)]
pub struct Region {
    /// Three digits, `142`.
    pub code: &'static str,
    parent: Option<&'static str>,
    names: Names,
}

impl Country {
    /// The country with this alpha-2 code in capitals.
    pub fn get(code: &str) -> Option<&'static Self> {
        let at = COUNTRIES.binary_search_by(|country| country.code.cmp(code)).ok()?;
        Some(&COUNTRIES[at])
    }

    /// All of them, by code.
    pub fn all() -> &'static [Self] {
        &COUNTRIES
    }

    /// Its short name in the language of `locale`, as the UN writes it; in English where there is no other.
    pub fn name(&self, locale: &str) -> &'static str {
        self.names.of(locale)
    }

    /// The regions it lies in, the smallest first: Eastern Asia, Asia.
    pub fn regions(&self) -> impl Iterator<Item = &'static Region> + use<> {
        let smallest = self.region.and_then(Region::get);
        std::iter::successors(smallest, |region| region.parent())
    }

    /// The codes of [`Self::regions`].
    pub fn region_codes(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.regions().map(|region| region.code)
    }

    /// Its flag as an emoji: the two letters as regional indicators.
    pub fn flag(&self) -> String {
        let indicator = |letter: char| char::from_u32(0x1F1E6 + u32::from(letter) - u32::from('A'));
        self.code.chars().filter_map(indicator).collect()
    }

    fn read(row: &[&'static str]) -> Self {
        let groups = row[4];
        let within = |group: &str| groups.split(',').any(|name| name == group);
        Self {
            code: row[0],
            alpha3: row[1],
            m49: row[2],
            region: present(row[3]),
            least_developed: within("LDC"),
            landlocked_developing: within("LLDC"),
            small_island_developing: within("SIDS"),
            names: Names::read(&row[5..]),
        }
    }
}

impl Region {
    /// The region with this code of three digits.
    pub fn get(code: &str) -> Option<&'static Self> {
        let at = REGIONS.binary_search_by(|region| region.code.cmp(code)).ok()?;
        Some(&REGIONS[at])
    }

    /// All of them, by code.
    pub fn all() -> &'static [Self] {
        &REGIONS
    }

    /// Its name in the language of `locale`; in English where there is no other.
    pub fn name(&self, locale: &str) -> &'static str {
        self.names.of(locale)
    }

    /// The region around it; `None` for a continent.
    pub fn parent(&self) -> Option<&'static Self> {
        self.parent.and_then(Self::get)
    }

    fn read(row: &[&'static str]) -> Self {
        Self { code: row[0], parent: present(row[1]), names: Names::read(&row[2..]) }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Names([&'static str; LANGUAGES.len()]);

impl Names {
    fn of(&self, locale: &str) -> &'static str {
        let language = locale.split('-').next().unwrap_or("");
        let at = LANGUAGES.iter().position(|known| *known == language).unwrap_or(0);
        self.0[at]
    }

    fn read(cells: &[&'static str]) -> Self {
        Self(cells.try_into().expect("a row of the table has a name in each language"))
    }
}

fn rows<T>(table: &'static str, read: fn(&[&'static str]) -> T) -> Vec<T> {
    table.lines().map(|line| read(&line.split('\t').collect::<Vec<_>>())).collect()
}

fn present(cell: &'static str) -> Option<&'static str> {
    (cell != "-").then_some(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn china_and_chile_are_what_they_are() {
        let china = Country::get("CN").expect("listed");
        assert_eq!((china.alpha3, china.m49, china.flag().as_str()), ("CHN", "156", "🇨🇳"));
        assert_eq!(china.region_codes().collect::<Vec<_>>(), ["030", "142"]);
        assert_eq!(
            ["en", "zh-Hans", "ar", "de", ""].map(|locale| china.name(locale)),
            ["China", "中国", "الصين", "China", "China"]
        );

        let chile = Country::get("CL").expect("listed");
        let regions: Vec<_> = chile.regions().map(|region| region.name("en")).collect();
        assert_eq!(regions, ["South America", "Latin America and the Caribbean", "Americas"]);
        assert_eq!(Region::get("142").expect("listed").name("es-419"), "Asia");
    }

    #[test]
    fn what_is_not_listed_is_not_found() {
        for code in ["", "cn", "CHN", "156", "XX", "XK", "UK", "EU"] {
            assert_eq!(Country::get(code), None, "{code}");
        }
        for code in ["", "001", "156", "30", "0142", "830"] {
            assert_eq!(Region::get(code), None, "{code}");
        }
    }

    #[test]
    fn the_tables_hold_together() {
        assert_eq!((Country::all().len(), Region::all().len()), (249, 29));
        assert!(Country::all().is_sorted_by(|a, b| a.code < b.code));
        assert!(Region::all().is_sorted_by(|a, b| a.code < b.code));
        for country in Country::all() {
            assert_eq!((country.code.len(), country.alpha3.len(), country.m49.len()), (2, 3, 3));
            assert_eq!(country.region.is_none(), country.code == "AQ");
            let continent = country.regions().last().map_or("", |region| region.code);
            assert!(["002", "009", "019", "142", "150", ""].contains(&continent), "{}", country.code);
            assert!(country.names.0.iter().all(|name| !name.is_empty() && name.trim() == *name));
        }
        for region in Region::all() {
            assert!(region.parent.is_none_or(|code| Region::get(code).is_some()), "{}", region.code);
        }
    }

    #[test]
    fn the_groups_are_those_of_the_united_nations() {
        let count = |of: fn(&Country) -> bool| Country::all().iter().filter(|country| of(country)).count();
        assert_eq!(count(|country| country.least_developed), 44);
        assert_eq!(count(|country| country.landlocked_developing), 32);
        assert_eq!(count(|country| country.small_island_developing), 53);
        for graduated in ["BW", "CV", "MV", "WS", "GQ", "VU", "BT", "ST"] {
            assert!(!Country::get(graduated).expect("listed").least_developed, "{graduated}");
        }
    }
}

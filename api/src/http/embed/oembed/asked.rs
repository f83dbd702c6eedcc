//! The parameters of oEmbed, by their names of there.

use axum::http::StatusCode;
use url::form_urlencoded::{Serializer, parse};

use crate::http::parameters::{Known, Parameters, Spelling, Takes, known};
use crate::http::problem::Problem;

/// Pixels of a frame where whoever asks allows as many.
const WIDTH: usize = 600;
const HEIGHT: usize = 480;
const ANY: Takes = Takes::Number { most: usize::MAX };

const KNOWN: [Known; 4] = [
    known("url", Takes::Text, "The address of a page of this server or of its site."),
    known("format", Takes::Text, "json or xml; json if absent."),
    known("maxwidth", ANY, "The widest frame that fits, in pixels."),
    known("maxheight", ANY, "The highest frame that fits, in pixels."),
];

#[derive(Debug)]
pub struct Asked {
    pub url: String,
    pub is_xml: bool,
    pub width: usize,
    pub height: usize,
    most: [Option<usize>; 2],
}

impl Asked {
    pub fn read(query: Option<&str>) -> Result<Self, Problem> {
        let mut given =
            Parameters::read(Some(&known_ones(query.unwrap_or_default())), Spelling::Strict, &KNOWN);
        let format = given.text("format");
        let most = [given.positive("maxwidth"), given.positive("maxheight")];
        let url = given.text("url").unwrap_or_else(|| {
            given.wrong("url", "is needed: the address of a page of this server or of its site");
            String::new()
        });
        given.done()?;
        let is_xml = match format.as_deref() {
            None | Some("json") => false,
            Some("xml") => true,
            Some(_) => return Err(unsupported()),
        };
        let [width, height] = [(most[0], WIDTH), (most[1], HEIGHT)]
            .map(|(most, usual)| most.map_or(usual, |most| most.min(usual)));
        Ok(Self { url, is_xml, width, height, most })
    }

    /// Whether a picture is no larger than allowed.
    pub fn fits(&self, width: usize, height: usize) -> bool {
        let [widest, highest] = self.most;
        widest.is_none_or(|most| width <= most) && highest.is_none_or(|most| height <= most)
    }
}

/// Consumers add parameters of their own, such as `dnt`: these are not for us.
fn known_ones(query: &str) -> String {
    let ours = parse(query.as_bytes()).filter(|(name, _)| KNOWN.iter().any(|known| known.name == name));
    Serializer::new(String::new()).extend_pairs(ours).finish()
}

fn unsupported() -> Problem {
    let detail = "`format` is json or xml; there is no other";
    Problem::new(StatusCode::NOT_IMPLEMENTED, "NOT_ACCEPTABLE", detail)
}

//! What people have tried against sanitisers, and what must survive all the same.

use super::{sanitise, to_text};
use crate::kit::markdown;

/// Each is given as HTML and as Markdown.
const ATTACKS: &[&str] = &[
    // Plain script and handlers.
    "<script>alert(1)</script>",
    "<ScRiPt SRC=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script >alert(1)</script\t\n bar>",
    "<<script>alert(1)//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=`x`onerror=alert(1)>",
    "<img src=\"x\"onerror=\"alert(1)\">",
    "<img src='x' alt='\"><script>alert(1)</script>'>",
    "<img \"\"\"><script>alert(1)</script>\">",
    "<p OnMouseOver='alert(1)'>x</p>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<body onload=alert(1)>",
    "<div style=\"width: expression(alert(1))\">x</div>",
    "<div style=\"background:url(javascript:alert(1))\">x</div>",
    "<p style=\"position:fixed;inset:0\">x</p>",
    // Schemes in disguise.
    "<a href=javascript:alert(1)>x</a>",
    "<a href=JaVaScRiPt:alert(1)>x</a>",
    "<a href=' \u{1}javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&Tab;script&colon;alert(1)'>x</a>",
    "<a href='&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)'>x</a>",
    "<a href='javascript&#0000058alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='blob:https://evil.example/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<img src=javascript:alert(1)>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img src='mailto:a@b.example'>",
    "<img srcset='javascript:alert(1) 1x, x 2x'>",
    "<a href=x ping=https://evil.example/>x</a>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote>",
    "<a href='x' target=_blank rel=opener>x</a>",
    "<a xlink:href='javascript:alert(1)'>x</a>",
    // Other worlds: SVG, MathML and what mutates between them.
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<svg><p><style><!--</style><img src=x onerror=alert(1)>--></style>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<noscript><noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript></noscript>",
    "<noembed><img title=\"</noembed><img src onerror=alert(1)>\"></noembed>",
    "<xmp><img title=\"</xmp><img src onerror=alert(1)>\"></xmp>",
    "<textarea><img title=\"</textarea><img src onerror=alert(1)>\"></textarea>",
    "<title><img title=\"</title><img src onerror=alert(1)>\"></title>",
    "<plaintext><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<select><template><img src=x onerror=alert(1)></template></select>",
    "<select><option><style></select><img src=x onerror=alert(1)></style></option></select>",
    "<table><td background=javascript:alert(1)><script>alert(1)</script></table>",
    "<table><caption><svg><style></table><img src onerror=alert(1)>",
    // Comments and declarations.
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "<!-- x --!><img src=x onerror=alert(1)>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?><script>alert(1)</script>",
    "<!DOCTYPE html [<!ENTITY x '<script>'>]><script>alert(1)</script>",
    // Things that act on the page around.
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<base href='javascript:alert(1)//'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<isindex action=javascript:alert(1)>",
    "<dialog open onclose=alert(1)>x</dialog>",
    "<slot name=x onslotchange=alert(1)></slot>",
    "<x-widget onclick=alert(1)>x</x-widget>",
    "<a name=getElementById>x</a><img name=cookie><p id=location>x</p>",
    "<p class='modal overlay'>x</p><span data-action=delete>x</span>",
    "<p dir='\" onclick=\"alert(1)'>x</p><p lang='\"><script>alert(1)</script>'>x</p>",
    "<td colspan='1\" onclick=\"alert(1)'>x</td>",
    "<code class='language-\" onclick=\"alert(1)'>x</code>",
    "＜script＞alert(1)＜/script＞",
    "<\u{0}script>alert(1)</\u{0}script>",
    "<a href=\"\u{2028}javascript:alert(1)\">x</a>",
    "<ſcript>alert(1)</ſcript>",
    // Markdown's own doors.
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1) 'title')",
    "[x](<java\tscript:alert(1)>)",
    "[x](java&#x73;cript&colon;alert(1))",
    "[x](\\x01javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](x\"onerror=\"alert(1))",
    "![\" onerror=\"alert(1)](x)",
    "[x](x \"\\\" onclick=\\\"alert(1)\")",
    "[![x](x)](data:text/html,<script>alert(1)</script>)",
    "www.x.example/\"onclick=\"alert(1)",
    "https://x.example/'\"><script>alert(1)</script>",
    "```\" onclick=\"alert(1)\n<script>alert(1)</script>\n```",
    "[^\"><script>alert(1)</script>]\n\n[^\"><script>alert(1)</script>]: x",
    "| <script>alert(1)</script> |\n|-|\n| <img src=x onerror=alert(1)> |",
    "<div\n\nonclick=alert(1)>",
    "`<script>`<script>alert(1)</script>",
];

/// Every tag of the answer with the names of its attributes; text cannot look like one, it is escaped.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let name: String = rest.chars().take_while(|c| !matches!(c, ' ' | '>')).collect();
        rest = &rest[name.len()..];
        let mut attributes = Vec::new();
        while let Some(attribute) = rest.strip_prefix(' ') {
            let (name, value) = attribute.split_once("=\"").expect("an attribute is quoted");
            let (value, after) = value.split_once('"').expect("a quote closes");
            attributes.push((name.to_owned(), value.to_owned()));
            rest = after;
        }
        rest = rest.strip_prefix('>').expect("a tag ends after its attributes");
        found.push((name, attributes));
    }
    found
}

const TAGS: &str = " a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt \
    em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small \
    span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr ";

const ATTRIBUTES: &str = " href hreflang class aria-label span datetime open src alt width height value \
    start reversed colspan rowspan align scope dir id lang title rel ";

fn assert_harmless(html: &str, source: &str) {
    for (tag, attributes) in tags(html) {
        let bare = tag.trim_start_matches('/');
        assert!(TAGS.contains(&format!(" {bare} ")), "<{tag}> of {source}");
        for (name, value) in attributes {
            assert!(ATTRIBUTES.contains(&format!(" {name} ")), "{name} of {source}");
            match name.as_str() {
                "href" | "src" => assert_safe_url(&value, source),
                "id" => {
                    assert!(value.starts_with('t') && value.as_bytes()[9] == b'-', "{value} of {source}");
                }
                "class" => {
                    assert!(value.starts_with("footnote") || value.starts_with("language-"), "{source}");
                }
                _ => {}
            }
        }
    }
}

/// Safe both as a browser reads it and to the eye of one who knows no better.
fn assert_safe_url(url: &str, source: &str) {
    let base = url::Url::parse("https://page.example/").expect("a base");
    let plain = url.replace("&amp;", "&").replace("&quot;", "\"").replace("&nbsp;", "\u{a0}");
    let scheme = base.join(&plain).map_or_else(|_| "none".to_owned(), |url| url.scheme().to_owned());
    assert!(matches!(scheme.as_str(), "http" | "https" | "mailto" | "none"), "{url} of {source}");
    let head = plain.split(['/', '?', '#']).next().unwrap_or("");
    assert!(
        !head.contains(':') || matches!(head.split(':').next(), Some("http" | "https" | "mailto" | "HTTP")),
        "{url}"
    );
}

#[test]
fn every_attack_comes_out_harmless_and_settled() {
    assert!(ATTACKS.len() > 100);
    for attack in ATTACKS {
        for source in [
            (*attack).to_owned(),
            markdown::render(attack),
            format!("<p>{attack}</p>"),
            format!("<table><tr><td>{attack}"),
            format!("{attack}{attack}"),
        ] {
            let html = sanitise(&source).expect("small");
            assert_harmless(&html, &source);
            assert_eq!(sanitise(&html).expect("small"), html, "{source}");
            assert!(!html.contains("<script") && !html.contains("javascript:alert(1)\""), "{html}");
        }
    }
}

#[test]
fn two_attacks_do_not_help_each_other() {
    for (at, one) in ATTACKS.iter().enumerate() {
        for other in ATTACKS.iter().cycle().skip(at * 7).take(20) {
            let source = format!("{one}{other}");
            let html = sanitise(&source).expect("small");
            assert_harmless(&html, &source);
        }
    }
}

/// Splices pieces at random, with a fixed seed: what the table did not think of.
#[test]
fn spliced_attacks_come_out_harmless_and_settled() {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).expect("below a usize")
    };
    for _ in 0..1500 {
        let mut source = String::new();
        for _ in 0..=next(4) {
            let piece: Vec<char> = ATTACKS[next(ATTACKS.len())].chars().collect();
            let (from, to) = (next(piece.len()), next(piece.len()));
            source.extend(&piece[from.min(to)..=from.max(to)]);
        }
        let html = sanitise(&source).expect("small");
        assert_harmless(&html, &source);
        assert_eq!(sanitise(&html).expect("small"), html, "{source}");
        let _ = to_text(&html);
    }
}

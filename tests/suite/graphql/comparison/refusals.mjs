// Documents written by hand that both refuse, in groups that say why, or that only one of them takes.
import { ANSWERED } from "./cases.mjs";

const CITY = `city(slug: "xiamen")`;

export const REFUSED = {
  "what is not a document does not parse": [
    ``, `{`, `{ city() { id } }`, `{ a b`, `{ news(first: 01) { totalCount } }`, `{ news(first: 1.) { totalCount } }`, `{ news(first: 1a) { totalCount } }`,
    `{ ${CITY} { "x" } }`, `query($x Int) { __typename }`, `{ nodes(ids: ["a" 2) { id } }`, `fragment on on City { id }`, `{ ${CITY} { id } } }`, `{ city(slug: "a\nb") { id } }`,
    `{ city(slug: "\\q") { id } }`, `{ news(first: $) { totalCount } }`, `{ a: }`, `{ city(slug: "A) { id } }`, `query($a: Int = $b) { news(first: $a) { totalCount } }`, `{ ${CITY} { id } }?`,
    `query() { ${CITY} { id } }`, `{ news(first: 0xF1) { totalCount } }`, `{ news(first: -) { totalCount } }`, `{ news(filter: { sdgs: [1-2 }) { totalCount } }`, `queryA { ${CITY} { id } }`, `{ __typename } query`,
    `{ ${CITY} { id: } }`, `{ ${CITY} { id } @skip(if: true) }`, `query A ($a: Int) ($b: Int) { __typename }`, `{ city(slug: """x) { id } }`, `{ ${CITY} { id\u0000 } }`, `{ städte { id } }`, `{ news(filter: { kinds: CALL: 1 }) { totalCount } }`,
  ],
  "fields that cannot be merged are refused": [
    `{ a: ${CITY} { id } a: cluster(slug: "waste") { id } }`, `{ ${CITY} { x: id x: name } }`, `{ ${CITY} { id } city(slug: "santiago") { id } }`, `{ ${CITY} { news { totalCount } news(first: 2) { totalCount } } }`,
    `{ news(first: 1) { totalCount } news(first: 2) { totalCount } }`, `{ ${CITY} { photo { x: url } photo { x: name } } }`, `{ ${CITY} { x: id ...F } } fragment F on City { x: name }`, `{ ${CITY} { x: id ... on City { x: name } } }`,
    `{ ${CITY} { x: id ... { x: name } } }`, `{ ${CITY} { x: id ... on Node { x: __typename } } }`, `{ ${CITY} { ...A ...B } } fragment A on City { x: slug } fragment B on City { x: name }`,
    `{ ${CITY} { ...A ...B } } fragment A on City { country { ...C } } fragment B on City { country { x: code } } fragment C on Country { x: name }`, `{ news(first: 1) { edges { x: cursor x: node { id } } } }`,
    [`query($a: Int, $b: Int) { news(first: $a) { totalCount } news(first: $b) { totalCount } }`, { a: 1, b: 1 }], [`query($a: Int) { news(first: $a) { totalCount } news(first: 1) { totalCount } }`, { a: 1 }],
    `{ news(filter: { kinds: [CALL] }) { totalCount } news(filter: { kinds: CALL }) { totalCount } }`, `{ __typename: ${CITY} { id } __typename }`, `{ ${CITY} { x: id @skip(if: true) x: name } }`,
  ],
  "nor are those of different types that would have other forms": [
    `{ nodes(ids: $IDS) { ... on City { x: population } ... on Cluster { x: title } } }`, `{ nodes(ids: $IDS) { ... on City { x: population } ... on Cluster { x: version } } }`,
    `{ nodes(ids: $IDS) { ... on City { x: photo { y: url } } ... on Cluster { x: hero { y: name } } } }`, `{ nodes(ids: $IDS) { ... on City { x: body { html } } ... on Cluster { x: hero { url } ... on Cluster { x: title } } } }`,
    `{ nodes(ids: $IDS) { ... on NewsItem { clusters { slug } } ... on City { clusters { nodes { slug } } } } }`, `{ nodes(ids: $IDS) { ... on NewsItem { kind } ... on MediaItem { kind } } }`,
    `{ nodes(ids: $IDS) { ... on NewsItem { event { x: venue } } ... on Event { x: slug event: newsItem { x: version } } } }`, `{ nodes(ids: $IDS) { x: id ... on City { x: name } } }`,
    `{ nodes(ids: $IDS) { ... on City { ... { x: population } } ... on Asset { ... { x: name } } } }`, `{ nodes(ids: $IDS) { ... on City { photo { x: width } } ... on Node { ... on City { photo { x: height } } } } }`,
    `{ nodes(ids: $IDS) { ...A ...B } } fragment A on City { x: name } fragment B on Cluster { x: cities { totalCount } }`,
  ],
  "fields, arguments and types must exist": [
    `{ nope }`, `{ ${CITY} { nope } }`, `{ city { id } }`, `{ ${CITY} { name { x } } }`, `{ ${CITY} }`, `{ nodes(ids: $IDS) { name } }`, `{ ${CITY} { id(a: 1) } }`, `{ city(slug: "a", slug: "b") { id } }`, `{ city(slug: "a", nope: 1) { id } }`,
    `{ ${CITY} { ... on Nope { id } } }`, `{ ${CITY} { ... on NewsKind { id } } }`, `{ ${CITY} { ... on NewsFilter { id } } }`, `{ ${CITY} { ... on Cluster { id } } }`, `{ news { ... on News { id } } }`,
    `{ __schema }`, `{ __schema { nope } }`, `{ __type { name } }`, `{ ${CITY} { __schema { types { name } } } }`, `{ __type(name: 1) { name } }`, `{ ${CITY} { __typename { x } } }`, `{ ${CITY} { __typename(a: 1) } }`,
    `mutation { nope }`, `subscription { nope }`, `mutation { __typename }`, `subscription { __typename }`,
  ],
  "fragments must be defined once, used, possible and free of circles": [
    `{ ...F }`, `{ __typename } fragment F on City { id }`, `{ ...F } fragment F on Nope { id }`, `{ ${CITY} { ...F } } fragment F on NewsKind { id }`, `{ ${CITY} { ...F } } fragment F on Cluster { id }`, `{ ${CITY} { ...F } } fragment F on City { id } fragment F on City { name }`,
    `{ ...F } fragment F on Query { ...F }`, `{ ...F } fragment F on Query { ...G __typename } fragment G on Query { ...F }`, `{ __typename } fragment F on City { ...G } fragment G on City { ...F }`, `{ ${CITY} { ...F } } fragment F on City { clusters { nodes { cities { nodes { ...F } } } } }`,
    `{ ...F } fragment F on Query { nope }`, `{ ${CITY} { ...F } } fragment F on City`, `{ news { nodes { ...F } } } fragment F on NewsItemConnection { totalCount }`,
  ],
  "values must fit where they stand": [
    `{ news(first: "a") { totalCount } }`, `{ news(first: 1.0) { totalCount } }`, `{ news(first: 99999999999) { totalCount } }`, `{ news(first: [1]) { totalCount } }`, `{ news(first: ALL) { totalCount } }`, `{ news(first: true) { totalCount } }`, `{ city(slug: 1) { id } }`, `{ city(slug: null) { id } }`, `{ city(slug: xiamen) { id } }`,
    `{ news(filter: { kinds: ["CALL"] }) { totalCount } }`, `{ news(filter: { kinds: NOPE }) { totalCount } }`, `{ news(filter: { kinds: 1 }) { totalCount } }`, `{ news(filter: { kinds: [CALL, null] }) { totalCount } }`, `{ news(filter: 3) { totalCount } }`, `{ news(filter: "x") { totalCount } }`, `{ news(filter: [{}, {}]) { totalCount } }`,
    `{ news(filter: { nope: 1 }) { totalCount } }`, `{ news(filter: { sdgs: 1, sdgs: 2 }) { totalCount } }`, `{ news(filter: { sdgs: [1, "a"] }) { totalCount } }`, `{ news(orderBy: {}) { totalCount } }`, `{ news(orderBy: { direction: ASC }) { totalCount } }`, `{ news(orderBy: { field: null }) { totalCount } }`, `{ news(orderBy: { field: NAME }) { totalCount } }`,
    `{ node(id: true) { id } }`, `{ node(id: 1.5) { id } }`, `{ node(id: {}) { id } }`, `{ nodes(ids: null) { id } }`, `{ nodes(ids: [null]) { id } }`, `{ byExternalRef(type: "ASSET", ref: "x") { id } }`, `{ byExternalRef(type: ASSET) { id } }`, `{ ${CITY} { id } x: city(slug: "x", fallbackToOriginal: null) { id } }`, `{ cities(filter: { featured: "true" }) { totalCount } }`,
  ],
  "directives must be known, in their place and once": [
    `{ ${CITY} @nope { id } }`, `{ ${CITY} { id @skip } }`, `{ ${CITY} { id @skip(if: 1) } }`, `{ ${CITY} { id @skip(if: null) } }`, `{ ${CITY} { id @skip(if: true) @skip(if: false) } }`, `{ ${CITY} { id @skip(unless: true) } }`, `{ ${CITY} { id @skip(if: true, if: false) } }`, `{ ${CITY} { id @deprecated } }`, `{ ${CITY} { id @specifiedBy(url: "x") } }`,
    `query @include(if: true) { ${CITY} { id } }`, `{ ${CITY} { ...F } } fragment F on City @skip(if: true) { id }`, `{ ${CITY} { id @oneOf } }`, `query($a: Boolean!) @skip(if: $a) { __typename }`,
  ],
  "variables must be defined once, used, of input types and fit": [
    `query($a: Int, $a: Int) { news(first: $a) { totalCount } }`, `query($a: City) { news(first: $a) { totalCount } }`, `query($a: Nope) { news(first: $a) { totalCount } }`, `query($a: Int) { __typename }`, `{ news(first: $a) { totalCount } }`, [`query A($a: Int) { ...F } query B { ...F } fragment F on Query { news(first: $a) { totalCount } }`, {}, "A"],
    `query($a: String) { news(first: $a) { totalCount } }`, `query($a: Int) { news(filter: { sdgs: [$a] }) { totalCount } }`, `query($a: [Int]) { news(filter: { sdgs: $a }) { totalCount } }`, `query($a: [Int!]) { news(first: $a) { totalCount } }`, [`query($s: String) { city(slug: $s) { id } }`, { s: "xiamen" }], [`query($s: String = null) { city(slug: $s) { id } }`, { s: "xiamen" }],
    `query($a: Int = "x") { news(first: $a) { totalCount } }`, `query($a: Int! = null) { news(first: $a) { totalCount } }`, `query($a: NewsFilter = { nope: 1 }) { news(filter: $a) { totalCount } }`, `query($a: NewsKind = "CALL") { news(filter: { kinds: [$a] }) { totalCount } }`, `query($a: Int = 1.0) { news(first: $a) { totalCount } }`, `query($a: NewsOrder = {}) { news(orderBy: $a) { totalCount } }`,
    [`query($b: Boolean) { ${CITY} { id @skip(if: $b) } }`, { b: true }], [`query($b: String!) { ${CITY} { id @skip(if: $b) } }`, { b: "true" }], [`query($f: NewsOrderField) { news(orderBy: { field: $f }) { totalCount } }`, { f: "PUBLISHED_AT" }], [`query($b: Boolean) { city(slug: "x", fallbackToOriginal: $b, locale: $c) { id } }`, { b: true }], `query($a: [Int!] = [1, null]) { news(filter: { sdgs: $a }) { totalCount } }`,
  ],
  "operations must have names that differ and be chosen": [
    `query A { __typename } query A { __typename }`, `{ __typename } { __typename }`, `{ __typename } query A { __typename }`, [`query A { __typename } query B { __typename }`, {}, "C"], `query A { __typename } query B { __typename }`, [`{ __typename }`, {}, "A"], [`query A { __typename }`, {}, "B"],
  ],
  "values of variables must fit their types": [
    `query($n: Int!) { news(first: $n) { totalCount } }`, ...[null, "1", 1.5, 2147483648, true, [1], {}].map((n) => [`query($n: Int!) { news(first: $n) { totalCount } }`, { n }]), [`query($n: Int! = 5) { news(first: $n) { totalCount } }`, { n: null }],
    ...["NOPE", 1, ["CALL", null], ["CALL", "NOPE"], { CALL: 1 }].map((k) => [`query($k: [NewsKind!]) { news(filter: { kinds: $k }) { totalCount } }`, { k }]), ...[{ nope: 1 }, 3, "x", [1], { sdgs: ["x"] }, { sdgs: [null] }, { kinds: { a: 1 } }].map((f) => [`query($f: NewsFilter) { news(filter: $f) { totalCount } }`, { f }]),
    ...[{}, { field: null }, { direction: "ASC" }, { field: "NOPE" }].map((o) => [`query($o: NewsOrder) { news(orderBy: $o) { totalCount } }`, { o }]), ...["true", 1, null].map((b) => [`query($b: Boolean!) { ${CITY} { id @skip(if: $b) } }`, { b }]), ...[true, 1.5, {}, null].map((id) => [`query($id: ID!) { node(id: $id) { id } }`, { id }]), [`query($s: String!) { city(slug: $s) { id } }`, { s: 1 }],
    [`query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, { ids: [null] }],
  ],
};

// What one takes and the other does not, on purpose: the suite names each with its reason.
export const GAPS = {
  "gap: blanks inside the brackets of a type": [[`query($a: [ Int! ]) { news(filter: { sdgs: $a }) { totalCount } }`, { a: [11] }]],
  "gap: a directive after the default of a variable": [`query($a: Int = 1 @nope) { news(first: $a) { totalCount } }`],
  "gap: escapes of characters beyond the first plane": [`{ city(slug: "\\u{1F600}") { id } }`, `{ city(slug: "\\uD83D\\uDE00") { id } }`],
  "gap: escaped quotes in a block string": [`{ city(slug: """a\\"""b""") { id } }`],
  "gap: a comment between `on` and the type": [`{ ...on#c\nQuery { ${CITY} { id } } }`],
  "gap: values that begin with a keyword": [`{ news(filter: { kinds: [trueish] }) { totalCount } }`],
  "gap: descriptions in documents": [`"about" query A { ${CITY} { id } }`],
  "gap: zero with a minus": [`{ news(first: -0) { totalCount } }`],
  "gap: the description of the schema": [`{ __schema { description } }`],
  "a fragment named `on`": [`{ ...on }`],
  "empty selections": [`{}`, `{ city{} }`, `{ ${CITY} {} }`],
  "type definitions beside operations": [`type X { a: Int }`, `{ ${CITY} { id } } type X { a: Int }`],
  "malformed instants, languages and countries": [`{ city(slug: "x", locale: "no language") { id } }`, `{ city(slug: "x", locale: 5) { id } }`, `{ cities(filter: { countries: ["XX"] }) { totalCount } }`, `{ news(filter: { publishedAfter: "yesterday" }) { totalCount } }`, [`query($l: Locale) { city(slug: "x", locale: $l) { id } }`, { l: "no language" }]],
};

export const ALL = { ...ANSWERED, ...REFUSED, ...GAPS };

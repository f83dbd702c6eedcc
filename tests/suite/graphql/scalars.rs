//! Every field that the schema has answers, found by walking its introspection.

use std::collections::{BTreeMap, BTreeSet};

use harness::{TestApp, Value, json};

const SCHEMA: &str = "{ __schema { queryType { name } types { name kind fields(includeDeprecated: true) {
  name args { name type { kind } defaultValue } type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
} } } }";

/// How to reach one thing of each kind in the demo; the others are reached from these.
const SINGLE: [(&str, &str); 11] = [
    ("call", "slug: \"innovative-city-experiences\""),
    ("city", "slug: \"santiago\""),
    ("cluster", "slug: \"transport\""),
    ("event", "slug: \"webinar-cities-south-south-climate-action\""),
    ("mediaItem", "slug: \"cities-on-the-move\""),
    ("newsItem", "slug: \"call-innovative-city-experiences\""),
    ("partner", "slug: \"unossc\""),
    ("practice", "slug: \"santiago-humano-y-resiliente\""),
    ("topic", "slug: \"news\""),
    ("byExternalRef", "type: ASSET, ref: \"tram-line\""),
    ("node", "id: \"city_3gdp2srjnzbnnacb03tczvsbqn\""),
];

/// What only who has signed in can see or do: the stories of `auth` and `workflow` tell that.
const ELSEWHERE: [&str; 50] = [
    "ApiToken",
    "AssignedShare",
    "Attachment",
    "AuditEvent",
    "AuditEventConnection",
    "AuditEventEdge",
    "Conflict",
    "ConflictField",
    "DecisionMail",
    "Document",
    "ErasureLine",
    "DecisionRecord",
    "FieldDifference",
    "InboxEntry",
    "InboxEntryConnection",
    "InboxEntryEdge",
    "ManyResult",
    "Mutation",
    "Person",
    "PreparedDecision",
    "RankingMove",
    "RankingRow",
    "RankingRowConnection",
    "RankingRowEdge",
    "RankingWithoutReviewer",
    "Review",
    "ReviewComment",
    "ReviewCommentConnection",
    "ReviewCommentEdge",
    "ReviewConflict",
    "ReviewPhase",
    "ReviewPlan",
    "Revision",
    "RevisionConnection",
    "RevisionDiff",
    "RevisionEdge",
    "Score",
    "SecondFactorEnrolment",
    "Session",
    "Submission",
    "SubmissionConnection",
    "SubmissionContact",
    "SubmissionEdge",
    "SubmissionEvent",
    "SubmissionOutcome",
    "SubmissionRedaction",
    "SubmissionVersion",
    "SubmittedText",
    "UserError",
    "Viewer",
];

/// The root fields that lead there.
const NOT_PUBLIC: [&str; 17] = [
    "apiTokens",
    "auditEvents",
    "decisionRecord",
    "document",
    "inbox",
    "ranking",
    "rankingWithoutReviewers",
    "reviewComments",
    "reviewPlan",
    "reviewQueue",
    "revisionDiff",
    "revisions",
    "submission",
    "submissionData",
    "submissionDocument",
    "submissions",
    "viewer",
];

struct Schema {
    /// The fields of each type: name, type, whether an argument must be given.
    types: BTreeMap<String, Vec<(String, String, bool)>>,
}

impl Schema {
    async fn of(app: &TestApp) -> Self {
        let schema = app.graphql(SCHEMA, json!({})).await;
        let types = schema["data"]["__schema"]["types"].as_array().unwrap_or_else(|| panic!("{schema}"));
        let own = types.iter().filter(|ty| ty["fields"].is_array()).map(|ty| (text(&ty["name"]), fields(ty)));
        Self { types: own.filter(|(name, _)| !name.starts_with("__")).collect() }
    }

    /// Everything of a type, this many levels down.
    fn selection(&self, ty: &str, levels: usize) -> Option<String> {
        let mut all = vec!["__typename".to_owned()];
        for (field, of, needs) in self.types.get(ty)? {
            let beneath = match self.types.contains_key(of) {
                true if levels == 0 || *needs => continue,
                true => format!(" {{ {} }}", self.selection(of, levels - 1)?),
                false => String::new(),
            };
            let page = if of.ends_with("Connection") { "(first: 2)" } else { "" };
            all.push(format!("{field}{page}{beneath}"));
        }
        Some(all.join(" "))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn fields(ty: &Value) -> Vec<(String, String, bool)> {
    let of = |field: &Value| {
        let mut ty = &field["type"];
        while !ty["ofType"].is_null() {
            ty = &ty["ofType"];
        }
        let required =
            |argument: &Value| argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null();
        let needs = field["args"].as_array().unwrap().iter().any(required);
        (text(&field["name"]), text(&ty["name"]), needs)
    };
    ty["fields"].as_array().unwrap().iter().map(of).collect()
}

/// The query of a root field: alone, for the bounds hold for a whole document.
fn query(schema: &Schema, field: &str, ty: &str) -> String {
    if ty == "DateTime" {
        return format!("{{ {field} }}");
    }
    let known = SINGLE.iter().find(|(name, _)| *name == field).map(|(_, arguments)| (*arguments, 3));
    let (arguments, levels) = match (field, ty.ends_with("Connection")) {
        ("nodes", _) => ("ids: [\"city_3gdp2srjnzbnnacb03tczvsbqn\"]", 1),
        (_, true) => ("first: 2", 2),
        _ => known.unwrap_or_else(|| panic!("say in SINGLE how to reach `{field}`")),
    };
    let beneath = schema.selection(ty, levels).unwrap();
    format!("{{ {field}({arguments}) {{ {beneath} }} }}")
}

/// Notes every field that some object of the answer has, null or not.
fn note(answer: &Value, met: &mut BTreeSet<String>) {
    for element in answer.as_array().into_iter().flatten() {
        note(element, met);
    }
    for (name, value) in answer.as_object().into_iter().flatten() {
        met.insert(format!("{}.{name}", text(&answer["__typename"])));
        note(value, met);
    }
}

#[tokio::test]
async fn every_field_of_the_schema_resolves_without_an_error() {
    let settings = [
        "--graphql-max-selections",
        "100000",
        "--graphql-max-tokens",
        "100000",
        "--graphql-max-bytes",
        "1MiB",
    ];
    let more = ["--graphql-max-steps", "10000000", "--graphql-max-complexity", "1000000000"];
    let app = TestApp::with(&[settings.as_slice(), more.as_slice()].concat()).await;
    app.import(&harness::demo());
    let schema = Schema::of(&app).await;
    let mut met = BTreeSet::new();
    for (field, ty, _) in
        schema.types["Query"].iter().filter(|(name, ..)| !NOT_PUBLIC.contains(&name.as_str()))
    {
        let query = query(&schema, field, ty);
        let answer = app.graphql(&query, json!({})).await;
        assert!(answer.get("errors").is_none(), "{field}: {}", answer["errors"]);
        let found = &answer["data"][field];
        assert!(!found.is_null(), "{field}: nothing of it in the demo");
        met.insert(format!("Query.{field}"));
        note(found, &mut met);
    }
    // What every object has is noted of the objects.
    let elsewhere = |ty: &str| ELSEWHERE.contains(&ty) || ty.ends_with("Payload");
    let types = schema.types.iter().filter(|(ty, _)| *ty != "Node" && !elsewhere(ty));
    let all = types.flat_map(|(ty, fields)| fields.iter().map(move |field| format!("{ty}.{}", field.0)));
    let is_public = |field: &String| NOT_PUBLIC.iter().all(|name| *field != format!("Query.{name}"));
    let missed: Vec<_> = all.filter(|field| is_public(field) && !met.contains(field)).collect();
    assert!(missed.is_empty(), "never resolved: {missed:?}");
}

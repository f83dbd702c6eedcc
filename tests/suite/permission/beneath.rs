//! What stands beneath root fields that are not public, and beneath mutations: whoever adds a field has to say here who is to
//! see it. That alone is held here, and nothing is asked for as anybody: who gets to the root is asked in the stories above,
//! and where fields of one type are not for all of those, in the stories of reviews (`review/sight.rs`,
//! `review/deciding.rs`) and of submissions (`submission/outcome.rs`).

use std::collections::{BTreeMap, BTreeSet};

use harness::{TestApp, Value, json};

use super::QUERIES;
use crate::schema::Schema;

/// By who sees them, at most: types and their fields.
const BENEATH: &[(&str, &[(&str, &str)])] = &[
    (
        "whoever sent what they are about",
        &[
            ("Conflict", "currentVersion fields"),
            ("ConflictField", "current path yours"),
            ("ManyResult", "id userErrors"),
            ("UserError", "code field message"),
        ],
    ),
    (
        "whoever they are about",
        &[
            ("SecondFactorEnrolment", "secret uri"),
            ("Session", "accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt viewer"),
            ("Viewer", "city email hasSecondFactor id name role"),
        ],
    ),
    (
        "the sender of a submission, and as far as the review shows it to them who judge it, and editors",
        &[
            ("Attachment", "attachedAt bytes id isErased mediaType name sha256 url"),
            (
                "Submission",
                "answers attachments body cityId cityName clusterId callId consents contact country createdAt decision \
                 feedback form formChanged history id isBlind kind locale outcome reference sdgs state submittedAt summary \
                 title updatedAt version versions",
            ),
            ("SubmissionContact", "email name organisation phone"),
            ("SubmissionEvent", "actor at reason state"),
            ("SubmissionOutcome", "at cityId clusterId practiceId"),
            ("SubmissionVersion", "at hash number receipt"),
            ("SubmittedText", "html markdown text"),
        ],
    ),
    (
        "who judges, and editors",
        &[
            ("RankingMove", "rank rankWithout submissionId"),
            ("RankingRow", "mean median normalisedMean normalisedRank rank reviewCount spread submission"),
            ("RankingWithoutReviewer", "changesTop moveCount moves reviewer"),
            (
                "Review",
                "committeeComment createdAt mean reviewer scores submissionVersion submitterComment updatedAt version",
            ),
            ("ReviewPhase", "allows closesAt isBlind name opensAt othersReviews"),
            ("ReviewPlan", "callId phases version"),
            ("Score", "criterion score"),
            ("Submission", "reviews"),
        ],
    ),
    (
        "the focal point of the city whose it is, and editors",
        &[
            ("Document", "draft fields id type version"),
            ("Person", "id name"),
            ("ReviewComment", "actor at id text user"),
        ],
    ),
    (
        "editors",
        &[
            ("AssignedShare", "reviewer submissions"),
            ("DecisionMail", "isWritten subject text"),
            ("DecisionRecord", "callId document frozenAt frozenBy hash number"),
            ("FieldDifference", "after before path"),
            ("InboxEntry", "id isWorkingDraft since title type user"),
            ("PreparedDecision", "mail preparedAt preparedBy reason state"),
            ("ReviewConflict", "reason reviewer"),
            ("Revision", "action actor at document draft id number origin user"),
            ("RevisionDiff", "fields item type"),
            ("Submission", "conflicts redaction reviewers"),
            ("SubmissionRedaction", "answers body submissionVersion summary title version"),
        ],
    ),
    (
        "admins",
        &[
            ("ApiToken", "createdAt expiresAt id lastUsedAt name revokedAt scopes userId"),
            ("AuditEvent", "action actor at detail id origin subject user"),
            ("ErasureLine", "erased kept what why"),
        ],
    ),
];

/// What is reached from these fields: types, each with its fields. What only holds others together is passed through.
fn reached<'a>(
    schema: &'a Schema,
    from: impl IntoIterator<Item = &'a Value>,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut found = BTreeMap::new();
    let mut next: Vec<&str> = from.into_iter().flat_map(|field| schema.objects(field)).collect();
    while let Some(ty) = next.pop() {
        if found.contains_key(ty) {
            continue;
        }
        let fields = schema.fields(ty);
        found.insert(ty, fields.iter().map(|field| field["name"].as_str().unwrap()).collect());
        next.extend(fields.iter().flat_map(|field| schema.objects(field)));
    }
    found
}

#[tokio::test]
async fn whoever_adds_a_field_beneath_what_is_not_public_says_who_sees_it() {
    let schema = Schema::of(&TestApp::start().await).await;
    let is_private = |field: &&Value| {
        let name = field["name"].as_str().unwrap();
        let of_senders = ["submission", "submissionData", "submissionDocument", "viewer"].contains(&name);
        of_senders || QUERIES.iter().any(|(private, _)| *private == name)
    };
    let queries = schema.fields("Query");
    let public = reached(&schema, queries.iter().filter(|field| !is_private(field)));
    let all = reached(&schema, queries.iter().chain(schema.fields("Mutation")));
    let holds_together = |ty: &str| ["Payload", "Connection", "Edge"].iter().any(|end| ty.ends_with(end));
    let found: BTreeMap<_, _> =
        all.into_iter().filter(|(ty, _)| !public.contains_key(ty) && !holds_together(ty)).collect();
    let mut said: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (ty, fields) in BENEATH.iter().flat_map(|(_, types)| *types) {
        for field in fields.split_whitespace() {
            assert!(said.entry(ty).or_default().insert(field), "{ty}.{field} is there twice");
        }
    }
    assert_eq!(found, said, "say who may see what");
}

#[tokio::test]
async fn the_nouns_that_stories_of_permission_go_through_are_all_there_are() {
    let app = TestApp::start().await;
    let query = "{ __type(name: \"Node\") { possibleTypes { name } } }";
    let types = app.graphql(query, json!({})).await["data"]["__type"]["possibleTypes"].clone();
    let types: BTreeSet<&str> =
        types.as_array().unwrap().iter().map(|ty| ty["name"].as_str().unwrap()).collect();
    let nouns: BTreeSet<&str> = super::NOUNS.iter().map(|(noun, _)| *noun).collect();
    assert_eq!(nouns, types);
    // These have no life of their own.
    let others = ["Asset", "Event", "Topic"];
    let drafted: BTreeSet<&str> = super::CONTENT.into_iter().chain(others).collect();
    assert_eq!(drafted, types);
    let unseen: BTreeSet<&str> =
        crate::workflow::unseen::NOUNS.iter().map(|(noun, ..)| *noun).chain(others).collect();
    assert_eq!(unseen, types);
}

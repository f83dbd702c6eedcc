//! The kinds of problems: each has a word for programs, a title that never changes, and an address that tells about it.

/// A kind of problem.
#[derive(Debug)]
pub struct Kind {
    /// Part of the API: add, never rename.
    pub code: &'static str,
    pub title: &'static str,
    pub says: &'static str,
}

const fn kind(code: &'static str, title: &'static str, says: &'static str) -> Kind {
    Kind { code, title, says }
}

/// All there are, in the order of the page that tells about them.
pub static KINDS: [Kind; 15] = [
    kind(
        "BAD_REQUEST",
        "The request is wrong",
        "Something in it is unknown, missing or malformed. `errors` names each mistake, by the `parameter` of the address or the `pointer` into the body, and says what to do. Sending the same again does not help.",
    ),
    kind(
        "UNAUTHENTICATED",
        "Nobody is signed in",
        "A token is needed, or the one that was sent is not good. `WWW-Authenticate` says which.",
    ),
    kind(
        "FORBIDDEN",
        "It is not allowed",
        "Whoever the token belongs to may not do this; `detail` says what to do instead.",
    ),
    kind(
        "NOT_FOUND",
        "There is nothing there",
        "Nothing has this address, or nothing that the public may see, or not in the language asked for. Ask the list for what there is.",
    ),
    kind("METHOD_NOT_ALLOWED", "The address does not take that method", "`Allow` names those it takes."),
    kind(
        "NOT_ACCEPTABLE",
        "There is no such representation",
        "`Accept` excludes everything the address answers; `detail` names what it does.",
    ),
    kind(
        "CONFLICT",
        "It does not fit what is there",
        "The request is fine, but not now: a call is closed, something was changed meanwhile or is taken. Read it again.",
    ),
    kind("TOO_LARGE", "The body is too large", "`allowed` is how many bytes may be sent."),
    kind(
        "UNSUPPORTED_MEDIA_TYPE",
        "The body is of a kind that is not taken",
        "`detail` names the kinds that are.",
    ),
    kind(
        "LIMIT_EXCEEDED",
        "It asks for too much at once",
        "`limit` names the bound, `allowed` and `found` tell the figures. Ask for less at once.",
    ),
    kind("RATE_LIMITED", "It came too often", "`Retry-After` says in how many seconds the same may do."),
    kind(
        "TIMEOUT",
        "It took too long",
        "The answer, or the body that was awaited, took longer than it may. Ask for less, or try again after `Retry-After`.",
    ),
    kind(
        "UNAVAILABLE",
        "It cannot be done just now",
        "Something that is needed does not answer, or too much is under way. Try again after `Retry-After`.",
    ),
    kind("OVERLOADED", "Every connection is at work", "Try again after `Retry-After`."),
    kind(
        "INTERNAL",
        "Something failed on our side",
        "Try again; if it stays, tell the operator the `requestId`.",
    ),
];

impl Kind {
    pub fn of(code: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.code == code)
    }

    /// Its place on the page: `not-found`.
    pub fn anchor(&self) -> String {
        self.code.to_ascii_lowercase().replace('_', "-")
    }

    /// Its address, under that of this server.
    pub fn address(&self, base_url: &str) -> String {
        format!("{base_url}/docs/problems#{}", self.anchor())
    }
}

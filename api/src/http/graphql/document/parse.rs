//! From source to document, by async-graphql's own parser, its mistakes told in one line.

use async_graphql::ServerError;
use async_graphql_parser::{Error, parse_query, types::ExecutableDocument};

use super::refusal::{Refusal, error};

/// Only for a source that `lexer::scan` let pass: the parser recurses as deep as the source nests.
pub(super) fn parse(source: &str) -> Result<ExecutableDocument, Refusal> {
    let document = parse_query(source).map_err(told)?;
    // The parser takes it for a name.
    if let Some(fragment) = document.fragments.get("on") {
        return Err(Refusal::Parse(error("Syntax Error: Unexpected Name \"on\".", &[fragment.pos])));
    }
    Ok(document)
}

fn told(failure: Error) -> Refusal {
    {
        let at: Vec<_> = failure.positions().collect();
        let told = |message: String| error(message, &at);
        match failure {
            Error::MultipleOperations { .. } => Refusal::Validation(vec![told(
                "This anonymous operation must be the only defined operation.".to_owned(),
            )]),
            Error::OperationDuplicated { operation, .. } => Refusal::Validation(vec![told(format!(
                "There can be only one operation named \"{operation}\"."
            ))]),
            Error::FragmentDuplicated { fragment, .. } => Refusal::Validation(vec![told(format!(
                "There can be only one fragment named \"{fragment}\"."
            ))]),
            Error::Syntax { message, .. } => Refusal::Parse(syntax(&message, &at)),
            other => Refusal::Parse(told(format!("Syntax Error: {other}."))),
        }
    }
}

/// The parser draws the line with an arrow and says what it expected below; the last line is enough.
fn syntax(message: &str, at: &[async_graphql::Pos]) -> ServerError {
    let said = message.rsplit("  = ").next().unwrap_or(message).trim();
    error(format!("Syntax Error: {}.", said.replace('_', " ")), at)
}

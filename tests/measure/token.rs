//! What a token adds to a read, beside a server that keeps no answers: whoever shows one is given none of those.

use std::error::Error;
use std::path::Path;

use harness::load::{Load, Server, request, request_as, sign_in};
use harness::{CLUSTER_PAGE, Value, json};

use crate::admin::{email, page};
use crate::{Done, SPELL};

/// Tokens that are shown once: the processor's time is told in hundredths of a second.
const TOKENS: u32 = 2_000;
const REFRESH: &str = "mutation ($token: String!) { refreshSession(input: { refreshToken: $token }) {
    session { accessToken refreshToken } userErrors { message } } }";

pub async fn measure(url: &str, folder: &Path) -> Done {
    let server = Server::with(url, folder, &["--answer-cache-size", "0"]).await?;
    let mut load = Load::connect(server.address).await?;
    let tokens = tokens(&mut load).await?;
    first_and_again(&server, &mut load, &tokens).await?;
    let questions = [
        ("A token that was seen before", json!({ "query": "{ __typename }" })),
        ("The same at the cluster page, read anew", json!({ "query": CLUSTER_PAGE, "variables": page() })),
    ];
    for (name, question) in questions {
        let body = question.to_string();
        let asked = [request("/graphql", &body), request_as(&tokens[0], "/graphql", &body)];
        let (mut spent, mut times) = ([0.0; 2], [0.0; 2]);
        for request in &asked {
            answered(&load.json(request).await?)?;
            load.repeat(request, SPELL / 8).await?;
        }
        for turn in 0..16 {
            let before = server.cpu().await?;
            let (count, _) = load.repeat(&asked[turn % 2], SPELL / 4).await?;
            let after = server.cpu().await?;
            spent[turn % 2] += after.since(before).server_millis();
            times[turn % 2] += f64::from(count);
        }
        let [without, with] = [spent[0] / times[0], spent[1] / times[1]];
        println!("{name}: CPU {:.3} ms (server; {with:.3} with one, {without:.3} without)", with - without);
    }
    Ok(())
}

/// Each of another signature.
async fn tokens(load: &mut Load) -> Result<Vec<String>, Box<dyn Error>> {
    let mut answer = load.json(&sign_in(&email(1))).await?["data"]["signIn"].clone();
    let mut tokens = Vec::new();
    for _ in 0..TOKENS {
        let refresh =
            json!({ "query": REFRESH, "variables": { "token": answer["session"]["refreshToken"] } });
        answer =
            load.json(&request("/graphql", &refresh.to_string())).await?["data"]["refreshSession"].clone();
        let token = answer["session"]["accessToken"].as_str();
        tokens.push(token.ok_or_else(|| format!("no token: {answer}"))?.to_owned());
    }
    Ok(tokens)
}

/// All of them shown once, and then once more.
async fn first_and_again(server: &Server, load: &mut Load, tokens: &[String]) -> Done {
    let body = json!({ "query": "{ __typename }" }).to_string();
    let asked: Vec<_> = tokens.iter().map(|token| request_as(token, "/graphql", &body)).collect();
    let mut each = [0.0; 2];
    for each in &mut each {
        let before = server.cpu().await?;
        for request in &asked {
            answered(&load.json(request).await?)?;
        }
        *each = server.cpu().await?.since(before).server_millis() / f64::from(TOKENS);
    }
    let [first, again] = each;
    println!(
        "Verifying a token: CPU {:.3} ms (server; {first:.3} with a new one, {again:.3} with one seen before, {TOKENS} of them)",
        first - again
    );
    Ok(())
}

fn answered(answer: &Value) -> Done {
    answer["data"].as_object().ok_or_else(|| format!("no answer: {answer}"))?;
    Ok(())
}

//! What readers notice of those who sign in.

use harness::load::{Crowd, Server, read_at_a_pace, request};
use harness::{CLUSTER_PAGE, json};

use crate::admin::{CLIENTS, email, page};
use crate::{Done, SPELL, quantile};

const ROUNDS: usize = 5;

/// A page when nobody signs in, and while fifty do at once over and over: in turns, at the same pace.
pub async fn measure(server: &Server) -> Done {
    let (mut idle, mut crowded) = (Vec::new(), Vec::new());
    let (mut ratios, mut signed_in) = (Vec::new(), 0);
    let body = json!({ "query": CLUSTER_PAGE, "variables": page() }).to_string();
    let page = request("/graphql", &body);
    let read = async |spell| read_at_a_pace(server.address, &page, spell).await;
    read(SPELL / 4).await?;
    for _ in 0..ROUNDS {
        let quiet = read(SPELL).await?;
        let crowd = Crowd::gather(server.address, (1..=CLIENTS).map(email));
        // Until all of them wait for one another.
        tokio::time::sleep(SPELL / 4).await;
        let loud = read(SPELL).await?;
        signed_in += crowd.dismiss().await?;
        ratios.push(quantile(&loud, 99) / quantile(&quiet, 99));
        idle.extend(quiet);
        crowded.extend(loud);
    }
    for (name, took) in [("idle", &mut idle), ("while 50 clients sign in at once", &mut crowded)] {
        took.sort_unstable();
        println!(
            "Cluster page, {name}: p50 {:.2} ms, p99 {:.2} ms, {} times",
            quantile(took, 50),
            quantile(took, 99),
            took.len()
        );
    }
    ratios.sort_unstable_by(f64::total_cmp);
    println!(
        "p99 is {:.2} times its idle value (over all rounds; middle of {ROUNDS} rounds {:.2}, worst {:.2}); {signed_in} sign-ins",
        quantile(&crowded, 99) / quantile(&idle, 99),
        ratios[ROUNDS / 2],
        ratios[ROUNDS - 1],
    );
    Ok(())
}

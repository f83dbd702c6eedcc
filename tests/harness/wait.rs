//! Waiting for what happens by itself.

use std::time::Duration;

use tokio::time::{sleep, timeout};

/// Asks again and again until it is so; for half a minute.
pub async fn eventually(is_so: impl AsyncFn() -> bool) {
    let asked = async {
        while !is_so().await {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(30), asked).await.expect("it comes to be so in time");
}

//! How many submissions each call and each cluster has, counted once in a while: whoever sends one more waits for no count.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use moka::sync::Cache;
use uuid::Uuid;

use crate::error::Result;

/// Counts remembered at once.
const REMEMBERED: u64 = 1_000;
/// Counted anew after this: other nodes take some, too.
const FRESH: Duration = Duration::from_mins(1);

/// Shared by clones.
#[derive(Clone, Debug)]
pub struct Taken(Cache<Uuid, Arc<AtomicU64>>);

impl Default for Taken {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(REMEMBERED).time_to_live(FRESH).build())
    }
}

impl Taken {
    /// Whether one more makes at most so many; then it counts. `count` is asked once in a while.
    pub async fn takes_one_more(
        &self,
        of: Uuid,
        most: u64,
        count: impl Future<Output = Result<u64>>,
    ) -> Result<bool> {
        let known = match self.0.get(&of) {
            Some(known) => known,
            None => {
                let counted = count.await?;
                self.0.get_with(of, || Arc::new(AtomicU64::new(counted)))
            }
        };
        let more = |count: u64| (count < most).then_some(count + 1);
        Ok(known.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_more_are_taken_than_there_may_be() {
        let (taken, call) = (Taken::default(), Uuid::from_u128(7));
        let one_more = async |count: u64| taken.takes_one_more(call, 3, async { Ok(count) }).await.unwrap();
        assert!(one_more(1).await && one_more(0).await);
        assert!(!one_more(0).await, "counted once");
        assert!(taken.takes_one_more(Uuid::nil(), 3, async { Ok(2) }).await.unwrap(), "each for itself");
    }
}

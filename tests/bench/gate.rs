//! So many reads to one write: readers pass while there is room, and a writer makes room once they have.

use std::io;

use tokio::sync::Semaphore;

#[derive(Debug)]
pub struct Gate {
    room: Semaphore,
    passed: Semaphore,
}

impl Gate {
    /// With room for so many before the first write.
    pub fn with_room(reads: usize) -> Self {
        Self { room: Semaphore::new(reads), passed: Semaphore::new(0) }
    }

    /// Waits for room; fails once the gate is shut.
    pub async fn pass(&self) -> io::Result<()> {
        self.room.acquire().await.map_err(io::Error::other)?.forget();
        self.passed.add_permits(1);
        Ok(())
    }

    /// Waits until so many more have passed; false once the gate is shut.
    pub async fn have_passed(&self, reads: u32) -> bool {
        self.passed.acquire_many(reads).await.map(tokio::sync::SemaphorePermit::forget).is_ok()
    }

    pub fn make_room(&self, reads: u32) {
        self.room.add_permits(reads as usize);
    }

    /// Nobody waits any longer.
    pub fn shut(&self) {
        self.room.close();
        self.passed.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn readers_and_a_writer_keep_pace() {
        let gate = Gate::with_room(3);
        for _ in 0..3 {
            gate.pass().await.unwrap();
        }
        assert_eq!(gate.room.available_permits(), 0);
        assert!(gate.have_passed(2).await);
        gate.make_room(2);
        gate.pass().await.unwrap();
        assert_eq!((gate.room.available_permits(), gate.passed.available_permits()), (1, 2));
        gate.shut();
        assert!(!gate.have_passed(1).await);
        assert!(gate.pass().await.is_err());
    }
}

//! The program, counting what it allocates: `bench allocations` runs it, and nobody else.
//!
//! As it ends it writes how many times, and how many bytes, into the file that `COUNTED_IN` names. What SQLite allocates is
//! not counted.

use std::alloc::{GlobalAlloc, Layout};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use mimalloc::MiMalloc;

#[global_allocator]
static MEMORY: Counted = Counted;

static TIMES: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

struct Counted;

impl Counted {
    fn note(size: usize) {
        TIMES.fetch_add(1, Ordering::Relaxed);
        BYTES.fetch_add(size as u64, Ordering::Relaxed);
    }
}

// SAFETY: all is done by the allocator of the program, with what was given.
#[expect(unsafe_code, reason = "an allocator is an unsafe trait")]
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::note(layout.size());
        unsafe { MiMalloc.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { MiMalloc.dealloc(place, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::note(layout.size());
        unsafe { MiMalloc.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Self::note(size);
        unsafe { MiMalloc.realloc(place, layout, size) }
    }
}

fn main() -> ExitCode {
    let code = cities::cli::run(std::env::args_os());
    let Some(file) = std::env::var_os("COUNTED_IN") else { return code };
    let counted = format!("{} {}", TIMES.load(Ordering::Relaxed), BYTES.load(Ordering::Relaxed));
    match std::fs::write(file, counted) {
        Ok(()) => code,
        Err(error) => {
            eprintln!("what was counted cannot be written: {error}");
            ExitCode::FAILURE
        }
    }
}

//! Parses the arguments and calls the command line; nothing else. All memory of the program is of one allocator.

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cities::cli::run(std::env::args_os())
}

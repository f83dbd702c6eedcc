//! Parses the arguments and calls the command line; nothing else.

fn main() -> std::process::ExitCode {
    cities::cli::run(std::env::args_os())
}

//! A new file of the demo is a reason to compile, too: `include_dir` names only those it has seen.

fn main() {
    println!("cargo::rerun-if-changed=demo");
}

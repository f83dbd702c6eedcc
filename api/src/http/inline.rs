//! What stands in a page itself, as its policy names it: so that nothing else runs or dresses there.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

/// The hashes of all `<style>`s or `<script>`s of a page of ours, as a Content-Security-Policy takes them.
pub fn hashes(page: &str, tag: &str) -> String {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let all =
        page.split(&open).skip(1).filter_map(|rest| rest.split_once(&close)).map(|(text, _)| hash(text));
    let all: Vec<String> = all.collect();
    if all.is_empty() { "'none'".to_owned() } else { all.join(" ") }
}

/// Of one part.
pub fn hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_names_each_part_and_no_more() {
        let page = "<style>a</style><script>b</script><p>c</p><script>d</script>";
        let [a, b, d] = ["a", "b", "d"].map(hash);
        assert_eq!(a, "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='");
        assert_eq!(hashes(page, "style"), a);
        assert_eq!(hashes(page, "script"), format!("{b} {d}"));
        assert_eq!(hashes("<p>c</p>", "script"), "'none'");
    }
}

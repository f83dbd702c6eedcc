//! Those who have an account.

use serde_json::json;

use crate::{Client, TestApp};

/// What every user here signs in with.
pub const PASSWORD: &str = "correct horse battery";

const SIGN_IN: &str = "mutation ($email: String!, $password: String!) {
    signIn(input: { email: $email, password: $password }) { session { accessToken } userErrors { message } } }";

impl TestApp {
    /// A new user of this role, signed in.
    pub async fn user(&self, role: &str) -> Client {
        self.somebody(role, &["--role", role]).await
    }

    /// The focal point of a city, signed in.
    pub async fn focal_point(&self, city: &str) -> Client {
        self.somebody(city, &["--role", "city", "--city", city]).await
    }

    /// A new user with these options of `cities user add`, signed in.
    pub async fn somebody(&self, name: &str, options: &[&str]) -> Client {
        let email = format!("{name}@example.org");
        let add = [&["user", "add", &email, "--name", name][..], options].concat();
        self.cities_told(&add, PASSWORD).succeeded();
        let asked = json!({ "email": email, "password": PASSWORD });
        let answer = self.client().graphql(SIGN_IN, asked).await.json();
        let token = answer["data"]["signIn"]["session"]["accessToken"].as_str();
        let token = token.unwrap_or_else(|| panic!("{email} cannot sign in: {answer}"));
        self.client().with("authorization", &format!("Bearer {token}"))
    }
}

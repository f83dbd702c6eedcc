//! Those who have an account.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;

use crate::{Client, TestApp};

/// What every user here signs in with.
pub const PASSWORD: &str = "correct horse battery";
/// The same as it is stored, of Argon2id at its cheapest: most stories need somebody, and are of nobody's password.
const STORED: &str =
    "$argon2id$v=19$m=8,t=1,p=1$c2FsdCBvZiBhIHN0b3J5Lg$ihVi8AoUkkE3xl3QOOdTfhJZ6fI1iWFawd9sb74wn3A";

const SIGN_IN: &str = "mutation ($email: String!, $password: String!) {
    signIn(input: { email: $email, password: $password }) { session { accessToken } userErrors { message } } }";

impl TestApp {
    /// A new user of this role, signed in.
    pub async fn user(&self, role: &str) -> Client {
        self.stored(role, &format!("'{role}'"), "null").await;
        self.signed_in(role).await
    }

    /// Somebody without a role, as an identity provider may name them, signed in.
    pub async fn stranger(&self) -> Client {
        self.stored("stranger", "null", "null").await;
        self.signed_in("stranger").await
    }

    /// The focal point of a city, signed in.
    pub async fn focal_point(&self, city: &str) -> Client {
        self.stored(city, "'city'", &format!("(select id from city where slug = '{city}')")).await;
        self.signed_in(city).await
    }

    /// A new user with these options of `cities user add`, signed in.
    pub async fn somebody(&self, name: &str, options: &[&str]) -> Client {
        let email = format!("{name}@example.org");
        let add = [&["user", "add", &email, "--name", name][..], options].concat();
        self.cities_told(&add, PASSWORD).succeeded();
        self.signed_in(name).await
    }

    /// Without the program: starting it and hashing take most of what many a story takes.
    async fn stored(&self, name: &str, role: &str, city: &str) {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let (now, n) = (self.now(), NEXT.fetch_add(1, Ordering::Relaxed));
        let hex = format!("{now:012x}70008000{n:012x}");
        let id = if self.database().is_postgres() { format!("'{hex}'") } else { format!("x'{hex}'") };
        let row = format!(
            "insert into \"user\" (id, email, name, role, city_id, password_hash, created_at, updated_at, version)
             values ({id}, '{name}@example.org', '{name}', {role}, {city}, '{STORED}', {now}, {now}, 1)"
        );
        self.database().execute(&row).await;
    }

    async fn signed_in(&self, name: &str) -> Client {
        let email = format!("{name}@example.org");
        let asked = json!({ "email": email, "password": PASSWORD });
        let answer = self.client().graphql(SIGN_IN, asked).await.json();
        let token = answer["data"]["signIn"]["session"]["accessToken"].as_str();
        let token = token.unwrap_or_else(|| panic!("{email} cannot sign in: {answer}"));
        self.client().with("authorization", &format!("Bearer {token}"))
    }
}

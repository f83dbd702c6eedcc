//! A thing as its last mutation answered it, and what the next one is given of it.

use harness::{Value, json};

#[derive(Clone, Debug)]
pub struct Thing {
    pub id: Value,
    pub version: Value,
}

impl Thing {
    pub fn of(node: &Value) -> Self {
        Self { id: node["id"].clone(), version: node["version"].clone() }
    }

    pub fn only(&self) -> Value {
        json!({ "id": self.id })
    }

    pub fn with_comment(&self) -> Value {
        json!({ "id": self.id, "comment": "Say when, and who pays." })
    }

    pub fn update(&self, texts: &Value) -> Value {
        json!({ "id": self.id, "expectedVersion": self.version, "text": texts })
    }
}

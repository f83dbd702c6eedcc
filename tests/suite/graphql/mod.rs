//! What a front end asks and gets.

mod cluster_page;

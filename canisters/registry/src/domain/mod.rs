//! Values and rules, without state and without the system: each is checked once, where it
//! enters, and refused with the error a caller sees.

pub mod batch;
pub mod coordinates;
pub mod country;
pub mod dc_id;
pub mod declaration;
pub mod domain_name;
pub mod generation;
pub mod hardware;
pub mod import;
pub mod independence;
pub mod ipv4;
pub mod ipv6;
pub mod language;
pub mod normal_form;
pub mod number;
pub mod principal;
pub mod region;
pub mod text;
pub mod url;

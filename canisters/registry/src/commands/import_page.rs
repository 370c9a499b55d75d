//! Brings one page of an approved import. Anyone but the anonymous principal.

//! Rules as values and enums of legal states. Pure: they know neither system nor tables.

pub mod account;
pub mod amounts;
pub mod case;
pub mod offence;
pub mod period;
pub mod phrases;
pub mod policy;
pub mod transfer;

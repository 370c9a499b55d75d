//! Rebuilding the state from the event log.

//! Value objects and rules, free of state and system.

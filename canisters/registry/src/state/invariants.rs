//! What holds between tables at all times.

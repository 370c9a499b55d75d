//! What can be wrong with a field of an argument, whatever the argument is.

/// Why a field is refused. Each canister's refusals have a variant for each of these, with the
/// same name and the same data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// A text is longer than allowed; bytes.
    TextTooLong {
        /// Which.
        field: String,
        /// As given.
        bytes: u64,
        /// Allowed.
        limit: u64,
    },
    /// A text that must say something is empty or blank.
    TextEmpty {
        /// Which.
        field: String,
    },
    /// It does not follow its grammar.
    InvalidField {
        /// Which.
        field: String,
        /// As given, or its beginning.
        given: String,
        /// What it must be like.
        rule: String,
    },
    /// More entries than allowed.
    TooMany {
        /// Of which list.
        field: String,
        /// As given.
        count: u64,
        /// Allowed.
        limit: u64,
    },
    /// Fewer entries than needed.
    TooFew {
        /// Of which list.
        field: String,
        /// As given.
        count: u64,
        /// Needed.
        limit: u64,
    },
    /// A number is outside its range.
    OutOfRange {
        /// Which.
        field: String,
        /// As given.
        given: u64,
        /// The least.
        min: u64,
        /// The greatest.
        max: u64,
    },
    /// An entry stands twice in a list.
    DuplicateEntry {
        /// In which list.
        field: String,
        /// The entry, or its beginning.
        entry: String,
    },
}

//! Approves an import by the hashes of its pages. Governed.

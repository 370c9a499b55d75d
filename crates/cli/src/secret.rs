//! Files that only their owner may read: keys, openings, and content that was opened.

use crate::error::CliError;
use std::{
    fs::{File, OpenOptions},
    io::{Write, stdout},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// A place for a secret, made before there is one: what cannot be written is noticed before a
/// key is released. Removed again when nothing is written.
#[derive(Debug)]
pub(crate) enum Place {
    /// Standard output.
    Out,
    /// A new file.
    File { path: PathBuf, file: Option<File> },
}

impl Place {
    /// `-` is standard output; a file must not be there yet.
    pub(crate) fn new(path: &Path) -> Result<Self, CliError> {
        if path == Path::new("-") {
            return Ok(Self::Out);
        }
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(|error| CliError::file(path, error))?;
        Ok(Self::File {
            path: path.into(),
            file: Some(file),
        })
    }

    /// Whether what is written is all that standard output may show.
    pub(crate) fn is_out(&self) -> bool {
        matches!(self, Self::Out)
    }

    /// Writes these bytes and no others.
    pub(crate) fn write(mut self, bytes: &[u8]) -> Result<(), CliError> {
        match &mut self {
            Self::Out => {
                let mut out = stdout().lock();
                out.write_all(bytes)
                    .and_then(|()| out.flush())
                    .map_err(|error| CliError::usage("Output", error))
            }
            Self::File { path, file } => {
                let Some(mut open) = file.take() else {
                    return Ok(());
                };
                open.write_all(bytes)
                    .and_then(|()| open.sync_all())
                    .map_err(|error| CliError::file(path, error))
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::File {
            path,
            file: Some(_),
        } = self
        {
            // An empty file that stays says nothing.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Writes a new file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    Place::new(path)?.write(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn should_write_for_the_owner_alone_and_over_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        write(&path, b"bytes").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"bytes");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(write(&path, b"other").unwrap_err().kind, "File");
        assert_eq!(std::fs::read(&path).unwrap(), b"bytes");
    }

    #[test]
    fn should_leave_nothing_when_nothing_is_written() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        drop(Place::new(&path).unwrap());
        assert!(!path.exists());
    }
}

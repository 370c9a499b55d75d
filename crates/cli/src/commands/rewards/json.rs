//! JSON read value by value, so that whatever is wrong is named with its place in the file.
//! Fields that nobody asks for are ignored.

use crate::error::CliError;
use serde_json::{Map, Value};
use std::{
    fmt::{self, Display},
    path::{Path, PathBuf},
};

/// A file of JSON.
pub(crate) struct Document {
    path: PathBuf,
    value: Value,
}

impl Document {
    pub(crate) fn read(path: &Path) -> Result<Self, CliError> {
        let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
        let value = serde_json::from_str(&text).map_err(|error| {
            let file = path.display().to_string();
            CliError::usage("Input", format!("{file}: {error}"))
                .with("file", file)
                .with("line", error.line())
        })?;
        let path = path.into();
        Ok(Self { path, value })
    }

    pub(crate) fn root(&self) -> At<'_> {
        At {
            path: &self.path,
            value: &self.value,
            place: None,
        }
    }
}

/// A value and where it stands.
pub(crate) struct At<'a> {
    path: &'a Path,
    value: &'a Value,
    /// In what, and where there; none for the whole file.
    place: Option<(&'a At<'a>, Step<'a>)>,
}

/// A way into a value.
#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Item(usize),
}

impl<'a> At<'a> {
    fn inner<'b>(&'b self, value: &'b Value, step: Step<'b>) -> At<'b> {
        At {
            path: self.path,
            value,
            place: Some((self, step)),
        }
    }

    /// A field that must be there.
    pub(crate) fn field<'b>(&'b self, name: &'b str) -> Result<At<'b>, CliError> {
        let found = self.optional(name)?;
        found.ok_or_else(|| {
            self.inner(&Value::Null, Step::Field(name))
                .error("is missing")
        })
    }

    /// A field that may be absent or null.
    pub(crate) fn optional<'b>(&'b self, name: &'b str) -> Result<Option<At<'b>>, CliError> {
        let value = self.object()?.get(name).filter(|value| !value.is_null());
        Ok(value.map(|value| self.inner(value, Step::Field(name))))
    }

    /// The items of a list.
    pub(crate) fn items(&self) -> Result<impl Iterator<Item = At<'_>>, CliError> {
        let items = self.value.as_array();
        let items = items.ok_or_else(|| self.error("must be a list"))?;
        let places = items.iter().enumerate();
        Ok(places.map(|(place, value)| self.inner(value, Step::Item(place))))
    }

    /// The fields of an object, by name.
    pub(crate) fn entries(&self) -> Result<impl Iterator<Item = (&str, At<'_>)>, CliError> {
        let fields = self.object()?.iter();
        Ok(fields.map(|(name, value)| (name.as_str(), self.inner(value, Step::Field(name)))))
    }

    fn object(&self) -> Result<&'a Map<String, Value>, CliError> {
        let object = self.value.as_object();
        object.ok_or_else(|| self.error("must be an object"))
    }

    /// Text that says something.
    pub(crate) fn text(&self) -> Result<&'a str, CliError> {
        let text = self.value.as_str().filter(|text| !text.is_empty());
        text.ok_or_else(|| self.error("must be a text that is not empty"))
    }

    /// A whole number that the type holds.
    pub(crate) fn number<T: TryFrom<u64>>(&self) -> Result<T, CliError> {
        let number = self
            .value
            .as_u64()
            .and_then(|number| T::try_from(number).ok());
        number.ok_or_else(|| {
            let bits = 8 * size_of::<T>();
            self.error(format!("must be a whole number of {bits} bits, 0 or more"))
        })
    }

    /// A whole number that may be negative.
    pub(crate) fn signed(&self) -> Result<i32, CliError> {
        let number = self
            .value
            .as_i64()
            .and_then(|number| number.try_into().ok());
        number.ok_or_else(|| self.error("must be a whole number of 32 bits"))
    }

    pub(crate) fn error(&self, reason: impl Display) -> CliError {
        let file = self.path.display().to_string();
        CliError::usage("Input", format!("{file}: {self}: {reason}"))
            .with("file", file)
            .with("field", self.to_string())
    }
}

impl Display for At<'_> {
    /// As in `days[0].nodes[2].type`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            None => f.write_str("the file"),
            Some((outer, Step::Item(place))) => write!(f, "{outer}[{place}]"),
            Some((outer, Step::Field(name))) if outer.place.is_none() => f.write_str(name),
            Some((outer, Step::Field(name))) => write!(f, "{outer}.{name}"),
        }
    }
}

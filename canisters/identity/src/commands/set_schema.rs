//! Adds a schema, or sets the next version of one. Governed.

use super::{Decision, standing};
use crate::domain::names;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::identity::{DECLARATION_STAMP, IdentityError, Schema, SetSchemaArgs};
use bonafide_types::limits::{SCHEMA_FIELDS, SCHEMAS};
use ic_stable_structures::Memory;

/// Decides. Statements by an earlier version hold on.
///
/// # Errors
/// [`IdentityError::SchemaKindFixed`], [`IdentityError::TooFewVerifiers`] for a mandatory one,
/// [`IdentityError::NothingToChange`], [`IdentityError::TooMany`] schemas; those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SetSchemaArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, IdentityError> {
    let SetSchemaArgs {
        name,
        kind,
        fields,
        mandatory,
    } = args;
    names::check("name", &name)?;
    if name == DECLARATION_STAMP {
        return Err(field::invalid("name", &name, "the registry alone attests this").into());
    }
    field::check_count("fields", fields.len(), 1, SCHEMA_FIELDS)?;
    for field in &fields {
        names::check("fields", field)?;
    }
    field::check_distinct("fields", &fields)?;
    let before = state.schema(&name);
    if let Some(before) = &before {
        if before.kind != kind {
            return Err(IdentityError::SchemaKindFixed {
                schema: name,
                current: before.kind,
            });
        }
        if before.fields == fields && before.mandatory_since_ns.is_some() == mandatory {
            let what = format!("schema {name:?} is so");
            return Err(IdentityError::NothingToChange { what });
        }
    } else {
        let count = state.schemas.len();
        if count >= SCHEMAS {
            return Err(IdentityError::TooMany {
                field: "schemas".into(),
                count: count + 1,
                limit: SCHEMAS,
            });
        }
    }
    if mandatory {
        let owners = standing::active_owners(state, &name);
        if owners < standing::OWNERS_NEEDED {
            return Err(IdentityError::TooFewVerifiers {
                schema: name,
                owners,
            });
        }
    }
    let mandatory_before = before.as_ref().and_then(|before| before.mandatory_since_ns);
    let schema = Schema {
        name,
        version: before.map_or(1, |before| before.version + 1),
        kind,
        fields,
        mandatory_since_ns: mandatory.then(|| mandatory_before.unwrap_or(ctx.now_ns)),
        set_at_ns: ctx.now_ns,
    };
    Ok(Decision::change(Event::SchemaSet { schema }, ()))
}

#[cfg(test)]
mod tests;

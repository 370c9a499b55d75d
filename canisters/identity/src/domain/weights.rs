//! The weights of the score: those at the beginning, and what any must be like.

use crate::domain::names;
use bonafide_kit::field;
use bonafide_types::audits::FindingClass;
use bonafide_types::identity::{
    Category, DECLARATION_STAMP, FindingWeight, IdentityError, REFUTED_FINDING, ScoreWeights,
    StampWeight,
};
use bonafide_types::limits::{FINDING_CLASSES, SCORE_CATEGORIES, SCORE_POINTS};

/// Stamps with a weight.
const STAMPS: usize = 64;

/// The weights that the canister begins with. Identity weighs most; two verifiers fill it. Every
/// class of findings takes something away.
#[must_use]
pub fn first(now_ns: u64) -> ScoreWeights {
    let category = |name: &str, cap| Category {
        name: name.into(),
        cap,
    };
    let stamp = |schema: &str, category: &str, weight| StampWeight {
        schema: schema.into(),
        category: category.into(),
        weight,
    };
    let finding = |class: &str, weight| FindingWeight {
        class: class.into(),
        weight,
    };
    ScoreWeights {
        version: 0,
        effective_from_ns: now_ns,
        categories: vec![
            category("contracts", 20),
            category("good-intent", 10),
            category("hardware", 20),
            category("identity", 50),
        ],
        stamps: vec![
            stamp("company", "identity", 25),
            stamp("contract-data-center", "contracts", 10),
            stamp("contract-isp", "contracts", 5),
            stamp(DECLARATION_STAMP, "good-intent", 10),
            stamp("hardware-purchase", "hardware", 20),
            stamp("insurance", "contracts", 5),
            stamp("person", "identity", 25),
            stamp("report", "identity", 10),
        ],
        findings: vec![
            finding(FindingClass::EntryRefused.name(), 30),
            finding(FindingClass::NoHandshake.name(), 20),
            finding(FindingClass::NodeAbsent.name(), 40),
            finding(FindingClass::OtherOperator.name(), 40),
            finding(REFUTED_FINDING, 50),
            finding(FindingClass::WrongHardware.name(), 20),
            finding(FindingClass::WrongLocation.name(), 30),
            finding(FindingClass::WrongOwner.name(), 20),
        ],
    }
}

/// Checks weights for themselves.
///
/// # Errors
/// Those of the fields.
pub fn check(
    categories: &[Category],
    stamps: &[StampWeight],
    findings: &[FindingWeight],
) -> Result<(), IdentityError> {
    field::check_count("categories", categories.len(), 1, SCORE_CATEGORIES)?;
    field::check_count("stamps", stamps.len(), 0, STAMPS)?;
    field::check_count("findings", findings.len(), 0, FINDING_CLASSES)?;
    let points =
        |field, given: u32| field::check_range(field, u64::from(given), 0, u64::from(SCORE_POINTS));
    for Category { name, cap } in categories {
        names::check("categories.name", name)?;
        points("categories.cap", *cap)?;
    }
    for StampWeight {
        schema,
        category,
        weight,
    } in stamps
    {
        names::check("stamps.schema", schema)?;
        points("stamps.weight", *weight)?;
        if !categories.iter().any(|known| known.name == *category) {
            return Err(
                field::invalid("stamps.category", category, "one of the categories").into(),
            );
        }
    }
    for FindingWeight { class, weight } in findings {
        names::check("findings.class", class)?;
        points("findings.weight", *weight)?;
    }
    field::check_distinct(
        "categories.name",
        categories.iter().map(|entry| &entry.name),
    )?;
    field::check_distinct("stamps.schema", stamps.iter().map(|entry| &entry.schema))?;
    field::check_distinct("findings.class", findings.iter().map(|entry| &entry.class))?;
    Ok(())
}

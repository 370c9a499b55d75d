//! The same, of verifiers, records, disclosures and scores.

use super::sha256;
use bonafide_types::{
    id::{Caller, ProviderId},
    identity::{
        Category, Committee, FindingWeight, JudgedRecord, Recipient, RecordVersion, Scope,
        StampWeight,
    },
    limits::SECOND_NS,
};
use candid::Principal;
use std::{fmt::Display, str::FromStr};

fn number<T: FromStr<Err: Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error| format!("{text:?}: {error}"))
}

fn principal(text: &str) -> Result<Principal, String> {
    Principal::from_text(text).map_err(|error| format!("{text:?}: {error}"))
}

/// `<provider>/3/1`: record 3 of the provider in its version 1.
pub(crate) fn record_version(text: &str) -> Result<RecordVersion, String> {
    let parts: Vec<_> = text.split('/').collect();
    let [provider, record_id, version] = parts[..] else {
        return Err("give provider/record/version, for example 2vxsx-fae/0/1".into());
    };
    Ok(RecordVersion {
        provider: ProviderId(principal(provider)?),
        record_id: number(record_id)?,
        version: number(version)?,
    })
}

/// `3/1=<sha256>`: record 3 in its version 1, whose ciphertext has this hash.
pub(crate) fn judged_record(text: &str) -> Result<JudgedRecord, String> {
    let rule = "give record/version=SHA256, for example 0/1=abab..";
    let (record, hash) = text.split_once('=').ok_or(rule)?;
    let (record_id, version) = record.split_once('/').ok_or(rule)?;
    Ok(JudgedRecord {
        record_id: number(record_id)?,
        version: number(version)?,
        ciphertext_hash: sha256(hash)?,
    })
}

/// `2/3`: two of three shares open.
pub(crate) fn committee(text: &str) -> Result<Committee, String> {
    let (threshold, slots) = text
        .split_once('/')
        .ok_or("give needed/shares, for example 2/3")?;
    Ok(Committee {
        threshold: number(threshold)?,
        slots: number(slots)?,
    })
}

/// `person=250000000`: a schema and its fee.
pub(crate) fn scope(text: &str) -> Result<Scope, String> {
    let (schema, fee) = text
        .split_once('=')
        .ok_or("give schema=fee in e8s, for example person=250000000")?;
    Ok(Scope {
        schema: schema.into(),
        fee_e8s: number(fee)?,
    })
}

/// `<principal>=<sha256 of the transport key>`, for a committee `<principal>=<sha256>/2`.
pub(crate) fn recipient(text: &str) -> Result<Recipient, String> {
    let (who, key) = text
        .split_once('=')
        .ok_or("give principal=SHA256 of its transport key, or principal=SHA256/share")?;
    let (hash, slot) = match key.split_once('/') {
        Some((hash, slot)) => (hash, number(slot)?),
        None => (key, 0),
    };
    Ok(Recipient {
        principal: Caller(principal(who)?),
        transport_key_hash: sha256(hash)?,
        slot,
    })
}

/// `7d`, `12h`, `90m`, `30s`: seconds.
pub(crate) fn duration(text: &str) -> Result<u64, String> {
    let offset = crate::network::parse_offset(text)?;
    u64::try_from(offset.ns)
        .map(|ns| ns / SECOND_NS)
        .map_err(|_| "a duration is not negative".into())
}

/// `identity=300`: a category and its cap.
pub(crate) fn category(text: &str) -> Result<Category, String> {
    let (name, cap) = text
        .split_once('=')
        .ok_or("give name=cap, for example identity=300")?;
    Ok(Category {
        name: name.into(),
        cap: number(cap)?,
    })
}

/// `person:identity=100`: a schema, the category it counts in, and what one stamp adds.
pub(crate) fn stamp(text: &str) -> Result<StampWeight, String> {
    let rule = "give schema:category=weight, for example person:identity=100";
    let (stamp, weight) = text.split_once('=').ok_or(rule)?;
    let (schema, category) = stamp.split_once(':').ok_or(rule)?;
    Ok(StampWeight {
        schema: schema.into(),
        category: category.into(),
        weight: number(weight)?,
    })
}

/// `refuted=200`: a class of findings and what one takes away.
pub(crate) fn finding(text: &str) -> Result<FindingWeight, String> {
    let (class, weight) = text
        .split_once('=')
        .ok_or("give class=weight, for example refuted=200")?;
    Ok(FindingWeight {
        class: class.into(),
        weight: number(weight)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_read_what_people_write() {
        let record = record_version("2vxsx-fae/3/1").unwrap();
        assert_eq!(record.to_string(), "2vxsx-fae/3/1");
        let hash = "ab".repeat(32);
        let judged = judged_record(&format!("3/1={hash}")).unwrap();
        assert_eq!((judged.record_id, judged.version), (3, 1));
        let one = recipient(&format!("2vxsx-fae={hash}")).unwrap();
        let share = recipient(&format!("2vxsx-fae={hash}/2")).unwrap();
        assert_eq!((one.slot, share.slot), (0, 2));
        assert_eq!(one.transport_key_hash, share.transport_key_hash);
        let stamp = stamp("person:identity=100").unwrap();
        assert_eq!(
            (stamp.schema.as_str(), stamp.category.as_str(), stamp.weight),
            ("person", "identity", 100)
        );
        assert_eq!(committee("2/3").map(|committee| committee.slots), Ok(3));
        assert_eq!(scope("person=5").map(|scope| scope.fee_e8s), Ok(5));
        assert_eq!(category("identity=3").map(|category| category.cap), Ok(3));
        assert_eq!(duration("7d"), Ok(7 * 86_400));
        assert!(duration("-1s").is_err());
        assert_eq!(finding("refuted=2").map(|finding| finding.weight), Ok(2));
    }

    #[test]
    fn should_refuse_everything_else() {
        for text in [
            "",
            "2vxsx-fae",
            "2vxsx-fae/1",
            "x/1/1",
            "2vxsx-fae/1/1/1",
            "2vxsx-fae/1/-1",
        ] {
            assert!(record_version(text).is_err(), "{text}");
            assert!(judged_record(text).is_err(), "{text}");
            assert!(recipient(text).is_err(), "{text}");
        }
        for text in ["", "a", "a=", "a=x", "=a:1", "300/1"] {
            assert!(stamp(text).is_err(), "{text}");
            assert!(scope(text).is_err(), "{text}");
            assert!(committee(text).is_err(), "{text}");
        }
    }
}

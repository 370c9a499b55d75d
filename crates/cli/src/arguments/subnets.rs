//! The same, of subnets, of what counts as one actor, and of places.

use crate::sources::network::exact_micro_degrees;
use bonafide_types::{
    id::SubnetId,
    registry::{Dimension, NodeCap, SubnetKindArgs},
};
use candid::Principal;

/// `data-center-owner`, or as fields have it: `data_center_owner`.
pub(crate) fn dimension(text: &str) -> Result<Dimension, String> {
    let name = text.replace('-', "_");
    Dimension::ALL
        .into_iter()
        .find(|dimension| dimension.name() == name)
        .ok_or_else(|| {
            let names = Dimension::ALL.map(|dimension| dimension.name().replace('_', "-"));
            format!("{text:?} is none of {}", names.join(", "))
        })
}

/// `country=3`: nodes of one actor, at most.
pub(crate) fn cap(text: &str) -> Result<NodeCap, String> {
    let (by, max) = text
        .split_once('=')
        .ok_or("give dimension=nodes, for example country=3")?;
    Ok(NodeCap {
        dimension: dimension(by)?,
        max: max
            .parse::<u32>()
            .map_err(|error| format!("{max:?}: {error}"))?,
    })
}

/// `<subnet>=swiss`.
pub(crate) fn subnet_kind(text: &str) -> Result<SubnetKindArgs, String> {
    let (subnet, kind) = text
        .split_once('=')
        .ok_or("give subnet=kind, for example aaaaa-aa=swiss")?;
    let subnet = Principal::from_text(subnet).map_err(|error| format!("{subnet:?}: {error}"))?;
    Ok(SubnetKindArgs {
        subnet_id: SubnetId(subnet),
        kind: kind.into(),
    })
}

/// `-33.9249`: degrees in decimal as micro-degrees.
pub(crate) fn degrees(text: &str) -> Result<i32, String> {
    exact_micro_degrees(text).ok_or_else(|| "give degrees in decimal, for example -33.9249".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_read_every_dimension_as_it_is_typed_and_as_fields_have_it() {
        for expected in Dimension::ALL {
            let typed = expected.name().replace('_', "-");
            assert_eq!(dimension(&typed), Ok(expected));
            assert_eq!(dimension(expected.name()), Ok(expected));
        }
    }

    #[test]
    fn should_read_what_people_write() {
        let cap = cap("data-center-owner=2").unwrap();
        assert_eq!((cap.dimension, cap.max), (Dimension::DataCenterOwner, 2));
        let kind = subnet_kind("2vxsx-fae=swiss").unwrap();
        assert_eq!(kind.subnet_id.to_string(), "2vxsx-fae");
        assert_eq!(kind.kind, "swiss");
        assert_eq!(degrees("-8.541"), Ok(-8_541_000));
    }

    #[test]
    fn should_refuse_everything_else() {
        for text in [
            "",
            "planet",
            "country",
            "country=",
            "country=-1",
            "=3",
            "x=y",
        ] {
            assert!(cap(text).is_err(), "{text}");
            assert!(subnet_kind(text).is_err(), "{text}");
            assert!(degrees(text).is_err(), "{text}");
        }
        let names = dimension("planet").unwrap_err();
        assert!(names.contains("data-center-owner"), "{names}");
    }
}

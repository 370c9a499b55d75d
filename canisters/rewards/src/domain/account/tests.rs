use super::*;
use crate::commands::testing::{SELF_ID, provider_id};
use bonafide_types::rewards::TREASURY_SUBACCOUNT;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn should_sum_as_everybody_does() {
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    assert_eq!(crc32(b""), 0);
}

#[test]
fn should_know_accounts_as_the_icp_ledger_does() {
    // The anonymous principal's default account, which every tool shows so.
    assert_eq!(
        hex(&identifier(Principal::anonymous(), &[0; 32])),
        "1c7a48ba6a562aa9eaa2481a9049cdf0433b9738c992d698c31d8abf89cadc79"
    );
    // That of the NNS's governance canister, by another implementation.
    let governance = Principal::from_text("rrkah-fqaaa-aaaaa-aaaaq-cai").unwrap();
    assert_eq!(
        hex(&identifier(governance, &[0; 32])),
        "082ecf2e3f647ac600f43f38a68342fba5b8e68b085f02592b77f39808a8d2b5"
    );
    // One with a subaccount, likewise.
    let escrow = escrow_subaccount(provider_id(1));
    assert_eq!(
        hex(&identifier(SELF_ID, &escrow)),
        "72c0f42a2a9e0890e2101a2281aa96432b91f320bcbd59ac108812f0ce53a4cc"
    );
}

#[test]
fn should_keep_providers_apart() {
    let escrow = escrow_subaccount(provider_id(1));
    // By another implementation, so that it never changes.
    assert_eq!(
        hex(&escrow),
        "cc95bb20683387b0227251d5343a99ac8b56f8917fa24892044f9ff5a2c54fb1"
    );
    assert_ne!(escrow, escrow_subaccount(provider_id(2)));
    assert_ne!(escrow, TREASURY_SUBACCOUNT);
    let account = escrow_account(SELF_ID, provider_id(1));
    assert_eq!(account.owner, Caller(SELF_ID));
    assert_eq!(account.subaccount, Some(Blob(escrow.to_vec())));
}

fn payee(owner: Principal, bytes: Option<usize>) -> Result<(), FieldError> {
    let account = LedgerAccount {
        owner: Caller(owner),
        subaccount: bytes.map(|bytes| Blob(vec![1; bytes])),
    };
    check_payee("to", &account, SELF_ID)
}

#[test]
fn should_pay_somebody() {
    let somebody = Principal::from_slice(&[9, 9]);
    assert_eq!(payee(somebody, None), Ok(()));
    assert_eq!(payee(somebody, Some(32)), Ok(()));
    for (owner, rule) in [
        (Principal::anonymous(), "not the anonymous principal"),
        (
            Principal::management_canister(),
            "not the management canister",
        ),
        (SELF_ID, "not an account of the rewards canister"),
    ] {
        assert_eq!(
            payee(owner, None),
            Err(field::invalid("to.owner", &owner.to_string(), rule))
        );
    }
}

#[test]
fn should_take_subaccounts_of_32_bytes() {
    let somebody = Principal::from_slice(&[9, 9]);
    let field = || "to.subaccount".to_owned();
    let limit = 32;
    for count in [0, 31] {
        let bytes = usize::try_from(count).unwrap();
        assert_eq!(
            payee(somebody, Some(bytes)),
            Err(FieldError::TooFew {
                field: field(),
                count,
                limit
            })
        );
    }
    assert_eq!(
        payee(somebody, Some(33)),
        Err(FieldError::TooMany {
            field: field(),
            count: 33,
            limit
        })
    );
}

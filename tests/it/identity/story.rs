//! From a sealed record to exactly what a vote opens.

use super::{
    FOLLOWS, Holder, access_log, adopt, begin, client, disclose, disclosure, put, reader,
    recipient, record, refusal, verifier,
};
use bonafide_client::seal::{Lock, Opened, SealError, Share};
use bonafide_policy::facts;
use bonafide_test_support::{Suite, actors, run};
use bonafide_types::governance::Command;
use bonafide_types::identity::{
    AccessOutcome, AdmitVerifierArgs, AttestArgs, Committee, IdentityError, JudgedRecord, Scope,
    ScoreReason, ScoreSource, Verdict, table,
};
use bonafide_types::limits::DAY_NS;

const NAME: &[u8] = b"Erika Beispiel";
const PASSPORT: &[u8] = b"C01X00T47";

fn admit_verifier(suite: &Suite) {
    adopt(
        suite,
        &Command::AdmitVerifier(AdmitVerifierArgs {
            id: verifier(1),
            name: "Example Verifiers".into(),
            owner: "Example Holding".into(),
            linked_providers: vec![],
            scope: vec![Scope {
                schema: "company".into(),
                fee_e8s: 0,
            }],
            reason: "An example.".into(),
        }),
    );
}

/// Verifier 1 confirms provider 1 after it saw record 1; the statement's number.
fn attest(suite: &Suite) -> u64 {
    let provider = actors::provider(1);
    let view = run(suite.registry_reader().provider(provider)).unwrap();
    let profile = view.unwrap().provider.profile.unwrap();
    let (seen, _) = run(reader(suite).record_certified(record(1))).unwrap();
    let statement = AttestArgs {
        subject: provider,
        schema: "company".into(),
        schema_version: 1,
        facts_hash: facts::hash(provider, &profile),
        verdict: Verdict::Confirmed,
        checked: vec!["existence".into()],
        statement: None,
        contract: None,
        record: Some(JudgedRecord {
            record_id: 1,
            version: 1,
            ciphertext_hash: seen.unwrap().ciphertext_hash,
        }),
        evidence_hash: None,
        request_id: None,
        expires_at_ns: suite.now_ns() + 365 * DAY_NS,
    };
    let said = refusal(run(client(suite, provider.0).attest(&statement)));
    assert!(
        matches!(said, IdentityError::CallerNotVerifier { .. }),
        "{said}"
    );
    run(client(suite, verifier(1).0).attest(&statement))
        .unwrap()
        .id
}

#[test]
fn should_open_what_a_vote_opens_and_nothing_else() {
    let suite = begin();
    admit_verifier(&suite);
    put(&suite, record(1), None, NAME);
    let passport = put(&suite, record(2), None, PASSPORT);
    let id = attest(&suite);
    suite.pass(FOLLOWS);
    let (score, _) = run(reader(&suite).score_certified(actors::provider(1))).unwrap();
    let score = score.unwrap();
    let line = score.lines.iter().find(|line| {
        matches!(&line.source, ScoreSource::Attestation { issuer, id: of, .. }
            if (*issuer, *of) == (verifier(1), id))
    });
    let line = line.unwrap();
    assert!(
        matches!(line.reason, ScoreReason::Counts { .. }),
        "{line:?}"
    );
    assert!(line.points > 0 && score.total == line.points, "{score:?}");

    let one = recipient(1);
    let said = refusal(one.release(&suite, 0, record(1)));
    assert_eq!(said, IdentityError::GrantNotFound { grant_id: 0 });
    let grant = disclose(&suite, disclosure(vec![record(1)], vec![one.named(0)]));
    let released = one.release(&suite, grant, record(1)).unwrap();
    let opened = one.open(&suite, record(1), &released, &released.ciphertext.0);
    assert_eq!(opened, Ok(Opened::Content(NAME.to_vec())));

    let said = refusal(one.release(&suite, grant, record(2)));
    assert!(
        matches!(said, IdentityError::RecordNotGranted { .. }),
        "{said}"
    );
    // The key of one record opens no other, under its own name or the other's.
    for name in [1, 2] {
        let opened = one.open(&suite, record(name), &released, &passport);
        assert!(
            matches!(
                opened,
                Err(SealError::NotOpened | SealError::WrongKey { .. })
            ),
            "{opened:?}"
        );
    }
    // Nor does it open anything for someone with another transport key.
    let opened = recipient(2).open(&suite, record(1), &released, &released.ciphertext.0);
    assert!(
        matches!(opened, Err(SealError::WrongKey { .. })),
        "{opened:?}"
    );

    let log = access_log(&suite);
    let [access] = log.as_slice() else {
        panic!("{log:?}")
    };
    assert_eq!(
        (access.id, access.grant_id, access.record),
        (released.access_id, grant, record(1))
    );
    assert_eq!(access.recipient, one.named(0));
    assert!(
        matches!(access.outcome, AccessOutcome::Released { .. }),
        "{access:?}"
    );
    // As a stranger proves it, without the client.
    let row = suite.row(suite.identity, table::ACCESS, &access.id.to_be_bytes());
    assert_eq!(row.unwrap(), minicbor::to_vec(access).unwrap());
}

#[test]
fn should_tell_a_recipient_from_others() {
    let suite = begin();
    put(&suite, record(1), None, NAME);
    let one = recipient(1);
    let grant = disclose(&suite, disclosure(vec![record(1)], vec![one.named(0)]));
    let said = refusal(recipient(2).release(&suite, grant, record(1)));
    assert!(matches!(said, IdentityError::NotRecipient { .. }), "{said}");
    // A recipient cannot bring another key than the one that was voted on.
    let asked = recipient(2).asking(grant, record(1));
    let said = refusal(run(client(&suite, one.principal).release(&asked)));
    assert!(
        matches!(said, IdentityError::TransportKeyNotPinned { .. }),
        "{said}"
    );
    assert_eq!(access_log(&suite), []);
}

#[test]
fn should_open_a_committee_record_to_two_of_three_together() {
    let suite = begin();
    let committee = Committee {
        threshold: 2,
        slots: 3,
    };
    let sealed = put(&suite, record(3), Some(committee), PASSPORT);
    let (one, two) = (recipient(1), recipient(2));
    let recipients = vec![one.named(1), two.named(3)];
    let grant = disclose(&suite, disclosure(vec![record(3)], recipients));
    let share = |who: &Holder| -> Share {
        let released = who.release(&suite, grant, record(3)).unwrap();
        assert_eq!(released.ciphertext.0, sealed);
        match who.open(&suite, record(3), &released, &sealed) {
            Ok(Opened::Share(share)) => share,
            other => panic!("expected a share, got {other:?}"),
        }
    };
    let shares = [share(&one), share(&two)];
    let lock = Lock {
        canister: suite.identity,
        record: record(3),
    };
    for alone in shares {
        let opened = lock.combine(&sealed, &[alone]);
        assert!(
            matches!(opened, Err(SealError::Shares { .. })),
            "{opened:?}"
        );
    }
    assert_eq!(lock.combine(&sealed, &shares).unwrap(), PASSPORT);
    assert_eq!(access_log(&suite).len(), 2);
}

//! Blocks as they may come, and as they must not.

use super::*;
use crate::testing::{add_data_center, set_sources};
use proptest::prelude::*;

fn this() -> Principal {
    Principal::from_text("lxzze-o7777-77777-aaaaa-cai").unwrap()
}

fn rendered() -> String {
    render(this(), &set_sources()).unwrap()
}

/// A motion that was adopted in a test network. Its block is whole, and what it carries is
/// no command of any release.
const ADOPTED: &str = "bonafide command v1
canister: lxzze-o7777-77777-aaaaa-cai
command: 28G0yQD/5I1XW12lxjgEASX2XbD+PiRJS3bqmGRX2YYcw63qQOv9lEM6wAR3fWgVDM6dtMdxvH3hspent5W7uvbmpX2npT4UX9osF++3cV/XT/3LH/bDEcZ+Xikedr28x/69q8xB4WFy+dyUevFTXl2fS/0/dBPWTohg+6gdlFv33C3nxA6SJ5tT7KAMet6M0I9YvfFcYu0fh0pAcFc9/QhgxnV4a4mm0VmXdZOwBce+698uCKGmzSQts7JyzoIV0M3XE9L9JL1lMgHpTwvrsNdf10+nO6trVu0S8gg7y8hcIYWQVJd63gKAiEsuozCoB1qYzeDp5itxESvzfPs7taZBkBNegkaHlS9DVHOFBy74AHWWdeDfIlE8YjatuaFP/78LxIHfSfTwmAiI
sha256: 112c1dc271e94d89ba7f1f8ed051838144c47ed131417fffdca07f901868e746
";

#[test]
fn should_read_what_it_renders() {
    for command in [set_sources(), add_data_center()] {
        let text = render(this(), &command).unwrap();
        assert_eq!(read(&text, this()), Ok(command));
    }
}

#[test]
fn should_keep_the_form_of_the_block() {
    let text = render_block(&Block {
        canister: this(),
        message: b"DIDL\0\0".to_vec(),
    });
    let expected = "bonafide command v1\n\
        canister: lxzze-o7777-77777-aaaaa-cai\n\
        command: RElETAAA\n\
        sha256: 0fee102bd16b053022b69f2c65fd5e2f41d150ce9c214ac8731cfaf496ebda4e\n";
    assert_eq!(text, expected);
}

#[test]
fn should_read_an_adopted_motion_and_find_no_command_in_it() {
    let block = parse(ADOPTED).unwrap();
    assert_eq!(block.canister, this());
    assert_eq!(render_block(&block), ADOPTED);
    let refusal = read(ADOPTED, this());
    assert!(
        matches!(refusal, Err(MotionError::NotACommand { .. })),
        "{refusal:?}"
    );
}

#[test]
fn should_take_a_block_without_its_last_line_feed() {
    let text = rendered();
    assert_eq!(read(text.trim_end(), this()), Ok(set_sources()));
}

#[test]
fn should_take_notes_after_an_empty_line() {
    let notes = "\nWhy: the pilot is over.\n\nbonafide command v1\ncanister: aaaaa-aa\n";
    let text = format!("{}{notes}", rendered());
    assert_eq!(read(&text, this()), Ok(set_sources()));
    let close = format!("{}Why: the pilot is over.\n", rendered());
    assert_malformed(&close, 5);
    let blank = format!("{} \nWhy: the pilot is over.\n", rendered());
    assert_malformed(&blank, 5);
}

fn assert_malformed(text: &str, at: u32) {
    match read(text, this()) {
        Err(MotionError::MalformedBlock { line, .. }) => assert_eq!(line, at, "{text}"),
        other => panic!("{other:?}: {text}"),
    }
}

fn assert_no_command(text: &str) {
    let refusal = read(text, this());
    assert!(
        matches!(refusal, Err(MotionError::NoCommand { .. })),
        "{refusal:?}: {text}"
    );
}

#[test]
fn should_refuse_line_ends_of_other_systems() {
    assert_no_command(&rendered().replace('\n', "\r\n"));
    let (heading, rest) = rendered()
        .split_once('\n')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    assert_malformed(&format!("{heading}\n{}", rest.replace('\n', "\r\n")), 2);
}

#[test]
fn should_refuse_a_block_that_is_quoted_or_comes_later() {
    let quoted: String = rendered()
        .lines()
        .map(|line| format!("> {line}\n"))
        .collect();
    for text in [
        String::new(),
        "\n".into(),
        "We agree.".into(),
        quoted,
        format!("We agree to this:\n\n{}", rendered()),
        format!("```\n{}```\n", rendered()),
        format!("\n{}", rendered()),
        format!(" {}", rendered()),
        format!("\u{feff}{}", rendered()),
    ] {
        assert_no_command(&text);
    }
}

#[test]
fn should_refuse_lines_that_are_not_exact() {
    let text = rendered();
    let lines: Vec<_> = text.lines().collect();
    let [heading, canister, command, hash] = lines[..] else {
        panic!("{text}");
    };
    let block = |lines: [&str; 4]| lines.join("\n");
    assert_malformed(heading, 2);
    assert_malformed(&block([heading, command, canister, hash]), 2);
    assert_malformed(
        &block([heading, &canister.to_uppercase(), command, hash]),
        2,
    );
    let upper = canister.replace("lxzze", "LXZZE");
    assert_malformed(&block([heading, &upper, command, hash]), 2);
    assert_malformed(&block([heading, "canister: ", command, hash]), 2);
    assert_malformed(&block([heading, &format!("{canister} "), command, hash]), 2);
    let dashless = canister.replace('-', "");
    assert_malformed(&block([heading, &dashless, command, hash]), 2);
    assert_malformed(&block([heading, canister, "", hash]), 3);
    assert_malformed(
        &block([heading, canister, "command: ", hash]).replace("command: \n", "command: =\n"),
        3,
    );
    assert_malformed(
        &block([heading, canister, &format!("{command}\nA"), hash]),
        4,
    );
    assert_malformed(&block([heading, canister, command, ""]), 4);
    let upper = hash.to_uppercase().replace("SHA256", "sha256");
    assert_malformed(&block([heading, canister, command, &upper]), 4);
    assert_malformed(
        &block([heading, canister, command, &hash[..hash.len() - 1]]),
        4,
    );
    let empty = read(&block([heading, canister, "command: ", hash]), this());
    assert!(
        matches!(empty, Err(MotionError::HashMismatch { .. })),
        "{empty:?}"
    );
}

#[test]
fn should_refuse_other_spellings_of_the_same_base64() {
    let spelled = |command: &str, message: &[u8]| {
        let hash = Sha256Hash(Sha256::digest(message).into());
        format!(
            "{HEADING}\ncanister: {}\ncommand: {command}\nsha256: {hash}\n",
            this()
        )
    };
    let message = [0xfb, 0xff];
    assert!(parse(&spelled("+/8=", &message)).is_ok());
    for other in ["+/8", "-_8=", "+/9=", "+/8==", "+/8 =", " +/8=", "+/8= "] {
        assert_malformed(&spelled(other, &message), 3);
    }
}

#[test]
fn should_refuse_a_command_for_another_canister() {
    let other = Principal::from_slice(&[7]);
    let refusal = read(&render(other, &set_sources()).unwrap(), this());
    let expected = MotionError::OtherCanister {
        named: Caller(other),
        this: Caller(this()),
    };
    assert_eq!(refusal, Err(expected));
}

#[test]
fn should_refuse_every_text_with_one_byte_changed() {
    let text = rendered();
    for at in 0..text.len() {
        for byte in 0..=u8::MAX {
            let mut changed = text.clone().into_bytes();
            if changed[at] == byte {
                continue;
            }
            changed[at] = byte;
            // NNS governance holds text: other bytes cannot reach it.
            if let Ok(changed) = String::from_utf8(changed) {
                assert!(read(&changed, this()).is_err(), "byte {at}: {changed}");
            }
        }
    }
}

#[test]
fn should_refuse_every_text_with_one_byte_less_or_more() {
    let text = rendered();
    let end = text.len();
    for at in 0..end {
        let mut changed = text.clone();
        changed.remove(at);
        // A tool that trims takes the last line feed.
        assert_eq!(read(&changed, this()).is_ok(), at == end - 1, "{changed}");
    }
    for at in 0..=end {
        for letter in (0..128_u8).map(char::from) {
            let mut changed = text.clone();
            changed.insert(at, letter);
            // An empty line that begins notes.
            let harmless = letter == '\n' && at >= end - 1;
            assert_eq!(read(&changed, this()).is_ok(), harmless, "{changed}");
        }
    }
}

proptest! {
    #[test]
    fn should_read_any_block_it_renders(
        canister in proptest::collection::vec(any::<u8>(), 0..=29),
        message in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let canister = Principal::from_slice(&canister);
        let block = Block { canister, message };
        prop_assert_eq!(parse(&render_block(&block)), Ok(block));
    }

    #[test]
    fn should_answer_any_text(text in "(bonafide command v1\n)?(canister: )?\\PC*\n?\\PC*") {
        prop_assert!(read(&text, this()).is_err());
    }
}

//! Modules for measuring: edited, or made from nothing.

/// Imports by which a canister reads its certificate, and the imports of the same type by
/// which it reads its own id.
const RENAMED: [(&str, &str); 3] = [
    ("data_certificate_present", "canister_self_size"),
    ("data_certificate_size", "canister_self_size"),
    ("data_certificate_copy", "canister_self_copy"),
];
const HEADER: &[u8] = b"\0asm\x01\0\0\0";
const IMPORTS: u8 = 2;

/// The module with its certificate replaced by its own id: calls certified reads as updates
/// would otherwise find no certificate.
///
/// # Panics
/// When the bytes are not a module that imports functions only, or lacks one of the three.
pub(super) fn certifying_with_own_id(module: &[u8]) -> Vec<u8> {
    let mut rest = module.strip_prefix(HEADER).expect("a wasm module");
    let mut out = HEADER.to_vec();
    while let Some((id, after)) = rest.split_first() {
        rest = after;
        let length = read_number(&mut rest);
        let (content, after) = rest.split_at(length);
        rest = after;
        let content = if *id == IMPORTS {
            renamed(content)
        } else {
            content.to_vec()
        };
        section(&mut out, *id, &content);
    }
    out
}

fn renamed(mut imports: &[u8]) -> Vec<u8> {
    let count = read_number(&mut imports);
    let mut out = Vec::new();
    let mut found = 0;
    number(&mut out, count);
    for _ in 0..count {
        let module = read_name(&mut imports);
        let name = read_name(&mut imports);
        let new = RENAMED.iter().find(|(old, _)| old.as_bytes() == name);
        found += usize::from(new.is_some());
        bytes(&mut out, module);
        bytes(&mut out, new.map_or(name, |(_, new)| new.as_bytes()));
        let (kind, after) = imports.split_first().expect("an import has a kind");
        assert_eq!(*kind, 0, "the registry imports functions only");
        imports = after;
        out.push(*kind);
        number(&mut out, read_number(&mut imports));
    }
    assert_eq!(
        found,
        RENAMED.len(),
        "the module does not read its certificate"
    );
    out
}

/// A canister whose methods of these names reply with nothing, at once.
pub(super) fn replying(methods: &[&str]) -> Vec<u8> {
    let mut out = HEADER.to_vec();
    // One type: no parameter, no result.
    section(&mut out, 1, &[1, 0x60, 0, 0]);
    let mut import = vec![1];
    bytes(&mut import, b"ic0");
    bytes(&mut import, b"msg_reply");
    import.extend([0, 0]);
    section(&mut out, IMPORTS, &import);
    section(&mut out, 3, &[1, 0]);
    let mut exports = Vec::new();
    number(&mut exports, methods.len());
    for method in methods {
        bytes(&mut exports, format!("canister_update {method}").as_bytes());
        exports.extend([0, 1]);
    }
    section(&mut out, 7, &exports);
    // One body without locals: call function 0, end.
    section(&mut out, 10, &[1, 4, 0, 0x10, 0, 0x0b]);
    out
}

fn section(out: &mut Vec<u8>, id: u8, content: &[u8]) {
    out.push(id);
    bytes(out, content);
}

fn bytes(out: &mut Vec<u8>, content: &[u8]) {
    number(out, content.len());
    out.extend_from_slice(content);
}

/// Unsigned LEB128.
fn number(out: &mut Vec<u8>, mut value: usize) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}

fn read_number(from: &mut &[u8]) -> usize {
    let mut value = 0;
    let mut shift = 0;
    loop {
        let (byte, after) = from.split_first().expect("a number ends");
        *from = after;
        value |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return value;
        }
    }
}

fn read_name<'a>(from: &mut &'a [u8]) -> &'a [u8] {
    let length = read_number(from);
    let (name, after) = from.split_at(length);
    *from = after;
    name
}

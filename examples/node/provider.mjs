// Reads a node provider from the registry and believes nothing that is not proven.
//
// The registry's answer holds rows, a certificate and a witness. The certificate is signed
// by the network and fixes the canister's root hash; the witness is a part of the tree under
// that root; each row's SHA-256 stands in the tree as a leaf, or the tree shows that there is
// no such row.

import { createHash } from 'node:crypto';
import { Actor, Cbor, Certificate, HttpAgent, LookupPathStatus, lookupResultToBuffer, lookup_path, reconstruct } from '@icp-sdk/core/agent';
import { Principal } from '@icp-sdk/core/principal';

/** The one method of candid/registry.did that is used here. */
const registry = ({ IDL }) => {
  const Row = IDL.Record({ table: IDL.Text, key: IDL.Vec(IDL.Nat8), row: IDL.Opt(IDL.Vec(IDL.Nat8)) });
  const CertifiedRows = IDL.Record({
    rows: IDL.Vec(Row),
    certificate: IDL.Vec(IDL.Nat8),
    witness: IDL.Vec(IDL.Nat8),
  });
  const CertifiedReadError = IDL.Variant({
    NoCertificate: IDL.Null,
    TableNotFound: IDL.Record({ table: IDL.Text }),
    TooManyKeys: IDL.Record({ keys: IDL.Nat64, limit: IDL.Nat64 }),
  });
  return IDL.Service({
    get_provider_certified: IDL.Func(
      [IDL.Principal],
      [IDL.Variant({ Ok: CertifiedRows, Err: CertifiedReadError })],
      ['query'],
    ),
  });
};

const TABLES = ['provider', 'acceptance', 'published_declaration'];

/**
 * Asks the registry for a provider's certified rows.
 * @param {string} host URL of the network
 * @param {Uint8Array} rootKey the network's root key, DER
 * @param {string} canisterId the registry
 * @param {string} providerId the provider's principal
 */
export async function fetchAnswer(host, rootKey, canisterId, providerId) {
  const agent = await HttpAgent.create({ host, rootKey });
  const actor = Actor.createActor(registry, { agent, canisterId });
  const result = await actor.get_provider_certified(Principal.fromText(providerId));
  if ('Err' in result) throw new Error(`the registry refused: ${Object.keys(result.Err)[0]}`);
  return result.Ok;
}

/**
 * Checks an answer and decodes its rows. Throws when anything is not proven.
 * @returns {Promise<{provider: object|null, acceptance: object|null, published_declaration: object|null}>}
 */
export async function verifyAnswer(answer, rootKey, canisterId, providerId) {
  const canister = Principal.fromText(canisterId);
  const key = Principal.fromText(providerId).toUint8Array();
  // Signature, delegation, canister range, and an age of at most five minutes.
  const certificate = await Certificate.create({
    certificate: bytes(answer.certificate),
    rootKey,
    principal: { canisterId: canister },
  });
  const certified = lookupResultToBuffer(
    certificate.lookup_path(['canister', canister.toUint8Array(), 'certified_data']),
  );
  const witness = Cbor.decode(bytes(answer.witness));
  if (!certified || !same(await reconstruct(witness), certified)) {
    throw new Error('the witness is not what the network certified');
  }
  const found = {};
  for (const table of TABLES) {
    const row = answer.rows.find((row) => row.table === table && same(bytes(row.key), key));
    if (!row) throw new Error(`the answer is silent on ${table}`);
    found[table] = provenRow(witness, table, key, row.row[0]);
  }
  return {
    provider: found.provider && named(found.provider, PROVIDER),
    acceptance: found.acceptance && named(found.acceptance, ACCEPTANCE),
    published_declaration: found.published_declaration && named(found.published_declaration, PUBLISHED),
  };
}

/** Asks and verifies. */
export async function readProvider(host, rootKey, canisterId, providerId) {
  const answer = await fetchAnswer(host, rootKey, canisterId, providerId);
  return verifyAnswer(answer, rootKey, canisterId, providerId);
}

/** The row as CBOR value, or null when it is proven that there is none. */
function provenRow(witness, table, key, row) {
  const leaf = lookup_path(['state', table, key], witness);
  if (leaf.status === LookupPathStatus.Absent && row === undefined) return null;
  if (leaf.status === LookupPathStatus.Found && row !== undefined) {
    const hash = createHash('sha256').update(bytes(row)).digest();
    if (same(hash, leaf.value)) return readCbor(bytes(row));
  }
  throw new Error(`the row in ${table} is not proven`);
}

// Field names by CBOR field number; candid/registry.did lists them.
const principal = (value) => Principal.fromUint8Array(value).toText();
const hex = (value) => Buffer.from(value).toString('hex');
const STATUS = ['Active', 'Suspended', 'Offboarded'];
const record = (fields) => (value) => named(value, fields);
const VERSION = { 0: ['major'], 1: ['minor'], 2: ['patch'] };
const PROVIDER = {
  0: ['id', principal],
  1: ['status', ([number]) => STATUS[number]],
  2: ['imported', record({ 0: ['name'], 1: ['import_id'] })],
  3: [
    'profile',
    record({
      0: ['kind', ([number, company]) =>
        number === 0 ? 'individual' : named(company, { 0: ['register_number'], 1: ['jurisdiction'] })],
      1: ['legal_name'],
      2: ['country'],
      3: ['representative'],
      4: ['proposal'],
      5: ['adopted_at_ns'],
    }),
  ],
  4: ['self_declared', record({ 0: ['display_name'], 1: ['urls'], 2: ['updated_at_ns'] })],
  5: ['created_at_ns'],
};
const ACCEPTANCE = {
  0: ['provider', principal],
  1: ['sha256', hex],
  2: ['language'],
  3: ['version', record(VERSION)],
  4: ['accepted_at_ns'],
  5: ['lapsed_at_ns'],
};
const PUBLISHED = {
  0: ['provider', principal],
  1: ['slug'],
  2: ['nns_proposal'],
  3: ['documents', (list) => list.map(record({ 0: ['file'], 1: ['kind'], 2: ['sha256', hex] }))],
  4: ['import_id'],
};

/** A record with names for numbers. A field of a later version is left out. */
function named(map, fields) {
  const entries = [];
  for (const [number, value] of map) {
    const [name, read] = fields[number] ?? [];
    if (name) entries.push([name, value === null || !read ? value : read(value)]);
  }
  return Object.fromEntries(entries);
}

/**
 * CBOR of a row: numbers (as BigInt above 32 bits), bytes, texts, arrays, maps, null.
 * The agent's own reader takes texts only as keys of a map.
 */
function readCbor(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length) => bytes.subarray(at, (at += length));
  const value = () => {
    const head = view.getUint8(at++);
    const [major, low] = [head >> 5, head & 31];
    if (head === 0xf6) return null;
    if (head === 0xf4 || head === 0xf5) return head === 0xf5;
    const size = low < 24 ? 0 : 2 ** (low - 24);
    if (low > 27 || major > 5) throw new Error('the row holds CBOR that no row holds');
    let number = low;
    if (size === 8) number = view.getBigUint64(at);
    else if (size) number = view[`getUint${8 * size}`](at);
    at += size;
    if (major === 0) return number;
    if (major === 1) return typeof number === 'bigint' ? -1n - number : -1 - number;
    if (major === 2) return take(Number(number));
    if (major === 3) return new TextDecoder('utf-8', { fatal: true }).decode(take(Number(number)));
    const items = Array.from({ length: Number(number) }, () => (major === 5 ? [value(), value()] : value()));
    return major === 5 ? new Map(items) : items;
  };
  const whole = value();
  if (at !== bytes.length) throw new Error('the row has bytes left over');
  return whole;
}

const bytes = (value) => Uint8Array.from(value);
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

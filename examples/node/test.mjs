// Against a live network, which tests/src/bin/serve.rs starts. POCKET_IC_BIN and
// BONAFIDE_CANISTERS name the engine and the built canisters, CARGO_TARGET_DIR where cargo
// puts the program.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import readline from 'node:readline';
import { after, before, test } from 'node:test';
import { fetchAnswer, readProvider, verifyAnswer } from './provider.mjs';

const root = path.resolve(import.meta.dirname, '../..');
let network;
let place;
let rootKey;

before(async () => {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');
  const program = process.env.BONAFIDE_SERVE ?? path.join(target, 'debug/serve');
  network = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: network.stdout });
  const ended = once(network, 'exit').then(([status]) => {
    throw new Error(`${program} ended with ${status}`);
  });
  ended.catch(() => {});
  const [line] = await Promise.race([once(lines, 'line'), ended]);
  place = JSON.parse(line);
  rootKey = Uint8Array.from(Buffer.from(place.root_key, 'hex'));
});

after(async () => {
  if (network.exitCode !== null) return;
  network.stdin.end();
  await once(network, 'exit');
});

const fetch = (id) => fetchAnswer(place.url, rootKey, place.canister, id);
const verify = (answer) => verifyAnswer(answer, rootKey, place.canister, place.provider);
/** A copy with one bit of one byte flipped. */
const flipped = (bytes, at) => Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));

test('a provider is read with names for its fields', async () => {
  const found = await readProvider(place.url, rootKey, place.canister, place.provider);
  assert.equal(found.provider.id, place.provider);
  assert.equal(found.provider.status, 'Active');
  assert.equal(found.provider.profile.legal_name, 'Example Machines AG');
  assert.deepEqual(found.provider.profile.kind, { register_number: 'CHE-000.000.001', jurisdiction: 'CH' });
  assert.equal(found.provider.self_declared.display_name, 'Example Provider One');
  assert.deepEqual(found.provider.self_declared.urls, ['https://provider.example/']);
  assert.equal(found.acceptance.provider, place.provider);
  assert.equal(found.acceptance.language, 'en');
  assert.deepEqual(found.acceptance.version, { major: 1, minor: 0, patch: 0 });
  assert.match(found.acceptance.sha256, /^[0-9a-f]{64}$/);
  assert.equal(found.published_declaration, null);
});

test('an absent provider is proven absent', async () => {
  const found = await readProvider(place.url, rootKey, place.canister, place.absent);
  assert.deepEqual(found, { provider: null, acceptance: null, published_declaration: null });
});

test('an answer about another provider proves nothing about this one', async () => {
  const answer = await fetch(place.absent);
  await assert.rejects(verify(answer), /silent on provider/);
});

test('a falsified row fails', async () => {
  const answer = await fetch(place.provider);
  await verify(answer);
  const length = answer.rows[0].row[0].length;
  for (let at = 0; at < length; at += 7) {
    const rows = [{ ...answer.rows[0], row: [flipped(answer.rows[0].row[0], at)] }, ...answer.rows.slice(1)];
    await assert.rejects(verify({ ...answer, rows }), /row in provider is not proven/, `byte ${at}`);
  }
});

test('a row cannot be denied or invented', async () => {
  const answer = await fetch(place.provider);
  const [provider, acceptance, published] = answer.rows;
  const denied = [{ ...provider, row: [] }, acceptance, published];
  await assert.rejects(verify({ ...answer, rows: denied }), /row in provider is not proven/);
  const invented = [provider, acceptance, { ...published, row: acceptance.row }];
  await assert.rejects(verify({ ...answer, rows: invented }), /row in published_declaration is not proven/);
});

test('a falsified witness fails', async () => {
  const answer = await fetch(place.provider);
  // The first three bytes are the tag by which CBOR describes itself: it says nothing.
  for (let at = 3; at < answer.witness.length; at += 11) {
    await assert.rejects(verify({ ...answer, witness: flipped(answer.witness, at) }), undefined, `byte ${at}`);
  }
});

test('a falsified certificate fails', async () => {
  const answer = await fetch(place.provider);
  for (let at = 3; at < answer.certificate.length; at += 29) {
    await assert.rejects(verify({ ...answer, certificate: flipped(answer.certificate, at) }), undefined, `byte ${at}`);
  }
});

test('another root key fails', async () => {
  const answer = await fetch(place.provider);
  const other = flipped(rootKey, 100);
  await assert.rejects(verifyAnswer(answer, other, place.canister, place.provider));
});

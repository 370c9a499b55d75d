// node main.mjs HOST ROOT_KEY_HEX REGISTRY PROVIDER
// Prints what the registry proves about a provider.

import { readProvider } from './provider.mjs';

const [host, rootKey, canister, provider] = process.argv.slice(2);
if (!provider) {
  console.error('usage: node main.mjs HOST ROOT_KEY_HEX REGISTRY PROVIDER');
  process.exit(2);
}
const found = await readProvider(host, Uint8Array.from(Buffer.from(rootKey, 'hex')), canister, provider);
const shown = (_, value) => (typeof value === 'bigint' ? value.toString() : value);
console.log(found.provider ? JSON.stringify(found, shown, 2) : 'no such provider, proven');

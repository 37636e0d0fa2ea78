// BoxHero: API tokens from a settings page, shown once, and a bucket for each endpoint.

import { byId, onSubmit } from './dom.js';
import { basic, json, object, ok, send } from './http.js';
import { Buckets } from './bucket.js';
import { Caller } from './caller.js';
import { note } from './journal.js';
import * as library from './library.js';
import { conceal, isSendable, offer } from './secrets.js';
import { clearReports, reporter } from './report.js';
import { list } from './tokens.js';

const SYSTEM = 'BoxHero';
const SETTINGS = '/boxhero/settings/integrations/api-tokens';
const LIMIT = { capacity: 5, perSecond: 5, told: '300', words: '5 a second for this endpoint and API token' };
const ENDPOINTS = [
  { method: 'GET', name: '/v1/items', does: 'all items', path: '/boxhero/v1/items' },
  { method: 'GET', name: '/v1/items/1', does: 'one item', path: '/boxhero/v1/items/1' },
  { method: 'GET', name: '/v1/locations', does: 'places', path: '/boxhero/v1/locations' },
];

const part = byId('boxhero');
const field = byId('boxhero-token');
const secret = part.querySelector('.secret');
const tokens = part.querySelector('.tokens');
const buckets = new Buckets(LIMIT);
let user;

const caller = new Caller(SYSTEM, part.querySelector('.calls'), {
  endpoints: ENDPOINTS,
  rate: { usual: 8, most: 20 },
  bucketOf: endpoint => buckets.of(`${endpoint.path} ${field.value}`),
  prepare: endpoint =>
    isSendable(field.value)
      ? { method: endpoint.method, path: endpoint.path, headers: { Authorization: `Bearer ${field.value}` } }
      : 'Create an API token first, or paste one into the field.',
  did: answer => library.guarded(answer, 'api', LIMIT),
});

const report = reporter(SYSTEM, part, caller);

/** Signs in: BoxHero's settings page takes the password with each request. */
export async function enter(someone) {
  user = someone;
  const answer = await refresh();
  note({ system: SYSTEM, what: 'Open the settings page', status: answer.status, did: library.recognizedByService() });
  return answer;
}

export function leave() {
  user = undefined;
  field.value = '';
  buckets.clear();
  conceal(secret);
  tokens.replaceChildren();
  part.querySelector('form').reset();
  clearReports(part);
  caller.reset();
}

field.oninput = () => caller.redraw();

onSubmit(part.querySelector('.create'), async () => {
  const name = byId('boxhero-name').value;
  const answer = await settings('POST', SETTINGS, object({ name }));
  report('tokens', `Create the API token “${name}”`, answer, library.issued(answer, 'READ_WRITE'));
  if (ok(answer)) {
    const { token } = json(answer);
    await refresh();
    use(token);
    offer(secret, token, 'Copy it now: BoxHero shows an API token this once. The field below has it for your calls.');
  }
});

async function refresh() {
  const answer = await settings('GET', SETTINGS);
  const entries = (json(answer).api_tokens ?? []).map(({ id, name, created_at }) => ({
    name,
    facts: [created_at && `created ${new Date(created_at).toLocaleString()}`],
    remove: () => remove(id, name),
  }));
  list(tokens, entries, { none: 'No API token yet.' });
  return answer;
}

async function remove(id, name) {
  const answer = await settings('DELETE', `${SETTINGS}/${encodeURIComponent(id)}`);
  report('tokens', `Delete the API token “${name}”`, answer, library.revoked(answer));
  conceal(secret);
  await refresh();
}

function settings(method, path, content = {}) {
  return send({ method, path, ...content, headers: { ...content.headers, Authorization: basic(user) } });
}

function use(token) {
  field.value = token;
  caller.redraw();
}

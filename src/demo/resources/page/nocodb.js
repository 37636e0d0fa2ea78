// NocoDB: a session to handle things with, and one API token for each user.

import { byId, onPress, onSubmit, say } from './dom.js';
import { complaint, json, object, ok, send, sendLast } from './http.js';
import { Buckets } from './bucket.js';
import { Caller } from './caller.js';
import { note } from './journal.js';
import * as library from './library.js';
import { claimsOf, Life } from './life.js';
import { conceal, isSecret, isSendable, offer } from './secrets.js';
import { clearReports, reporter } from './report.js';
import { list } from './tokens.js';

const SYSTEM = 'NocoDB';
const AUTH = '/nocodb/api/v1/auth';
const TOKENS = '/nocodb/api/v1/tokens';
const LIMIT = { capacity: 100, perSecond: 100, told: '100', words: '100 a second for this endpoint and credential' };
const ENDPOINTS = [
  { method: 'GET', name: '…/Shop/Products', does: 'a table', path: '/nocodb/api/v1/db/data/noco/Shop/Products' },
  { method: 'GET', name: '…/auth/user/me', does: 'who calls', path: `${AUTH}/user/me` },
];

const part = byId('nocodb');
const field = byId('nocodb-token');
const secret = part.querySelector('.secret');
const tokens = part.querySelector('.tokens');
const toggle = byId('nocodb-session');
const life = new Life(byId('nocodb-life'), 'session');
const buckets = new Buckets(LIMIT);
let user;
let session = '';
let open = false;

const caller = new Caller(SYSTEM, part.querySelector('.calls'), {
  endpoints: ENDPOINTS,
  rate: { usual: 8, most: 20 },
  bucketOf: endpoint => buckets.of(`${endpoint.path} ${bySession() ? session : field.value}`),
  prepare: endpoint => {
    const text = bySession() ? session : field.value;
    return isSendable(text)
      ? { method: endpoint.method, path: endpoint.path, headers: { [bySession() ? 'xc-auth' : 'xc-token']: text } }
      : 'Create an API token first, or paste one into the field.';
  },
  did: (answer, request) => library.guarded(answer, 'xc-auth' in request.headers ? 'session' : 'api', LIMIT),
  heard: answer => {
    if (answer.status === 401 && 'xc-auth' in answer.request.headers) {
      ended('the service refused it');
    }
  },
});

const report = reporter(SYSTEM, part, caller);

export async function enter(someone) {
  user = someone;
  const answer = await signIn();
  if (ok(answer)) {
    await refreshList();
  }
  return answer;
}

/** Leaves; resolves when the service knows. */
export function leave() {
  const known = open && sendLast({ method: 'POST', path: `${AUTH}/user/signout`, headers: { 'xc-auth': session } });
  user = undefined;
  session = '';
  open = false;
  field.value = '';
  buckets.clear();
  life.clear();
  conceal(secret);
  tokens.replaceChildren();
  part.querySelectorAll('form').forEach(form => form.reset());
  part.querySelector('[value=xc-token]').checked = true;
  clearReports(part);
  caller.reset();
  return known;
}

field.oninput = () => caller.redraw();
part.querySelectorAll('[name=nocodb-credential]').forEach(radio => (radio.onchange = () => caller.redraw()));

onPress(toggle, () => (open ? signOut() : signIn().then(refreshList)));

onPress(byId('nocodb-refresh'), async () => {
  const answer = await send({ method: 'POST', path: `${AUTH}/token/refresh`, cookies: true });
  report('session', 'Refresh the session', answer, library.refreshed(answer));
  if (ok(answer)) {
    begin(json(answer).token);
  }
});

onSubmit(part.querySelector('.create'), async () => {
  const description = byId('nocodb-name').value;
  const answer = await inSession('POST', TOKENS, object({ description }));
  report('tokens', `Create the API token “${description}”`, answer, library.issued(answer, 'READ_WRITE'));
  if (ok(answer)) {
    const { token } = json(answer);
    const again = await refreshList();
    use(token);
    offer(secret, token, again
      ? 'Your API token. NocoDB shows it again in the list, for as long as it lives.'
      : 'Copy it now: this service shows it this once. The field below has it for your calls.');
  }
});

async function signIn() {
  const { email, password } = user;
  const answer = await send({ method: 'POST', path: `${AUTH}/user/signin`, ...object({ email, password }), cookies: true });
  note({ system: SYSTEM, what: 'Sign in', status: answer.status, did: library.signedIn(answer) });
  if (ok(answer)) {
    begin(json(answer).token);
  }
  return answer;
}

async function signOut() {
  const answer = await send({ method: 'POST', path: `${AUTH}/user/signout`, headers: { 'xc-auth': session }, cookies: true });
  report('session', 'End the session', answer, library.signedOut(answer));
  if (answer.status) {
    ended(ok(answer) ? 'signed out' : 'it had ended before');
  }
}

function begin(token) {
  session = token;
  open = true;
  const { exp, iat } = claimsOf(token);
  life.show(token, exp - iat);
  say(toggle, 'End session');
  caller.redraw();
}

/** The session's text stays, to be tried: it must open nothing any more. */
function ended(why) {
  open = false;
  life.end(why);
  say(toggle, 'Sign in again');
}

/** Shows the list; true if it shows secrets again. */
async function refreshList() {
  const answer = await inSession('GET', TOKENS);
  const found = json(answer).list ?? [];
  const entries = found.map(({ id, description, token, created_by }) => ({
    name: description,
    facts: [created_by && `created by ${created_by}`],
    secret: token,
    remove: () => remove(id, description),
  }));
  list(tokens, entries, { use, none: ok(answer) ? 'No API token yet. You may have one.' : complaint(answer) });
  return found.some(({ token }) => isSecret(token));
}

async function remove(id, name) {
  const answer = await inSession('DELETE', `${TOKENS}/${encodeURIComponent(id)}`);
  report('tokens', `Delete the API token “${name}”`, answer, library.revoked(answer));
  if (ok(answer)) {
    conceal(secret);
    await refreshList();
  }
}

async function inSession(method, path, content = {}) {
  const answer = await send({ method, path, ...content, headers: { ...content.headers, 'xc-auth': session } });
  if (answer.status === 401) {
    ended('the service refused it');
  }
  return answer;
}

function bySession() {
  return part.querySelector('[name=nocodb-credential]:checked').value === 'xc-auth';
}

function use(token) {
  field.value = token;
  caller.redraw();
}

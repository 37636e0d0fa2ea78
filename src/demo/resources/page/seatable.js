// SeaTable: API tokens of a base, exchanged for base tokens, which read and write rows.

import { byId, el, onPress, onSubmit, say } from './dom.js';
import { complaint, form, json, object, ok, send } from './http.js';
import { Buckets } from './bucket.js';
import { Caller } from './caller.js';
import { note } from './journal.js';
import * as library from './library.js';
import { Life } from './life.js';
import { conceal, isSecret, isSendable, offer } from './secrets.js';
import { clearReports, demand, reporter } from './report.js';
import { list } from './tokens.js';

const SYSTEM = 'SeaTable';
const API = '/seatable/api/v2.1';
const LIMIT = { capacity: 500, perSecond: 500 / 60, told: '500', words: '500 a minute for the whole base' };
const PERMISSIONS = [['r', 'r, read'], ['rw', 'rw, write']];
const ROWS = 'rows/';
const ENDPOINTS = [
  { method: 'GET', name: '…/rows/', does: 'reads rows', operation: 'rows/?table_name=Items' },
  { method: 'GET', name: '…/metadata/', does: 'reads columns', operation: 'metadata/' },
  { method: 'PUT', name: '…/rows/', does: 'writes a stock', operation: ROWS },
];

const part = byId('seatable');
const base = byId('seatable-base');
const field = byId('seatable-token');
const secret = part.querySelector('.secret');
const everywhere = byId('seatable-all');
const tokens = part.querySelector('.tokens');
const table = part.querySelector('.rows');
const life = new Life(byId('seatable-left'), 'base token');
const buckets = new Buckets(LIMIT);
let account = '';
let baseToken = '';
let uuid = '';
let rows = [];
let showingAll = false;

const caller = new Caller(SYSTEM, part.querySelector('.calls'), {
  endpoints: ENDPOINTS,
  rate: { usual: 8, most: 60 },
  bucketOf: () => buckets.of(uuid),
  prepare: ({ method, operation }) =>
    baseToken ? opening(method, operation, method === 'PUT' ? restocked() : {}) : 'Exchange an API token for a base token first.',
  did: answer => library.guarded(answer, 'base', LIMIT),
  heard,
});

const report = reporter(SYSTEM, part, caller);

export async function enter({ email, password }) {
  const answer = await send({ method: 'POST', path: '/seatable/api2/auth-token/', ...form({ username: email, password }) });
  note({ system: SYSTEM, what: 'Sign in', status: answer.status, did: library.accountTokenIssued() });
  if (ok(answer)) {
    account = json(answer).token;
    await refreshList();
  }
  return answer;
}

export function leave() {
  account = '';
  field.value = '';
  conceal(secret);
  tokens.replaceChildren();
  closeBase();
  part.querySelectorAll('form').forEach(each => each.reset());
  base.selectedIndex = 0;
  clearReports(part);
  caller.reset();
}

base.onchange = () => {
  conceal(secret);
  refreshList().catch(ignoreEnd);
};

onSubmit(part.querySelector('.create'), async () => {
  const name = byId('seatable-name').value;
  const permission = part.querySelector('[name=seatable-permission]:checked').value;
  const answer = await administer('POST', tokensOf(base.value), form({ app_name: name, permission }));
  report('tokens', `Create the API token “${name}” (${permission}) of ${base.value}`, answer,
    library.issued(answer, permission === 'r' ? 'READ' : 'READ_WRITE'));
  if (ok(answer)) {
    const token = json(answer).api_token;
    const again = await refreshList();
    use(token);
    offer(secret, token, again
      ? 'The API token. SeaTable shows it again in the list. The field below has it for the exchange.'
      : 'Copy it now: this service shows it this once. The field below has it for the exchange.');
  }
});

onPress(byId('seatable-temporary'), async () => {
  const answer = await administer('GET', `${API}/workspace/1/dtable/${base.value}/temp-api-token/`);
  report('tokens', `Get a temporary API token of ${base.value}`, answer, library.issuedForAWhile(answer));
  if (ok(answer)) {
    const token = json(answer).api_token;
    use(token);
    offer(secret, token, 'A temporary API token, for an hour. The field below has it for the exchange.');
  }
});

onPress(everywhere, async () => {
  if (showingAll) {
    await refreshList();
    return;
  }
  const answer = await administer('GET', `${API}/org/api-tokens/`);
  report('tokens', 'List the API tokens of every base', answer, library.listed());
  if (ok(answer)) {
    const entries = (json(answer).api_tokens ?? []).map(found => ({
      name: found.app_name,
      facts: [found.dtable_name, found.generated_by, found.permission],
    }));
    list(tokens, entries, { none: 'No API token in any base.' });
    showingAll = true;
    say(everywhere, 'Back to the base');
  }
});

onSubmit(byId('seatable-exchange'), async () => {
  if (!isSendable(field.value)) {
    demand(part, 'exchange', 'Create an API token first, or paste one into the field.');
    field.focus();
    return;
  }
  const asked = byId('seatable-life').value;
  const answer = await send({
    method: 'GET',
    path: `${API}/dtable/app-access-token/${asked && `?exp=${asked}`}`,
    headers: { Authorization: `Token ${field.value}` },
  });
  report('exchange', 'Exchange an API token for a base token', answer, library.exchanged(answer, LIMIT));
  if (ok(answer)) {
    const { access_token, dtable_uuid, expires_in } = json(answer);
    closeBase();
    baseToken = access_token;
    uuid = dtable_uuid;
    life.show(baseToken, expires_in);
    caller.redraw();
  }
});

onPress(byId('seatable-read'), () => onRows('Read rows', 'GET', 'rows/?table_name=Items'));

onSubmit(byId('seatable-add'), () => {
  const row = { Name: byId('seatable-row-name').value, Stock: Number(byId('seatable-row-stock').value) || 0 };
  return onRows(`Add the row “${row.Name}”`, 'POST', ROWS, object({ table_name: 'Items', rows: [row] }));
});

/** Shows the list of the chosen base; true if it shows secrets again. */
async function refreshList() {
  const chosen = base.value;
  const answer = await administer('GET', tokensOf(chosen));
  const found = json(answer).api_tokens ?? [];
  const entries = found.map(({ app_name, api_token, permission, last_access }) => ({
    name: app_name,
    facts: [chosen, last_access && `last used ${new Date(last_access).toLocaleString()}`],
    secret: api_token,
    controls: [permissionControl(chosen, app_name, permission)],
    remove: () => remove(chosen, app_name),
  }));
  showingAll = false;
  say(everywhere, 'All bases');
  list(tokens, entries, { use, none: ok(answer) ? `No API token of ${chosen} yet.` : complaint(answer) });
  return found.some(({ api_token }) => isSecret(api_token));
}

function permissionControl(ofBase, name, permission) {
  const select = el(
    'select',
    { class: 'small', 'aria-label': `Permission of ${name}` },
    ...PERMISSIONS.map(([code, words]) => el('option', { value: code, selected: code === permission }, words)),
  );
  select.onchange = () => change(ofBase, name, select.value).catch(ignoreEnd);
  return select;
}

async function change(ofBase, name, permission) {
  const answer = await administer('PUT', `${tokensOf(ofBase)}${encodeURIComponent(name)}/`, form({ permission }));
  report('tokens', `Give “${name}” the permission ${permission}`, answer, library.narrowed(permission));
}

async function remove(ofBase, name) {
  const answer = await administer('DELETE', `${tokensOf(ofBase)}${encodeURIComponent(name)}/`);
  report('tokens', `Delete the API token “${name}”`, answer, library.revoked(answer));
  conceal(secret);
  await refreshList();
}

async function onRows(what, method, operation, content = {}) {
  const request = baseToken ? opening(method, operation, content) : null;
  if (!request) {
    demand(part, 'rows', 'Exchange an API token for a base token first.');
    field.focus();
    return;
  }
  const answer = await send(request);
  report('rows', what, answer, library.guarded(answer, 'base', LIMIT));
  learn(answer);
  if (ok(answer) && method !== 'GET') {
    learn(await send(opening('GET', 'rows/?table_name=Items')));
  }
}

function learn(answer) {
  caller.record(answer);
  heard(answer);
}

/** Learns from an answer of the base: its rows, or that the base token is dead. */
function heard(answer) {
  const found = json(answer).rows;
  if (found) {
    rows = found;
    showRows();
  }
  if (answer.status === 403 && complaint(answer) === 'Token expired.') {
    life.end('the service answered “Token expired.”');
  }
}

function showRows() {
  const deletion = ({ _id, Name }) => {
    const button = el('button', { type: 'button', class: 'small quiet danger', 'aria-label': `Delete the row ${Name ?? _id}` }, 'Delete');
    onPress(button, () => onRows(`Delete the row “${Name ?? _id}”`, 'DELETE', ROWS, object({ table_name: 'Items', row_ids: [_id] })));
    return button;
  };
  const hadFocus = table.contains(document.activeElement);
  table.replaceChildren(
    el(
      'table',
      { tabindex: '-1' },
      el('caption', { class: 'heard' }, 'Rows of the table Items'),
      el('thead', {}, el('tr', {}, ...['Name', 'Stock'].map(name => el('th', { scope: 'col' }, name)), el('td', {}))),
      el(
        'tbody',
        {},
        ...rows.map(row => el('tr', {}, el('td', {}, row.Name ?? ''), el('td', {}, String(row.Stock ?? '')), el('td', {}, deletion(row)))),
      ),
    ),
  );
  if (hadFocus) {
    table.firstElementChild.focus();
  }
}

/** A change of the first row's stock; of no row while none was read. */
function restocked() {
  const [first] = rows;
  const updates = first ? [{ row_id: first._id, row: { Stock: new Date().getSeconds() } }] : [];
  return object({ table_name: 'Items', updates });
}

function opening(method, operation, content = {}) {
  return {
    method,
    path: `/seatable/api-gateway/api/v2/dtables/${uuid}/${operation}`,
    ...content,
    headers: { ...content.headers, Authorization: `Bearer ${baseToken}` },
  };
}

function administer(method, path, content = {}) {
  return send({ method, path, ...content, headers: { ...content.headers, Authorization: `Token ${account}` } });
}

function closeBase() {
  baseToken = '';
  uuid = '';
  rows = [];
  life.clear();
  table.replaceChildren();
}

const tokensOf = name => `${API}/workspace/1/dtable/${encodeURIComponent(name)}/api-tokens/`;

const use = token => (field.value = token);

function ignoreEnd(failed) {
  if (failed.name !== 'AbortError') {
    throw failed;
  }
}

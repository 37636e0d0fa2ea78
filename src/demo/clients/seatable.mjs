// SeaTable's own client, seatable-api 1.0.46.

import assert from 'node:assert/strict';
import axios from 'axios';
import seatable from 'seatable-api';
import { chapter, demo, refused, step } from './transcript.mjs';

const EXPIRED = { error_msg: 'Token expired.' };
const DENIED = { error_msg: 'Permission denied.' };

const form = fields => new URLSearchParams(fields);

// The trailing slash is what users write, and the client then asks for //api/v2.1/….
for (const server of [`${demo}/seatable`, `${demo}/seatable/`]) {
  chapter(`seatable-api 1.0.46, server ${server.slice(demo.length)}`);
  await refused('sign in, wrong password', 400, { non_field_errors: ['Unable to login with provided credentials.'] },
    () => axios.post(`${demo}/seatable/api2/auth-token/`, form({ username: 'ada@example.com', password: 'wrong' })));
  const account = await step('sign in: an Account-Token',
    () => axios.post(`${demo}/seatable/api2/auth-token/`, form({ username: 'ada@example.com', password: 'correct-horse' }))
      .then(answer => answer.data.token),
    token => assert.match(token, /^[0-9a-f]{40}$/));
  const admin = axios.create({
    baseURL: `${demo}/seatable/api/v2.1/workspace/1/dtable/Inventory/api-tokens/`,
    headers: { Authorization: `Token ${account}` },
  });
  const made = await step('create an API token',
    () => admin.post('', form({ app_name: 'client', permission: 'rw' })).then(answer => answer.data),
    ({ api_token, permission }) => assert.ok(/^[0-9a-f]{40}$/.test(api_token) && permission === 'rw'));
  await step('list',
    () => admin.get('').then(answer => answer.data.api_tokens.filter(({ app_name }) => app_name === 'client')),
    ([listed, ...more]) => assert.ok(listed.api_token === made.api_token && more.length === 0));

  const base = new seatable.Base({ server, APIToken: made.api_token });
  await step('auth(): exchange', async () => {
    await base.auth();
    return { dtableUuid: base.dtableUuid, expires: 'expires_in' in base };
  }, ({ dtableUuid }) => assert.match(dtableUuid, /^[0-9a-f-]{36}$/));
  await step('getMetadata()', () => base.getMetadata(), ({ tables }) => assert.equal(tables[0].name, 'Items'));
  await step('getTables()', () => base.getTables(), tables => assert.equal(tables.length, 1));
  await step('getTableByName()', () => base.getTableByName('Items'), table => assert.equal(table.columns.length, 2));
  const before = await step('listRows()', () => base.listRows('Items'), rows => assert.ok(rows.length > 0));
  const row = await step('appendRow()', () => base.appendRow('Items', { Name: 'Vase', Stock: 4 }),
    ({ Name, Stock }) => assert.ok(Name === 'Vase' && Stock === 4));
  await step('updateRow()', () => base.updateRow('Items', row._id, { Stock: 5 }), ({ success }) => assert.ok(success));
  await step('getRow()', () => base.getRow('Items', row._id),
    came => assert.deepEqual(came, { _id: row._id, Name: 'Vase', Stock: 5 }));
  await step('deleteRow()', () => base.deleteRow('Items', row._id), came => assert.equal(came.deleted_rows, 1));
  await step('batchAppendRows()', () => base.batchAppendRows('Items', [{ Name: 'a' }, { Name: 'b' }]),
    came => assert.equal(came.inserted_row_count, 2));
  const added = (await base.listRows('Items')).slice(before.length).map(({ _id }) => _id);
  await step('batchDeleteRows()', () => base.batchDeleteRows('Items', added), came => assert.equal(came.deleted_rows, 2));

  await step('narrow the API token to r',
    () => admin.put('client/', form({ permission: 'r' })).then(answer => answer.data),
    ({ permission }) => assert.equal(permission, 'r'));
  await refused('appendRow(), base token from before', 403, EXPIRED, () => base.appendRow('Items', { Name: 'x' }));
  await step('auth() again', async () => {
    await base.auth();
    return 'a base token with r';
  });
  await step('listRows()', () => base.listRows('Items'), rows => assert.equal(rows.length, before.length));
  await refused('appendRow()', 403, { error_msg: 'The credential does not allow this operation.' },
    () => base.appendRow('Items', { Name: 'x' }));
  await step('delete the API token', () => admin.delete('client/').then(answer => answer.data),
    ({ success }) => assert.ok(success));
  await refused('listRows(), base token of a deleted API token', 403, EXPIRED, () => base.listRows('Items'));
  await refused('auth() with the deleted API token', 403, DENIED, () => base.auth());
}

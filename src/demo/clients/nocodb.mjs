// NocoDB's own client, nocodb-sdk 0.301.3.

import assert from 'node:assert/strict';
import nocodb from 'nocodb-sdk';
import { chapter, demo, refused, step } from './transcript.mjs';

const ADA = { email: 'ada@example.com', password: 'correct-horse' };
const OVER = { msg: 'Token Expired. Please login again.' };
const baseURL = `${demo}/nocodb`;
const as = headers => new nocodb.Api({ baseURL, headers });
const cookieOf = answer => answer.headers['set-cookie'][0].split(';')[0];

chapter('nocodb-sdk 0.301.3');
const anyone = as({});
await refused('auth.signin(), wrong password', 400, { msg: 'Invalid credentials' },
  () => anyone.auth.signin({ ...ADA, password: 'wrong' }));
const { token } = await step('auth.signin()', () => anyone.auth.signin(ADA), ({ token }) => assert.match(token, /^eyJ/));
const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
await step('its claims', async () => claims,
  ({ email, id, roles, iat, exp }) => assert.ok(email === ADA.email && id && roles && exp - iat === 36_000));
const ada = as({ 'xc-auth': token });
await step('auth.me()', () => ada.auth.me(), ({ email, roles }) => assert.ok(email === ADA.email && roles));

await step('orgTokens.list()', () => ada.orgTokens.list(), ({ list }) => assert.deepEqual(list, []));
const apiToken = await step('orgTokens.create()', () => ada.orgTokens.create({ description: 'my script' }),
  ({ token, description }) => assert.ok(token.length === 40 && description === 'my script'));
await refused('orgTokens.create(), a second', 400, { msg: 'No further API token: the quota is 1.' },
  () => ada.orgTokens.create({ description: 'another' }));
await step('orgTokens.list(), copy again', () => ada.orgTokens.list(), ({ list, pageInfo }) =>
  assert.ok(list[0].token === apiToken.token && pageInfo.totalRows === 1 && pageInfo.isLastPage));
const script = as({ 'xc-token': apiToken.token });
const records = api => api.dbTableRow.list('noco', 'Shop', 'Products');
await step('dbTableRow.list() by xc-token', () => records(script), ({ list }) => assert.equal(list.length, 3));
await step('dbTableRow.list() by Bearer', () => records(as({ Authorization: `Bearer ${apiToken.token}` })));
await step('dbTableRow.list(), xc-token before xc-auth',
  () => records(as({ 'xc-token': apiToken.token, 'xc-auth': 'no session' })));
await step('dbTableRow.list() by xc-auth', () => records(ada));
await refused('orgTokens.list() by xc-token', 403, { msg: 'The credential does not allow this operation.' },
  () => script.orgTokens.list());

await refused('token refresh without the cookie', 400, { msg: 'Missing refresh token' },
  () => anyone.instance.post('/api/v1/auth/token/refresh'));
const signedIn = await anyone.instance.post('/api/v1/auth/user/signin', ADA);
const cookie = cookieOf(signedIn);
const refreshed = await anyone.instance.post('/api/v1/auth/token/refresh', null, { headers: { cookie } });
await step('token refresh', async () => ({ token: refreshed.data.token, anotherCookie: cookieOf(refreshed) !== cookie }),
  ({ anotherCookie }) => assert.ok(anotherCookie));
await step('auth.me() by the refreshed session', () => as({ 'xc-auth': refreshed.data.token }).auth.me());

await step('orgTokens.delete()', () => ada.orgTokens.delete(apiToken.id), came => assert.equal(came, 1));
await refused('dbTableRow.list() by the deleted API token', 401, { msg: 'The credential is not accepted.' },
  () => records(script));
const next = await step('orgTokens.create(), the place is free', () => ada.orgTokens.create({ description: 'next' }));
await step('auth.signout()', () => ada.auth.signout(), came => assert.deepEqual(came, { msg: 'Signed out successfully' }));
await refused('auth.me() by the ended session', 401, OVER, () => ada.auth.me());
await step('dbTableRow.list() by the API token', () => records(as({ 'xc-token': next.token })),
  ({ list }) => assert.equal(list.length, 3));
const again = await anyone.auth.signin(ADA);
await step('sign in again, and delete it', () => as({ 'xc-auth': again.token }).orgTokens.delete(next.id),
  came => assert.equal(came, 1));

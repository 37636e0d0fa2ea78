// Which call of Faregate's stands behind an action. Each is a method of the library by its real name.

import { header } from './http.js';

const said = (call, why) => ({ call, why });

export const issued = (answer, permission) =>
  answer.status < 300
    ? said('TokenIssuer.issue', `made the secret of a ${permission} API token. By its digest, it will be recognized.`)
    : said('TokenIssuer.issue', 'refused: name and quota are checked in the same step as the insert.');

export const issuedForAWhile = answer =>
  answer.status < 300
    ? said('TokenIssuer.issueTemporary', 'made the secret of an API token that ends by itself, and stands in no list of permanent ones.')
    : said('TokenIssuer.issueTemporary', 'refused: the base has as many API tokens as it may have.');

export const listed = () => said('TokenIssuer.list', 'found the API tokens by their owner or resource.');

export const revoked = answer =>
  answer.status < 300
    ? said('TokenIssuer.revoke', 'wrote one line into the revocation log. All that was made from the API token died before it returned.')
    : said('TokenIssuer.revoke', 'was not reached, or found nothing to revoke.');

export const narrowed = permission =>
  said('TokenIssuer.changePermission',
    permission === 'r'
      ? 'narrowed it to READ. Living base tokens that could write are dead at once.'
      : 'widened it to READ_WRITE. A base token made before keeps what it was made with.');

export function exchanged(answer, limit) {
  switch (true) {
    case answer.status < 300:
      return said('TokenExchange.exchange', 'signed a base token that may do no more, and lives no longer, than its API token.');
    case answer.status === 429:
      return limited(answer, limit);
    default:
      return said('TokenIssuer.authenticate', 'found no living API token of this text: there is nothing to exchange.');
  }
}

export const signedIn = answer =>
  answer.status < 300
    ? said('SessionTokens.signIn', 'signed a session token with the life that the service was configured for.')
    : said('SessionTokens.signIn', 'was not reached: the service did not recognize the password.');

export const refreshed = answer =>
  answer.status < 300
    ? said('SessionTokens.refresh', 'took the refresh token, which works once, and gave the session a new life.')
    : said('SessionTokens.refresh', 'gave nothing: no living refresh token came with the request.');

export const signedOut = answer =>
  answer.status < 300
    ? said('SessionTokens.signOut', 'ended the session in the revocation log, though its token still has hours to live.')
    : said('SessionTokens.verify', 'found the session ended already.');

export const accountTokenIssued = () =>
  said('TokenIssuer.issueOnce', 'showed the user’s one Account-Token, or made it. It is of an issuer of its own, and opens no base.');

export const recognizedByService = () => said('TokenIssuer.list', 'was called once the service had recognized the password.');

const VERIFIERS = {
  api: 'TokenIssuer.authenticate',
  session: 'SessionTokens.verify',
  base: 'BaseTokenVerifier.verify',
};

/** Whose bucket is empty: the endpoint's, or that of the address for failed attempts, which its other limit tells. */
const limited = (answer, { told }) =>
  header(answer, 'x-ratelimit-limit') === told
    ? said('RateLimiter.take', 'found the bucket empty, and wrote nothing to say so.')
    : said('RequestGuard.check',
      'has counted too many made-up credentials from this address: failures are answered 429, valid credentials as ever. The bucket of the endpoint is as it was.');

/** What the guard did with a call, whose endpoint has a limit. */
export function guarded(answer, kind, limit) {
  const verifier = VERIFIERS[kind];
  const words = answer.text;
  switch (true) {
    case answer.status === 0:
      return said('RequestGuard.check', 'was not reached.');
    case answer.status === 429:
      return limited(answer, limit);
    case answer.status === 401 || (answer.status === 403 && !words.includes('does not allow')):
      return said(verifier, 'rejected the credential: unknown, ended or deleted. Why exactly, only the service is told.');
    case answer.status === 403:
      return said('RequestGuard.check', 'knew the credential, and refused: its permission is READ, the endpoint needs READ_WRITE.');
    case answer.status >= 400:
      return said('RequestGuard.check', 'admitted the call; the service refused what it asks for.');
    default:
      return said('RequestGuard.check', `admitted it: ${verifier} accepted the credential, RateLimiter.take gave a permit.`);
  }
}

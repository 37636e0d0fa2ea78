package dev.faregate.http;

import java.util.function.Supplier;

/**
 * Limits the failed attempts at signing in of one request, by its client's address and the account. A handler of an
 * {@linkplain Endpoint#openToSignIn() endpoint to sign in} gets it from {@link Verdict.Opened#signIn()}, or as a parameter where the
 * adapter resolves them:
 *
 * <pre>{@code
 * User user = signIn.attempt(form.account(), () -> users.find(form.account(), form.password())
 *         .orElseThrow(() -> new RefusedException(Problem.of(Kind.SIGN_IN_FAILED, "The account or its password is wrong."))));
 * }</pre>
 *
 * <p>These limits have nothing to do with those of {@link RequestGuardBuilder#failuresPerAddress}: a wrong password costs no request of
 * the API, and a made-up API token costs no sign-in. See {@link RequestGuardBuilder#failedSignIns}. For use by one thread at a time. Only
 * a guard makes one: no framework can bind it from a request.
 */
public sealed interface SignIn permits LimitedSignIn {

    /**
     * Checks a password under the limit.
     *
     * <p>Blocks where the rate limiter's store blocks. Another attempt under way may fail meanwhile, and exhaust the limit. Then a right password is refused, too: attempts at the same
     * time are no way past the limit.
     *
     * @param account the account as it was sent, whether it exists or not; opaque. Fold spellings that sign in to one account
     * @param check checks the password; returns what the handler goes on with, or throws {@link RefusedException} of
     *     {@link Problem.Kind#SIGN_IN_FAILED} if it is wrong. That alone counts. Any other exception passes
     * @param <T> what the handler goes on with
     * @return what the check returned; the account's failed attempts from this address are forgiven, as far as this process counted them
     * @throws RefusedException of {@link Problem.Kind#RATE_LIMITED} after too many failed attempts, before and in place of the check's
     *     answer; else what the check throws
     * @throws dev.faregate.identity.StoreUnavailableException if the limit's store does not answer and the limit fails closed
     */
    <T> T attempt(String account, Supplier<T> check);
}

package dev.faregate.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the one credential of a request. */
final class CredentialReader {

    private final List<CredentialSource> sources;
    private final boolean firstWins;

    CredentialReader(List<CredentialSource> sources, boolean firstWins) {
        this.sources = List.copyOf(sources);
        this.firstWins = firstWins;
    }

    /**
     * A credential, and where it was found.
     *
     * @param credential the credential
     * @param source where it was
     */
    record Read(String credential, CredentialSource source) {
        @Override
        public String toString() {
            return "Read[credential=<redacted>, source=" + source + "]";
        }
    }

    /** The credential; null if there is none, or more than one and no rule says which counts. */
    @Nullable
    Read read(RequestView request) {
        Read found = null;
        for (int i = 0; i < sources.size(); i++) {
            CredentialSource source = sources.get(i);
            List<String> values = source.candidates(request);
            String credential = values.isEmpty() ? null : source.credentialIn(values.get(0));
            if (values.size() > 1 || (credential != null && found != null && !firstWins)) {
                return null;
            }
            found = found == null && credential != null ? new Read(credential, source) : found;
        }
        return found;
    }

    /** Every text that stands where a credential may. */
    List<String> all(RequestView request) {
        List<String> all = new ArrayList<>();
        for (CredentialSource source : sources) {
            for (String candidate : source.candidates(request)) {
                String credential = source.credentialIn(candidate);
                if (credential != null && !credential.isEmpty()) {
                    all.add(credential);
                }
            }
        }
        return all;
    }

    /** Whether a request without the one credential has several; else it has none. */
    boolean hasSeveral(RequestView request) {
        return sources.stream()
                .anyMatch(source -> source.candidates(request).size() > 1 || source.only(request) != null);
    }

    /** Where a credential may stand, in words. */
    String places() {
        return String.join(
                " or ", sources.stream().map(CredentialSource::toString).toList());
    }

    String challenge(String realm) {
        return sources.get(0).challenge(realm);
    }
}

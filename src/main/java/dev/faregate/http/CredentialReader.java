package dev.faregate.http;

import java.util.List;

/** Finds the one credential of a request. */
final class CredentialReader {

    /** What was found. */
    sealed interface Found {
        /** One credential and where it stood; {@code toString} leaves it out. */
        record One(String text, CredentialSource source) implements Found {
            @Override
            public String toString() {
                return "One[text=<redacted>, source=" + source + "]";
            }
        }

        /** None in any of the sources. */
        record None() implements Found {}

        /** More than one, and no rule says which counts. */
        record Several() implements Found {}
    }

    private static final Found NONE = new Found.None();

    private final List<CredentialSource> sources;
    private final boolean firstWins;

    CredentialReader(List<CredentialSource> sources, boolean firstWins) {
        this.sources = List.copyOf(sources);
        this.firstWins = firstWins;
    }

    Found read(RequestView request) {
        Found found = NONE;
        for (CredentialSource source : sources) {
            List<String> values = source.candidates(request);
            if (values.size() > 1) {
                return new Found.Several();
            }
            String credential = values.isEmpty() ? null : source.credentialIn(values.get(0));
            if (credential != null && found instanceof Found.None) {
                found = new Found.One(credential, source);
            } else if (credential != null && !firstWins) {
                found = new Found.Several();
            }
        }
        return found;
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

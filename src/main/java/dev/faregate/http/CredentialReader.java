package dev.faregate.http;

import java.util.ArrayList;
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

    private final List<CredentialSource> sources;
    private final boolean firstWins;

    CredentialReader(List<CredentialSource> sources, boolean firstWins) {
        this.sources = List.copyOf(sources);
        this.firstWins = firstWins;
    }

    Found read(RequestView request) {
        List<Found.One> credentials = new ArrayList<>(1);
        for (CredentialSource source : sources) {
            List<String> values = request.header(source.header());
            if (values.size() > 1) {
                return new Found.Several();
            }
            for (String value : values) {
                String credential = source.credentialIn(value);
                if (credential != null) {
                    credentials.add(new Found.One(credential, source));
                }
            }
        }
        if (credentials.isEmpty()) {
            return new Found.None();
        }
        return credentials.size() == 1 || firstWins ? credentials.get(0) : new Found.Several();
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

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

    /**
     * A credential, and how it was sent.
     *
     * @param credential the credential
     * @param text the text in the request that holds it
     */
    record Sent(String credential, String text) {
        @Override
        public String toString() {
            return "Sent[credential=<redacted>, text=<redacted>]";
        }
    }

    /** The credential; null if there is none, more than one and no rule says which counts, or a malformed one. */
    @Nullable
    Read read(RequestView request) {
        Read found = null;
        for (int i = 0; i < sources.size(); i++) {
            CredentialSource source = sources.get(i);
            CredentialPlace place = source.place();
            List<String> candidates = source.candidates(request);
            if (candidates.isEmpty()) {
                continue;
            }
            if (candidates.size() > 1 && !(firstWins && place instanceof CredentialPlace.Cookie)) {
                return null;
            }
            String credential = place.credentialIn(candidates.get(0));
            if (found == null) {
                if (credential != null) {
                    found = new Read(credential, source);
                } else if (place.isMalformed(candidates.get(0))) {
                    return null;
                }
            } else if (credential != null
                    && !firstWins
                    && !isOnePair(found.source().place(), place)) {
                return null;
            }
        }
        return found;
    }

    /** User and password of one header are no two credentials. */
    private static boolean isOnePair(CredentialPlace one, CredentialPlace other) {
        return one instanceof CredentialPlace.Basic && other instanceof CredentialPlace.Basic;
    }

    /** Every credential that stands where one may. */
    List<Sent> all(RequestView request) {
        List<Sent> all = new ArrayList<>();
        for (CredentialSource source : sources) {
            for (String candidate : source.candidates(request)) {
                String credential = source.place().credentialIn(candidate);
                String text = source.place().sentText(candidate);
                if (credential != null && text != null) {
                    all.add(new Sent(credential, text));
                }
            }
        }
        return all;
    }

    /** What a request without the one credential is told. */
    Problem unread(RequestView request) {
        if (sources.stream().anyMatch(source -> source.candidates(request).size() > 1)) {
            return CredentialSource.SEVERAL;
        }
        if (sources.stream()
                .anyMatch(source -> source.candidates(request).stream().anyMatch(source.place()::isMalformed))) {
            return CredentialSource.MALFORMED;
        }
        return all(request).isEmpty()
                ? Problem.of(Problem.Kind.CREDENTIAL_MISSING, "This needs a credential: " + places())
                : CredentialSource.SEVERAL;
    }

    /** The headers that tell whose an answer is, and of which caches do not know that; empty if there is only {@code Authorization}. */
    List<String> headersThatCachesIgnore() {
        return sources.stream()
                .map(source -> source.place().header())
                .filter(header -> !header.equalsIgnoreCase("Authorization"))
                .distinct()
                .toList();
    }

    /** Where a credential may stand, in words. */
    private String places() {
        return String.join(
                " or ", sources.stream().map(CredentialSource::toString).toList());
    }

    /** Names the first source, and Basic wherever it stands: its clients send nothing without being asked. */
    Challenge challenge(String realm) {
        CredentialPlace first = sources.get(0).place();
        String basic = sources.stream()
                .map(CredentialSource::place)
                .filter(place -> place instanceof CredentialPlace.Basic && !(first instanceof CredentialPlace.Basic))
                .map(place -> ", " + place.challenge(realm))
                .findFirst()
                .orElse("");
        return new Challenge(first.challenge(realm), basic);
    }
}

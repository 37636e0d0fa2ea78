package dev.faregate.http;

import dev.faregate.identity.CredentialKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which credentials a guard accepts, and where they may stand, as a builder collects it. For use by one thread. */
final class CredentialRules {

    private final List<Authenticator> accepted = new ArrayList<>();
    private final List<Authenticator> known = new ArrayList<>();
    private final Map<CredentialKind, List<CredentialSource>> sourcesByKind = new EnumMap<>(CredentialKind.class);
    private List<CredentialSource> sources = List.of(CredentialSource.bearer());
    private boolean firstWins;

    void accept(Authenticator authenticator) {
        accepted.add(authenticator);
    }

    void know(Authenticator authenticator) {
        known.add(authenticator);
    }

    void from(List<CredentialSource> places) {
        this.sources = places;
    }

    void from(CredentialKind kind, List<CredentialSource> places) {
        sourcesByKind.put(kind, places);
    }

    void firstWins() {
        this.firstWins = true;
    }

    /** Reads from every source. */
    CredentialReader reader() {
        return new CredentialReader(List.copyOf(all()), firstWins);
    }

    /** Those of the kinds in the order in which kinds were accepted. */
    private Set<CredentialSource> all() {
        Set<CredentialSource> all = new LinkedHashSet<>();
        for (Authenticator authenticator : accepted) {
            for (CredentialSource source : sourcesOf(authenticator.kind())) {
                if (!all.add(source)) {
                    all.stream().filter(source::equals).forEach(source::requireSameRule);
                }
            }
        }
        return all;
    }

    CredentialCheck check() {
        Map<CredentialKind, Set<CredentialSource>> byKind = new EnumMap<>(CredentialKind.class);
        for (Authenticator authenticator : accepted) {
            Set<CredentialSource> own = Set.copyOf(sourcesOf(authenticator.kind()));
            if (!own.equals(all())) {
                byKind.put(authenticator.kind(), own);
            }
        }
        return new CredentialCheck(List.copyOf(accepted), List.copyOf(known), byKind);
    }

    boolean acceptNone() {
        return accepted.isEmpty();
    }

    private List<CredentialSource> sourcesOf(CredentialKind kind) {
        return sourcesByKind.getOrDefault(kind, sources);
    }
}

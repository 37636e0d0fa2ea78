package dev.faregate.basetoken;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What base tokens look like to other verifiers: their {@code typ}, and the audience ({@code aud}) of those without a resource.
 * Immutable. Tokens of either {@code typ} are verified whatever the profile, so that the nodes of an installation can change it
 * one after another.
 */
public final class BaseTokenProfile {

    private static final int LONGEST_AUDIENCE = 255;

    private final String typ;
    private final @Nullable String audience;

    private BaseTokenProfile(String typ, @Nullable String audience) {
        this.typ = typ;
        this.audience = audience;
    }

    /**
     * Returns the profile that verifiers accept without being configured: {@code typ} is {@code JWT}. A token without a resource
     * has no audience.
     *
     * @return the profile
     */
    public static BaseTokenProfile jwt() {
        return new BaseTokenProfile(TokenType.BASE_TOKEN.typ(), null);
    }

    /**
     * Returns the same profile as {@link #jwt()}, with an audience for tokens without a resource.
     *
     * @param audience 1 to 255 characters, no control characters
     * @return the profile
     * @throws IllegalArgumentException if the audience is empty, too long or has a control character
     */
    public static BaseTokenProfile jwt(String audience) {
        return new BaseTokenProfile(TokenType.BASE_TOKEN.typ(), checked(audience));
    }

    /**
     * Returns the profile for access tokens (RFC 9068): {@code typ} is {@code at+jwt}. The RFC requires an audience of each token.
     *
     * @param audience the audience of tokens without a resource; 1 to 255 characters, no control characters
     * @return the profile
     * @throws IllegalArgumentException if the audience is empty, too long or has a control character
     */
    public static BaseTokenProfile accessToken(String audience) {
        return new BaseTokenProfile(TokenType.ACCESS_TOKEN_TYP, checked(audience));
    }

    /**
     * Returns the audience of tokens without a resource.
     *
     * @return the audience; null if they have none
     */
    public @Nullable String audience() {
        return audience;
    }

    String typ() {
        return typ;
    }

    private static String checked(String audience) {
        Objects.requireNonNull(audience, "audience");
        if (audience.isEmpty()
                || audience.length() > LONGEST_AUDIENCE
                || audience.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("audience: \"" + audience + "\" (expected: 1 to " + LONGEST_AUDIENCE
                    + " characters, no control characters)");
        }
        return audience;
    }

    @Override
    public String toString() {
        return "BaseTokenProfile[typ=" + typ + ", audience=" + audience + "]";
    }
}

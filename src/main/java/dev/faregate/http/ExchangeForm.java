package dev.faregate.http;

import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The form of a token exchange (RFC 8693 section 2.1). */
final class ExchangeForm {

    private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final Set<String> SUBJECT_TYPES =
            Set.of(TokenEndpoints.API_TOKEN_TYPE, TokenEndpoints.ACCESS_TOKEN_TYPE);
    private static final Set<String> ISSUED_TYPES =
            Set.of(TokenEndpoints.ACCESS_TOKEN_TYPE, "urn:ietf:params:oauth:token-type:jwt");

    /** RFC 6749 appendix A.14, as far as a number of seconds is of any use. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

    private final FormBody form;
    private final String subjectToken;
    private @Nullable Permission permission;
    private @Nullable Scopes scopes;
    private @Nullable Resource resource;
    private @Nullable Duration life;

    ExchangeForm(FormBody form) {
        this.form = form;
        this.subjectToken = form.get("subject_token", "");
    }

    /** The error, or null if it can be carried out. */
    @Nullable
    Reply refusal() {
        if (form.get("grant_type") == null) {
            return Reply.error("invalid_request", "The parameter grant_type is needed.");
        }
        if (!GRANT_TYPE.equals(form.get("grant_type"))) {
            return Reply.error("unsupported_grant_type", "The grant type must be " + GRANT_TYPE + ".");
        }
        if (subjectToken.isEmpty() || !SUBJECT_TYPES.contains(form.get("subject_token_type", ""))) {
            return Reply.error(
                    "invalid_request", "A subject_token of type " + TokenEndpoints.API_TOKEN_TYPE + " is needed.");
        }
        if (form.get("actor_token") != null || form.get("actor_token_type") != null) {
            return Reply.error("invalid_request", "Nobody acts for another here.");
        }
        if (!ISSUED_TYPES.contains(form.get("requested_token_type", TokenEndpoints.ACCESS_TOKEN_TYPE))) {
            return Reply.error("invalid_request", "Only access tokens are issued.");
        }
        return narrowing();
    }

    private @Nullable Reply narrowing() {
        NamedResource named = NamedResource.in(form);
        if (named.refusal() != null) {
            return named.refusal();
        }
        resource = named.resource();
        try {
            scopes = form.get("scope") == null ? null : Scopes.parse(form.get("scope", ""));
            permission = form.get("permission") == null ? null : Permission.ofCode(form.get("permission", ""));
        } catch (IllegalArgumentException unusable) {
            return Reply.error("invalid_scope", "The scope or permission cannot be read.");
        }
        if (form.get("expires_in") != null) {
            String seconds = form.get("expires_in", "");
            if (!SECONDS.matcher(seconds).matches()) {
                return Reply.error("invalid_request", "The parameter expires_in is a number of seconds.");
            }
            life = Duration.ofSeconds(Long.parseLong(seconds));
        }
        return null;
    }

    /** As what the base token was asked for: a JWT is an access token, too, but some clients compare. */
    String issuedType() {
        return form.get("requested_token_type", TokenEndpoints.ACCESS_TOKEN_TYPE);
    }

    ExchangeRequest toRequest() {
        return new ExchangeRequest(subjectToken, permission, scopes, resource, life, ExtraClaims.none());
    }
}

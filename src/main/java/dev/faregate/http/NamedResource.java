package dev.faregate.http;

import dev.faregate.identity.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The resource that a form names, by {@code audience} (RFC 8693 section 2.1) or {@code resource} (RFC 8707 section 2).
 *
 * @param resource the resource; null if the form names none, or cannot be answered
 * @param refusal the answer to a form that names two resources, or one that cannot be; null if there is no fault
 */
record NamedResource(@Nullable Resource resource, @Nullable Reply refusal) {

    /** Reads it. */
    static NamedResource in(FormBody form) {
        String audience = form.get("audience", form.get("resource", ""));
        if (!audience.equals(form.get("resource", audience))) {
            return new NamedResource(null, Reply.error("invalid_target", "A token is for one resource."));
        }
        try {
            return new NamedResource(audience.isEmpty() ? null : Resource.of(audience), null);
        } catch (IllegalArgumentException unusable) {
            return new NamedResource(null, Reply.error("invalid_target", "There is no such resource."));
        }
    }
}

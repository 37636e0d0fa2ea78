package dev.faregate.identity;

/**
 * What a token opens: one base, project or account of the host application, by the application's own id. An API token is
 * bound to one resource, or to none.
 *
 * @param id 1 to 255 characters, none of them a control character or half of a surrogate pair; opaque to Faregate
 */
public record Resource(String id) {

    /**
     * Checks the components.
     *
     * @param id the application's id of the resource
     * @throws IllegalArgumentException if the id is empty, too long or holds a control character
     */
    public Resource {
        OpaqueId.check("resource id", id);
    }

    /**
     * Names a resource.
     *
     * @param id the application's id of the resource
     * @return the resource
     * @throws IllegalArgumentException if the id is empty, too long or holds a control character
     */
    public static Resource of(String id) {
        return new Resource(id);
    }
}

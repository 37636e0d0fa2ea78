package dev.faregate.identity;

/**
 * Who a token belongs to: a user, a team or a service account of the host application, by the application's own id.
 *
 * @param id 1 to 255 characters, none of them a control character or half of a surrogate pair; opaque to Faregate
 */
public record Owner(String id) {

    /**
     * Checks the components.
     *
     * @param id the application's id of the owner
     * @throws IllegalArgumentException if the id is empty, too long or holds a control character
     */
    public Owner {
        OpaqueId.check("owner id", id);
    }

    /**
     * Names an owner.
     *
     * @param id the application's id of the owner
     * @return the owner
     * @throws IllegalArgumentException if the id is empty, too long or holds a control character
     */
    public static Owner of(String id) {
        return new Owner(id);
    }
}

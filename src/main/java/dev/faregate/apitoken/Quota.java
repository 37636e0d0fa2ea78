package dev.faregate.apitoken;

/**
 * How many live API tokens there may be. Revoked and expired ones do not count.
 *
 * @param perOwner for each owner; at least 1
 * @param perResource for each resource; at least 1
 */
public record Quota(int perOwner, int perResource) {

    /**
     * Checks the numbers.
     *
     * @param perOwner for each owner; at least 1
     * @param perResource for each resource; at least 1
     * @throws IllegalArgumentException if a number is below 1
     */
    public Quota {
        if (perOwner < 1 || perResource < 1) {
            throw new IllegalArgumentException(
                    "quota: " + perOwner + " per owner, " + perResource + " per resource (expected: both >= 1)");
        }
    }

    /**
     * A quota for each owner, none for resources.
     *
     * @param number how many; at least 1
     * @return the quota
     */
    public static Quota perOwner(int number) {
        return new Quota(number, Integer.MAX_VALUE);
    }

    /**
     * A quota for each resource, none for owners.
     *
     * @param number how many; at least 1
     * @return the quota
     */
    public static Quota perResource(int number) {
        return new Quota(Integer.MAX_VALUE, number);
    }

    /**
     * As many as anybody likes.
     *
     * @return the quota
     */
    public static Quota unlimited() {
        return new Quota(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}

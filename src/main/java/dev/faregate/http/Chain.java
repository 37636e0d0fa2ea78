package dev.faregate.http;

import dev.faregate.identity.StoreUnavailableException;

/** A chain of steps that ends with a verdict. */
interface Chain {

    /** Returns the first step. */
    Step begin();

    /** Returns the last step of a chain in which a port did not answer. */
    Step.Done unavailable(StoreUnavailableException down);

    /** Gives back what was taken for a request that went away before its verdict. */
    default void giveBack() {}
}

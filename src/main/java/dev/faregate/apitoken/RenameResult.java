package dev.faregate.apitoken;

/** What became of a renaming. */
public sealed interface RenameResult {

    /**
     * It has the new name.
     *
     * @param apiToken the changed facts
     */
    record Renamed(ApiToken apiToken) implements RenameResult {}

    /**
     * The name will not do.
     *
     * @param problem what is wrong with it, in words that may be shown to whoever chose it
     */
    record InvalidName(String problem) implements RenameResult {}

    /**
     * A live API token of this resource (or of this owner, without a resource) has the name already.
     *
     * @param name the name
     */
    record NameTaken(String name) implements RenameResult {}

    /** There is no such live API token. */
    record Unknown() implements RenameResult {}
}

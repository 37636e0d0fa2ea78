package dev.faregate.demo.walk;

/** A step that went otherwise than promised. */
final class BrokenPromise extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String what;

    BrokenPromise(String what) {
        super(what, null, false, false);
        this.what = what;
    }

    String what() {
        return what;
    }
}

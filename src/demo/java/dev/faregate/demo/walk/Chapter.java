package dev.faregate.demo.walk;

import java.util.List;

/** The main job of one system. */
interface Chapter {

    String title();

    /** One line of what it shows. */
    String point();

    /** The headers of answers that it is worth looking at. */
    List<String> tellingHeaders();

    /** Does the job; throws {@link BrokenPromise} at the first step that goes otherwise than promised. */
    void tell(Visitor visitor);
}

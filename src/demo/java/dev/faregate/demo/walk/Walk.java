package dev.faregate.demo.walk;

import java.io.PrintStream;
import java.net.URI;
import java.util.List;

/** Does the main job of the three systems over real HTTP, and tells of it. */
public final class Walk {

    private final URI address;
    private final Narrator narrator;

    /** A walk through the demo at an address. */
    public Walk(URI address, PrintStream out) {
        this.address = address;
        this.narrator = new Narrator(out, Colours.ofThisTerminal());
    }

    /** Walks; true if every step went as promised. */
    public boolean run() {
        List<Chapter> chapters = List.of(new BoxHeroChapter(), new NocoDbChapter(), new SeaTableChapter());
        int broken = 0;
        for (Chapter chapter : chapters) {
            narrator.heading(chapter.title(), chapter.point());
            try {
                chapter.tell(new Visitor(address, narrator, chapter.tellingHeaders()));
            } catch (BrokenPromise promise) {
                narrator.broken(promise.what());
                broken++;
            }
        }
        narrator.ending(broken);
        return broken == 0;
    }
}

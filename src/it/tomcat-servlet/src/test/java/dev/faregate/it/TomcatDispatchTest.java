package dev.faregate.it;

import dev.faregate.servlets.DispatchSuite;

class TomcatDispatchTest extends DispatchSuite {

    TomcatDispatchTest() {
        super(new TomcatContainer());
    }
}

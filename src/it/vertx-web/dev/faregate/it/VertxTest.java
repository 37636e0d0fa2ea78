package dev.faregate.it;

import dev.faregate.blackbox.BlackBoxSuite;

class VertxTest extends BlackBoxSuite {

    VertxTest() {
        super(new VertxRoutes());
    }
}

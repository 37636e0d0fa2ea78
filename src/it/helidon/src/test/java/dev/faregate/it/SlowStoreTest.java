package dev.faregate.it;

import dev.faregate.blackbox.SlowStoreSuite;

class SlowStoreTest extends SlowStoreSuite {

    SlowStoreTest() {
        super(new HelidonTest.Helidon());
    }
}

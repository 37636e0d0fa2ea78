package dev.faregate.it;

import dev.faregate.blackbox.BlackBoxSuite;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(GuardedBySuite.class)
class QuarkusRestTest extends BlackBoxSuite {

    QuarkusRestTest() {
        super(QuarkusApplication.adapter());
    }
}

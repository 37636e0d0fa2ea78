package dev.faregate.it;

import dev.faregate.blackbox.MatrixSuite;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(GuardedBySuite.class)
class QuarkusMatrixTest extends MatrixSuite {

    QuarkusMatrixTest() {
        super(new MatrixApplication.Column("Quarkus"));
    }
}

package dev.faregate.it;

import dev.faregate.blackbox.MatrixSuite;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(BehindProxy.class)
class QuarkusBehindProxyMatrixTest extends MatrixSuite {

    QuarkusBehindProxyMatrixTest() {
        super(new MatrixApplication.Column("Quarkus that believes proxies"));
    }
}

package dev.faregate.blackbox;

import dev.faregate.http.Cors;
import dev.faregate.http.RequestGuardBuilder;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every adapter must do, seen from outside over real HTTP. A consumer has one subclass, which names its adapter; what only
 * that framework can get wrong has its tests in the subclass.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(AdapterTable.class)
public abstract class BlackBoxSuite
        implements AdapterTable.Column,
                CredentialCases,
                BasicCases,
                LimitCases,
                PathCases,
                DispatchCases,
                GuessingCases,
                OpenCases,
                BrowserCases,
                CookieCases,
                HostileCases {

    private final Adapter adapter;
    private Subject subject;

    protected BlackBoxSuite(Adapter adapter) {
        this.adapter = adapter;
    }

    @Override
    public String columnName() {
        return adapter.name();
    }

    @Override
    public Subject subject() {
        return subject;
    }

    @Override
    public Subject anotherSubject(UnaryOperator<RequestGuardBuilder> settings) throws Exception {
        return new Subject(adapter, settings);
    }

    @BeforeAll
    void start() throws Exception {
        subject = new Subject(adapter, guard -> guard.cors(Cors.origins(BrowserCases.ORIGIN)));
    }

    @AfterAll
    void stop() throws Exception {
        subject.close();
    }

    /** No case is limited for what another has done. */
    @BeforeEach
    void fillEveryBucket() {
        subject.clock.advance(Duration.ofHours(1));
    }
}

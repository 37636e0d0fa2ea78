package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.blackbox.MatrixClients.MatrixClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@link Situation} by every {@link Requirement}, seen from outside over real HTTP and by the handlers that ran. A consumer has
 * one subclass for each column, which names its adapter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(AdapterTable.class)
public abstract class MatrixSuite implements AdapterTable.Column {

    private static final int FAILED_ATTEMPTS = 20;
    private static final String FORGED =
            "owner=root&owner.id=root&id=root&caller=root&caller.owner.id=root&kind=API_TOKEN"
                    + "&permission=READ_WRITE&scopes=rows&scopes.values=rows&resource=adas&resource.id=adas&name=root&user=root";
    private static final String FORGED_JSON =
            "{\"owner\":{\"id\":\"root\"},\"id\":\"root\",\"kind\":\"API_TOKEN\",\"permission\":\"READ_WRITE\","
                    + "\"scopes\":{\"values\":[\"rows\"]},\"resource\":{\"id\":\"adas\"}}";

    private final MatrixAdapter adapter;
    private MatrixSubject root;
    private MatrixSubject mounted;

    protected MatrixSuite(MatrixAdapter adapter) {
        this.adapter = adapter;
    }

    /** A test of its own, which is written to the table. */
    record Cell(Situation situation, Requirement requirement) {

        @Override
        public String toString() {
            return situation + " " + requirement;
        }
    }

    @Override
    public String columnName() {
        return adapter.name();
    }

    static Stream<Cell> cells() {
        return Stream.of(Situation.values())
                .flatMap(situation ->
                        Stream.of(Requirement.values()).map(requirement -> new Cell(situation, requirement)));
    }

    @BeforeAll
    void start() throws Exception {
        root = new MatrixSubject(adapter, "");
        if (MatrixApi.applies(adapter, Situation.CONTEXT_PATH)) {
            mounted = new MatrixSubject(adapter, adapter.contextPath());
        }
    }

    @AfterAll
    void stop() throws Exception {
        root.close();
        if (mounted != null) {
            mounted.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void cell(Cell cell) throws Exception {
        MatrixCells.whyNot(adapter, cell.situation(), cell.requirement()).ifPresent(Assumptions::abort);
        MatrixSubject subject = cell.situation() == Situation.CONTEXT_PATH ? mounted : root;
        subject.clock.advance(Duration.ofHours(1));
        subject.api.takeViolations();
        new Attempt(subject, Probes.of(cell.situation(), adapter)).at(cell.requirement());
        assertThat(subject.api.takeViolations())
                .as("handlers that ran for whom they must not")
                .isEmpty();
    }

    /** What is sent for one cell. */
    private record Attempt(MatrixSubject subject, Probes probes) {

        void at(Requirement requirement) throws Exception {
            MatrixClients clients = subject.clients;
            passes(clients::good);
            switch (requirement) {
                case SCOPE -> refused(clients::withoutScope, 403);
                case RESOURCE -> {
                    Attempt named = new Attempt(subject, probes.withResources());
                    named.probesRefused(clients::ofOtherBase, 401);
                    named.probesRefused(clients::unbound, 403);
                    named.refusedElsewhere(clients.good());
                    // Another spelling may well be a path of the client's own: the handler notes where it ran for whom.
                    sends(clients::ofOtherBase, probes.sideways());
                    sends(clients::good, probes.sideways());
                }
                case KIND -> refused(clients::ofOtherKind, 403);
                case PERMISSION -> refused(clients::readOnly, 403);
                case LIMIT -> limited();
                case ADDRESS -> {
                    limitedByAddress();
                    subject.clock.advance(Duration.ofHours(1));
                    openIsLimitedByAddress();
                }
                case TOLD -> {
                    told();
                    refused(clients::without, 401);
                    undeclared();
                }
            }
            nothingRuns(clients::good, probes.never());
        }

        /** Each request, by a client of its own: nothing is refused for what it does not lack. */
        private void passes(Supplier<MatrixClient> good) throws Exception {
            for (Probe probe : probes.probes()) {
                for (RawRequest request : probe.requests()) {
                    passes(probe, request, good.get());
                }
            }
        }

        /** The handler of a web socket may run when the handshake has been answered. */
        private void awaitHandshake(Probe probe, int before) throws InterruptedException {
            for (int i = 0; i < 500 && probe.status() == 101 && subject.api.runs(probe.route()) == before; i++) {
                Thread.sleep(10);
            }
        }

        private void passes(Probe probe, RawRequest request, MatrixClient client) throws Exception {
            int before = subject.api.runs(probe.route());
            RawAnswer answer = subject.send(client.sends(request));
            assertThat(answer.status()).as("good client: %s", request).isEqualTo(probe.status());
            awaitHandshake(probe, before);
            assertThat(subject.api.runs(probe.route()))
                    .as("runs after %s", request)
                    .isEqualTo(before + 1);
            assertThat(subject.api.runs(probe.route(), client.owner()))
                    .as("runs for the good client after %s", request)
                    .isPositive();
        }

        private void refused(Supplier<MatrixClient> client, int status) throws Exception {
            probesRefused(client, status);
            nothingRuns(client, probes.sideways());
            nothingRuns(client, probes.never());
        }

        private void probesRefused(Supplier<MatrixClient> client, int status) throws Exception {
            for (Probe probe : probes.probes()) {
                for (RawRequest request : probe.requests()) {
                    int before = subject.api.guardedRuns();
                    assertThat(subject.send(client.get().sends(request)).status())
                            .as("%s", request)
                            .isEqualTo(status);
                    assertThat(subject.api.guardedRuns())
                            .as("runs after %s", request)
                            .isEqualTo(before);
                }
            }
        }

        private void sends(Supplier<MatrixClient> client, List<RawRequest> requests) throws Exception {
            for (RawRequest request : requests) {
                subject.send(client.get().sends(request));
            }
        }

        /** The good client, where it is not bound to. */
        private void refusedElsewhere(MatrixClient good) throws Exception {
            for (Probe probe : probes.probes()) {
                for (RawRequest request : probe.requests()) {
                    RawRequest elsewhere = request.at(request.target().replace(MatrixApi.BASE, Probes.OTHER_BASE));
                    int before = subject.api.guardedRuns();
                    assertThat(subject.send(good.sends(elsewhere)).status())
                            .as("%s", elsewhere)
                            .isEqualTo(401);
                    assertThat(subject.api.guardedRuns())
                            .as("runs after %s", elsewhere)
                            .isEqualTo(before);
                }
            }
        }

        private void nothingRuns(Supplier<MatrixClient> client, List<RawRequest> requests) throws Exception {
            for (RawRequest request : requests) {
                int before = subject.api.guardedRuns();
                RawAnswer answer = subject.send(client.get().sends(request));
                // A framework may take dots literally, so that the path names another client's base: only that one may
                // run.
                if (!request.target().contains(Probes.OTHER_BASE + "/..")) {
                    assertThat(subject.api.guardedRuns())
                            .as("runs after %s, which was answered %d", request, answer.status())
                            .isEqualTo(before);
                }
            }
        }

        /** The authenticated are told that a route or a method is not declared; others are not. */
        private void undeclared() throws Exception {
            for (RawRequest request : probes.undeclared()) {
                RawAnswer answer = subject.send(subject.clients.good().sends(request));
                assertThat(answer.status()).as("good client: %s", request).isEqualTo(probes.undeclaredStatus());
                if (answer.status() == 405) {
                    assertThat(answer.header("Allow")).as("%s", request).containsExactly("GET, HEAD");
                }
                assertThat(subject.send(request).status())
                        .as("without a credential: %s", request)
                        .isEqualTo(401);
                assertThat(subject.send(subject.clients.madeUp().sends(request)).status())
                        .as("with junk: %s", request)
                        .isEqualTo(401);
            }
        }

        /** Exactly five, by all of a probe's requests together, and none more by another spelling. */
        private void limited() throws Exception {
            for (Probe probe : probes.probes()) {
                MatrixClient good = subject.clients.good();
                for (int i = 0; i < MatrixSubject.PERMITS; i++) {
                    passes(probe, probe.requests().get(i % probe.requests().size()), good);
                }
                int before = subject.api.guardedRuns();
                for (RawRequest request : probe.requests()) {
                    assertThat(subject.send(good.sends(request)).status())
                            .as("after %d: %s", MatrixSubject.PERMITS, request)
                            .isEqualTo(429);
                }
                for (String line : Probes.madeUp(subject.api.overridesMethods())) {
                    subject.send(good.sends(probe.first().with(line)));
                }
                if (probes.probes().size() == 1) {
                    nothingRuns(() -> good, probes.sideways());
                }
                assertThat(subject.api.guardedRuns()).as("runs after the limit").isEqualTo(before);
            }
        }

        /** A client that makes addresses up gets no further attempts by any request of the situation. */
        private void limitedByAddress() throws Exception {
            List<RawRequest> all = new ArrayList<>();
            probes.probes().forEach(probe -> all.addAll(probe.requests()));
            int before = subject.api.guardedRuns();
            for (int i = 0; i < FAILED_ATTEMPTS; i++) {
                RawRequest request = madeUp(all.get(i % all.size()), i);
                assertThat(subject.send(subject.clients.madeUp().sends(request)).status())
                        .as("attempt %d: %s", i + 1, request)
                        .isEqualTo(401);
            }
            for (RawRequest request : all) {
                for (int i = 0; i < 3; i++) {
                    RawRequest further = madeUp(request, FAILED_ATTEMPTS + i);
                    assertThat(subject.send(subject.clients.madeUp().sends(further))
                                    .status())
                            .as("after %d: %s", FAILED_ATTEMPTS, further)
                            .isEqualTo(429);
                }
            }
            for (RawRequest request : probes.sideways()) {
                RawRequest further = madeUp(request, 77);
                RawAnswer answer = subject.send(subject.clients.madeUp().sends(further));
                // Servers drop the headers of what they cannot read: then no credential was looked at.
                assertThat(answer.status() == 401 && answer.text().contains("invalid_token"))
                        .as("after %d: %s, answered %s", FAILED_ATTEMPTS, further, answer)
                        .isFalse();
            }
            assertThat(subject.api.guardedRuns()).as("runs for junk").isEqualTo(before);
        }

        private void openIsLimitedByAddress() throws Exception {
            RawRequest open = RawRequest.of("GET", subject.api.contextPath() + MatrixRoute.OPEN.template());
            int before = subject.api.runs(MatrixRoute.OPEN);
            for (int i = 0; i < MatrixSubject.PERMITS; i++) {
                assertThat(subject.send(madeUp(open, i)).status())
                        .as("open: %d", i)
                        .isEqualTo(200);
            }
            for (int i = 0; i < MatrixSubject.PERMITS; i++) {
                assertThat(subject.send(madeUp(open, 100 + i)).status())
                        .as("open: %d", i)
                        .isEqualTo(429);
            }
            assertThat(subject.api.runs(MatrixRoute.OPEN)).isEqualTo(before + MatrixSubject.PERMITS);
        }

        private static RawRequest madeUp(RawRequest request, int number) {
            String address = "198.51.100." + number;
            return request.with(
                    "X-Forwarded-For: " + address,
                    "Forwarded: for=" + address + ";host=host" + number + ".example",
                    "X-Real-IP: " + address,
                    "X-Client-IP: " + address,
                    "X-Cluster-Client-IP: " + address,
                    "True-Client-IP: " + address,
                    "CF-Connecting-IP: " + address,
                    "X-Forwarded-Host: host" + number + ".example",
                    "X-Forwarded-Port: " + (1_024 + number),
                    "X-Forwarded-Proto: https");
        }

        /** The good client's own, though the query and the body forge it; a probe's requests are each for another client. */
        private void told() throws Exception {
            for (Probe probe : probes.probes()) {
                for (RawRequest request : probe.requests()) {
                    told(probe, request);
                    told(probe, request.withQuery(FORGED));
                    if (!request.method().equals("HEAD") && !request.isUpgrade()) {
                        told(probe, request.withBody("application/x-www-form-urlencoded", FORGED));
                        told(probe, request.withBody("application/json", FORGED_JSON));
                    }
                }
            }
        }

        private void told(Probe probe, RawRequest request) throws Exception {
            MatrixClient good = subject.clients.good();
            int before = subject.api.runs(probe.route());
            RawAnswer answer = subject.send(good.sends(request));
            assertThat(answer.status()).as("good client: %s", request).isEqualTo(probe.status());
            awaitHandshake(probe, before);
            assertThat(subject.api.runs(probe.route()))
                    .as("runs after %s", request)
                    .isEqualTo(before + 1);
            assertThat(subject.api.runs(probe.route(), good.owner()))
                    .as("runs for the good client after %s", request)
                    .isEqualTo(1);
            if (probe.status() == 200 && !request.method().equals("HEAD")) {
                assertThat(answer.text()).contains(probe.route() + " for " + good.owner());
            }
        }
    }
}

package dev.faregate.http;

/** Whose permits a request for an open endpoint takes: its client's address. */
record OpenStage(ClientAddress addresses) {

    /** No owner's id has a control character, so that no caller has the bucket of an address. */
    private static final char NO_CALLER = '\t';

    String client(RequestView request) {
        return NO_CALLER + addresses.of(request);
    }

    void noticeExhausted(RequestView request) {
        addresses.noticeExhausted(request);
    }
}

package dev.faregate.http;

/**
 * What a guard needs to answer a request, or to write into the answer of whatever the request goes on to. The other thing that a
 * framework adapter has to provide; one class may well be this and the {@link RequestView}.
 *
 * @param <E> what the framework throws if an answer cannot be sent; {@code RuntimeException} for nothing that is checked
 */
public interface ResponseView<E extends Exception> {

    /**
     * Sets a header in place of any value that it has.
     *
     * @param name the header's name
     * @param value its value, ASCII without line breaks
     */
    void setHeader(String name, String value);

    /**
     * Adds a value to a header beside those that it has.
     *
     * @param name the header's name
     * @param value the value, ASCII without line breaks
     */
    void addHeader(String name, String value);

    /**
     * Answers the request, which goes no further. The headers are set already.
     *
     * @param status the HTTP status
     * @param body the body in UTF-8; no bytes for no body
     * @throws E if the answer cannot be sent
     */
    void send(int status, byte[] body) throws E;
}

package dev.faregate.basetoken;

/**
 * A text by which decoded claims are found. Its hash is made of its last characters only: in a text whose signature held, those
 * are bits of the signature, as good as random, and reading all of a text that was just read off a socket costs more than the
 * rest of the look-up. Equality compares all of it. {@code toString} leaves it out, for it is a usable secret.
 */
final class SignedText {

    private static final int HASHED = 16;

    private final String text;
    private final int hash;

    SignedText(String text) {
        this.text = text;
        int ofTail = 0;
        for (int i = Math.max(0, text.length() - HASHED); i < text.length(); i++) {
            ofTail = 31 * ofTail + text.charAt(i);
        }
        this.hash = ofTail;
    }

    String text() {
        return text;
    }

    int length() {
        return text.length();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedText that && hash == that.hash && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "SignedText[<redacted>]";
    }
}

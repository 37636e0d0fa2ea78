package dev.faregate.basetoken;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one JSON object (RFC 8259) of texts, integers, booleans and arrays of texts, the only kind of payload that is signed here.
 * Anything else is refused, well formed or not: objects inside, other arrays, fractions, exponents, {@code null}, space between
 * the tokens, bytes that are no UTF-8, halves of surrogate pairs; and what its caller refuses. Takes time and memory in proportion to the
 * length, and does not recurse.
 */
final class FlatJson {

    /** Far more than are ever signed. */
    static final int MOST_MEMBERS = 64;

    private static final int LONGEST_INTEGER = 18;
    private static final KnownNames KNOWN = new KnownNames(ClaimNames.RESERVED);

    private final byte[] json;
    private final Charset charset;
    private int at;

    private FlatJson(byte[] json, Charset charset) {
        this.json = json;
        this.charset = charset;
    }

    /** What is told of each member, in order. */
    interface Members {
        /** False to refuse the payload. */
        boolean text(String name, String value);

        /** False to refuse the payload. */
        boolean integer(String name, long value);

        /** False to refuse the payload. */
        boolean flag(String name, boolean value);

        /** False to refuse the payload. */
        boolean texts(String name, List<String> values);
    }

    /** Whether the bytes are such an object, and none of its members was refused. */
    static boolean read(byte[] json, Members members) {
        try {
            boolean ascii = isAscii(json);
            if (!ascii) {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            }
            new FlatJson(json, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8).object(members);
            return true;
        } catch (CharacterCodingException | UnexpectedInput refused) {
            return false;
        }
    }

    private void object(Members members) throws UnexpectedInput {
        expect('{');
        int count = 0;
        if (next() == '}') {
            at++;
        } else {
            do {
                count++;
                require(count <= MOST_MEMBERS);
                String name = name();
                expect(':');
                require(member(members, name));
            } while (hasAnother('}'));
        }
        require(at == json.length);
    }

    private boolean member(Members members, String name) throws UnexpectedInput {
        return switch (next()) {
            case '"' -> members.text(name, text());
            case '[' -> members.texts(name, texts());
            case 't', 'f' -> members.flag(name, flag());
            case '-' -> members.integer(name, negative());
            default -> members.integer(name, integer());
        };
    }

    private boolean hasAnother(char end) throws UnexpectedInput {
        if (next() == ',') {
            at++;
            return true;
        }
        expect(end);
        return false;
    }

    private List<String> texts() throws UnexpectedInput {
        at++;
        if (next() == ']') {
            at++;
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        do {
            require(texts.size() < ExtraClaims.MOST_TEXTS);
            texts.add(text());
        } while (hasAnother(']'));
        return List.copyOf(texts);
    }

    private boolean flag() throws UnexpectedInput {
        boolean value = next() == 't';
        String word = value ? "true" : "false";
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private long negative() throws UnexpectedInput {
        at++;
        long value = integer();
        require(value != 0);
        return -value;
    }

    private long integer() throws UnexpectedInput {
        int start = at;
        long value = 0;
        while (at < json.length && json[at] >= '0' && json[at] <= '9') {
            value = value * 10 + (json[at] - '0');
            at++;
            require(at - start <= LONGEST_INTEGER);
        }
        require(at == start + 1 || (at > start && json[start] != '0'));
        return value;
    }

    private String name() throws UnexpectedInput {
        String known = next() == '"' ? KNOWN.at(json, at + 1) : null;
        if (known == null) {
            return text();
        }
        at += known.length() + 2;
        return known;
    }

    private String text() throws UnexpectedInput {
        expect('"');
        int start = at;
        while (true) {
            byte character = next();
            if (character == '"') {
                return new String(json, start, at++ - start, charset);
            }
            if (character == '\\') {
                return textWithEscapes(start);
            }
            require(character < 0 || character >= ' ');
            at++;
        }
    }

    private String textWithEscapes(int start) throws UnexpectedInput {
        StringBuilder text = new StringBuilder();
        int plain = start;
        byte character = next();
        while (character != '"') {
            require(character < 0 || character >= ' ');
            if (character == '\\') {
                text.append(new String(json, plain, at - plain, charset));
                at++;
                text.append(escaped());
                plain = at;
            } else {
                at++;
            }
            character = next();
        }
        text.append(new String(json, plain, at++ - plain, charset));
        require(text.codePoints().noneMatch(FlatJson::isHalfOfAPair));
        return text.toString();
    }

    private char escaped() throws UnexpectedInput {
        byte letter = next();
        at++;
        return switch (letter) {
            case '"', '\\', '/' -> (char) letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw new UnexpectedInput();
        };
    }

    private int hex() throws UnexpectedInput {
        int digit = Character.digit(next(), 16);
        at++;
        require(digit >= 0);
        return digit;
    }

    private byte next() throws UnexpectedInput {
        require(at < json.length);
        return json[at];
    }

    private void expect(char character) throws UnexpectedInput {
        require(next() == character);
        at++;
    }

    private static void require(boolean expected) throws UnexpectedInput {
        if (!expected) {
            throw new UnexpectedInput();
        }
    }

    private static boolean isAscii(byte[] bytes) {
        int all = 0;
        for (byte each : bytes) {
            all |= each;
        }
        return all >= 0;
    }

    private static boolean isHalfOfAPair(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Ends the reading; says nothing, as nobody is told what was wrong. */
    private static final class UnexpectedInput extends Exception {
        private static final long serialVersionUID = 1L;

        UnexpectedInput() {
            super(null, null, false, false);
        }
    }
}

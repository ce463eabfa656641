package dev.tollgate.edge.metering;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Reads a vocabulary as it is published: a line for each token, its bytes in Base64, a space and its rank.
///
/// In one pass, and without an object for a line: a start of the edge reads 300,000 of them, before anything is
/// compiled.
final class VocabularyReader {
    private static final int CHUNK_BYTES = 32 * 1024;

    /// Somewhat more than the mean of a published encoding, so that the array seldom has to grow.
    private static final int TOKEN_BYTES = 8;

    private static final int PADDING = 64;
    private static final int NOT_BASE64 = -1;
    private static final byte[] SEXTETS = sextets();

    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int filled;
    private int at;

    private final int[] starts;
    private byte[] bytes;
    private int end;

    private VocabularyReader(InputStream in, int tokens) {
        this.in = in;
        this.starts = new int[tokens + 1];
        this.bytes = new byte[tokens * TOKEN_BYTES];
    }

    /// @param tokens how many there are: a file that was cut short is none
    static Vocabulary read(InputStream in, int tokens) throws IOException {
        VocabularyReader reader = new VocabularyReader(in, tokens);
        for (int rank = 0; rank < tokens; rank++) {
            reader.readToken(rank);
        }
        if (reader.nextByte() >= 0) {
            throw new IOException("More than " + tokens + " tokens");
        }
        return new Vocabulary(Arrays.copyOf(reader.bytes, reader.end), reader.starts);
    }

    private void readToken(int rank) throws IOException {
        int bits = 0;
        int held = 0;
        for (int c = nextByte(); c != ' '; c = nextByte()) {
            int sextet = SEXTETS[c & 0xff];
            if (sextet == NOT_BASE64) {
                throw new IOException("Token " + rank + " is not Base64");
            }
            if (sextet != PADDING) {
                bits = (bits << 6) | sextet;
                held += 6;
                if (held >= 8) {
                    held -= 8;
                    put((byte) (bits >> held));
                }
            }
        }
        if (readNumber() != rank) {
            throw new IOException("Token " + rank + " has another rank");
        }
        starts[rank + 1] = end;
    }

    private int readNumber() throws IOException {
        int number = 0;
        int c = nextByte();
        while (c >= '0' && c <= '9') {
            number = number * 10 + c - '0';
            c = nextByte();
        }
        return c == '\n' || c < 0 ? number : -1;
    }

    private void put(byte b) {
        if (end == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * end);
        }
        bytes[end++] = b;
    }

    /// Below 0 at the end.
    private int nextByte() throws IOException {
        if (at == filled) {
            filled = in.read(chunk);
            at = 0;
            if (filled <= 0) {
                filled = 0;
                return -1;
            }
        }
        return chunk[at++];
    }

    private static byte[] sextets() {
        byte[] sextets = new byte[256];
        Arrays.fill(sextets, (byte) NOT_BASE64);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            sextets[alphabet.charAt(i)] = (byte) i;
        }
        sextets['='] = PADDING;
        return sextets;
    }
}

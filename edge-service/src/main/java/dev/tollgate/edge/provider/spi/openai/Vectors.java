package dev.tollgate.edge.provider.spi.openai;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// A vector as JSON has it: an array of numbers, or base64 of little-endian floats.
final class Vectors {
    private Vectors() {}

    /// @param start where the array's bracket is
    /// @return a JSON string
    /// @throws IllegalArgumentException when it is no array of finite numbers
    static byte[] toBase64(byte[] bytes, int start, int end) {
        ByteBuffer floats = ByteBuffer.allocate((commas(bytes, start, end) + 1) * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        int at = start + 1;
        while (at < end) {
            int stop = at;
            while (stop < end - 1 && bytes[stop] != ',') {
                stop++;
            }
            floats.putFloat(number(bytes, at, stop));
            at = stop + 1;
        }
        byte[] encoded = Base64.getEncoder().encode(Arrays.copyOf(floats.array(), floats.position()));
        byte[] quoted = new byte[encoded.length + 2];
        System.arraycopy(encoded, 0, quoted, 1, encoded.length);
        quoted[0] = '"';
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    /// @param start where the string's opening quote is
    /// @return a JSON array
    /// @throws IllegalArgumentException when it is no base64 of finite floats
    static byte[] toNumbers(byte[] bytes, int start, int end) {
        // JSON may write a slash as `\/`.
        String text = new String(bytes, start + 1, end - start - 2, StandardCharsets.ISO_8859_1).replace("\\/", "/");
        byte[] decoded = Base64.getDecoder().decode(text);
        if (decoded.length % Float.BYTES != 0) {
            throw new IllegalArgumentException("no whole number of floats");
        }
        ByteBuffer floats = ByteBuffer.wrap(decoded).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder numbers = new StringBuilder(decoded.length * 3).append('[');
        while (floats.hasRemaining()) {
            numbers.append(numbers.length() > 1 ? "," : "").append(finite(floats.getFloat()));
        }
        return numbers.append(']').toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static float number(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).strip();
        for (int i = 0; i < text.length(); i++) {
            // Java's own notations, such as 1f and 0x1p0, are no JSON.
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                throw new IllegalArgumentException("no number");
            }
        }
        return finite(Float.parseFloat(text));
    }

    private static float finite(float number) {
        if (!Float.isFinite(number)) {
            throw new IllegalArgumentException("not finite");
        }
        return number;
    }

    private static int commas(byte[] bytes, int start, int end) {
        int commas = 0;
        for (int i = start; i < end; i++) {
            commas += bytes[i] == ',' ? 1 : 0;
        }
        return commas;
    }
}

package dev.tollgate.console.assets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// One file, as it is sent.
///
/// @param type its media type
@SuppressWarnings("ArrayRecordComponent")
record Asset(String type, byte[] plain, byte[] gzipped) {
    private static final int VERSION_BYTES = 6;

    /// @throws IllegalStateException when the build did not put it there
    static Asset load(String name) {
        try (InputStream in = Asset.class.getResourceAsStream("/assets/" + name)) {
            if (in == null) {
                throw new IllegalStateException("assets/" + name + " is not on the class path");
            }
            byte[] plain = in.readAllBytes();
            return new Asset(typeOf(name), plain, gzip(plain));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A name for these files' contents.
    static String version(List<Asset> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach(file -> digest.update(Objects.requireNonNull(file).plain));
            return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String typeOf(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalStateException("no media type is known of " + name);
        };
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new Smallest(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    /// As small as can be: it is done once.
    private static final class Smallest extends GZIPOutputStream {
        Smallest(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}

package dev.tollgate.local.fake.openai.images;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes PNG files of two colours, one bit a pixel.
final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte BIT_DEPTH = 1;
    private static final byte BY_PALETTE = 3;

    private Png() {}

    static byte[] of(Picture picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(picture.width()).putInt(picture.height());
        chunk(out, "IHDR", header.put(BIT_DEPTH).put(BY_PALETTE).array());
        int light = picture.colour(false);
        int dark = picture.colour(true);
        chunk(out, "PLTE", new byte[] {
            (byte) (light >> 16),
            (byte) (light >> 8),
            (byte) light,
            (byte) (dark >> 16),
            (byte) (dark >> 8),
            (byte) dark
        });
        if (picture.transparent()) {
            chunk(out, "tRNS", new byte[] {0});
        }
        if (picture.padding() > 0) {
            chunk(out, "paDd", new byte[picture.padding()]);
        }
        chunk(out, "IDAT", deflated(pixels(picture)));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /// Each row begins with the number of its filter: 0, none.
    private static byte[] pixels(Picture picture) {
        int rowBytes = 1 + (picture.width() + 7) / 8;
        byte[] pixels = new byte[rowBytes * picture.height()];
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                if (picture.dark(x, y)) {
                    pixels[y * rowBytes + 1 + x / 8] |= (byte) (0x80 >> (x % 8));
                }
            }
        }
        return pixels;
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] piece = new byte[8 << 10];
            while (!deflater.finished()) {
                out.write(piece, 0, deflater.deflate(piece));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] content) {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(type);
        checksum.update(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(type);
        out.writeBytes(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}

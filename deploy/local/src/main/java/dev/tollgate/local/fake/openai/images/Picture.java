package dev.tollgate.local.fake.openai.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/// A picture of stripes in two colours; the seed decides all of it, so its name is enough to make it again.
///
/// @param format `png`, `jpeg` or `webp`; a webp is one pixel, whatever the size
/// @param padding bytes that the file is bigger than need be (PNG only)
record Picture(int width, int height, long seed, String format, boolean transparent, int padding) {

    private static final Pattern NAME = Pattern.compile("(\\d{2,4})x(\\d{2,4})-([0-9a-f]{16})(-t)?\\.(png|jpeg|webp)");
    private static final byte[] WEBP =
            HexFormat.of().parseHex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700");
    private static final int STRIPE = 16;
    private static final int BAND = 64;

    /// @return empty when the name is none that [#name] gives
    static Optional<Picture> named(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new Picture(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        HexFormat.fromHexDigitsToLong(matcher.group(3)),
                        matcher.group(5),
                        matcher.group(4) != null,
                        0))
                : Optional.empty();
    }

    String name() {
        return width + "x" + height + "-" + HexFormat.of().toHexDigits(seed) + (transparent ? "-t" : "") + "." + format;
    }

    String contentType() {
        return "image/" + format;
    }

    /// The state of the picture some steps before it is ready.
    Picture draft(int step) {
        return new Picture(width, height, seed * 31 + step, format, transparent, 0);
    }

    byte[] bytes() {
        return switch (format) {
            case "jpeg" -> jpeg();
            case "webp" -> WEBP.clone();
            default -> Png.of(this);
        };
    }

    /// Which of the two colours a point has.
    boolean dark(int x, int y) {
        return (seed >>> (x / STRIPE + y / BAND) & 1) == 1;
    }

    /// @return red, green, blue in 24 bits
    int colour(boolean dark) {
        int tone = (int) (seed ^ seed >>> 32) & 0x7F7F7F;
        return dark ? tone : 0xFFFFFF - tone / 2;
    }

    private byte[] jpeg() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour(dark(x, y)));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

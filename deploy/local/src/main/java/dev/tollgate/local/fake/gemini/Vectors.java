package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.SplittableRandom;

/// Embeddings by the text alone: the same text has the same vector, and a shorter one is its beginning.
final class Vectors {

    static final int LENGTH = 768;

    private static final float SCALE = 1 << 20;

    private Vectors() {}

    static ArrayNode of(String text, int length) {
        SplittableRandom random = new SplittableRandom(text.hashCode());
        ArrayNode values = JsonNodeFactory.instance.arrayNode(length);
        for (int i = 0; i < length; i++) {
            values.add((random.nextInt(1 << 21) - SCALE) / SCALE);
        }
        return values;
    }
}

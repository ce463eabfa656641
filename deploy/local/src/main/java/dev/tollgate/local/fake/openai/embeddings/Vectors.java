package dev.tollgate.local.fake.openai.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/// Unit vectors: each feature has a direction of its own, an input points where the sum of its features' does. Texts
/// that share words are near to each other, and fewer dimensions are the beginning of more.
public final class Vectors {

    private Vectors() {}

    public static float[] of(List<String> features, int dimensions) {
        double[] sum = new double[dimensions];
        for (String feature : features) {
            SplittableRandom random = new SplittableRandom(seed(feature));
            for (int i = 0; i < dimensions; i++) {
                sum[i] += random.nextDouble() * 2 - 1;
            }
        }
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        float[] unit = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            unit[i] = (float) (sum[i] / Math.sqrt(square));
        }
        return unit;
    }

    /// Numbers, or the little-endian bytes of 32-bit floats in base64.
    public static JsonNode json(float[] vector, boolean base64) {
        if (base64) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            return JsonNodeFactory.instance.textNode(Base64.getEncoder().encodeToString(bytes.array()));
        }
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode(vector.length);
        for (float value : vector) {
            numbers.add(value);
        }
        return numbers;
    }

    /// FNV-1a over the characters.
    private static long seed(String feature) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < feature.length(); i++) {
            hash = (hash ^ feature.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}

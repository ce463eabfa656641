package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue.AnswerCache;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads whether, and how, a group's answers are kept and given again.
final class AnswerCacheReader {
    static final String CACHE = "cache";

    private static final String TTL = "ttl";
    private static final String CHARGE = "charge";
    private static final String MAX_BYTES = "max_bytes";
    private static final Set<String> KEYS = Set.of(TTL, CHARGE, MAX_BYTES);
    private static final int PPM_PLACES = 6;
    private static final long BYTES_LEAST = 256;
    private static final long BYTES_MOST = 1_048_576;
    private static final long BYTES = 262_144;

    private AnswerCacheReader() {}

    /// Null where none is given. How long answers lie there, and what they cost, nobody gets by leaving it out.
    static @Nullable AnswerCache read(Section owner) {
        Section section = owner.section(CACHE, KEYS);
        if (section == null) {
            return null;
        }
        require(section, TTL);
        require(section, CHARGE);
        return new AnswerCache(
                Forms.millis(section, TTL, 1),
                chargePpm(section),
                section.whole(MAX_BYTES, BYTES_LEAST, BYTES_MOST, BYTES));
    }

    private static void require(Section section, String key) {
        if (!section.has(key)) {
            section.problem(key, "is missing");
        }
    }

    private static long chargePpm(Section section) {
        BigDecimal charge = Forms.decimal(section, CHARGE, PPM_PLACES);
        if (charge == null) {
            return 0;
        }
        if (charge.compareTo(BigDecimal.ONE) > 0) {
            section.problem(CHARGE, "must be from 0 to 1");
            return 0;
        }
        return charge.movePointRight(PPM_PLACES).longValueExact();
    }

    /// In the file's words.
    static void put(Map<String, Object> words, @Nullable AnswerCache cache) {
        if (cache != null) {
            Map<String, Object> own = new LinkedHashMap<>();
            Definitions.putMillis(own, TTL, cache.ttlMillis());
            own.put(CHARGE, charge(cache.chargePpm()));
            own.put(MAX_BYTES, cache.maxBytes());
            words.put(CACHE, own);
        }
    }

    private static String charge(long ppm) {
        return BigDecimal.valueOf(ppm, PPM_PLACES).stripTrailingZeros().toPlainString();
    }
}

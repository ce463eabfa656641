package dev.tollgate.edge.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.error.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BearerHeaderTest {
    @Test
    void readsTheSchemeInAnyCase() {
        for (String header : new String[] {"Bearer sk-a", "bearer sk-a", "BEARER   sk-a "}) {
            assertThat(BearerHeader.read(header)).isEqualTo(new BearerHeader.Given("sk-a"));
        }
    }

    @Test
    void missesAKeyWhereThereIsNone() {
        for (String header : new String[] {null, "", "  ", "Bearer", "Bearer ", "bearer   "}) {
            assertThat(code(header)).as(header).isEqualTo(ErrorCode.MISSING_API_KEY);
        }
    }

    @Test
    void namesTheRightFormWhenItIsAnother() {
        for (String header : new String[] {"sk-a", "Basic c2stYQ==", "Token sk-a", "Bearersk-a", "Bearer:sk-a"}) {
            assertThat(code(header)).as(header).isEqualTo(ErrorCode.INVALID_API_KEY);
            assertThat(BearerHeader.read(header).toString()).contains("Authorization: Bearer sk-");
        }
    }

    private static @Nullable ErrorCode code(@Nullable String header) {
        return BearerHeader.read(header) instanceof BearerHeader.Wrong(var error) ? error.code() : null;
    }
}

package dev.tollgate.inner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonFaultsTest {
    private final ObjectMapper json = new ObjectMapper();

    record Line(int amount) {
        Line {
            if (amount < 0) {
                throw new IllegalArgumentException("must not be negative");
            }
        }
    }

    enum Payer {
        GUEST,
        HOST
    }

    record Bill(List<Line> lines, @Nullable Payer payer) {}

    @Test
    void namesTheFieldOfTheWrongTypeByItsPath() {
        assertThat(fault("{\"lines\": [{\"amount\": 1}, {\"amount\": \"much\"}]}"))
                .isEqualTo(new ServiceError(
                        ErrorCode.INVALID_VALUE, "The value of lines[1].amount is not valid.", "lines[1].amount"));
    }

    @Test
    void namesAFieldThatThereIsNot() {
        assertThat(fault("{\"rows\": []}"))
                .isEqualTo(new ServiceError(ErrorCode.INVALID_VALUE, "Unknown field: rows.", "rows"));
    }

    @Test
    void namesTheWordsThatAreTaken() {
        assertThat(fault("{\"payer\": \"NOBODY\"}"))
                .isEqualTo(new ServiceError(ErrorCode.INVALID_VALUE, "payer must be one of GUEST, HOST.", "payer"));
    }

    @Test
    void tellsWhyARecordRefusedItsValues() {
        assertThat(fault("{\"lines\": [{\"amount\": -1}]}"))
                .isEqualTo(new ServiceError(ErrorCode.INVALID_VALUE, "lines[0]: must not be negative.", "lines[0]"));
    }

    @Test
    void tellsWhereTheJsonBreaks() {
        assertThat(fault("{\"lines\":\n  [}"))
                .isEqualTo(new ServiceError(
                        ErrorCode.INVALID_JSON, "The body is not valid JSON at line 2, column 4.", null));
    }

    private ServiceError fault(String body) {
        return JsonFaults.of(
                catchThrowableOfType(JsonProcessingException.class, () -> json.readValue(body, Bill.class)));
    }
}

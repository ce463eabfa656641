package dev.tollgate.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @Test
    void hasDefaults() {
        assertThat(Arguments.parse()).isEqualTo(new Arguments(null, 1, 8080, false, null, null));
    }

    @Test
    void readsEveryOptionInAnyOrder() {
        Arguments arguments = Arguments.parse(
                "--redis",
                "redis://r:1",
                "--demo-all",
                "--edges",
                "3",
                "--catalogue",
                "my.yaml",
                "--port-base",
                "9000",
                "--postgres",
                "postgresql://u:p@h:1/d");

        assertThat(arguments)
                .isEqualTo(new Arguments(Path.of("my.yaml"), 3, 9000, true, "postgresql://u:p@h:1/d", "redis://r:1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --edges 0        | --edges must be a number from 1 to 16, not 0
            --edges two      | --edges must be a number from 1 to 16, not two
            --port-base 70000 | --port-base must be a number from 1 to 65375, not 70000
            --edges          | --edges needs a value
            --catalogue --demo-all | --catalogue needs a value
            --colour red     | unknown option: --colour
            now              | unknown option: now
            """)
    void saysWhichWordIsWrong(String words, String message) {
        assertThatThrownBy(() -> Arguments.parse(words.split(" ")))
                .isInstanceOf(StackException.class)
                .hasMessage(message);
    }
}

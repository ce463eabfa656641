package dev.tollgate.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {

    @TempDir
    private Path directory;

    @Test
    void keepsLinesThatOnlyTheOwnerReads() throws IOException {
        PrivateFile file = new PrivateFile(directory.resolve("new/credentials"));
        Map<String, String> values = new LinkedHashMap<>();
        values.put("admin_token", "tga-1");
        values.put("api_key", "sk-a=b");

        file.write(values);

        assertThat(Files.readString(file.path())).isEqualTo("admin_token=tga-1\napi_key=sk-a=b\n");
        assertThat(file.read()).containsExactlyEntriesOf(values);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void makesSecretsOnce() {
        Secrets first = Secrets.in(directory);

        assertThat(Secrets.in(directory)).isEqualTo(first);
        assertThat(first.masterKeys()).startsWith("k1:");
        assertThat(first.toString()).doesNotContain(first.internalToken());
    }
}

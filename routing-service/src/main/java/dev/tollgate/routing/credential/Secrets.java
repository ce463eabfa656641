package dev.tollgate.routing.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The secrets at hand at one moment, by reference. Held in memory only; never shown.
public final class Secrets {
    private static final long LARGEST_FILE = 16 * 1024;
    private static final int LONGEST = 4_096;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<CredentialReference, String> declared;
    private final Map<String, String> managed;

    private Secrets(Map<CredentialReference, String> declared, Map<String, String> managed) {
        this.declared = declared;
        this.managed = managed;
    }

    /// Resolves what the references lead to now; what is absent or unreadable is simply not there.
    ///
    /// @param managed secrets set by management, by provider
    public static Secrets resolve(
            Set<CredentialReference> references,
            UnaryOperator<@Nullable String> environment,
            Map<String, String> managed) {
        Map<CredentialReference, String> found = new HashMap<>();
        for (CredentialReference reference : references) {
            String secret = usable(
                    switch (reference) {
                        case CredentialReference.Env env -> environment.apply(env.name());
                        case CredentialReference.File file -> read(Path.of(file.path()));
                        case CredentialReference.Managed _, CredentialReference.None _ -> null;
                    });
            if (secret != null) {
                found.put(reference, secret);
            }
        }
        return new Secrets(found, new TreeMap<>(managed));
    }

    /// The secret for a provider's reference. What the file declares wins; a managed one stands in for it.
    public @Nullable String find(CredentialReference reference, String provider) {
        if (reference instanceof CredentialReference.None) {
            return null;
        }
        String secret = declared.get(reference);
        return secret == null ? managed.get(provider) : secret;
    }

    /// Whether the file's own reference leads to a secret, so that a managed one would have no effect.
    public boolean declares(CredentialReference reference) {
        return declared.containsKey(reference);
    }

    /// Trimmed, and usable in a header: printable ASCII; else null. Some credentials are a JSON object of
    /// several lines (a service account's key): it is made one line, and may have spaces in its texts.
    public static @Nullable String usable(@Nullable String secret) {
        if (secret == null) {
            return null;
        }
        String given = secret.strip();
        boolean json = given.startsWith("{");
        String trimmed = json ? oneLine(given) : given;
        boolean printable = trimmed.chars().allMatch(c -> c >= (json ? 0x20 : 0x21) && c < 0x7F);
        return trimmed.isEmpty() || trimmed.length() > LONGEST || !printable ? null : trimmed;
    }

    /// As it is when it is no JSON: then its line ends refuse it.
    private static String oneLine(String json) {
        try {
            return JSON.readTree(json).toString();
        } catch (JsonProcessingException _) {
            return json;
        }
    }

    private static @Nullable String read(Path path) {
        try {
            return Files.size(path) > LARGEST_FILE ? null : Files.readString(path);
        } catch (IOException _) {
            return null;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secrets that && declared.equals(that.declared) && managed.equals(that.managed);
    }

    @Override
    public int hashCode() {
        return declared.keySet().hashCode();
    }

    @Override
    public String toString() {
        return "Secrets[" + (declared.size() + managed.size()) + " hidden]";
    }
}

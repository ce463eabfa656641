package dev.tollgate.auth;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/// Anybody may sign up, and mails are written; nobody sends them but the test that starts a server, and nobody
/// looks at the workloads file but the test that writes it.
public class PeopleProfile implements QuarkusTestProfile {
    public static final String SITE = "https://console.example.com";

    /// Not there at the start.
    public static final String WORKLOADS = "target/workloads-of-tests.yaml";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        config.put("tollgate.auth.signup.mode", "open");
        config.put("tollgate.auth.signup.group", "newcomers");
        config.put("tollgate.auth.mail.from", "tollgate@localhost");
        config.put("tollgate.auth.mail.every", "1h");
        config.put("tollgate.public-url", SITE + "/");
        config.put("tollgate.auth.oidc.link-by-email", "true");
        config.put("tollgate.auth.oidc.sign-up", "true");
        config.put("tollgate.auth.workload.file", WORKLOADS);
        config.put("tollgate.auth.workload.every", "1h");
        config.put("tollgate.auth.workload.keys-pause", "0s");
        config.put("tollgate.auth.workload.keys-patience", "4s");
        config.put("tollgate.auth.workload.keys-timeout", "10s");
        config.put("quarkus.mailer.host", "127.0.0.1");
        config.put("quarkus.mailer.start-tls", "DISABLED");
        return config;
    }
}

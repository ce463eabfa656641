package dev.tollgate.auth.workload;

import dev.tollgate.auth.account.AccountRules;
import dev.tollgate.auth.key.WorkloadTerms;
import dev.tollgate.auth.workload.Workloads.Issuer;
import dev.tollgate.auth.workload.Workloads.Rule;
import dev.tollgate.auth.workload.WorkloadsFile.FaultyFile;
import dev.tollgate.auth.workload.WorkloadsFile.IssuerText;
import dev.tollgate.auth.workload.WorkloadsFile.RuleText;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the workloads file may say. The first fault is told with its field.
final class WorkloadsReader {
    private static final int ISSUERS_MAX = 8;
    private static final int RULES_MAX = 2_000;
    private static final int MODELS_MAX = 1_000;
    private static final int SPEND_LIMITS_MAX = 16;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern MODEL = Pattern.compile("\\S{1,200}");
    private static final Pattern AUDIENCE = Pattern.compile("\\S{1,200}");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private WorkloadsReader() {}

    static Workloads read(String text) throws FaultyFile {
        WorkloadsFile file = WorkloadsFile.parse(text);
        String audience = Objects.requireNonNullElse(file.audience(), Workloads.NONE.audience());
        require(AUDIENCE.matcher(audience).matches(), "audience", "must be 1 to 200 characters without spaces");
        List<Issuer> issuers = issuers(file.issuers());
        return new Workloads(audience, issuers, rules(file.workloads(), issuers));
    }

    private static List<Issuer> issuers(@Nullable List<@Nullable IssuerText> texts) throws FaultyFile {
        if (texts == null || texts.isEmpty()) {
            throw new FaultyFile("issuers: must name one issuer at least");
        }
        require(texts.size() <= ISSUERS_MAX, "issuers", "must have at most " + ISSUERS_MAX + " entries");
        List<Issuer> issuers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String at = "issuers[" + i + "]";
            IssuerText text = present(texts.get(i), at);
            String name = present(text.issuer(), at + ".issuer");
            require(!name.isBlank(), at + ".issuer", "must be the `iss` of its tokens");
            require(names.add(name), at + ".issuer", "is given twice");
            issuers.add(new Issuer(name, source(text, at)));
        }
        return issuers;
    }

    private static KeySource source(IssuerText text, String at) throws FaultyFile {
        String url = text.jwksUrl();
        String file = text.jwksFile();
        require((url == null) != (file == null), at, "must have either jwks_url or jwks_file");
        if (url == null) {
            require(text.caFile() == null && text.tokenFile() == null, at, "ca_file and token_file belong to jwks_url");
            return new KeySource.InFile(Path.of(Objects.requireNonNull(file)));
        }
        return new KeySource.AtAddress(address(url, at + ".jwks_url"), path(text.caFile()), path(text.tokenFile()));
    }

    /// Over the network only with TLS: whoever can change the keys can call as anybody.
    private static URI address(String url, String at) throws FaultyFile {
        try {
            URI address = URI.create(url);
            String host = address.getHost();
            boolean safe = "https".equals(address.getScheme())
                    || ("http".equals(address.getScheme()) && host != null && LOOPBACK.contains(host));
            require(safe && host != null, at, "must be an https address");
            return address;
        } catch (IllegalArgumentException e) {
            throw new FaultyFile(at + ": is no address");
        }
    }

    private static List<Rule> rules(@Nullable List<@Nullable RuleText> texts, List<Issuer> issuers) throws FaultyFile {
        if (texts == null) {
            return List.of();
        }
        require(texts.size() <= RULES_MAX, "workloads", "must have at most " + RULES_MAX + " entries");
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String at = "workloads[" + i + "]";
            rules.add(rule(present(texts.get(i), at), at, issuers));
        }
        return rules;
    }

    private static Rule rule(RuleText text, String at, List<Issuer> issuers) throws FaultyFile {
        String issuer = text.issuer();
        require(
                issuer == null
                        || issuers.stream().anyMatch(known -> known.name().equals(issuer)),
                at + ".issuer",
                "is none of the issuers above");
        Glob namespace = glob(present(text.namespace(), at + ".namespace"), at + ".namespace");
        Glob serviceAccount = glob(present(text.serviceAccount(), at + ".service_account"), at + ".service_account");
        String account = present(text.account(), at + ".account");
        require(ID.matcher(account).matches(), at + ".account", "must be an account's id");
        require(
                AccountRules.groupFault(text.group()) == null,
                at + ".group",
                "must be 1 to 64 letters, digits, dots, dashes or underscores");
        List<String> models = texts(text.models(), at + ".models", MODELS_MAX, MODEL);
        List<String> spendLimits = texts(text.spendLimits(), at + ".spend_limits", SPEND_LIMITS_MAX, ID);
        return new Rule(
                issuer,
                namespace,
                serviceAccount,
                new WorkloadTerms(
                        account,
                        text.group(),
                        models.isEmpty() ? null : models,
                        Objects.requireNonNullElse(text.limits(), RateLimits.NONE),
                        spendLimits));
    }

    private static Glob glob(String text, String at) throws FaultyFile {
        require(Glob.isWellFormed(text), at, "must be a name of Kubernetes', with * for any characters");
        return Glob.of(text);
    }

    private static List<String> texts(@Nullable List<@Nullable String> items, String at, int max, Pattern form)
            throws FaultyFile {
        if (items == null) {
            return List.of();
        }
        require(items.size() <= max, at, "must have at most " + max + " entries");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String item = present(items.get(i), at + "[" + i + "]");
            require(form.matcher(item).matches(), at + "[" + i + "]", "is not a valid value");
            texts.add(item);
        }
        return texts;
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }

    private static <T> T present(@Nullable T value, String at) throws FaultyFile {
        if (value == null) {
            throw new FaultyFile(at + ": is required");
        }
        return value;
    }

    private static void require(boolean holds, String at, String otherwise) throws FaultyFile {
        if (!holds) {
            throw new FaultyFile(at + ": " + otherwise);
        }
    }
}

package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.routing.catalogue.CatalogueFile.DeploymentEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.GroupEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.GuardrailEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.ProviderEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import dev.tollgate.routing.catalogue.Kind.Named;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/// Reads a catalogue file: all of it is right, or every problem is named with line and field. Pure: bytes and
/// environment in, outcome out.
final class CatalogueReader {
    private static final Set<String> KEYS = Set.of(
            "version",
            "allow_loopback",
            "prices_effective_from",
            PriceForm.BATCH,
            "providers",
            "models",
            "deployments",
            "groups",
            GuardrailReader.GUARDRAILS);
    private static final int DEEPEST = 10;

    private final int bytesMax;
    private final ProviderReader providers;

    CatalogueReader(int bytesMax, UnaryOperator<@Nullable String> environment) {
        this.bytesMax = bytesMax;
        this.providers = new ProviderReader(environment);
    }

    Reading read(byte[] bytes) {
        String hash = hash(bytes);
        Problems problems = new Problems();
        CatalogueFile file = parse(bytes, hash, problems);
        return problems.isEmpty() && file != null
                ? new Reading.Valid(file)
                : new Reading.Invalid(hash, problems.sorted());
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    private @Nullable CatalogueFile parse(byte[] bytes, String hash, Problems problems) {
        if (bytes.length > bytesMax) {
            problems.add(1, "", "the file is larger than " + bytesMax + " bytes");
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return catalogue(compose(text), hash, problems);
        } catch (CharacterCodingException _) {
            problems.add(1, "", "the file is not UTF-8");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add(line, "", "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(1, "", "not YAML: " + Section.shorten(String.valueOf(e.getMessage())));
        }
        return null;
    }

    private @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(bytesMax);
        options.setNestingDepthLimit(DEEPEST);
        return new Yaml(options).compose(new StringReader(text));
    }

    private CatalogueFile catalogue(@Nullable Node node, String hash, Problems problems) {
        Section root = Section.root(node, KEYS, problems);
        root.requiredWhole("version", 1, 1);
        checkEffectiveFrom(root);
        GroupReader.multiplier(root, PriceForm.BATCH, BigDecimal.ONE);
        Map<Named, Integer> lines = new HashMap<>();
        for (Kind kind : Kind.values()) {
            if (!root.has(kind.plural())) {
                root.problem(kind.plural(), "is missing");
            }
            root.linesById(kind.plural()).forEach((id, line) -> lines.put(kind.named(id), line));
        }
        Map<String, ProviderEntry> providersById = providers.read(root);
        Map<String, Model> models = new ModelReader().read(root);
        List<DeploymentEntry> deployments = new DeploymentReader(providersById, models).read(root);
        Map<String, GuardrailEntry> guardrails = GuardrailReader.read(root);
        List<GroupEntry> groups = new GroupReader(models, guardrails).read(root);
        return new CatalogueFile(
                hash,
                List.copyOf(providersById.values()),
                List.copyOf(models.values()),
                deployments,
                groups,
                guardrails,
                lines);
    }

    private static void checkEffectiveFrom(Section root) {
        String text = root.raw("prices_effective_from");
        if (text == null) {
            return;
        }
        try {
            OffsetDateTime.parse(text);
        } catch (DateTimeException _) {
            root.problem("prices_effective_from", "must be a time such as 2026-07-01T00:00:00Z");
        }
    }
}

package dev.tollgate.e2e.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The chart as an administrator installs it: one release in one namespace. The program is named by
/// `TOLLGATE_HELM`, or is on the PATH.
record Helm(Namespace namespace) {
    static final Path CHART = Checkout.HOME.resolve("deploy/helm/tollgate");
    static final String PROGRAM = System.getenv().getOrDefault("TOLLGATE_HELM", "helm");
    static final List<String> PRODUCTION =
            List.of("-f", CHART.resolve("values-production.yaml").toString());

    private static final String RELEASE = "tollgate";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /// What may be left of a suite, whatever made it.
    private static final String KINDS =
            "all,persistentvolumeclaims,secrets,configmaps,serviceaccounts,roles,rolebindings,"
                    + "networkpolicies,horizontalpodautoscalers,poddisruptionbudgets,ingresses";
    /// What every namespace has.
    private static final Set<String> OF_THE_NAMESPACE = Set.of("configmap/kube-root-ca.crt", "serviceaccount/default");

    String template(List<String> values) {
        return run("template", values);
    }

    void install(List<String> options) {
        run("install", options);
    }

    void upgrade(List<String> options) {
        run("upgrade", options);
    }

    void rollback(int revision) {
        program(List.of("rollback", RELEASE, Integer.toString(revision), "-n", namespace.name()));
    }

    void uninstall() {
        program(List.of("uninstall", RELEASE, "-n", namespace.name(), "--wait", "--timeout", "8m"));
    }

    /// Everything in the namespace that the namespace did not bring, as `kind/name`.
    Set<String> left() {
        Set<String> left = new TreeSet<>();
        namespace
                .run("get", KINDS, "-o", "name")
                .lines()
                .map(line -> line.replaceFirst("^([a-z]+)[^/]*/", "$1/"))
                .filter(line -> !OF_THE_NAMESPACE.contains(line))
                .forEach(left::add);
        return left;
    }

    private String run(String command, List<String> options) {
        List<String> all = new ArrayList<>(List.of(command, RELEASE, CHART.toString(), "-n", namespace.name()));
        all.addAll(options);
        return program(all);
    }

    private static String program(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(arguments);
        Kubectl.Outcome outcome = Kubectl.program(command, PATIENCE, "");
        if (!outcome.succeeded()) {
            throw new AssertionError(
                    String.join(" ", command) + " ended with " + outcome.code() + ": " + outcome.err());
        }
        return outcome.out();
    }
}

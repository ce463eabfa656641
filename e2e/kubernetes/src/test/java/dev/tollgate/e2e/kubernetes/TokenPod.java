package dev.tollgate.e2e.kubernetes;

/// A pod that has no key: a ServiceAccount `chat` of its namespace, whose token the kubelet projects once for
/// Tollgate (`token`) and once for somebody else (`other`).
record TokenPod(Namespace namespace) {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: chat}
            spec:
              serviceAccountName: chat
              automountServiceAccountToken: false
              terminationGracePeriodSeconds: 0
              containers:
                - name: chat
                  image: docker.io/library/busybox:1
                  imagePullPolicy: IfNotPresent
                  command: [sleep, infinity]
                  volumeMounts:
                    - {name: tollgate, mountPath: /var/run/secrets/tollgate, readOnly: true}
              volumes:
                - name: tollgate
                  projected:
                    sources:
                      - serviceAccountToken: {path: token, audience: tollgate, expirationSeconds: 600}
                      - serviceAccountToken: {path: other, audience: vault, expirationSeconds: 600}
            """;
    private static final String FOLDER = "/var/run/secrets/tollgate/";

    /// Whoever signs the cluster's tokens.
    static String issuer() {
        return Kubectl.read(Kubectl.run("get", "--raw", "/.well-known/openid-configuration"))
                .get("issuer")
                .textValue();
    }

    /// In a namespace that is made anew.
    void start() {
        Namespace.fresh(namespace.name());
        run();
    }

    /// In a namespace that is there.
    void run() {
        namespace.run("create", "serviceaccount", "chat");
        namespace.applyText(POD);
        namespace.run("wait", "--for=condition=Ready", "pod/chat", "--timeout=2m");
    }

    String token() {
        return namespace.run("exec", "chat", "--", "cat", FOLDER + "token");
    }

    /// From inside the pod, a stream, by the token in this file: the answer as it comes. By address and without any
    /// more than a connection, as a small image's shell may have no resolver. The pipe holds the connection's own
    /// side open until the edge has closed the other.
    String called(String model, String token) {
        String body = Ask.stream(model, "Hello!", 32);
        String edge = Suite.NAMESPACE
                .json("get", "service", "tollgate-edge")
                .at("/spec/clusterIP")
                .textValue();
        String script = """
                rm -f /ask && mkfifo /ask
                nc -w 30 %s 80 </ask &
                exec 3>/ask
                printf 'POST /v1/chat/completions HTTP/1.1\\r\\nHost: tollgate-edge\\r\\nConnection: close\\r\\n' >&3
                printf 'Content-Type: application/json\\r\\nContent-Length: %d\\r\\n' >&3
                printf 'Authorization: Bearer %%s\\r\\n\\r\\n%%s' "$(cat %s)" '%s' >&3
                wait
                """.formatted(edge, body.length(), FOLDER + token, body);
        return namespace.run("exec", "chat", "--", "sh", "-c", script);
    }
}

package dev.tollgate.routing.catalogue;

/// A small good file, line by line, for tests that spoil one line of it.
final class SampleFile {
    static final String TEXT = """
            version: 1
            providers:
              - id: openai
                kind: openai
                base_url: https://api.openai.example/v1/
                base_url_env: OPENAI_BASE_URL
                credential: env:OPENAI_API_KEY
                on_client_gone: drain
                timeouts: {connect: 2s, idle: 5m}
              - id: demo
                kind: openai
                base_url: http://127.0.0.1:8090/v1
                credential: none
                allow_loopback: true
            models:
              - id: gpt-x
                aliases: [gpt-latest, vendor/gpt-x]
                owner: openai
                context_window: 128_000
                output_bound: 16384
                capabilities: [chat, tools]
                created: 2026-01-31
                limits: {rpm: 60, concurrency: 5}
                prices:
                  input: 20.833333333
                  cached_input: "2.083333333"
                  output: 83
                  tiers:
                    - {above_input: 1000, input: 40, output: 160}
              - id: thinker
                owner: openai
                context_window: 1000
                output_bound: 1000
                capabilities: [chat, reasoning]
                prices: {free: true}
            deployments:
              - id: openai/gpt-x
                provider: openai
                model: gpt-x
                upstream_model: gpt-x-2026
                weight: 3
                priority: 1
                cost: {input: 1, output: 2}
              - {id: demo/thinker, provider: demo, model: thinker}
            groups:
              - id: default
                models: ["*"]
                except: [thinker]
                multiplier: 1.25
                limits: {tpm: 100000}
              - id: all
                models: ["*"]
            """;

    private SampleFile() {}

    /// The file with one piece of text replaced; it must be there, once.
    static String with(String piece, String replacement) {
        int at = TEXT.indexOf(piece);
        if (at < 0 || TEXT.indexOf(piece, at + 1) >= 0) {
            throw new IllegalArgumentException("not once in the sample: " + piece);
        }
        return TEXT.replace(piece, replacement);
    }
}

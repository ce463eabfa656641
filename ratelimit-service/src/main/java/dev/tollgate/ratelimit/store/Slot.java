package dev.tollgate.ratelimit.store;

import dev.tollgate.contract.ratelimit.v1.Subject;
import java.util.List;
import java.util.Objects;

/// A hash slot of a Redis Cluster, and the names of the keys in it: keys and accounts share their account's, groups
/// and models have one each (rules 16). The key layout is in the README.
///
/// @param tag what Redis hashes
public record Slot(String tag) {
    private static final String ROOT = "tollgate:rl:";

    /// Outside of any slot: the edges seen lately.
    public static final String EDGES = ROOT + "edges";

    /// The slot of a subject.
    public static Slot of(Subject subject) {
        return new Slot(
                switch (subject.kind()) {
                    case KEY, ACCOUNT -> "a:" + Objects.requireNonNull(subject.accountId());
                    case GROUP -> "g:" + subject.id();
                    case MODEL -> "m:" + subject.id();
                });
    }

    /// Whether it is taken first and given back on refusal.
    public boolean isShared() {
        return !tag.startsWith("a:");
    }

    /// Whether this subject's keys are in it.
    public boolean holds(Subject subject) {
        return of(subject).equals(this);
    }

    /// What is known of one request in this slot.
    public String request(String requestId) {
        return prefix() + "req:" + requestId;
    }

    /// What is known of one slice in this slot.
    public String slice(String sliceId) {
        return prefix() + "slice:" + sliceId;
    }

    /// The five windows of a subject, in the order that the scripts expect.
    public List<String> windows(Subject subject) {
        String of = ofSubject(subject);
        return List.of(of + "log", of + "rpm", of + "tpm", of + "rpd", of + "con");
    }

    /// Tokens per minute of a subject.
    public String tpm(Subject subject) {
        return ofSubject(subject) + "tpm";
    }

    /// Requests per day of a subject.
    public String day(Subject subject) {
        return ofSubject(subject) + "rpd";
    }

    /// Requests under way of a subject.
    public String concurrency(Subject subject) {
        return ofSubject(subject) + "con";
    }

    private String ofSubject(Subject subject) {
        String kind =
                switch (subject.kind()) {
                    case KEY -> "k:";
                    case ACCOUNT -> "a:";
                    case GROUP -> "g:";
                    case MODEL -> "m:";
                };
        return prefix() + kind + subject.id() + ":";
    }

    private String prefix() {
        return ROOT + "{" + tag + "}:";
    }
}

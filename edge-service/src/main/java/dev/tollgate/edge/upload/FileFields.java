package dev.tollgate.edge.upload;

import java.util.Set;

/// Which fields of a form are files: they go to disk, all others are kept in memory.
///
/// @param once those that come once at the most
/// @param several those that may come several times
public record FileFields(Set<String> once, Set<String> several) {
    public FileFields {
        once = Set.copyOf(once);
        several = Set.copyOf(several);
        if (once.isEmpty() && several.isEmpty()) {
            throw new IllegalArgumentException("a form without a file is none that is uploaded");
        }
    }

    /// One file, and no other.
    public static FileFields one(String name) {
        return new FileFields(Set.of(name), Set.of());
    }

    boolean isFile(PartHead part) {
        return part.filename() != null && (once.contains(part.name()) || several.contains(part.name()));
    }

    /// Whether there may be more files than one.
    boolean isMany() {
        return once.size() + several.size() > 1 || !several.isEmpty();
    }

    /// The field to be blamed for a form that is too large.
    String blamed() {
        return (several.isEmpty() ? once : several)
                .stream().min(String::compareTo).orElseThrow();
    }
}

package dev.tollgate.routing.canary;

import java.util.List;
import java.util.stream.Collectors;

/// How a deployment is to be brought in.
///
/// @param steps shares of the model's requests in percent, each larger than the one before
/// @param everyMillis how long each step lasts at least
/// @param errorRateMax how many of 10,000 attempts may fail beyond the share that fails at the model's others
/// @param requestsMin attempts of a step before it is judged
public record Canary(List<Integer> steps, long everyMillis, int errorRateMax, long requestsMin) {
    public Canary {
        steps = List.copyOf(steps);
    }

    /// By which a changed definition is told from the one that a state belongs to.
    public String definition() {
        return steps.stream().map(String::valueOf).collect(Collectors.joining(",")) + "/" + everyMillis + "/"
                + errorRateMax + "/" + requestsMin;
    }

    public int lastStep() {
        return steps.size() - 1;
    }
}

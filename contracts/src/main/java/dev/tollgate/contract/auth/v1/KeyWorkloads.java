package dev.tollgate.contract.auth.v1;

import java.util.Map;

/// Which of an account's keys are workloads'.
///
/// @param workloads key → workload; keys with a secret are left out
public record KeyWorkloads(Map<String, Workload> workloads) {
    public KeyWorkloads {
        workloads = Map.copyOf(workloads);
    }
}

package dev.tollgate.edge.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyJudgeTest {
    private static final long NOW = 1_000;

    @Test
    void admitsAPlainKey() {
        assertThat(refusal(Keys.context("key_1"), "192.0.2.1")).isNull();
    }

    @Test
    void refusesDisabledAndRevokedKeys() {
        assertThat(code(Keys.of(KeyStatus.DISABLED, AccountStatus.ACTIVE, null, List.of(), List.of())))
                .isEqualTo(ErrorCode.INVALID_API_KEY);
        assertThat(code(Keys.of(KeyStatus.REVOKED, AccountStatus.ACTIVE, null, List.of(), List.of())))
                .isEqualTo(ErrorCode.INVALID_API_KEY);
    }

    @Test
    void refusesFromTheSecondOfExpiryOn() {
        assertThat(code(Keys.of(KeyStatus.ACTIVE, AccountStatus.ACTIVE, NOW + 1, List.of(), List.of())))
                .isNull();
        assertThat(code(Keys.of(KeyStatus.ACTIVE, AccountStatus.ACTIVE, NOW, List.of(), List.of())))
                .isEqualTo(ErrorCode.API_KEY_EXPIRED);
    }

    @Test
    void refusesTheKeysOfAFrozenAccount() {
        assertThat(code(Keys.of(KeyStatus.ACTIVE, AccountStatus.FROZEN, null, List.of(), List.of())))
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);
    }

    @Test
    void needsTheScopeWhereScopesAreGiven() {
        assertThat(code(Keys.of(KeyStatus.ACTIVE, AccountStatus.ACTIVE, null, List.of("inference"), List.of())))
                .isNull();
        assertThat(code(Keys.of(KeyStatus.ACTIVE, AccountStatus.ACTIVE, null, List.of("usage.read"), List.of())))
                .isEqualTo(ErrorCode.MISSING_SCOPE);
    }

    @Test
    void takesOnlyAddressesOfTheList() {
        KeyContext key = Keys.of(
                KeyStatus.ACTIVE, AccountStatus.ACTIVE, null, List.of(), List.of("10.0.0.0/8", "2001:db8::/32"));
        assertThat(refusal(key, "10.9.9.9")).isNull();
        assertThat(refusal(key, "2001:db8::7")).isNull();
        assertThat(refusal(key, "11.0.0.1")).extracting(ServiceError::code).isEqualTo(ErrorCode.IP_NOT_ALLOWED);
    }

    @Test
    void allowsNothingByAListThatCannotBeRead() {
        KeyContext key = Keys.of(KeyStatus.ACTIVE, AccountStatus.ACTIVE, null, List.of(), List.of("example.com"));
        assertThat(code(key)).isEqualTo(ErrorCode.IP_NOT_ALLOWED);
    }

    private static @Nullable ServiceError refusal(KeyContext key, String address) {
        return KeyJudge.refusal(key, KeyJudge.blocks(key), address, NOW);
    }

    private static @Nullable ErrorCode code(KeyContext key) {
        ServiceError refusal = refusal(key, "192.0.2.1");
        return refusal == null ? null : refusal.code();
    }
}

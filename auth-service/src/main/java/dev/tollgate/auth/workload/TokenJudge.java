package dev.tollgate.auth.workload;

import dev.tollgate.contract.auth.v1.Workload;
import dev.tollgate.contract.auth.v1.WorkloadToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/// Whether a token proves a workload: signed by a known key of its issuer, for us, now, and of a pod. What the
/// library says of a token is never told on: it quotes the token.
final class TokenJudge {
    private static final int SKEW_SECONDS = 5;
    private static final int LIFETIME_MAX_MINUTES = 24 * 60;
    private static final String KUBERNETES = "kubernetes.io";

    /// Reads who claims to have signed it, and believes nothing.
    private static final JwtConsumer UNPROVED = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setSkipSignatureVerification()
            .build();

    private TokenJudge() {}

    /// @param keys by issuer; an issuer without any yet has an empty list
    static Verdict judge(String token, String audience, Map<String, List<JsonWebKey>> keys, Instant now) {
        if (!WorkloadToken.isWellFormed(token)) {
            return new Verdict.Refused(Reason.MALFORMED);
        }
        try {
            String issuer = UNPROVED.processToClaims(token).getIssuer();
            List<JsonWebKey> known = issuer == null ? null : keys.get(issuer);
            return known == null ? new Verdict.Refused(Reason.ISSUER) : proved(token, audience, issuer, known, now);
        } catch (InvalidJwtException | MalformedClaimException e) {
            return new Verdict.Refused(Reason.MALFORMED);
        }
    }

    private static Verdict proved(String token, String audience, String issuer, List<JsonWebKey> keys, Instant now) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .setRequireSubject()
                .setMaxFutureValidityInMinutes(LIFETIME_MAX_MINUTES)
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
                .build();
        try {
            return workload(issuer, consumer.processToClaims(token));
        } catch (InvalidJwtException e) {
            return e.getCause() instanceof UnresolvableKeyException
                    ? new Verdict.KeyUnknown(issuer)
                    : new Verdict.Refused(reason(e));
        } catch (MalformedClaimException e) {
            return new Verdict.Refused(Reason.CLAIMS);
        }
    }

    /// The claims of a projected token; those of the subject and of Kubernetes must say the same.
    private static Verdict workload(String issuer, JwtClaims claims) throws MalformedClaimException {
        Map<?, ?> kubernetes = object(claims.getClaimValue(KUBERNETES));
        Map<?, ?> account = object(kubernetes.get("serviceaccount"));
        Map<?, ?> pod = object(kubernetes.get("pod"));
        String namespace = text(kubernetes.get("namespace"));
        String name = text(account.get("name"));
        boolean whole = !namespace.isEmpty()
                && !name.isEmpty()
                && !text(account.get("uid")).isEmpty()
                && !text(pod.get("name")).isEmpty()
                && !text(pod.get("uid")).isEmpty();
        return whole && claims.getSubject().equals("system:serviceaccount:" + namespace + ":" + name)
                ? new Verdict.Proved(
                        new Workload(issuer, namespace, name),
                        Instant.ofEpochSecond(claims.getExpirationTime().getValue()))
                : new Verdict.Refused(Reason.CLAIMS);
    }

    private static Reason reason(InvalidJwtException e) {
        if (e.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) {
            return Reason.SIGNATURE;
        }
        if (e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return Reason.AUDIENCE;
        }
        if (e.hasErrorCode(ErrorCodes.EXPIRED)) {
            return Reason.EXPIRED;
        }
        if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID) || e.hasErrorCode(ErrorCodes.EXPIRATION_TOO_FAR_IN_FUTURE)) {
            return Reason.TIME;
        }
        boolean claim = e.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)
                || e.hasErrorCode(ErrorCodes.SUBJECT_MISSING)
                || e.hasErrorCode(ErrorCodes.MALFORMED_CLAIM);
        return claim ? Reason.CLAIMS : Reason.MALFORMED;
    }

    private static Map<?, ?> object(@Nullable Object claim) {
        return claim instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(@Nullable Object claim) {
        return Objects.requireNonNullElse(claim instanceof String text ? text : null, "");
    }

    /// What a token is worth.
    sealed interface Verdict {
        /// @param until the token's own end
        record Proved(Workload who, Instant until) implements Verdict {}

        record Refused(Reason reason) implements Verdict {}

        /// Its key is none of those that are known of the issuer: it may be a new one.
        record KeyUnknown(String issuer) implements Verdict {}
    }
}

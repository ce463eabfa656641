package dev.tollgate.edge.provider.bedrock;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Signs a request by Signature Version 4, its body included, with the AWS SDK's own signer.
final class Signature {
    private static final String SERVICE = "bedrock";
    private static final String DEFAULT_REGION = "us-east-1";
    private static final Pattern REGION = Pattern.compile("bedrock-runtime(?:-fips)?\\.([a-z0-9-]+)\\.");

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    private Signature() {}

    /// @param headers to be signed with it
    /// @return these, with the signature's; `Host` is left to whoever sends it, and must be the URL's
    static Map<String, String> signed(
            Credential.Keys keys, String url, Map<String, String> headers, byte[] body, Clock clock) {
        URI uri = URI.create(url);
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri);
        headers.forEach(request::putHeader);
        Map<String, String> all = new HashMap<>();
        SIGNER.sign(sign -> sign.identity(identity(keys))
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArrayUnsafe(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region(uri.getHost(), keys.region()))
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request()
                .headers()
                .forEach((name, values) -> all.put(name, values.getFirst()));
        all.remove("Host");
        return all;
    }

    /// An address tells it, AWS's own and that of a VPC endpoint.
    ///
    /// @param configured for addresses that do not
    static String region(String host, @Nullable String configured) {
        Matcher told = REGION.matcher(host);
        if (told.find()) {
            return told.group(1);
        }
        return configured == null ? DEFAULT_REGION : configured;
    }

    private static AwsCredentialsIdentity identity(Credential.Keys keys) {
        return keys.sessionToken() == null
                ? AwsCredentialsIdentity.create(keys.id(), keys.secret())
                : AwsSessionCredentialsIdentity.create(keys.id(), keys.secret(), keys.sessionToken());
    }
}

package dev.tollgate.local.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RedisResourceTest {

    @Test
    void answersAndIsGoneAfterStop() throws IOException {
        RedisResource resource = new RedisResource();
        URI address = URI.create(Objects.requireNonNull(resource.start().get("quarkus.redis.hosts")));

        assertThat(ping(address)).isEqualTo("+PONG");

        resource.stop();
        assertThatThrownBy(() -> ping(address)).isInstanceOf(ConnectException.class);
    }

    private static String ping(URI address) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}

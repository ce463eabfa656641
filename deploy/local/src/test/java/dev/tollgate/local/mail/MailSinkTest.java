package dev.tollgate.local.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailSinkTest {
    @TempDir
    private Path folder;

    @Test
    void aMailBecomesAFileWithALineThatBeginsWithADot() throws IOException {
        try (MailSink sink = MailSink.start(folder.resolve("mail"), 0);
                Caller caller = new Caller(sink.port())) {
            assertThat(caller.hears()).startsWith("220 ");
            caller.says("EHLO here");
            assertThat(caller.says("MAIL FROM:<a@example.com>")).startsWith("250");
            assertThat(caller.says("RCPT TO:<b+c@example.com>")).startsWith("250");
            assertThat(caller.says("DATA")).startsWith("354");
            assertThat(caller.says("Subject: Hello\r\n\r\n..one\r\nZo\u00eb\r\n."))
                    .startsWith("250");
            assertThat(sink.mails()).hasSize(1).first().asString().endsWith("-b_c@example.com.eml");
            assertThat(Files.readString(sink.mails().getFirst())).contains("Subject: Hello\r\n\r\n.one\r\nZo\u00eb");
            assertThat(caller.says("QUIT")).startsWith("221");
        }
    }

    @Test
    void whatIsNoMailIsRefused() throws IOException {
        try (MailSink sink = MailSink.start(folder, 0);
                Caller caller = new Caller(sink.port())) {
            caller.hears();
            caller.says("EHLO here");
            assertThat(caller.says("DATA")).startsWith("503");
            assertThat(caller.says("RCPT TO:<b@example.com>")).startsWith("503");
            assertThat(caller.says("MAIL FROM:<not an address>")).startsWith("5");
            assertThat(caller.says("POST / HTTP/1.1")).startsWith("500");
            assertThat(sink.mails()).isEmpty();
        }
    }

    /// Says a line and hears the answer's last one.
    private static final class Caller implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private final OutputStream out;

        Caller(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(10_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out = socket.getOutputStream();
        }

        String says(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return hears();
        }

        String hears() throws IOException {
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = in.readLine();
            }
            return line == null ? "" : line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

package dev.tollgate.local.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/// Takes mails by SMTP, on loopback only, and keeps each as a file: `TIME-NUMBER-RECIPIENT.eml`, whole once it is
/// there, the last thousand.
public final class MailSink implements AutoCloseable {
    private static final int KEPT_MAX = 1000;
    private static final int MESSAGE_MAX = 10 << 20;
    private static final int CONNECTIONS_MAX = 20;
    private static final int LOCAL_ERROR = 451;

    private final SMTPServer server;
    private final Path folder;
    private final AtomicLong number = new AtomicLong();

    private MailSink(Path folder, int port) {
        this.folder = folder;
        server = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .maxMessageSize(MESSAGE_MAX)
                .maxConnections(CONNECTIONS_MAX)
                .messageHandler((_, _, to, content) -> keep(to, content))
                .build();
    }

    /// Starts listening.
    ///
    /// @param port 0 for any free one
    /// @throws IllegalStateException when the port is taken or the folder cannot be made
    public static MailSink start(Path folder, int port) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalStateException("mails cannot be kept in " + folder, e);
        }
        MailSink sink = new MailSink(folder, port);
        sink.server.start();
        return sink;
    }

    public int port() {
        return server.getPortAllocated();
    }

    /// What came and is still kept, the oldest first.
    public List<Path> mails() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("mails cannot be listed in " + folder, e);
        }
    }

    private synchronized void keep(String recipient, byte[] content) throws RejectException {
        String name = "%d-%06d-%s".formatted(System.currentTimeMillis(), number.incrementAndGet(), plain(recipient));
        try {
            Path written = Files.write(folder.resolve(name + ".new"), content);
            Files.move(written, folder.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
            List<Path> all = mails();
            for (Path old : all.subList(0, Math.max(0, all.size() - KEPT_MAX))) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw new RejectException(LOCAL_ERROR, "The mail cannot be kept: " + e.getMessage());
        }
    }

    /// What of an address a file's name may have.
    private static String plain(String recipient) {
        String safe = recipient.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9@._-]", "_");
        return safe.substring(0, Math.min(safe.length(), 80));
    }

    @Override
    public void close() {
        server.stop();
    }
}

package dev.tollgate.local.stack;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One supervised process: started again, with growing pauses, when it ends by itself. Tests use it to break
/// things: kill, pause, resume, stop and start.
public final class StackProcess {

    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 15_000;
    private static final long STEADY_MILLIS = 60_000;
    private static final long POLL_MILLIS = 50;
    private static final int GIVE_UP_AFTER = 3;
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);

    private final ProcessPlan plan;
    private final Readiness readiness;
    private final Consumer<String> out;
    private final Runnable onRestart;
    private @Nullable Process process;
    private boolean wanted;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private int ends;
    private long logFrom;

    StackProcess(ProcessPlan plan, Readiness readiness, Consumer<String> out, Runnable onRestart) {
        this.plan = plan;
        this.readiness = readiness;
        this.out = out;
        this.onRestart = onRestart;
    }

    public String name() {
        return plan.name();
    }

    /// Where it listens: `http://127.0.0.1:8080`, without a path.
    public URI baseUrl() {
        return plan.readyUrl().resolve("/");
    }

    public Path log() {
        return plan.log();
    }

    /// @return -1 while it does not run
    public synchronized long pid() {
        Process running = process;
        return running == null || !running.isAlive() ? -1 : running.pid();
    }

    /// Starts it, unless it runs; does not wait until it is ready.
    public synchronized void start() {
        if (pid() > 0) {
            return;
        }
        wanted = true;
        launch();
    }

    /// Waits until it is ready.
    ///
    /// @throws StackException when it keeps ending by itself, or is not ready in time
    public void awaitReady(Duration atMost) {
        int before = ends();
        long end = System.nanoTime() + atMost.toNanos();
        while (!readiness.isReady(plan.readyUrl())) {
            if (System.nanoTime() > end) {
                throw new StackException(name() + " is not ready after " + atMost.toSeconds() + " s: " + lastWords());
            }
            if (!isWanted()) {
                throw new StackException(name() + " was stopped while it started");
            }
            if (ends() - before >= GIVE_UP_AFTER) {
                throw new StackException(name() + " does not start: " + lastWords());
            }
            if (!pause(POLL_MILLIS)) {
                throw new StackException("interrupted while " + name() + " started");
            }
        }
    }

    /// Ends it in order and leaves it so; killed when it takes too long.
    ///
    /// @return whether it ended by itself when told
    public boolean stop() {
        Process running = release();
        if (running == null || !running.isAlive()) {
            return false;
        }
        plan.stopWith().send(running.pid());
        try {
            if (running.waitFor(plan.stopWithin().toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            out.accept(name() + " does not stop: killed");
            Signal.KILL.send(running.pid());
            running.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Signal.KILL.send(running.pid());
        }
        return false;
    }

    /// From now on it is not started again when it ends by itself.
    synchronized void giveUp() {
        wanted = false;
    }

    /// `kill -9`, and leaves it dead until [#start].
    public void kill() {
        Process running = release();
        if (running != null) {
            Signal.KILL.send(running.pid());
            running.onExit().join();
        }
    }

    /// `kill -9`, as a crash: the supervisor starts it again.
    public void crash() {
        long pid = pid();
        if (pid > 0) {
            Signal.KILL.send(pid);
        }
    }

    /// SIGSTOP: it keeps its sockets and answers nothing, once this has returned.
    ///
    /// @throws StackException when it has not stopped within 10 s
    public void pause() {
        long pid = pid();
        Signal.STOP.send(pid);
        long end = System.nanoTime() + STOPPED_WITHIN.toNanos();
        while (!Threads.areStopped(pid)) {
            if (System.nanoTime() > end || !pause(POLL_MILLIS)) {
                throw new StackException(name() + " does not stop by SIGSTOP");
            }
        }
    }

    /// SIGCONT.
    public void resume() {
        Signal.CONT.send(pid());
    }

    /// Stops it in order and starts it again.
    public void restart() {
        stop();
        start();
    }

    private synchronized boolean isWanted() {
        return wanted;
    }

    private synchronized int ends() {
        return ends;
    }

    private synchronized @Nullable Process release() {
        wanted = false;
        Process running = process;
        process = null;
        return running;
    }

    private void launch() {
        try {
            Files.createDirectories(plan.directory());
            Files.createDirectories(plan.log().toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(plan.command())
                    .directory(plan.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
            builder.environment().clear();
            builder.environment().putAll(plan.environment());
            logFrom = Files.exists(plan.log()) ? Files.size(plan.log()) : 0;
            Process started = builder.start();
            process = started;
            long since = System.nanoTime();
            Thread.ofVirtual().name("watch-" + name()).start(() -> watch(started, since));
        } catch (IOException e) {
            throw new StackException("cannot start " + name() + ": " + e.getMessage(), e);
        }
    }

    private void watch(Process started, long since) {
        int code = started.onExit().join().exitValue();
        long pauseFor;
        synchronized (this) {
            if (!wanted || process != started) {
                return;
            }
            ends++;
            boolean steady = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since) > STEADY_MILLIS;
            pauseFor = steady ? FIRST_PAUSE_MILLIS : pauseMillis;
            pauseMillis = Math.min(pauseFor * 2, LONGEST_PAUSE_MILLIS);
        }
        out.accept(name() + " ended by itself (exit " + code + "), starting it again in " + pauseFor + " ms: "
                + lastWords());
        pause(pauseFor);
        synchronized (this) {
            if (!wanted || process != started) {
                return;
            }
            launch();
        }
        onRestart.run();
    }

    private String lastWords() {
        long from;
        synchronized (this) {
            from = logFrom;
        }
        String said = LastWords.in(plan.log(), from);
        return (said.isEmpty() ? "" : said + " – ") + "see " + plan.log();
    }

    static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

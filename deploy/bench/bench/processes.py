"""Processes that the benchmark starts. Each is ended when it ends, however it ends."""
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request


class Failure(Exception):
    """Something that keeps the benchmark from going on, in words for whoever runs it."""


class Children:
    def __init__(self, logs):
        self.logs = logs
        self.running = []
        os.makedirs(logs, exist_ok=True)

    def start(self, name, command, **kwargs):
        """Its output goes to a file of its name. It gets a process group of its own: Ctrl-C reaches us alone, and we
        end it in order."""
        with open(self.log(name), "wb") as log:
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                     start_new_session=True, **kwargs)
        self.running.append(child)
        return child

    def log(self, name):
        return os.path.join(self.logs, name + ".log")

    def stop(self, child):
        if child not in self.running:
            return
        self.running.remove(child)
        for wave in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(child.pid, wave)
            except ProcessLookupError:
                pass
            try:
                child.wait(timeout=20)
                break
            except subprocess.TimeoutExpired:
                continue
        # Workers that outlive their parent are of its group.
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def stop_all(self):
        for child in reversed(list(self.running)):
            self.stop(child)


def until(condition, seconds, failure, pause=0.05):
    """Waits for the condition, and gives what it told; None and False are not yet."""
    end = time.monotonic() + seconds
    while True:
        told = condition()
        if told:
            return told
        if time.monotonic() > end:
            raise Failure(failure)
        time.sleep(pause)


def answers(url, headers=None, timeout=5):
    """Whether somebody speaks HTTP there, and does not say 5xx."""
    try:
        urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=timeout).read()
        return True
    except urllib.error.HTTPError as refusal:
        return refusal.code < 500
    except OSError:
        return False


def await_answer(url, seconds, headers=None, child=None, log=None):
    def there():
        if child is not None and child.poll() is not None:
            raise Failure(f"{child.args[0]} ended at once: see {log}")
        return answers(url, headers)

    until(there, seconds, f"{url} does not answer within {seconds} s" + (f": see {log}" if log else ""))

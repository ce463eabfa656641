#!/usr/bin/env python3
"""base.py OUT.tar : a base image made of this machine's JDK (JAVA_HOME) and C library, for where no registry is at hand.

It holds a Java runtime at /opt/java and what that needs, no shell and no package manager; user 1000. Tests use it; what
is given away is better built on a base that somebody keeps patched.
"""
import glob, os, platform, re, shutil, subprocess, sys, tempfile

from archive import ARCHITECTURES, Image, layer_of

NAME = "tollgate-java:25"
MODULES = "java.se,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs"
# What the C library loads by name when it looks hosts up.
LOADED_BY_NAME = ("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2")


def main():
    out = sys.argv[1]
    jdk = os.environ["JAVA_HOME"]
    with tempfile.TemporaryDirectory() as folder:
        java = os.path.join(folder, "opt/java")
        run(f"{jdk}/bin/jlink", "--add-modules", MODULES, "--strip-debug", "--no-man-pages", "--no-header-files",
            "--output", java)
        # The archive of the JDK's own classes, for programs without a cache of their own.
        run(f"{java}/bin/java", "-XX:+UseCompactObjectHeaders", "-Xshare:dump")
        copy_libraries(java, folder)
        write(folder, "etc/passwd", "root:x:0:0::/:/\ntollgate:x:1000:1000::/tmp:/\n")
        write(folder, "etc/group", "root:x:0:\ntollgate:x:1000:\n")
        write(folder, "etc/nsswitch.conf", "hosts: files dns\n")
        image = Image.empty(NAME, ARCHITECTURES[platform.machine()])
        image.settings.update(
            {"Env": ["PATH=/opt/java/bin", "JAVA_HOME=/opt/java", "LANG=C.UTF-8"], "User": "1000", "WorkingDir": "/"})
        image.append(layer_of(*contents(folder)), "jlink and the C library")
        image.write(out)


def copy_libraries(java, folder):
    """Every library that the runtime's own want and do not bring, at the path where the loader looks."""
    wanted = set()
    for file in glob.glob(f"{java}/bin/java") + glob.glob(f"{java}/lib/**/*.so", recursive=True):
        told = subprocess.run(["ldd", file], capture_output=True, text=True).stdout
        wanted.update(path for path in re.findall(r"(/\S+\.so\S*)", told) if not path.startswith(folder))
    libc = next(path for path in wanted if os.path.basename(path).startswith("libc.so"))
    beside = (os.path.join(os.path.dirname(libc), name) for name in LOADED_BY_NAME)
    wanted.update(path for path in beside if os.path.exists(path))
    for path in wanted:
        os.makedirs(folder + os.path.dirname(path), exist_ok=True)
        shutil.copyfile(path, folder + path)
        os.chmod(folder + path, 0o755)


def contents(folder):
    directories, files = [], []
    for path, names, leaves in os.walk(folder):
        names.sort()
        inside = os.path.relpath(path, folder)
        if inside != ".":
            directories.append((inside, 0o755))
        for leaf in sorted(leaves):
            source = os.path.join(path, leaf)
            mode = 0o755 if os.access(source, os.X_OK) else 0o644
            files.append((os.path.normpath(os.path.join(inside, leaf)), source, mode))
    return files, directories + [("tmp", 0o1777)]


def write(folder, path, text):
    os.makedirs(os.path.join(folder, os.path.dirname(path)), exist_ok=True)
    with open(os.path.join(folder, path), "w") as file:
        file.write(text)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()

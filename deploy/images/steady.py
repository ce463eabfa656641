"""What makes two builds of the same tree give the same bytes, where Quarkus 3.32 does not (docs/adr/0021).

Quarkus writes code in the order of hash tables. `jvm_options` gives the build's JVM the same orders every time: objects
have one and the same identity hash, the JDK's immutable sets a fixed salt, and Byte Buddy, which takes methods in the
order of addresses in memory, sorts them as it does for GraalVM's tracing agent. What is left are names: recorded objects
are numbered in the order in which build threads come to them, and Hibernate's proxies draw a part of their fields'
names. `normalised` numbers the first anew and cuts the second out. Nothing else in a class depends on either.
"""
import io, os, re, struct, subprocess, tarfile, zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
GENERATED = "quarkus/generated-bytecode.jar"
RECORDED = re.compile(rb"proxykey\d+")
# What is left: these write the elements of sets in the order in which parallel threads found them, if their hashes collide.
SETS = re.compile(r"io/quarkus/arc/setup/Default_ComponentsProvider\.class|dev/tollgate/.*_Subclass\.class")
DRAWN = re.compile(rb"(cachedValue\$)\w{8}(\$\w+)")
# Bytes after the tag of each kind of constant (JVMS 4.4) but text, which says its own length.
SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}
TEXT, TWO_PLACES = 1, (5, 6)


def jvm_options(folder):
    """Options for Maven's JVM; `folder` has no blank in its path and stays until Maven has ended."""
    java = os.path.join(os.environ["JAVA_HOME"], "bin")
    run(f"{java}/javac", "-nowarn", "-XDignore.symbol.file", "-d", folder, f"{HERE}/Steady.java")
    manifest = os.path.join(folder, "manifest")
    with open(manifest, "w") as file:
        file.write("Premain-Class: Steady\n")
    agent = os.path.join(folder, "steady.jar")
    run(f"{java}/jar", "--create", "--file", agent, "--manifest", manifest, "-C", folder, "Steady.class")
    return ["-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2",
            "-Dorg.graalvm.nativeimage.imagecode=agent", "--add-opens=java.base/java.util=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", f"-javaagent:{agent}"]


def normalise(image):
    """Replaces the layer with what Quarkus generates, if the image has one."""
    path = f"{image.settings['WorkingDir'].lstrip('/')}/{GENERATED}"
    for index in range(len(image.layers)):
        if any(entry.name.lstrip("/") == path for entry in image.files(index)):
            image.replace(index, with_jar(image.layer(index), path))


def with_jar(layer, path):
    """The tar with its jar normalised."""
    result = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(layer)) as old, tarfile.open(fileobj=result, mode="w", format=tarfile.GNU_FORMAT) as new:
        for entry in old:
            data = old.extractfile(entry).read() if entry.isfile() else None
            if entry.name.lstrip("/") == path:
                data = normalised(data)
                entry.size = len(data)
            new.addfile(entry, io.BytesIO(data) if data is not None else None)
    return result.getvalue()


def normalised(jar):
    """Stored, not deflated: the same bytes with every deflater, and the layer is compressed as a whole."""
    numbers = {}

    def renamed(text):
        if RECORDED.fullmatch(text):
            return b"proxykey%d" % numbers.setdefault(text, len(numbers) + 1)
        return DRAWN.sub(rb"\1\2", text)

    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(jar)) as old, zipfile.ZipFile(result, "w") as new:
        for entry in sorted(old.infolist(), key=lambda entry: entry.filename):
            data = old.read(entry)
            entry.compress_type = zipfile.ZIP_STORED
            new.writestr(entry, with_texts(data, renamed) if entry.filename.endswith(".class") else data)
    return result.getvalue()


def writes_sets(class_file):
    return SETS.fullmatch(class_file) is not None


def texts(data):
    """Of a class file, in no order of its own."""
    found = []
    with_texts(data, lambda text: found.append(text) or text)
    return sorted(found)


def with_texts(data, change):
    """A class file with its texts changed: nothing in it points to an offset within the pool of constants."""
    count = struct.unpack_from(">H", data, 8)[0]
    parts, at, index = [data[:10]], 10, 1
    while index < count:
        tag = data[at]
        if tag == TEXT:
            length = struct.unpack_from(">H", data, at + 1)[0]
            text = change(data[at + 3:at + 3 + length])
            parts.append(struct.pack(">BH", TEXT, len(text)) + text)
            at += 3 + length
        else:
            parts.append(data[at:at + 1 + SIZES[tag]])
            at += 1 + SIZES[tag]
        index += 2 if tag in TWO_PLACES else 1
    return b"".join(parts) + data[at:]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stdout}{done.stderr}")

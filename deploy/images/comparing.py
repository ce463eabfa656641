"""Whether two builds gave the same image below its cache."""
import hashlib, io, tarfile, zipfile

import steady


def layers(name, image, other, must, what):
    must(len(other.layers) <= len(image.layers), f"{name}: {what}, it has {len(other.layers)} layers")
    for i, (one, two) in enumerate(zip(image.diff_ids, other.diff_ids)):
        differing = [] if one == two else differences(image, other, i)
        must(not differing, f"{name}: {what}, layer {i} is another one: {differing}")
        if one != two and not differing:
            print(f"{name}: {what}, layer {i} has sets in another order")


def differences(image, other, index):
    """The files that differ, and of jars the entries; no more than twenty."""
    one, two = (contents(each, index) for each in (image, other))
    names = sorted(name for name in {**one, **two} if one.get(name) != two.get(name))
    return (names or ([] if one else ["the tar"]))[:20]


def contents(image, index):
    """All that a layer holds. Of what Quarkus generates, the jar is its entries, and of those classes that write sets in the
    order of hash tables (ADR 0021) the constants and the size count."""
    found = {}
    with tarfile.open(fileobj=io.BytesIO(image.layer(index))) as tar:
        for entry in tar:
            data = tar.extractfile(entry).read() if entry.isfile() else b""
            if entry.name.endswith(".jar"):
                with zipfile.ZipFile(io.BytesIO(data)) as jar:
                    found.update((f"{entry.name}!{one.filename}", (at, one.date_time, content(entry.name, jar, one)))
                                 for at, one in enumerate(jar.infolist()))
            if entry.name.endswith(steady.GENERATED):
                data = b""
            found[entry.name] = (entry.mode, entry.mtime, entry.linkname, entry.size, hashlib.sha256(data).digest())
    return found


def content(jar_name, jar, entry):
    if jar_name.endswith(steady.GENERATED) and steady.writes_sets(entry.filename):
        return entry.file_size, steady.texts(jar.read(entry))
    return entry.file_size, entry.CRC

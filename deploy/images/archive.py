"""Container images as files: docker-archive tars, which every engine loads and Jib takes as a base.

Layers are gzipped without a time, so that the same files give the same bytes.
"""
import gzip, hashlib, io, json, os, tarfile

EPOCH = "1970-01-01T00:00:00Z"
# Of machines, as Python and as images name them.
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


class Image:
    """One image: its configuration and its layers, the lowest first."""

    def __init__(self, config, layers, name):
        self.config = config
        self.layers = layers  # gzipped tars, in the order of config["rootfs"]["diff_ids"]
        self.name = name

    @classmethod
    def empty(cls, name, architecture):
        config = {
            "architecture": architecture,
            "os": "linux",
            "created": EPOCH,
            "config": {},
            "history": [],
            "rootfs": {"type": "layers", "diff_ids": []},
        }
        return cls(config, [], name)

    @classmethod
    def read(cls, path):
        with tarfile.open(path) as tar:
            manifest = json.load(tar.extractfile("manifest.json"))
            if len(manifest) != 1:
                raise SystemExit(f"{path}: {len(manifest)} images, not one")
            manifest = manifest[0]
            config = json.load(tar.extractfile(manifest["Config"]))
            layers = [gzipped(tar.extractfile(layer).read()) for layer in manifest["Layers"]]
        name = (manifest.get("RepoTags") or [None])[0]
        return cls(config, layers, name)

    def write(self, path):
        """Whole or not at all: under another name first."""
        config = canonical(self.config)
        entries = []
        with tarfile.open(path + ".part", "w", format=tarfile.GNU_FORMAT) as tar:
            for layer in self.layers:
                entry = hashlib.sha256(layer).hexdigest() + ".tar.gz"
                if entry not in entries:
                    add(tar, entry, layer)
                entries.append(entry)
            add(tar, "config.json", config)
            manifest = [{"Config": "config.json", "RepoTags": [self.name], "Layers": entries}]
            add(tar, "manifest.json", canonical(manifest))
        os.replace(path + ".part", path)

    @property
    def settings(self):
        """User, entrypoint, environment and so on."""
        return self.config["config"]

    @property
    def diff_ids(self):
        return self.config["rootfs"]["diff_ids"]

    @property
    def id(self):
        """What names the image whatever the tar looks like."""
        return "sha256:" + hashlib.sha256(canonical(self.config)).hexdigest()

    def append(self, tar, what):
        """A layer on top: the bytes of a tar."""
        self.layers.append(gzipped(tar))
        self.diff_ids.append("sha256:" + hashlib.sha256(tar).hexdigest())
        self.config.setdefault("history", []).append({"created": EPOCH, "created_by": what})

    def layer(self, index):
        """The bytes of one layer's tar."""
        return gzip.decompress(self.layers[index])

    def replace(self, index, tar):
        self.layers[index] = gzipped(tar)
        self.diff_ids[index] = "sha256:" + hashlib.sha256(tar).hexdigest()

    def without_last_layer(self):
        config = json.loads(canonical(self.config))
        config["rootfs"]["diff_ids"].pop()
        config["history"].pop()
        return Image(config, self.layers[:-1], self.name)

    def files(self, index):
        """The members of one layer."""
        with tarfile.open(fileobj=io.BytesIO(self.layers[index]), mode="r:gz") as tar:
            return tar.getmembers()

    def unpack(self, directory):
        """As an engine does: times kept, what a later layer removes removed."""
        os.makedirs(directory, exist_ok=True)
        for layer in self.layers:
            with tarfile.open(fileobj=io.BytesIO(layer), mode="r:gz") as tar:
                members = []
                for member in tar:
                    folder, base = os.path.split(member.name)
                    if base.startswith(".wh."):
                        remove(os.path.join(directory, folder, base.removeprefix(".wh.")))
                    else:
                        members.append(member)
                tar.extractall(directory, members=members, filter="tar")


def layer_of(files, directories=()):
    """The bytes of a tar with the same owner and time on everything. `files` is (path in the image, source, mode)."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path, mode in directories:
            entry = tarfile.TarInfo(path)
            entry.type, entry.mode, entry.mtime = tarfile.DIRTYPE, mode, 1
            tar.addfile(entry)
        for path, source, mode in files:
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode, entry.mtime = os.path.getsize(source), mode, 1
            with open(source, "rb") as content:
                tar.addfile(entry, content)
    return buffer.getvalue()


def gzipped(data):
    return data if data[:2] == b"\x1f\x8b" else gzip.compress(data, compresslevel=6, mtime=0)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def add(tar, name, data):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime = len(data), 1
    tar.addfile(entry, io.BytesIO(data))


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        for name in os.listdir(path):
            remove(os.path.join(path, name))
        os.rmdir(path)
    elif os.path.lexists(path):
        os.remove(path)
